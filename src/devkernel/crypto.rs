//! Keymanager's encrypt and decrypt: RSA-OAEP with SHA-256 around AES-256-GCM.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::{
    OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
    PrivateDecryptingKey, PublicEncryptingKey,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::Release;
use super::certificates::LENIENT;
use super::envelope::{Failure, Visit, blanks, error};
use super::issue::random;
use super::keys::{self, is_master};
use super::keystore::{self, Key};
use super::read::{bad_date, strict_date};
use super::reply::Reply;
use super::roles;
use super::x509::{hex, spki};
use crate::kernel::wire::{EncryptAnswer, EncryptRequest, WireError};

const HEADER: &[u8] = b"VER_R2";
const SPLITTER: &[u8] = b"#KEY_SPLITTER#";
const AAD_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const THUMBPRINT_BYTES: usize = 32;

pub(super) fn encrypt(visit: &Visit<'_>) -> Reply {
    visit.post(roles::CRYPTO, check, |request| {
        let (application, reference) = names(request);
        if is_master(application, reference) || reference == "IDENTITY_CACHE" {
            let text = "Not Allowed to preform encryption with Master Key. Use Base/Encrypt key to \
                        encrypt data.";
            return Err(Failure::one("KER-CRY-011", text));
        }
        let data = decoded(request)?;
        if request.salt.is_some() || request.aad.is_some() {
            return Err(Failure::broken(
                "salt and aad are not offered by this Kernel",
            ));
        }
        let work = |db: &_| keys::base(db, application, reference, visit.at());
        let key = visit.kernel.state.write(|tx| work(tx))?;
        let sealed = seal(&key.certificate, &data)?;
        Ok(EncryptAnswer {
            data: Some(URL_SAFE_NO_PAD.encode(sealed)),
        })
    })
}

/// Opens what was encrypted for a key whose private part is held here; never a partner's.
///
/// The key is the one whose thumbprint stands in the sealed bytes; of the reference that is asked for,
/// only the application counts.
pub(super) fn decrypt(visit: &Visit<'_>) -> Reply {
    visit.post(roles::CRYPTO, check, |request| {
        let (application, _) = names(request);
        let sealed = decoded(request)?;
        if keys::policy(application).is_err() {
            let text = "Not Allowed to preform decryption for the provided application id and with \
                        authentication token";
            return Err(Failure::one("KER-CRY-012", text));
        }
        let sealed = Sealed::read(&sealed).ok_or_else(|| no_splitter(visit.kernel.speak))?;
        let thumbprint = hex(sealed.thumbprint).to_uppercase();
        let state = &visit.kernel.state;
        let found = state.read(|db| keystore::by_thumbprint(db, &thumbprint))?;
        let (holder, key) = found.ok_or_else(|| {
            let text = "Key Not found for the thumbprint prepended in encrypted data.";
            Failure::one("KER-KMS-025", text)
        })?;
        if holder != application {
            let text = "Application Id & Reference Id not matching with the input thumbprint.";
            return Err(Failure::one("KER-KMS-024", text));
        }
        let data = open(&key, &sealed, visit.kernel.speak)?;
        Ok(EncryptAnswer {
            data: Some(URL_SAFE_NO_PAD.encode(data)),
        })
    })
}

/// 1.3 does not look before it cuts.
fn no_splitter(speak: Release) -> Failure {
    match speak {
        Release::V1_2_0_1 => {
            let text = "data sent to decrypt is without key splitter or invalid";
            Failure::one("KER-CRY-003", text)
        }
        Release::V1_3_0 => {
            Failure::broken("Cannot read the array length because \"encryptedData\" is null")
        }
    }
}

fn names(request: &EncryptRequest) -> (&str, &str) {
    let application = request.application_id.as_deref().unwrap_or_default();
    (
        application,
        request.reference_id.as_deref().unwrap_or_default(),
    )
}

fn check(request: &EncryptRequest) -> Vec<WireError> {
    let mut errors = Vec::new();
    match request.time_stamp.as_deref() {
        None => errors.push(error("KER-KMS-005", "request.timeStamp must not be null")),
        Some(text) if strict_date(text).is_none() => return vec![bad_date(text)],
        Some(_) => {}
    }
    errors.extend(blanks(&[
        ("applicationId", &request.application_id),
        ("data", &request.data),
    ]));
    for (name, value) in [("salt", &request.salt), ("aad", &request.aad)] {
        if value.as_ref().is_some_and(|text| text.chars().count() < 2) {
            errors.push(error(
                "KER-KMS-005",
                &format!("request.{name} should not be empty"),
            ));
        }
    }
    errors
}

fn decoded(request: &EncryptRequest) -> Result<Vec<u8>, Failure> {
    let data = request.data.as_deref().unwrap_or_default();
    let bytes = LENIENT.decode(data).or_else(|_| STANDARD.decode(data));
    bytes.map_err(|_| Failure::one("KER-CRY-003", " input data is not base64 encoded"))
}

impl From<Unspecified> for Failure {
    fn from(_: Unspecified) -> Self {
        Self::broken("the crypto library refused")
    }
}

/// `VER_R2` ‖ SHA-256 of the certificate ‖ the session key under RSA ‖ the splitter ‖ 32 bytes, which
/// are the additional data and whose first 12 are the nonce ‖ ciphertext and tag.
fn seal(certificate: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure> {
    let no_rsa = |_| Failure::one("KER-FSE-001", "unknown key type passed to RSA");
    let public_key = PublicEncryptingKey::from_der(&spki(certificate)?).map_err(no_rsa)?;
    let public_key = OaepPublicEncryptingKey::new(public_key)?;
    let session = random::<32>()?;
    let mut wrapped = vec![0; public_key.ciphertext_size()];
    public_key.encrypt(&OAEP_SHA256_MGF1SHA256, &session, &mut wrapped, None)?;

    let aad = random::<AAD_BYTES>()?;
    let mut body = data.to_vec();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &session)?);
    key.seal_in_place_append_tag(nonce(&aad)?, Aad::from(&aad), &mut body)?;

    let thumbprint = digest(&SHA256, certificate);
    let parts: [&[u8]; 6] = [HEADER, thumbprint.as_ref(), &wrapped, SPLITTER, &aad, &body];
    Ok(parts.concat())
}

fn nonce(aad: &[u8]) -> Result<Nonce, Unspecified> {
    Nonce::try_assume_unique_for_key(aad.get(..NONCE_BYTES).ok_or(Unspecified)?)
}

/// What [`seal`] wrote, taken apart.
struct Sealed<'a> {
    thumbprint: &'a [u8],
    wrapped: &'a [u8],
    aad: &'a [u8],
    body: &'a [u8],
}

impl<'a> Sealed<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let at = bytes
            .windows(SPLITTER.len())
            .position(|window| window == SPLITTER)?;
        let head = bytes.get(..at)?.strip_prefix(HEADER)?;
        let (thumbprint, wrapped) = head.split_at_checked(THUMBPRINT_BYTES)?;
        let (aad, body) = bytes
            .get(at + SPLITTER.len()..)?
            .split_at_checked(AAD_BYTES)?;
        Some(Self {
            thumbprint,
            wrapped,
            aad,
            body,
        })
    }
}

fn open(key: &Key, sealed: &Sealed<'_>, speak: Release) -> Result<Vec<u8>, Failure> {
    let foreign = || {
        let text = "Not Allowed to perform decryption with other domain key.";
        Failure::one("KER-KMS-018", text)
    };
    let changed = |_| {
        let text = match speak {
            Release::V1_2_0_1 => "Tag mismatch!",
            Release::V1_3_0 => "Tag mismatch",
        };
        Failure::one("KER-FSE-004", text)
    };
    let pkcs8 = key.private_key.as_deref().ok_or_else(foreign)?;
    let private_key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(Failure::broken)?;
    let private_key = OaepPrivateDecryptingKey::new(private_key)?;
    let mut session = vec![0; private_key.min_output_size()];
    let session =
        private_key.decrypt(&OAEP_SHA256_MGF1SHA256, sealed.wrapped, &mut session, None)?;
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, session)?);
    let mut body = sealed.body.to_vec();
    let aad = Aad::from(sealed.aad);
    let data = cipher.open_in_place(nonce(sealed.aad)?, aad, &mut body);
    Ok(data.map_err(changed)?.to_vec())
}

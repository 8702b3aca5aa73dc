//! The key to which answers for a partner are encrypted: kept by the Kernel, referenced here.

mod entry;

use entry::{Entry, Why, Wrap, put};

use super::access;
use super::holder::active_partner;
use super::outbox::unchanged;
use super::{Conflict, Ctx, OpError, ida};
use crate::crypto::answer::decrypt_answer;
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::csr::Subject;
use crate::crypto::public_key::{PublicKey, PublicKeyKind, UploadedKey, read_public_key};
use crate::crypto::random;
use crate::crypto::wrap::{WrappingKey, wrap};
use crate::domain::access::Action;
use crate::domain::cert::Thumbprint;
use crate::domain::change::Written;
use crate::domain::id::{Holder, PartnerId};
use crate::domain::invalid::Invalid;
use crate::domain::journal::IntentKind;
use crate::domain::key::{KeyReference, KeySource};
use crate::domain::partner::{Partner, Signer};
use crate::domain::secret::Secret;
use crate::store::{Conn, certs, intents, keys, partners, settings};

/// Under this name the store keeps the key that signs certificates around bare keys.
const WRAPPING_KEY: &str = "wrapping-key";

/// Uploads a partner's public key: PEM, DER, JWK, or a certificate.
///
/// The key that is in force already is `unchanged`; over another uploaded one it is a conflict.
pub fn upload(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    bytes: &[u8],
) -> Result<Written<KeyReference>, OpError> {
    let partner = open_to(ctx, id, Action::KeyUpload)?;
    let key = read_public_key(bytes)?;
    let held = keys::current(&mut *ctx.store.read()?, id)?;
    if let Some(held) = held.filter(|held| held.source == KeySource::Uploaded) {
        if held.spki == *key.spki() {
            return match is_certain(ctx, id)? {
                true => unchanged(ctx, held, &[id.to_string()]),
                false => put_uploaded(ctx, &partner, key, Why::Upload),
            };
        }
        return Err(Conflict::KeyUploaded {
            partner: id.to_string(),
            thumbprint: held.thumbprint.to_string(),
            file: None,
        }
        .into());
    }
    put_uploaded(ctx, &partner, key, Why::Upload)
}

/// What takes the place of the key in force.
#[derive(Debug, Clone, Copy)]
pub enum RotateTo<'a> {
    Key(&'a [u8]),
    /// Back to the key of the re-signed certificate.
    Certificate,
}

/// Retires the key in force for another one; history stays.
pub fn rotate(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    to: RotateTo<'_>,
) -> Result<Written<KeyReference>, OpError> {
    let partner = open_to(ctx, id, Action::KeyRotate)?;
    let held = keys::current(&mut *ctx.store.read()?, id)?;
    let certain = is_certain(ctx, id)?;
    match to {
        RotateTo::Key(bytes) => {
            let key = read_public_key(bytes)?;
            let same = |held: &KeyReference| {
                certain && held.source == KeySource::Uploaded && held.spki == *key.spki()
            };
            match held.filter(same) {
                Some(held) => unchanged(ctx, held, &[id.to_string()]),
                None => put_uploaded(ctx, &partner, key, Why::Rotation),
            }
        }
        RotateTo::Certificate => match held {
            Some(held) if certain && held.source != KeySource::Uploaded => {
                unchanged(ctx, held, &[id.to_string()])
            }
            _ => put(ctx, &partner, Why::Rotation, &|wrap| {
                of_certificate(ctx, &partner, wrap)
            }),
        },
    }
}

/// Whether what the store holds is what the Kernel encrypts to: it is not while the answer to another one is missing.
fn is_certain(ctx: &Ctx<'_>, id: &PartnerId) -> Result<bool, OpError> {
    let left = intents::find_open(&mut *ctx.store.read()?, IntentKind::KeyStore, id.as_str())?;
    Ok(left.is_none())
}

fn open_to(ctx: &Ctx<'_>, id: &PartnerId, action: Action) -> Result<Partner, OpError> {
    let mut conn = ctx.store.read()?;
    let (partner, misp) = access::partner(ctx, &mut conn, action, id)?;
    active_partner(&partner)?;
    if partner.signer == Signer::Misp {
        // Without a certificate of the MISP nobody could sign requests once IDA holds the uploaded key.
        let holder = Holder::Misp(misp.id.clone());
        if certs::current(&mut conn, &holder)?.is_none() {
            return Err(Conflict::NoCertificate { holder }.into());
        }
    }
    Ok(partner)
}

fn put_uploaded(
    ctx: &Ctx<'_>,
    partner: &Partner,
    key: UploadedKey,
    why: Why,
) -> Result<Written<KeyReference>, OpError> {
    encryptable(&key)?;
    put(ctx, partner, why, &|wrap| {
        let parsed = match &key {
            UploadedKey::Bare(key) => wrapped(ctx, partner, key)?,
            UploadedKey::Certificate(parsed) => once(ctx, partner, parsed, wrap)?,
        };
        Ok(Entry {
            source: KeySource::Uploaded,
            parsed,
        })
    })
}

/// The Kernel stores any key, and encrypts to RSA only.
pub(super) fn encryptable(key: &UploadedKey) -> Result<(), OpError> {
    let kind = match key {
        UploadedKey::Bare(key) => key.kind(),
        UploadedKey::Certificate(parsed) => parsed.public_key()?.kind(),
    };
    match kind {
        PublicKeyKind::Rsa => Ok(()),
        PublicKeyKind::Ec => {
            Err(Invalid::new("key", "is an EC key; the Kernel encrypts to RSA keys only").into())
        }
    }
}

/// The certificate, or a fresh one around its key: the Kernel takes a certificate once per partner and never again, not
/// even after a revocation.
fn once(ctx: &Ctx<'_>, partner: &Partner, parsed: &Parsed, wrap: Wrap) -> Result<Parsed, OpError> {
    if wrap == Wrap::Always || stored_before(ctx, partner, parsed)? {
        return wrapped(ctx, partner, &parsed.public_key()?);
    }
    Ok(parsed.clone())
}

fn stored_before(ctx: &Ctx<'_>, partner: &Partner, parsed: &Parsed) -> Result<bool, OpError> {
    let history = keys::of_partner(&mut *ctx.store.read()?, &partner.id)?;
    Ok(history
        .iter()
        .any(|held| held.thumbprint == parsed.facts.thumbprint))
}

fn wrapped(ctx: &Ctx<'_>, partner: &Partner, key: &PublicKey) -> Result<Parsed, OpError> {
    let by = wrapping_key(ctx)?;
    let subject = Subject {
        common_name: partner.id.to_string(),
        organization: Some(partner.organization.to_string()),
        organizational_unit: None,
        country: None,
    };
    Ok(wrap(
        key,
        &subject,
        ctx.now(),
        ctx.rules.wrap_validity,
        &by,
    )?)
}

fn wrapping_key(ctx: &Ctx<'_>) -> Result<WrappingKey, OpError> {
    let kept = settings::get(&mut *ctx.store.read()?, WRAPPING_KEY)?;
    if let Some(pem) = kept {
        return Ok(WrappingKey::from_pem(&pem)?);
    }
    let made = WrappingKey::generate()?;
    let mut tx = ctx.store.write()?;
    if let Some(pem) = settings::get(&mut tx, WRAPPING_KEY)? {
        return Ok(WrappingKey::from_pem(&pem)?);
    }
    settings::put(&mut tx, WRAPPING_KEY, &made.to_pem())?;
    tx.commit()?;
    Ok(made)
}

/// The re-signed leaf, or a fresh certificate around its key where the Kernel had that leaf before.
fn of_certificate(ctx: &Ctx<'_>, partner: &Partner, wrap: Wrap) -> Result<Entry, OpError> {
    let holder = Holder::Partner(partner.id.clone());
    let held = certs::current(&mut *ctx.store.read()?, &holder)?;
    let held = held.ok_or(Conflict::NoCertificate { holder })?;
    let leaf = certificate::read_one(held.resigned_pem.as_bytes())?;
    Ok(Entry {
        source: KeySource::Certificate(held.id),
        parsed: once(ctx, partner, &leaf, wrap)?,
    })
}

/// After a certificate: its key is what the Kernel encrypts to, unless the partner has an uploaded one.
pub(super) fn follow_certificate(ctx: &Ctx<'_>, id: &PartnerId) -> Result<Vec<String>, OpError> {
    let (partner, held, certificate) = {
        let mut conn = ctx.store.read()?;
        let partner = partners::get(&mut conn, id)?;
        let held = keys::current(&mut conn, id)?;
        (
            partner,
            held,
            certs::current(&mut conn, &Holder::Partner(id.clone()))?,
        )
    };
    let Some(certificate) = certificate else {
        return Ok(Vec::new());
    };
    let certain = is_certain(ctx, id)?;
    match held.map(|held| held.source).filter(|_| certain) {
        Some(KeySource::Uploaded) => Ok(vec![format!(
            "the Kernel still encrypts to the uploaded key; `pmctl key rotate {id} --to-certificate` changes that"
        )]),
        Some(KeySource::Certificate(of)) if of == certificate.id => Ok(Vec::new()),
        _ => {
            let make = |wrap| of_certificate(ctx, &partner, wrap);
            put(ctx, &partner, Why::Following, &make).map(|written| written.notes)
        }
    }
}

/// Who encrypts to what.
#[derive(Debug, Clone)]
pub struct KeyState {
    pub partner: Partner,
    pub current: Option<KeyReference>,
    /// Of the certificate that ID Authentication has, or will have.
    pub ida: Option<Thumbprint>,
    /// Newest first, the current one included.
    pub history: Vec<KeyReference>,
}

pub fn show(ctx: &Ctx<'_>, id: &PartnerId) -> Result<KeyState, OpError> {
    let mut conn = ctx.store.read()?;
    let (partner, _) = access::partner(ctx, &mut conn, Action::KeyRead, id)?;
    state(&mut conn, partner)
}

fn state(conn: &mut Conn<'_>, partner: Partner) -> Result<KeyState, OpError> {
    let current = keys::current(conn, &partner.id)?;
    let history = keys::of_partner(conn, &partner.id)?;
    let ida = match ida::certificate_for(conn, &partner)? {
        Some(pem) => Some(certificate::read_one(pem.as_bytes())?.facts.thumbprint),
        None => None,
    };
    Ok(KeyState {
        partner,
        current,
        ida,
        history,
    })
}

/// Proves the round trip: the Kernel encrypts to the partner, the private key decrypts.
pub fn verify(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    private_key: &Secret,
) -> Result<KeyReference, OpError> {
    let held = {
        let mut conn = ctx.store.read()?;
        access::partner(ctx, &mut conn, Action::KeyVerify, id)?;
        keys::current(&mut conn, id)?
    };
    let held = held.ok_or_else(|| Conflict::NoKey {
        partner: id.to_string(),
    })?;
    let probe = random::alphanumeric(32)?;
    let answer = ctx
        .kernel
        .get()?
        .encrypt(id.as_str(), probe.expose().as_bytes())?;
    match decrypt_answer(&answer, private_key) {
        Ok(plain) if plain == probe.expose().as_bytes() => Ok(held),
        Ok(_) => Err(OpError::KeyMismatch {
            partner: id.to_string(),
        }),
        Err(error) if error.is_mismatch() => Err(OpError::KeyMismatch {
            partner: id.to_string(),
        }),
        Err(error) => Err(error.into()),
    }
}

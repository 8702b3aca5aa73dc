//! Public keys in the forms in which partners hand them over.

use super::CryptoError;
use super::certificate::{self, Parsed};
use super::csr::unusable;
use crate::domain::cert::Thumbprint;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, EcdsaVerificationAlgorithm, ParsedPublicKey,
    RsaPublicKeyComponents,
};
use aws_lc_rs::{digest, rsa};
use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::Value;
use x509_parser::asn1_rs::{Any, FromDer, Tag};
use x509_parser::x509::SubjectPublicKeyInfo;

/// The Kernel refuses less.
const LEAST_RSA_BITS: usize = 2048;
const MOST_RSA_BITS: usize = 8192;
const RSA_OID: &str = "1.2.840.113549.1.1.1";
const EC_OID: &str = "1.2.840.10045.2.1";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicKeyKind {
    Rsa,
    Ec,
}

/// RSA of 2048 to 8192 bits, or EC on P-256 or P-384.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    spki_der: Vec<u8>,
    kind: PublicKeyKind,
    bits: usize,
    spki: Thumbprint,
}

/// What `key upload` was given.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, never in a collection"
)]
pub enum UploadedKey {
    Bare(PublicKey),
    Certificate(Parsed),
}

struct Curve {
    /// As a JWK names it (RFC 7518 §6.2.1.1).
    name: &'static str,
    oid: &'static str,
    bits: usize,
    algorithm: &'static EcdsaVerificationAlgorithm,
    /// DER of the SubjectPublicKeyInfo up to the point (RFC 5480 §2).
    head: &'static [u8],
}

static CURVES: [Curve; 2] = [
    Curve {
        name: "P-256",
        oid: "1.2.840.10045.3.1.7",
        bits: 256,
        algorithm: &ECDSA_P256_SHA256_ASN1,
        head: &[
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ],
    },
    Curve {
        name: "P-384",
        oid: "1.3.132.0.34",
        bits: 384,
        algorithm: &ECDSA_P384_SHA384_ASN1,
        head: &[
            0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x05, 0x2b, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00,
        ],
    },
];

impl PublicKey {
    /// From the DER of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). Refuses other kinds, small keys,
    /// points that lie on no known curve, and bytes that follow.
    pub fn from_spki(der: &[u8]) -> Result<Self, CryptoError> {
        let (rest, info) = SubjectPublicKeyInfo::from_der(der)
            .map_err(|_| unusable("it is no SubjectPublicKeyInfo"))?;
        if !rest.is_empty() {
            return Err(unusable("bytes follow the key"));
        }
        let (kind, bits) = match info.algorithm.algorithm.to_id_string().as_str() {
            RSA_OID => (PublicKeyKind::Rsa, rsa_bits(&info)?),
            EC_OID => (PublicKeyKind::Ec, ec_bits(&info)?),
            _ => return Err(unusable("it is neither RSA nor EC")),
        };
        Ok(Self {
            spki: sha256(der),
            spki_der: der.to_vec(),
            kind,
            bits,
        })
    }

    /// SHA-256 over the DER of the SubjectPublicKeyInfo.
    pub fn spki(&self) -> &Thumbprint {
        &self.spki
    }

    pub fn spki_der(&self) -> &[u8] {
        &self.spki_der
    }

    pub fn kind(&self) -> PublicKeyKind {
        self.kind
    }

    /// Of the modulus, or of the curve.
    pub fn bits(&self) -> usize {
        self.bits
    }

    /// `RSA 2048`, `EC P-256`.
    pub fn describe(&self) -> String {
        match self.kind {
            PublicKeyKind::Rsa => format!("RSA {}", self.bits),
            PublicKeyKind::Ec => format!("EC P-{}", self.bits),
        }
    }
}

impl UploadedKey {
    /// SHA-256 over the DER of the SubjectPublicKeyInfo.
    pub fn spki(&self) -> &Thumbprint {
        match self {
            Self::Bare(key) => key.spki(),
            Self::Certificate(parsed) => &parsed.facts.spki,
        }
    }
}

/// One public key or certificate: PEM (`PUBLIC KEY`, `RSA PUBLIC KEY`, `CERTIFICATE`), DER of these, a
/// JWK (RFC 7517), or a JWKS with one key. A byte-order mark, CRLF and text before the PEM are passed over.
///
/// Refused by name: private keys in any of these forms (`PrivateKeyGiven`), RSA below 2048 bits, unknown
/// kinds and curves, several keys, nothing at all. A certificate's key is held to the same rules.
pub fn read_public_key(bytes: &[u8]) -> Result<UploadedKey, CryptoError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).ok().map(str::trim);
    match text {
        _ if bytes.is_empty() => Err(unusable("it is empty")),
        Some("") => Err(unusable("it is empty")),
        Some(text) if text.contains("-----BEGIN ") => from_pem(text),
        Some(text) if text.starts_with('{') => from_json(text).map(UploadedKey::Bare),
        _ => from_der(bytes),
    }
}

fn from_pem(text: &str) -> Result<UploadedKey, CryptoError> {
    if text.contains("PRIVATE KEY-----") {
        return Err(CryptoError::PrivateKeyGiven);
    }
    let mut blocks = pem::parse_many(text).map_err(|_| unusable("its PEM is broken"))?;
    // `openssl ecparam` writes the curve before the key.
    blocks.retain(|block| block.tag() != "EC PARAMETERS");
    let [block] = blocks.as_slice() else {
        let why = if blocks.is_empty() {
            "its PEM is broken"
        } else {
            "it holds several PEM blocks, give one key"
        };
        return Err(unusable(why));
    };
    match block.tag() {
        "PUBLIC KEY" => PublicKey::from_spki(block.contents()).map(UploadedKey::Bare),
        "RSA PUBLIC KEY" => from_pkcs1(block.contents()).map(UploadedKey::Bare),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            from_certificate(text.as_bytes())
        }
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Err(unusable(
            "it is a certificate request, which no CA has signed",
        )),
        _ => Err(unusable(
            "its PEM block is neither a public key nor a certificate",
        )),
    }
}

/// Tells the forms apart by the first members of the outer SEQUENCE.
fn from_der(der: &[u8]) -> Result<UploadedKey, CryptoError> {
    let unknown = || unusable("it is neither PEM, DER nor a JWK");
    if is_private(der) {
        return Err(CryptoError::PrivateKeyGiven);
    }
    let members = members(der).ok_or_else(unknown)?;
    let tag = |at: usize| members.get(at).map(|member| member.tag());
    match (tag(0), tag(1), tag(2)) {
        (Some(Tag::Sequence), Some(Tag::BitString), None) => {
            PublicKey::from_spki(der).map(UploadedKey::Bare)
        }
        (Some(Tag::Integer), Some(Tag::Integer), None) => from_pkcs1(der).map(UploadedKey::Bare),
        (Some(Tag::Sequence), Some(Tag::Sequence), Some(Tag::BitString)) => from_certificate(der),
        _ => Err(unknown()),
    }
}

/// RSAPrivateKey (RFC 8017 A.1.2), PKCS#8 (RFC 5208), SEC 1, and PKCS#8 encrypted, by the members of the outer SEQUENCE.
pub(super) fn is_private(der: &[u8]) -> bool {
    let members = members(der).unwrap_or_default();
    let tag = |at: usize| members.get(at).map(|member| member.tag());
    matches!(
        (tag(0), tag(1), tag(2)),
        (Some(Tag::Integer), Some(Tag::Integer), Some(Tag::Integer))
            | (
                Some(Tag::Integer),
                Some(Tag::Sequence),
                Some(Tag::OctetString)
            )
            | (Some(Tag::Integer), Some(Tag::OctetString), _)
            | (Some(Tag::Sequence), Some(Tag::OctetString), None)
    )
}

fn members(der: &[u8]) -> Option<Vec<Any<'_>>> {
    let (_, outer) = Any::from_der(der).ok()?;
    if outer.tag() != Tag::Sequence {
        return None;
    }
    let mut rest = outer.data;
    let mut members = Vec::new();
    while !rest.is_empty() {
        let (after, member) = Any::from_der(rest).ok()?;
        members.push(member);
        rest = after;
    }
    Some(members)
}

fn from_certificate(bytes: &[u8]) -> Result<UploadedKey, CryptoError> {
    let parsed = certificate::read_one(bytes)?;
    parsed.public_key()?;
    Ok(UploadedKey::Certificate(parsed))
}

/// An RSAPublicKey (RFC 8017 A.1.1).
fn from_pkcs1(der: &[u8]) -> Result<PublicKey, CryptoError> {
    let read = members(der).filter(|members| members.len() == 2);
    let [Some(n), Some(e)] = [0, 1].map(|at| read.as_ref().map(|members| members[at].data)) else {
        return Err(unusable("it is no RSA public key"));
    };
    from_rsa_parts(n, e)
}

fn from_rsa_parts(n: &[u8], e: &[u8]) -> Result<PublicKey, CryptoError> {
    let [n, e] = [unsigned(n), unsigned(e)];
    rsa_size(n)?;
    let spki: PublicKeyX509Der<'_> = RsaPublicKeyComponents { n, e }
        .as_der()
        .map_err(|_| unusable("its RSA modulus or exponent is not one"))?;
    PublicKey::from_spki(spki.as_ref())
}

fn from_json(text: &str) -> Result<PublicKey, CryptoError> {
    let json: Value = serde_json::from_str(text).map_err(|_| unusable("its JSON is broken"))?;
    let Some(keys) = json.get("keys") else {
        return from_jwk(&json);
    };
    let keys = keys.as_array().map(Vec::as_slice).unwrap_or_default();
    if keys.iter().any(is_private_jwk) {
        return Err(CryptoError::PrivateKeyGiven);
    }
    match keys {
        [] => Err(unusable("its JWKS holds no key")),
        [one] => from_jwk(one),
        _ => Err(unusable("its JWKS holds several keys, give one")),
    }
}

/// `d` is the private part of RSA, EC and OKP alike (RFC 7518 §6); `k` is a shared secret.
fn is_private_jwk(jwk: &Value) -> bool {
    jwk.get("d").is_some() || jwk.get("k").is_some()
}

fn from_jwk(jwk: &Value) -> Result<PublicKey, CryptoError> {
    if is_private_jwk(jwk) {
        return Err(CryptoError::PrivateKeyGiven);
    }
    match jwk.get("kty").and_then(Value::as_str) {
        Some("RSA") => from_rsa_parts(&member(jwk, "n")?, &member(jwk, "e")?),
        Some("EC") => from_ec_jwk(jwk),
        Some(_) => Err(unusable("its JWK is neither RSA nor EC")),
        None => Err(unusable("its JSON is no JWK: it has no kty")),
    }
}

fn from_ec_jwk(jwk: &Value) -> Result<PublicKey, CryptoError> {
    let named = jwk.get("crv").and_then(Value::as_str);
    let curve = CURVES
        .iter()
        .find(|curve| Some(curve.name) == named)
        .ok_or_else(unknown_curve)?;
    let mut der = [curve.head, &[4]].concat();
    for name in ["x", "y"] {
        let coordinate = member(jwk, name)?;
        if coordinate.len() != curve.bits / 8 {
            return Err(unusable("its point does not fit its curve"));
        }
        der.extend(coordinate);
    }
    PublicKey::from_spki(&der)
}

fn member(jwk: &Value, name: &str) -> Result<Vec<u8>, CryptoError> {
    let text = jwk.get(name).and_then(Value::as_str);
    let text = text.ok_or_else(|| unusable(&format!("its JWK has no {name}")))?;
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .or_else(|_| URL_SAFE.decode(text));
    bytes.map_err(|_| unusable(&format!("{name} of its JWK is not base64url")))
}

fn rsa_bits(info: &SubjectPublicKeyInfo<'_>) -> Result<usize, CryptoError> {
    let broken = || unusable("it is no RSA public key");
    let der = info.subject_public_key.data.as_ref();
    let key = members(der)
        .filter(|key| key.len() == 2)
        .ok_or_else(broken)?;
    let bits = rsa_size(unsigned(key[0].data))?;
    rsa::PublicKey::from_der(der).map_err(|_| broken())?;
    Ok(bits)
}

fn rsa_size(modulus: &[u8]) -> Result<usize, CryptoError> {
    let zeros = modulus
        .first()
        .map_or(0, |byte| byte.leading_zeros() as usize);
    let bits = modulus.len() * 8 - zeros;
    if bits < LEAST_RSA_BITS {
        return Err(unusable(&format!(
            "RSA {bits} is too small, {LEAST_RSA_BITS} bits are the least"
        )));
    }
    if bits > MOST_RSA_BITS {
        return Err(unusable(&format!(
            "RSA {bits} is too large, {MOST_RSA_BITS} bits are the most"
        )));
    }
    Ok(bits)
}

fn ec_bits(info: &SubjectPublicKeyInfo<'_>) -> Result<usize, CryptoError> {
    let named = info
        .algorithm
        .parameters
        .as_ref()
        .and_then(|any| any.as_oid().ok());
    let named = named
        .map(|oid| oid.to_id_string())
        .ok_or_else(unknown_curve)?;
    let curve = CURVES
        .iter()
        .find(|curve| curve.oid == named)
        .ok_or_else(unknown_curve)?;
    let point = info.subject_public_key.data.as_ref();
    if point.first() != Some(&4) {
        return Err(unusable(
            "its point is compressed: the Kernel reads uncompressed ones only",
        ));
    }
    ParsedPublicKey::new(curve.algorithm, point)
        .map_err(|_| unusable("its point does not lie on its curve"))?;
    Ok(curve.bits)
}

fn unknown_curve() -> CryptoError {
    unusable("its curve is neither P-256 nor P-384")
}

/// Without the zeros that lead.
fn unsigned(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

fn sha256(bytes: &[u8]) -> Thumbprint {
    let mut found = [0; 32];
    found.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    Thumbprint::from_digest(found)
}

#[cfg(test)]
#[path = "public_key_tests.rs"]
mod tests;

//! The tokens of the realm: RS256, by the newest of its keys.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::routes::Kernel;

/// What a token says; the members stand in Keycloak's order.
#[derive(Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) exp: i64,
    pub(super) iat: i64,
    pub(super) jti: String,
    pub(super) iss: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) aud: Option<String>,
    pub(super) sub: String,
    pub(super) typ: String,
    pub(super) azp: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) session_state: Option<String>,
    #[serde(default)]
    pub(super) realm_access: RealmAccess,
    #[serde(default)]
    pub(super) scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sid: Option<String>,
    #[serde(default)]
    pub(super) email_verified: bool,
    #[serde(default)]
    pub(super) preferred_username: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) client_id: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct RealmAccess {
    pub(super) roles: Vec<String>,
}

pub(super) enum Unreadable {
    /// Not three parts of base64url JSON.
    NoJwt,
    /// Signed by another key, or changed since.
    NotOurs,
}

/// A key pair of the realm.
pub(super) struct RealmKey {
    pub(super) kid: String,
    /// Modulus and exponent in base64url.
    pub(super) n: String,
    pub(super) e: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl RealmKey {
    /// From a PKCS#8 private key in DER.
    pub(super) fn read(kid: String, pkcs8: &[u8]) -> Option<Self> {
        use aws_lc_rs::signature::{KeyPair, RsaKeyPair};
        let pem = pem::encode(&pem::Pem::new("PRIVATE KEY", pkcs8));
        let pair = RsaKeyPair::from_pkcs8(pkcs8).ok()?;
        let modulus = pair
            .public_key()
            .modulus()
            .big_endian_without_leading_zero();
        let exponent = pair
            .public_key()
            .exponent()
            .big_endian_without_leading_zero();
        Some(Self {
            kid,
            n: URL_SAFE_NO_PAD.encode(modulus),
            e: URL_SAFE_NO_PAD.encode(exponent),
            encoding: EncodingKey::from_rsa_pem(pem.as_bytes()).ok()?,
            decoding: DecodingKey::from_rsa_raw_components(modulus, exponent),
        })
    }
}

/// Signs `claims`; `None` only when the crypto library refuses.
pub(super) fn write(key: &RealmKey, claims: &Claims) -> Option<String> {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(key.kid.clone());
    jsonwebtoken::encode(&header, claims, &key.encoding).ok()
}

/// Reads a token and checks its key id and signature; what it says is for the caller to judge, its
/// expiry included.
pub(super) fn read(kernel: &Kernel, text: &str) -> Result<Claims, Unreadable> {
    is_jwt(text).ok_or(Unreadable::NoJwt)?;
    let keys = kernel.realm_keys().ok_or(Unreadable::NotOurs)?;
    let header = jsonwebtoken::decode_header(text).map_err(|_| Unreadable::NotOurs)?;
    let named = |key: &&RealmKey| header.kid.as_deref() == Some(&key.kid);
    let key = keys.iter().find(named).ok_or(Unreadable::NotOurs)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let read = jsonwebtoken::decode::<Claims>(text, &key.decoding, &validation);
    read.map(|token| token.claims)
        .map_err(|_| Unreadable::NotOurs)
}

/// Header and payload must be JSON objects, and the payload must say when it ends.
fn is_jwt(text: &str) -> Option<()> {
    let parts: Vec<&str> = text.split('.').collect();
    let [header, payload, _] = parts.as_slice() else {
        return None;
    };
    let object = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).ok()
    };
    object(header)?;
    object(payload)?.get("exp").map(|_| ())
}

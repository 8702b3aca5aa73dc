//! Signatures of requests: a JWS whose payload is the body that it came with (RFC 7515 appendix F).

use super::certificate::{self, Parsed};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;

/// With padding or without, as Java reads it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a signature is not believed. Never holds what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    #[error("it is not of the form HEADER.PAYLOAD.SIGNATURE")]
    Form,
    #[error("its header is no JSON object in base64url")]
    Header,
    #[error("its algorithm is none: it is not signed at all")]
    Unsigned,
    #[error("its algorithm is none that is known for such keys")]
    Algorithm,
    #[error("its header asks for an extension that is not known (crit)")]
    Critical,
    #[error("its header carries no certificate (x5c)")]
    NoCertificate,
    #[error("the certificate in its header (x5c) cannot be read")]
    Certificate,
    #[error("it does not fit body and certificate")]
    Signature,
    /// It may be good: this cannot tell.
    #[error("it is made with {0}, which is not checked here")]
    Unchecked(&'static str),
}

/// A JWS with the certificate of who signed.
#[derive(Debug)]
pub struct Jws {
    protected: String,
    header: Value,
    signature: String,
    /// The first certificate of `x5c`.
    pub leaf: Result<Parsed, JwsError>,
}

impl Jws {
    /// Reads the parts; the payload, detached or not, is passed over: ID Authentication puts the body in its place.
    pub fn read(text: &str) -> Result<Self, JwsError> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        let [protected, _, signature] = parts[..] else {
            return Err(JwsError::Form);
        };
        let bytes = LENIENT.decode(protected).map_err(|_| JwsError::Header)?;
        let header: Value = serde_json::from_slice(&bytes).map_err(|_| JwsError::Header)?;
        if !header.is_object() {
            return Err(JwsError::Header);
        }
        Ok(Self {
            protected: protected.to_owned(),
            leaf: leaf(&header),
            header,
            signature: signature.trim_end_matches('=').to_owned(),
        })
    }

    /// Whether the key of the certificate signed this body. Dates and issuer of the certificate are not looked at.
    pub fn verify(&self, body: &[u8]) -> Result<(), JwsError> {
        if self.header.get("b64") == Some(&Value::Bool(false)) {
            return Err(JwsError::Unchecked("an unencoded payload (b64)"));
        }
        if self.header.get("crit").is_some() {
            return Err(JwsError::Critical);
        }
        let algorithm = algorithm(&self.header)?;
        let leaf = self.leaf.as_ref().map_err(Clone::clone)?;
        let key = key(leaf, algorithm)?;
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(body);
        let message = format!("{}.{payload}", self.protected);
        let fits =
            jsonwebtoken::crypto::verify(&self.signature, message.as_bytes(), &key, algorithm);
        match fits {
            Ok(true) => Ok(()),
            _ => Err(JwsError::Signature),
        }
    }
}

fn leaf(header: &Value) -> Result<Parsed, JwsError> {
    let all = header.get("x5c").ok_or(JwsError::NoCertificate)?;
    let first = all.get(0).and_then(Value::as_str);
    let packed = first.ok_or(JwsError::Certificate)?;
    let der = STANDARD.decode(packed).or_else(|_| LENIENT.decode(packed));
    let der = der.map_err(|_| JwsError::Certificate)?;
    certificate::read_one(&der).map_err(|_| JwsError::Certificate)
}

fn algorithm(header: &Value) -> Result<Algorithm, JwsError> {
    Ok(match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => Algorithm::RS256,
        Some("RS384") => Algorithm::RS384,
        Some("RS512") => Algorithm::RS512,
        Some("PS256") => Algorithm::PS256,
        Some("PS384") => Algorithm::PS384,
        Some("PS512") => Algorithm::PS512,
        Some("ES256") => Algorithm::ES256,
        Some("ES384") => Algorithm::ES384,
        Some("EdDSA") => Algorithm::EdDSA,
        Some("ES512") => return Err(JwsError::Unchecked("ES512")),
        Some("ES256K") => return Err(JwsError::Unchecked("ES256K")),
        Some(word) if word.eq_ignore_ascii_case("none") => return Err(JwsError::Unsigned),
        _ => return Err(JwsError::Algorithm),
    })
}

/// The key of a certificate, if it is of the kind that the algorithm wants.
fn key(leaf: &Parsed, algorithm: Algorithm) -> Result<DecodingKey, JwsError> {
    let (_, certificate) =
        X509Certificate::from_der(&leaf.der).map_err(|_| JwsError::Certificate)?;
    let spki = certificate.public_key();
    let bits = &spki.subject_public_key.data;
    let is_ed25519 = spki.algorithm.algorithm.to_id_string() == "1.3.101.112";
    match (algorithm, spki.parsed()) {
        (Algorithm::EdDSA, _) if is_ed25519 => Ok(DecodingKey::from_ed_der(bits)),
        (Algorithm::EdDSA, _) => Err(JwsError::Algorithm),
        (Algorithm::ES256 | Algorithm::ES384, Ok(PublicKey::EC(_))) => {
            Ok(DecodingKey::from_ec_der(bits))
        }
        (Algorithm::ES256 | Algorithm::ES384, _) => Err(JwsError::Algorithm),
        (_, Ok(PublicKey::RSA(_))) => Ok(DecodingKey::from_rsa_der(bits)),
        _ => Err(JwsError::Algorithm),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::csr::{self, KeyKind};
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::EncodingKey;
    use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519};
    use serde_json::json;
    use std::sync::LazyLock;

    const BODY: &[u8] = b"{\"id\":\"mosip.identity.auth\"}\r\n";

    static RSA: LazyLock<KeyPair> = LazyLock::new(|| csr::generate(KeyKind::Rsa2048).unwrap());

    fn certificate(key: &KeyPair) -> String {
        let made = CertificateParams::default().self_signed(key).unwrap();
        STANDARD.encode(made.der())
    }

    fn signed(header: &Value, key: &EncodingKey, algorithm: Algorithm) -> String {
        let protected = URL_SAFE_NO_PAD.encode(header.to_string());
        let message = format!("{protected}.{}", URL_SAFE_NO_PAD.encode(BODY));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, algorithm).unwrap();
        format!("{protected}..{signature}")
    }

    fn by_rsa(header: &Value) -> String {
        let key = EncodingKey::from_rsa_pem(RSA.serialize_pem().as_bytes()).unwrap();
        signed(header, &key, Algorithm::RS256)
    }

    fn good() -> String {
        by_rsa(&json!({"alg": "RS256", "x5c": [certificate(&RSA)]}))
    }

    fn refused(header: &Value) -> JwsError {
        let jws = Jws::read(&by_rsa(header)).unwrap();
        jws.verify(BODY).unwrap_err()
    }

    #[test]
    fn it_holds_for_its_body_only() {
        let jws = Jws::read(&good()).unwrap();
        assert_eq!(jws.verify(BODY), Ok(()));
        assert_eq!(
            jws.verify(&BODY[..BODY.len() - 2]),
            Err(JwsError::Signature)
        );
        assert_eq!(jws.verify(b""), Err(JwsError::Signature));
    }

    #[test]
    fn whether_the_payload_is_there_does_not_matter() {
        let attached = good().replace("..", ".bm90IHRoZSBib2R5.");
        assert_eq!(Jws::read(&attached).unwrap().verify(BODY), Ok(()));
    }

    #[test]
    fn other_kinds_of_keys_sign_too() {
        for (kind, algorithm, word) in [
            (&PKCS_ECDSA_P256_SHA256, Algorithm::ES256, "ES256"),
            (&PKCS_ED25519, Algorithm::EdDSA, "EdDSA"),
        ] {
            let pair = KeyPair::generate_for(kind).unwrap();
            let pem = pair.serialize_pem();
            let key = match algorithm {
                Algorithm::ES256 => EncodingKey::from_ec_pem(pem.as_bytes()),
                _ => EncodingKey::from_ed_pem(pem.as_bytes()),
            };
            let header = json!({"alg": word, "x5c": [certificate(&pair)]});
            let text = signed(&header, &key.unwrap(), algorithm);
            assert_eq!(Jws::read(&text).unwrap().verify(BODY), Ok(()), "{word}");
        }
    }

    #[test]
    fn what_is_not_signed_by_the_certificate_is_refused() {
        let other = csr::generate(KeyKind::EcP256).unwrap();
        for (header, error) in [
            (
                json!({"alg": "none", "x5c": [certificate(&RSA)]}),
                JwsError::Unsigned,
            ),
            (
                json!({"alg": "HS256", "x5c": [certificate(&RSA)]}),
                JwsError::Algorithm,
            ),
            (
                json!({"alg": "ES256", "x5c": [certificate(&RSA)]}),
                JwsError::Algorithm,
            ),
            (
                json!({"alg": "RS256", "x5c": [certificate(&other)]}),
                JwsError::Algorithm,
            ),
            (
                json!({"alg": "RS384", "x5c": [certificate(&RSA)]}),
                JwsError::Signature,
            ),
            (json!({"x5c": [certificate(&RSA)]}), JwsError::Algorithm),
            (json!({"alg": "RS256"}), JwsError::NoCertificate),
            (json!({"alg": "RS256", "x5c": []}), JwsError::Certificate),
            (json!({"alg": "RS256", "x5c": "x"}), JwsError::Certificate),
            (
                json!({"alg": "RS256", "x5c": ["AAAA"]}),
                JwsError::Certificate,
            ),
            (json!({"alg": "RS256", "x5c": ["%"]}), JwsError::Certificate),
            (
                json!({"alg": "RS256", "crit": ["x"], "x5c": [certificate(&RSA)]}),
                JwsError::Critical,
            ),
            (
                json!({"alg": "RS256", "crit": ["b64"], "b64": false, "x5c": [certificate(&RSA)]}),
                JwsError::Unchecked("an unencoded payload (b64)"),
            ),
            (
                json!({"alg": "ES256K", "x5c": [certificate(&RSA)]}),
                JwsError::Unchecked("ES256K"),
            ),
        ] {
            assert_eq!(refused(&header), error, "{header}");
        }
    }

    #[test]
    fn what_is_no_jws_is_refused() {
        for text in ["", "a", "a.b", "a.b.c.d"] {
            let error = Jws::read(text).map(drop).unwrap_err();
            assert_eq!(error, JwsError::Form, "{text}");
        }
        let list = URL_SAFE_NO_PAD.encode("[]");
        for text in ["..", "%.b.c", "a.b.c", &format!("{list}.b.c")] {
            let error = Jws::read(text).map(drop).unwrap_err();
            assert_eq!(error, JwsError::Header, "{text}");
        }
    }
}

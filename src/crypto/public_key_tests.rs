use super::*;
use crate::crypto::csr::{self, KeyKind};
use rcgen::{
    CertificateParams, KeyPair, PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA512, PKCS_ED25519,
    PublicKeyData,
};
use serde_json::json;

fn pair(kind: KeyKind) -> KeyPair {
    csr::generate(kind).unwrap()
}

fn bare(bytes: &[u8]) -> PublicKey {
    match read_public_key(bytes).unwrap() {
        UploadedKey::Bare(key) => key,
        UploadedKey::Certificate(_) => panic!("a certificate"),
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The RSAPublicKey within: PKCS#1.
fn pkcs1(pair: &KeyPair) -> Vec<u8> {
    let spki = pair.subject_public_key_info();
    let (_, info) = SubjectPublicKeyInfo::from_der(&spki).unwrap();
    info.subject_public_key.data.to_vec()
}

fn rsa_jwk(pair: &KeyPair) -> Value {
    let der = pkcs1(pair);
    let key = members(&der).unwrap();
    json!({"kty": "RSA", "n": encoded(unsigned(key[0].data)), "e": encoded(key[1].data)})
}

fn ec_jwk(pair: &KeyPair, crv: &str) -> Value {
    let (x, y) = pair.public_key_raw()[1..].split_at((pair.public_key_raw().len() - 1) / 2);
    json!({"kty": "EC", "crv": crv, "x": encoded(x), "y": encoded(y)})
}

fn refusal(bytes: &[u8]) -> String {
    let refused = read_public_key(bytes).unwrap_err();
    assert!(matches!(refused, CryptoError::Key { .. }), "{refused}");
    refused.to_string()
}

#[test]
fn every_form_of_a_key_gives_the_same_key() {
    let pair = pair(KeyKind::Rsa2048);
    let spki = pair.subject_public_key_info();
    let pkcs1_pem = pem::encode(&pem::Pem::new("RSA PUBLIC KEY", pkcs1(&pair)));
    let jwk = rsa_jwk(&pair);
    let noisy = format!(
        "\u{feff}the key of acme:\r\n{}",
        pair.public_key_pem().replace('\n', "\r\n")
    );
    let forms = [
        pair.public_key_pem().into_bytes(),
        noisy.into_bytes(),
        pkcs1_pem.into_bytes(),
        spki.clone(),
        pkcs1(&pair),
        jwk.to_string().into_bytes(),
        format!("\u{feff} {jwk} \n").into_bytes(),
        json!({"keys": [jwk]}).to_string().into_bytes(),
    ];
    for form in forms {
        let key = bare(&form);
        assert_eq!(key.spki_der(), spki);
        assert_eq!(key.spki(), &sha256(&spki));
        assert_eq!(key.describe(), "RSA 2048");
    }
}

#[test]
fn elliptic_keys_are_read_from_der_and_jwk() {
    let p384 = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap();
    for (pair, name) in [(pair(KeyKind::EcP256), "P-256"), (p384, "P-384")] {
        let key = bare(&pair.subject_public_key_info());
        assert_eq!(key, bare(ec_jwk(&pair, name).to_string().as_bytes()));
        assert_eq!(key, bare(pair.public_key_pem().as_bytes()));
        assert_eq!(key.describe(), format!("EC {name}"));
    }
}

#[test]
fn a_certificate_stays_one() {
    let pair = pair(KeyKind::EcP256);
    let made = CertificateParams::default().self_signed(&pair).unwrap();
    let key = PublicKey::from_spki(&pair.subject_public_key_info()).unwrap();
    let pem = format!("subject: x\r\n{}", made.pem());
    for form in [pem.as_bytes(), made.der().as_ref()] {
        let given = read_public_key(form).unwrap();
        assert!(matches!(given, UploadedKey::Certificate(_)));
        assert_eq!(given.spki(), key.spki());
    }
}

#[test]
fn private_keys_are_named_and_go_nowhere() {
    let rsa = pair(KeyKind::Rsa2048);
    let mut jwk = rsa_jwk(&rsa);
    jwk["d"] = json!("AQAB");
    let both = format!("{}{}", rsa.public_key_pem(), rsa.serialize_pem());
    let given = [
        rsa.serialize_pem().into_bytes(),
        both.into_bytes(),
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            .to_vec(),
        b"-----BEGIN EC PRIVATE KEY-----\nbroken".to_vec(),
        rsa.serialized_der().to_vec(),
        rsa.serialized_der()[26..].to_vec(),
        pair(KeyKind::EcP256).serialized_der().to_vec(),
        jwk.to_string().into_bytes(),
        json!({"keys": [rsa_jwk(&rsa), jwk]})
            .to_string()
            .into_bytes(),
        json!({"kty": "oct", "k": "c2VjcmV0"})
            .to_string()
            .into_bytes(),
    ];
    for (at, bytes) in given.iter().enumerate() {
        assert_eq!(
            read_public_key(bytes).unwrap_err(),
            CryptoError::PrivateKeyGiven,
            "{at}"
        );
    }
}

#[test]
fn weak_and_unknown_keys_are_refused() {
    let small = json!({"kty": "RSA", "n": encoded(&[0xff; 128]), "e": "AQAB"});
    assert!(refusal(small.to_string().as_bytes()).contains("RSA 1024 is too small"));
    let large = json!({"kty": "RSA", "n": encoded(&[0xff; 2048]), "e": "AQAB"});
    assert!(refusal(large.to_string().as_bytes()).contains("too large"));
    let even = json!({"kty": "RSA", "n": encoded(&[0xff; 256]), "e": "Ag"});
    assert!(refusal(even.to_string().as_bytes()).contains("RSA"));

    for algorithm in [&PKCS_ECDSA_P521_SHA512, &PKCS_ED25519] {
        let pair = KeyPair::generate_for(algorithm).unwrap();
        let why = refusal(&pair.subject_public_key_info());
        assert!(why.contains("neither"), "{why}");
    }
    let mut wrong = ec_jwk(&pair(KeyKind::EcP256), "P-521");
    assert!(refusal(wrong.to_string().as_bytes()).contains("curve"));
    wrong["crv"] = json!("P-384");
    assert!(refusal(wrong.to_string().as_bytes()).contains("does not fit"));
    let off = json!({"kty": "EC", "crv": "P-256", "x": encoded(&[1; 32]), "y": encoded(&[2; 32])});
    assert!(refusal(off.to_string().as_bytes()).contains("does not lie"));
}

#[test]
fn what_is_no_single_key_is_refused_by_name() {
    let key = pair(KeyKind::EcP256);
    let jwk = ec_jwk(&key, "P-256");
    let twice = key.public_key_pem().repeat(2);
    let two = json!({"keys": [jwk, jwk]}).to_string();
    let cases: [(&[u8], &str); 12] = [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (twice.as_bytes(), "several"),
        (two.as_bytes(), "several"),
        (br#"{"keys":[]}"#, "no key"),
        (
            br#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#,
            "neither RSA nor EC",
        ),
        (br#"{"kty":"RSA","e":"AQAB"}"#, "no n"),
        (br#"{"kty":"RSA","n":"***","e":"AQAB"}"#, "not base64url"),
        (br#"{"a":1}"#, "no kty"),
        (b"{", "JSON is broken"),
        (b"-----BEGIN PUBLIC KEY-----\nAAA", "PEM is broken"),
        (b"ssh-rsa AAAA", "neither PEM, DER nor a JWK"),
    ];
    for (bytes, why) in cases {
        let refused = refusal(bytes);
        assert!(refused.contains(why), "{refused} / {why}");
    }
}

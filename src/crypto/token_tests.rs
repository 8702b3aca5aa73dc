use super::*;
use crate::crypto::csr::{self, KeyKind};
use aws_lc_rs::signature::{KeyPair, RsaKeyPair};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::json;
use std::sync::LazyLock;

const ISSUER: &str = "https://idp.example/realms/mosip";

struct Key {
    signing: EncodingKey,
    jwks: String,
}

static KEY: LazyLock<Key> = LazyLock::new(|| {
    let pair = csr::generate(KeyKind::Rsa2048).unwrap();
    let rsa = RsaKeyPair::from_pkcs8(pair.serialized_der()).unwrap();
    let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let jwks = json!({"keys": [
        {"kid": "odd", "kty": "XYZ", "alg": "new"},
        {"kid": "enc", "kty": "RSA", "use": "enc", "n": "AQAB", "e": "AQAB"},
        {"kid": "k1", "kty": "RSA", "use": "sig", "alg": "RS256",
         "n": encoded(rsa.public_key().modulus().big_endian_without_leading_zero()),
         "e": encoded(rsa.public_key().exponent().big_endian_without_leading_zero())},
    ]});
    Key {
        signing: EncodingKey::from_rsa_pem(pair.serialize_pem().as_bytes()).unwrap(),
        jwks: jwks.to_string(),
    }
});

fn at(seconds: i64) -> Moment {
    Moment::from_micros(seconds * 1_000_000)
}

fn body() -> Value {
    json!({
        "exp": 2_000, "nbf": 1_000, "iss": ISSUER, "aud": ["account", "pm"], "azp": "pmctl",
        "sub": "0-1", "preferred_username": "ada", "realm_access": {"roles": ["PARTNER_ADMIN", "x"]},
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut changed = body();
    changed[name] = value;
    changed
}

fn sign(algorithm: Algorithm, kid: Option<&str>, body: &Value) -> Secret {
    let mut header = Header::new(algorithm);
    header.kid = kid.map(ToOwned::to_owned);
    Secret::new(jsonwebtoken::encode(&header, body, &KEY.signing).unwrap())
}

fn verify_for(body: &Value, clients: &[&str], now: i64) -> Result<Claims, TokenError> {
    let token = sign(Algorithm::RS256, Some("k1"), body);
    verify_token(
        &token,
        &KEY.jwks,
        &Expect {
            issuer: ISSUER,
            clients,
        },
        at(now),
    )
}

fn verify(body: &Value, now: i64) -> Result<Claims, TokenError> {
    verify_for(body, &[], now)
}

#[test]
fn a_good_token_is_read_with_each_algorithm() {
    for algorithm in [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512] {
        let token = sign(algorithm, Some("k1"), &body());
        let expect = Expect {
            issuer: ISSUER,
            clients: &["other", "pmctl"],
        };
        let claims = verify_token(&token, &KEY.jwks, &expect, at(1_500)).unwrap();
        assert_eq!(claims.name, "ada");
        assert_eq!(claims.roles, ["PARTNER_ADMIN", "x"]);
        assert_eq!(claims.expires_at, at(2_000));
        assert_eq!(claims.audience, ["account", "pm"]);
        assert_eq!(claims.azp.as_deref(), Some("pmctl"));
        assert_eq!(claims, read_unverified(&token).unwrap());
    }
}

#[test]
fn times_may_differ_by_a_minute_and_no_more() {
    assert!(verify(&body(), 2_059).is_ok());
    assert_eq!(
        verify(&body(), 2_060).unwrap_err(),
        TokenError::Expired { at: at(2_000) }
    );
    assert!(verify(&body(), 940).is_ok());
    assert_eq!(
        verify(&body(), 939).unwrap_err(),
        TokenError::NotYet { from: at(1_000) }
    );
    let issued = with("iat", json!(1_500));
    assert!(verify(&issued, 1_440).is_ok());
    assert_eq!(
        verify(&issued, 1_439).unwrap_err(),
        TokenError::Future { at: at(1_500) }
    );
}

#[test]
fn issuer_and_client_must_fit() {
    let other = verify(&with("iss", json!("https://evil.example")), 1_500).unwrap_err();
    assert_eq!(
        other,
        TokenError::Issuer {
            found: "https://evil.example".to_owned()
        }
    );
    let none = verify(&with("iss", Value::Null), 1_500).unwrap_err();
    assert_eq!(
        none,
        TokenError::Issuer {
            found: String::new()
        }
    );

    assert!(verify_for(&body(), &["pm"], 1_500).is_ok());
    assert_eq!(
        verify_for(&body(), &["p", "q"], 1_500).unwrap_err(),
        TokenError::Audience {
            azp: "pmctl".to_owned(),
            audience: vec!["account".to_owned(), "pm".to_owned()],
            wanted: "p, q".to_owned(),
        }
    );
    assert!(verify_for(&with("aud", json!("one")), &["one"], 1_500).is_ok());
}

#[test]
fn only_a_known_signing_key_will_do() {
    let expect = Expect {
        issuer: ISSUER,
        clients: &[],
    };
    for kid in [Some("k2"), Some("enc"), Some("odd"), None] {
        let token = sign(Algorithm::RS256, kid, &body());
        let unknown = TokenError::UnknownKey {
            kid: kid.unwrap_or_default().to_owned(),
        };
        assert_eq!(
            verify_token(&token, &KEY.jwks, &expect, at(1_500)).unwrap_err(),
            unknown
        );
    }
    let token = sign(Algorithm::RS256, Some("k1"), &body());
    for jwks in ["", "{}", r#"{"keys":[{"kid":"k1","kty":"RSA"}]}"#] {
        assert_eq!(
            verify_token(&token, jwks, &expect, at(1_500)).unwrap_err(),
            TokenError::Keys
        );
    }
}

#[test]
fn changed_claims_and_other_algorithms_are_refused() {
    let expect = Expect {
        issuer: ISSUER,
        clients: &[],
    };
    let verify = |text: String| verify_token(&Secret::new(text), &KEY.jwks, &expect, at(1_500));
    let encoded = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let token = sign(Algorithm::RS256, Some("k1"), &body());
    let [head, good, signature] = parts(token.expose()).unwrap();

    let admin = encoded(&with("preferred_username", json!("root")));
    assert_eq!(
        verify(format!("{head}.{admin}.{signature}")).unwrap_err(),
        TokenError::Signature
    );
    let by = |found: &str| TokenError::Algorithm {
        found: found.to_owned(),
    };
    for (alg, error) in [
        ("none", by("none")),
        ("HS256", by("HS256")),
        ("PS256", by("PS256")),
        ("RS512", TokenError::Signature),
    ] {
        let head = encoded(&json!({"alg": alg, "kid": "k1"}));
        assert_eq!(
            verify(format!("{head}.{good}.{signature}")).unwrap_err(),
            error,
            "{alg}"
        );
    }
    let critical = encoded(&json!({"alg": "RS256", "kid": "k1", "crit": ["b64"]}));
    for bad in [
        String::new(),
        "a.b".to_owned(),
        "a.b.c".to_owned(),
        format!("{critical}.{good}.{signature}"),
    ] {
        assert_eq!(verify(bad).unwrap_err(), TokenError::NotAToken);
    }
}

#[test]
fn names_and_roles_have_a_second_place() {
    let token =
        |body: Value| Secret::new(format!("e30.{}.", URL_SAFE_NO_PAD.encode(body.to_string())));
    let read = |body: Value| read_unverified(&token(body));
    let claims = read(json!({"exp": 1.9, "sub": "s", "roles": "A,B C"})).unwrap();
    assert_eq!((claims.name.as_str(), claims.expires_at), ("s", at(1)));
    assert_eq!(claims.roles, ["A", "B", "C"]);
    assert!(
        read(json!({"exp": 1, "sub": "s"}))
            .unwrap()
            .roles
            .is_empty()
    );
    assert_eq!(read(json!({"exp": 1})).unwrap_err(), TokenError::NotAToken);
    assert_eq!(
        read(json!({"sub": "s"})).unwrap_err(),
        TokenError::NotAToken
    );
}

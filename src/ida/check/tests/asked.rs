//! What a captured request shows, and who signed it.

use super::*;
use crate::domain::cert::Thumbprint;
use crate::domain::id::Holder;
use serde_json::{Value, json};

fn thumbprint(byte: u8) -> Thumbprint {
    Thumbprint::from_digest([byte; 32])
}

fn signed() -> Signed {
    Signed {
        faults: vec![],
        signer: Some(thumbprint(1)),
        signer_is: SignerIs::Other,
        kept: vec![thumbprint(1)],
        unchecked: vec![],
    }
}

fn body() -> Value {
    json!({
        "id": "mosip.identity.auth",
        "version": "1.0",
        "thumbprint": "ab".repeat(32),
        "request": "cmVxdWVzdA",
        "requestHMAC": "aG1hYw==",
        "requestSessionKey": "a-_v",
    })
}

const LINE: &str = "POST /idauthentication/v1/auth/L/1000/K HTTP/1.1";
const HEADERS: &str = "signature: a..b\nAuthorization: Bearer x";

fn judged(line: &str, headers: &str, body: &str, signed: Option<Signed>) -> Verdict {
    let request = Request::read(format!("{line}\n{headers}\n\n{body}").as_bytes()).unwrap();
    World::spoilt(|world| {
        world.endpoint = Some(request.endpoint);
        world.request = Some(request);
        world.signed = signed;
    })
    .judge()
}

fn codes(line: &str, headers: &str, body: &str, signed: Option<Signed>) -> Vec<&'static str> {
    let verdict = judged(line, headers, body, signed);
    verdict
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

fn of_body(body: &Value) -> Vec<&'static str> {
    codes(LINE, HEADERS, &body.to_string(), Some(signed()))
}

fn without(name: &str) -> Value {
    let mut body = body();
    body.as_object_mut().unwrap().remove(name);
    body
}

fn with(name: &str, value: Value) -> Value {
    let mut body = body();
    body[name] = value;
    body
}

#[test]
fn a_whole_request_is_accepted_and_what_cannot_be_seen_is_said() {
    let verdict = judged(LINE, HEADERS, &body().to_string(), Some(signed()));
    assert_eq!(verdict.findings, []);
    let said = verdict.unchecked.join("\n");
    assert!(said.contains("decryption"), "{said}");
    assert!(said.contains("IDA-MPA-006"), "{said}");
}

#[test]
fn headers_that_are_missing() {
    let body = body().to_string();
    let none = codes(LINE, "Authorization: x", &body, None);
    assert_eq!(none, ["IDA-MLC-006"]);
    let no_consent = codes(LINE, "signature: a..b", &body, Some(signed()));
    assert_eq!(no_consent, ["IDA-MLC-006"]);
    assert_eq!(
        codes(LINE, "Host: x", &body, None),
        ["IDA-MLC-006", "IDA-MLC-006"]
    );
}

#[test]
fn a_signature_that_is_not_believed() {
    let mut bad = signed();
    bad.faults.push(Fault {
        message: "no".to_owned(),
        fix: "sign".to_owned(),
    });
    bad.signer = None;
    let found = codes(LINE, HEADERS, &body().to_string(), Some(bad));
    assert_eq!(found, ["IDA-MPA-001", "IDA-MPA-022"]);
}

#[test]
fn what_can_be_seen_of_an_encrypted_body() {
    for (body, wanted) in [
        (body(), &[][..]),
        (without("id"), &["IDA-MLC-006"]),
        (with("version", Value::Null), &["IDA-MLC-006"]),
        (without("request"), &["IDA-MLC-006"]),
        (without("requestHMAC"), &["IDA-MLC-006"]),
        (without("requestSessionKey"), &["IDA-MPA-003"]),
        (without("thumbprint"), &["IDA-MPA-003"]),
        (with("thumbprint", json!("abc")), &["IDA-MPA-003"]),
        (with("thumbprint", json!("A".repeat(43))), &[]),
        (with("request", json!({"otp": "1"})), &["IDA-MLC-007"]),
        (with("request", json!("%%")), &["IDA-MPA-001"]),
        (with("requestHMAC", json!("%%")), &["IDA-MPA-001"]),
        (with("requestSessionKey", json!("%%")), &["IDA-MPA-003"]),
    ] {
        assert_eq!(of_body(&body), wanted, "{body}");
    }
    for body in ["", "[]", "{", "\u{feff}{}", "null"] {
        let found = codes(LINE, HEADERS, body, Some(signed()));
        assert_eq!(found, ["IDA-MLC-007"], "{body:?}");
    }
}

#[test]
fn a_body_that_jackson_may_read_is_not_called_unreadable() {
    let whole = body().to_string();
    assert_eq!(
        codes(LINE, HEADERS, &format!("{whole} and more"), Some(signed())),
        [""; 0]
    );
    let asks = with("requestedAuth", json!({"bio": true})).to_string();
    let asks = codes(LINE, HEADERS, &format!("{asks} and more"), Some(signed()));
    assert_eq!(asks, ["IDA-MPA-006"]);
    let deep = "[".repeat(500) + &"]".repeat(500);
    for value in [&deep, "\"\\ud800\"", "1e999"] {
        let body = whole.replacen('{', &format!("{{\"x\":{value},"), 1);
        let verdict = judged(LINE, HEADERS, &body, Some(signed()));
        assert_eq!(verdict.findings, [], "{value}");
        let said = verdict.unchecked.join("\n");
        assert!(said.contains("IDA-MLC-007"), "{said}");
    }
    for body in ["{\"x\":}", "{\"x\":1", "{\"x\":01}"] {
        let found = codes(LINE, HEADERS, body, Some(signed()));
        assert_eq!(found, ["IDA-MLC-007"], "{body}");
    }
}

#[test]
fn what_is_not_encrypted_needs_none_of_it() {
    let line = "POST /idauthentication/v1/otp/L/1000/K HTTP/1.1";
    let body = r#"{"id":"mosip.identity.otp","version":"1.0","otpChannel":["email"]}"#;
    assert_eq!(codes(line, HEADERS, body, Some(signed())), ["IDA-MPA-005"]);
}

#[test]
fn a_path_that_is_too_short_names_nobody() {
    let line = "POST /idauthentication/v1/auth/1000 HTTP/1.1";
    let found = codes(line, HEADERS, &body().to_string(), Some(signed()));
    assert_eq!(found, ["IDA-MPA-038"]);
}

#[test]
fn what_a_request_says_that_it_carries() {
    let said = with(
        "requestedAuth",
        json!({"otp": true, "bio": true, "demo": false}),
    );
    assert_eq!(of_body(&said), ["IDA-MPA-006"], "bio is not in the policy");
    let verdict = judged(LINE, HEADERS, &said.to_string(), Some(signed()));
    assert!(!verdict.unchecked.join("").contains("IDA-MPA-006"));
    let nothing = with("requestedAuth", json!({}));
    assert_eq!(of_body(&nothing), [""; 0]);
}

fn by_certificate(signed: Signed, spoil: impl FnOnce(&mut World)) -> Verdict {
    World::spoilt(|world| {
        world.signed = Some(signed);
        spoil(world);
    })
    .judge()
}

#[test]
fn another_certificate_comes_between_key_and_license() {
    let stranger = |is: SignerIs| Signed {
        signer: Some(thumbprint(2)),
        signer_is: is,
        ..signed()
    };
    let verdict = by_certificate(stranger(SignerIs::Other), |world| {
        world.key().revoked = block().block_details().cloned();
        world.license = None;
    });
    let codes: Vec<_> = verdict
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, ["IDA-MPA-012", "IDA-MPA-021", "IDA-MPA-007"]);
    let partner = Holder::Partner("1000".parse().unwrap());
    let replaced = partner.clone();
    for is in [SignerIs::Original(partner), SignerIs::Former(replaced)] {
        let verdict = by_certificate(stranger(is), |_| {});
        assert!(verdict.findings[0].fix.contains("pmctl cert get 1000"));
    }
    let mut misps = stranger(SignerIs::Other);
    misps.kept.push(thumbprint(2));
    assert!(by_certificate(misps, |_| {}).accepted);
}

/// It keeps the certificate of when it looked it up.
#[test]
fn a_cached_certificate_is_not_guessed() {
    let mut other = signed();
    other.signer = Some(thumbprint(2));
    let verdict = by_certificate(other, |world| world.cache = Cache::Kept);
    assert!(verdict.accepted);
    assert!(
        verdict
            .unchecked
            .iter()
            .any(|text| text.contains("IDA-MPA-021"))
    );
}

//! What a request must look like before any call looks at it, and the envelope of the answer.

use reqwest::Method;
use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Ask, Kernel};

const UPLOAD: &str = "/uploadCACertificate";

const fn any(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("any", what, ask)
}

pub const CASES: &[Case] = &[
    any("`request` is missing", |kernel| {
        kernel.ask(Ask::text(UPLOAD, json!({"id": "a", "version": "1"})))
    })
    .says("KER-KMS-005"),
    any("`request` is null", |kernel| {
        kernel.ask(Ask::text(UPLOAD, json!({"id": "a", "request": null})))
    })
    .says("KER-KMS-005"),
    any("a refusal shows a missing `id` as empty", |kernel| {
        let answer = kernel.ask(Ask::text(UPLOAD, json!({"request": unreadable()})));
        assert_eq!(answer.json()["id"], "");
        answer
    })
    .says("KER-CRY-003"),
    any("a refusal shows a null `id` as text", |kernel| {
        let body = json!({"id": null, "version": null, "request": unreadable()});
        let answer = kernel.ask(Ask::text(UPLOAD, body));
        assert_eq!(answer.json()["id"], "null");
        answer
    })
    .says("KER-CRY-003"),
    any("a success echoes `id` and `version`", |kernel| {
        trust(kernel, json!({"id": "a.b", "version": "LTS"}))
    })
    .says("false"),
    any("a success shows a missing `id` as null", |kernel| {
        trust(kernel, json!({}))
    })
    .says("false"),
    any("a success shows a null `id` as null", |kernel| {
        trust(kernel, json!({"id": null}))
    })
    .says("false"),
    any("`id` is a number", |kernel| trust(kernel, json!({"id": 7}))).says("false"),
    any("a refusal where `id` is a number", |kernel| {
        kernel.ask(Ask::text(UPLOAD, json!({"id": 7, "request": unreadable()})))
    })
    .says("KER-CRY-003"),
    any("JSON that breaks off", |kernel| {
        let answer = kernel.ask(Ask::text(UPLOAD, "{\"id\":"));
        assert_eq!(answer.json()["error"], "Bad Request");
        answer
    })
    .says("400"),
    any("JSON with something after it", |kernel| {
        kernel.ask(Ask::text(
            UPLOAD,
            format!("{} x", json!({"id": "a", "request": unreadable()})),
        ))
    })
    .says("KER-CRY-003"),
    any("a body that is a list", |kernel| {
        kernel.ask(Ask::text(UPLOAD, "[]"))
    })
    .says("KER-KMS-005"),
    any("no body", |kernel| kernel.ask(Ask::text(UPLOAD, ""))).says("KER-KMS-005"),
    any("another content type", |kernel| {
        kernel.ask(Ask::post(UPLOAD, unreadable()).content_type("text/plain"))
    })
    .says("415"),
    any("members that it does not know", |kernel| {
        let mut request = unreadable();
        request["other"] = json!(2);
        kernel.ask(Ask::text(
            UPLOAD,
            json!({"id": "a", "extra": 1, "request": request}),
        ))
    })
    .says("KER-CRY-003"),
    any("a number where a text belongs", |kernel| {
        kernel.post(UPLOAD, json!({"certificateData": "x", "partnerDomain": 5}))
    })
    .says("KER-CRY-003"),
    any("`requesttime` is missing", |kernel| at(kernel, Value::Null)).says("KER-CRY-003"),
    any("`requesttime` without zone", |kernel| {
        at(kernel, json!("2026-11-23T08:00:00.000"))
    })
    .says("KER-CRY-003"),
    any("`requesttime` without seconds", |kernel| {
        at(kernel, json!("2026-11-23T08:00"))
    })
    .says("KER-CRY-003"),
    any("`requesttime` with nine digits", |kernel| {
        at(kernel, json!("2026-11-23T08:00:00.123456789Z"))
    })
    .says("KER-CRY-003"),
    any("`requesttime` with an offset", |kernel| {
        at(kernel, json!("2026-11-23T08:00:00.000+05:30"))
    })
    .says("KER-KMS-005"),
    any("`requesttime` is no time", |kernel| {
        at(kernel, json!("yesterday"))
    })
    .says("KER-KMS-005"),
    any("an unknown path", |kernel| {
        let answer = kernel.post("/noSuchCall", json!({"a": 1}));
        let told = if kernel.speaks("1.3.0") {
            answer.message()
        } else {
            answer.json()["error"].to_string()
        };
        assert!(
            ["\"Not Found\"", "No static resource noSuchCall."].contains(&told.as_str()),
            "{told}"
        );
        answer
    })
    .says("404")
    .since(&[("1.3.0", "500 KER-KMS-500")]),
    any("an unknown path without a token", |kernel| {
        kernel.ask(Ask::post("/noSuchCall", json!({})).by_nobody())
    })
    .says("401 KER-ATH-401 twice"),
    any("a path with a closing slash", |kernel| {
        kernel.post("/uploadCACertificate/", unreadable())
    })
    .says("KER-CRY-003")
    .since(&[("1.3.0", "500 KER-KMS-500")]),
    any("a path with two slashes", |kernel| {
        kernel.get("//getCertificate?applicationId=ROOT")
    })
    .says("500")
    .since(&[("1.3.0", "400")]),
    any("another verb", |kernel| {
        let answer = kernel.get(UPLOAD);
        let is = if kernel.speaks("1.3.0") { "is " } else { "" };
        assert_eq!(
            answer.message(),
            format!("Request method 'GET' {is}not supported")
        );
        answer
    })
    .says("500 KER-KMS-500"),
    any("OPTIONS", |kernel| {
        kernel.ask(Ask::get(UPLOAD).with_verb(Method::OPTIONS))
    })
    .says("ok"),
    any("HEAD where GET is meant", |kernel| {
        kernel.ask(Ask::get("/getCertificate?applicationId=ROOT").with_verb(Method::HEAD))
    })
    .says("ok"),
];

/// Readable as a request, and refused by the call itself.
fn unreadable() -> Value {
    json!({"certificateData": "x", "partnerDomain": "AUTH"})
}

/// A call that succeeds, in this envelope.
fn trust(kernel: &Kernel<'_>, mut envelope: Value) -> Answer {
    let certificate = super::made::leaf().self_signed().pem;
    envelope["request"] = json!({"certificateData": certificate, "partnerDomain": "AUTH"});
    kernel.ask(Ask::text("/verifyCertificateTrust", envelope))
}

fn at(kernel: &Kernel<'_>, time: Value) -> Answer {
    let mut envelope = json!({"id": "a", "version": "1", "request": unreadable()});
    if !time.is_null() {
        envelope["requesttime"] = time;
    }
    kernel.ask(Ask::text(UPLOAD, envelope))
}

//! Requests for certificates, certificates that replace others, symmetric keys (kernel-contract 4.2.4, 4.2.5, 4.2.7).

use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::leaf;
use super::master_key::{USED, check_request, master_certificate};

const fn request(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("generateCSR", what, ask)
}

const fn replace(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadCertificate", what, ask)
}

const fn symmetric(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("generateSymmetricKey", what, ask)
}

pub const CASES: &[Case] = &[
    request("of a master key, under a name", |kernel| {
        let answer = {
            master_certificate(kernel, USED);
            kernel.post("/generateCSR", named(USED))
        };
        assert!(answer.response()["certificate"].is_null());
        check_request(&answer.text("certSignRequest"));
        answer
    }),
    request("no application", |kernel| {
        kernel.post("/generateCSR", json!({"referenceId": ""}))
    })
    .says("KER-KMS-005"),
    request("no `referenceId`", |kernel| {
        kernel.post("/generateCSR", json!({"applicationId": USED}))
    })
    .says("500 KER-KMS-500"),
    request("an application that there is not", |kernel| {
        kernel.post("/generateCSR", named("NOPE"))
    })
    .says("KER-KMS-002"),
    request("of the identity cache", |kernel| {
        let request = json!({"applicationId": "KERNEL", "referenceId": "IDENTITY_CACHE"});
        kernel.post("/generateCSR", request)
    })
    .says("KER-KMS-022"),
    replace("of another key", |kernel| {
        upload(kernel, USED, json!(""), &leaf().self_signed().pem)
    })
    .says("KER-KMS-014"),
    replace("the same certificate", |kernel| {
        upload(kernel, USED, json!(""), &master_certificate(kernel, USED))
    })
    .says("Upload Success"),
    replace("no certificate", |kernel| {
        upload(kernel, USED, json!(""), "no certificate")
    })
    .says("KER-KMS-013"),
    replace("no `referenceId`", |kernel| {
        upload(kernel, USED, Value::Null, &leaf().self_signed().pem)
    })
    .says("500 KER-KMS-500"),
    replace("of a key that is not there", |kernel| {
        upload(kernel, USED, json!(fresh("b")), &leaf().self_signed().pem)
    })
    .says("KER-KMS-003"),
    replace("an application that there is not", |kernel| {
        upload(kernel, "NOPE", json!(""), &leaf().self_signed().pem)
    })
    .says("KER-KMS-002"),
    symmetric("a fresh one", |kernel| {
        cache_key(kernel, &fresh("s"), json!(false))
    })
    .says("Generation Success"),
    symmetric("one that is there", |kernel| {
        let reference = fresh("s");
        cache_key(kernel, &reference, json!(false)).must("Generation Success");
        cache_key(kernel, &reference, json!(false))
    })
    .says("Key Exists."),
    symmetric("no `force`", |kernel| {
        cache_key(kernel, &fresh("s"), Value::Null)
    })
    .says("500 KER-KMS-500"),
    symmetric("no reference", |kernel| cache_key(kernel, "", json!(false))).says("KER-KMS-005"),
];

fn named(application: &str) -> Value {
    json!({"applicationId": application, "referenceId": "", "commonName": "k", "organizationUnit": "u",
        "organization": "o", "location": "l", "state": "s", "country": "IN"})
}

fn upload(kernel: &Kernel<'_>, application: &str, reference: Value, certificate: &str) -> Answer {
    master_certificate(kernel, USED);
    let request = json!({"applicationId": application, "referenceId": reference, "certificateData": certificate});
    kernel.post("/uploadCertificate", request)
}

fn cache_key(kernel: &Kernel<'_>, reference: &str, force: Value) -> Answer {
    let request = json!({"applicationId": "KERNEL", "referenceId": reference, "force": force});
    kernel.post("/generateSymmetricKey", request)
}

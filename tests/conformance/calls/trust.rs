//! `verifyCertificateTrust`, and what an upload leaves in the trust store.

use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::Kernel;
use super::made::{DAY, HOUR, ORGANIZATION, ca, leaf, trusted};
use super::resigned::chain;

const fn verify(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("verifyCertificateTrust", what, ask)
}

pub const CASES: &[Case] = &[
    verify("a certificate of a trusted root", |kernel| {
        trust(
            kernel,
            &leaf().signed_by(&trusted(kernel, "AUTH")).pem,
            "AUTH",
        )
    })
    .says("true"),
    verify("a certificate of an unknown root", |kernel| {
        trust(kernel, &leaf().signed_by(&ca().self_signed()).pem, "AUTH")
    })
    .says("false"),
    verify("a root that is trusted in another domain", |kernel| {
        trust(
            kernel,
            &leaf().signed_by(&trusted(kernel, "MISP")).pem,
            "AUTH",
        )
    })
    .says("false"),
    verify("it has ended", |kernel| {
        let ended = leaf().from(-400 * DAY).to(-HOUR);
        trust(
            kernel,
            &ended.signed_by(&trusted(kernel, "AUTH")).pem,
            "AUTH",
        )
    })
    .says("false"),
    verify("both members blank", |kernel| trust(kernel, "", "")).says("KER-KMS-005 KER-KMS-005"),
    verify("no certificate", |kernel| trust(kernel, "x", "AUTH")).says("KER-KMS-013"),
    verify("a domain that there is not", |kernel| {
        trust(kernel, &ca().self_signed().pem, "NOPE")
    })
    .says("KER-PCM-011"),
    verify("a re-signed certificate, after its upload", |kernel| {
        trust(kernel, &uploaded(kernel)[0], "AUTH")
    })
    .says("true"),
    verify("a re-signed certificate, in another domain", |kernel| {
        let certificate = uploaded(kernel).remove(0);
        trust(kernel, &certificate, "FTM")
    })
    .says("false"),
    case("uploadCACertificate", "PMS, after an upload", |kernel| {
        kernel.upload_ca(&uploaded(kernel)[1], "AUTH")
    })
    .says("KER-PCM-003"),
    case("uploadCACertificate", "ROOT, after an upload", |kernel| {
        kernel.upload_ca(&uploaded(kernel)[2], "AUTH")
    })
    .says("KER-PCM-003"),
];

fn trust(kernel: &Kernel<'_>, certificate: &str, domain: &str) -> Answer {
    let request = json!({"certificateData": certificate, "partnerDomain": domain});
    kernel.post("/verifyCertificateTrust", request)
}

/// What came back for a certificate that was taken.
fn uploaded(kernel: &Kernel<'_>) -> Vec<String> {
    let leaf = leaf().signed_by(&trusted(kernel, "AUTH"));
    chain(&kernel.upload_partner(&leaf.pem, ORGANIZATION, "AUTH"))
}

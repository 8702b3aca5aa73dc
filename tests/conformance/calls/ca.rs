//! `uploadCACertificate` with one certificate (kernel-contract 4.4.1).

use rcgen::BasicConstraints;
use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::{DAY, Holder, ca, leaf, rsa_key, trusted};
use super::openssl::Wanted;

const STORED: &str = "Upload Success.";

const fn upload(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadCACertificate", what, ask).says(STORED)
}

pub const CASES: &[Case] = &[
    upload("both members blank", |kernel| kernel.upload_ca("", " "))
        .says("KER-KMS-005 KER-KMS-005"),
    upload("both members missing", |kernel| {
        kernel.post("/uploadCACertificate", json!({}))
    })
    .says("KER-KMS-005 KER-KMS-005"),
    upload("a domain that there is not", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "NOPE")
    })
    .says("KER-PCM-011"),
    upload("a root", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "AUTH")
    }),
    upload("a root with an RSA key", |kernel| {
        kernel.upload_ca(&ca().key(rsa_key()).self_signed().pem, "AUTH")
    }),
    upload("the domain in lower case", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "auth")
    }),
    upload("a root for DEVICE", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "DEVICE")
    }),
    upload("a root for FTM", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "FTM")
    }),
    upload("a root for MISP", |kernel| {
        kernel.upload_ca(&ca().self_signed().pem, "MISP")
    }),
    upload("a root again", |kernel| {
        kernel.upload_ca(&trusted(kernel, "AUTH").pem, "AUTH")
    })
    .says("KER-PCM-003"),
    upload("a root again in another domain", |kernel| {
        kernel.upload_ca(&trusted(kernel, "AUTH").pem, "DEVICE")
    }),
    upload("a root of RSA-1024", |kernel| {
        kernel.upload_ca(&openssl_root("rsa:1024", ""), "AUTH")
    }),
    upload("a root signed with SHA-512", |kernel| {
        kernel.upload_ca(&openssl_root("rsa:2048", "-sha512"), "AUTH")
    }),
    upload("a root that says it is no CA", |kernel| {
        kernel.upload_ca(&leaf().self_signed().pem, "AUTH")
    }),
    upload("a root of version 1", |kernel| {
        let root = ca().self_signed();
        kernel.upload_ca(&root.as_version_1(&root), "AUTH")
    })
    .since(&[("1.3.0", "KER-PCM-007")]),
    upload("a root that has ended", |kernel| {
        kernel.upload_ca(&ca().from(-400 * DAY).to(-DAY).self_signed().pem, "AUTH")
    })
    .says("KER-PCM-004"),
    upload("a root that begins in two days", |kernel| {
        kernel.upload_ca(&ca().from(2 * DAY).self_signed().pem, "AUTH")
    })
    .says("KER-PCM-004")
    .since(&[("1.3.0", "KER-PMS-020")]),
    upload("a root that ends in 300 days", |kernel| {
        kernel.upload_ca(&ca().to(300 * DAY).self_signed().pem, "AUTH")
    })
    .since(&[("1.3.0", "KER-PCM-017")]),
    upload("a root that ends in 368 days", |kernel| {
        kernel.upload_ca(&ca().to(368 * DAY).self_signed().pem, "AUTH")
    }),
    upload("an intermediate before its root", |kernel| {
        kernel.upload_ca(&ca().signed_by(&ca().self_signed()).pem, "AUTH")
    })
    .says("KER-PCM-005"),
    upload("an intermediate after its root", |kernel| {
        kernel.upload_ca(&ca().signed_by(&trusted(kernel, "AUTH")).pem, "AUTH")
    }),
    upload(
        "an intermediate whose root is in another domain",
        |kernel| kernel.upload_ca(&ca().signed_by(&trusted(kernel, "DEVICE")).pem, "AUTH"),
    )
    .says("KER-PCM-005"),
    upload(
        "an intermediate of another root of the same name",
        |kernel| {
            let root = ca();
            let name = fresh("twin");
            trusted_as(kernel, &root.common_name(&name).self_signed());
            let twin = ca().common_name(&name).self_signed();
            kernel.upload_ca(&ca().signed_by(&twin).pem, "AUTH")
        },
    )
    .says("KER-PCM-005"),
    upload("a leaf as if it were a CA", |kernel| {
        kernel.upload_ca(&leaf().signed_by(&trusted(kernel, "AUTH")).pem, "AUTH")
    }),
    upload("a certificate below a leaf", |kernel| {
        let below = leaf().signed_by(&trusted(kernel, "AUTH"));
        trusted_as(kernel, &below);
        kernel.upload_ca(&ca().signed_by(&below).pem, "AUTH")
    })
    .says("KER-PCM-005"),
    upload("below five intermediates", |kernel| below(kernel, 5)),
    upload("below six intermediates", |kernel| below(kernel, 6)).says("KER-PCM-005"),
    upload("deeper than the path length of an intermediate", |kernel| {
        let mut short = ca();
        short.ca = Some(BasicConstraints::Constrained(0));
        let short = short.signed_by(&trusted(kernel, "AUTH"));
        trusted_as(kernel, &short);
        let next = ca().signed_by(&short);
        trusted_as(kernel, &next);
        kernel.upload_ca(&leaf().signed_by(&next).pem, "AUTH")
    })
    .says("KER-PCM-005"),
    upload("deeper than the path length of the root", |kernel| {
        let mut short = ca();
        short.ca = Some(BasicConstraints::Constrained(0));
        let short = short.self_signed();
        trusted_as(kernel, &short);
        let next = ca().signed_by(&short);
        trusted_as(kernel, &next);
        kernel.upload_ca(&leaf().signed_by(&next).pem, "AUTH")
    }),
];

fn openssl_root(key: &str, options: &str) -> String {
    let subject = format!("/C=IN/O=Alpha Bank/CN={}", fresh("CA"));
    let wanted = Wanted {
        key,
        subject: &subject,
        options,
    };
    wanted.self_signed()
}

fn trusted_as(kernel: &Kernel<'_>, certificate: &Holder) {
    kernel.upload_ca(&certificate.pem, "AUTH").must(STORED);
}

/// A certificate below a root and so many intermediates, which are all uploaded.
fn below(kernel: &Kernel<'_>, intermediates: usize) -> Answer {
    let mut last = trusted(kernel, "AUTH");
    for _ in 0..intermediates {
        last = ca().signed_by(&last);
        trusted_as(kernel, &last);
    }
    kernel.upload_ca(&leaf().signed_by(&last).pem, "AUTH")
}

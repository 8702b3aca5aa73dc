//! The keys of partners: stored, read, ended (kernel-contract 4.2.2, 4.2.6, 4.2.7).

use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::{DAY, HOUR, leaf, rsa_key};

const STORED: &str = "Upload Success";

const fn store(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadOtherDomainCertificate", what, ask).says(STORED)
}

const fn read(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("getCertificate", what, ask)
}

const fn revoke(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("revokeKey", what, ask)
}

pub const CASES: &[Case] = &[
    store("a certificate signed by itself", |kernel| {
        kernel.store_key(&fresh("p"), &leaf().self_signed().pem)
    }),
    store("a certificate of RSA", |kernel| {
        kernel.store_key(&fresh("p"), &leaf().key(rsa_key()).self_signed().pem)
    }),
    store("a certificate of 20 days", |kernel| {
        kernel.store_key(&fresh("p"), &leaf().to(20 * DAY).self_signed().pem)
    }),
    store("a certificate that has ended", |kernel| {
        kernel.store_key(&fresh("p"), &ended())
    }),
    store("a certificate that begins in two days", |kernel| {
        kernel.store_key(&fresh("p"), &leaf().from(2 * DAY).self_signed().pem)
    }),
    store("for an application that there is not", |kernel| {
        store_for(kernel, "NOPE", &fresh("p"))
    }),
    store("another certificate in its place", |kernel| {
        let reference = held(kernel);
        let second = leaf().self_signed();
        let answer = kernel.store_key(&reference, &second.pem);
        assert_eq!(
            kernel.stored_key(&reference).text("certificate"),
            second.pem
        );
        answer
    }),
    store("the same certificate again", |kernel| {
        let certificate = leaf().self_signed().pem;
        let reference = fresh("p");
        kernel.store_key(&reference, &certificate).must(STORED);
        kernel.store_key(&reference, &certificate)
    })
    .says("KER-KMS-015")
    .since(&[("1.3.0", "KER-KMS-035")]),
    store("an earlier certificate again", |kernel| {
        let (first, second) = (leaf().self_signed(), leaf().self_signed());
        let reference = fresh("p");
        kernel.store_key(&reference, &first.pem).must(STORED);
        kernel.store_key(&reference, &second.pem).must(STORED);
        let answer = kernel.store_key(&reference, &first.pem);
        assert!(answer.message().contains("uni_ident"), "{}", answer.shown());
        assert_eq!(
            kernel.stored_key(&reference).text("certificate"),
            second.pem
        );
        answer
    })
    .says("500 KER-KMS-500"),
    store("an earlier key in a fresh certificate", |kernel| {
        let first = leaf().self_signed();
        let reference = fresh("p");
        kernel.store_key(&reference, &first.pem).must(STORED);
        kernel
            .store_key(&reference, &leaf().self_signed().pem)
            .must(STORED);
        let again = leaf().key(first.key).self_signed();
        kernel.store_key(&reference, &again.pem)
    }),
    store("the reference in capitals is another one", |kernel| {
        let certificate = leaf().self_signed().pem;
        let reference = fresh("p");
        kernel.store_key(&reference, &certificate).must(STORED);
        kernel.store_key(&reference.to_uppercase(), &certificate)
    }),
    store("a reference of 128 letters", |kernel| {
        kernel.store_key(&of_length(128), &leaf().self_signed().pem)
    }),
    store("a reference of 129 letters", |kernel| {
        kernel.store_key(&of_length(129), &leaf().self_signed().pem)
    })
    .says("500 KER-KMS-500"),
    store("a blank reference", |kernel| {
        kernel.store_key(" ", &leaf().self_signed().pem)
    })
    .says("KER-KMS-005"),
    store("no reference", |kernel| {
        let request =
            json!({"applicationId": "PARTNER", "certificateData": leaf().self_signed().pem});
        kernel.post("/uploadOtherDomainCertificate", request)
    })
    .says("KER-KMS-005"),
    store("all members blank", |kernel| {
        let request = json!({"applicationId": "", "referenceId": "", "certificateData": ""});
        kernel.post("/uploadOtherDomainCertificate", request)
    })
    .says("KER-KMS-005 KER-KMS-005"),
    store("no certificate", |kernel| {
        kernel.store_key(&fresh("p"), "no certificate")
    })
    .says("KER-KMS-013"),
    store("over the Kernel's signing key", |kernel| {
        store_for(kernel, "KERNEL", "SIGN")
    })
    .says("KER-KMS-015")
    .since(&[("1.3.0", "KER-KMS-031")]),
    store("under the name of a signing curve", |kernel| {
        store_for(kernel, "PARTNER", "EC_SECP256K1_SIGN")
    })
    .says(STORED)
    .since(&[("1.3.0", "KER-KMS-030")]),
    store("over a key that is the Kernel's own", |kernel| {
        let reference = fresh("b");
        super::master_key::base_key(kernel, &reference).must("ok");
        store_for(kernel, "IDA", &reference)
    })
    .says("KER-KMS-015")
    .since(&[("1.3.0", "KER-KMS-034")]),
    store("after the earlier one was revoked", |kernel| {
        let reference = held(kernel);
        end(kernel, &reference).must("Key Revoked");
        kernel.store_key(&reference, &leaf().self_signed().pem)
    }),
    store("the one that was revoked", |kernel| {
        let certificate = leaf().self_signed().pem;
        let reference = fresh("p");
        kernel.store_key(&reference, &certificate).must(STORED);
        end(kernel, &reference).must("Key Revoked");
        kernel.store_key(&reference, &certificate)
    })
    .says("500 KER-KMS-500"),
    read("of a partner", |kernel| {
        let certificate = leaf().self_signed().pem;
        let reference = fresh("p");
        kernel.store_key(&reference, &certificate).must(STORED);
        let answer = kernel.stored_key(&reference);
        assert_eq!(answer.text("certificate"), certificate);
        let dates = super::openssl::Read::certificate(&certificate);
        let time = |member: &str| answer.text(member).parse::<jiff::Timestamp>().unwrap();
        assert_eq!((time("issuedAt"), time("expiryAt")), (dates.from, dates.to));
        answer
    }),
    read("of a partner that has none", |kernel| {
        let answer = kernel.stored_key(&fresh("nobody"));
        reason(kernel, &answer, "(Partner App Id)");
        answer
    })
    .says("KER-KMS-016"),
    read("of a partner whose certificate has ended", |kernel| {
        let reference = fresh("p");
        kernel.store_key(&reference, &ended()).must(STORED);
        let answer = kernel.stored_key(&reference);
        reason(kernel, &answer, "expired)");
        answer
    })
    .says("KER-KMS-016"),
    read("of a partner whose certificate has not begun", |kernel| {
        let reference = held(kernel);
        let coming = leaf().from(2 * DAY).self_signed().pem;
        kernel.store_key(&reference, &coming).must(STORED);
        kernel.stored_key(&reference)
    })
    .says("KER-KMS-016"),
    read("of a partner after it was revoked", |kernel| {
        let reference = held(kernel);
        end(kernel, &reference).must("Key Revoked");
        let answer = kernel.stored_key(&reference);
        reason(kernel, &answer, "expired)");
        answer
    })
    .says("KER-KMS-016"),
    revoke("of a partner", |kernel| end(kernel, &held(kernel))).says("Key Revoked"),
    revoke("of a partner that has none", |kernel| {
        end(kernel, &fresh("nobody"))
    })
    .says("KER-KMS-003"),
    revoke("of a partner, a second time", |kernel| {
        let reference = held(kernel);
        end(kernel, &reference).must("Key Revoked");
        end(kernel, &reference)
    })
    .says("KER-KMS-003"),
    revoke("a blank reference", |kernel| end(kernel, "")).says("KER-KMS-005"),
    revoke("the Kernel's signing key", |kernel| {
        let request = json!({"applicationId": "KERNEL", "referenceId": "SIGN"});
        kernel.put("/revokeKey", request)
    })
    .says("KER-KMS-021"),
    revoke("no application", |kernel| {
        kernel.put("/revokeKey", json!({"referenceId": "x"}))
    })
    .says("KER-KMS-005"),
];

/// The reference of a partner whose certificate is stored.
pub fn held(kernel: &Kernel<'_>) -> String {
    let reference = fresh("p");
    kernel
        .store_key(&reference, &leaf().self_signed().pem)
        .must(STORED);
    reference
}

fn end(kernel: &Kernel<'_>, reference: &str) -> Answer {
    let request =
        json!({"applicationId": "PARTNER", "referenceId": reference, "disableAutoGen": false});
    kernel.put("/revokeKey", request)
}

fn ended() -> String {
    leaf().from(-400 * DAY).to(-HOUR).self_signed().pem
}

fn of_length(length: usize) -> String {
    let begin = fresh("p");
    format!("{begin}{}", "z".repeat(length - begin.len()))
}

fn store_for(kernel: &Kernel<'_>, application: &str, reference: &str) -> Answer {
    let request = json!({"applicationId": application, "referenceId": reference,
        "certificateData": leaf().self_signed().pem});
    kernel.post("/uploadOtherDomainCertificate", request)
}

/// From 1.3 on the refusal says which one it is.
fn reason(kernel: &Kernel<'_>, answer: &Answer, reason: &str) {
    assert_eq!(
        answer.message().ends_with(reason),
        kernel.speaks("1.3.0"),
        "{}",
        answer.shown()
    );
}

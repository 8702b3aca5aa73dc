//! `uploadPartnerCertificate`: which certificates are taken (kernel-contract 4.4.2).

use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::{DAY, HOUR, Holder, ORGANIZATION, ca, leaf, rsa_key, trusted};

const fn upload(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadPartnerCertificate", what, ask)
}

pub const CASES: &[Case] = &[
    upload("all members blank", |kernel| {
        kernel.upload_partner("", " ", "")
    })
    .says("KER-KMS-005 KER-KMS-005 KER-KMS-005"),
    upload("no organization", |kernel| {
        let request = json!({"certificateData": "x", "partnerDomain": "AUTH"});
        kernel.post("/uploadPartnerCertificate", request)
    })
    .says("KER-KMS-005"),
    upload("a text that is no PEM", |kernel| {
        kernel.upload_partner("x", "x", "AUTH")
    })
    .says("KER-KMS-013"),
    upload("a PEM with no certificate in it", |kernel| {
        let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        kernel.upload_partner(pem, "x", "AUTH")
    })
    .says("KER-KMS-013"),
    upload("a domain that there is not", |kernel| {
        kernel.upload_partner(
            &leaf().signed_by(&trusted(kernel, "AUTH")).pem,
            ORGANIZATION,
            "NOPE",
        )
    })
    .says("KER-PCM-011"),
    upload("below a root", |kernel| {
        send(kernel, &leaf().signed_by(&trusted(kernel, "AUTH")))
    }),
    upload("the domain in lower case", |kernel| {
        kernel.upload_partner(
            &leaf().signed_by(&trusted(kernel, "AUTH")).pem,
            ORGANIZATION,
            "Auth",
        )
    }),
    upload("below an intermediate", |kernel| {
        let between = ca().signed_by(&trusted(kernel, "AUTH"));
        kernel
            .upload_ca(&between.pem, "AUTH")
            .must("Upload Success.");
        send(kernel, &leaf().signed_by(&between))
    }),
    upload("below an intermediate that is not there", |kernel| {
        send(
            kernel,
            &leaf().signed_by(&ca().signed_by(&trusted(kernel, "AUTH"))),
        )
    })
    .says("KER-PCM-006"),
    upload("below a root of RSA", |kernel| {
        let root = ca().key(rsa_key()).self_signed();
        kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
        send(kernel, &leaf().key(rsa_key()).signed_by(&root))
    }),
    upload("below a root that says it is no CA", |kernel| {
        let root = leaf().common_name(&fresh("CA")).self_signed();
        kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
        send(kernel, &leaf().signed_by(&root))
    }),
    upload("below a root whose name differs in case", |kernel| {
        let name = fresh("Root");
        let root = ca().common_name(&name).self_signed();
        let shouted = ca().common_name(&name.to_uppercase());
        let shouted = shouted.params().self_signed(&root.key).unwrap().pem();
        kernel.upload_ca(&shouted, "AUTH").must("Upload Success.");
        send(kernel, &leaf().signed_by(&root))
    })
    .says("500 KER-KMS-500"),
    upload("its CA is unknown", |kernel| {
        send(kernel, &leaf().signed_by(&ca().self_signed()))
    })
    .says("KER-PCM-006"),
    upload("its CA is in another domain", |kernel| {
        send(kernel, &leaf().signed_by(&trusted(kernel, "DEVICE")))
    })
    .says("KER-PCM-006"),
    upload("the same certificate again", |kernel| {
        let leaf = leaf().signed_by(&trusted(kernel, "AUTH"));
        let first = send(kernel, &leaf).text("certificateId");
        let again = send(kernel, &leaf);
        assert_ne!(again.text("certificateId"), first);
        again
    }),
    upload("a CA", |kernel| {
        send(kernel, &ca().signed_by(&trusted(kernel, "AUTH")))
    }),
    upload("signed by itself", |kernel| {
        send(kernel, &leaf().self_signed())
    })
    .says("KER-PCM-015"),
    upload("a root that is trusted", |kernel| {
        send(kernel, &trusted(kernel, "AUTH"))
    })
    .says("KER-PCM-015"),
    upload("members that it does not know", |kernel| {
        let leaf = leaf().signed_by(&trusted(kernel, "AUTH"));
        let request = json!({"certificateData": leaf.pem, "organizationName": ORGANIZATION,
            "partnerDomain": "AUTH", "partnerId": "alpha", "partnerType": "Auth_Partner"});
        kernel.post("/uploadPartnerCertificate", request)
    }),
    upload("with its chain after it", |kernel| {
        let root = trusted(kernel, "AUTH");
        let leaf = leaf().signed_by(&root);
        kernel.upload_partner(&(leaf.pem + &root.pem), ORGANIZATION, "AUTH")
    }),
    upload("it has ended", |kernel| {
        send(
            kernel,
            &leaf()
                .from(-400 * DAY)
                .to(-HOUR)
                .signed_by(&trusted(kernel, "AUTH")),
        )
    })
    .says("KER-PCM-004"),
    upload("it begins in two days", |kernel| {
        send(
            kernel,
            &leaf().from(2 * DAY).signed_by(&trusted(kernel, "AUTH")),
        )
    })
    .says("KER-PCM-004")
    .since(&[("1.3.0", "KER-PMS-020")]),
    upload("it ends in 335 days less an hour", |kernel| {
        send(
            kernel,
            &leaf()
                .to(335 * DAY - HOUR)
                .signed_by(&trusted(kernel, "AUTH")),
        )
    })
    .says("KER-PCM-004")
    .since(&[("1.3.0", "KER-KMS-021")]),
    upload("it ends in 335 days and an hour", |kernel| {
        send(
            kernel,
            &leaf()
                .to(335 * DAY + HOUR)
                .signed_by(&trusted(kernel, "AUTH")),
        )
    }),
];

fn send(kernel: &Kernel<'_>, leaf: &Holder) -> Answer {
    kernel.upload_partner(&leaf.pem, ORGANIZATION, "AUTH")
}

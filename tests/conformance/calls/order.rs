//! `uploadPartnerCertificate` of what is wrong in two ways: which one is told.

use rcgen::DnType;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::{DAY, HOUR, Holder, ORGANIZATION, ca, leaf, rsa_key, trusted};
use super::openssl::Wanted;

const fn upload(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadPartnerCertificate", what, ask)
}

pub const CASES: &[Case] = &[
    upload("unreadable, before an unknown domain", |kernel| {
        kernel.upload_partner("x", "x", "NOPE")
    })
    .says("KER-KMS-013"),
    upload("an unknown domain, before ended", |kernel| {
        kernel.upload_partner(
            &leaf().from(-2 * DAY).to(-HOUR).self_signed().pem,
            ORGANIZATION,
            "NOPE",
        )
    })
    .says("KER-PCM-011"),
    upload("ended, before signed by itself", |kernel| {
        send(
            kernel,
            &leaf().from(-2 * DAY).to(-HOUR).self_signed(),
            ORGANIZATION,
        )
    })
    .says("KER-PCM-004"),
    upload("too short a life, before signed by itself", |kernel| {
        send(kernel, &leaf().to(300 * DAY).self_signed(), ORGANIZATION)
    })
    .says("KER-PCM-004")
    .since(&[("1.3.0", "KER-KMS-021")]),
    upload("signed by itself, before another organization", |kernel| {
        send(kernel, &leaf().self_signed(), "Beta Bank")
    })
    .says("KER-PCM-015"),
    upload("an unknown CA, before another organization", |kernel| {
        send(kernel, &leaf().signed_by(&ca().self_signed()), "Beta Bank")
    })
    .says("KER-PCM-006"),
    upload("an unknown CA, before version 1", |kernel| {
        let root = ca().self_signed();
        let leaf = leaf().signed_by(&root);
        kernel.upload_partner(&leaf.as_version_1(&root), ORGANIZATION, "AUTH")
    })
    .says("KER-PCM-006"),
    upload("version 1, before another organization", |kernel| {
        let root = trusted(kernel, "AUTH");
        let leaf = leaf().signed_by(&root);
        kernel.upload_partner(&leaf.as_version_1(&root), "Beta Bank", "AUTH")
    })
    .says("KER-PCM-007"),
    upload("another organization, before RSA-1024", |kernel| {
        of_openssl(kernel, "Beta Bank", "")
    })
    .says("KER-PCM-008"),
    upload("RSA-1024, before SHA-512", |kernel| {
        of_openssl(kernel, ORGANIZATION, "-sha512")
    })
    .says("KER-PCM-013"),
    upload("no organization, before no common name", |kernel| {
        let nameless = leaf()
            .without(DnType::OrganizationName)
            .without(DnType::CommonName);
        send(
            kernel,
            &nameless.signed_by(&trusted(kernel, "AUTH")),
            ORGANIZATION,
        )
    })
    .says("KER-PCM-008"),
];

fn send(kernel: &Kernel<'_>, leaf: &Holder, organization: &str) -> Answer {
    kernel.upload_partner(&leaf.pem, organization, "AUTH")
}

/// A certificate of RSA-1024.
fn of_openssl(kernel: &Kernel<'_>, organization: &str, options: &str) -> Answer {
    let root = ca().key(rsa_key()).self_signed();
    kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
    let subject = format!("/C=IN/O=Alpha Bank/CN={}", fresh("partner"));
    let wanted = Wanted {
        key: "rsa:1024",
        subject: &subject,
        options,
    };
    kernel.upload_partner(&wanted.signed_by(&root), organization, "AUTH")
}

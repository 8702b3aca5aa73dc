//! All certificates of one reference, and the chain of one: `getAllCertificates` from 1.2.0.1, `getCertificateChain`
//! from 1.3 on (kernel-contract 4.2.3).

use std::collections::BTreeSet;

use super::answer::Answer;
use super::case::{Case, case};
use super::form::stand_in_order;
use super::kernel::{Kernel, fresh};
use super::made::{ORGANIZATION, leaf, trusted};
use super::partner_key::held;

const STORED: &str = "Upload Success";

const fn chain(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("getCertificateChain", what, ask).exists_since("1.3.0")
}

pub const CASES: &[Case] = &[
    case(
        "getAllCertificates",
        "of a partner, those that ended too",
        all_of_a_partner,
    )
    .exists_since("1.2.0.1"),
    chain("of a partner's own certificate", |kernel| {
        chain_of(kernel, "PARTNER", &held(kernel))
    })
    .says("500 KER-KMS-500"),
    chain("of a partner's re-signed certificate", |kernel| {
        let leaf = leaf().signed_by(&trusted(kernel, "AUTH"));
        let uploaded = kernel.upload_partner(&leaf.pem, ORGANIZATION, "AUTH");
        let reference = fresh("p");
        let resigned = super::resigned::chain(&uploaded).remove(0);
        kernel.store_key(&reference, &resigned).must(STORED);
        holds(kernel, chain_of(kernel, "PARTNER", &reference), 3)
    }),
    chain("of a partner that has none", |kernel| {
        chain_of(kernel, "PARTNER", &fresh("nobody"))
    })
    .says("KER-KMS-016"),
    chain("of PMS", |kernel| {
        holds(kernel, chain_of(kernel, "PMS", ""), 2)
    }),
    chain("of ROOT", |kernel| {
        holds(kernel, chain_of(kernel, "ROOT", ""), 1)
    }),
    chain("an application that there is not", |kernel| {
        chain_of(kernel, "NOPE", "")
    })
    .says("KER-KMS-002"),
];

fn all_of_a_partner(kernel: &Kernel<'_>) -> Answer {
    let (first, second) = (leaf().self_signed(), leaf().self_signed());
    let reference = fresh("p");
    kernel.store_key(&reference, &first.pem).must(STORED);
    kernel.store_key(&reference, &second.pem).must(STORED);
    let path = format!("/getAllCertificates?applicationId=PARTNER&referenceId={reference}");
    let answer = kernel.get(&path);
    if kernel.speaks("1.2.0.1") {
        let response = answer.response();
        let listed = response["allCertificates"].as_array().unwrap();
        let held: BTreeSet<_> = listed
            .iter()
            .map(|one| one["certificateData"].as_str())
            .collect();
        assert_eq!(
            held,
            BTreeSet::from([Some(first.pem.as_str()), Some(&second.pem)])
        );
        for one in listed {
            let members = ["certificateData", "issuedAt", "expiryAt", "keyId"];
            assert!(stand_in_order(&answer.body, one, &members), "{one}");
        }
    }
    answer
}

fn chain_of(kernel: &Kernel<'_>, application: &str, reference: &str) -> Answer {
    let path = format!("/getCertificateChain?applicationId={application}&referenceId={reference}");
    kernel.get(&path)
}

/// The chain in it, where there is such a call, is of so many certificates.
fn holds(kernel: &Kernel<'_>, answer: Answer, certificates: usize) -> Answer {
    if kernel.speaks("1.3.0") {
        super::listing::check_bundle(&answer.text("certificatesTrustPath"), certificates);
    }
    answer
}

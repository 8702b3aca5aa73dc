//! Answers that are no silence and no success: each has a code, a cause and a next step.

use crate::desk::{APPLY, Desk, RETAIL};
use crate::env::shown;
use crate::proxy::{Fault, Proxy};
use crate::target::Target;

/// As the Keymanager refuses.
const REFUSAL: &str = r#"{"id":"x","version":"1.0","responsetime":"2026-01-01T00:00:00.000Z","metadata":null,"response":null,"errors":[{"errorCode":"KER-KMS-005","message":"Invalid request"}]}"#;
/// A bundle of which nothing was stored, inside a success.
const NOTHING_STORED: &str = r#"{"id":"x","version":"1.0","responsetime":"2026-01-01T00:00:00.000Z","metadata":null,"response":{"status":"Upload Failed.","timestamp":"2026-01-01T00:00:00.000"},"errors":null}"#;
/// What 1.2.0.1 answers to the first uploads of a domain that come at once, all but one.
const MET: &str = r#"{"id":"x","version":"1.0","responsetime":"2026-01-01T00:00:00.000Z","metadata":null,"response":null,"errors":[{"errorCode":"KER-KMS-500","message":"could not execute statement; SQL [n/a]; constraint [ca_cert_store_cert_thumbprint_partner_domain_key]; nested exception is org.hibernate.exception.ConstraintViolationException: could not execute statement"}]}"#;

const WRITING: [&str; 4] = [
    "license/generate",
    "uploadCACertificate",
    "uploadPartnerCertificate",
    "uploadOtherDomainCertificate",
];

fn breakable(target: &Target) -> (Proxy, Desk) {
    let proxy = Proxy::before(target);
    let desk = Desk::through(target, &proxy.keymanager());
    (proxy, desk)
}

#[test]
fn an_error_inside_a_success_is_a_refusal() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarding(&desk.bank());
        for (place, call) in WRITING.into_iter().enumerate() {
            proxy.once(call, Fault::Instead(REFUSAL));
            let done = desk.env.run(&APPLY);
            // Alone it is invalid, behind rows that were done a partial failure.
            let expected = if place == 0 { 7 } else { 9 };
            assert_eq!(done.status.code(), Some(expected), "{}", shown(&done));
            assert!(shown(&done).contains("KER-KMS-005"), "{}", shown(&done));
            proxy.spent();
        }
        desk.env.ok(&APPLY);
        desk.settled();
    }
}

#[test]
fn a_failed_bundle_is_a_refusal() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.bank();
        let work = ["ca", "upload", "pki/ca.pem", "--domain", "AUTH"];
        proxy.once("uploadCACertificate", Fault::Instead(NOTHING_STORED));
        let error = desk.fails(7, &work);
        assert_eq!(error["remote"]["code"], "Upload Failed.");
        desk.env.ok(&work);
    }
}

#[test]
fn odd_ways_to_say_yes() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarding(&desk.bank());
        for call in WRITING {
            proxy.once(call, Fault::Changed("\"errors\":null", "\"errors\":[]"));
        }
        desk.env.ok(&APPLY);
        proxy.spent();
        desk.settled();
        let (misp, partner) = (desk.misp(), desk.partner());
        proxy.once("license/generate", Fault::Twice);
        desk.env.ok(&["misp", "renew-license", &misp, "--early"]);
        proxy.once("uploadOtherDomainCertificate", Fault::Twice);
        desk.env
            .ok(&["key", "rotate", &partner, "--to-certificate"]);
        proxy.spent();
        desk.proves(&partner, RETAIL);
    }
}

#[test]
fn an_answer_without_content_is_told_as_such() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarded();
        let misp = desk.misp();
        let work = ["misp", "renew-license", &misp, "--early"];
        let empty = r#"{"id":null,"version":null,"response":null,"errors":[]}"#;
        for body in [empty, "", "welcome", r#"{"response":{"licenseKey":""}}"#] {
            proxy.once("license/generate", Fault::Instead(body));
            let error = desk.fails(15, &work);
            assert_eq!(error["code"], "PM-KER-007");
        }
        // Nobody knows whether a key was made, so it is asked for again and the other one reported.
        let done = desk.env.run(&work);
        let told = shown(&done);
        assert!(done.status.success(), "{told}");
        assert!(told.contains("the Kernel may keep a license key"), "{told}");
        assert_eq!(desk.rows(&["license", "list"]).len(), 2);
    }
}

#[test]
fn a_lost_answer_is_not_forgotten_over_a_refused_connection() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        let bank = desk.onboarded();
        let (misp, partner) = (desk.misp(), desk.partner());
        let work = ["misp", "renew-license", &misp, "--early"];
        // The second run does not get through at all, which says nothing of the first.
        for fault in [Fault::CutAfter, Fault::Page(429)] {
            proxy.once("license/generate", fault);
            desk.fails(10, &work);
        }
        let told = shown(&desk.env.run(&work));
        assert!(told.contains("the Kernel may keep a license key"), "{told}");

        bank.pair("second");
        bank.pair("third");
        for (key, fault) in [("second", Fault::CutBefore), ("third", Fault::Page(429))] {
            let file = format!("pki/{key}.pub");
            proxy.once("uploadOtherDomainCertificate", fault);
            desk.fails(10, &["key", "rotate", &partner, "--file", &file]);
        }
        proxy.spent();
        desk.env
            .ok(&["key", "rotate", &partner, "--file", "pki/third.pub"]);
        desk.proves(&partner, "pki/third.key");
        let state = desk.env.json(0, &["key", "show", &partner]);
        let history = state["data"]["history"].as_array().unwrap().len();
        assert_eq!(history, 4, "certificate, first, second, third: {state}");
    }
}

#[test]
fn uploads_that_meet_at_the_kernel_are_sent_again() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarding(&desk.bank());
        for call in ["uploadCACertificate", "uploadPartnerCertificate"] {
            proxy.once(call, Fault::Failing(MET));
        }
        let done = desk.env.run(&APPLY);
        let told = shown(&done);
        assert!(done.status.success(), "{told}");
        // The Kernel undid the first, so there is nothing to report.
        assert!(!told.contains("the Kernel may keep"), "{told}");
        proxy.spent();
        desk.settled();
    }
}

#[test]
fn a_page_in_the_place_of_an_answer_says_what_to_look_at() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarded();
        let partner = desk.partner();
        proxy.once("encrypt", Fault::BadToken);
        let work = ["key", "verify", &partner, "--private-key", "pki/first.key"];
        let error = desk.fails(10, &work);
        proxy.spent();
        assert_eq!(error["remote"]["code"], "HTTP-500", "{}", target.name());
        assert!(error["fix"].to_string().contains("audience"), "{error}");
    }
}

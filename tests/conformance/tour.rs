//! The main job from end to end: onboarding, renewal, rotation and proof, with certificates made by openssl.

use crate::desk::{APPLY, Desk, RETAIL};
use crate::target::Target;

#[test]
fn one_file_onboards_a_partner_at_any_kernel() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        desk.onboarding(&bank);
        let document = desk.env.json(0, &APPLY);
        for row in document["data"]["rows"].as_array().unwrap() {
            assert_eq!(row["outcome"], "created", "{}: {row}", target.name());
        }
        assert_eq!(document["data"]["verdict"]["accepted"], true);
        desk.settled();
        desk.proves(&desk.partner(), "pki/first.key");
        let trail = actions(&desk);
        for action in [
            "misp.register",
            "license.issue",
            "ca.upload",
            "policy.publish",
            "partner.add",
            "mapping.approve",
            "cert.upload",
            "key.store",
            "key.upload",
        ] {
            let found = trail.iter().filter(|line| *line == action).count();
            assert_eq!(found, 1, "{}: {action} in {trail:?}", target.name());
        }
    }
}

/// What the audit trail says was done, oldest first.
fn actions(desk: &Desk) -> Vec<String> {
    desk.env.ok(&["audit", "verify"]);
    let rows = desk.rows(&["audit", "list"]);
    let action = |row: &serde_json::Value| row["action"].as_str().unwrap().to_owned();
    rows.iter().map(action).collect()
}

#[test]
fn a_certificate_is_renewed() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        let first = desk.env.json(0, &["cert", "show", &partner]);
        let upload = |file: &str, more: &[&str], outcome: &str| {
            let words = [&["cert", "upload", &partner, "--file", file][..], more].concat();
            let written = desk.env.json(0, &words);
            assert_eq!(written["data"]["outcome"], outcome, "{}", target.name());
            written["data"]["id"].clone()
        };
        let same = upload("pki/retail.pem", &[], "unchanged");
        assert_eq!(same, first["data"]["id"]);
        let renewed = upload(&bank.good("renewed"), &[], "created");
        assert_ne!(renewed, same);
        let again = upload("pki/renewed.pem", &["--re-sign"], "created");
        assert_ne!(again, renewed);
        // The uploaded key stays in force; going back takes the key of the newest certificate.
        desk.proves(&partner, "pki/first.key");
        desk.env
            .ok(&["key", "rotate", &partner, "--to-certificate"]);
        desk.proves(&partner, "pki/renewed.key");
        // With no uploaded key in the way the Kernel's follows each certificate.
        upload(&bank.good("third"), &[], "created");
        desk.proves(&partner, "pki/third.key");
        upload("pki/third.pem", &["--re-sign"], "created");
        desk.proves(&partner, "pki/third.key");
        let held = desk.current(&["cert", "list"]);
        assert_eq!(held.len(), 1, "{}: {held:?}", target.name());
        desk.env.ok(&["ida", "check", &partner]);
        let uploads = actions(&desk);
        assert_eq!(
            uploads.iter().filter(|line| *line == "cert.upload").count(),
            5
        );
    }
}

#[test]
fn keys_go_there_and_back_on_one_day() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        bank.pair("second");
        desk.fails(6, &["key", "upload", &partner, "--file", "pki/second.pub"]);
        for key in ["second", "first", "second"] {
            let file = format!("pki/{key}.pub");
            desk.env.ok(&["key", "rotate", &partner, "--file", &file]);
            desk.proves(&partner, &format!("pki/{key}.key"));
        }
        for key in ["first", "second"] {
            desk.env
                .ok(&["key", "rotate", &partner, "--to-certificate"]);
            desk.proves(&partner, RETAIL);
            let file = format!("pki/{key}.pub");
            desk.env.ok(&["key", "rotate", &partner, "--file", &file]);
            desk.proves(&partner, &format!("pki/{key}.key"));
        }
        let wrong = ["key", "verify", &partner, "--private-key", "pki/first.key"];
        desk.fails(7, &wrong);
        let state = desk.env.json(0, &["key", "show", &partner]);
        assert_eq!(state["data"]["history"].as_array().unwrap().len(), 9);
        let rotations = actions(&desk);
        assert_eq!(
            rotations
                .iter()
                .filter(|line| *line == "key.rotate")
                .count(),
            7
        );
    }
}

#[test]
fn a_certificate_as_key_goes_there_and_back() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        for key in ["a", "b"] {
            bank.good(key);
        }
        for key in ["a", "b", "a", "b"] {
            let file = format!("pki/{key}.pem");
            desk.env.ok(&["key", "rotate", &partner, "--file", &file]);
            desk.proves(&partner, &format!("pki/{key}.key"));
        }
    }
}

#[test]
fn a_license_is_renewed_early() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        desk.onboarded();
        let misp = desk.misp();
        let words = ["misp", "renew-license", &misp];
        assert_eq!(desk.env.json(0, &words)["data"]["outcome"], "unchanged");
        let early = [&words[..], &["--early"]].concat();
        assert_eq!(desk.env.json(0, &early)["data"]["outcome"], "created");
        assert_eq!(desk.rows(&["license", "list"]).len(), 2);
        desk.env.ok(&["ida", "check", &desk.partner()]);
        assert!(actions(&desk).contains(&"license.renew".to_owned()));
    }
}

#[test]
fn a_certificate_is_handed_over_in_every_form() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        let get = |more: &[&str]| {
            desk.env
                .ok(&[&["cert", "get", &partner][..], more].concat())
        };
        let count = |text: &str| text.matches("BEGIN CERTIFICATE").count();
        assert_eq!(count(&get(&[])), 1);
        assert_eq!(count(&get(&["--chain"])), 3, "leaf, PMS, ROOT");
        let original = std::fs::read_to_string(desk.env.path("pki/retail.pem")).unwrap();
        assert_eq!(get(&["--original"]).trim(), original.trim());
        get(&["--chain", "--to", "pki/chain.pem"]);
        get(&["--to", "pki/leaf.pem"]);
        bank.openssl(&[
            "verify",
            "-partial_chain",
            "-CAfile",
            "chain.pem",
            "leaf.pem",
        ]);
        get(&["--format", "der", "--to", "pki/leaf.der"]);
        bank.openssl(&["x509", "-inform", "DER", "-in", "leaf.der", "-noout"]);
        get(&["--chain", "--format", "p7b", "--to", "pki/chain.p7b"]);
        let mut print = vec!["pkcs7", "-inform", "DER", "-in", "chain.p7b"];
        print.extend(["-print_certs", "-out", "printed.pem"]);
        bank.openssl(&print);
        let printed = std::fs::read_to_string(desk.env.path("pki/printed.pem")).unwrap();
        assert_eq!(count(&printed), 3);
    }
}

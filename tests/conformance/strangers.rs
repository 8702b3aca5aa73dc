//! What is at the Kernel already, and what it stumbles over: the tool finds a way around, or says what to do.

use crate::bank::{Bank, GOOD, Leaf};
use crate::desk::{APPLY, Desk};
use crate::target::Target;

#[test]
fn an_id_that_somebody_else_has_used() {
    for target in Target::all() {
        let stranger = Desk::at(&target);
        stranger.onboarded();
        let desk = Desk::from(&target, &target.keymanager, stranger.start);
        // Not the ids alone are the same: each store counts from there by itself.
        desk.onboarding(&Bank::named(&desk.env, &format!("Bank {}", desk.start)));
        desk.env.ok(&APPLY);
        let own = (desk.start + 1001).to_string();
        assert_eq!(desk.rows(&["partner", "list"])[0]["id"], own.as_str());
        desk.proves(&own, "pki/first.key");
        let taken = stranger.partner();
        stranger.proves(&taken, "pki/first.key");
        let misp = desk.misp();
        let mut add = vec![
            "partner",
            "add",
            "Branch",
            "--misp",
            &misp,
            "--contact",
            "A B",
        ];
        add.extend(["--phone", "+918055500101", "--email", "a@bank.example"]);
        add.extend(["--group", "banking", "--id", &taken]);
        let error = desk.fails(6, &add);
        assert_eq!(error["code"], "PM-CON-004", "{}", target.name());
    }
}

/// The Kernel had certificate A and has B. Of the first the new store knows nothing, and the Kernel takes it never again.
#[test]
fn a_certificate_that_was_there_before_anybody_here_knew() {
    for target in Target::all() {
        let before = Desk::at(&target);
        let bank = before.onboarded();
        let partner = before.partner();
        for key in ["a", "b"] {
            let file = bank.good(key);
            before.env.ok(&["key", "rotate", &partner, "--file", &file]);
        }
        let desk = Desk::from(&target, &target.keymanager, before.start);
        desk.onboarding(&Bank::named(&desk.env, &format!("Bank {}", desk.start)));
        desk.env.ok(&APPLY);
        for key in ["a", "b"] {
            let path = format!("pki/{key}.pem");
            desk.env
                .write(&path, std::fs::read(before.env.path(&path)).unwrap());
        }
        let misp = desk.misp();
        let mut add = vec![
            "partner",
            "add",
            "Branch",
            "--misp",
            &misp,
            "--contact",
            "A B",
        ];
        add.extend(["--phone", "+918055500101", "--email", "a@bank.example"]);
        add.extend(["--group", "banking", "--id", &partner, "--adopt"]);
        desk.env.ok(&add);
        desk.env
            .ok(&["key", "upload", &partner, "--file", "pki/a.pem"]);
        let private = |key: &str| before.env.path(&format!("pki/{key}.key"));
        desk.proves(&partner, private("a").to_str().unwrap());
        desk.env
            .ok(&["key", "rotate", &partner, "--file", "pki/b.pem"]);
        desk.proves(&partner, private("b").to_str().unwrap());
    }
}

/// The Keymanager compares the O as its text in the subject, with the escapes of that text.
#[test]
fn organizations_that_a_subject_has_to_escape() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let misp = desk.misp();
        let names = ["Acme, Inc.", "A+B \"C\"", "<D>; E=F", "#1 Größe"];
        for (number, name) in names.into_iter().enumerate() {
            let branch = format!("Branch {number}");
            let mut add = vec!["partner", "add", &branch, "--misp", &misp];
            add.extend(["--contact", "A B", "--phone", "+918055500101"]);
            add.extend(["--email", "a@bank.example", "--organization", name]);
            add.extend(["--group", "banking", "-o", "id"]);
            let partner = desk.env.ok(&add).trim().to_owned();
            let subject = format!("/O={}/CN=Branch", name.replace('+', "\\+"));
            let leaf = format!("branch{number}");
            let file = bank.issue(&Leaf {
                name: &leaf,
                subject: &subject,
                key: &["-newkey", "rsa:2048", "-utf8"],
                sign: &GOOD,
            });
            desk.env.ok(&["cert", "upload", &partner, "--file", &file]);
            desk.proves(&partner, &format!("pki/{leaf}.key"));
        }
    }
}

/// Without a common name the Kernel answers 500, so it is not asked.
#[test]
fn a_leaf_without_a_common_name() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let file = bank.good_for("nameless", "/O=Bank One");
        let error = desk.fails(7, &["cert", "upload", &desk.partner(), "--file", &file]);
        assert_eq!(error["code"], "PM-INP-007", "{}", target.name());
        assert!(error["remote"].is_null(), "nothing was sent: {error}");
    }
}

/// The first uploads into a domain meet at the Kernel: each brings the Kernel's own ROOT and PMS along.
#[test]
fn many_partners_into_one_domain_at_once() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.bank();
        desk.onboarding(&bank);
        let path = desk.env.path(APPLY[2]);
        let mut text = std::fs::read_to_string(path).unwrap();
        let one = text.split_off(text.find("[[partner]]").unwrap());
        for number in 0..8 {
            let leaf = format!("p{number}");
            bank.good(&leaf);
            let named = one.replace("Bank One Retail", &format!("Branch {number}"));
            text.push_str(&named.replace("retail", &leaf));
        }
        // A domain that the other tests leave alone, so that a fresh Kernel meets it here.
        desk.env.write(APPLY[2], text.replace("AUTH", "DEVICE"));
        let document = desk.env.json(0, &APPLY);
        let rows = document["data"]["rows"].as_array().unwrap();
        let certificates = rows.iter().filter(|row| row["kind"] == "certificate");
        assert_eq!(certificates.count(), 8, "{}", target.name());
        desk.settled();
    }
}

/// Java's own tool makes keys and requests as banks on Java do; where it is missing there is nothing to show.
#[test]
fn a_certificate_requested_by_keytool() {
    let keytool = |desk: &Desk, words: &[&str]| {
        let mut command = std::process::Command::new("keytool");
        command.args(words).current_dir(desk.env.path("pki"));
        let store = ["-keystore", "bank.p12", "-storepass", "changeit"];
        command.args(store).args(["-alias", "bank"]).output()
    };
    for target in Target::all() {
        let desk = Desk::at(&target);
        let bank = desk.onboarded();
        let partner = desk.partner();
        let name = "CN=Bank One Retail, O=Bank One, C=IN";
        let pair = ["-genkeypair", "-keyalg", "RSA", "-keysize", "3072"];
        let Ok(made) = keytool(&desk, &[&pair[..], &["-dname", name]].concat()) else {
            return;
        };
        assert!(made.status.success(), "{made:?}");
        let request = keytool(&desk, &["-certreq", "-file", "java.csr"]).unwrap();
        assert!(request.status.success(), "{request:?}");
        let file = bank.sign("java", &GOOD);
        let mut export = vec!["pkcs12", "-in", "bank.p12", "-passin", "pass:changeit"];
        export.extend(["-nocerts", "-nodes", "-out", "java.key"]);
        bank.openssl(&export);
        desk.env.ok(&["cert", "upload", &partner, "--file", &file]);
        desk.env
            .ok(&["key", "rotate", &partner, "--to-certificate"]);
        desk.proves(&partner, "pki/java.key");
    }
}

mod files;
mod policies;

use super::*;
use crate::domain::cert::TrustDomain;
use crate::domain::partner::{PartnerType, Signer};
use crate::domain::policy::PolicyKind;
use crate::domain::time::Lifetime;
use std::path::PathBuf;

const POLICY: &str = r#"{"authTokenType":"random",
"allowedAuthTypes":[{"authType":"otp","mandatory":false}],
"allowedKycAttributes":[]}"#;

/// Line 1 to 8; line 6 is the name.
const HEAD: &str = r#"
format = 1



[misp]
name = "Relay"
contact = "Asha Rao"
phone = "+918055500100"
email = "ops@relay.example"
"#;

const PARTNER: &str = r#"
[[partner]]
ref = "retail"
name = "Bank One Retail"
contact = "Lea Okoro"
phone = "+918055500101"
email = "pki@bank.example"
type = "Auth_Partner"
policy = "banking/bank-kyc"
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("policy.json", POLICY.as_bytes());
        folder.put("ca.pem", b"ca");
        folder.put("leaf.pem", b"leaf");
        folder.put("key.pem", b"key");
        folder
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, text: &str) -> Result<Loaded, Failed> {
        load_text("o.toml", self.0.path(), text)
    }

    fn show(&self, findings: &[Finding]) -> Vec<String> {
        let folder = format!("{}/", self.0.path().display());
        let line = |f: &Finding| format!("{} {f}", f.kind.word()).replace(&folder, "");
        findings.iter().map(line).collect()
    }

    /// `kind file:line:column: message` of a file that is refused.
    fn refused(&self, text: &str) -> Vec<String> {
        match self.load(text) {
            Ok(loaded) => panic!("taken: {loaded:?}"),
            Err(Failed::Invalid(findings)) => self.show(&findings),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn warned(&self, text: &str) -> Vec<String> {
        match self.load(text) {
            Ok(loaded) => self.show(&loaded.warnings),
            Err(other) => panic!("{other:?}"),
        }
    }
}

fn refused(text: &str) -> Vec<String> {
    Folder::new().refused(text)
}

/// The findings after `HEAD` and `tail`, which begins on line 11.
fn after_head(tail: &str) -> Vec<String> {
    refused(&format!("{HEAD}{tail}"))
}

#[test]
fn the_example_is_without_findings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/onboarding.toml");
    let loaded = load(&path).unwrap();
    assert_eq!(loaded.warnings, []);
    let manifest = loaded.manifest;
    let folder = path.parent().unwrap();
    assert_eq!(manifest.misp.name.as_str(), "Northern Relay");
    let license = manifest.misp.license.unwrap();
    assert_eq!(license.validity, Some(Lifetime::from_days(90)));
    assert_eq!(license.to.unwrap().path, folder.join("out/license.key"));
    assert!(matches!(manifest.cas[0].source, CaSource::Dev));
    let partner = &manifest.partners[0];
    assert_eq!(partner.organization.as_str(), "Bank One");
    assert_eq!(partner.group.as_str(), "banking");
    assert!(matches!(
        partner.certificate,
        Some(CertificateSpec::Made {
            domain: TrustDomain::Auth,
            ..
        })
    ));
    assert!(
        partner
            .key
            .as_ref()
            .unwrap()
            .bytes
            .starts_with(b"-----BEGIN PUBLIC")
    );
    assert!(
        manifest.policies[0]
            .document
            .starts_with(r#"{"authTokenType""#)
    );
}

#[test]
fn everything_that_is_written_arrives() {
    let folder = Folder::new();
    let text = format!(
        r#"{HEAD}address = "1 Road\nTown"
user = "relay"
[[ca]]
file = "ca.pem"
domains = ["auth", "MISP"]
[[policy_group]]
name = "banking"
description = "Banks"
[[policy]]
name = "bank-kyc"
group = "banking"
version = "1.0"
type = "auth"
file = "./policy.json"
validity = "12w"
description = "For banks"
{PARTNER}organization = "Bank One"
signer = "misp"
user = "bank"
api_key = {{ to = "out/api.key" }}
certificate = {{ file = "leaf.pem", domain = "MISP" }}
key = {{ file = "key.pem" }}
[[partner]]
ref = "small"
name = "Small Bank"
contact = "x"
phone = "+918055500101"
email = "x@bank.example"
type = "print_partner"
group = "Printing"
"#
    );
    let Loaded { manifest, warnings } = folder.load(&text).unwrap();
    assert_eq!(warnings, []);
    let misp = &manifest.misp;
    assert_eq!(misp.contact.user.as_ref().unwrap().as_str(), "relay");
    assert_eq!(
        misp.contact.address.as_ref().unwrap().as_str(),
        "1 Road\nTown"
    );
    assert_eq!(misp.at, Location { line: 6, column: 1 });
    let ca = &manifest.cas[0];
    assert_eq!(ca.domains, [TrustDomain::Auth, TrustDomain::Misp]);
    assert!(matches!(&ca.source, CaSource::File(file) if file.bytes == b"ca"));
    let policy = &manifest.policies[0];
    assert_eq!(policy.kind, PolicyKind::Auth);
    assert_eq!(policy.validity, Some(Lifetime::from_days(84)));
    assert!(!policy.publish);
    let [bank, small] = manifest.partners.as_slice() else {
        panic!("{:?}", manifest.partners)
    };
    assert_eq!(bank.signer, Signer::Misp);
    assert_eq!(bank.at.line, 28);
    assert_eq!(
        bank.organization_at,
        Location {
            line: 36,
            column: 16
        }
    );
    assert_eq!(
        bank.policy.as_ref().unwrap().at,
        Location {
            line: 35,
            column: 10
        }
    );
    assert_eq!(
        bank.api_key.as_ref().unwrap().path,
        folder.path("out/api.key")
    );
    let certificate = bank.certificate.as_ref().unwrap();
    assert_eq!(certificate.domain(), TrustDomain::Misp);
    assert_eq!(
        certificate.at(),
        Location {
            line: 40,
            column: 24
        }
    );
    assert_eq!(small.kind, PartnerType::Print);
    assert_eq!(small.organization.as_str(), "Small Bank");
    assert_eq!(small.signer, Signer::Partner);
    assert_eq!((small.group.as_str(), &small.policy), ("Printing", &None));
    let finding = manifest.finding(certificate.at(), "another O");
    assert_eq!(finding.to_string(), "o.toml:40:24: another O");
}

#[test]
fn syntax_errors_are_the_first_one_only() {
    let bad = [
        ("format = 1\n[misp\nname = 3", "2:6"),
        ("a = 1\na = 2", "2:1"),
        ("é = 1\n", "1:1"),
        ("\u{feff}a = 'x\n", "1:7"),
        ("a = 2026-13-01", "1:5"),
    ];
    for (text, place) in bad {
        let failed = load_text("o.toml", Path::new(""), text).unwrap_err();
        let Failed::Syntax(finding) = failed else {
            panic!("{failed:?}")
        };
        assert_eq!(finding.kind, Kind::Syntax);
        let shown = finding.to_string();
        assert!(shown.starts_with(&format!("o.toml:{place}: ")), "{shown}");
        assert!(!shown.contains('\n'), "{shown}");
    }
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let failed = load_text("o.toml", Path::new(""), &deep).unwrap_err();
    assert!(matches!(failed, Failed::Syntax(_)));
}

#[test]
fn another_format_is_refused_and_nothing_else_said() {
    assert_eq!(
        refused("nonsense = 1\nformat = 2"),
        ["format o.toml:2:10: format 2 is not known here, only format = 1"]
    );
    let without = HEAD.replace("format = 1", "");
    assert_eq!(
        refused(&without),
        ["format o.toml:1:1: \"format\" is missing: format = 1 is the one known"]
    );
    let text = HEAD.replace("= 1\n", "= \"1\"\n");
    assert_eq!(
        refused(&text),
        ["wrong-type o.toml:2:10: format: must be the number 1"]
    );
}

#[test]
fn all_findings_come_at_once_in_order() {
    let text = r#"format = 1
policies = []
[misp]
nmae = "Relay"
contact = 7
phone = "080"
email = ["x"]
license = "90d"
[[policy_group]]
name = ""
colour = "red"
[[policy]]
name = "p"
group = "g"
version = "123456789"
type = "Auht"
publish = "yes"
file = "nowhere.json"
validity = "0d"
[partner]
ref = "x"
"#;
    assert_eq!(
        refused(text),
        [
            "unknown-key o.toml:2:1: unknown key \"policies\" in the file; known are format, misp, ca, policy_group, policy, partner",
            "missing-key o.toml:3:1: \"name\" is missing in [misp]",
            "unknown-key o.toml:4:1: unknown key \"nmae\" in [misp]; is \"name\" meant?",
            "wrong-type o.toml:5:11: contact: must be a text in quotes, is a number",
            "value o.toml:6:9: phone: must begin with + and the country code",
            "wrong-type o.toml:7:9: email: must be a text in quotes, is a list",
            "wrong-type o.toml:8:11: license: must be a table, is a text",
            "value o.toml:10:8: name: must not be empty",
            "unknown-key o.toml:11:1: unknown key \"colour\" in [[policy_group]]; known are name, description",
            "value o.toml:15:11: version: has 9 characters, 8 are allowed",
            "value o.toml:16:8: type: is not one of Auth, DataShare, MISP",
            "wrong-type o.toml:17:11: publish: must be true or false, is a text",
            "file o.toml:18:8: nowhere.json: there is no such file",
            "value o.toml:19:12: validity: must be longer than nothing",
            "wrong-type o.toml:20:1: partner: must be a list of tables ([[partner]]), is a table",
        ]
    );
    assert_eq!(
        refused("format = 1"),
        ["missing-key o.toml:1:1: \"misp\" is missing in the file"]
    );
}

#[test]
fn a_partner_needs_what_the_kernel_asks_for() {
    assert_eq!(
        after_head("[[partner]]\n[[partner]]\nsigner = \"me\"\npolicy = \"kyc\"\n"),
        [
            "missing-key o.toml:11:1: \"contact\" is missing in [[partner]]",
            "missing-key o.toml:11:1: \"email\" is missing in [[partner]]",
            "missing-key o.toml:11:1: \"name\" is missing in [[partner]]",
            "missing-key o.toml:11:1: \"phone\" is missing in [[partner]]",
            "missing-key o.toml:11:1: \"policy\" (or at least \"group\") is missing in [[partner]]",
            "missing-key o.toml:11:1: \"ref\" is missing in [[partner]]",
            "missing-key o.toml:11:1: \"type\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"contact\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"email\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"name\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"phone\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"ref\" is missing in [[partner]]",
            "missing-key o.toml:12:1: \"type\" is missing in [[partner]]",
            "value o.toml:13:10: signer: is neither partner nor misp",
            "value o.toml:14:10: policy: \"kyc\" is not like group/policy",
        ]
    );
}

#[test]
fn one_login_acts_for_one_partner() {
    let one = PARTNER.replace("type =", "user = \"clerk\"\ntype =");
    let other = one
        .replace("\"retail\"", "\"second\"")
        .replace("Bank One Retail", "Branch");
    let text = format!("{HEAD}{one}{other}");
    assert_eq!(
        refused(&text),
        ["duplicate o.toml:22:1: user \"clerk\" is there already, on line 12"]
    );
}

#[test]
fn names_are_there_once_even_beside_other_faults() {
    let second = PARTNER
        .replace("Bank One Retail", "BANK one retail")
        .replace("+918055500101", "7");
    assert_eq!(
        after_head(&format!(
            "{PARTNER}{second}[[policy_group]]\nname = \"B\"\n[[policy_group]]\nname = \"b\"\n"
        )),
        [
            "duplicate o.toml:21:1: partner \"BANK one retail\" of this policy group is there already, on line 12",
            "duplicate o.toml:21:1: ref \"retail\" is there already, on line 12",
            "value o.toml:25:9: phone: must begin with + and the country code",
            "duplicate o.toml:31:1: policy group \"b\" is there already, on line 29",
        ]
    );
    let policy =
        "[[policy]]\nname = \"p\"\ngroup = \"g\"\nversion = \"1\"\nfile = \"policy.json\"\n";
    assert_eq!(
        after_head(&format!("{policy}{}", policy.replace("\"p\"", "\"P\""))),
        ["duplicate o.toml:16:1: policy \"g/P\" is there already, on line 11"]
    );
}

#[test]
fn names_in_any_script_are_taken_and_shown_safely() {
    let text = format!("{HEAD}{PARTNER}")
        .replace("\"Bank One Retail\"", r#""بنك \"واحد\"""#)
        .replace("\"retail\"", "\"बैंक\"");
    let loaded = Folder::new().load(&text).unwrap();
    assert_eq!(loaded.manifest.partners[0].name.as_str(), "بنك \"واحد\"");
    let newline = format!("{HEAD}{PARTNER}").replace("Bank One Retail", "Bank\\nOne");
    assert_eq!(
        refused(&newline),
        ["value o.toml:14:8: name: must be one line without control characters"]
    );
    let key = format!("{HEAD}\"a\\u001b[31m\\n\" = 1\n");
    assert_eq!(
        refused(&key),
        [
            "unknown-key o.toml:11:1: unknown key \"a\\u{1b}[31m\\n\" in [misp]; known are name, contact, phone, email, address, user, license, policy"
        ]
    );
}

#[test]
fn ten_thousand_partners_on_one_line_are_read() {
    let one = |n: usize| {
        format!(
            "{{ ref = \"r{n}\", name = \"Bank {n}\", contact = \"x\", phone = \"+918055500101\", \
             email = \"x@bank.example\", type = \"Auth_Partner\", group = \"g\" }}"
        )
    };
    let all: Vec<String> = (0..10_000).map(one).collect();
    let text = HEAD.replace("[misp]", &format!("partner = [{}]\n[misp]", all.join(", ")));
    let loaded = Folder::new().load(&text).unwrap();
    assert_eq!(loaded.manifest.partners.len(), 10_000);
}

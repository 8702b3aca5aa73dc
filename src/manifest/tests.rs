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
fn group_policy_and_api_key_agree() {
    let with = |old: &str, new: &str| after_head(&PARTNER.replace(old, new));
    let path = "\"banking/bank-kyc\"\n";
    assert_eq!(
        with(path, "\"a/b/c\"\n"),
        ["value o.toml:19:10: policy: \"a/b/c\" is not like group/policy"]
    );
    assert_eq!(
        with(path, "\"/b\"\n"),
        ["value o.toml:19:10: policy: the group before the slash: must not be empty"]
    );
    assert_eq!(
        with(path, "\"banking/bank-kyc\"\ngroup = \"telecom\"\n"),
        ["value o.toml:20:9: group: differs from \"banking\" in policy"]
    );
    assert_eq!(
        with(
            "policy = \"banking/bank-kyc\"",
            "group = \"g\"\napi_key = { to = \"k\" }"
        ),
        ["missing-key o.toml:20:18: api_key: comes with a policy, and \"policy\" is missing"]
    );
    let long = "n".repeat(65);
    assert_eq!(
        with("Bank One Retail", &long),
        [
            "value o.toml:14:8: name: stands for the organization, which has 65 characters, 64 are allowed"
        ]
    );
}

#[test]
fn certificates_are_a_file_or_made() {
    let with = |certificate: &str| after_head(&format!("{PARTNER}certificate = {certificate}\n"));
    assert_eq!(
        with("{}"),
        ["missing-key o.toml:20:15: \"file\" (or csr = true) is missing in certificate"]
    );
    assert_eq!(
        with("{ file = \"leaf.pem\", csr = true, key_to = \"k\", ca = \"dev\" }"),
        ["value o.toml:20:15: a certificate is a file or csr = true, not both"]
    );
    assert_eq!(
        with("{ file = \"leaf.pem\", key_to = \"k\", domian = \"AUTH\" }"),
        [
            "value o.toml:20:45: key_to: goes with csr = true, not with a file",
            "unknown-key o.toml:20:50: unknown key \"domian\" in certificate; is \"domain\" meant?",
        ]
    );
    assert_eq!(
        with("{ csr = true, ca = \"our own\", domain = \"HOME\" }"),
        [
            "missing-key o.toml:20:15: \"key_to\" is missing in certificate",
            "value o.toml:20:34: ca: must be \"dev\", the test CA of the embedded Kernel",
            "value o.toml:20:54: domain: is not one of AUTH, DEVICE, FTM, MISP",
        ]
    );
    assert_eq!(
        after_head(&format!("{PARTNER}key = {{}}\napi_key = {{}}\n")),
        [
            "missing-key o.toml:20:7: \"file\" is missing in key",
            "missing-key o.toml:21:11: \"to\" is missing in api_key",
        ]
    );
}

#[test]
fn a_ca_is_a_file_or_the_test_ca() {
    assert_eq!(
        after_head("[[ca]]\ndomains = []\n[[ca]]\nfile = \"ca.pem\"\ndev = true\n"),
        [
            "missing-key o.toml:11:1: \"file\" (or dev = true) is missing in [[ca]]",
            "value o.toml:12:11: domains: must name at least one",
            "missing-key o.toml:13:1: \"domains\" is missing in [[ca]]",
            "value o.toml:13:1: a CA is a file or dev = true, not both",
        ]
    );
    assert_eq!(
        after_head("[[ca]]\ndev = true\ndomains = [\"AUTH\", \"auth\", 7, \"HOME\"]\n"),
        [
            "duplicate o.toml:13:20: domains: AUTH is there twice",
            "wrong-type o.toml:13:28: domains: must be a text in quotes, is a number",
            "value o.toml:13:31: domains: is not one of AUTH, DEVICE, FTM, MISP",
        ]
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
fn nothing_is_written_over_something_else() {
    let made = "certificate = { csr = true, key_to = \"out/../k\", ca = \"dev\" }";
    let text =
        format!("{PARTNER}api_key = {{ to = \"./k\" }}\n{made}\nkey = {{ file = \"key.pem\" }}\n");
    assert_eq!(
        after_head(&text),
        ["duplicate o.toml:21:38: out/../k: a place to write to that is there already, on line 20"]
    );
    let text =
        format!("{PARTNER}api_key = {{ to = \"key.pem\" }}\nkey = {{ file = \"key.pem\" }}\n");
    assert_eq!(
        after_head(&text),
        ["duplicate o.toml:20:18: key.pem: would be written over a file that is read"]
    );
    assert_eq!(
        after_head(&format!(
            "{PARTNER}api_key = {{ to = \"\" }}\nkey = {{ file = \"-\" }}\n"
        )),
        [
            "value o.toml:20:18: to: must not be empty",
            "value o.toml:21:16: file: must be a file here, not -",
        ]
    );
}

#[test]
fn files_must_be_readable_and_of_some_size() {
    let folder = Folder::new();
    folder.put("empty.pem", b"");
    folder.put("large.pem", &vec![b'x'; (1 << 20) + 1]);
    std::fs::create_dir(folder.path("folder")).unwrap();
    let status = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe"))
        .status();
    assert!(status.unwrap().success());
    let cases = [
        ("empty.pem", "is empty"),
        ("large.pem", "has more than 1048576 bytes"),
        ("folder", "is a folder, not a file"),
        ("pipe", "is no regular file"),
        ("none.pem", "there is no such file"),
        ("key.pem/x", "its folder is a file"),
    ];
    for (file, why) in cases {
        let text = format!("{HEAD}{PARTNER}key = {{ file = \"{file}\" }}\n");
        assert_eq!(
            folder.refused(&text),
            [format!("file o.toml:20:16: {file}: {why}")]
        );
    }
    let text = format!("{HEAD}{PARTNER}api_key = {{ to = \"folder\" }}\n");
    assert_eq!(
        folder.refused(&text),
        ["file o.toml:20:18: folder: is a folder, not a file"]
    );
}

#[test]
fn policy_documents_are_checked_in_their_own_file() {
    let folder = Folder::new();
    let policy =
        "[[policy]]\nname = \"p\"\ngroup = \"g\"\nversion = \"1\"\nfile = \"policy.json\"\n";
    let text = format!("{HEAD}{policy}colour = 1\n");
    folder.put("policy.json", POLICY.replace("false", "\"no\"").as_bytes());
    assert_eq!(
        folder.refused(&text),
        [
            "unknown-key o.toml:16:1: unknown key \"colour\" in [[policy]]; known are name, group, version, description, type, publish, validity, file",
            "POL-012 policy.json:2:51: /allowedAuthTypes/0/mandatory: must be a boolean",
        ]
    );
    folder.put("policy.json", b"{\n\"\xc3\xa9\xff\"}");
    let text = format!("{HEAD}{policy}");
    assert_eq!(
        folder.refused(&text),
        ["file policy.json:2:3: is not UTF-8 here"]
    );
    folder.put(
        "policy.json",
        POLICY.replace("\"otp\"", "\"opt\"").as_bytes(),
    );
    let wanted = "POL-032 policy.json:2:33: /allowedAuthTypes/0/authType: \
                  ID Authentication knows no \"opt\"; is \"otp\" meant?";
    assert_eq!(folder.warned(&text), [wanted]);
    let twice = format!("{text}{}", policy.replace("\"p\"", "\"q\""));
    assert_eq!(folder.warned(&twice), [wanted]);
}

#[test]
fn a_policy_path_that_is_nearly_in_the_file_is_doubted() {
    let policy = "[[policy]]\nname = \"bank-kcy\"\ngroup = \"banking\"\nversion = \"1\"\nfile = \"policy.json\"\n";
    let text = format!("{HEAD}{policy}{PARTNER}");
    assert_eq!(
        Folder::new().warned(&text),
        [
            "value o.toml:24:10: policy: \"banking/bank-kyc\" is not in this file; is \"banking/bank-kcy\" meant?"
        ]
    );
    assert_eq!(Folder::new().warned(&format!("{HEAD}{PARTNER}")), [""; 0]);
}

#[test]
fn a_misp_takes_a_policy_of_its_own_kind() {
    let head = format!("{HEAD}policy = \"Banking/relay\"\n");
    let policy = "[[policy]]\nname = \"relay\"\ngroup = \"banking\"\nversion = \"1\"\nfile = \"policy.json\"\n";
    assert_eq!(
        refused(&format!("{head}{policy}")),
        [
            "value o.toml:11:10: policy: \"Banking/relay\" is of type Auth, and a MISP takes one of type MISP"
        ]
    );
    let folder = Folder::new();
    folder.put(
        "policy.json",
        br#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":false}"#,
    );
    let text = format!("{head}{policy}type = \"MISP\"\n");
    let loaded = folder.load(&text).unwrap();
    let named = loaded.manifest.misp.policy.unwrap();
    assert_eq!(named.to_string(), "Banking/relay");
    assert_eq!(loaded.warnings, []);
    let near = text.replace("name = \"relay\"", "name = \"reley\"");
    assert_eq!(
        folder.warned(&near),
        [
            "value o.toml:11:10: policy: \"Banking/relay\" is not in this file; is \"banking/reley\" meant?"
        ]
    );
    let bare = format!("{HEAD}policy = \"relay\"\n");
    assert_eq!(
        refused(&bare),
        ["value o.toml:11:10: policy: \"relay\" is not like group/policy"]
    );
}

#[test]
fn the_onboarding_file_itself_may_be_unreadable() {
    let folder = Folder::new();
    let why = |name: &str| load(&folder.path(name)).unwrap_err();
    assert!(matches!(why("none.toml"), Failed::Unreadable { why, .. } if why.contains("no such")));
    folder.put("empty.toml", b"");
    assert!(matches!(why("empty.toml"), Failed::Unreadable { why, .. } if why == "is empty"));
    assert!(matches!(why("."), Failed::Unreadable { why, .. } if why.contains("folder")));
    folder.put("latin.toml", b"# ok\nname = \"caf\xe9\"");
    let Failed::Syntax(finding) = why("latin.toml") else {
        panic!()
    };
    assert_eq!(
        finding.at,
        Location {
            line: 2,
            column: 12
        }
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

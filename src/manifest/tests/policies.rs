//! Policies: of partners, of the MISP, and their documents.

use super::*;

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
fn the_word_of_the_command_line_leads_to_the_one_of_the_file() {
    let folder = Folder::new();
    folder.put("policy.json", POLICY.as_bytes());
    let policy =
        "[[policy]]\nname = \"p\"\ngroup = \"g\"\nversion = \"1\"\nfile = \"policy.json\"\n";
    assert_eq!(
        folder.refused(&format!("{HEAD}{policy}kind = \"Auth\"\n")),
        ["unknown-key o.toml:16:1: unknown key \"kind\" in [[policy]]; is \"type\" meant?"]
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

//! Files that are read and places that are written to.

use super::*;

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

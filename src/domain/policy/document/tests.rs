use super::*;

const GOOD: &str = r#"{
  "authTokenType": "partner",
  "allowedAuthTypes": [
    {"authType": "otp", "authSubType": "", "mandatory": false},
    {"authType": "bio", "authSubType": "FACE", "mandatory": false},
    {"authType": "kyc", "mandatory": false}
  ],
  "allowedKycAttributes": [{"attributeName": "fullName"}],
  "kycLanguages": ["eng"]
}"#;

const GOOD_COMPACT: &str = concat!(
    r#"{"authTokenType":"partner","allowedAuthTypes":["#,
    r#"{"authType":"otp","authSubType":"","mandatory":false},"#,
    r#"{"authType":"bio","authSubType":"FACE","mandatory":false},"#,
    r#"{"authType":"kyc","mandatory":false}],"#,
    r#""allowedKycAttributes":[{"attributeName":"fullName"}],"kycLanguages":["eng"]}"#
);

/// `code line:column pointer message`, one line per finding.
fn said(kind: PolicyKind, text: &str) -> Vec<String> {
    let read = PolicyDocument::read(kind, text);
    let refused = read.findings.iter().any(|f| f.severity == Severity::Error);
    assert_eq!(read.document.is_none(), refused, "{text}");
    let line = |f: &Finding| {
        let Finding {
            line,
            column,
            pointer,
            message,
            code,
            ..
        } = f;
        format!("{code} {line}:{column} {pointer} {message}")
    };
    read.findings.iter().map(line).collect()
}

fn auth(text: &str) -> Vec<String> {
    said(PolicyKind::Auth, text)
}

/// A sound document with these entries, all on line 1.
fn with_types(entries: &str) -> String {
    format!(
        r#"{{"authTokenType":"random","allowedKycAttributes":[{{"attributeName":"x"}}],"allowedAuthTypes":[{entries}]}}"#
    )
}

fn codes(text: &str) -> Vec<String> {
    let first = |line: String| line.split(' ').next().unwrap_or_default().to_owned();
    auth(text).into_iter().map(first).collect()
}

#[test]
fn a_sound_document_comes_out_compact_and_in_order() {
    let read = PolicyDocument::read(PolicyKind::Auth, GOOD);
    assert_eq!(read.findings, []);
    assert_eq!(read.document.as_deref(), Some(GOOD_COMPACT));
}

#[test]
fn byte_order_mark_and_crlf_are_taken() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    let read = PolicyDocument::read(PolicyKind::Auth, &text);
    assert_eq!(read.document.as_deref(), Some(GOOD_COMPACT));
    let broken = text.replace("\"mandatory\": false}\r\n", "\"mandatory\": 0}\r\n");
    assert_eq!(
        auth(&broken),
        ["POL-012 6:38 /allowedAuthTypes/2/mandatory must be a boolean"]
    );
}

#[test]
fn escapes_and_numbers_survive() {
    let text = r#"{"dataSharePolicies":{"typeOfShare":"direct","validForInMinutes":"30",
        "transactionsAllowed":"2","encryptionType":"none","shareDomain":"a\u00e9\"\n","source":"s",
        "extra":[1.50,1e3,-0,null,true]},
        "shareableAttributes":[{"attributeName":"x","source":[{"attribute":"x"}],"encrypted":true}]}"#;
    let read = PolicyDocument::read(PolicyKind::DataShare, text);
    assert_eq!(read.findings, []);
    let document = read.document.unwrap();
    assert!(document.contains(r#""shareDomain":"aé\"\n""#), "{document}");
    assert!(document.contains("[1.50,1e3,-0,null,true]"), "{document}");
}

#[test]
fn mosips_request_is_taken_off() {
    let request = format!(r#"{{"id":"x","request":{{"name":"n","policies":{GOOD}}}}}"#);
    for text in [request.clone(), format!("[{request}]"), format!("[{GOOD}]")] {
        let read = PolicyDocument::read(PolicyKind::Auth, &text);
        assert_eq!(read.document.as_deref(), Some(GOOD_COMPACT), "{text}");
    }
    let broken = format!("[{}]", request.replace("\"kyc\"", "7"));
    assert_eq!(
        auth(&broken),
        ["POL-012 6:18 /0/request/policies/allowedAuthTypes/2/authType must be a string"]
    );
    assert_eq!(
        auth(r#"{"request":{"policy":{}}}"#),
        ["POL-005 1:12 /request holds no \"policies\""]
    );
    assert_eq!(
        auth("[{},{}]"),
        ["POL-005 1:1  holds 2 documents, one is expected"]
    );
    assert_eq!(auth("[]").len(), 1);
    assert_eq!(auth("7"), ["POL-012 1:1  must be an object"]);
    assert_eq!(
        auth(r#"{"request":{"policies":[]}}"#),
        ["POL-012 1:24 /request/policies must be an object"]
    );
}

#[test]
fn only_strict_json_is_json() {
    let bad = [
        ("{\n  \"a\": 1,\n}", "3:1"),
        ("{\n  // no\n}", "2:3"),
        ("{'a':1}", "1:2"),
        ("{a:1}", "1:2"),
        ("{\"a\":01}", "1:7"),
        ("{\"a\":+1}", "1:6"),
        ("{\"a\":0x1}", "1:7"),
        ("{\"a\":1 \"b\":2}", "1:8"),
        ("{\"é\":\"\\x\"}", "1:8"),
        ("{\"a\":NaN}", "1:6"),
        ("{} {}", "1:4"),
        ("{\u{c}}", "1:2"),
        ("{\"a\":\"\u{1}\"}", "1:7"),
        ("{\"a\":\"\\ud800\"}", "1:13"),
        ("{\"a\":1e999}", "1:10"),
        ("{\"a\":[1,2}", "1:10"),
        ("{\"a\":", "1:5"),
        ("\0{\0}\0", "1:1"),
        ("{\"a\":\"\0\"}", "1:7"),
        ("{\"a\":\"x\ny\"}", "1:8"),
        ("{\"a\nb\":1}", "1:4"),
        ("{\"a\":tr\nue}", "1:8"),
        ("{\"a\":\n", "2:1"),
    ];
    for (text, place) in bad {
        let said = auth(text);
        assert_eq!(said.len(), 1, "{text:?} {said:?}");
        assert!(
            said[0].starts_with(&format!("POL-001 {place} ")),
            "{text:?} {said:?}"
        );
        assert!(!said[0].contains(" at line"), "{said:?}");
    }
}

#[test]
fn nothing_and_too_much_are_refused_before_parsing() {
    assert_eq!(auth(""), ["POL-002 1:1  is empty"]);
    assert_eq!(auth(" \r\n\u{feff}"), ["POL-001 2:1  expected value"]);
    let large = format!("{GOOD}{}", " ".repeat(SOURCE_MAX));
    assert!(auth(&large)[0].starts_with("POL-002 1:1  has "));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(auth(&deep), ["POL-003 1:65  lies deeper than 64 levels"]);
    let brackets_in_text = with_types("").replace("\"x\"", &format!("\"\\\"{}\"", "[".repeat(99)));
    assert_eq!(codes(&brackets_in_text), ["POL-037"]);
}

#[test]
fn duplicate_members_are_refused_where_they_are_repeated() {
    let text = GOOD.replace(
        "\"kycLanguages\"",
        "\"authTokenType\":\"random\",\n\"kycLanguages\"",
    );
    assert_eq!(
        auth(&text),
        ["POL-004 9:3 /authTokenType \"authTokenType\" is there twice"]
    );
}

/// What is checked, and where it is said to be wrong, is the last of them.
#[test]
fn of_two_equal_members_the_last_is_looked_at() {
    let head = |types: &str| {
        format!(
            "{{\"authTokenType\":\"random\",\"allowedKycAttributes\":[{{\"attributeName\":\"x\"}}],\n{types}}}"
        )
    };
    let types =
        |word: &str| format!("\"allowedAuthTypes\":[{{\"authType\":{word},\"mandatory\":false}}]");
    let text = head(&format!("{},\n{}", types("\"otp\""), types("7")));
    let twice = "POL-004 3:1 /allowedAuthTypes \"allowedAuthTypes\" is there twice";
    let wrong = "POL-012 3:33 /allowedAuthTypes/0/authType must be a string";
    assert_eq!(auth(&text), [twice, wrong]);
    let doubted = head(&format!("{},\n{}", types("7"), types("\"ot\"")));
    let found = auth(&doubted);
    assert_eq!(found[0], twice);
    assert!(found[1].starts_with("POL-032 3:33 "), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn documents_of_another_age_or_kind_get_one_clear_word() {
    let old = r#"{"authPolicies":[{"authType":"bio","mandatory":true}],
        "allowedKycAttributes":[{"attributeName":"a","required":true}]}"#;
    let said_old = auth(old);
    assert_eq!(said_old.len(), 1);
    assert!(said_old[0].starts_with("POL-006 1:2 /authPolicies is a document of MOSIP 1.0"));

    let half = GOOD.replace(
        r#"[{"attributeName": "fullName"}]"#,
        r#"[{"attributeName": "a", "required": true}, {"attributeName": "b", "required": false}]"#,
    );
    assert_eq!(
        auth(&half),
        [
            "POL-006 8:51 /allowedKycAttributes/0/required belongs to MOSIP 1.0: \
          pmctl policy convert FILE keeps what is required and takes the word out"
        ]
    );
    assert_eq!(
        said(PolicyKind::Misp, GOOD),
        ["POL-007 1:1  is a policy of kind Auth, not MISP"]
    );
}

#[test]
fn every_difference_in_shape_is_reported_at_once() {
    let text = r#"{
  "authTokenType": "Partner",
  "allowedAuthType": [],
  "allowedAuthTypes": [{"authType": 7, "mandatroy": "no"}, 3],
  "kycLanguages": "eng",
  "😀": 1
}"#;
    assert_eq!(
        auth(text),
        [
            "POL-010 1:1  \"allowedKycAttributes\" is missing",
            "POL-013 2:20 /authTokenType must be one of \"random\", \"partner\", \"policy\"",
            "POL-011 3:3 /allowedAuthType unknown member \"allowedAuthType\"; is \"allowedAuthTypes\" meant?",
            "POL-010 4:24 /allowedAuthTypes/0 \"mandatory\" is missing",
            "POL-012 4:37 /allowedAuthTypes/0/authType must be a string",
            "POL-011 4:40 /allowedAuthTypes/0/mandatroy unknown member \"mandatroy\"; is \"mandatory\" meant?",
            "POL-012 4:60 /allowedAuthTypes/1 must be an object",
            "POL-012 5:19 /kycLanguages must be an array",
            "POL-011 6:3 /😀 unknown member \"😀\"; known are allowedAuthTypes, allowedKycAttributes, authTokenType, kycLanguages",
        ]
    );
}

#[test]
fn data_share_takes_what_mosip_takes() {
    let good = r#"{"dataSharePolicies":{"typeOfShare":"Data Share","validForInMinutes":"30",
"transactionsAllowed":"2","encryptionType":"Partner Based","shareDomain":"d","source":"s","more":1},
"shareableAttributes":[{"attributeName":"b","group":"CBEFF","format":"extraction","encrypted":true,
"source":[{"attribute":"b","filter":[{"type":"Iris"},{"type":"Finger","subType":["a","b"]},
{"language":"eng"},7],"any":1}]}]}"#;
    assert_eq!(said(PolicyKind::DataShare, good), [""; 0]);
    let second = |filter: &str| good.replace(r#"["a","b"]"#, filter);
    assert_eq!(
        said(PolicyKind::DataShare, &second(r#"["a","b",3]"#)),
        [""; 0]
    );
    assert_eq!(
        said(PolicyKind::DataShare, &second(r#"["a",2]"#)),
        ["POL-012 4:86 /shareableAttributes/0/source/0/filter/1/subType/1 must be a string"]
    );
    let number = good.replace("\"30\"", "30").replace("\"2\"", "\"two\"");
    assert_eq!(
        said(PolicyKind::DataShare, &number),
        [
            "POL-012 1:70 /dataSharePolicies/validForInMinutes must be a string",
            "POL-050 2:23 /dataSharePolicies/transactionsAllowed is no whole number as text, such as \"30\"",
        ]
    );
}

#[test]
fn misp_policies_are_switches() {
    let good = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,
        "trustBindedAuthVerificationToken":true,"allowKeyBindingDelegation":true,"allowVciRequestDelegation":false}"#;
    assert_eq!(said(PolicyKind::Misp, good), [""; 0]);
    let otp = good.replace(
        "trustBindedAuthVerificationToken",
        "allowOTPRequestDelegation",
    );
    assert_eq!(said(PolicyKind::Misp, &otp).len(), 1);
    assert_eq!(said(PolicyKind::Misp, "{}").len(), 3);
}

#[test]
fn bio_without_sub_type_is_refused() {
    let text = with_types(r#"{"authType":"BIO","mandatory":false}"#);
    let said = auth(&text);
    assert!(
        said[0].starts_with("POL-030 1:94 /allowedAuthTypes/0 bio needs an authSubType"),
        "{said:?}"
    );
    let finger = with_types(r#"{"authType":"bio","authSubType":"FINGR","mandatory":false}"#);
    assert_eq!(
        auth(&finger),
        [
            "POL-031 1:126 /allowedAuthTypes/0/authSubType \"FINGR\" allows no biometric: \
          FINGER, IRIS and FACE do; is \"FINGER\" meant?"
        ]
    );
}

#[test]
fn what_id_authentication_ignores_is_doubted() {
    let unknown = with_types(r#"{"authType":"otp-reqest","mandatory":false}"#);
    assert_eq!(
        auth(&unknown),
        [
            "POL-032 1:106 /allowedAuthTypes/0/authType ID Authentication knows no \
          \"otp-reqest\"; is \"otp-request\" meant?"
        ]
    );
    let cases = [
        (
            r#"{"authType":"kyc","mandatory":true}"#,
            vec!["POL-035", "POL-033"],
        ),
        (
            r#"{"authType":"otp","mandatory":true},{"authType":"demo","mandatory":true}"#,
            vec!["POL-035", "POL-034"],
        ),
        (
            r#"{"authType":"otp","mandatory":false},{"authType":"OTP","authSubType":"","mandatory":false}"#,
            vec!["POL-036"],
        ),
        ("", vec!["POL-037"]),
    ];
    for (entries, wanted) in cases {
        assert_eq!(codes(&with_types(entries)), wanted, "{entries}");
    }
    let lists = GOOD
        .replace(r#"[{"attributeName": "fullName"}]"#, "[]")
        .replace("\"eng\"", "\"en\", \"EN\", \"fra\"");
    assert_eq!(codes(&lists), ["POL-038", "POL-039", "POL-039"]);
    let names = GOOD.replace(
        r#"{"attributeName": "fullName"}"#,
        r#"{"attributeName":"a"},{"attributeName":"a"},{"attributeName":" "}"#,
    );
    assert_eq!(codes(&names), ["POL-036", "POL-040"]);
    let blanks = GOOD.replace("\"fullName\"", "\" fullName\"");
    assert_eq!(codes(&blanks), ["POL-040"]);
    assert_eq!(codes(&GOOD.replace("[\"eng\"]", "[]")), ["POL-039"]);
}

#[test]
fn size_counts_compact_bytes() {
    let of_length = |length: usize| {
        let empty = GOOD_COMPACT.replace("fullName", "").len();
        GOOD.replace("fullName", &"n".repeat(length - empty))
    };
    let read = PolicyDocument::read(PolicyKind::Auth, &of_length(DOCUMENT_MAX));
    assert_eq!(read.document.map(|d| d.len()), Some(DOCUMENT_MAX));
    assert_eq!(codes(&of_length(DOCUMENT_MAX + 1)), ["POL-020"]);
}

#[test]
fn a_hundred_thousand_unknown_members_are_one_finding() {
    let members: Vec<String> = (0..100_000).map(|n| format!("\"{n}\":0")).collect();
    assert_eq!(codes(&format!("{{{}}}", members.join(","))), ["POL-020"]);
    let twice = format!("{{{}}}", vec!["\"a\":0"; 100_000].join(","));
    let found = codes(&twice);
    let said_twice = found.iter().filter(|code| *code == "POL-004");
    assert_eq!(said_twice.count(), FINDINGS_MAX);
}

/// A long name above many elements: no pointer is made for each, or a file of a megabyte takes all memory.
#[test]
fn a_long_name_costs_its_length_once() {
    let name = "k".repeat(SOURCE_MAX / 2);
    let elements = vec!["0"; SOURCE_MAX / 4 - 100].join(",");
    let text = format!("{{\"{name}\":[{elements}]}}");
    assert!(text.len() <= SOURCE_MAX);
    assert_eq!(codes(&text), ["POL-020"]);
    let members = vec!["\"a\":0"; 10_000].join(",");
    let read = PolicyDocument::read(PolicyKind::Auth, &format!("{{\"{name}\":{{{members}}}}}"));
    let bytes: usize = read.findings.iter().map(|f| f.pointer.len()).sum();
    assert!(bytes <= 2 * SOURCE_MAX, "{bytes}");
}

#[test]
fn what_the_request_says_is_held_to_mosips_limits() {
    let request =
        |members: &str| format!(r#"{{"request":{{{members},"policies":{GOOD_COMPACT}}}}}"#);
    let (most, more) = ("n".repeat(128), "n".repeat(129));
    for sound in [
        &format!(
            r#""name":"{most}","desc":"{}","version":"12345678""#,
            "é".repeat(256)
        ),
        r#""policyType":"auth","policyGroupName":"g","policyId":null,"other":1"#,
    ] {
        assert_eq!(auth(&request(sound)), [""; 0], "{sound}");
    }
    let bad = [
        (
            format!(r#""name":"{more}""#),
            "POL-060 1:20 /request/name name has 129 characters",
        ),
        (
            format!(r#""policyGroupName":"{more}""#),
            "POL-060 1:31 /request/policyGroupName policyGroupName has 129",
        ),
        (
            format!(r#""desc":"{}""#, "é".repeat(257)),
            "POL-060 1:20 /request/desc desc has 257",
        ),
        (
            r#""version":"1.0.0.000""#.to_owned(),
            "POL-060 1:23 /request/version version has 9",
        ),
        (
            r#""version":" ""#.to_owned(),
            "POL-060 1:23 /request/version version must not be empty",
        ),
        (
            r#""version":1"#.to_owned(),
            "POL-012 1:23 /request/version must be a string",
        ),
        (
            r#""name":null"#.to_owned(),
            "POL-012 1:20 /request/name must be a string",
        ),
        (
            r#""policyType":"Oauth""#.to_owned(),
            "POL-061 1:26 /request/policyType \"Oauth\" is none of MOSIP's types Auth, DataShare, \
             CredentialIssuance, MISP (PMS_POL_023); is \"Auth\" meant?",
        ),
        (
            r#""policyType":"CredentialIssuance""#.to_owned(),
            "POL-007 1:26 /request/policyType says that it is of kind DataShare, not Auth",
        ),
    ];
    for (members, wanted) in bad {
        let said = auth(&request(&members));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with(wanted), "{said:?}");
    }
    assert_eq!(
        auth(&format!(
            r#"{{"version":"123456789",{}"#,
            &GOOD_COMPACT[1..]
        ))
        .len(),
        1
    );
}

#[test]
fn a_request_of_mosip_1_0_around_the_members_is_seen() {
    let said = auth(r#"{"request":{"authPolicies":[]}}"#);
    assert!(said[0].starts_with("POL-006 1:13 /request/authPolicies is a document of MOSIP 1.0"));
    assert!(said[0].contains("pmctl policy convert"), "{said:?}");
}

#[test]
fn only_five_kinds_can_be_demanded() {
    for word in ["otp", "demo", "pin"] {
        let entry = format!(r#"{{"authType":"{word}","mandatory":true}}"#);
        assert_eq!(codes(&with_types(&entry)), ["POL-035"], "{word}");
    }
    for word in [
        "otp-request",
        "KYCAUTH",
        "kycexchange",
        "keybinding",
        "vciexchange",
        "kbt",
        "pwd",
    ] {
        let entry = format!(r#"{{"authType":"{word}","mandatory":true}}"#);
        assert_eq!(codes(&with_types(&entry)), ["POL-035", "POL-041"], "{word}");
    }
}

#[test]
fn two_documents_are_not_one() {
    let said = auth(&format!("{GOOD}{GOOD}"));
    assert_eq!(
        said,
        ["POL-001 10:2  trailing characters (one document is expected)"]
    );
}

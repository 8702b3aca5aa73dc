use super::*;
use crate::domain::policy::document::FINDINGS_MAX;

const OLD: &str = r#"{
  "authPolicies": [
    {"authType": "otp", "authSubType": null, "mandatory": true},
    {"authType": "bio", "authSubType": "FACE"},
    {"authType": "kyc", "authSubType": "", "mandatory": false}
  ],
  "allowedKycAttributes": [
    {"attributeName": "fullName", "required": true},
    {"attributeName": "photo", "required": false},
    {"required": true, "attributeName": "gender", "masked": false},
    {"attributeName": "phone"}
  ]
}"#;

const NEW: &str = r#"{
  "authTokenType": "partner",
  "allowedAuthTypes": [
    {"authType": "otp", "mandatory": true},
    {"authType": "bio", "authSubType": "FACE", "mandatory": false},
    {"authType": "kyc", "authSubType": "", "mandatory": false}
  ],
  "allowedKycAttributes": [
    {"attributeName": "fullName"},
    {"attributeName": "gender"}
  ]
}
"#;

const PARTNER: Option<AuthTokenType> = Some(AuthTokenType::Partner);

fn converted(text: &str) -> (String, Vec<String>) {
    match convert(text, PARTNER).unwrap() {
        Conversion::Converted { document, notes } => (document, notes),
        Conversion::Unchanged { .. } => panic!("unchanged: {text}"),
    }
}

/// `code line:column pointer`, one line per fault.
fn faults(text: &str) -> Vec<String> {
    let Err(NotConverted::Faulty(found)) = convert(text, PARTNER) else {
        panic!("no fault: {text}");
    };
    let line = |f: &Finding| format!("{} {}:{} {}", f.code, f.line, f.column, f.pointer);
    found.iter().map(line).collect()
}

#[test]
fn only_what_was_released_is_released() {
    let (document, notes) = converted(OLD);
    assert_eq!(document, NEW);
    assert_eq!(
        notes,
        [
            "assumed: mandatory is false in 1 of authPolicies, as MOSIP 1.0 read what says nothing",
            "left out, because MOSIP 1.0 released only what says required: true: \"photo\", \"phone\"",
            "3:5 POL-035: no OIDC client can be made on a policy with a mandatory entry (PMS_ESI_003)",
        ]
    );
    let read = PolicyDocument::read(PolicyKind::Auth, &document);
    assert!(read.document.is_some(), "{:?}", read.findings);
    let Ok(Conversion::Unchanged { notes }) = convert(&document, None) else {
        panic!("converted again: {document}");
    };
    assert!(notes[0].contains("POL-035"), "{notes:?}");
}

#[test]
fn envelope_byte_order_mark_and_line_ends_do_not_matter() {
    let request = format!(r#"[{{"id":"x","request":{{"name":"n","policies":{OLD}}}}}]"#);
    let bare = format!(r#"{{"request":{OLD}}}"#);
    let windows = format!("\u{feff}{}", OLD.replace('\n', "\r\n"));
    for text in [request, bare, windows] {
        assert_eq!(converted(&text).0, NEW, "{text}");
    }
}

#[test]
fn the_token_type_is_given_or_said_and_never_both_ways() {
    assert_eq!(convert(OLD, None), Err(NotConverted::TokenTypeMissing));
    let half = OLD.replace("authPolicies", "allowedAuthTypes").replacen(
        '{',
        "{\"authTokenType\": \"policy\",",
        1,
    );
    let Ok(Conversion::Converted { document, .. }) = convert(&half, None) else {
        panic!("{half}")
    };
    assert_eq!(document, NEW.replace("partner", "policy"));
    let differs = NotConverted::TokenTypeDiffers("\"policy\"".to_owned());
    assert_eq!(convert(&half, PARTNER), Err(differs.clone()));
    assert_eq!(convert(&document, PARTNER), Err(differs));
    for word in ["random", "partner", "policy"] {
        assert_eq!(word.parse::<AuthTokenType>().unwrap().word(), word);
    }
    assert!("Partner".parse::<AuthTokenType>().is_err());
}

#[test]
fn what_was_masked_is_not_released_in_clear() {
    let masked = OLD.replace("\"masked\": false", "\"masked\": true");
    assert_eq!(
        faults(&masked),
        ["POL-009 10:61 /allowedKycAttributes/2/masked"]
    );
    let twice = OLD.replace("\"photo\",", "\"photo\", \"required\": true,");
    assert_eq!(
        faults(&twice),
        ["POL-004 9:50 /allowedKycAttributes/1/required"]
    );
    let left_out = OLD.replace("\"photo\",", "\"photo\", \"masked\": true,");
    assert_eq!(converted(&left_out).0, NEW);
}

#[test]
fn faults_of_the_outcome_are_placed_where_they_come_from() {
    let text = OLD
        .replace(r#""bio", "authSubType": "FACE""#, r#""bio""#)
        .replace("\"gender\"", "7")
        .replace("\"authPolicies\"", "\"kycLanguages\": 1, \"authPolicies\"");
    assert_eq!(
        faults(&text),
        [
            "POL-012 2:19 /kycLanguages",
            "POL-030 4:5 /authPolicies/1",
            "POL-012 10:41 /allowedKycAttributes/2/attributeName",
        ]
    );
    let both = OLD.replacen('{', "{\"allowedAuthTypes\": [],", 1);
    assert_eq!(faults(&both), ["POL-008 1:22 /allowedAuthTypes"]);
    let words = OLD.replace("\"required\": false", "\"required\": \"no\"");
    assert_eq!(
        faults(&words),
        ["POL-012 9:44 /allowedKycAttributes/1/required"]
    );
    assert_eq!(
        faults(r#"{"authPolicies": 7, "allowedKycAttributes": {}}"#),
        [
            "POL-012 1:18 /authPolicies",
            "POL-012 1:45 /allowedKycAttributes"
        ]
    );
    assert_eq!(faults("{"), ["POL-001 1:1 "]);
    assert_eq!(faults("[]"), ["POL-005 1:1 "]);
    assert_eq!(faults("7"), ["POL-012 1:1 "]);
}

#[test]
fn what_mosip_1_0_wrote_beside_it_is_left_out_aloud() {
    let text =
        r#"{"policyId":"1","name":"n","descr":"d","authPolicies":null,"other":{"a":[1.50]}}"#;
    assert_eq!(faults(text), ["POL-011 1:68 /other"]);
    let (document, notes) = converted(&text.replace(r#","other":{"a":[1.50]}"#, ""));
    assert!(document.contains("\"allowedAuthTypes\": []"), "{document}");
    assert_eq!(
        notes[..2],
        [
            "left out, being no part of a document: policyId, name, descr",
            "assumed: allowedKycAttributes is empty",
        ]
    );
}

#[test]
fn no_more_faults_are_told_than_anybody_reads() {
    let attributes = vec![r#"{"required":0}"#; 50_000].join(",");
    let text = format!(r#"{{"authPolicies":[],"allowedKycAttributes":[{attributes}]}}"#);
    assert_eq!(faults(&text).len(), FINDINGS_MAX);
}

#[test]
fn documents_of_today_and_of_other_kinds_stay_as_they_are() {
    let misp = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":false}"#;
    for text in [NEW, misp] {
        let conversion = convert(text, None);
        assert!(
            matches!(conversion, Ok(Conversion::Unchanged { .. })),
            "{text}"
        );
    }
}

#[test]
fn documents_that_need_no_conversion_are_checked_as_of_their_kind() {
    for (text, fault) in [
        (NEW.replace(", \"authSubType\": \"FACE\"", ""), "POL-030"),
        (
            r#"{"allowKycRequestDelegation":"yes"}"#.to_owned(),
            "POL-012 1:30 /allowKycRequestDelegation",
        ),
        (
            r#"{"allowKycRequestDelegation":true,"more":1}"#.to_owned(),
            "POL-011 1:35 /more",
        ),
        ("{}".to_owned(), "POL-010"),
    ] {
        let Err(NotConverted::Faulty(found)) = convert(&text, None) else {
            panic!("no fault: {text}");
        };
        let told: Vec<String> = found
            .iter()
            .map(|f| format!("{} {}:{} {}", f.code, f.line, f.column, f.pointer))
            .collect();
        assert!(told.iter().any(|line| line.starts_with(fault)), "{told:?}");
    }
}

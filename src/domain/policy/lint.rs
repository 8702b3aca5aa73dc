//! What MOSIP takes as a policy, and what then fails or is ignored at ID Authentication.

use super::PolicyKind;
use super::document::{Report, child, text_of};
use crate::domain::nearest::{nearest, quoted};
use jsonc_parser::ast::{Array, Value};
use std::collections::HashSet;

/// The words that ID Authentication 1.2 and 1.3 look for, case aside.
const AUTH_TYPES: [&str; 12] = [
    "otp",
    "otp-request",
    "demo",
    "pin",
    "bio",
    "kyc",
    "kycauth",
    "kycexchange",
    "keybinding",
    "vciexchange",
    "kbt",
    "pwd",
];

/// Of these, ID Authentication asks only whether they are allowed.
const NEVER_MANDATORY: [&str; 7] = [
    "otp-request",
    "kycauth",
    "kycexchange",
    "keybinding",
    "vciexchange",
    "kbt",
    "pwd",
];

const BIO_TYPES: [&str; 3] = ["FINGER", "IRIS", "FACE"];

pub(super) fn check(kind: PolicyKind, document: &Value<'_>, at: &str, report: &mut Report<'_>) {
    match kind {
        PolicyKind::Auth => auth(document, at, report),
        PolicyKind::DataShare => data_share(document, at, report),
        PolicyKind::Misp => {}
    }
}

fn array<'v, 'a>(document: &'v Value<'a>, name: &str) -> Option<&'v Array<'a>> {
    document.as_object()?.get_array(name)
}

fn auth(document: &Value<'_>, at: &str, report: &mut Report<'_>) {
    let types = child(at, "allowedAuthTypes");
    if let Some(entries) = array(document, "allowedAuthTypes") {
        if entries.elements.is_empty() {
            report.warning(
                "POL-037",
                &types,
                "allows nothing: every request is refused",
            );
        }
        for (index, entry) in entries.elements.iter().enumerate() {
            auth_type(entry, &child(&types, index), report);
        }
        repeated_types(entries, &types, report);
        mandatory(entries, &types, report);
    }
    attributes(document, at, report);
    languages(document, at, report);
}

fn auth_type(entry: &Value<'_>, at: &str, report: &mut Report<'_>) {
    let Some(word) = text_of(entry, "authType") else {
        return;
    };
    if !AUTH_TYPES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
    {
        let hint = match nearest(word, AUTH_TYPES) {
            Some(near) => format!("is {near:?} meant?"),
            None => format!("it knows {}", AUTH_TYPES.join(", ")),
        };
        let message = format!("ID Authentication knows no {}; {hint}", quoted(word));
        report.warning("POL-032", &child(at, "authType"), message);
    }
    if word.eq_ignore_ascii_case("bio") {
        bio(entry, at, report);
    }
}

/// Without a sub-type ID Authentication fails on a null as soon as a biometric is checked.
fn bio(entry: &Value<'_>, at: &str, report: &mut Report<'_>) {
    if entry
        .as_object()
        .is_some_and(|o| o.get("authSubType").is_none())
    {
        let message = "bio needs an authSubType (FINGER, IRIS or FACE): \
                       ID Authentication breaks without it";
        return report.error("POL-030", at, message);
    }
    let Some(word) = text_of(entry, "authSubType") else {
        return;
    };
    if !BIO_TYPES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
    {
        let hint = nearest(word, BIO_TYPES).map(|near| format!("; is {near:?} meant?"));
        let message = format!(
            "{} allows no biometric: FINGER, IRIS and FACE do{}",
            quoted(word),
            hint.unwrap_or_default()
        );
        report.warning("POL-031", &child(at, "authSubType"), message);
    }
}

fn repeated_types(entries: &Array<'_>, at: &str, report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for (index, entry) in entries.elements.iter().enumerate() {
        let Some(word) = text_of(entry, "authType") else {
            continue;
        };
        let sub = text_of(entry, "authSubType").unwrap_or_default();
        if !seen.insert((word.to_lowercase(), sub.to_lowercase())) {
            report.warning("POL-036", &child(at, index), "is there twice");
        }
    }
}

fn mandatory(entries: &Array<'_>, at: &str, report: &mut Report<'_>) {
    let is_mandatory = |entry: &&Value<'_>| {
        let object = entry.as_object();
        let literal = object.and_then(|object| object.get_boolean("mandatory"));
        literal.is_some_and(|literal| literal.value)
    };
    let numbered = entries.elements.iter().enumerate();
    let mandatory: Vec<_> = numbered.filter(|(_, e)| is_mandatory(e)).collect();
    if let Some((index, _)) = mandatory.first() {
        let message = "no OIDC client can be made on a policy with a mandatory entry (PMS_ESI_003)";
        report.warning("POL-035", &child(at, index), message);
    }
    for (index, _) in mandatory.iter().skip(1) {
        let message = "more than one mandatory entry: every request must carry them all";
        report.warning("POL-034", &child(at, index), message);
    }
    for (index, entry) in &mandatory {
        let Some(word) = text_of(entry, "authType") else {
            continue;
        };
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        if is("kyc") {
            let message = "mandatory kyc refuses every call but e-KYC (IDA-MPA-015)";
            report.warning("POL-033", &child(at, index), message);
        } else if NEVER_MANDATORY.iter().any(|known| is(known)) {
            let message = format!(
                "mandatory means nothing for {word}: ID Authentication demands otp, demo, pin, bio and kyc only"
            );
            report.warning("POL-041", &child(at, index), message);
        }
    }
}

/// Which names there are is the business of the country's ID schema: ID Authentication looks up any, and leaves out what
/// a person's record does not have.
fn attributes(document: &Value<'_>, at: &str, report: &mut Report<'_>) {
    let Some(attributes) = array(document, "allowedKycAttributes") else {
        return;
    };
    let list = child(at, "allowedKycAttributes");
    let entries = array(document, "allowedAuthTypes").map(|entries| &entries.elements);
    let tells = |entry: &Value<'_>| {
        let word = text_of(entry, "authType").unwrap_or_default();
        ["kyc", "kycauth", "kycexchange"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
    };
    if attributes.elements.is_empty() && entries.into_iter().flatten().any(tells) {
        report.warning("POL-038", &list, "is empty, so that e-KYC tells nothing");
    }
    let mut seen = HashSet::new();
    for (index, attribute) in attributes.elements.iter().enumerate() {
        let Some(name) = text_of(attribute, "attributeName") else {
            continue;
        };
        let place = child(&child(&list, index), "attributeName");
        if name.trim().is_empty() {
            report.warning("POL-040", &place, "names no attribute");
        } else if name.trim() != name {
            let message = format!(
                "{} begins or ends with a blank: no attribute has that name",
                quoted(name)
            );
            report.warning("POL-040", &place, message);
        } else if !seen.insert(name) {
            report.warning(
                "POL-036",
                &place,
                format!("{} is there twice", quoted(name)),
            );
        }
    }
}

/// Without a language that the system has, ID Authentication falls back to all of them.
fn languages(document: &Value<'_>, at: &str, report: &mut Report<'_>) {
    let Some(languages) = array(document, "kycLanguages") else {
        return;
    };
    let list = child(at, "kycLanguages");
    if languages.elements.is_empty() {
        report.warning("POL-039", &list, "is empty, which means all languages");
    }
    for (index, language) in languages.elements.iter().enumerate() {
        let Some(code) = language.as_string_lit() else {
            continue;
        };
        let code = code.value.as_ref();
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            let message = format!(
                "{} is no language code such as eng or fra (ISO 639-2)",
                quoted(code)
            );
            report.warning("POL-039", &child(&list, index), message);
        }
    }
}

fn data_share(document: &Value<'_>, at: &str, report: &mut Report<'_>) {
    let rules = document
        .as_object()
        .and_then(|o| o.get("dataSharePolicies"));
    for name in ["validForInMinutes", "transactionsAllowed"] {
        let Some(text) = rules.and_then(|rules| text_of(&rules.value, name)) else {
            continue;
        };
        if text.parse::<u32>().is_err() {
            let place = child(&child(at, "dataSharePolicies"), name);
            report.warning(
                "POL-050",
                &place,
                "is no whole number as text, such as \"30\"",
            );
        }
    }
    if array(document, "shareableAttributes").is_some_and(|list| list.elements.is_empty()) {
        let place = child(at, "shareableAttributes");
        report.warning("POL-051", &place, "is empty: nothing can be shared");
    }
}

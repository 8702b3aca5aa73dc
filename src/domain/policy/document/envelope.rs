//! What lies around a policy document, and documents that are something else.

use super::super::PolicyKind;
use super::{Report, child};
use crate::domain::invalid::Invalid;
use crate::domain::nearest::{nearest, quoted};
use crate::domain::text::{Description, Name, PolicyVersion};
use jsonc_parser::ast::Value;
use std::str::FromStr;

/// The pointer of the document itself; `None`, with a finding, when there is none.
pub(super) fn open(report: &mut Report<'_>) -> Option<String> {
    let (pointer, value) = match report.source.ast("")? {
        Value::Array(array) => match array.elements.as_slice() {
            [one] => ("/0".to_owned(), one),
            many => {
                let message = format!("holds {} documents, one is expected", many.len());
                report.error("POL-005", "", message);
                return None;
            }
        },
        value => (String::new(), value),
    };
    let Some(object) = value.as_object() else {
        report.error("POL-012", &pointer, "must be an object");
        return None;
    };
    let Some(request) = object.get("request") else {
        return Some(pointer);
    };
    let request_at = child(&pointer, "request");
    let inner = request.value.as_object();
    let has = |name: &str| inner.is_some_and(|object| object.get(name).is_some());
    if has("policies") {
        return Some(child(&request_at, "policies"));
    }
    // So does a call of MOSIP 1.0.
    if has("authPolicies") {
        return Some(request_at);
    }
    report.error("POL-005", &request_at, "holds no \"policies\"");
    None
}

/// What MOSIP's request says of the policy itself: it would be refused, or cut, by these limits. The document lies at `at`.
pub(super) fn check(kind: PolicyKind, at: &str, report: &mut Report<'_>) {
    let Some(request) = at.strip_suffix("/policies") else {
        return;
    };
    text_fits::<Name>(request, "name", report);
    text_fits::<Name>(request, "policyGroupName", report);
    text_fits::<Description>(request, "desc", report);
    text_fits::<PolicyVersion>(request, "version", report);
    policy_type(kind, request, report);
}

/// The text of a member; one that is something else is reported.
fn text_at<'s>(request: &str, name: &str, report: &mut Report<'s>) -> Option<&'s str> {
    let at = child(request, name);
    let source = report.source;
    match source.ast(&at)? {
        Value::StringLit(literal) => Some(literal.value.as_ref()),
        _ => {
            report.error("POL-012", &at, "must be a string");
            None
        }
    }
}

fn text_fits<T: FromStr<Err = Invalid>>(request: &str, name: &str, report: &mut Report<'_>) {
    if let Some(text) = text_at(request, name, report)
        && let Err(invalid) = text.parse::<T>()
    {
        let message = format!("{name} {}", invalid.why);
        report.error("POL-060", &child(request, name), message);
    }
}

/// Credential issuance has the schema of data share.
fn policy_type(kind: PolicyKind, request: &str, report: &mut Report<'_>) {
    let Some(word) = text_at(request, "policyType", report) else {
        return;
    };
    let at = child(request, "policyType");
    let said = match word.to_ascii_lowercase().as_str() {
        "credentialissuance" => Ok(PolicyKind::DataShare),
        _ => word.parse::<PolicyKind>(),
    };
    match said {
        Ok(said) if said == kind => {}
        Ok(said) => {
            let message = format!(
                "says that it is of kind {}, not {}",
                said.word(),
                kind.word()
            );
            report.error("POL-007", &at, message);
        }
        Err(_) => {
            let types = ["Auth", "DataShare", "CredentialIssuance", "MISP"];
            let hint = nearest(word, types).map(|near| format!("; is {near:?} meant?"));
            let message = format!(
                "{} is none of MOSIP's types {} (PMS_POL_023){}",
                quoted(word),
                types.join(", "),
                hint.unwrap_or_default()
            );
            report.error("POL-061", &at, message);
        }
    }
}

/// Whether the document was written for another version or as another kind: then one finding says so, and nothing else
/// is worth saying.
pub(super) fn is_of_another_shape(kind: PolicyKind, at: &str, report: &mut Report<'_>) -> bool {
    let Some(object) = report.source.ast(at).and_then(Value::as_object) else {
        return false;
    };
    let has = |name: &str| object.get(name).is_some();
    if has("authPolicies") {
        let message = "is a document of MOSIP 1.0: pmctl policy convert FILE --auth-token-type TYPE \
                       makes it into one of today";
        report.member_error("POL-006", at, "authPolicies", message.to_owned());
        return true;
    }
    let fits = |kind: PolicyKind| marks(kind).iter().any(|name| has(name));
    if fits(kind) {
        return false;
    }
    let Some(other) = PolicyKind::ALL.into_iter().find(|other| fits(*other)) else {
        return false;
    };
    let (other, kind) = (other.word(), kind.word());
    report.error(
        "POL-007",
        at,
        format!("is a policy of kind {other}, not {kind}"),
    );
    true
}

/// Members that only documents of the kind have.
fn marks(kind: PolicyKind) -> &'static [&'static str] {
    match kind {
        PolicyKind::Auth => &["authTokenType", "allowedAuthTypes", "allowedKycAttributes"],
        PolicyKind::DataShare => &["dataSharePolicies", "shareableAttributes"],
        PolicyKind::Misp => &[
            "allowAuthRequestDelegation",
            "allowKycRequestDelegation",
            "allowKeyBindingDelegation",
        ],
    }
}

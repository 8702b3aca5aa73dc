//! What lies around a policy document, and documents that are something else.

use super::super::PolicyKind;
use super::{Report, child};
use jsonc_parser::ast::Value;

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

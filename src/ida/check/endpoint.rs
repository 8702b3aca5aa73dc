//! What an endpoint wants of the policies.

use super::{Cache, Facts, Found};
use crate::domain::policy::Policy;
use crate::ida::endpoint::Endpoint;
use serde_json::Value;

const NO_MISP_POLICY: &str = "IDA-MPA-023";
const TYPE_NOT_ALLOWED: &str = "IDA-MPA-006";
const TYPE_MANDATORY: &str = "IDA-MPA-015";
/// ID Authentication has no code for it: it breaks.
const BREAKS: &str = "HTTP-500";

/// Rows 19 to 23.
pub(super) fn all(facts: &Facts<'_>, found: &mut Found) {
    let Some(endpoint) = facts.endpoint else {
        return found.unchecked("what the endpoint wants of the policies (--endpoint)");
    };
    delegation(facts, endpoint, found);
    if let Some((policy, _)) = facts.policy {
        let entries = Entries::of(policy);
        allowed(facts, endpoint, &entries, found);
        carried(facts, endpoint, &entries, found);
    }
    if endpoint == Endpoint::KycAuth {
        found.add(
            BREAKS,
            "kyc-auth is for OIDC clients: with an API key ID Authentication breaks on the client that is not there".to_owned(),
            "send the id of an OIDC client in place of the API key; such clients are not registered here".to_owned(),
        );
    }
}

/// Row 19: the MISP's policy must be there and allow it; its status and dates are not looked at.
fn delegation(facts: &Facts<'_>, endpoint: Endpoint, found: &mut Found) {
    let (true, Some(held)) = (endpoint.is_delegated(), facts.license) else {
        return;
    };
    if facts.cache == Cache::Kept {
        return found.unchecked(
            "the MISP's policy: ID Authentication keeps the one of when it looked it up (IDA-MPA-023, 030, 031, 032, 037)",
        );
    }
    let misp = &held.misp.id;
    let (code, member) = match endpoint {
        Endpoint::KycAuth => ("IDA-MPA-030", "allowKycRequestDelegation"),
        Endpoint::KycExchange => ("IDA-MPA-031", "allowKycRequestDelegation"),
        Endpoint::KeyBinding => ("IDA-MPA-032", "allowKeyBindingDelegation"),
        _ => ("IDA-MPA-037", "allowVciRequestDelegation"),
    };
    let fix = format!(
        "pmctl misp update {misp} --policy GROUP/NAME, with a policy of kind MISP that says {member}"
    );
    let Some(policy) = held.policy else {
        return found.add(NO_MISP_POLICY, format!("MISP {misp} has no policy"), fix);
    };
    if document(policy).get(member) != Some(&Value::Bool(true)) {
        let message = format!(
            "policy {} of MISP {misp} does not say {member}",
            policy.name
        );
        found.add(code, message, fix);
    }
}

/// Row 20.
fn allowed(facts: &Facts<'_>, endpoint: Endpoint, entries: &Entries, found: &mut Found) {
    let (word, code) = match endpoint {
        Endpoint::Auth => return,
        Endpoint::Otp => ("otp-request", "IDA-MPA-005"),
        Endpoint::Kyc => ("kyc", "IDA-MPA-013"),
        Endpoint::KycAuth => ("kycauth", "IDA-MPA-025"),
        Endpoint::KycExchange => ("kycexchange", "IDA-MPA-026"),
        Endpoint::KeyBinding => ("keybinding", "IDA-MPA-033"),
        Endpoint::VciExchange => ("vciexchange", "IDA-MPA-036"),
    };
    if !entries.allow(word) {
        let message = format!(
            "the policy does not allow {word}, which {} wants",
            endpoint.word()
        );
        found.add(code, message, another_policy(facts));
    }
}

/// Rows 21 and 22. What a request carries is encrypted; some say it in the open too, as `requestedAuth`.
fn carried(facts: &Facts<'_>, endpoint: Endpoint, entries: &Entries, found: &mut Found) {
    if !endpoint.is_encrypted() {
        return;
    }
    let said = said(facts);
    if let Some(said) = &said {
        for word in said.iter().filter(|word| !entries.allow(word)) {
            let message =
                format!("the request says that it carries {word}, which the policy does not allow");
            found.add(TYPE_NOT_ALLOWED, message, another_policy(facts));
        }
    }
    if endpoint != Endpoint::KeyBinding {
        for word in entries.mandatory() {
            let lacks = match word.as_str() {
                "kyc" => endpoint != Endpoint::Kyc,
                _ => said.as_ref().is_some_and(|said| {
                    TYPES.contains(&word.as_str()) && !said.contains(&word.as_str())
                }),
            };
            if lacks {
                let message = format!("the policy makes {word} mandatory");
                found.add(TYPE_MANDATORY, message, another_policy(facts));
            }
        }
    }
    if said.is_none() {
        found.unchecked("which kinds of authentication the request carries (IDA-MPA-006, 015): they are encrypted");
    }
}

/// Those that a request may say it carries.
const TYPES: [&str; 4] = ["demo", "bio", "pin", "otp"];

fn said(facts: &Facts<'_>) -> Option<Vec<&'static str>> {
    let body = super::request::object(&facts.request?.body)?;
    let said = body.get("requestedAuth")?.as_object()?;
    let yes = |word: &&'static str| said.get(*word) == Some(&Value::Bool(true));
    Some(TYPES.iter().copied().filter(|word| yes(word)).collect())
}

fn another_policy(facts: &Facts<'_>) -> String {
    let partner = facts
        .partner
        .map_or("PARTNER", |partner| partner.id.as_str());
    format!(
        "pmctl partner map-policy {partner} --policy GROUP/NAME --replace, with a policy that fits"
    )
}

fn document(policy: &Policy) -> Value {
    serde_json::from_str(&policy.document).unwrap_or_default()
}

/// The `allowedAuthTypes` of a policy: kind in lower case, and whether it is mandatory.
struct Entries(Vec<(String, bool)>);

impl Entries {
    fn of(policy: &Policy) -> Self {
        let document = document(policy);
        let entries = document.get("allowedAuthTypes").and_then(Value::as_array);
        let read = |entry: &Value| {
            let word = entry.get("authType")?.as_str()?.to_ascii_lowercase();
            Some((word, entry.get("mandatory") == Some(&Value::Bool(true))))
        };
        Self(entries.into_iter().flatten().filter_map(read).collect())
    }

    fn allow(&self, word: &str) -> bool {
        self.0.iter().any(|(kind, _)| kind == word)
    }

    fn mandatory(&self) -> impl Iterator<Item = &String> {
        self.0
            .iter()
            .filter(|(_, mandatory)| *mandatory)
            .map(|(kind, _)| kind)
    }
}

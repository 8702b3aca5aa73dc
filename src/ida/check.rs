//! Whether ID Authentication would accept a license key, a partner and an API key now: its order, its codes.

pub use request::{Fault, Signed, SignerIs};

use super::endpoint::Endpoint;
use super::request::Request;
use crate::domain::api_key::ApiKey;
use crate::domain::cert::Certificate;
use crate::domain::effect::{Effect, Told};
use crate::domain::license::License;
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::time::Moment;

/// What stands here about a triple, as it was or will be told to ID Authentication.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub now: Moment,
    /// Of this partner and this API key; approved, or replaced since: ID Authentication forgets no mapping.
    pub mapping: Option<&'a Mapping>,
    pub partner: Option<&'a Partner>,
    /// Of the mapping.
    pub policy: Option<(&'a Policy, &'a PolicyGroup)>,
    pub api_key: Option<&'a ApiKey>,
    /// The partner's current one.
    pub certificate: Option<&'a Certificate>,
    /// What ID Authentication is told as the partner's certificate: the re-signed leaf, or the certificate of an
    /// uploaded key.
    pub certificate_pem: Option<&'a str>,
    pub license: Option<LicenseFacts<'a>>,
    pub cache: Cache,
    /// What is asked for, where that is known.
    pub endpoint: Option<Endpoint>,
    /// As it was captured.
    pub request: Option<&'a Request>,
    pub signed: Option<&'a Signed>,
}

/// What ID Authentication keeps of what it has looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cache {
    /// Nothing (`spring.cache.type=NONE`), and it has heard all that stands here.
    #[default]
    None,
    /// All of it, as MOSIP ships it (`spring.cache.type=SIMPLE`), in a process that has accepted this triple before and was
    /// not restarted since: it looks at dates and no longer at what it is told.
    Kept,
}

#[derive(Debug, Clone, Copy)]
pub struct LicenseFacts<'a> {
    pub license: &'a License,
    pub misp: &'a Misp,
    /// The one that ID Authentication holds for the MISP: it holds one.
    pub in_force: bool,
    /// Now or before.
    pub was_in_force: bool,
    /// Of the MISP: told with the license.
    pub policy: Option<&'a Policy>,
    /// Takes over from the one in force.
    pub next: Option<&'a License>,
}

/// What ID Authentication would answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub accepted: bool,
    /// The first is ID Authentication's answer; the others would follow, once it is mended.
    pub findings: Vec<Finding>,
    /// True besides, whatever the answer.
    pub warnings: Vec<String>,
    /// Under which it holds.
    pub assumes: Cache,
    /// What ID Authentication looks at besides, and this could not or was not asked to.
    pub unchecked: Vec<String>,
    /// Of what was barred by hand among the findings, as if it had been told.
    pub effect: Option<Effect>,
}

/// One reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// ID Authentication's: `IDA-MPA-012`.
    pub code: &'static str,
    pub message: String,
    /// The command that mends it, where there is one.
    pub fix: String,
}

impl Finding {
    /// Whether it is about the license, which is the MISP's.
    pub fn is_of_license(&self) -> bool {
        license::CODES.contains(&self.code)
    }
}

const UNREGISTERED: &str = "IDA-MPA-009";
const DEACTIVATED: &str = "IDA-MPA-012";
const NO_POLICY: &str = "IDA-MPA-018";
const POLICY_INACTIVE: &str = "IDA-MPA-019";
const API_KEY_OUT_OF_TIME: &str = "IDA-MPA-039";

/// Runs ID Authentication's checks in its order. To it the last moment of a validity is still valid.
///
/// What needs the request itself is looked at as far as a captured one shows it.
pub fn check(facts: &Facts<'_>) -> Verdict {
    let mut found = Found::default();
    request::before(facts, &mut found);
    if facts.request.is_none_or(|request| request.triple.is_some()) {
        triple(facts, &mut found);
    }
    let mut warnings = warnings::all(facts, &found);
    warnings.extend(after_a_restart(facts, &found));
    let effect = found
        .barred
        .then(|| Effect::new(Told::Delivered, end(facts), facts.now));
    Verdict {
        accepted: found.findings.is_empty(),
        findings: found.findings,
        warnings,
        effect,
        assumes: facts.cache,
        unchecked: found.unchecked,
    }
}

/// What a cache hides.
fn after_a_restart(facts: &Facts<'_>, found: &Found) -> Option<String> {
    let mut then = Found::default();
    if !is_kept(facts) {
        return None;
    }
    let anew = Facts {
        cache: Cache::None,
        ..*facts
    };
    triple(&anew, &mut then);
    let first = then.findings.first()?;
    let known = found.findings.iter().any(|one| one.code == first.code);
    (!known).then(|| {
        format!(
            "from its restart on ID Authentication answers {}: {}",
            first.code, first.message
        )
    })
}

/// Rows 6 to 23.
fn triple(facts: &Facts<'_>, found: &mut Found) {
    registered(facts, found);
    if is_kept(facts) {
        policy_window(facts, found);
        api_key_window(facts, found);
        request::signer(facts, found);
        license::window(facts, found);
    } else {
        partner(facts, found);
        policy(facts, found);
        api_key(facts, found);
        request::signer(facts, found);
        license::all(facts, found);
    }
    endpoint::all(facts, found);
}

/// Whether a caching ID Authentication can have accepted the triple, so that statuses are not looked at any more.
fn is_kept(facts: &Facts<'_>) -> bool {
    let tied = facts
        .partner
        .is_some_and(|partner| unmapped(facts, partner).is_none());
    let whole = facts.api_key.is_some() && facts.policy.is_some();
    let told = facts.certificate_pem.is_some();
    let license = facts.license.is_some_and(|held| held.was_in_force);
    facts.cache == Cache::Kept && tied && whole && told && license
}

/// When the triple ends by itself; none where ID Authentication never knew it whole.
fn end(facts: &Facts<'_>) -> Option<Moment> {
    facts.certificate_pem?;
    let ends = [
        facts.api_key?.valid_to,
        facts.policy?.0.valid_to,
        facts.license?.license.valid_to,
    ];
    ends.into_iter().min()
}

#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    /// Something was barred by hand: what a caching ID Authentication does not notice.
    barred: bool,
    unchecked: Vec<String>,
}

impl Found {
    fn unchecked(&mut self, what: impl Into<String>) {
        self.unchecked.push(what.into());
    }

    fn add(&mut self, code: &'static str, message: String, fix: String) {
        self.findings.push(Finding { code, message, fix });
    }

    fn bar(&mut self, code: &'static str, message: String, fix: String) {
        self.barred = true;
        self.add(code, message, fix);
    }
}

/// Row 6 of ID Authentication's checks: it knows the partner and the key only together, by the event that ties them.
fn registered(facts: &Facts<'_>, found: &mut Found) {
    let Some(partner) = facts.partner else {
        let message = "nobody has the partner id that the path names".to_owned();
        let fix = "send it to PATH/LICENSE_KEY/PARTNER_ID/API_KEY; the ids: pmctl partner list";
        return found.add(UNREGISTERED, message, fix.to_owned());
    };
    let id = &partner.id;
    if let Some((message, fix)) = unmapped(facts, partner) {
        found.add(UNREGISTERED, message, fix);
    } else if facts.api_key.is_none() {
        let message = format!("partner {id} has no such API key");
        found.add(UNREGISTERED, message, "pmctl api-key list".to_owned());
    }
    if facts.certificate_pem.is_none() {
        let message = format!(
            "partner {id} has no certificate; ID Authentication is not told of it before it has one"
        );
        let fix = format!("pmctl cert upload {id} --file FILE");
        found.add(UNREGISTERED, message, fix);
    }
}

fn unmapped(facts: &Facts<'_>, partner: &Partner) -> Option<(String, String)> {
    let id = &partner.id;
    let map = || format!("pmctl partner map-policy {id} --policy GROUP/NAME");
    let Some(mapping) = facts.mapping else {
        let message = format!("partner {id} is not mapped to a policy with this API key");
        return Some((message, map()));
    };
    match &mapping.state {
        MappingState::Requested => {
            let message = format!("the request to map partner {id} waits for approval");
            return Some((message, format!("pmctl mapping approve {}", mapping.id)));
        }
        MappingState::Rejected { reason, .. } => {
            let message = format!("the request to map partner {id} was rejected: {reason}");
            return Some((message, map()));
        }
        MappingState::Approved { .. } | MappingState::Replaced { .. } => {}
    }
    // Of its own key, and of those that were issued for it before.
    let same_key = facts.api_key.is_none_or(|key| key.mapping == mapping.id);
    if same_key && mapping.partner == *id {
        return None;
    }
    let message = format!("the API key is not the one of partner {id}");
    Some((message, format!("pmctl partner show {id}")))
}

/// Row 8.
fn partner(facts: &Facts<'_>, found: &mut Found) {
    let Some(partner) = facts.partner else { return };
    if let Some(block) = partner.status.block_details() {
        let id = &partner.id;
        let message = format!(
            "partner {id} was blocked on {}: {}",
            block.at.date(),
            block.reason
        );
        found.bar(DEACTIVATED, message, format!("pmctl partner unblock {id}"));
    }
}

/// Rows 9 to 11.
fn policy(facts: &Facts<'_>, found: &mut Found) {
    let Some((policy, group)) = facts.policy else {
        if let (Some(mapping), Some(partner)) = (facts.mapping, facts.partner) {
            let message = format!("policy {} does not exist", mapping.policy);
            let fix = format!(
                "pmctl partner map-policy {} --policy GROUP/NAME --replace",
                partner.id
            );
            found.add(NO_POLICY, message, fix);
        }
        return;
    };
    policy_state(policy, group, found);
    policy_window(facts, found);
}

/// Row 11.
fn policy_window(facts: &Facts<'_>, found: &mut Found) {
    let Some((policy, group)) = facts.policy else {
        return;
    };
    let name = format!("{}/{}", group.name, policy.name);
    if facts.now < policy.valid_from {
        let message = format!("policy {name} begins on {}", policy.valid_from.date());
        found.add(POLICY_INACTIVE, message, wait_until(policy.valid_from));
    } else if facts.now > policy.valid_to {
        let message = format!("policy {name} expired on {}", policy.valid_to.date());
        let fix = match facts.partner {
            Some(partner) => format!(
                "publish a new version, then: pmctl partner map-policy {} --policy {}/NAME --replace",
                partner.id, group.name
            ),
            None => "pmctl policy add".to_owned(),
        };
        found.add(POLICY_INACTIVE, message, fix);
    }
}

fn policy_state(policy: &Policy, group: &PolicyGroup, found: &mut Found) {
    let name = format!("{}/{}", group.name, policy.name);
    match policy.state {
        PolicyState::Draft => {
            let message = format!("policy {name} is a draft");
            let fix = format!("pmctl policy publish {}", policy.id);
            found.add(POLICY_INACTIVE, message, fix);
        }
        PolicyState::Published { active: false, .. } => {
            let message = format!("policy {name} is inactive");
            let fix = format!("pmctl policy activate {}", policy.id);
            found.bar(POLICY_INACTIVE, message, fix);
        }
        PolicyState::Published { active: true, .. } => {}
    }
    if !group.active {
        let message = format!("policy group {} is inactive", group.name);
        let fix = format!("pmctl policy-group activate {}", group.id);
        found.bar(POLICY_INACTIVE, message, fix);
    }
}

/// Rows 12b and 12c.
fn api_key(facts: &Facts<'_>, found: &mut Found) {
    let Some(key) = facts.api_key else { return };
    let id = &key.id;
    if let Some(revocation) = &key.revoked {
        let message = format!(
            "API key {id} was revoked on {}: {}",
            revocation.at.date(),
            revocation.reason
        );
        found.bar(DEACTIVATED, message, instead_of(facts, key));
    }
    api_key_window(facts, found);
}

/// Row 12c.
fn api_key_window(facts: &Facts<'_>, found: &mut Found) {
    let Some(key) = facts.api_key else { return };
    let id = &key.id;
    if facts.now < key.valid_from {
        let message = format!("API key {id} is valid from {}", key.valid_from);
        found.add(API_KEY_OUT_OF_TIME, message, wait_until(key.valid_from));
    } else if facts.now > key.valid_to {
        let message = format!("API key {id} expired on {}", key.valid_to.date());
        let fix = format!("pmctl api-key reissue {id}");
        found.add(API_KEY_OUT_OF_TIME, message, fix);
    }
}

/// A key that was retired for another is not to be restored: its successor is to be used.
fn instead_of(facts: &Facts<'_>, key: &ApiKey) -> String {
    if let Some(successor) = &key.replaced_by {
        return format!("pmctl api-key show {successor}");
    }
    if is_replaced(facts) {
        return format!("pmctl partner show {}", key.partner);
    }
    format!("pmctl api-key restore {}", key.id)
}

fn wait_until(moment: Moment) -> String {
    format!("wait until {moment}")
}

fn is_replaced(facts: &Facts<'_>) -> bool {
    facts
        .mapping
        .is_some_and(|mapping| matches!(mapping.state, MappingState::Replaced { .. }))
}

mod endpoint;
mod license;
mod request;
#[cfg(test)]
mod tests;
mod warnings;

pub use warnings::GOES_ON_REFUSING;

//! Drafts changed.

use super::{Grouped, Saved, checked, ending, find, save};
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::policy::diff::differences;
use crate::domain::policy::{IsPublished, Policy, PolicyGroup, PolicyRevision};
use crate::domain::text::{Description, Name, PolicyVersion};
use crate::domain::time::{Lifetime, Moment};
use crate::ops::outbox::unchanged;
use crate::ops::{Conflict, Ctx, OpError, access};
use crate::store::{Tx, policies};

/// What is to be changed of a draft; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct NewDraft {
    pub name: Option<Name>,
    pub version: Option<PolicyVersion>,
    pub description: Option<Description>,
    /// JSON as the user wrote it.
    pub document: Option<String>,
    /// Counted from the moment from which the policy is valid.
    pub validity: Option<Lifetime>,
}

/// Changes a draft; ID Authentication never hears of drafts. What asks for nothing new is `unchanged`.
pub fn update(ctx: &Ctx<'_>, policy: &str, new: &NewDraft) -> Result<Written<Grouped>, OpError> {
    access::system(ctx, Action::PolicyUpdate)?;
    let kind = find(&mut *ctx.store.read()?, policy)?.policy.kind;
    let (document, notes) = match &new.document {
        Some(text) => checked(kind, text).map(|(document, notes)| (Some(document), notes))?,
        None => (None, Vec::new()),
    };
    let mut tx = ctx.store.write()?;
    let found = find(&mut tx, policy)?;
    let revision = PolicyRevision {
        name: new.name.clone(),
        version: new.version.clone(),
        description: new.description.clone(),
        document,
        valid_to: valid_to(ctx, &found.policy, new.validity)?,
    };
    name_is_free(&mut tx, &found, new.name.as_ref())?;
    let Grouped { policy, group } = found;
    let published = Conflict::PolicyIsPublished {
        policy: policy.id.to_string(),
        group: group.id.to_string(),
        version: policy.version.to_string(),
    };
    let before = policy.clone();
    match policy.revise(revision).map_err(|IsPublished| published)? {
        Change::Unchanged(policy) => {
            drop(tx);
            let about = [policy.id.to_string()];
            unchanged(ctx, Grouped { policy, group }, &about)
        }
        Change::Changed(policy) => {
            policies::update(&mut tx, &policy)?;
            let saved = Saved {
                action: "policy.update",
                outcome: Outcome::Updated,
                reason: None,
                changed: Some(changed((&before, &policy), &group)?),
                notes,
            };
            save(ctx, tx, Grouped { policy, group }, saved)
        }
    }
}

fn changed((old, new): (&Policy, &Policy), group: &PolicyGroup) -> Result<String, OpError> {
    let found = differences((old, group), (new, group))?;
    let mut fields: Vec<&str> = found.iter().map(|one| one.field).collect();
    // Members of the document come together.
    fields.dedup();
    if fields.is_empty() {
        // The same members in another order.
        fields.push("document");
    }
    Ok(fields.join(", "))
}

/// An end that stays as it is may be past.
fn valid_to(
    ctx: &Ctx<'_>,
    policy: &Policy,
    validity: Option<Lifetime>,
) -> Result<Option<Moment>, OpError> {
    match validity {
        Some(validity) if policy.valid_from.plus(validity) != policy.valid_to => {
            ending(ctx, policy.valid_from, validity).map(Some)
        }
        _ => Ok(None),
    }
}

fn name_is_free(tx: &mut Tx<'_>, found: &Grouped, name: Option<&Name>) -> Result<(), OpError> {
    let Some(name) = name.filter(|name| **name != found.policy.name) else {
        return Ok(());
    };
    name.is_one_step()?;
    let same = policies::by_name(tx, &found.group.id, &name.key())?;
    match same.filter(|other| other.id != found.policy.id) {
        None => Ok(()),
        Some(other) => Err(Conflict::NameTaken {
            what: "policy",
            name: name.to_string(),
            id: other.id.to_string(),
        }
        .into()),
    }
}

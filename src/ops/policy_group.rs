//! Policy groups.

use super::access;
use super::outbox::{News, push, unchanged};
use super::{Conflict, Ctx, OpError};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Outcome, Written};
use crate::domain::id::PolicyGroupId;
use crate::domain::policy::PolicyGroup;
use crate::domain::text::{Description, Name};
use crate::store::{Conn, policy_groups};

#[derive(Debug, Clone)]
pub struct NewGroup {
    pub name: Name,
    /// Default: the name.
    pub description: Option<Description>,
}

/// The same name with the same description is `unchanged`; with another it is a conflict.
pub fn add(ctx: &Ctx<'_>, new: &NewGroup) -> Result<Written<PolicyGroup>, OpError> {
    access::system(ctx, Action::PolicyGroupAdd)?;
    let found = existing(&mut *ctx.store.read()?, new)?;
    if let Some(group) = found {
        return unchanged(ctx, group);
    }
    let mut tx = ctx.store.write()?;
    if let Some(group) = existing(&mut tx, new)? {
        drop(tx);
        return unchanged(ctx, group);
    }
    let now = ctx.now();
    let group = PolicyGroup {
        id: random::id(now).parse()?,
        name: new.name.clone(),
        description: description(new)?,
        active: true,
        created_at: now,
    };
    let mut news = News::default();
    policy_groups::insert(&mut tx, &group)?;
    let mut entry = ctx.audited("policy-group.add", group.id.as_str());
    entry.detail = Some(group.name.to_string());
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: group,
        outcome: Outcome::Created,
        delivery,
        notes: Vec::new(),
    })
}

fn description(new: &NewGroup) -> Result<Description, OpError> {
    match &new.description {
        Some(description) => Ok(description.clone()),
        None => Ok(new.name.as_str().parse()?),
    }
}

pub(super) fn existing(
    conn: &mut Conn<'_>,
    new: &NewGroup,
) -> Result<Option<PolicyGroup>, OpError> {
    let Some(group) = policy_groups::by_name(conn, &new.name.key())? else {
        return Ok(None);
    };
    if new
        .description
        .as_ref()
        .is_some_and(|text| *text != group.description)
    {
        return Err(Conflict::Differs {
            what: "policy group",
            name: group.name.to_string(),
            id: group.id.to_string(),
            differs: "description".to_owned(),
        }
        .into());
    }
    Ok(Some(group))
}

pub fn list(ctx: &Ctx<'_>) -> Result<Vec<PolicyGroup>, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    Ok(policy_groups::list(&mut *ctx.store.read()?)?)
}

/// By id or by name.
pub fn show(ctx: &Ctx<'_>, group: &str) -> Result<PolicyGroup, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    find(&mut *ctx.store.read()?, group)
}

pub(super) fn find(conn: &mut Conn<'_>, group: &str) -> Result<PolicyGroup, OpError> {
    if let Ok(id) = group.parse::<PolicyGroupId>()
        && let Some(found) = policy_groups::find(conn, &id)?
    {
        return Ok(found);
    }
    let found = policy_groups::by_name(conn, &crate::domain::text::name_key(group))?;
    found.ok_or_else(|| OpError::NotFound {
        what: "policy group",
        id: group.to_owned(),
    })
}

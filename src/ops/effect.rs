//! What is said about a block or a revocation besides that it was done.

use super::{Ctx, OpError, ida};
use crate::domain::api_key::ApiKey;
use crate::domain::change::{Outcome, Written};
use crate::domain::effect::{Effect, Told};
use crate::domain::id::{MispId, PartnerId};
use crate::domain::license::License;
use crate::domain::outbox::{MessageKind, Receiver};
use crate::domain::policy::{Policy, PolicyKind};
use crate::domain::status::Block;
use crate::domain::time::Moment;
use crate::store::{Conn, api_keys, licenses, outbox, partners, policies};

/// What was barred, with what that does.
#[derive(Debug, Clone)]
pub struct Barred<T> {
    pub entity: T,
    pub effect: Effect,
}

pub(super) fn barred<T>(done: Written<T>, effect: Effect) -> Written<Barred<T>> {
    Written {
        entity: Barred {
            entity: done.entity,
            effect,
        },
        outcome: done.outcome,
        delivery: done.delivery,
        notes: done.notes,
    }
}

/// Of a bar that was there already, and that an ida-admin has made its own.
pub(super) fn confirmed(first: Option<&Block>, outcome: Outcome) -> Option<String> {
    let first = first.filter(|_| outcome == Outcome::Updated)?;
    Some(format!(
        "the reason of {} stays: {}; from now on only an ida-admin gives it back",
        first.by, first.reason
    ))
}

/// When something was barred.
#[derive(Debug, Clone, Copy)]
pub(super) enum Since {
    /// By this command.
    Now,
    Then(Moment),
    /// Nobody wrote it down.
    Unknown,
}

impl Since {
    pub(super) fn of(outcome: Outcome, then: Option<Moment>) -> Self {
        match (outcome, then) {
            (Outcome::Unchanged, Some(then)) => Self::Then(then),
            (Outcome::Unchanged, None) => Self::Unknown,
            _ => Self::Now,
        }
    }
}

/// Whether the message that states the bar has left; asked after it was sent. Where the context named no ID
/// Authentication when it was set, there was none.
pub(super) fn told(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    messages: &[(MessageKind, &str)],
    since: Since,
) -> Result<Told, OpError> {
    if !ctx.rules.names(Receiver::Ida) {
        return Ok(Told::NotNamed);
    }
    for (kind, subject) in messages {
        if outbox::waits(conn, *kind, subject, ctx.now())? {
            return Ok(Told::Waiting);
        }
    }
    for (kind, subject) in messages {
        if outbox::said_again_at(conn, *kind, subject)?.is_some() {
            return Ok(Told::Unsettled);
        }
    }
    let missed = match (outbox::untold_at(conn)?, since) {
        (None, _) | (_, Since::Now) => false,
        (Some(untold), Since::Then(then)) => then <= untold,
        (Some(_), Since::Unknown) => true,
    };
    Ok(if missed {
        Told::Unknown
    } else {
        Told::Delivered
    })
}

/// Of the block of a MISP: its license is refused. A former license that has not ended may be cached as well.
pub(super) fn of_misp(ctx: &Ctx<'_>, id: &MispId, since: Since) -> Result<Effect, OpError> {
    let mut conn = ctx.store.read()?;
    let (now, all) = (ctx.now(), licenses::of_misp(&mut conn, id)?);
    let begun = all.iter().filter(|license| license.has_taken_over(now));
    let ends = begun.map(|license| license.valid_to);
    let told = told(
        ctx,
        &mut conn,
        &[(MessageKind::MispLicense, id.as_str())],
        since,
    )?;
    Ok(Effect::new(told, ends, now))
}

/// Of the revocation of one license. One that never took over was never told.
pub(super) fn of_license(
    ctx: &Ctx<'_>,
    license: &License,
    since: Since,
) -> Result<Effect, OpError> {
    let (misp, now) = (license.misp.as_str(), ctx.now());
    let begun = license.has_taken_over(now);
    let told = match begun {
        true => told(
            ctx,
            &mut *ctx.store.read()?,
            &[(MessageKind::MispLicense, misp)],
            since,
        )?,
        false => Told::NothingToTell,
    };
    let ends = begun.then_some(license.valid_to);
    Ok(Effect::new(told, ends, now))
}

/// Of the block of a partner. Its license does not bound it: ID Authentication takes another MISP's too.
pub(super) fn of_partner(ctx: &Ctx<'_>, id: &PartnerId, since: Since) -> Result<Effect, OpError> {
    let mut conn = ctx.store.read()?;
    if unknown(&mut conn, id)? {
        return Ok(Effect::new(Told::NothingToTell, [], ctx.now()));
    }
    let mut ends = Vec::new();
    for key in api_keys::of_partner(&mut conn, id)? {
        ends.push(end(&mut conn, &key)?);
    }
    let told = told(
        ctx,
        &mut conn,
        &[(MessageKind::Partner, id.as_str())],
        since,
    )?;
    Ok(Effect::new(told, ends, ctx.now()))
}

/// Of the revocation of one API key.
pub(super) fn of_api_key(ctx: &Ctx<'_>, key: &ApiKey, outcome: Outcome) -> Result<Effect, OpError> {
    let mut conn = ctx.store.read()?;
    if unknown(&mut conn, &key.partner)? {
        return Ok(Effect::new(Told::NothingToTell, [], ctx.now()));
    }
    let id = key.id.as_str();
    let messages = [(MessageKind::ApiKey, id), (MessageKind::ApiKeyApproved, id)];
    let since = Since::of(outcome, key.revoked.as_ref().map(|bar| bar.at));
    let told = told(ctx, &mut conn, &messages, since)?;
    let end = end(&mut conn, key)?;
    Ok(Effect::new(told, [end], ctx.now()))
}

/// Of policies out of force, one or those of a group.
pub(super) fn of_policies(
    ctx: &Ctx<'_>,
    policies: &[Policy],
    outcome: Outcome,
) -> Result<Effect, OpError> {
    let heeded = policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::Misp);
    let heeded: Vec<&Policy> = heeded.collect();
    if heeded.is_empty() {
        let told = match policies.is_empty() {
            true => Told::NothingToTell,
            false => Told::Unheeded,
        };
        return Ok(Effect::new(told, [], ctx.now()));
    }
    let messages: Vec<_> = heeded
        .iter()
        .map(|policy| (MessageKind::Policy, policy.id.as_str()))
        .collect();
    let since = Since::of(outcome, None);
    let told = told(ctx, &mut *ctx.store.read()?, &messages, since)?;
    let ends = heeded.iter().map(|policy| policy.valid_to);
    Ok(Effect::new(told, ends, ctx.now()))
}

/// Whether ID Authentication can have accepted nothing of this partner: without a certificate it is told of no key.
fn unknown(conn: &mut Conn<'_>, id: &PartnerId) -> Result<bool, OpError> {
    let partner = partners::get(conn, id)?;
    Ok(ida::certificate_for(conn, &partner)?.is_none())
}

/// A key is of use no longer than its policy.
fn end(conn: &mut Conn<'_>, key: &ApiKey) -> Result<Moment, OpError> {
    let policy = policies::get(conn, &key.policy)?;
    Ok(key.valid_to.min(policy.valid_to))
}

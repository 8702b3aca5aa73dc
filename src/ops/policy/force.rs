//! Published policies taken out of force and put back.

use super::{Grouped, Saved, find, save};
use crate::domain::access::Action;
use crate::domain::change::{Change, Outcome, Written};
use crate::domain::policy::{IsDraft, Unusable};
use crate::domain::text::Reason;
use crate::ida::check::GOES_ON_REFUSING;
use crate::ops::effect::{self, Barred};
use crate::ops::outbox::unchanged;
use crate::ops::{Conflict, Ctx, OpError, access};
use crate::store::{mappings, policies};

/// A policy with the number of partners that are mapped to it.
#[derive(Debug, Clone)]
pub struct Served {
    pub found: Grouped,
    pub partners: i64,
}

/// Whom a deactivation concerns, for a question before it.
pub fn served(ctx: &Ctx<'_>, policy: &str) -> Result<Served, OpError> {
    access::system(ctx, Action::PolicyDeactivate)?;
    let mut conn = ctx.store.read()?;
    let found = find(&mut conn, policy)?;
    let partners = mappings::count_with(&mut conn, &found.policy.id)?;
    Ok(Served { found, partners })
}

/// Takes a published policy out of force, here and at ID Authentication.
///
/// The partners that are mapped to it stay mapped and are not accepted until it is activated. MOSIP refuses this while
/// anybody is mapped (PMS_POL_063); here it is how a policy that went wrong is stopped at once.
pub fn deactivate(
    ctx: &Ctx<'_>,
    policy: &str,
    reason: &Reason,
) -> Result<Written<Barred<Grouped>>, OpError> {
    access::system(ctx, Action::PolicyDeactivate)?;
    let done = turn(ctx, policy, Turn::Off, Some(reason))?;
    let effect = effect::of_policies(ctx, std::slice::from_ref(&done.entity.policy), done.outcome)?;
    Ok(effect::barred(done, effect))
}

/// Puts it back in force for whoever is mapped to it.
pub fn activate(
    ctx: &Ctx<'_>,
    policy: &str,
    reason: Option<&Reason>,
) -> Result<Written<Grouped>, OpError> {
    access::system(ctx, Action::PolicyActivate)?;
    turn(ctx, policy, Turn::On, reason)
}

/// Out of force, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Turn {
    Off,
    On,
}

fn turn(
    ctx: &Ctx<'_>,
    policy: &str,
    turn: Turn,
    reason: Option<&Reason>,
) -> Result<Written<Grouped>, OpError> {
    let mut tx = ctx.store.write()?;
    let Grouped { policy, group } = find(&mut tx, policy)?;
    let id = policy.id.to_string();
    let (action, turned) = match turn {
        Turn::Off => ("policy.deactivate", policy.deactivate()),
        Turn::On => ("policy.activate", policy.activate()),
    };
    match turned.map_err(|IsDraft| Conflict::PolicyIsDraft { policy: id })? {
        Change::Unchanged(policy) => {
            drop(tx);
            let about = [policy.id.to_string()];
            unchanged(ctx, Grouped { policy, group }, &about)
        }
        Change::Changed(policy) => {
            policies::update(&mut tx, &policy)?;
            let found = Grouped { policy, group };
            let saved = Saved {
                action,
                outcome: Outcome::Updated,
                reason: reason.map(Reason::to_string),
                changed: None,
                notes: notes(
                    ctx,
                    turn,
                    &found,
                    mappings::count_with(&mut tx, &found.policy.id)?,
                ),
            };
            save(ctx, tx, found, saved)
        }
    }
}

fn notes(ctx: &Ctx<'_>, turn: Turn, found: &Grouped, partners: i64) -> Vec<String> {
    let Grouped { policy, group } = found;
    let mapped = mapped(partners);
    match (turn, policy.usable(group, ctx.now())) {
        (Turn::On, Err(why @ (Unusable::Expired(_) | Unusable::NotYet(_)))) => vec![
            format!("{mapped} to it"),
            format!("nobody is accepted with it (IDA-MPA-019): {why}"),
        ],
        _ if partners == 0 => vec![format!("{mapped} to it")],
        (Turn::Off, _) => vec![format!(
            "{mapped} to it: not accepted (IDA-MPA-019) until pmctl policy activate {}",
            policy.id
        )],
        (Turn::On, Ok(())) => vec![format!("{mapped} to it"), back_at_ida(ctx)],
        (Turn::On, Err(_)) => vec![format!(
            "{mapped} to it: not accepted (IDA-MPA-019) while its group {} is inactive: pmctl policy-group activate {}",
            group.name, group.id
        )],
    }
}

/// `2 partners are mapped`.
pub fn mapped(partners: i64) -> String {
    match partners {
        0 => "no partner is mapped".to_owned(),
        1 => "1 partner is mapped".to_owned(),
        many => format!("{many} partners are mapped"),
    }
}

/// What holds at ID Authentication of something that is in force again.
pub(in crate::ops) fn back_at_ida(ctx: &Ctx<'_>) -> String {
    match ctx.rules.ida {
        None => {
            "it holds here; the context names no ID Authentication that could be told".to_owned()
        }
        Some(_) => format!("it holds here at once; {GOES_ON_REFUSING}"),
    }
}

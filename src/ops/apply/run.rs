//! Carries a plan out: what all partners need first, then the partners side by side.

use super::partners;
use super::plan::{Plan, Planned, Step, new_group, new_policy, plan};
use super::{Applied, Row};
use crate::domain::change::{Outcome, Written};
use crate::domain::id::MispId;
use crate::domain::policy::PolicyState;
use crate::manifest::{CaSource, Manifest};
use crate::ops::misp::{Licensed, NewMisp, PolicyChange, Revision};
use crate::ops::outbox::{mark, push_rows};
use crate::ops::{Ctx, OpError, Sending, ca, files, license, misp, policy, policy_group};
use crate::store::misps;

/// Brings everything to what the file says. What is so already is left alone; what is done stays done when a later row
/// fails, and running again finishes the rest.
///
/// Messages leave once, at the end.
pub fn apply(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Applied, OpError> {
    let quiet = Ctx {
        sending: Sending::AtTheEnd,
        ..*ctx
    };
    let mark = mark(ctx)?;
    let rows = carry_out(&quiet, manifest, plan(ctx, manifest)?)?;
    let delivery = push_rows(ctx, mark)?;
    let stopped = rows.iter().all(|row| row.kind.is_shared());
    // After the messages have left: a verdict says what has not been told yet.
    let verdicts = match stopped && !manifest.partners.is_empty() {
        true => Vec::new(),
        false => partners::verdicts(ctx, manifest)?,
    };
    Ok(Applied {
        rows,
        verdicts,
        delivery,
    })
}

/// Rows behind a failed one that they need are not tried.
fn carry_out(ctx: &Ctx<'_>, manifest: &Manifest, plan: Plan) -> Result<Vec<Row>, OpError> {
    let (heads, tails) = split(plan);
    let mut rows = Vec::new();
    for planned in heads {
        let row = head(ctx, manifest, planned);
        let failed = row.outcome == Outcome::Failed;
        rows.push(row);
        if failed {
            return Ok(rows);
        }
    }
    let misp = misp_id(ctx, manifest)?;
    rows.extend(partners::all(ctx, manifest, &misp, tails)?);
    Ok(rows)
}

/// Rows that all partners share, and the rows of each partner together.
fn split(plan: Plan) -> (Vec<Planned>, Vec<Vec<Planned>>) {
    let mut heads = Vec::new();
    let mut tails: Vec<Vec<Planned>> = Vec::new();
    for row in plan.rows {
        match row.step {
            Step::Partner(_) => tails.push(vec![row]),
            Step::Mapping(_) | Step::ApiKey(_) | Step::Certificate(_) | Step::Key(_) => {
                if let Some(last) = tails.last_mut() {
                    last.push(row);
                }
            }
            _ => heads.push(row),
        }
    }
    (heads, tails)
}

fn misp_id(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<MispId, OpError> {
    let name = &manifest.misp.name;
    let found = misps::by_name(&mut *ctx.store.read()?, &name.key())?;
    let absent = || OpError::NotFound {
        what: "MISP",
        id: name.to_string(),
    };
    Ok(found.ok_or_else(absent)?.id)
}

fn head(ctx: &Ctx<'_>, manifest: &Manifest, planned: Planned) -> Row {
    if planned.outcome == Outcome::Unchanged {
        return done(planned, None, Outcome::Unchanged, Vec::new());
    }
    let result = step(ctx, manifest, &planned);
    ctx.faults.pass();
    match result {
        Ok(stepped) => done(planned, stepped.id, stepped.outcome, stepped.notes),
        Err(error) => failed(planned, error),
    }
}

/// What a row came to.
pub(super) struct Stepped {
    pub(super) id: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) notes: Vec<String>,
}

impl Stepped {
    pub(super) fn of<T>(written: Written<T>, id: impl FnOnce(&T) -> String) -> Self {
        Self {
            id: Some(id(&written.entity)),
            outcome: written.outcome,
            notes: written.notes,
        }
    }

    /// Only a file was written.
    pub(super) fn filed(id: String, outcome: Outcome) -> Self {
        Self {
            id: Some(id),
            outcome,
            notes: Vec::new(),
        }
    }
}

pub(super) fn done(
    planned: Planned,
    id: Option<String>,
    outcome: Outcome,
    notes: Vec<String>,
) -> Row {
    let id = id.or(planned.id);
    Row {
        kind: planned.kind,
        name: planned.name,
        id,
        outcome,
        notes,
        error: None,
    }
}

pub(super) fn failed(planned: Planned, error: OpError) -> Row {
    Row {
        kind: planned.kind,
        name: planned.name,
        id: planned.id,
        outcome: Outcome::Failed,
        notes: vec![error.to_string()],
        error: Some(error),
    }
}

fn step(ctx: &Ctx<'_>, manifest: &Manifest, planned: &Planned) -> Result<Stepped, OpError> {
    match planned.step {
        Step::Misp => misp_step(ctx, manifest),
        Step::License => license_step(ctx, manifest, planned.outcome),
        Step::Ca(place, domain) => {
            let bytes = match &manifest.cas[place].source {
                CaSource::File(file) => file.bytes.clone(),
                CaSource::Dev => ctx.kernel.get()?.dev_ca()?.into_bytes(),
            };
            let written = ca::upload(ctx, &bytes, &[domain])?;
            let last = written.into_iter().next_back();
            let absent = || OpError::NotFound {
                what: "certificate in",
                id: domain.to_string(),
            };
            Ok(Stepped::of(last.ok_or_else(absent)?, |ca| {
                ca.id.to_string()
            }))
        }
        Step::Group(place) => {
            let written = policy_group::add(ctx, &new_group(&manifest.groups[place]))?;
            Ok(Stepped::of(written, |group| group.id.to_string()))
        }
        Step::Policy(place) => policy_step(ctx, manifest, place),
        Step::MispPolicy => misp_policy_step(ctx, manifest),
        _ => Err(OpError::NotFound {
            what: "step",
            id: "of a partner".to_owned(),
        }),
    }
}

fn misp_step(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Stepped, OpError> {
    let spec = &manifest.misp;
    let found = misps::by_name(&mut *ctx.store.read()?, &spec.name.key())?;
    let written = match found {
        Some(found) => {
            let contact = &spec.contact;
            let revision = Revision {
                name: Some(spec.name.clone()),
                contact: Some(contact.name.clone()),
                phone: Some(contact.phone.clone()),
                email: Some(contact.email.clone()),
                address: contact.address.clone(),
                user: contact.user.clone(),
            };
            misp::update(ctx, &found.id, &revision, &PolicyChange::Keep)?
        }
        None => misp::register(
            ctx,
            &NewMisp {
                name: spec.name.clone(),
                contact: spec.contact.clone(),
                id: None,
                license_validity: spec.license.as_ref().and_then(|license| license.validity),
                policy: None,
            },
        )?,
    };
    Ok(Stepped::of(written, |licensed: &Licensed| {
        licensed.misp.id.to_string()
    }))
}

/// The MISP is registered before its policy can be there: the policy's file comes with this one.
fn misp_policy_step(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Stepped, OpError> {
    let id = misp_id(ctx, manifest)?;
    let change = match &manifest.misp.policy {
        Some(path) => PolicyChange::Take(path.to_string()),
        None => PolicyChange::Keep,
    };
    let written = misp::update(ctx, &id, &Revision::default(), &change)?;
    Ok(Stepped {
        id: written.entity.policy.map(|held| held.policy.id.to_string()),
        outcome: written.outcome,
        notes: written.notes,
    })
}

/// The license came with the MISP; what is left is to hand its key over.
fn license_step(ctx: &Ctx<'_>, manifest: &Manifest, planned: Outcome) -> Result<Stepped, OpError> {
    let id = misp_id(ctx, manifest)?;
    let held = misp::show(ctx, &id)?;
    let absent = || OpError::NotFound {
        what: "license of MISP",
        id: id.to_string(),
    };
    let license = held.license.ok_or_else(absent)?;
    let to = manifest
        .misp
        .license
        .as_ref()
        .and_then(|license| license.to.as_ref());
    let mut stepped = Stepped::filed(license.id.to_string(), planned);
    if let Some(to) = to {
        let license = license::reveal(ctx, &license.id)?.license;
        files::write_secret(&to.path, &license.key)?;
        if license.revoked.is_some() {
            let id = license.id;
            let note = format!("license {id} is revoked: pmctl license restore {id}");
            stepped.notes.push(note);
        }
    }
    Ok(stepped)
}

fn policy_step(ctx: &Ctx<'_>, manifest: &Manifest, place: usize) -> Result<Stepped, OpError> {
    let spec = &manifest.policies[place];
    let added = policy::add(ctx, &new_policy(spec))?;
    let mut stepped = Stepped {
        id: Some(added.entity.policy.id.to_string()),
        outcome: added.outcome,
        notes: added.notes,
    };
    if spec.publish && added.entity.policy.state == PolicyState::Draft {
        let published = policy::publish(ctx, added.entity.policy.id.as_str())?;
        if stepped.outcome == Outcome::Unchanged {
            stepped.outcome = published.outcome;
        }
    }
    Ok(stepped)
}

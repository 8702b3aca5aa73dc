//! What the file asks for, held against what is there. Reads only; asks no Kernel.

mod partner;
mod preflight;
mod shared;

pub(super) use shared::{new_group, new_policy};

use super::RowKind;
use crate::domain::access::{Action, Denied, Target, decide};
use crate::domain::cert::TrustDomain;
use crate::domain::change::Outcome;
use crate::domain::misp::Misp;
use crate::manifest::Manifest;
use crate::ops::{Ctx, OpError, access};
use crate::store::{Reading, misps};

/// Which part of the file a row carries out. Numbers are places in the file's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Misp,
    License,
    Ca(usize, TrustDomain),
    Group(usize),
    Policy(usize),
    MispPolicy,
    Partner(usize),
    Mapping(usize),
    ApiKey(usize),
    Certificate(usize),
    Key(usize),
}

/// A row before anything is done: `Created`, `Updated`, `Unchanged`, or `Waiting` for another's approval.
#[derive(Debug, Clone)]
pub struct Planned {
    pub kind: RowKind,
    pub name: String,
    pub id: Option<String>,
    pub outcome: Outcome,
    pub(super) step: Step,
}

#[derive(Debug)]
pub struct Plan {
    pub rows: Vec<Planned>,
}

impl Plan {
    pub fn changes(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.outcome != Outcome::Unchanged)
            .count()
    }
}

/// All rows in the order in which they are carried out.
///
/// Certificates and keys that the Kernel would refuse, state that forbids a row, and rows beyond the actor's rights
/// are found here, all of one sort at once, before anything is changed. A row beyond the actor's rights is `Unchanged` if
/// it is so already, and `Waiting` if it is a mapping to approve.
///
/// A MISP that the actor may not see is none: the file then asks to register it, whether it is there or not, and nothing
/// of the rest is looked at where that is forbidden.
pub fn plan(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Plan, OpError> {
    let mut conn = ctx.store.read()?;
    let found = misps::by_name(&mut conn, &manifest.misp.name.key())?;
    let sees = |misp: &Misp| decide(ctx.actor, Action::MispRead, access::of_misp(misp)).is_ok();
    let mut planner = Planner {
        ctx,
        misp: found.filter(sees),
        conn,
        manifest,
        rows: Vec::new(),
        forbidden: Vec::new(),
    };
    planner.misp()?;
    if planner.misp.is_none() && !planner.forbidden.is_empty() {
        return Err(refused(planner.forbidden));
    }
    let mut findings = preflight::drafts(&mut planner.conn, manifest)?;
    findings.extend(preflight::refused_files(ctx, &mut planner.conn, manifest)?);
    if !findings.is_empty() {
        return Err(OpError::Findings(findings));
    }
    planner.shared()?;
    for (place, spec) in manifest.partners.iter().enumerate() {
        planner.partner(place, spec)?;
    }
    if !planner.forbidden.is_empty() {
        return Err(refused(planner.forbidden));
    }
    Ok(Plan { rows: planner.rows })
}

/// A row that may not be run, and why.
type Forbidden = (String, Denied);

/// All rows at once; where nothing but a block stands in the way, the block.
fn refused(rows: Vec<Forbidden>) -> OpError {
    let barred = |(_, denied): &Forbidden| {
        matches!(
            denied,
            Denied::MispBlocked { .. } | Denied::PartnerBlocked { .. }
        )
    };
    if rows.iter().all(barred)
        && let Some((_, denied)) = rows.first()
    {
        return denied.clone().into();
    }
    let line = |(what, denied): Forbidden| match denied {
        Denied::Hidden => format!("{what}: belongs to somebody else"),
        denied => format!("{what}: {denied}"),
    };
    OpError::RowsForbidden(rows.into_iter().map(line).collect())
}

pub(super) struct Planner<'a> {
    ctx: &'a Ctx<'a>,
    conn: Reading<'a>,
    manifest: &'a Manifest,
    misp: Option<Misp>,
    rows: Vec<Planned>,
    forbidden: Vec<Forbidden>,
}

impl Planner<'_> {
    fn row(&mut self, step: Step, kind: RowKind, name: &str, found: (Option<String>, Outcome)) {
        let (id, outcome) = found;
        self.rows.push(Planned {
            kind,
            name: name.to_owned(),
            id,
            outcome,
            step,
        });
    }

    /// Notes a changing row that the actor may not carry out.
    fn rights(&mut self, action: Action, target: Target<'_>, what: &str) -> bool {
        match decide(self.ctx.actor, action, target) {
            Ok(()) => true,
            Err(denied) => {
                self.forbidden.push((what.to_owned(), denied));
                false
            }
        }
    }

    /// Aimed at the MISP of the file, where it exists.
    fn rights_at_misp(&mut self, action: Action, what: &str) {
        match self.misp.clone() {
            Some(misp) => {
                let target = Target::Misp {
                    id: &misp.id,
                    status: &misp.status,
                };
                self.rights(action, target, what)
            }
            None => self.rights(action, Target::System, what),
        };
    }
}

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
use crate::ops::{Ctx, OpError};
use crate::store::{Reading, misps};

/// Which part of the file a row carries out. Numbers are places in the file's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Misp,
    License,
    Ca(usize, TrustDomain),
    Group(usize),
    Policy(usize),
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
/// are found here, all of one sort at once, before anything is changed.
pub fn plan(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Plan, OpError> {
    let mut conn = ctx.store.read()?;
    let findings = preflight::refused_files(ctx, &mut conn, manifest)?;
    if !findings.is_empty() {
        return Err(OpError::Findings(findings));
    }
    let mut planner = Planner {
        ctx,
        misp: misps::by_name(&mut conn, &manifest.misp.name.key())?,
        conn,
        manifest,
        rows: Vec::new(),
        forbidden: Vec::new(),
    };
    planner.shared()?;
    for (place, spec) in manifest.partners.iter().enumerate() {
        planner.partner(place, spec)?;
    }
    if !planner.forbidden.is_empty() {
        return Err(OpError::RowsForbidden(planner.forbidden));
    }
    Ok(Plan { rows: planner.rows })
}

pub(super) struct Planner<'a> {
    ctx: &'a Ctx<'a>,
    conn: Reading<'a>,
    manifest: &'a Manifest,
    misp: Option<Misp>,
    rows: Vec<Planned>,
    forbidden: Vec<String>,
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
                let why = match denied {
                    Denied::Hidden => "belongs to somebody else".to_owned(),
                    denied => denied.to_string(),
                };
                self.forbidden.push(format!("{what}: {why}"));
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

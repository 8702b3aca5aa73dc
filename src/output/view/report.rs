//! `pmctl.expiring/1` and `pmctl.inventory/1`.

use super::{View, when};
use crate::domain::time::{Lifetime, Moment};
use crate::output::cell::{Field, Hold};
use serde::Serialize;

/// Something in force that ends soon, or has ended.
#[derive(Debug, Serialize)]
pub struct ExpiringView {
    pub kind: &'static str,
    pub id: String,
    /// Whose it is: a MISP, a partner, a policy group, a domain.
    pub of: String,
    pub name: String,
    pub ends: String,
    /// `expiring` or `expired`.
    pub status: &'static str,
    /// Whole days until then; negative when it is past.
    pub days_left: i64,
    #[serde(skip)]
    pub(in crate::output) moment: Moment,
    #[serde(skip)]
    shown: String,
}

/// What ends, as the report found it.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'a> {
    pub kind: &'static str,
    pub id: &'a str,
    pub of: &'a str,
    pub name: &'a str,
    pub ends: Moment,
    pub expired: bool,
}

impl ExpiringView {
    pub fn new(ending: Ending<'_>, now: Moment) -> Self {
        let left = ending.ends.micros().saturating_sub(now.micros());
        let day = Lifetime::from_days(1).micros();
        Self {
            kind: ending.kind,
            id: ending.id.to_owned(),
            of: ending.of.to_owned(),
            name: ending.name.to_owned(),
            ends: ending.ends.to_string(),
            status: if ending.expired {
                "expired"
            } else {
                "expiring"
            },
            days_left: left.div_euclid(day),
            moment: ending.ends,
            shown: when(ending.ends),
        }
    }
}

impl View for ExpiringView {
    const NOUN: &'static str = "expiring";
    const COLUMNS: &'static [&'static str] =
        &["kind", "of", "name", "ends", "days_left", "status", "id"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id).hold(Hold::Firm),
            Field::new("kind", self.kind),
            self.whose(),
            Field::new("name", &self.name).hold(Hold::Spare),
            Field::word("status", self.status),
            Field::new("days_left", self.days_left.to_string()).hold(Hold::Whole),
            Field::new("ends", &self.shown).day(),
        ]
    }
}

impl ExpiringView {
    /// A policy's group is a long id that says little beside the policy's own: a table has better use for the room.
    fn whose(&self) -> Field {
        let of = Field::new("of", &self.of).hold(Hold::Firm);
        match self.kind {
            "policy" => of.brief(""),
            _ => of,
        }
    }
}

/// So many of one kind in one state.
#[derive(Debug, Serialize)]
pub struct InventoryView {
    pub kind: &'static str,
    pub state: &'static str,
    pub count: i64,
}

impl View for InventoryView {
    const NOUN: &'static str = "inventory";
    const COLUMNS: &'static [&'static str] = &["kind", "state", "count"];

    fn id(&self) -> String {
        format!("{} {}", self.kind, self.state)
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("kind", self.kind),
            Field::word("state", self.state),
            Field::new("count", self.count.to_string()),
        ]
    }
}

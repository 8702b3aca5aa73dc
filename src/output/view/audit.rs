//! `pmctl.audit/1` and `pmctl.audit-chain/1`.

use super::{View, when};
use crate::domain::audit::{Chain, Entry};
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct AuditView {
    pub sequence: i64,
    pub at: String,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub reason: Option<String>,
    pub detail: Option<String>,
    /// SHA-256 over the entry and the hash before it, in hex.
    pub hash: String,
    #[serde(skip)]
    shown: String,
}

impl From<&Entry> for AuditView {
    fn from(entry: &Entry) -> Self {
        Self {
            sequence: entry.sequence,
            at: entry.at.to_string(),
            actor: entry.actor.clone(),
            action: entry.action.clone(),
            subject: entry.subject.clone(),
            reason: entry.reason.clone(),
            detail: entry.detail.clone(),
            hash: entry
                .hash
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            shown: when(entry.at),
        }
    }
}

impl View for AuditView {
    const NOUN: &'static str = "audit";
    const COLUMNS: &'static [&'static str] = &[
        "sequence", "at", "actor", "action", "subject", "reason", "detail",
    ];
    const HEADED: bool = true;

    fn id(&self) -> String {
        self.sequence.to_string()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("sequence", self.sequence.to_string()),
            Field::new("at", &self.shown).hold(Hold::Firm),
            Field::new("actor", &self.actor).hold(Hold::Firm),
            Field::new("action", &self.action).hold(Hold::Firm),
            Field::new("subject", &self.subject).hold(Hold::Firm),
            Field::optional("reason", self.reason.as_ref()),
            Field::optional("detail", self.detail.as_ref()),
            Field::new("hash", &self.hash),
        ]
    }
}

/// What a walk along the chain found.
#[derive(Debug, Serialize)]
pub struct ChainView {
    /// `whole` or `broken`.
    pub status: &'static str,
    /// How many entries hold.
    pub entries: Option<i64>,
    /// The first entry that does not.
    pub broken_at: Option<i64>,
}

impl From<&Chain> for ChainView {
    fn from(chain: &Chain) -> Self {
        match chain {
            Chain::Whole { entries } => Self {
                status: "whole",
                entries: Some(*entries),
                broken_at: None,
            },
            Chain::Broken { at } => Self {
                status: "broken",
                entries: None,
                broken_at: Some(*at),
            },
        }
    }
}

impl View for ChainView {
    const NOUN: &'static str = "audit-chain";
    const COLUMNS: &'static [&'static str] = &["status", "entries", "broken_at"];

    fn id(&self) -> String {
        self.status.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        let number = |value: Option<i64>| value.map(|value| value.to_string());
        vec![
            Field::word("status", self.status),
            Field::optional("entries", number(self.entries)),
            Field::optional("broken_at", number(self.broken_at)),
        ]
    }
}

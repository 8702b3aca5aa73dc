//! What a write gives back: the entity, what was done to it, and what still waits.

use super::View;
use super::error::ErrorView;
use crate::domain::change::{Delivery, Outcome};
use crate::output::cell::Field;
use serde::Serialize;

/// An entity with its outcome, in one JSON object.
#[derive(Debug, Serialize)]
pub struct WrittenView<V> {
    #[serde(flatten)]
    pub entity: V,
    pub outcome: &'static str,
    /// Messages of this command that did not reach their receiver yet.
    pub undelivered: usize,
    pub notes: Vec<String>,
}

impl<V> WrittenView<V> {
    pub fn new(entity: V, outcome: Outcome, delivery: Delivery, notes: &[String]) -> Self {
        Self {
            entity,
            outcome: outcome.word(),
            undelivered: match delivery {
                Delivery::Done | Delivery::Again(_) => 0,
                Delivery::Waiting(count) => count,
            },
            notes: notes.to_vec(),
        }
    }
}

impl<V: View> View for WrittenView<V> {
    const NOUN: &'static str = V::NOUN;
    const COLUMNS: &'static [&'static str] = V::COLUMNS;
    const HAS_OUTCOME: bool = true;

    fn id(&self) -> String {
        self.entity.id()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = self.entity.fields();
        fields.push(Field::word("outcome", self.outcome));
        fields
    }
}

/// One row of a bulk.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum RowView<V> {
    Done(Box<WrittenView<V>>),
    Failed(Box<FailedRow>),
}

#[derive(Debug, Serialize)]
pub struct FailedRow {
    pub id: String,
    pub outcome: &'static str,
    pub error: ErrorView,
    /// Name of the field that holds the id.
    #[serde(skip)]
    pub key: &'static str,
}

impl<V: View> RowView<V> {
    pub fn failed(id: String, error: ErrorView) -> Self {
        Self::Failed(Box::new(FailedRow {
            id,
            outcome: Outcome::Failed.word(),
            error,
            key: V::COLUMNS.first().copied().unwrap_or("id"),
        }))
    }
}

impl<V: View> View for RowView<V> {
    const NOUN: &'static str = V::NOUN;
    const COLUMNS: &'static [&'static str] = V::COLUMNS;
    const HAS_OUTCOME: bool = true;

    fn id(&self) -> String {
        match self {
            Self::Done(written) => written.id(),
            Self::Failed(row) => row.id.clone(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        match self {
            Self::Done(written) => written.fields(),
            Self::Failed(row) => vec![
                Field::new(row.key, &row.id),
                Field::word("outcome", row.outcome),
            ],
        }
    }
}

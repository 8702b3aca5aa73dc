//! A row, read from left to right.

use super::StoreError;
use crate::crypto::seal::{Place, SealKey};
use crate::domain::invalid::Invalid;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use std::str::FromStr;

#[derive(Debug)]
pub(super) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// Each getter takes the next cell.
pub(super) struct Row<'s> {
    cells: std::vec::IntoIter<Cell>,
    seal: &'s SealKey,
}

impl<'s> Row<'s> {
    pub(super) fn new(cells: Vec<Cell>, seal: &'s SealKey) -> Self {
        Self {
            cells: cells.into_iter(),
            seal,
        }
    }

    /// What the row is called: its first cell.
    pub(super) fn label(&self) -> String {
        match self.cells.as_slice().first() {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Int(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn opt_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.cells.next() {
            Some(Cell::Int(value)) => Ok(Some(value)),
            Some(Cell::Null) => Ok(None),
            _ => Err(StoreError::corrupt("a number is missing")),
        }
    }

    pub(super) fn int(&mut self) -> Result<i64, StoreError> {
        self.opt_int()?
            .ok_or_else(|| StoreError::corrupt("a number is missing"))
    }

    pub(super) fn flag(&mut self) -> Result<bool, StoreError> {
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(StoreError::corrupt("a flag is neither 0 nor 1")),
        }
    }

    pub(super) fn opt_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.cells.next() {
            Some(Cell::Text(value)) => Ok(Some(value)),
            Some(Cell::Null) => Ok(None),
            _ => Err(StoreError::corrupt("a text is missing")),
        }
    }

    pub(super) fn text(&mut self) -> Result<String, StoreError> {
        self.opt_text()?
            .ok_or_else(|| StoreError::corrupt("a text is missing"))
    }

    pub(super) fn blob(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.cells.next() {
            Some(Cell::Blob(value)) => Ok(value),
            _ => Err(StoreError::corrupt("bytes are missing")),
        }
    }

    pub(super) fn value<T: FromStr<Err = Invalid>>(&mut self) -> Result<T, StoreError> {
        Ok(self.text()?.parse()?)
    }

    pub(super) fn opt_value<T: FromStr<Err = Invalid>>(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.opt_text()?.map(|text| text.parse()).transpose()?)
    }

    pub(super) fn moment(&mut self) -> Result<Moment, StoreError> {
        self.int().map(Moment::from_micros)
    }

    pub(super) fn opt_moment(&mut self) -> Result<Option<Moment>, StoreError> {
        Ok(self.opt_int()?.map(Moment::from_micros))
    }

    pub(super) fn sealed(&mut self, place: Place<'_>) -> Result<Secret, StoreError> {
        let sealed = self.blob()?;
        Ok(self.seal.open(place, &sealed)?)
    }
}

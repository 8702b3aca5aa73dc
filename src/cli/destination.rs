//! Where a secret goes.

use crate::ops::{OpError, files};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// `-` is standard output, as with every other file that is written: there it stands in clear within the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    Shown,
    File(PathBuf),
}

impl Destination {
    pub fn is_shown(&self) -> bool {
        matches!(self, Self::Shown)
    }

    /// Refuses, before a key is issued or revealed, what cannot take it.
    pub fn ready(destination: Option<&Self>) -> Result<(), OpError> {
        match destination.and_then(Self::file) {
            Some(path) => files::ready_for_secret(path),
            None => Ok(()),
        }
    }

    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Shown => None,
            Self::File(path) => Some(path),
        }
    }
}

impl From<OsString> for Destination {
    fn from(text: OsString) -> Self {
        match text == "-" {
            true => Self::Shown,
            false => Self::File(text.into()),
        }
    }
}

//! The onboarding file, read whole before anything is opened.

use super::App;
use crate::error::Failure;
use crate::manifest::{self, Loaded};
use std::path::Path;

impl App {
    /// Reads the file and all that it names; every finding is told at once, warnings on stderr.
    pub fn load_onboarding(&self, file: &Path) -> Result<Loaded, Failure> {
        let loaded = manifest::load(file)?;
        for warning in &loaded.warnings {
            self.printer.warn(&warning.to_string());
        }
        Ok(loaded)
    }
}

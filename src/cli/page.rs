//! The flags of long lists.

use crate::app::{App, Page};
use clap::Args;

#[derive(Debug, Args)]
pub struct PageArgs {
    /// Begin behind this one, as the row before was named
    #[arg(long, value_name = "KEY")]
    after: Option<String>,
    /// Rows at most
    #[arg(long, value_name = "NUMBER", default_value_t = 1000)]
    limit: usize,
}

impl PageArgs {
    pub fn page(&self) -> Page {
        Page {
            after: self.after.clone(),
            limit: self.limit,
        }
    }

    /// Says that more may follow, and how to get it.
    pub fn note_more(&self, app: &App, rows: usize, last: Option<&str>) {
        if let Some(last) = last.filter(|_| rows == self.limit) {
            app.printer
                .note(&format!("more may follow: --after '{last}'"));
        }
    }
}

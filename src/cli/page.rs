//! The flags of long lists.

use crate::app::{App, Page};
use crate::error::{Exit, Failure};
use crate::ops::OpError;
use crate::output::View;
use crate::output::printer::Format;
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

/// As [`PageArgs`], for lists that may be wanted whole.
#[derive(Debug, Args)]
pub struct LongArgs {
    #[command(flatten)]
    page: PageArgs,
    /// All rows, read in parts; jsonl and id are written part by part
    #[arg(long, conflicts_with_all = ["after", "limit"])]
    all: bool,
}

/// How the rows of a list are fetched, named and shown.
pub struct Rows<'a, T, V> {
    pub fetch: &'a dyn Fn(&Page) -> Result<Vec<T>, OpError>,
    /// What the list is sorted by.
    pub key: &'a dyn Fn(&T) -> String,
    pub view: &'a dyn Fn(&T) -> V,
    /// Said of an empty list.
    pub nothing: &'a str,
}

impl LongArgs {
    /// Shows one part, or all. Whoever stops reading ends it.
    pub fn show<T, V: View>(&self, app: &App, rows: &Rows<'_, T, V>) -> Result<Exit, Failure> {
        if !self.all {
            let found = (rows.fetch)(&self.page.page())?;
            let views: Vec<V> = found.iter().map(rows.view).collect();
            app.printer.list(&views, rows.nothing)?;
            let last = found.last().map(rows.key);
            self.page.note_more(app, found.len(), last.as_deref());
            return Ok(Exit::Ok);
        }
        let streamed = matches!(app.printer.format, Format::Jsonl | Format::Id);
        let mut page = self.page.page();
        let mut kept: Vec<V> = Vec::new();
        loop {
            let found = (rows.fetch)(&page)?;
            let last = found.last().map(rows.key);
            kept.extend(found.iter().map(rows.view));
            if streamed && !app.printer.part(&std::mem::take(&mut kept))? {
                return Ok(Exit::Ok);
            }
            match last.filter(|_| found.len() == page.limit) {
                Some(last) => page = page.after(last),
                None => break,
            }
        }
        if !streamed {
            app.printer.list(&kept, rows.nothing)?;
        }
        Ok(Exit::Ok)
    }
}

//! How a write ends: its view, its notes, and an exit status that says whether messages wait.

use super::App;
use crate::domain::change::{Delivery, Written};
use crate::error::report::view as error_view;
use crate::error::{Exit, Failure};
use crate::ops::OpError;
use crate::ops::effect::Barred;
use crate::output::View;
use crate::output::printer::Format;
use crate::output::view::effect::{BarredView, of_several};
use crate::output::view::written::{RowView, WrittenView};

/// What became of each subject, by its id.
type Results<T> = Vec<(String, Result<Written<T>, OpError>)>;

impl App {
    /// Shows one written entity.
    pub fn wrote<T, V: View>(
        &self,
        written: Written<T>,
        view: impl FnOnce(&T) -> V,
    ) -> Result<Exit, Failure> {
        let Written {
            entity,
            outcome,
            delivery,
            notes,
        } = written;
        let view = WrittenView::new(view(&entity), outcome, delivery, &notes);
        self.printer.one(&view)?;
        Ok(self.told(&notes, delivery))
    }

    /// Of one subject as [`App::wrote`], of several as [`App::wrote_rows`].
    pub fn wrote_all<T, V: View>(
        &self,
        mut results: Results<T>,
        view: impl Fn(&T) -> V,
        nothing: &str,
    ) -> Result<Exit, Failure> {
        let only = if results.len() == 1 {
            results.pop()
        } else {
            None
        };
        if let Some((_, result)) = only {
            return self.wrote(result?, view);
        }
        self.wrote_rows(results, view, nothing)
    }

    /// As [`App::wrote_all`] of what was barred. A table of several has no room for what holds at ID Authentication, so a
    /// note says it.
    pub fn barred_all<T, V: View>(
        &self,
        results: Results<Barred<T>>,
        view: impl Fn(&T) -> V,
        nothing: &str,
    ) -> Result<Exit, Failure> {
        let done = results.iter();
        let done = done.filter_map(|(id, result)| Some((id, result.as_ref().ok()?)));
        let effects: Vec<_> = done
            .map(|(id, written)| (id.clone(), written.entity.effect))
            .collect();
        let untold = results.len() > 1 && self.printer.format == Format::Table;
        let view = |barred: &Barred<T>| BarredView::new(view(&barred.entity), barred.effect);
        let exit = self.wrote_all(results, view, nothing)?;
        if let Some(note) = of_several(&effects).filter(|_| untold) {
            self.printer.note(&format!("note: {note}"));
        }
        Ok(exit)
    }

    /// Shows the rows of a bulk, those that failed among them.
    pub fn wrote_rows<T, V: View>(
        &self,
        results: Results<T>,
        view: impl Fn(&T) -> V,
        nothing: &str,
    ) -> Result<Exit, Failure> {
        let total = results.len();
        let mut rows = Vec::with_capacity(total);
        let mut failures: Vec<Failure> = Vec::new();
        let mut exit = Exit::Ok;
        for (id, result) in results {
            match result {
                Ok(written) => {
                    exit = exit.or_worse(self.told(&written.notes, written.delivery));
                    let row = WrittenView::new(
                        view(&written.entity),
                        written.outcome,
                        written.delivery,
                        &written.notes,
                    );
                    rows.push(RowView::Done(Box::new(row)));
                }
                Err(error) => {
                    let failure = Failure::from(error);
                    rows.push(RowView::failed(id, error_view(&failure)));
                    failures.push(failure);
                }
            }
        }
        self.printer.list(&rows, nothing)?;
        Ok(exit.or_worse(self.failed(&failures, total)))
    }

    /// Tells the failures of a bulk: partial where something was done, unless one of them cut the run short (no network,
    /// no store, no login); the worst of them when nothing else was done.
    pub fn failed(&self, failures: &[Failure], total: usize) -> Exit {
        for failure in failures {
            self.printer.error_note(&error_view(failure));
        }
        if failures.is_empty() {
            return Exit::Ok;
        }
        let some_done = failures.len() < total;
        let least = if some_done { Exit::Partial } else { Exit::Ok };
        failures
            .iter()
            .fold(least, |exit, failure| exit.or_worse(failure.exit()))
    }

    /// Says the notes, and that messages wait.
    pub fn told(&self, notes: &[String], delivery: Delivery) -> Exit {
        for note in notes {
            self.printer.note(&format!("note: {note}"));
        }
        match delivery {
            Delivery::Done => Exit::Ok,
            Delivery::Again(at) => {
                self.printer.note(&format!(
                    "note: told, but what was sent before without an answer may arrive after it; from {at} on \
                     pmctl outbox push says it again"
                ));
                Exit::Ok
            }
            Delivery::Waiting(count) => {
                let messages = if count == 1 {
                    "message waits"
                } else {
                    "messages wait"
                };
                self.printer.note(&format!(
                    "note: done here, but {count} {messages} for a receiver that cannot be reached: \
                     pmctl outbox push sends what waits"
                ));
                Exit::Pending
            }
        }
    }
}

//! The only place that writes to stdout and stderr.

use super::cell::{Cell, Field, escaped, heading};
use super::table::{self, Layout, Style};
use super::view::error::ErrorView;
use super::view::onboarding::OnboardingView;
use super::view::{Envelope, View};
use serde::Serialize;
use std::io::{self, ErrorKind, Write};

/// What stdout holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One document.
    Json,
    /// One document per line.
    Jsonl,
    Csv,
    /// Ids alone, one per line.
    Id,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv, Self::Id];

    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Id => "id",
        }
    }
}

/// What is known of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Screen {
    /// Columns, when stdout is a terminal.
    pub width: Option<usize>,
    /// Whether stdout may be coloured.
    pub color: bool,
    /// Whether stderr is a terminal that may be coloured.
    pub stderr_color: bool,
    /// Whether stderr is a terminal.
    pub stderr_terminal: bool,
}

/// Hands data to stdout and everything else to stderr. A reader that has gone away is no error.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    pub format: Format,
    pub screen: Screen,
    pub quiet: bool,
}

impl Printer {
    /// One entity.
    pub fn one<V: View>(&self, view: &V) -> io::Result<()> {
        match self.format {
            Format::Table => self.lines(&self.details(view)),
            Format::Json => self.json(&Envelope::one(view)),
            Format::Jsonl => self.json_line(&Envelope::one(view)),
            Format::Csv => self.csv(std::slice::from_ref(view)),
            Format::Id => self.line(&view.id()),
        }
    }

    /// Any number of entities. An empty table says `nothing` on stderr, e.g. `no MISPs yet`.
    pub fn list<V: View>(&self, views: &[V], nothing: &str) -> io::Result<()> {
        match self.format {
            Format::Table if views.is_empty() => {
                self.note(nothing);
                Ok(())
            }
            Format::Table => self.table(views),
            Format::Json => self.json(&Envelope::list(views)),
            Format::Jsonl => views
                .iter()
                .try_for_each(|view| self.json_line(&Envelope::one(view))),
            Format::Csv => self.csv(views),
            Format::Id => self.lines(&views.iter().map(View::id).collect::<Vec<_>>()),
        }
    }

    /// A part of a long list, for formats with a line per row; says whether anybody still reads.
    pub fn part<V: View>(&self, views: &[V]) -> io::Result<bool> {
        let mut text = String::new();
        for view in views {
            match self.format {
                Format::Id => text.push_str(&view.id()),
                _ => text.push_str(&serde_json::to_string(&Envelope::one(view))?),
            }
            text.push('\n');
        }
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            written => written.map(|()| true),
        }
    }

    /// As [`Printer::list`], with what is true besides: in the JSON document, and on stderr in every format.
    pub fn report<V: View>(
        &self,
        views: &[V],
        warnings: &[String],
        nothing: &str,
    ) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(&Envelope::report(views, warnings))?,
            _ => self.list(views, nothing)?,
        }
        for warning in warnings {
            self.warn(warning);
        }
        Ok(())
    }

    /// An onboarding: one row per thing; JSON is one document with rows and verdict.
    pub fn onboarding(&self, noun: &str, view: &OnboardingView) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(&Envelope::named(noun, view)),
            _ => self.list(&view.rows, "the file names nothing"),
        }
    }

    /// JSON that is not ours, e.g. what ID Authentication pulls: bare, in every format.
    pub fn foreign_json<T: Serialize>(&self, value: &T) -> io::Result<()> {
        match self.format {
            Format::Jsonl => self.json_line(value),
            _ => self.json(value),
        }
    }

    /// Text that is the result itself (a PEM block, a script), byte for byte.
    pub fn raw(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        quiet_end(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// A calm line on stderr.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.stderr(&escaped(text));
        }
    }

    /// What must be read for the command to go on, whatever is said of quiet.
    pub fn insist(&self, lines: &[String]) {
        for line in lines {
            self.stderr(&escaped(line));
        }
    }

    /// Something that went right but may surprise.
    pub fn warn(&self, text: &str) {
        if !self.quiet {
            self.stderr(&format!("warning: {}", escaped(text)));
        }
    }

    /// Where JSON was asked for, the error is the document on stdout; text goes to stderr otherwise.
    pub fn error(&self, error: &ErrorView) {
        let json = match self.format {
            Format::Json => error.pretty_json(),
            Format::Jsonl => error.json(),
            Format::Table | Format::Csv | Format::Id => return self.error_text(error),
        };
        match json.map(|text| self.line(&text)) {
            Ok(Ok(())) => {}
            _ => self.error_text(error),
        }
    }

    /// As text on stderr in every format, for a failed row of a bulk.
    pub fn error_note(&self, error: &ErrorView) {
        self.error_text(error);
    }

    fn error_text(&self, error: &ErrorView) {
        for (index, line) in error.lines().iter().enumerate() {
            let line = escaped(line);
            match line.split_once(':') {
                Some((label, rest)) if self.screen.stderr_color => {
                    let color = if index == 0 { "31;1" } else { "1" };
                    self.stderr(&format!("\u{1b}[{color}m{label}:\u{1b}[0m{rest}"));
                }
                _ => self.stderr(&line),
            }
        }
    }

    fn details<V: View>(&self, view: &V) -> Vec<String> {
        let fields: Vec<(String, Cell)> = view
            .fields()
            .into_iter()
            .filter(|field| !field.cell.text.is_empty())
            .map(|field| (field.heading(), field.cell))
            .collect();
        table::details(&fields, self.style())
    }

    fn table<V: View>(&self, views: &[V]) -> io::Result<()> {
        let (lines, left_out) = self.rows(views);
        self.lines(&lines)?;
        if !left_out.is_empty() {
            self.note(&format!(
                "left out for want of width: {}; -o json has everything",
                left_out.join(", ")
            ));
        }
        Ok(())
    }

    /// The lines of a table, and the headings of what found no room.
    fn rows<V: View>(&self, views: &[V]) -> (Vec<String>, Vec<String>) {
        let headers: Vec<String> = names::<V>().map(heading).collect();
        let rows: Vec<Vec<Cell>> = views.iter().map(columns).collect();
        match table::render(&headers, &rows, self.style()) {
            Layout::Table(lines, left_out) => (lines, left_out),
            Layout::TooNarrow => (self.one_by_one::<V>(&headers, &rows), Vec::new()),
        }
    }

    /// For rows that no table of this width can hold whole.
    fn one_by_one<V: View>(&self, headers: &[String], rows: &[Vec<Cell>]) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if let (true, Some((below, head))) = (V::HEADED, row.split_last()) {
                lines.extend(table::headed(head, below, self.style()));
                continue;
            }
            if index > 0 {
                lines.push(String::new());
            }
            let filled = headers.iter().cloned().zip(row.iter().cloned());
            let filled: Vec<_> = filled.filter(|(_, cell)| !cell.text.is_empty()).collect();
            lines.extend(table::details(&filled, self.style()));
        }
        lines
    }

    fn style(&self) -> Style {
        Style {
            width: self.screen.width,
            color: self.screen.color,
        }
    }

    fn json<T: Serialize>(&self, document: &T) -> io::Result<()> {
        self.line(&serde_json::to_string_pretty(document)?)
    }

    fn json_line<T: Serialize>(&self, document: &T) -> io::Result<()> {
        self.line(&serde_json::to_string(document)?)
    }

    fn csv<V: View>(&self, views: &[V]) -> io::Result<()> {
        let rows: Vec<Vec<Field>> = views.iter().map(View::fields).collect();
        let widest = rows.iter().max_by_key(|fields| fields.len());
        let headers: Vec<&str> = match widest {
            Some(fields) => fields.iter().map(|field| field.name).collect(),
            None => names::<V>().collect(),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&headers)?;
        for fields in &rows {
            if fields.len() == headers.len() {
                writer.write_record(fields.iter().map(|field| field.cell.text.as_str()))?;
                continue;
            }
            let value = |name: &&str| fields.iter().find(|field| field.name == *name);
            let cells = headers.iter().map(value);
            writer.write_record(cells.map(|field| field.map_or("", |field| &field.cell.text)))?;
        }
        let bytes = writer.into_inner().map_err(io::Error::other)?;
        self.raw(&bytes)
    }

    fn lines(&self, lines: &[String]) -> io::Result<()> {
        let mut text = lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        self.raw(text.as_bytes())
    }

    fn line(&self, text: &str) -> io::Result<()> {
        self.raw(format!("{text}\n").as_bytes())
    }

    /// Nobody can be told when stderr itself is gone.
    fn stderr(&self, line: &str) {
        let _gone = writeln!(io::stderr().lock(), "{line}");
    }
}

fn names<V: View>() -> impl Iterator<Item = &'static str> {
    let outcome: &[&str] = if V::HAS_OUTCOME { &["outcome"] } else { &[] };
    V::COLUMNS.iter().chain(outcome).copied()
}

fn columns<V: View>(view: &V) -> Vec<Cell> {
    let fields = view.fields();
    names::<V>()
        .map(|name| {
            let field = fields.iter().find(|field| field.name == name);
            field.map_or_else(|| Cell::new(""), Field::in_table)
        })
        .collect()
}

/// `pmctl … | head -1` ends well.
fn quiet_end(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Moment;
    use crate::output::view::policy::{DifferenceView, FindingView};
    use crate::output::view::report::{Ending, ExpiringView};
    use unicode_width::UnicodeWidthStr;

    fn terminal(width: usize) -> Printer {
        Printer {
            format: Format::Table,
            screen: Screen {
                width: Some(width),
                ..Screen::default()
            },
            quiet: false,
        }
    }

    #[test]
    fn findings_stand_whole_in_a_narrow_terminal() {
        let message = "bio needs an authSubType (FINGER, IRIS or FACE): ID Authentication breaks";
        let finding = FindingView {
            line: 1,
            column: 51,
            pointer: "/allowedAuthTypes/0".to_owned(),
            severity: "error",
            code: "POL-030",
            message: message.to_owned(),
        };
        let (lines, _) = terminal(60).rows(&[finding]);
        assert_eq!(
            lines,
            [
                "1:51  error  POL-030  /allowedAuthTypes/0",
                "  bio needs an authSubType (FINGER, IRIS or FACE): ID",
                "  Authentication breaks",
            ]
        );
    }

    #[test]
    fn what_ends_is_told_with_its_day_and_its_id() {
        let now: Moment = "2026-11-28T12:00:00Z".parse().unwrap();
        let id = "01a22418-d223-736f-b263-71fef587862e";
        let row = |kind, of| {
            let ending = Ending {
                kind,
                id,
                of,
                name: "Northern Relay",
                ends: "2027-02-26T12:00:00Z".parse().unwrap(),
                expired: false,
            };
            ExpiringView::new(ending, now)
        };
        let rows = [row("certificate", "1000"), row("policy", id)];
        let (lines, left_out) = terminal(80).rows(&rows);
        assert_eq!(left_out, ["NAME", "DAYS LEFT"]);
        for line in &lines[1..] {
            assert!(line.contains("2027-02-26  expiring") && line.ends_with(id));
            assert!(line.width() <= 80);
        }
        let (lines, left_out) = terminal(60).rows(&rows);
        assert!(left_out.is_empty());
        assert!(lines.contains(&format!("ID         {id}")), "{lines:?}");
    }

    #[test]
    fn moments_that_differ_look_different() {
        let moment = |day| serde_json::Value::from(format!("2027-11-{day}T12:00:00.000000Z"));
        let difference = DifferenceView {
            field: "valid_to",
            pointer: String::new(),
            change: "changed",
            old: Some(moment(1)),
            new: Some(moment(2)),
        };
        let (lines, _) = terminal(60).rows(&[difference]);
        assert!(lines.contains(&"OLD     2027-11-1T12:00:00.000000Z".to_owned()));
        assert!(lines.contains(&"NEW     2027-11-2T12:00:00.000000Z".to_owned()));
    }
}

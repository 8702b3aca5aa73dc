//! One value as a table shows it.

/// What a status word means for its reader; the only thing that is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Warning,
    Bad,
}

/// What becomes of a value on a terminal that is too narrow for a table, from what gives way first to what never does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// What the rest says too, e.g. a name beside its id: cut, and the first to be left out.
    Spare,
    /// Cut, then left out.
    Text,
    /// Left out whole: half of a number or of a masked key says nothing.
    Whole,
    /// Ids, dates and states: neither cut nor left out.
    Firm,
}

/// The text of one value, without line breaks or control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub tone: Tone,
    pub hold: Hold,
}

/// A named value of an entity: the name is the JSON field's and the CSV column's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub cell: Cell,
    /// How a table shows it, where that is shorter.
    brief: Option<String>,
}

impl Cell {
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: escaped(text.as_ref()),
            tone: Tone::Plain,
            hold: Hold::Text,
        }
    }

    /// A word for a state, coloured on a terminal.
    pub fn word(text: impl AsRef<str>) -> Self {
        Self {
            tone: tone(text.as_ref()),
            hold: Hold::Firm,
            ..Self::new(text)
        }
    }

    pub fn optional(text: Option<impl AsRef<str>>) -> Self {
        Self::new(text.as_ref().map(AsRef::as_ref).unwrap_or_default())
    }
}

impl Field {
    pub fn new(name: &'static str, text: impl AsRef<str>) -> Self {
        Self::of(name, Cell::new(text))
    }

    pub fn word(name: &'static str, text: impl AsRef<str>) -> Self {
        Self::of(name, Cell::word(text))
    }

    pub fn optional(name: &'static str, text: Option<impl AsRef<str>>) -> Self {
        Self::of(name, Cell::optional(text))
    }

    fn of(name: &'static str, cell: Cell) -> Self {
        let brief = None;
        Self { name, cell, brief }
    }

    pub fn hold(mut self, hold: Hold) -> Self {
        self.cell.hold = hold;
        self
    }

    /// A moment, of which a table shows the day.
    pub fn day(self) -> Self {
        let day = self.cell.text.split('T').next().unwrap_or_default();
        let day = day.to_owned();
        self.brief(&day).hold(Hold::Firm)
    }

    pub fn brief(mut self, text: &str) -> Self {
        self.brief = Some(text.to_owned());
        self
    }

    /// As a table shows it.
    pub fn in_table(&self) -> Cell {
        let mut cell = self.cell.clone();
        if let Some(brief) = &self.brief {
            cell.text.clone_from(brief);
        }
        cell
    }

    /// `valid_to` is headed `VALID TO`.
    pub fn heading(&self) -> String {
        heading(self.name)
    }
}

pub fn heading(name: &str) -> String {
    name.replace('_', " ").to_uppercase()
}

fn tone(word: &str) -> Tone {
    match word {
        "active" | "published" | "approved" | "created" | "accepted" | "ok" | "whole" => Tone::Good,
        "scheduled" | "draft" | "requested" | "waiting" | "planned" | "updated" | "expiring"
        | "warning" => Tone::Warning,
        "blocked" | "expired" | "revoked" | "inactive" | "rejected" | "failed" | "refused"
        | "broken" | "error" => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// Control characters, and the invisible ones that re-order or mark text, as visible escapes, so that
/// data can neither command the terminal nor show itself as something else.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_command_the_terminal() {
        assert_eq!(escaped("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\nc");
        assert_eq!(escaped("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(escaped("بنك बैंक \"q\""), "بنك बैंक \"q\"");
    }

    #[test]
    fn headings_are_capitals() {
        assert_eq!(heading("valid_to"), "VALID TO");
    }
}

//! One value as a table shows it.

/// What a status word means for its reader; the only thing that is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Warning,
    Bad,
}

/// The text of one value, without line breaks or control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub tone: Tone,
}

/// A named value of an entity: the name is the JSON field's and the CSV column's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub cell: Cell,
}

impl Cell {
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: escaped(text.as_ref()),
            tone: Tone::Plain,
        }
    }

    /// A word for a state, coloured on a terminal.
    pub fn word(text: impl AsRef<str>) -> Self {
        Self {
            tone: tone(text.as_ref()),
            ..Self::new(text)
        }
    }

    pub fn optional(text: Option<impl AsRef<str>>) -> Self {
        Self::new(text.as_ref().map(AsRef::as_ref).unwrap_or_default())
    }
}

impl Field {
    pub fn new(name: &'static str, text: impl AsRef<str>) -> Self {
        Self {
            name,
            cell: Cell::new(text),
        }
    }

    pub fn word(name: &'static str, text: impl AsRef<str>) -> Self {
        Self {
            name,
            cell: Cell::word(text),
        }
    }

    pub fn optional(name: &'static str, text: Option<impl AsRef<str>>) -> Self {
        Self {
            name,
            cell: Cell::optional(text),
        }
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

//! Tables without borders, cut to the width of the terminal.

use super::cell::{Cell, Tone};
use comfy_table::{ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

/// Blank columns between two values.
const GAP: usize = 2;
/// No column but one that is narrower by itself is cut below this.
const NARROWEST: usize = 8;

/// How a table is to look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal; without it nothing is cut.
    pub width: Option<usize>,
    pub color: bool,
}

/// The lines of a table, header first. The first column holds ids and is never cut; if even the
/// narrowest form is too wide, columns are left out from the right, and their headers are returned.
pub fn render(headers: &[String], rows: &[Vec<Cell>], style: Style) -> (Vec<String>, Vec<String>) {
    let natural = natural_widths(headers, rows);
    let (widths, shown) = match style.width {
        None => (natural.clone(), natural.len()),
        Some(width) => fit(&natural, width),
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headers.iter().take(shown).map(String::as_str));
    for row in rows {
        let cells = row.iter().zip(&widths).take(shown);
        table.add_row(cells.map(|(cell, width)| marked(&cut(&cell.text, *width), cell.tone)));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        let last = index + 1 == shown;
        let gap = if last {
            0
        } else {
            u16::try_from(GAP).unwrap_or(2)
        };
        column.set_padding((0, gap));
    }
    let lines = table
        .lines()
        .map(|line| painted(line.trim_end(), style.color))
        .collect();
    (lines, headers.iter().skip(shown).cloned().collect())
}

/// `label  value` lines for one entity. Nothing is cut: on a terminal, long values go on below
/// themselves, broken at blanks.
pub fn details(fields: &[(String, Cell)], style: Style) -> Vec<String> {
    let widest = fields
        .iter()
        .map(|(label, _)| label.width())
        .max()
        .unwrap_or(0);
    let indent = widest + GAP;
    let room = style
        .width
        .map(|width| width.saturating_sub(indent).max(NARROWEST));
    let mut lines = Vec::new();
    for (label, cell) in fields {
        for (index, part) in broken(&cell.text, room).iter().enumerate() {
            let head = if index == 0 { label.as_str() } else { "" };
            let pad = " ".repeat(indent - head.width());
            let line = format!("{head}{pad}{}", marked(part, cell.tone));
            lines.push(painted(line.trim_end(), style.color));
        }
    }
    lines
}

/// The text in parts that fit, broken at blanks; a word that is too long stays whole, so that it can be
/// copied.
fn broken(text: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room.filter(|room| text.width() > *room) else {
        return vec![text.to_owned()];
    };
    let mut parts: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match parts.last_mut() {
            Some(part) if part.width() + 1 + word.width() <= room => {
                part.push(' ');
                part.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}

fn natural_widths(headers: &[String], rows: &[Vec<Cell>]) -> Vec<usize> {
    let mut widths: Vec<usize> = headers.iter().map(|header| header.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.width());
        }
    }
    widths
}

/// Narrows the widest columns first; says how many columns stay.
fn fit(natural: &[usize], width: usize) -> (Vec<usize>, usize) {
    let mut shown = natural.len();
    while shown > 1 && least(&natural[..shown]) > width {
        shown -= 1;
    }
    let mut widths = natural[..shown].to_vec();
    while total(&widths) > width {
        let widest = widths
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, width)| **width > NARROWEST)
            .max_by_key(|(index, width)| (**width, *index));
        let Some((index, _)) = widest else { break };
        widths[index] -= 1;
    }
    (widths, shown)
}

fn least(natural: &[usize]) -> usize {
    let rest = natural.iter().skip(1).map(|width| (*width).min(NARROWEST));
    let widths: Vec<usize> = natural.first().copied().into_iter().chain(rest).collect();
    total(&widths)
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if kept.width() >= width {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

/// Tag characters have no width and are escaped in data: they carry the tone through the layout.
const GOOD: char = '\u{e0047}';
const WARNING: char = '\u{e0057}';
const BAD: char = '\u{e0042}';
const END: char = '\u{e007f}';

fn marked(text: &str, tone: Tone) -> String {
    let start = match tone {
        Tone::Plain => return text.to_owned(),
        Tone::Good => GOOD,
        Tone::Warning => WARNING,
        Tone::Bad => BAD,
    };
    format!("{start}{text}{END}")
}

fn painted(line: &str, color: bool) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        let code = match c {
            GOOD => "\u{1b}[32m",
            WARNING => "\u{1b}[33m",
            BAD => "\u{1b}[31m",
            END => "\u{1b}[0m",
            c => {
                out.push(c);
                continue;
            }
        };
        if color {
            out.push_str(code);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    fn row(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(Cell::word).collect()
    }

    #[test]
    fn values_stand_in_columns_without_borders() {
        let style = Style {
            width: None,
            color: false,
        };
        let rows = [
            row(&["100", "Northern Relay", "active"]),
            row(&["101", "X", "blocked"]),
        ];
        let (lines, left_out) = render(&headers(&["ID", "NAME", "STATUS"]), &rows, style);
        assert_eq!(
            lines,
            [
                "ID   NAME            STATUS",
                "100  Northern Relay  active",
                "101  X               blocked",
            ]
        );
        assert!(left_out.is_empty());
    }

    #[test]
    fn a_narrow_terminal_cuts_wide_values_but_never_ids() {
        let style = Style {
            width: Some(30),
            color: false,
        };
        let id = "0192f3aa-0000";
        let rows = [row(&[id, "शाखा बैंक का बहुत लंबा नाम", "active"])];
        let (lines, _) = render(&headers(&["ID", "NAME", "STATUS"]), &rows, style);
        assert!(lines.iter().all(|line| line.width() <= 30), "{lines:?}");
        assert!(lines[1].starts_with(id) && lines[1].contains('…'));
    }

    #[test]
    fn columns_are_left_out_only_when_nothing_else_helps() {
        let style = Style {
            width: Some(24),
            color: false,
        };
        let rows = [row(&["0192f3aa", "Northern Relay", "a long state"])];
        let (lines, left_out) = render(&headers(&["ID", "NAME", "STATUS"]), &rows, style);
        assert_eq!(left_out, ["STATUS"]);
        assert!(lines.iter().all(|line| line.width() <= 24), "{lines:?}");
    }

    #[test]
    fn long_values_of_one_entity_go_on_below_themselves() {
        let fields = [("NAME".to_owned(), Cell::new("one two three four"))];
        let style = Style {
            width: Some(16),
            color: false,
        };
        let lines = details(&fields, style);
        assert_eq!(lines, ["NAME  one two", "      three four"]);
        let piped = Style {
            width: None,
            color: false,
        };
        assert_eq!(details(&fields, piped), ["NAME  one two three four"]);
    }

    #[test]
    fn only_the_word_is_coloured_and_layout_stays() {
        let style = Style {
            width: None,
            color: true,
        };
        let rows = [row(&["1", "active", "x"])];
        let (lines, _) = render(&headers(&["ID", "STATUS", "Z"]), &rows, style);
        assert_eq!(lines[1], "1   \u{1b}[32mactive\u{1b}[0m  x");
    }
}

//! Tables without borders, cut to the width of the terminal.

use super::cell::{Cell, Hold, Tone};
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

/// How a table came out.
#[derive(Debug, PartialEq, Eq)]
pub enum Layout {
    /// Header first, and the headers of the columns that found no room.
    Table(Vec<String>, Vec<String>),
    /// What must be shown whole does not fit.
    TooNarrow,
}

/// The lines of a table. The first column holds ids and is never cut; what else gives way says each cell's [`Hold`].
pub fn render(headers: &[String], rows: &[Vec<Cell>], style: Style) -> Layout {
    let columns = columns(headers, rows);
    let natural = columns.iter().map(|column| Some(column.natural)).collect();
    let widths = match style.width {
        None => natural,
        Some(width) => match fit(&columns, width) {
            Some(widths) => widths,
            None => return Layout::TooNarrow,
        },
    };
    let shown = widths.iter().flatten().count();
    let headed = headers.iter().zip(&widths);
    let (kept, left_out): (Vec<_>, Vec<_>) = headed.partition(|(_, width)| width.is_some());
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(kept.iter().map(|(header, _)| header.as_str()));
    for row in rows {
        let cells = row.iter().zip(&widths);
        let cells = cells.filter_map(|(cell, width)| Some((cell, (*width)?)));
        table.add_row(cells.map(|(cell, width)| marked(&cut(&cell.text, width), cell.tone)));
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
    let left_out = left_out.into_iter().map(|(header, _)| header.clone());
    Layout::Table(lines, left_out.collect())
}

/// A line of short values with a longer one below it, broken at blanks.
pub fn headed(head: &[Cell], below: &Cell, style: Style) -> Vec<String> {
    let room = |indent: usize| style.width.map(|width| width.saturating_sub(indent));
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for cell in head.iter().filter(|cell| !cell.text.is_empty()) {
        let width = cell.text.width();
        let shown = marked(&cell.text, cell.tone);
        match lines.last_mut() {
            Some(line) if room(0).is_none_or(|room| used + GAP + width <= room) => {
                line.push_str(&" ".repeat(GAP));
                line.push_str(&shown);
                used += GAP + width;
            }
            Some(_) => {
                lines.push(format!("{}{shown}", " ".repeat(GAP)));
                used = GAP + width;
            }
            None => {
                lines.push(shown);
                used = width;
            }
        }
    }
    let below = match below.text.is_empty() {
        true => Vec::new(),
        false => broken(&below.text, room(GAP)),
    };
    lines.extend(
        below
            .iter()
            .map(|part| format!("{}{part}", " ".repeat(GAP))),
    );
    lines
        .iter()
        .map(|line| painted(line, style.color))
        .collect()
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

/// One column of a table.
struct Column {
    natural: usize,
    /// How narrow it may become.
    floor: usize,
    hold: Hold,
}

fn columns(headers: &[String], rows: &[Vec<Cell>]) -> Vec<Column> {
    let column = |(index, header): (usize, &String)| {
        let cells = || rows.iter().filter_map(move |row| row.get(index));
        let widest = cells().map(|cell| cell.text.width()).max();
        let natural = widest.unwrap_or(0).max(header.width());
        let held = cells().filter(|cell| !cell.text.is_empty());
        let hold = match index {
            0 => Hold::Firm,
            _ => held.map(|cell| cell.hold).max().unwrap_or(Hold::Spare),
        };
        let floor = match hold {
            Hold::Firm | Hold::Whole => natural,
            Hold::Spare | Hold::Text => natural.min(header.width().max(NARROWEST)),
        };
        Column {
            natural,
            floor,
            hold,
        }
    };
    headers.iter().enumerate().map(column).collect()
}

/// The width of each column that stays: first the widest are cut, none below its header, then columns are left out.
fn fit(columns: &[Column], width: usize) -> Option<Vec<Option<usize>>> {
    let mut floors: Vec<Option<usize>> = columns.iter().map(|column| Some(column.floor)).collect();
    while total(&floors) > width {
        let shown = columns.iter().enumerate();
        let shown = shown.filter(|(index, _)| floors[*index].is_some());
        let may_go = shown.filter(|(_, column)| column.hold != Hold::Firm);
        let next = may_go.min_by_key(|(index, column)| (column.hold, std::cmp::Reverse(*index)));
        floors[next?.0] = None;
    }
    let natural = columns.iter().zip(&floors);
    let mut widths: Vec<Option<usize>> = natural
        .map(|(column, floor)| floor.map(|_| column.natural))
        .collect();
    while total(&widths) > width {
        let spare = widths.iter_mut().zip(&floors).enumerate();
        let spare = spare.filter(|(_, (width, floor))| **width > **floor);
        let widest = spare.max_by_key(|(index, (width, _))| (**width, *index));
        *widest?.1.0.as_mut()? -= 1;
    }
    Some(widths)
}

fn total(widths: &[Option<usize>]) -> usize {
    let shown = widths.iter().flatten().count();
    widths.iter().flatten().sum::<usize>() + GAP * shown.saturating_sub(1)
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
        texts.iter().map(Cell::new).collect()
    }

    fn held(text: &str, hold: Hold) -> Cell {
        Cell {
            hold,
            ..Cell::new(text)
        }
    }

    fn rendered(words: &[&str], rows: &[Vec<Cell>], style: Style) -> (Vec<String>, Vec<String>) {
        match render(&headers(words), rows, style) {
            Layout::Table(lines, left_out) => (lines, left_out),
            Layout::TooNarrow => panic!("too narrow"),
        }
    }

    fn wide(width: usize) -> Style {
        Style {
            width: Some(width),
            color: false,
        }
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
        let (lines, left_out) = rendered(&["ID", "NAME", "STATUS"], &rows, style);
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
        let (lines, _) = rendered(&["ID", "NAME", "STATUS"], &rows, style);
        assert!(lines.iter().all(|line| line.width() <= 30), "{lines:?}");
        assert!(lines[1].starts_with(id) && lines[1].contains('…'));
    }

    #[test]
    fn a_column_is_not_cut_below_its_header() {
        let style = Style {
            width: Some(22),
            color: false,
        };
        let rows = [row(&["1", "Northern Relay", "active"])];
        let (lines, left_out) = rendered(&["ID", "MISP NAME", "STATUS"], &rows, style);
        assert_eq!(lines, ["ID  MISP NAME   STATUS", "1   Northern …  active"]);
        assert!(left_out.is_empty());
        assert!(lines.iter().all(|line| line.width() <= 22), "{lines:?}");
    }

    #[test]
    fn columns_are_left_out_only_when_nothing_else_helps() {
        let style = Style {
            width: Some(24),
            color: false,
        };
        let rows = [row(&["0192f3aa", "Northern Relay", "a long state"])];
        let (lines, left_out) = rendered(&["ID", "NAME", "STATUS"], &rows, style);
        assert_eq!(left_out, ["STATUS"]);
        assert!(lines.iter().all(|line| line.width() <= 24), "{lines:?}");
    }

    #[test]
    fn names_give_way_first_and_ids_dates_and_states_never() {
        let names = ["ID", "OF", "NAME", "GROUP", "STATUS", "ENDS", "KEY"];
        let rows = [vec![
            Cell::new("0192f3aa"),
            held("1000", Hold::Firm),
            held("Northern Relay", Hold::Spare),
            Cell::new("banking of the north"),
            Cell::word("active"),
            held("2027-02-21", Hold::Firm),
            held("XUg… 2a08c94f", Hold::Whole),
        ]];
        let firm = "0192f3aa  1000  active  2027-02-21";
        for width in firm.width()..100 {
            let (lines, left_out) = rendered(&names, &rows, wide(width));
            for whole in ["0192f3aa", "1000", "active", "2027-02-21"] {
                assert!(lines[1].contains(whole), "{lines:?}");
            }
            assert!(lines.iter().all(|line| line.width() <= width), "{lines:?}");
            assert!(lines[1].contains("2a08c94f") || left_out.contains(&"KEY".to_owned()));
            let kept = |name: &str| !left_out.contains(&name.to_owned());
            assert!(!kept("NAME") || kept("GROUP") && kept("KEY"));
        }
        let narrow = render(&headers(&names), &rows, wide(firm.width() - 1));
        assert_eq!(narrow, Layout::TooNarrow);
    }

    #[test]
    fn a_long_value_stands_whole_below_its_head() {
        let head = [
            Cell::new("1:94"),
            Cell::new("error"),
            Cell::new(""),
            Cell::new("/a/0"),
        ];
        let below = Cell::new("one two three four");
        let lines = headed(&head, &below, wide(12));
        assert_eq!(
            lines,
            ["1:94  error", "  /a/0", "  one two", "  three four"]
        );
        let lines = headed(&head, &below, wide(40));
        assert_eq!(lines, ["1:94  error  /a/0", "  one two three four"]);
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
        let rows = [vec![Cell::new("1"), Cell::word("active"), Cell::new("x")]];
        let (lines, _) = rendered(&["ID", "STATUS", "Z"], &rows, style);
        assert_eq!(lines[1], "1   \u{1b}[32mactive\u{1b}[0m  x");
    }
}

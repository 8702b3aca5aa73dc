//! Places in a text that people edit.

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub line: usize,
    pub column: usize,
}

impl Location {
    pub const START: Self = Self { line: 1, column: 1 };
}

/// Where the lines of a text begin, so that many offsets in it are found quickly.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(after_breaks.map(|(index, _)| index + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The place of the byte at `offset`; beyond the text, the place behind its last character.
    pub fn at(&self, offset: usize) -> Location {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let before = self.text.as_bytes().get(start.unwrap_or(0)..offset);
        let first_of_character = |byte: &&u8| (**byte as i8) >= -0x40;
        let column = before.map_or(0, |bytes| bytes.iter().filter(first_of_character).count());
        Location {
            line,
            column: column + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\r\nनाम = x\n";
        let lines = Lines::new(text);
        let at = |offset| {
            let Location { line, column } = lines.at(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(text.find('x').unwrap()), (2, 7));
        assert_eq!(at(text.len()), (3, 1));
        assert_eq!(at(text.len() + 9), (3, 1));
    }
}

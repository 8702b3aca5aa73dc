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

/// Finds the places of many offsets in one text, however long its lines are.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Characters before each whole block of bytes.
    counts: Vec<usize>,
}

const BLOCK: usize = 1024;

fn characters(bytes: &[u8]) -> usize {
    let is_first = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(is_first).count()
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(offset, _)| offset + 1));
        let mut counts = vec![0];
        let mut sum = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            sum += characters(block);
            counts.push(sum);
        }
        Self {
            text,
            starts: starts.collect(),
            counts,
        }
    }

    /// Offset of the first byte of a line, counted from 1; the end of the text for a line that is not there.
    pub fn start_of(&self, line: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1)).copied();
        start.unwrap_or(self.text.len())
    }

    /// The place of the byte at `offset`; beyond the text, the place behind its last character.
    pub fn at(&self, offset: usize) -> Location {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = self.characters_before(offset) - self.characters_before(self.start_of(line));
        Location {
            line,
            column: before + 1,
        }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset);
        self.counts.get(block).copied().unwrap_or(0) + rest.map_or(0, characters)
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

    #[test]
    fn long_lines_count_alike() {
        let text = format!("x\n{}", "né".repeat(2 * BLOCK));
        let lines = Lines::new(&text);
        for (offset, _) in text.char_indices().skip(2) {
            let column = text[2..offset].chars().count() + 1;
            assert_eq!(lines.at(offset), Location { line: 2, column });
        }
    }
}

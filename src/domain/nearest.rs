//! Words that people mistyped: how they are shown, and what was likely meant.

/// The known word that differs from `word` by the fewest edits, case aside; `None` when none is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    if word.len() > 64 {
        return None;
    }
    let most = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|one| (strsim::osa_distance(&word, &one.to_lowercase()), one))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, one)| one)
}

/// A word from a file as messages show it: in quotes, cut after 80 characters, with what would disturb a line
/// (control characters, changes of direction) escaped.
pub fn quoted(word: &str) -> String {
    let mut shown = String::from('"');
    for character in word.chars().take(80) {
        match character {
            '"' | '\\' => shown.extend(['\\', character]),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(character.escape_unicode());
            }
            _ if character.is_control() => shown.extend(character.escape_debug()),
            _ => shown.push(character),
        }
    }
    shown.push('"');
    if word.chars().nth(80).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_are_shown_safely() {
        assert_eq!(quoted("बैंक"), "\"बैंक\"");
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
        assert_eq!(quoted("a\u{1b}[1m\n\u{202e}"), r#""a\u{1b}[1m\n\u{202e}""#);
        assert_eq!(quoted(&"é".repeat(81)), format!("\"{}\"…", "é".repeat(80)));
    }

    #[test]
    fn only_near_words_are_suggested() {
        let known = ["name", "contact", "phone", "email"];
        assert_eq!(nearest("nmae", known), Some("name"));
        assert_eq!(nearest("Contcat", known), Some("contact"));
        assert_eq!(nearest("e-mail", known), Some("email"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}

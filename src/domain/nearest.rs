//! What somebody who mistyped a word most likely meant.

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

#[cfg(test)]
mod tests {
    use super::*;

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

use super::*;

#[test]
fn codes_are_sorted_unique_and_well_formed() {
    for pair in ALL.windows(2) {
        assert!(pair[0].code < pair[1].code, "{}", pair[1].code);
    }
    for entry in ALL {
        let parts: Vec<&str> = entry.code.split('-').collect();
        assert_eq!(parts.len(), 3, "{}", entry.code);
        assert_eq!(parts[0], "PM");
        assert!(parts[2].len() == 3 && parts[2].chars().all(|c| c.is_ascii_digit()));
        assert!(!entry.title.ends_with('.'));
        assert!(
            !entry.explain.is_empty() && !entry.fix.is_empty(),
            "{}",
            entry.code
        );
    }
}

#[test]
fn codes_are_found_in_any_case() {
    assert_eq!(find("pm-use-001"), Some(&USAGE));
    assert_eq!(find("PM-USE-999"), None);
}

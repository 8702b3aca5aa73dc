//! Several subjects on one command line, or `-` for ids on standard input.

use crate::domain::invalid::Invalid;
use crate::error::{Failure, catalogue};
use std::fmt::Display;
use std::str::FromStr;

/// The ids in order, each one once. Nothing is done before all of them are well formed.
pub fn ids<T>(words: &[String]) -> Result<Vec<T>, Failure>
where
    T: FromStr<Err = Invalid> + PartialEq,
{
    let mut ids: Vec<T> = Vec::new();
    for word in words {
        if word == "-" {
            for line in super::input::text("-".as_ref())?.split_whitespace() {
                add(&mut ids, line)?;
            }
        } else {
            add(&mut ids, word)?;
        }
    }
    some(words, ids)
}

/// As [`ids`], where a subject may be a name too.
pub fn words(words: &[String]) -> Result<Vec<String>, Failure> {
    let mut found: Vec<String> = Vec::new();
    let mut keep = |word: &str| {
        if !found.iter().any(|held| held == word) {
            found.push(word.to_owned());
        }
    };
    for word in words {
        if word == "-" {
            let text = super::input::text("-".as_ref())?;
            text.lines().map(str::trim).for_each(&mut keep);
        } else {
            keep(word);
        }
    }
    found.retain(|word| !word.is_empty());
    some(words, found)
}

/// Blank lines are passed over, but whoever names standard input means something by it.
fn some<T>(words: &[String], found: Vec<T>) -> Result<Vec<T>, Failure> {
    if found.is_empty() && !words.is_empty() {
        return Err(Failure::new(&catalogue::USAGE, "no subject was given"));
    }
    Ok(found)
}

fn add<T>(ids: &mut Vec<T>, word: &str) -> Result<(), Failure>
where
    T: FromStr<Err = Invalid> + PartialEq,
{
    let id: T = word.parse().map_err(|invalid: Invalid| {
        Failure::new(&catalogue::INVALID_VALUE, format!("'{word}': {invalid}"))
    })?;
    if !ids.contains(&id) {
        ids.push(id);
    }
    Ok(())
}

/// The one subject, or how many there are.
pub fn named<T: Display>(ids: &[T]) -> String {
    match ids {
        [one] => one.to_string(),
        many => format!(
            "{} and {} more",
            many.first().map(ToString::to_string).unwrap_or_default(),
            many.len().saturating_sub(1)
        ),
    }
}

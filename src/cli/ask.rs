//! Questions, on a terminal only: a missing value, a confirmation, a password.

use crate::app::App;
use crate::domain::invalid::Invalid;
use crate::domain::secret::Secret;
use crate::error::{Failure, catalogue};
use dialoguer::{Confirm, Input, Password};
use std::fmt::Display;
use std::str::FromStr;

/// A value that may be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The flag that gives it without being asked: `--name`.
    pub flag: &'a str,
    /// What is asked for: `Name of the MISP`.
    pub what: &'a str,
    /// What it must look like, in brackets after it.
    pub rule: &'a str,
}

/// Why something is taken out of force.
pub const REASON: Question<'static> = Question {
    flag: "--reason",
    what: "Reason",
    rule: "for the audit trail, up to 500 characters",
};

/// Where nobody can be asked, refuses all missing values at once, naming their flags.
pub fn needed(app: &App, given: &[(&str, bool)]) -> Result<(), Failure> {
    if app.interactive {
        return Ok(());
    }
    let missing: Vec<&str> = given
        .iter()
        .filter(|(_, is_given)| !is_given)
        .map(|(flag, _)| *flag)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        &catalogue::VALUE_NEEDED,
        format!("{} must be given", missing.join(", ")),
    )
    .fix(format!("add {}", missing.join(" … "))))
}

/// The value that was given, or the answer to the question; a wrong answer is told its rule and asked
/// for again.
pub fn value<T>(app: &App, given: Option<T>, question: Question<'_>) -> Result<T, Failure>
where
    T: FromStr<Err = Invalid>,
{
    match given {
        Some(value) => Ok(value),
        None => ask(app, question, None),
    }
}

/// As [`value`], with an answer that the return key gives.
pub fn value_or<T>(
    app: &App,
    given: Option<T>,
    question: Question<'_>,
    default: &T,
) -> Result<T, Failure>
where
    T: FromStr<Err = Invalid> + Display,
{
    match given {
        Some(value) => Ok(value),
        None => ask(app, question, Some(default.to_string())),
    }
}

/// The value that was given, or an answer that may be empty. Nobody is asked without a terminal.
pub fn optional<T>(
    app: &App,
    given: Option<T>,
    question: Question<'_>,
) -> Result<Option<T>, Failure>
where
    T: FromStr<Err = Invalid>,
{
    if given.is_some() || !app.interactive {
        return Ok(given);
    }
    let text = input(question)
        .allow_empty(true)
        .validate_with(|text: &String| {
            if text.trim().is_empty() {
                Ok(())
            } else {
                text.parse::<T>().map(drop)
            }
        })
        .interact_text()
        .map_err(ended)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(text.parse()?))
}

fn ask<T>(app: &App, question: Question<'_>, default: Option<String>) -> Result<T, Failure>
where
    T: FromStr<Err = Invalid>,
{
    needed(app, &[(question.flag, false)])?;
    let mut input = input(question);
    if let Some(default) = default {
        input = input.default(default);
    }
    let text = input
        .validate_with(|text: &String| text.parse::<T>().map(drop))
        .interact_text()
        .map_err(ended)?;
    Ok(text.parse()?)
}

fn input(question: Question<'_>) -> Input<'static, String> {
    let rule = if question.rule.is_empty() {
        String::new()
    } else {
        format!(" ({})", question.rule)
    };
    Input::new().with_prompt(format!("{}{rule}", question.what))
}

/// A password, not shown while it is typed. `flag` is the way without a terminal.
pub fn password(app: &App, what: &str, flag: &str) -> Result<Secret, Failure> {
    needed(app, &[(flag, false)])?;
    let text = Password::new()
        .with_prompt(what)
        .interact()
        .map_err(ended)?;
    Ok(Secret::new(text))
}

/// Asks before a step that stops something; `stops` names it. `--yes` answers.
pub fn confirm(app: &App, question: &str, stops: &str) -> Result<(), Failure> {
    if app.yes {
        return Ok(());
    }
    let refused = || Failure::new(&catalogue::NOT_CONFIRMED, "the step was not confirmed");
    if !app.interactive {
        return Err(refused().why(format!("{question} {stops}")));
    }
    app.printer.note(stops);
    let agreed = Confirm::new()
        .with_prompt(question)
        .default(false)
        .interact()
        .map_err(ended)?;
    if agreed { Ok(()) } else { Err(refused()) }
}

/// The terminal went away, or the question was broken off.
fn ended(error: dialoguer::Error) -> Failure {
    Failure::new(&catalogue::VALUE_NEEDED, "the question was not answered").source(error)
}

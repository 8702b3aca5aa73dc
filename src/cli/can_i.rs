//! `pmctl can-i`.

use crate::app::App;
use crate::domain::access::Action;
use crate::error::{Exit, Failure};
use crate::ops::{OpError, access};
use crate::output::view::session::PermissionView;
use clap::Args;
use clap::builder::PossibleValuesParser;

/// Say whether whoever acts may do something
///
/// Exit status 0 when they may, 5 when they may not.
#[derive(Debug, Args)]
pub struct CanIArgs {
    /// What is to be done
    #[arg(value_parser = actions(), hide_possible_values = true)]
    action: String,
    /// MISP or partner that it is done to
    subject: Option<String>,
}

fn actions() -> PossibleValuesParser {
    PossibleValuesParser::new(Action::ALL.iter().map(|action| action.word()))
}

pub(super) fn run(app: &App, args: CanIArgs) -> Result<Exit, Failure> {
    let named = |action: &&Action| action.word() == args.action;
    let Some(action) = Action::ALL.iter().find(named) else {
        return Ok(Exit::Usage);
    };
    let parts = app.open()?;
    let decided = access::can_i(&parts.ctx(), *action, args.subject.as_deref());
    let why = match decided {
        Ok(()) => None,
        Err(OpError::Denied(denied)) => Some(denied.to_string()),
        Err(other) => return Err(other.into()),
    };
    let allowed = why.is_none();
    app.printer.one(&PermissionView {
        action: action.word(),
        subject: args.subject,
        allowed,
        why,
    })?;
    Ok(if allowed { Exit::Ok } else { Exit::Forbidden })
}

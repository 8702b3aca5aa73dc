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
/// The answer names the reason, and the IAM roles of which one suffices. Exit status 0 when they may, 5 when they may
/// not (a block included), 3 when there is no such id: to a misp or partner, what is not its own does not exist.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl can-i partner.block 1000
  pmctl can-i misp.register -o json")]
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
    let (allowed, why) = match decided {
        Ok(by) => (true, format!("the capability {} allows it", by.word())),
        Err(OpError::Denied(denied)) => (false, denied.to_string()),
        Err(other) => return Err(other.into()),
    };
    let needs = action.needs();
    let roles = &parts.settings().roles;
    app.printer.one(&PermissionView {
        action: action.word(),
        subject: args.subject,
        allowed,
        why: Some(why),
        needs: needs.iter().map(|one| one.word()).collect(),
        roles: needs
            .iter()
            .flat_map(|one| roles.of(*one).to_vec())
            .collect(),
    })?;
    Ok(if allowed { Exit::Ok } else { Exit::Forbidden })
}

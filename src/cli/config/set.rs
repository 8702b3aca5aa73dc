//! `pmctl config set`.

use super::{settable, settings, view};
use crate::app::App;
use crate::config::edit::{self, Edited, To};
use crate::config::keys::Key;
use crate::error::{Exit, Failure, catalogue};
use clap::Args;

/// Change one setting of the context in use, in its file
///
/// Everything else in the file stays as it is, comments too; two changes at once both hold. A list is typed with commas
/// between its words. A secret is never typed: file:PATH, env:NAME, fd:NUMBER or command:WORDS names where it comes from.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl config set license.validity 180d
  pmctl config set roles.misp MISP,RELAY_OPERATOR
  pmctl config set kernel.service.secret file:pms.secret --context staging")]
pub struct SetArgs {
    /// Setting to change, as config list names it
    #[arg(value_parser = settable(), hide_possible_values = true)]
    key: String,
    /// Its new value
    #[arg(required_unless_present = "unset", conflicts_with = "unset")]
    value: Option<String>,
    /// Take it out of the file, so that the default holds
    #[arg(long)]
    unset: bool,
}

pub(super) fn run(app: &App, args: &SetArgs) -> Result<Exit, Failure> {
    let unknown = || {
        Failure::new(
            &catalogue::USAGE,
            format!("there is no setting {}", args.key),
        )
    };
    let key = Key::find(&args.key).ok_or_else(unknown)?;
    let context = app.context_in_use()?;
    let to = args.value.as_deref().map_or(To::Default, To::Typed);
    let edited = edit::set(&app.places()?.config_file, &context, key, to)?;
    let outcome = match edited {
        Edited::Changed => "updated",
        Edited::Unchanged => "unchanged",
    };
    let all = settings(app)?;
    let found = all.iter().find(|one| one.key == key.name);
    app.printer
        .one(&view(found.ok_or_else(unknown)?, Some(outcome)))?;
    Ok(Exit::Ok)
}

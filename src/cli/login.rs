//! `pmctl login`.

use super::ask::{self, Question};
use super::input;
use super::whoami::view;
use crate::app::App;
use crate::domain::text::LoginUser;
use crate::error::{Exit, Failure};
use clap::Args;
use std::path::PathBuf;

/// Log in as a person, who then is the actor
///
/// The tokens are kept in the cache folder for this context, readable by you alone, until pmctl logout.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl login --user pm-operator")]
pub struct LoginArgs {
    /// Login at the IAM
    #[arg(long, value_name = "LOGIN")]
    user: Option<LoginUser>,
    /// File with the password; - is standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(super) fn run(app: &App, args: LoginArgs) -> Result<Exit, Failure> {
    let user = ("--user", args.user.is_some());
    let password = ("--password-file", args.password_file.is_some());
    ask::needed(app, &[user, password])?;
    let question = Question {
        flag: "--user",
        what: "User name",
        rule: "",
    };
    let user = ask::value(app, args.user, question)?;
    let password = match &args.password_file {
        Some(path) => input::secret(path)?,
        None => ask::password(app, "Password", "--password-file")?,
    };
    app.login(user.as_str(), &password)?;
    app.printer.one(&view(&app.open()?))?;
    Ok(Exit::Ok)
}

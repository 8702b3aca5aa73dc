//! `pmctl login`.

use super::ask::{self, Question};
use super::input;
use super::whoami::view;
use crate::app::{App, DevicePrompt};
use crate::domain::text::LoginUser;
use crate::error::{Exit, Failure};
use clap::Args;
use std::path::PathBuf;

/// Log in as a person, who then is the actor
///
/// The tokens are kept in the cache folder for this context, readable by you alone, until pmctl logout.
/// They are renewed by themselves while the session lives. With --device the password is typed in a browser,
/// on any machine, and never reaches this one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl login --user pm-operator
  pmctl login --device")]
pub struct LoginArgs {
    /// Login at the IAM
    #[arg(long, value_name = "LOGIN")]
    user: Option<LoginUser>,
    /// File with the password; - is standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Show an address and a code, and wait until the login is approved there
    #[arg(long, conflicts_with_all = ["user", "password_file"])]
    device: bool,
}

pub(super) fn run(app: &App, args: LoginArgs) -> Result<Exit, Failure> {
    if args.device {
        app.login_device(&|prompt| app.printer.insist(&told(prompt)))?;
    } else {
        by_password(app, args)?;
    }
    app.printer.one(&view(&app.open()?))?;
    Ok(Exit::Ok)
}

fn by_password(app: &App, args: LoginArgs) -> Result<(), Failure> {
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
    app.login(user.as_str(), &password)
}

fn told(prompt: &DevicePrompt) -> Vec<String> {
    let mut lines = vec![
        format!("open   {}", prompt.address),
        format!("enter  {}", prompt.code),
    ];
    if let Some(address) = &prompt.address_with_code {
        lines.push(format!("or open {address}"));
    }
    lines.push(format!(
        "waiting for at most {} minutes until it is approved there; Ctrl-C ends it",
        prompt.minutes
    ));
    lines
}

//! The command line: a file holds one command, and its path is the command's words.

pub mod ask;
pub mod completions;
pub mod context;
pub mod explain;
pub mod global;
pub mod hygiene;
pub mod man;

use crate::app::{self, App};
use crate::error::{Exit, Failure, catalogue};
use crate::output::printer::Printer;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use global::Global;
use std::ffi::OsString;

/// Partner Management of MOSIP on the command line
///
/// Decides who may send authentication traffic to a national ID system: MISPs with their license
/// keys, their partners with policy, certificate and encryption key. It keeps its own store and asks
/// the MOSIP Kernel over HTTP. Without any configuration the context `dev` is used, whose Kernel runs
/// inside the process.
#[derive(Debug, Parser)]
#[command(
    name = "pmctl",
    version,
    propagate_version = false,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    infer_subcommands = false,
    max_term_width = 100,
    after_help = "Nothing is ever deleted: things are blocked, revoked or deactivated.\n\
        Exit status: 0 done, 2 usage, 3 not found, 4 login, 5 forbidden, 6 conflict, 7 invalid,\n\
        8 pending, 9 partial, 10 unavailable, 11 store, 15 protocol; pmctl explain CODE says more."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(subcommand)]
    Context(context::Command),
    Explain(explain::ExplainArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// What the command line amounts to.
pub enum Start {
    /// Help or version was printed.
    Done(Exit),
    /// It is not understood.
    Refused(Printer, Box<Failure>),
    Run(Box<Cli>),
}

/// Reads the command line. Help and version cost nothing but printing.
pub fn start(arguments: Vec<OsString>) -> Start {
    let printer = Printer {
        format: global::format_in(&arguments),
        screen: app::screen(),
        quiet: false,
    };
    if let Err(failure) = hygiene::check(&arguments) {
        return Start::Refused(printer, Box::new(failure));
    }
    let parsed = tree().try_get_matches_from(&arguments).and_then(|matches| {
        let mut cli = Cli::from_arg_matches(&matches)?;
        cli.global.note_origins(&matches);
        Ok(cli)
    });
    match parsed {
        Ok(cli) => Start::Run(Box::new(cli)),
        Err(error) => refused(printer, &error),
    }
}

fn refused(printer: Printer, error: &clap::Error) -> Start {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _closed = error.print();
            Start::Done(Exit::Ok)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _closed = error.print();
            Start::Done(Exit::Usage)
        }
        _ => Start::Refused(printer, Box::new(usage(error))),
    }
}

/// Clap's own words: the first line is what is wrong, tips and usage are advice.
fn usage(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("the command line is not understood");
    let message = first.strip_prefix("error: ").unwrap_or(first);
    let mut failure = Failure::new(&catalogue::USAGE, message);
    for line in lines {
        if let Some(tip) = line.strip_prefix("tip: ") {
            failure = failure.fix(tip);
        } else if let Some(usage) = line.strip_prefix("Usage: ") {
            failure = failure.fix(usage);
        } else if !line.starts_with("For more information") {
            failure = failure.why(line);
        }
    }
    failure
}

/// Runs the one command that was named.
pub fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Context(command) => context::run(app, command),
        Command::Explain(args) => explain::run(app, args),
        Command::Completions(args) => completions::run(app, args),
        Command::Man(args) => man::run(app, args),
    }
}

/// The tree that completions and man pages are made of.
pub fn tree() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_holds_together() {
        tree().debug_assert();
    }

    #[test]
    fn every_command_has_help_that_begins_with_an_order() {
        fn walk(command: &clap::Command, path: &str) {
            for sub in command.get_subcommands() {
                let path = format!("{path} {}", sub.get_name());
                let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
                assert!(!about.is_empty(), "{path} has no help");
                assert!(!about.ends_with('.'), "{path}: {about}");
                walk(sub, &path);
            }
        }
        walk(&tree(), "pmctl");
    }

    #[test]
    fn no_flag_takes_a_secret() {
        fn walk(command: &clap::Command) {
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                let is_secret = ["password", "secret", "token", "seal_key"].contains(&name);
                assert!(!is_secret, "{} {name}", command.get_name());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&tree());
    }
}

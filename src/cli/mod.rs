//! The command line: a file holds one command, and its path is the command's words.

mod api_key;
mod apply;
pub mod ask;
mod audit;
mod ca;
mod can_i;
mod cert;
pub mod completions;
mod config;
mod contact;
mod context;
mod destination;
mod doctor;
mod explain;
pub mod global;
mod hygiene;
mod ida;
mod input;
mod kernel;
mod key;
mod license;
mod login;
mod logout;
pub mod man;
mod mapping;
mod misp;
mod onboarding;
mod outbox;
mod page;
mod partner;
mod plan;
mod policy;
mod policy_group;
mod report;
mod store;
mod subjects;
mod whoami;

use crate::app::{self, App};
use crate::domain::invalid::Invalid;
use crate::error::{Exit, Failure, catalogue};
use crate::output::printer::Printer;
use clap::error::{ContextKind, ContextValue, ErrorKind};
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
    Misp(misp::Command),
    #[command(subcommand)]
    License(license::Command),
    #[command(subcommand)]
    Partner(partner::Command),
    #[command(subcommand)]
    PolicyGroup(policy_group::Command),
    #[command(subcommand)]
    Policy(policy::Command),
    #[command(subcommand)]
    Mapping(mapping::Command),
    #[command(subcommand)]
    ApiKey(api_key::Command),
    #[command(subcommand)]
    Ca(ca::Command),
    #[command(subcommand)]
    Cert(cert::Command),
    #[command(subcommand)]
    Key(key::Command),
    #[command(subcommand)]
    Ida(ida::Command),
    #[command(subcommand)]
    Report(report::Command),
    Apply(apply::ApplyArgs),
    Plan(plan::PlanArgs),
    #[command(subcommand)]
    Outbox(outbox::Command),
    #[command(subcommand)]
    Audit(audit::Command),
    Login(login::LoginArgs),
    Logout(logout::LogoutArgs),
    Whoami(whoami::WhoamiArgs),
    CanI(can_i::CanIArgs),
    #[command(subcommand)]
    Context(context::Command),
    #[command(subcommand)]
    Config(config::Command),
    #[command(subcommand)]
    Kernel(kernel::Command),
    #[command(subcommand)]
    Store(store::Command),
    Doctor(doctor::DoctorArgs),
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

/// Clap's own words: the first line is what is wrong, tips and usage are advice. A value that breaks a rule of ours is
/// as wrong here as in a file or at a prompt.
fn usage(error: &clap::Error) -> Failure {
    if let Some(ContextValue::Strings(missing)) = error
        .get(ContextKind::InvalidArg)
        .filter(|_| error.kind() == ErrorKind::MissingRequiredArgument)
    {
        let message = format!("{} must be given", missing.join(", "));
        return Failure::new(&catalogue::USAGE, message);
    }
    let text = one_line_each(error);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("the command line is not understood");
    let message = first.strip_prefix("error: ").unwrap_or(first);
    let breaks_a_rule =
        std::error::Error::source(error).is_some_and(|source| source.is::<Invalid>());
    let entry = match breaks_a_rule {
        true => &catalogue::INVALID_VALUE,
        false => &catalogue::USAGE,
    };
    let mut failure = Failure::new(entry, message);
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

/// Clap's text, in which what was typed is short and keeps to its line.
fn one_line_each(error: &clap::Error) -> String {
    const MOST: usize = 60;
    let typed = [
        ContextKind::InvalidValue,
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidArg,
    ];
    let mut text = error.render().to_string();
    for kind in typed {
        let Some(ContextValue::String(typed)) = error.get(kind) else {
            continue;
        };
        if typed.chars().any(char::is_control) || typed.chars().count() > MOST {
            let cut = typed.char_indices().nth(MOST).map(|(at, _)| at);
            let mut shown = String::new();
            for letter in typed[..cut.unwrap_or(typed.len())].chars() {
                if letter.is_control() {
                    shown.extend(letter.escape_default());
                } else {
                    shown.push(letter);
                }
            }
            if cut.is_some() {
                shown.push('…');
            }
            text = text.replacen(typed.as_str(), &shown, 1);
        }
    }
    text
}

/// Runs the one command that was named.
pub fn run(app: &mut App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Misp(command) => misp::run(app, command),
        Command::License(command) => license::run(app, command),
        Command::Partner(command) => partner::run(app, command),
        Command::PolicyGroup(command) => policy_group::run(app, command),
        Command::Policy(command) => policy::run(app, command),
        Command::Mapping(command) => mapping::run(app, command),
        Command::ApiKey(command) => api_key::run(app, command),
        Command::Ca(command) => ca::run(app, command),
        Command::Cert(command) => cert::run(app, command),
        Command::Key(command) => key::run(app, command),
        Command::Ida(command) => ida::run(app, command),
        Command::Report(command) => report::run(app, command),
        Command::Apply(args) => apply::run(app, &args),
        Command::Plan(args) => plan::run(app, &args),
        Command::Outbox(command) => outbox::run(app, command),
        Command::Audit(command) => audit::run(app, command),
        Command::Login(args) => login::run(app, args),
        Command::Logout(args) => logout::run(app, &args),
        Command::Whoami(args) => whoami::run(app, &args),
        Command::CanI(args) => can_i::run(app, args),
        Command::Context(command) => context::run(app, command),
        Command::Config(command) => config::run(app, command),
        Command::Kernel(command) => kernel::run(app, command),
        Command::Store(command) => store::run(app, command),
        Command::Doctor(args) => doctor::run(app, &args),
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
    fn what_was_typed_keeps_to_its_line_and_is_cut() {
        for (name, wanted) in [
            ("a\nb".to_owned(), "'a\\nb'"),
            ("x".repeat(100_000), "xxx…'"),
        ] {
            let error = Cli::try_parse_from(["pmctl", "misp", "register", &name])
                .expect_err("the name breaks a rule");
            let failure = usage(&error);
            assert!(failure.message.contains(wanted), "{}", failure.message);
            assert!(failure.message.len() < 200);
        }
    }

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

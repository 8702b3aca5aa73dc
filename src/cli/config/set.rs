//! `pmctl config set`.

use super::{settable, settings, view};
use crate::app::App;
use crate::config::edit::{self, Edited, To};
use crate::config::keys::{KEYS, Key};
use crate::domain::nearest::nearest;
use crate::error::{Exit, Failure, catalogue};
use clap::Args;

/// Change settings of the context in use, in its file
///
/// Everything else in the file stays as it is, comments too; two changes at once both hold. Several settings are written
/// together or not at all: some need each other. A list is typed with commas between its words. A secret is never typed:
/// file:PATH, env:NAME, fd:NUMBER or command:WORDS names where it comes from. A relative PATH starts from the folder of the
/// configuration file.
#[derive(Debug, Args)]
#[command(
    override_usage = "pmctl config set [OPTIONS] <KEY> <VALUE> [<KEY> <VALUE>]...
       pmctl config set [OPTIONS] --unset <KEY>...",
    after_help = "Examples:
  pmctl config set license.validity 180d
  pmctl config set roles.misp MISP,RELAY_OPERATOR
  pmctl config set kernel.service.secret file:pms.secret --context staging
  pmctl config set ida.callback https://ida.example/callback ida.secret file:ida.secret
  pmctl config set --unset ida.callback ida.secret"
)]
pub struct SetArgs {
    /// Setting to change, as config list names it
    #[arg(value_parser = settable(), hide_possible_values = true)]
    key: String,
    /// Its new value, then more settings, each with its value; with --unset, more settings
    #[arg(value_name = "VALUE", required_unless_present = "unset")]
    rest: Vec<String>,
    /// Take them out of the file, so that the default holds
    #[arg(long)]
    unset: bool,
}

pub(super) fn run(app: &App, args: &SetArgs) -> Result<Exit, Failure> {
    let wanted = args.wanted()?;
    let context = app.context_in_use()?;
    let edited = edit::set(&app.places()?.config_file, &context, &wanted)?;
    let all = settings(app)?;
    let shown = wanted.iter().zip(edited).filter_map(|((key, _), edited)| {
        let found = all.iter().find(|one| one.key == key.name)?;
        Some(view(found, Some(outcome(edited))))
    });
    match shown.collect::<Vec<_>>().as_slice() {
        [one] => app.printer.one(one)?,
        several => app.printer.list(several, "nothing is set")?,
    }
    Ok(Exit::Ok)
}

fn outcome(edited: Edited) -> &'static str {
    match edited {
        Edited::Changed => "updated",
        Edited::Unchanged => "unchanged",
    }
}

impl SetArgs {
    fn wanted(&self) -> Result<Vec<(&'static Key, To<'_>)>, Failure> {
        let words: Vec<&str> = std::iter::once(&self.key)
            .chain(&self.rest)
            .map(String::as_str)
            .collect();
        let wanted = match self.unset {
            true => words
                .iter()
                .map(|word| Ok((key(word)?, To::Default)))
                .collect(),
            false => words
                .chunks(2)
                .map(pair)
                .collect::<Result<Vec<_>, Failure>>(),
        }?;
        let twice = wanted.iter().enumerate().find(|(index, (one, _))| {
            wanted[..*index]
                .iter()
                .any(|(other, _)| other.name == one.name)
        });
        match twice {
            Some((_, (key, _))) => Err(usage(format!("{} is given twice", key.name))),
            None => Ok(wanted),
        }
    }
}

fn pair<'a>(words: &[&'a str]) -> Result<(&'static Key, To<'a>), Failure> {
    match words {
        [name, value] => Ok((key(name)?, To::Typed(value))),
        [name] => Err(usage(format!("{} has no value", key(name)?.name))
            .fix("pmctl config set KEY VALUE KEY VALUE: a value follows each setting")),
        _ => Err(usage("a value follows each setting".to_owned())),
    }
}

/// Whatever is no setting may be a secret that was typed in the wrong place: it is not repeated.
fn key(name: &str) -> Result<&'static Key, Failure> {
    if let Some(key) = Key::find(name) {
        return Ok(key);
    }
    let failure = usage("a word that stands for a setting is none".to_owned());
    Err(match nearest(name, KEYS.iter().map(|key| key.name)) {
        Some(near) => failure.fix(format!("a similar one exists: {near}")),
        None => failure.fix("pmctl config list shows the settings; a value follows each"),
    })
}

fn usage(message: String) -> Failure {
    Failure::new(&catalogue::USAGE, message)
}

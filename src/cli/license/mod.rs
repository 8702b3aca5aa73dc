//! `pmctl license`: the keys that let a MISP's traffic in.

mod list;
pub mod new_key;
mod restore;
mod revoke;
mod show;

use crate::app::{App, Parts};
use crate::cli::destination::Destination;
use crate::cli::misp::renew_license;
use crate::domain::id::LicenseId;
use crate::domain::license::License;
use crate::error::{Exit, Failure};
use crate::ops::license::Held;
use crate::ops::{self, OpError, files};
use crate::output::view::license::LicenseView;
use clap::{Args, Subcommand};

/// See, renew and revoke license keys
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Renew(renew_license::RenewArgs),
    Revoke(revoke::RevokeArgs),
    Restore(restore::RestoreArgs),
}

pub(super) fn run(app: &App, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list::run(app, args),
        Command::Show(args) => show::run(app, &args),
        Command::Renew(args) => renew_license::run(app, args),
        Command::Revoke(args) => revoke::run(app, args),
        Command::Restore(args) => restore::run(app, args),
    }
}

/// Masked.
pub(super) fn view(parts: &Parts, held: &Held) -> LicenseView {
    let key = parts.masked(&held.license.key);
    LicenseView::new(&held.license, &held.misp, held.standing, key, parts.now())
}

/// How a license key is handed over; the audit trail says to whom.
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// Show the license key in clear
    #[arg(long)]
    reveal: bool,
    /// File to write the license key to, with mode 0600; - shows it in clear
    #[arg(long, value_name = "FILE")]
    key_to: Option<Destination>,
}

impl KeyArgs {
    pub fn is_given(&self) -> bool {
        self.reveal || self.key_to.is_some()
    }

    /// Refuses, before a key is issued or revealed, a file that cannot take it.
    pub fn ready(&self) -> Result<(), OpError> {
        Destination::ready(self.key_to.as_ref())
    }

    /// As [`KeyArgs::handed_over`] for a MISP that was just registered: that the key did not get out does not undo it.
    pub fn issued(&self, parts: &Parts, license: &License) -> Result<Option<String>, Failure> {
        self.handed_over(parts, &license.id).map_err(|error| {
            let file = self.key_to.as_ref().and_then(Destination::file);
            let shown = file.map_or("-".into(), |path| path.display().to_string());
            let error = OpError::NotHandedOver {
                license: license.id.to_string(),
                misp: license.misp.to_string(),
                to: format!("file {shown}"),
                cause: error.without_path(),
            };
            let command = format!("pmctl license show {} --key-to {shown}", license.id);
            Failure::from(error).fix(format!("mend it, or name another path: {command}"))
        })
    }

    /// Writes the key where it was asked for; gives it back when it is to be shown.
    pub fn handed_over(
        &self,
        parts: &Parts,
        license: &LicenseId,
    ) -> Result<Option<String>, OpError> {
        if !self.is_given() {
            return Ok(None);
        }
        let key = ops::license::reveal(&parts.ctx(), license)?.license.key;
        if let Some(path) = self.key_to.as_ref().and_then(Destination::file)
            && !files::holds_secret(path, &key)
        {
            files::write_secret(path, &key)?;
        }
        let shown = self.reveal || self.key_to.as_ref().is_some_and(Destination::is_shown);
        Ok(shown.then(|| key.expose().to_owned()))
    }
}

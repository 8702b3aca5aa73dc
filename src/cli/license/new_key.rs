//! The flags that say where a new license key goes.

use crate::cli::destination::Destination;
use crate::error::{Failure, catalogue};
use crate::ops::license::{HandOver, Hook, Place};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub struct NewKeyArgs {
    /// Show the license key in clear
    #[arg(long, conflicts_with = "all")]
    reveal: bool,
    /// File to write the new key to, with mode 0600, - shows it in clear; with --all the folder for a file MISP.key each
    #[arg(long, value_name = "FILE", alias = "key-to")]
    new_key_to: Option<Destination>,
    /// Command that takes the new key on standard input; split at blanks, read by no shell
    ///
    /// PMCTL_HOOK_MISP, PMCTL_HOOK_MISP_NAME, PMCTL_HOOK_LICENSE, PMCTL_HOOK_VALID_FROM and
    /// PMCTL_HOOK_VALID_TO say whose key it is. It runs when the key is stored. What it prints is dropped, errors too: let it keep a log of its own.
    /// It has 5 minutes, or --timeout where that is given, and is ended then with whatever it has started, as it is when
    /// pmctl is told to end.
    #[arg(long, value_name = "COMMAND")]
    hook: Option<Hook>,
}

impl NewKeyArgs {
    pub fn is_shown(&self) -> bool {
        self.reveal || self.new_key_to.as_ref().is_some_and(Destination::is_shown)
    }

    /// `limit`: for the hook, in place of its own.
    pub fn way(&self, all: bool, limit: Option<Duration>) -> Result<HandOver, Failure> {
        let file = self.new_key_to.as_ref().and_then(Destination::file);
        if all && self.is_shown() {
            let message = "with --all, --new-key-to must name a folder";
            return Err(Failure::new(&catalogue::USAGE, message));
        }
        let place = file.map(PathBuf::from).map(match all {
            true => Place::Folder,
            false => Place::File,
        });
        let hook = self.hook.clone();
        Ok(HandOver {
            place,
            hook: match limit {
                Some(limit) => hook.map(|hook| hook.within(limit)),
                None => hook,
            },
        })
    }
}

//! The flags that say where a new license key goes.

use crate::ops::license::{HandOver, Hook, Place};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct NewKeyArgs {
    /// Show the license key in clear
    #[arg(long, conflicts_with = "all")]
    pub reveal: bool,
    /// File to write the new key to, with mode 0600; with --all the folder for a file MISP.key each
    #[arg(long, value_name = "FILE", alias = "key-to")]
    new_key_to: Option<PathBuf>,
    /// Command that takes the new key on standard input; split at blanks, read by no shell
    ///
    /// PMCTL_HOOK_MISP, PMCTL_HOOK_MISP_NAME, PMCTL_HOOK_LICENSE, PMCTL_HOOK_VALID_FROM and
    /// PMCTL_HOOK_VALID_TO say whose key it is. It runs when the key is stored. What it prints is dropped, errors too: let it keep a log of its own.
    #[arg(long, value_name = "COMMAND")]
    hook: Option<Hook>,
}

impl NewKeyArgs {
    pub fn way(&self, all: bool) -> HandOver {
        HandOver {
            place: self.new_key_to.clone().map(match all {
                true => Place::Folder,
                false => Place::File,
            }),
            hook: self.hook.clone(),
        }
    }
}

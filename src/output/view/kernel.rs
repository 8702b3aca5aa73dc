//! `pmctl.kernel/1`, `pmctl.kernel-server/1` and `pmctl.master-key/1`.

use super::{View, when};
use crate::domain::cert::Thumbprint;
use crate::domain::time::Moment;
use crate::output::cell::Field;
use serde::Serialize;

/// What answers.
#[derive(Debug, Serialize)]
pub struct PingView {
    pub context: String,
    pub address: String,
    pub name: Option<String>,
    pub version: Option<String>,
    pub milliseconds: u128,
}

impl View for PingView {
    const NOUN: &'static str = "kernel";
    const COLUMNS: &'static [&'static str] = &["address", "name", "version", "milliseconds"];

    fn id(&self) -> String {
        self.address.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("context", &self.context),
            Field::new("address", &self.address),
            Field::optional("name", self.name.as_ref()),
            Field::optional("version", self.version.as_ref()),
            Field::new("milliseconds", self.milliseconds.to_string()),
        ]
    }
}

/// An embedded Kernel that listens.
#[derive(Debug, Serialize)]
pub struct ServerView {
    pub url: String,
    pub keymanager: String,
    pub issuer: String,
    /// Of the stand-in for ID Authentication.
    pub ida_callback: String,
    pub ida_hub: String,
    pub client_id: String,
    pub state: String,
}

impl View for ServerView {
    const NOUN: &'static str = "kernel-server";
    const COLUMNS: &'static [&'static str] = &["url", "issuer"];

    fn id(&self) -> String {
        self.url.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("url", &self.url),
            Field::new("keymanager", &self.keymanager),
            Field::new("issuer", &self.issuer),
            Field::new("ida_callback", &self.ida_callback),
            Field::new("ida_hub", &self.ida_hub),
            Field::new("client_id", &self.client_id),
            Field::new("state", &self.state),
        ]
    }
}

/// A master key of the Kernel.
#[derive(Debug, Serialize)]
pub struct MasterKeyView {
    pub application: &'static str,
    pub subject: String,
    pub thumbprint: String,
    pub not_after: String,
    #[serde(skip)]
    shown: String,
}

impl MasterKeyView {
    pub fn new(
        application: &'static str,
        subject: &str,
        thumbprint: &Thumbprint,
        not_after: Moment,
    ) -> Self {
        Self {
            application,
            subject: subject.to_owned(),
            thumbprint: thumbprint.to_string(),
            not_after: not_after.to_string(),
            shown: when(not_after),
        }
    }
}

impl View for MasterKeyView {
    const NOUN: &'static str = "master-key";
    const COLUMNS: &'static [&'static str] = &["application", "subject", "not_after"];

    fn id(&self) -> String {
        self.application.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("application", self.application),
            Field::new("subject", &self.subject),
            Field::new("thumbprint", &self.thumbprint),
            Field::new("not_after", &self.shown),
        ]
    }
}

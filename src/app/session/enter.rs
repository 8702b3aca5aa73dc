//! Login: by password, or by a code that is approved in a browser.

use super::device::{self, DevicePrompt};
use super::logins::{Logins, Whose};
use crate::app::kernel::Embedded;
use crate::app::{App, duration, now};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::error::{Failure, catalogue};
use crate::kernel::KernelError;
use crate::kernel::iam::{self, Tokens};

impl App {
    /// Logs a person in by password and keeps the tokens.
    pub fn login(&self, user: &str, password: &Secret) -> Result<(), Failure> {
        let logins = self.logins()?;
        let connection = logins.connection()?;
        let asked = now();
        let tokens = logins
            .with_client(|client| iam::login_person(connection, client, user, password))
            .map_err(|error| {
                refused(error, "the IAM does not accept this user name and password")
            })?;
        enter(&logins, &tokens, asked)
    }

    /// Logs a person in who approves it in a browser; `show` says where. Keeps nothing until then.
    pub fn login_device(&self, show: &dyn Fn(&DevicePrompt)) -> Result<(), Failure> {
        let logins = self.logins()?;
        let (tokens, asked) = device::login(&logins, show)?;
        enter(&logins, &tokens, asked)
    }

    pub(super) fn logins(&self) -> Result<Logins, Failure> {
        Ok(Logins::new(&self.settings()?, &Embedded::default()))
    }
}

fn enter(logins: &Logins, tokens: &Tokens, asked: Moment) -> Result<(), Failure> {
    let _lock = logins.files.lock(duration(logins.settings.timeout.value))?;
    logins.take(Whose::Person, tokens, asked)?;
    Ok(())
}

pub(super) fn refused(error: KernelError, what: &str) -> Failure {
    match error {
        KernelError::Unauthorized { .. } => {
            Failure::new(&catalogue::LOGIN_REFUSED, what).why(error.to_string())
        }
        other => other.into(),
    }
}

//! Logout: on the server, then here.

use super::logins::{Kept, Logins, Whose};
use crate::app::{App, duration};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::error::{Failure, catalogue};
use crate::kernel::iam;

impl App {
    /// Ends the person's session on the server and forgets it here; says whether there was one.
    ///
    /// It is forgotten here whatever the server says.
    pub fn logout(&self) -> Result<bool, Failure> {
        let logins = self.logins()?;
        let _lock = logins.files.lock(duration(logins.settings.timeout.value))?;
        logins.files.remove(Whose::Service.word())?;
        let Some(kept) = logins.files.load::<Kept>(Whose::Person.word())? else {
            return Ok(logins.files.remove(Whose::Person.word())?);
        };
        let told = tell(&logins, &kept);
        logins.files.remove(Whose::Person.word())?;
        told.map_err(|told| goes_on(&kept, told))?;
        Ok(true)
    }
}

fn tell(logins: &Logins, kept: &Kept) -> Result<(), Failure> {
    if kept.client != logins.client_id() {
        let what = format!("it belongs to client {}, not to the context's", kept.client);
        return Err(Failure::new(&catalogue::SESSION_GOES_ON, what));
    }
    let access = Secret::new(kept.access.clone());
    let refresh = kept.refresh.clone().map(Secret::new);
    let connection = logins.connection()?;
    let told =
        logins.with_client(|client| iam::logout(connection, client, &access, refresh.as_ref()));
    Ok(told?)
}

/// The cause stays what it was; the exit status says that all that could be done here is done.
fn goes_on(kept: &Kept, told: Failure) -> Failure {
    let mut failure = Failure::new(
        &catalogue::SESSION_GOES_ON,
        "the login is forgotten here, but the session on the server was not ended",
    )
    .why(told.message);
    if let Some(until) = kept.session_until {
        let until = Moment::from_micros(until);
        failure = failure.why(format!("it lives until {until}"));
    }
    match told.details.remote {
        Some(remote) => failure.remote(remote),
        None => failure,
    }
}

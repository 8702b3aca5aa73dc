//! The login that a person approves in a browser: shows the code, then polls as it is told.

use super::enter::refused;
use super::logins::Logins;
use crate::app::now;
use crate::domain::time::Moment;
use crate::error::{Failure, catalogue};
use crate::kernel::KernelError;
use crate::kernel::iam::{self, DeviceCode, Polled, Tokens};
use std::time::{Duration, Instant};

/// What the person must know.
#[derive(Debug)]
pub struct DevicePrompt {
    pub address: String,
    /// The address with the code in it.
    pub address_with_code: Option<String>,
    pub code: String,
    pub minutes: u64,
}

/// RFC 8628 §3.5.
const SLOWER: Duration = Duration::from_secs(5);
/// However often nobody answers.
const SLOWEST: Duration = Duration::from_secs(60);

/// The tokens, and when they were asked for.
pub(super) fn login(
    logins: &Logins,
    show: &dyn Fn(&DevicePrompt),
) -> Result<(Tokens, Moment), Failure> {
    let connection = logins.connection()?;
    let begun = logins.with_client(|client| iam::device_begin(connection, client));
    let what = "the IAM gives this client no login by device code";
    let device = begun.map_err(|error| refused(error, what))?;
    let shown_at = Instant::now();
    show(&prompt(&device));
    let mut pause = device.interval;
    while shown_at.elapsed() + pause < device.lasts {
        std::thread::sleep(pause);
        let asked = now();
        let polled = logins.with_client(|client| iam::device_poll(connection, client, &device));
        match polled {
            Ok(Polled::Granted(tokens)) => return Ok((*tokens, asked)),
            Ok(Polled::Denied) => return Err(denied()),
            Ok(Polled::Expired) => break,
            Ok(Polled::Pending) => {}
            Ok(Polled::SlowDown) => pause += SLOWER,
            Err(KernelError::Unreachable { .. } | KernelError::Lost { .. }) => {
                pause = (pause * 2).min(SLOWEST.max(device.interval));
            }
            Err(error) => return Err(refused(error, what)),
        }
    }
    Err(Failure::new(
        &catalogue::LOGIN_LATE,
        "the login was not approved while its code was good",
    ))
}

fn denied() -> Failure {
    Failure::new(
        &catalogue::LOGIN_DENIED,
        "the login was denied in the browser",
    )
}

fn prompt(device: &DeviceCode) -> DevicePrompt {
    DevicePrompt {
        address: device.address.clone(),
        address_with_code: device.address_with_code.clone(),
        code: device.user_code.clone(),
        minutes: device.lasts.as_secs().div_ceil(60),
    }
}

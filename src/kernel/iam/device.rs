//! The device grant (RFC 8628): a person approves the login in a browser, on any machine.

use std::time::Duration;

use super::keycloak::{granted, of_client, post, there, tokens_in};
use super::refusal::{rejected, without};
use super::{OauthClient, Tokens};
use crate::domain::secret::Secret;
use crate::kernel::call::Call;
use crate::kernel::connection::{Connection, below};
use crate::kernel::error::{KernelError, clean};
use crate::kernel::{answer, wire};

/// What the person is shown, and what is polled with. `Debug` hides the latter.
#[derive(Debug, Clone)]
pub struct DeviceCode {
    code: Secret,
    /// Typed in by the person.
    pub user_code: String,
    /// Where it is typed in.
    pub address: String,
    /// The same with the code already in it.
    pub address_with_code: Option<String>,
    pub lasts: Duration,
    /// The least time between two polls.
    pub interval: Duration,
}

/// What a poll is answered.
#[derive(Debug)]
pub enum Polled {
    Granted(Box<Tokens>),
    Pending,
    /// As pending, and the interval grows by five seconds.
    SlowDown,
    Denied,
    Expired,
}

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Where the issuer names none (RFC 8628 §3.2).
const INTERVAL: i64 = 5;
/// More would be a mistake of the issuer's.
const LONGEST: i64 = 24 * 3600;

/// Asks for a code. A client that is not known, or may not do this, is [`KernelError::Unauthorized`].
pub fn device_begin(
    connection: &Connection,
    client: &OauthClient<'_>,
) -> Result<DeviceCode, KernelError> {
    let call = Call::LoginDevice;
    let Some(realm) = &connection.issuer else {
        return Err(KernelError::setup(
            "no issuer is named, and authmanager knows no login by device code",
        ));
    };
    let reply = post(
        connection,
        call,
        below(realm, wire::DEVICE),
        &of_client(client),
    )?;
    there(realm, &reply)?;
    let answer = answer::bare(call, &reply).map_err(|error| hidden(rejected(call, error), client));
    shown(call, answer?)
}

/// Asks once whether the person has decided.
pub fn device_poll(
    connection: &Connection,
    client: &OauthClient<'_>,
    device: &DeviceCode,
) -> Result<Polled, KernelError> {
    let call = Call::LoginDevice;
    let Some(realm) = &connection.issuer else {
        return Err(KernelError::setup("no issuer is named"));
    };
    let form = wire::TokenForm {
        device_code: Some(device.code.expose().to_owned()),
        ..granted(GRANT, client)
    };
    let reply = post(connection, call, below(realm, wire::TOKEN), &form)?;
    let error = match tokens_in(call, &reply) {
        Ok(tokens) => return Ok(Polled::Granted(Box::new(tokens))),
        Err(error) => error,
    };
    match error.remote().map(|(code, ..)| code) {
        Some("authorization_pending") => Ok(Polled::Pending),
        Some("slow_down") => Ok(Polled::SlowDown),
        Some("access_denied") => Ok(Polled::Denied),
        // An issuer that has forgotten the code no longer knows that it expired.
        Some("expired_token" | "invalid_grant") => Ok(Polled::Expired),
        _ => Err(without(hidden(rejected(call, error), client), &device.code)),
    }
}

fn hidden(error: KernelError, client: &OauthClient<'_>) -> KernelError {
    match client.secret {
        Some(secret) => without(error, secret),
        None => error,
    }
}

fn shown(call: Call, answer: wire::DeviceAnswer) -> Result<DeviceCode, KernelError> {
    let code = answer::member(call, "device_code", answer.device_code)?;
    let user_code = answer::member(call, "user_code", answer.user_code)?;
    let address = answer::member(call, "verification_uri", answer.verification_uri)?;
    let web = |address: &str| address.starts_with("https://") || address.starts_with("http://");
    if !web(&address) {
        return Err(KernelError::protocol(
            call,
            "its address is none that a browser opens",
        ));
    }
    let seconds = |given: Option<i64>, default: i64| {
        let given = given.unwrap_or(default).clamp(1, LONGEST);
        Duration::from_secs(given.unsigned_abs())
    };
    Ok(DeviceCode {
        code: Secret::new(code),
        user_code: clean(&user_code),
        address: clean(&address),
        address_with_code: answer
            .verification_uri_complete
            .filter(|it| web(it))
            .map(|it| clean(&it)),
        lasts: seconds(answer.expires_in, 600),
        interval: seconds(answer.interval, INTERVAL),
    })
}

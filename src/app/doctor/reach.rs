//! The Kernel, the IAM, their clock, and ID Authentication.

use super::{Check, Health};
use crate::app::kernel::{Embedded, connect};
use crate::app::{now, way};
use crate::config::{Ida, KernelSettings, Settings};
use crate::error::Failure;
use crate::kernel::{Connection, KernelError, Reached, Service};
use crate::ops::OpError;

/// Tokens live for minutes: a clock that is further off than this makes good ones look ended.
const SKEW_SECONDS: i64 = 60;

/// `kernel`, `login` and `clock`.
pub(super) fn network(settings: &Settings) -> Vec<Check> {
    let KernelSettings::Remote(remote) = &settings.kernel else {
        let inside = |name| Check::ok(name, "the embedded Kernel runs inside the process");
        return ["kernel", "login", "clock"]
            .into_iter()
            .map(inside)
            .collect();
    };
    let connection = match connect(settings, &Embedded::default()) {
        Ok(connection) => connection,
        Err(error) => {
            let wait = |name| Check::skipped(name, "the Kernel's addresses come first");
            return vec![failed("kernel", error), wait("login"), wait("clock")];
        }
    };
    let (kernel, clock) = asked(
        "kernel",
        &connection,
        Service::Keymanager,
        &remote.keymanager,
    );
    let login = match (&remote.issuer, &remote.authmanager) {
        (Some(issuer), _) => asked("login", &connection, Service::Issuer, issuer).0,
        (None, Some(base)) => asked("login", &connection, Service::Authmanager, base).0,
        (None, None) => Check::new(
            "login",
            Health::Warning,
            "neither an issuer nor an authmanager is named",
        )
        .next("pmctl config set kernel.issuer URL"),
    };
    vec![kernel, login, skew(clock)]
}

fn asked(
    name: &'static str,
    connection: &Connection,
    service: Service,
    address: &str,
) -> (Check, Option<Reached>) {
    match connection.reach(service) {
        Ok(reached) if reached.status == 404 && service == Service::Issuer => {
            let text = format!("there is no realm at {address}");
            let check =
                Check::new(name, Health::Error, text).next("pmctl config set kernel.issuer URL");
            let check = Check {
                exit: crate::error::Exit::Usage,
                ..check
            };
            (check, Some(reached))
        }
        Ok(reached) if reached.status >= 500 => {
            let text = format!("{address} answers with HTTP {}", reached.status);
            let check =
                Check::new(name, Health::Warning, text).next("look at the service's own log");
            (check, Some(reached))
        }
        Ok(reached) => (Check::ok(name, format!("{address} answers")), Some(reached)),
        Err(error) => (failed(name, error), None),
    }
}

fn failed(name: &'static str, error: KernelError) -> Check {
    Check::failed(name, &Failure::from(OpError::from(error)))
}

/// Against the `Date` of the Kernel's answer.
fn skew(reached: Option<Reached>) -> Check {
    let Some(theirs) = reached.and_then(|reached| reached.clock) else {
        return Check::skipped("clock", "no answer of the Kernel says what time it is");
    };
    let off = now().timestamp().as_second() - theirs.as_second();
    if off.abs() <= SKEW_SECONDS {
        return Check::ok("clock", format!("within {SKEW_SECONDS} s of the Kernel's"));
    }
    let word = if off > 0 { "ahead of" } else { "behind" };
    let text = format!(
        "{} s {word} the Kernel's: tokens and licenses begin and end at the wrong time",
        off.abs()
    );
    Check::new("clock", Health::Warning, text)
        .next("set the clock by NTP: timedatectl set-ntp true")
}

pub(super) fn ida(settings: &Settings) -> Check {
    let is_remote = matches!(settings.kernel, KernelSettings::Remote(_));
    match &settings.ida {
        Some(ida) => told(settings, ida),
        None if is_remote => Check::new(
            "ida",
            Health::Warning,
            "neither callback nor hub is named: ID Authentication hears of no change, and a block holds only here",
        )
        .next("pmctl config set ida.callback URL ida.secret file:PATH")
        .next("pmctl outbox push then sends what changes from there on"),
        None => Check::ok("ida", "neither callback nor hub is named: ID Authentication is told nothing"),
    }
}

/// Nobody there is no fault of this installation: messages wait.
fn told(settings: &Settings, ida: &Ida) -> Check {
    let (text, key) = match ida {
        Ida::Callback { url, .. } => (format!("{url} is told of changes"), "ida.callback"),
        Ida::Hub { url } => (format!("the hub {url} is told of changes"), "ida.hub"),
    };
    let way = match way(settings) {
        Ok(Some(way)) => way,
        Ok(None) => return Check::ok("ida", text),
        Err(failure) => return Check::failed("ida", &failure),
    };
    match way.reach() {
        Ok(()) => Check::ok("ida", format!("{text}, and answers")),
        Err(error) => Check::new("ida", Health::Warning, format!("{text}, but: {error}"))
            .next("pmctl outbox list shows what waits; pmctl outbox push sends it when it answers")
            .next(format!("if it is elsewhere: pmctl config set {key} URL")),
    }
}

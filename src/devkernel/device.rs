//! The realm's device grant (RFC 8628): codes that wait, and the page on which a person decides.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::envelope::Failure;
use super::issue::random;
use super::realm::{Grant, Refused, User, person, refused};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use super::trust::new_id;
use crate::kernel::wire::DeviceAnswer;

pub(super) const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

const LASTS: Duration = Duration::from_secs(600);
/// Keycloak's is 5 s; nobody gains by waiting for a Kernel on the same machine.
const INTERVAL: Duration = Duration::from_secs(1);
/// Two polls that left a second apart may arrive a little closer.
const SLACK: Duration = Duration::from_millis(200);

/// Codes that somebody polls for: they end with the process.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Vec<Code>>);

struct Code {
    device: String,
    user: String,
    client: String,
    begun: Instant,
    polled: Option<Instant>,
    decision: Option<Decision>,
}

#[derive(Clone, Copy)]
enum Decision {
    Approved(&'static User),
    Denied,
}

impl Waiting {
    fn codes(&self) -> MutexGuard<'_, Vec<Code>> {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|code| code.begun.elapsed() < LASTS);
        codes
    }
}

/// `POST …/auth/device`.
pub(super) fn begin(kernel: &Kernel, call: &Call) -> Reply {
    match begun(kernel, &Grant::from_form(call)) {
        Ok(answer) => Reply::json(200, &answer).with("cache-control", "no-store".into()),
        Err(refused) => refused.reply(),
    }
}

fn begun(kernel: &Kernel, grant: &Grant) -> Result<DeviceAnswer, Refused> {
    let client = grant.client()?;
    let code = Code {
        device: new_id()?,
        user: user_code()?,
        client: client.0.to_owned(),
        begun: Instant::now(),
        polled: None,
        decision: None,
    };
    let page = format!("{}/auth/realms/mosip/device", kernel.base());
    let seconds = |length: Duration| i64::try_from(length.as_secs()).ok();
    let answer = DeviceAnswer {
        device_code: Some(code.device.clone()),
        user_code: Some(code.user.clone()),
        verification_uri_complete: Some(format!("{page}?user_code={}", code.user)),
        verification_uri: Some(page),
        expires_in: seconds(LASTS),
        interval: seconds(INTERVAL),
    };
    kernel.device.codes().push(code);
    Ok(answer)
}

/// `ABCD-EFGH`
fn user_code() -> Result<String, Failure> {
    let letters = random::<8>()?.map(|byte| char::from(b'A' + byte % 26));
    let text: String = letters.iter().collect();
    Ok(format!("{}-{}", &text[..4], &text[4..]))
}

/// The person who approved the code of this grant, which is used up by it.
pub(super) fn granted(
    kernel: &Kernel,
    grant: &Grant,
    client: &str,
) -> Result<&'static User, Refused> {
    let missing = refused(400, "invalid_request", "Missing parameter: device_code");
    let wanted = grant.device_code.as_deref().ok_or(missing)?;
    let mut codes = kernel.device.codes();
    let is_it = |code: &Code| code.device == wanted && code.client == client;
    let at = codes.iter().position(is_it);
    let at = at.ok_or(refused(400, "invalid_grant", "Device code not valid"))?;
    let polled = codes[at].polled.replace(Instant::now());
    if polled.is_some_and(|polled| polled.elapsed() + SLACK < INTERVAL) {
        return Err(refused(400, "slow_down", "Slow down"));
    }
    match codes[at].decision {
        None => {
            let text = "The authorization request is still pending";
            Err(refused(400, "authorization_pending", text))
        }
        Some(Decision::Denied) => {
            let text = "The end user denied the authorization request";
            Err(refused(400, "access_denied", text))
        }
        Some(Decision::Approved(user)) => {
            codes.remove(at);
            Ok(user)
        }
    }
}

/// `GET …/device`: one page where Keycloak has several.
pub(super) fn page(call: &Call) -> Reply {
    shown(200, "", &call.asked("user_code").unwrap_or_default())
}

/// `POST …/device`: the code, who decides, and `accept` or `cancel`.
pub(super) fn decide(kernel: &Kernel, call: &Call) -> Reply {
    let form = call.form();
    let given = |name: &str| {
        let member = form.iter().find(|(held, _)| held == name);
        member.map(|(_, value)| value.as_str())
    };
    let code = given("user_code").unwrap_or_default();
    let decision = match (
        given("cancel"),
        person(given("username"), given("password")),
    ) {
        (Some(_), _) => Decision::Denied,
        (None, Some(user)) => Decision::Approved(user),
        (None, None) => return shown(200, "Invalid username or password.", code),
    };
    let mut codes = kernel.device.codes();
    let waiting = codes
        .iter_mut()
        .find(|waiting| waiting.user == code && waiting.decision.is_none());
    let Some(waiting) = waiting else {
        return shown(400, "Invalid code, please try again.", code);
    };
    waiting.decision = Some(decision);
    let told = match decision {
        Decision::Approved(_) => "Device Login Successful",
        Decision::Denied => "Device Login Failed",
    };
    Reply::raw(200, "text/html;charset=utf-8", document(told, "").into())
}

fn shown(status: u16, told: &str, code: &str) -> Reply {
    let is_harmless = |c: char| c.is_ascii_uppercase() || c == '-';
    let code: String = code.chars().filter(|c| is_harmless(*c)).collect();
    let form = format!(
        "<form method=\"post\" action=\"device\">\
         <p><label>Code <input name=\"user_code\" value=\"{code}\"></label></p>\
         <p><label>Username <input name=\"username\"></label></p>\
         <p><label>Password <input name=\"password\" type=\"password\"></label></p>\
         <input type=\"submit\" name=\"accept\" value=\"Yes\">\
         <input type=\"submit\" name=\"cancel\" value=\"No\"></form>"
    );
    let page = document(
        "Do you let this device log in?",
        &format!("<p>{told}</p>{form}"),
    );
    Reply::raw(status, "text/html;charset=utf-8", page.into())
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title}</title></head>\
         <body><h1>{title}</h1>{body}</body></html>"
    )
}

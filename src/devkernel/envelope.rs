//! The envelope: what is read from a request, in which order it is checked, and how an answer is written.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Release;
use super::auth::Caller;
use super::read;
use super::reply::{Call, Reply};
use super::routes::Kernel;
use crate::kernel::wire::{Answer, WireError, zoned};

/// Why a service does not answer with a response.
#[derive(Debug)]
pub(super) enum Failure {
    /// HTTP 200 with these errors.
    Refused(Vec<WireError>),
    /// HTTP 500 `KER-KMS-500` with this text, which may be null.
    Broken(Option<String>),
}

impl Failure {
    pub(super) fn one(code: &str, message: &str) -> Self {
        Self::Refused(vec![error(code, message)])
    }

    pub(super) fn broken(text: impl ToString) -> Self {
        Self::Broken(Some(text.to_string()))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::Refused(errors) => errors.first().and_then(|error| error.message.as_deref()),
            Self::Broken(text) => text.as_deref(),
        };
        f.write_str(text.unwrap_or("no reason given"))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::broken(error)
    }
}

pub(super) fn error(code: &str, message: &str) -> WireError {
    WireError {
        error_code: Some(code.into()),
        message: Some(message.into()),
    }
}

/// A bean check of Spring's: one error for each member of `members` that is absent or blank.
pub(super) fn blanks(members: &[(&str, &Option<String>)]) -> Vec<WireError> {
    let blank = members.iter().filter(|(_, value)| is_blank(value));
    blank
        .map(|(name, _)| {
            let text = format!("request.{name} should not be null or empty");
            error("KER-KMS-005", &text)
        })
        .collect()
}

pub(super) fn is_blank(value: &Option<String>) -> bool {
    value.as_deref().is_none_or(|text| text.trim().is_empty())
}

/// When something is asked, and of which release.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) now: Timestamp,
    pub(super) speak: Release,
}

/// One authenticated request on its way through a service of the Keymanager.
pub(super) struct Visit<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) call: &'a Call,
    pub(super) caller: &'a Caller,
    pub(super) now: Timestamp,
}

impl Visit<'_> {
    pub(super) fn at(&self) -> At {
        At {
            now: self.now,
            speak: self.kernel.speak,
        }
    }

    /// A POST or PUT: content type, JSON, dates, `request` and `check` come before the role, the role
    /// before `serve`.
    pub(super) fn post<Q: DeserializeOwned, A: Serialize>(
        &self,
        roles: &[&str],
        check: impl FnOnce(&Q) -> Vec<WireError>,
        serve: impl FnOnce(&Q) -> Result<A, Failure>,
    ) -> Reply {
        let body = match read::body(self.kernel, self.call) {
            Ok(body) => body,
            Err(reply) => return *reply,
        };
        let request = match read::request::<Q>(&body) {
            Ok(request) => request,
            Err(errors) => return self.failed(Some(&body), Failure::Refused(errors)),
        };
        let errors = check(&request);
        if !errors.is_empty() {
            return self.failed(Some(&body), Failure::Refused(errors));
        }
        if !self.caller.holds(roles) {
            return self.forbidden(Some(&body));
        }
        match serve(&request) {
            Ok(answer) => self.answered(Some(&body), answer),
            Err(failure) => self.failed(Some(&body), failure),
        }
    }

    /// A GET: the `needed` members of the query come before the role.
    pub(super) fn get<A: Serialize>(
        &self,
        roles: &[&str],
        needed: &[&str],
        serve: impl FnOnce() -> Result<A, Failure>,
    ) -> Reply {
        if let Some(name) = needed.iter().find(|name| self.call.asked(name).is_none()) {
            let text = missing_parameter(self.kernel.speak, name);
            return self.failed(None, Failure::one("KER-KMS-005", &text));
        }
        if !self.caller.holds(roles) {
            return self.forbidden(None);
        }
        match serve() {
            Ok(answer) => self.answered(None, answer),
            Err(failure) => self.failed(None, failure),
        }
    }

    fn answered<A: Serialize>(&self, body: Option<&Value>, answer: A) -> Reply {
        let echo = |name: &str| body.and_then(|body| read::given(body, name));
        Reply::json(
            200,
            &Answer {
                id: echo("id"),
                version: echo("version"),
                responsetime: Some(zoned(self.now)),
                metadata: None,
                response: Some(answer),
                errors: None,
            },
        )
    }

    fn failed(&self, body: Option<&Value>, failure: Failure) -> Reply {
        let (status, errors) = match failure {
            Failure::Refused(errors) => (200, errors),
            Failure::Broken(message) => {
                let error_code = Some("KER-KMS-500".into());
                (
                    500,
                    vec![WireError {
                        error_code,
                        message,
                    }],
                )
            }
        };
        refusal(status, body, errors, self.now)
    }

    fn forbidden(&self, body: Option<&Value>) -> Reply {
        let errors = vec![error("KER-ATH-403", "Forbidden")];
        refusal(403, body, errors, self.now)
    }
}

fn missing_parameter(speak: Release, name: &str) -> String {
    match speak {
        Release::V1_2_0_1 => format!("Required String parameter '{name}' is not present"),
        Release::V1_3_0 => format!(
            "Required request parameter '{name}' for method parameter type String is not present"
        ),
    }
}

/// An envelope with errors. Here a missing `id` is echoed as `""` and a null one as `"null"`;
/// without a body (`None`) both are null.
pub(super) fn refusal(
    status: u16,
    body: Option<&Value>,
    errors: Vec<WireError>,
    now: Timestamp,
) -> Reply {
    let echo = |name: &str| body.map(|body| read::echoed(body, name));
    let answer = Answer::<()> {
        id: echo("id"),
        version: echo("version"),
        responsetime: Some(zoned(now)),
        metadata: None,
        response: None,
        errors: Some(errors),
    };
    Reply::json(status, &answer)
}

//! Reads what a service answered: envelopes, and the many other things that come instead.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::Call;
use super::connection::Reply;
use super::error::{KernelError, Remote, clean};
use super::wire::{Answer, OauthError, SpringError, WireError};

/// The `response` of an envelope, or the reason why there is none.
pub(super) fn envelope<T: DeserializeOwned>(call: Call, reply: &Reply) -> Result<T, KernelError> {
    let answer: Answer<Value> = success(call, reply)?;
    if let Some(remote) = refusal(answer.errors.as_deref(), reply.status) {
        let Remote {
            code,
            message,
            http,
        } = remote;
        return Err(KernelError::Refused {
            call,
            code,
            message,
            http,
        });
    }
    let Some(response) = answer.response else {
        return Err(KernelError::protocol(
            call,
            "it holds neither a response nor an error",
        ));
    };
    serde_json::from_value(response)
        .map_err(|_| KernelError::protocol(call, "its response has another shape"))
}

/// A body without envelope.
pub(super) fn bare<T: DeserializeOwned>(call: Call, reply: &Reply) -> Result<T, KernelError> {
    success(call, reply)
}

/// A member that the contract promises.
pub(super) fn member<T>(call: Call, name: &str, value: Option<T>) -> Result<T, KernelError> {
    value.ok_or_else(|| KernelError::protocol(call, format!("it has no `{name}`")))
}

fn success<T: DeserializeOwned>(call: Call, reply: &Reply) -> Result<T, KernelError> {
    if !(200..300).contains(&reply.status) {
        return Err(failure(call, reply));
    }
    match values(&reply.body).next() {
        Some(Ok(value)) => Ok(value),
        // Something on the way cut it and counted what was left: no other peer answers so.
        Some(Err(error)) if error.is_eof() => Err(KernelError::Lost {
            call,
            cause: format!("the answer broke off after {} bytes", reply.body.len()),
            remote: None,
        }),
        _ => {
            let shown = text(reply);
            let cause = format!("HTTP {} with `{shown}`", reply.status);
            Err(KernelError::protocol(call, cause))
        }
    }
}

/// The first JSON value: a 401 may hold the same document twice.
fn first<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    values(body).next()?.ok()
}

fn values<T: DeserializeOwned>(body: &[u8]) -> impl Iterator<Item = serde_json::Result<T>> {
    serde_json::Deserializer::from_slice(body).into_iter()
}

fn failure(call: Call, reply: &Reply) -> KernelError {
    let remote = remote(reply);
    let cause = format!("{} {}", remote.code, remote.message)
        .trim_end()
        .to_owned();
    match reply.status {
        401 => KernelError::Unauthorized {
            call,
            cause,
            remote: Some(remote),
        },
        403 => KernelError::Forbidden {
            call,
            role_hint: call.roles(),
            remote: Some(remote),
        },
        429 => KernelError::Unreachable { call, cause },
        400..500 => {
            let Remote {
                code,
                message,
                http,
            } = remote;
            KernelError::Refused {
                call,
                code,
                message,
                http,
            }
        }
        500..600 => KernelError::Lost {
            call,
            cause,
            remote: Some(remote),
        },
        status => KernelError::protocol(call, format!("HTTP {status}")),
    }
}

/// The peer's own words in a body of any kind.
pub(super) fn remote(reply: &Reply) -> Remote {
    let http = reply.status;
    let envelope = first::<Answer<Value>>(&reply.body);
    if let Some(remote) = envelope.and_then(|it| refusal(it.errors.as_deref(), http)) {
        return remote;
    }
    if let Some(oauth) = first::<OauthError>(&reply.body).filter(|it| !it.error.contains(' ')) {
        let message = clean(oauth.error_description.as_deref().unwrap_or_default());
        if first::<SpringError>(&reply.body).is_none() {
            return Remote {
                code: clean(&oauth.error),
                message,
                http,
            };
        }
    }
    Remote {
        code: format!("HTTP-{http}"),
        message: text(reply),
        http,
    }
}

/// The first code and all messages; `None` for `null` and `[]`.
fn refusal(errors: Option<&[WireError]>, http: u16) -> Option<Remote> {
    let errors = errors?;
    let code = errors.first()?.error_code.as_deref().unwrap_or_default();
    let messages: Vec<&str> = errors
        .iter()
        .filter_map(|it| it.message.as_deref())
        .collect();
    let code = if code.is_empty() {
        format!("HTTP-{http}")
    } else {
        clean(code)
    };
    Some(Remote {
        code,
        message: clean(&messages.join("; ")),
        http,
    })
}

/// One line of a body that is no envelope: Spring's error object, a page of HTML, or anything.
fn text(reply: &Reply) -> String {
    if let Some(spring) = first::<SpringError>(&reply.body) {
        return clean(&format!(
            "{}: {}",
            spring.error,
            spring.message.unwrap_or_default()
        ));
    }
    let text = String::from_utf8_lossy(&reply.body);
    clean(title(&text).unwrap_or(&text))
}

fn title(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<title>")?;
    Some(rest.split_once("</title>")?.0)
}

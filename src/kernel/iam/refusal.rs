//! What the login services say when they refuse.

use crate::domain::secret::Secret;
use crate::kernel::call::Call;
use crate::kernel::error::{KernelError, Remote};

/// OAuth errors (RFC 6749 §5.2) that mean: these credentials will not do.
const BAD_CREDENTIALS: [&str; 4] = [
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "access_denied",
];
/// The same from authmanager: no such user, and two ways to say wrong password.
const BAD_PASSWORD: [&str; 3] = ["KER-ATH-003", "KER-ATH-005", "KER-ATH-023"];

/// Tells refused credentials from other failures, in the words of either service.
pub(super) fn rejected(call: Call, error: KernelError) -> KernelError {
    let Some((code, message, http)) = error.remote() else {
        return error;
    };
    let keycloak = BAD_CREDENTIALS.contains(&code) || http == 403;
    // Authmanager passes Keycloak's 401, and its 400 to a refresh token that has ended, on as its own 500.
    let passed_on = |status: &str| code == "500" && message.starts_with(status);
    let authmanager = BAD_PASSWORD.contains(&code)
        || passed_on("401")
        || (call == Call::Refresh && passed_on("400"));
    if !keycloak && !authmanager {
        return error;
    }
    let cause = format!("{code} {message}").trim_end().to_owned();
    let remote = Remote {
        code: code.to_owned(),
        message: message.to_owned(),
        http,
    };
    KernelError::Unauthorized {
        call,
        cause,
        remote: Some(remote),
    }
}

/// The token that was shown is not, or no longer, one of a session.
pub(super) fn is_bad_grant(error: &KernelError) -> bool {
    error.is_refusal(&["invalid_grant"])
}

/// Takes a secret out of a message in which the peer repeats it.
pub(super) fn without(error: KernelError, secret: &Secret) -> KernelError {
    let hide = |text: String| text.replace(secret.expose(), "…");
    let hide_in = |remote: Remote| Remote {
        message: hide(remote.message),
        ..remote
    };
    if secret.expose().is_empty() {
        return error;
    }
    match error {
        KernelError::Refused {
            call,
            code,
            message,
            http,
        } => KernelError::Refused {
            call,
            code,
            message: hide(message),
            http,
        },
        KernelError::Lost {
            call,
            cause,
            remote,
        } => KernelError::Lost {
            call,
            cause: hide(cause),
            remote: remote.map(hide_in),
        },
        KernelError::Unauthorized {
            call,
            cause,
            remote,
        } => KernelError::Unauthorized {
            call,
            cause: hide(cause),
            remote: remote.map(hide_in),
        },
        KernelError::Protocol { call, cause } => KernelError::Protocol {
            call,
            cause: hide(cause),
        },
        other => other,
    }
}

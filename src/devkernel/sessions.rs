//! Sessions of people: a refresh token holds as long as its session.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, params};

use super::envelope::Failure;
use super::realm::{Grant, Refused, User, person_named, refused};
use super::routes::Kernel;
use super::token::{self, Claims};
use super::trust::new_id;

pub(super) const SESSION_SECONDS: i64 = 1800;

pub(super) fn begin(kernel: &Kernel, user: &str, client: &str) -> Result<String, Failure> {
    let id = new_id()?;
    let ends = kernel.now() + SignedDuration::from_secs(SESSION_SECONDS);
    kernel.state.write(|tx| {
        tx.execute(
            "insert into sessions (id, user, client, ends_at) values (?1, ?2, ?3, ?4)",
            params![id, user, client, ends.as_microsecond()],
        )?;
        Ok(())
    })?;
    Ok(id)
}

/// The session and the person of a refresh token, which lasts longer for it.
pub(super) fn resume(
    kernel: &Kernel,
    grant: &Grant,
    client: &str,
) -> Result<(String, User), Refused> {
    let (session, id) = refreshed(kernel, grant, client)?;
    if !kernel.realm.may_spend(&id) {
        end(kernel, &session)?;
        let text = "Maximum allowed refresh token reuse exceeded";
        return Err(refused(400, "invalid_grant", text));
    }
    let ended = refused(400, "invalid_grant", "Session not active");
    let found = prolong(kernel, &session, client, kernel.now())?;
    let user = found.as_deref().and_then(person_named).ok_or(ended)?;
    Ok((session, *user))
}

/// Ends the session of a refresh token; one that is over is a success.
pub(super) fn logout(kernel: &Kernel, grant: &Grant, client: &str) -> Result<(), Refused> {
    let (session, _) = refreshed(kernel, grant, client)?;
    Ok(end(kernel, &session)?)
}

/// Session and own id of a refresh token that is ours, has not expired, and was given to this client.
fn refreshed(kernel: &Kernel, grant: &Grant, client: &str) -> Result<(String, String), Refused> {
    let invalid = |text| refused(400, "invalid_grant", text);
    let text = grant.refresh_token.as_deref().unwrap_or_default();
    let now = kernel.now().as_second();
    let usable = |claims: &Claims| claims.typ == "Refresh" && claims.exp > now;
    let claims = token::read(kernel, text).ok().filter(usable);
    let claims = claims.ok_or(invalid("Invalid refresh token"))?;
    if claims.azp != client {
        let text = "Invalid refresh token. Token client and authorized client don't match";
        return Err(invalid(text));
    }
    let session = claims.sid.ok_or(invalid("Invalid refresh token"))?;
    Ok((session, claims.jti))
}

pub(super) fn end(kernel: &Kernel, session: &str) -> Result<(), Failure> {
    kernel.state.write(|tx| {
        tx.execute("delete from sessions where id = ?1", params![session])?;
        Ok(())
    })
}

fn prolong(
    kernel: &Kernel,
    session: &str,
    client: &str,
    now: Timestamp,
) -> Result<Option<String>, Failure> {
    let ends = now + SignedDuration::from_secs(SESSION_SECONDS);
    kernel.state.write(|tx| {
        let prolonged = tx.query_row(
            "update sessions set ends_at = ?3 where id = ?1 and client = ?2 and ends_at > ?4
             returning user",
            params![session, client, ends.as_microsecond(), now.as_microsecond()],
            |row| row.get(0),
        );
        Ok(prolonged.optional()?)
    })
}

//! A websub hub: topics, publishing with a role for each topic, and delivery to the stand-in.

use rusqlite::{Connection, params};
use serde_json::Value;

use super::super::auth;
use super::super::envelope::Failure;
use super::super::reply::{Call, Reply};
use super::super::routes::Kernel;
use super::event;

const TABLES: &str = "
create table if not exists hub_topics (topic text primary key) strict;
create table if not exists hub_messages (position integer primary key, topic text not null,
  body text not null, published_at integer not null) strict;
";

/// Accepted is 202; whatever is denied comes inside a 200.
pub(in super::super) fn answer(kernel: &Kernel, call: &Call) -> Reply {
    if call.method == "GET" {
        return published(kernel);
    }
    let form = call.form();
    let member = |name: &str| {
        let held = form.iter().find(|(member, _)| member == name);
        let held = held.map(|(_, value)| value.clone());
        call.asked(name).or(held).unwrap_or_default()
    };
    let topic = member("hub.topic");
    if topic.is_empty() {
        return Reply::text(400, "hub.topic is missing");
    }
    let mode = member("hub.mode");
    match done(kernel, call, &mode, &topic) {
        Ok(Ok(())) => Reply::empty(202),
        Ok(Err(reason)) => denied(&reason),
        Err(failure) => Reply::text(500, &failure.to_string()),
    }
}

/// What was published, for tests: never the bodies' order only, but topic and body.
fn published(kernel: &Kernel) -> Reply {
    let found = kernel.state.write(|tx| {
        tx.execute_batch(TABLES)?;
        super::rows::select(tx, "select * from hub_messages order by position", [])
    });
    match found {
        Ok(messages) => Reply::json(200, &messages),
        Err(failure) => Reply::text(500, &failure.to_string()),
    }
}

fn denied(reason: &str) -> Reply {
    let reason = reason.replace('&', " ");
    let body = format!("hub.mode=denied&hub.reason={reason}");
    Reply::raw(200, "application/x-www-form-urlencoded", body.into_bytes())
}

type Answered = Result<Result<(), String>, Failure>;

fn done(kernel: &Kernel, call: &Call, mode: &str, topic: &str) -> Answered {
    if let Err(reason) = may_publish(kernel, call, topic) {
        return Ok(Err(reason));
    }
    match mode {
        "register" => kernel.state.write(|tx| register(tx, topic)),
        "unregister" => kernel.state.write(|tx| unregister(tx, topic)),
        "publish" => publish(kernel, call, topic),
        _ => Ok(Err(format!(
            "The request does not include a known mode: {mode}"
        ))),
    }
}

/// The token comes in the cookie; the role is that of the topic, whose other characters are written as `_`.
fn may_publish(kernel: &Kernel, call: &Call, topic: &str) -> Result<(), String> {
    let caller = auth::caller(kernel, call, kernel.now());
    let caller = caller.map_err(|_| "Authentication failed".to_owned())?;
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let topic: String = topic.chars().map(plain).collect();
    if caller.holds(&[&format!("PUBLISH_{topic}_GENERAL")]) {
        return Ok(());
    }
    Err("Publisher is not authorized for the topic".to_owned())
}

fn register(db: &Connection, topic: &str) -> Answered {
    db.execute_batch(TABLES)?;
    let sql = "insert into hub_topics values (?1) on conflict do nothing";
    Ok(match db.execute(sql, [topic])? {
        0 => Err("Topic has already registered with the Hub".to_owned()),
        _ => Ok(()),
    })
}

fn unregister(db: &Connection, topic: &str) -> Answered {
    db.execute_batch(TABLES)?;
    Ok(
        match db.execute("delete from hub_topics where topic = ?1", [topic])? {
            0 => Err("Topic has not been registered in the Hub".to_owned()),
            _ => Ok(()),
        },
    )
}

/// An unknown topic is made. The stand-in hears of it at once, and says nothing of what it makes of it.
fn publish(kernel: &Kernel, call: &Call, topic: &str) -> Answered {
    let at = kernel.now().as_microsecond();
    kernel.state.write(|tx| {
        drop(register(tx, topic)?);
        let body = String::from_utf8_lossy(&call.body);
        let sql = "insert into hub_messages (topic, body, published_at) values (?1, ?2, ?3)";
        tx.execute(sql, params![topic, body, at])?;
        Ok(())
    })?;
    let name = event::name_of(topic);
    if let (Some(name), Some(envelope)) = (name, call.json::<Value>()) {
        drop(event::take(kernel, name, &envelope));
    }
    Ok(Ok(()))
}

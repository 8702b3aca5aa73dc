//! The store, and what it takes a store to know: who acts, and what waits.

use super::{Check, Health, files, store_file};
use crate::app::session::Standing;
use crate::app::{kernel, now, seal, session};
use crate::config::Settings;
use crate::domain::access::{Action, Target, decide};
use crate::error::{Exit, Failure};
use crate::store::{Store, outbox};
use std::path::Path;

/// Opens what is there; a store that is not there is not made.
pub(super) fn opened(settings: &Settings) -> (Check, Option<Store>) {
    if let Some(path) = store_file(settings) {
        let length = std::fs::metadata(path).map(|found| found.len());
        if matches!(length, Ok(0))
            || matches!(&length, Err(error) if error.kind() == std::io::ErrorKind::NotFound)
        {
            return (yet_to_be_made(path), None);
        }
    }
    match seal::open_existing(settings, now()) {
        Ok(store) => {
            let text = format!(
                "{} opens, its schema is known, the seal key fits",
                store.url()
            );
            (
                Check::ok("store", text).next("pmctl store check looks at every row"),
                Some(store),
            )
        }
        Err(failure) => (Check::failed("store", &failure), None),
    }
}

fn yet_to_be_made(path: &Path) -> Check {
    let path_shown = path.display();
    match files::takes_files(path.parent().unwrap_or(Path::new("."))) {
        Ok(()) => Check::ok(
            "store",
            format!("{path_shown} is not there yet; the first command makes it"),
        ),
        Err(why) => Check {
            exit: Exit::Store,
            ..Check::new(
                "store",
                Health::Error,
                format!("{path_shown} is not there, and cannot be made: {why}"),
            )
            .next("let whoever runs pmctl write there, or: pmctl config set store sqlite:PATH")
        },
    }
}

/// Who acts and what waits.
pub(super) fn within(settings: &Settings, store: Option<&Store>) -> Vec<Check> {
    let Some(store) = store else {
        let wait = |name| Check::skipped(name, "there is no store to look into");
        return ["actor", "outbox"].into_iter().map(wait).collect();
    };
    let logins = session::Logins::new(settings, &kernel::Embedded::default());
    match session::standing(settings, &logins, store) {
        Ok(standing) => vec![actor(&standing), waiting(settings, store, &standing)],
        Err(failure) => vec![
            Check::failed("actor", &failure),
            Check::skipped("outbox", "it is not settled who acts"),
        ],
    }
}

fn actor(standing: &Standing) -> Check {
    let actor = &standing.actor;
    let capabilities: Vec<&str> = actor.capabilities.iter().map(|one| one.word()).collect();
    let roles = match standing.roles.as_slice() {
        [] => String::new(),
        roles => format!(" by the roles {}", roles.join(", ")),
    };
    let who = format!("{} ({})", actor.name, standing.kind);
    if capabilities.is_empty() {
        let text = format!("{who} has no capability{roles}");
        return Check::new("actor", Health::Warning, text)
            .next("pmctl config list shows which roles give which capability")
            .next(
                "give the account one of them in the IAM, or change roles.… with pmctl config set",
            );
    }
    let until = standing
        .expires_at
        .map(|at| format!(", until {at}"))
        .unwrap_or_default();
    Check::ok(
        "actor",
        format!("{who} is {}{roles}{until}", capabilities.join(", ")),
    )
}

/// Told to whoever may list the outbox.
fn waiting(settings: &Settings, store: &Store, standing: &Standing) -> Check {
    if decide(&standing.actor, Action::OutboxRead, Target::System).is_err() {
        return Check::skipped("outbox", "this actor may not see it");
    }
    let found = store.read().and_then(|mut conn| {
        let missed = outbox::untold_at(&mut conn)?;
        Ok((outbox::list(&mut conn)?, missed))
    });
    let (messages, missed) = match found {
        Ok((messages, missed)) => (messages, missed.filter(|_| settings.ida.is_some())),
        Err(error) => return Check::failed("outbox", &Failure::from(error)),
    };
    let now = now();
    let due = messages.iter().filter(|message| message.not_before <= now);
    let oldest = due.clone().map(|message| message.not_before).min();
    match oldest {
        None if missed.is_some() => {
            let text =
                "nothing is due, but not all that changed before was told to ID Authentication";
            Check::new("outbox", Health::Warning, text.to_owned()).next("pmctl ida reconcile")
        }
        None if messages.is_empty() => Check::ok("outbox", "nothing waits"),
        None => Check::ok(
            "outbox",
            format!("{} messages wait for their time", messages.len()),
        ),
        Some(since) => {
            let text = format!(
                "{} messages are overdue, the oldest since {since}",
                due.count()
            );
            Check::new("outbox", Health::Warning, text)
                .next("pmctl outbox push, and pmctl outbox list says why they wait")
        }
    }
}

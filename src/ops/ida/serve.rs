//! What the server does that ID Authentication pulls from.

use crate::domain::access::Action;
use crate::domain::audit::NewEntry;
use crate::domain::pull::Pulled;
use crate::domain::time::Moment;
use crate::ida::server::{Asked, Tally};
use crate::ops::outbox::{News, push};
use crate::ops::{Ctx, OpError, access};
use crate::store::{Reader, StoreError, pulls};

/// Asks whether the actor may serve, and notes that the server begins.
///
/// Each pull discloses a policy, by the thousand in a second: none has an entry of its own, which would be a write each
/// in the one chain. The entry of the end says how many there were.
pub fn serve_begins(ctx: &Ctx<'_>, address: &str) -> Result<(), OpError> {
    access::system(ctx, Action::IdaServe)?;
    noted(ctx, address, "begins".to_owned())
}

/// Notes that the server ended, with what it did by outcome.
pub fn serve_ended(ctx: &Ctx<'_>, address: &str, tally: &Tally) -> Result<(), OpError> {
    let (shared, asked) = tally.shared();
    let refused = asked - shared;
    let mut detail = format!("ends; shared {shared}, refused {refused}");
    for ((shape, outcome), count) in &tally.pulls {
        detail.push_str(&format!("; {} {outcome} {count}", shape.word()));
    }
    noted(ctx, address, detail)
}

fn noted(ctx: &Ctx<'_>, address: &str, detail: String) -> Result<(), OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let entry = NewEntry {
        detail: Some(detail),
        ..ctx.audited("ida.serve", address)
    };
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(())
}

/// What stands of a triple, as it is committed now. The bearer's roles were looked at before.
pub fn look(reader: &mut Reader, asked: &Asked, now: Moment) -> Result<Pulled, StoreError> {
    let triple = pulls::Asked {
        partner: known_form(&asked.partner),
        license_key: &asked.license_key,
        api_key: &asked.api_key,
        certificate: asked.certificate,
    };
    pulls::find(&mut reader.conn(), &triple, now)
}

/// No database is asked for what cannot be an id: one of them takes no text with a NUL in it.
fn known_form(partner: &str) -> &str {
    match partner.parse::<crate::domain::id::PartnerId>() {
        Ok(_) => partner,
        Err(_) => "",
    }
}

//! Messages to the audit manager and to ID Authentication: queued with the change, sent after it.

use super::access::system;
use super::{Ctx, OpError, Sending, ida};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::audit::NewEntry;
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::outbox::{Message, MessageKind, Receiver};
use crate::domain::time::Moment;
use crate::kernel::AuditRecord;
use crate::store::{Tx, audit, outbox};
use std::collections::HashSet;

/// Delivered messages are struck off in groups: a crash between sends some twice, never none.
const GROUP: usize = 8;

/// The messages of one command.
#[derive(Debug, Default)]
pub(super) struct News {
    positions: Vec<i64>,
    subjects: HashSet<(Receiver, String)>,
}

impl News {
    /// Appends the audit entry and queues it for the audit manager, where there is one.
    pub(super) fn audit(
        &mut self,
        ctx: &Ctx<'_>,
        tx: &mut Tx<'_>,
        entry: &NewEntry,
    ) -> Result<(), OpError> {
        let number = audit::append(tx, entry)?;
        ctx.faults.pass();
        self.queue(ctx, tx, MessageKind::Audit, &number.to_string())
    }

    /// A receiver that the context does not name gets no message.
    pub(super) fn queue(
        &mut self,
        ctx: &Ctx<'_>,
        tx: &mut Tx<'_>,
        kind: MessageKind,
        subject: &str,
    ) -> Result<(), OpError> {
        self.queue_for(ctx, tx, kind, subject, ctx.now())
    }

    /// As [`News::queue`], for a message that leaves when its time has come: with the next command then, or with
    /// `outbox push`.
    pub(super) fn queue_for(
        &mut self,
        ctx: &Ctx<'_>,
        tx: &mut Tx<'_>,
        kind: MessageKind,
        subject: &str,
        due: Moment,
    ) -> Result<(), OpError> {
        if !ctx.rules.names(kind.receiver()) {
            return Ok(());
        }
        self.positions
            .push(outbox::add(tx, kind, subject, due, ctx.now())?);
        self.subjects.insert((kind.receiver(), subject.to_owned()));
        Ok(())
    }
}

/// Sends what is due, the command's own and older ones, and says whether its own subjects' got through.
///
/// One that fails holds back only what follows it on the same subject; a receiver that cannot be reached at all is left
/// alone for the rest of this run. Failures are kept with the message and are no failure of the command.
pub(super) fn push(ctx: &Ctx<'_>, news: &News) -> Result<Delivery, OpError> {
    if ctx.sending == Sending::AtTheEnd {
        return Ok(Delivery::Done);
    }
    let left = deliver(ctx)?;
    let mine = |message: &&Message| {
        let subject = (message.kind.receiver(), message.subject.clone());
        news.positions.contains(&message.position) || news.subjects.contains(&subject)
    };
    match left.iter().filter(mine).count() {
        0 => Ok(Delivery::Done),
        count => Ok(Delivery::Waiting(count)),
    }
}

/// Ends an operation that found nothing to do; older messages are tried again.
pub(super) fn unchanged<T>(ctx: &Ctx<'_>, entity: T) -> Result<Written<T>, OpError> {
    push(ctx, &News::default())?;
    Ok(Written {
        entity,
        outcome: Outcome::Unchanged,
        delivery: Delivery::Done,
        notes: Vec::new(),
    })
}

/// The newest message: what many rows leave behind comes after it.
pub(super) fn mark(ctx: &Ctx<'_>) -> Result<i64, OpError> {
    let waiting = outbox::list(&mut *ctx.store.read()?)?;
    Ok(waiting.last().map_or(0, |message| message.position))
}

/// Sends what waits. What came after the mark and does not get through counts; what stood there before is tried again,
/// and was told of when it was left.
pub(super) fn push_rows(ctx: &Ctx<'_>, mark: i64) -> Result<Delivery, OpError> {
    let left = deliver(ctx)?;
    match left
        .iter()
        .filter(|message| message.position > mark)
        .count()
    {
        0 => Ok(Delivery::Done),
        count => Ok(Delivery::Waiting(count)),
    }
}

/// What still waits.
pub fn list(ctx: &Ctx<'_>) -> Result<Vec<Message>, OpError> {
    system(ctx, Action::OutboxRead)?;
    Ok(outbox::list(&mut *ctx.store.read()?)?)
}

/// What `outbox push` did.
#[derive(Debug)]
pub struct Pushed {
    pub delivered: usize,
    /// Due, but still here.
    pub left: Vec<Message>,
}

pub fn push_all(ctx: &Ctx<'_>) -> Result<Pushed, OpError> {
    system(ctx, Action::OutboxPush)?;
    let before = outbox::count_due(&mut *ctx.store.read()?, ctx.now())?;
    let left = deliver(ctx)?;
    let before = usize::try_from(before).unwrap_or(usize::MAX);
    Ok(Pushed {
        delivered: before.saturating_sub(left.len()),
        left,
    })
}

fn deliver(ctx: &Ctx<'_>) -> Result<Vec<Message>, OpError> {
    let mut left = Vec::new();
    for receiver in [Receiver::Audit, Receiver::Ida] {
        if ctx.rules.names(receiver) {
            left.extend(deliver_to(ctx, receiver)?);
        }
    }
    Ok(left)
}

fn deliver_to(ctx: &Ctx<'_>, receiver: Receiver) -> Result<Vec<Message>, OpError> {
    let due = outbox::due(&mut *ctx.store.read()?, receiver, ctx.now())?;
    let mut left: Vec<Message> = Vec::new();
    let mut sent = Vec::new();
    let mut away = false;
    for message in due {
        let held = left
            .iter()
            .any(|earlier| earlier.subject == message.subject);
        if away || held {
            left.push(message);
            continue;
        }
        match send(ctx, &message) {
            Ok(()) => sent.push(message.position),
            Err(failure) => {
                away = failure.away;
                note(ctx, &message, &failure)?;
                left.push(message);
            }
        }
        ctx.faults.pass();
        if sent.len() >= GROUP {
            strike(ctx, &mut sent)?;
        }
    }
    strike(ctx, &mut sent)?;
    Ok(left)
}

fn strike(ctx: &Ctx<'_>, sent: &mut Vec<i64>) -> Result<(), OpError> {
    if sent.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.store.write()?;
    for position in sent.drain(..) {
        outbox::remove(&mut tx, position)?;
    }
    tx.commit()?;
    Ok(())
}

struct SendFailure {
    /// Nobody answers: no use in trying the next one.
    away: bool,
    cause: String,
}

fn note(ctx: &Ctx<'_>, message: &Message, failure: &SendFailure) -> Result<(), OpError> {
    let mut tx = ctx.store.write()?;
    outbox::failed(&mut tx, message.position, &failure.cause)?;
    tx.commit()?;
    Ok(())
}

fn send(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    match message.kind.receiver() {
        Receiver::Audit => send_audit(ctx, message),
        Receiver::Ida => send_event(ctx, message),
    }
}

fn send_audit(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    let local = |error: &dyn std::fmt::Display| SendFailure {
        away: false,
        cause: error.to_string(),
    };
    let number: i64 = message.subject.parse().map_err(|error| local(&error))?;
    let entry = ctx
        .store
        .read()
        .and_then(|mut conn| audit::get(&mut conn, number))
        .map_err(|error| local(&error))?;
    let record = AuditRecord {
        event_id: format!("PMCTL-{number}"),
        event_name: entry.action.clone(),
        event_type: "SYSTEM".to_owned(),
        at: entry.at.timestamp(),
        host_name: ctx.rules.host.name.clone(),
        host_ip: ctx.rules.host.address.clone(),
        application_id: "PMCTL".to_owned(),
        application_name: "Partner Management CLI".to_owned(),
        user_id: entry.actor.clone(),
        user_name: None,
        reference: entry.subject,
        reference_type: entry.action,
        created_by: entry.actor,
        module_name: Some("Partner Management".to_owned()),
        module_id: Some("PM".to_owned()),
        description: entry.reason.or(entry.detail),
    };
    let away = |error: crate::kernel::KernelError| SendFailure {
        away: !matches!(error, crate::kernel::KernelError::Refused { .. }),
        cause: error.to_string(),
    };
    ctx.kernel.get().map_err(away)?.audit(&record).map_err(away)
}

fn send_event(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    let local = |error: OpError| SendFailure {
        away: false,
        cause: error.to_string(),
    };
    let Some(callback) = ctx.rules.ida.as_ref() else {
        return Ok(());
    };
    let Some(event) = ida::event(ctx, message).map_err(local)? else {
        // Nothing to say any more: the row that it was about has no certificate or no mapping now.
        return Ok(());
    };
    callback
        .send(&event, &random::id(ctx.now()), ctx.now())
        .map_err(|error| SendFailure {
            away: error.is_away(),
            cause: error.to_string(),
        })
}

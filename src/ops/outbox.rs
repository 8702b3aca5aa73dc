//! Messages to the audit manager and to ID Authentication: queued with the change, sent after it.

mod round;

use super::access::system;
use super::journal::Patience;
use super::{Ctx, OpError, Sending};
use crate::domain::access::Action;
use crate::domain::audit::NewEntry;
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::outbox::{Message, MessageKind, Receiver};
use crate::domain::text::Reason;
use crate::domain::time::Moment;
use crate::store::{Tx, audit, outbox};
use round::{Round, is_sent_by_another};
use std::collections::HashSet;

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

    /// A receiver that the context does not name gets no message; that ID Authentication missed something is noted.
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
            if kind.receiver() == Receiver::Ida {
                outbox::note_untold(tx, ctx.now())?;
            }
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
/// One that fails holds back only what follows it on the same subject; a receiver that seems to be away is left alone
/// for the rest of this run. Failures are kept with the message and are no failure of the command.
pub(super) fn push(ctx: &Ctx<'_>, news: &News) -> Result<Delivery, OpError> {
    if ctx.sending == Sending::AtTheEnd {
        return Ok(Delivery::Done);
    }
    let mut pushed = deliver(ctx)?;
    let mine = |message: &Message| {
        let subject = (message.kind.receiver(), message.subject.clone());
        news.positions.contains(&message.position) || news.subjects.contains(&subject)
    };
    pushed.left.retain(mine);
    pushed.again.retain(|(message, _)| mine(message));
    waited_for(ctx, &mut pushed.left)?;
    Ok(pushed.delivery())
}

/// Waits, up to the context's time-out, for other processes that are sending some of these just now; what they deliver
/// is gone then.
fn waited_for(ctx: &Ctx<'_>, left: &mut Vec<Message>) -> Result<(), OpError> {
    let mut patience = Patience::new(ctx, "outbox");
    while any_sent_by_another(ctx, left)? && patience.wait().is_ok() {
        let mut conn = ctx.store.read()?;
        let mut still = Vec::with_capacity(left.len());
        for message in left.drain(..) {
            still.extend(outbox::get(&mut conn, message.position)?);
        }
        still.retain(|message| message.not_before <= ctx.now());
        *left = still;
    }
    Ok(())
}

fn any_sent_by_another(ctx: &Ctx<'_>, messages: &[Message]) -> Result<bool, OpError> {
    for message in messages {
        if is_sent_by_another(ctx, message)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends an operation that found nothing to do. Older messages are tried again; those about these subjects that still do
/// not get through to ID Authentication count, as they did when they were left.
pub(super) fn unchanged<T>(
    ctx: &Ctx<'_>,
    entity: T,
    about: &[String],
) -> Result<Written<T>, OpError> {
    let mut news = News::default();
    if ctx.rules.names(Receiver::Ida) {
        let about = about.iter().map(|subject| (Receiver::Ida, subject.clone()));
        news.subjects.extend(about);
    }
    Ok(Written {
        entity,
        outcome: Outcome::Unchanged,
        delivery: push(ctx, &news)?,
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
    let mut pushed = deliver(ctx)?;
    pushed.left.retain(|message| message.position > mark);
    pushed.again.clear();
    waited_for(ctx, &mut pushed.left)?;
    Ok(pushed.delivery())
}

/// Sends what is due, and gives what of it still waits for ID Authentication.
pub(super) fn deliver_rows(ctx: &Ctx<'_>) -> Result<Vec<Message>, OpError> {
    let mut left = deliver(ctx)?.left;
    left.retain(|message| message.kind.receiver() == Receiver::Ida);
    waited_for(ctx, &mut left)?;
    Ok(left)
}

/// What still waits.
pub fn list(ctx: &Ctx<'_>) -> Result<Vec<Message>, OpError> {
    system(ctx, Action::OutboxRead)?;
    Ok(outbox::list(&mut *ctx.store.read()?)?)
}

/// What sending came to.
#[derive(Debug, Default)]
pub struct Pushed {
    pub delivered: usize,
    /// Due, but still here.
    pub left: Vec<Message>,
    /// Delivered, and to be said once more then: an earlier one about it may arrive after it.
    pub again: Vec<(Message, Moment)>,
}

impl Pushed {
    fn delivery(&self) -> Delivery {
        match (self.left.len(), self.again.iter().map(|(_, at)| *at).max()) {
            (0, None) => Delivery::Done,
            (0, Some(at)) => Delivery::Again(at),
            (count, _) => Delivery::Waiting(count),
        }
    }
}

pub fn push_all(ctx: &Ctx<'_>) -> Result<Pushed, OpError> {
    system(ctx, Action::OutboxPush)?;
    let mut pushed = deliver(ctx)?;
    waited_for(ctx, &mut pushed.left)?;
    Ok(pushed)
}

/// Gives up a message. That ID Authentication missed something is noted: nothing before it is called told any more.
pub fn drop(ctx: &Ctx<'_>, position: i64, reason: &Reason) -> Result<Message, OpError> {
    system(ctx, Action::OutboxDrop)?;
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let absent = || OpError::NotFound {
        what: "message",
        id: position.to_string(),
    };
    let message = outbox::get(&mut tx, position)?.ok_or_else(absent)?;
    if is_sent_by_another(ctx, &message)? {
        let subject = message.subject;
        return Err(OpError::Busy { subject });
    }
    outbox::remove(&mut tx, position)?;
    if message.kind.receiver() == Receiver::Ida {
        outbox::note_untold(&mut tx, ctx.now())?;
    }
    let mut entry = ctx.audited("outbox.drop", &message.subject);
    entry.reason = Some(reason.to_string());
    entry.detail = Some(format!("message {position}, {}", message.kind.word()));
    news.audit(ctx, &mut tx, &entry)?;
    tx.commit()?;
    ctx.faults.pass();
    push(ctx, &news)?;
    Ok(message)
}

fn deliver(ctx: &Ctx<'_>) -> Result<Pushed, OpError> {
    let mut pushed = Pushed::default();
    for receiver in [Receiver::Audit, Receiver::Ida] {
        let due = outbox::due(&mut *ctx.store.read()?, receiver, ctx.now())?;
        if ctx.rules.names(receiver) && !ctx.given_up.is(receiver) {
            Round::new(ctx, &mut pushed).send(receiver, due)?;
        } else {
            pushed.left.extend(due);
        }
    }
    Ok(pushed)
}

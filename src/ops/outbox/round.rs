//! One round of sending: whose turn it is, when to stop, and what is known of each message afterwards.

use super::Pushed;
use crate::domain::outbox::{Message, Receiver};
use crate::domain::time::{Lifetime, Moment};
use crate::ida::IdaError;
use crate::kernel::{AuditRecord, KernelError};
use crate::ops::{Ctx, OpError, ida};
use crate::store::{Tx, audit, outbox};
use std::collections::{HashMap, HashSet};

/// Written off in groups: a crash between sends some twice, never none.
const GROUP: usize = 8;

/// How many failures without a success a receiver is tried for; each costs some.
const PATIENCE: u32 = 8;
/// Nobody answers: the next one would meet the same end.
const ALL: u32 = PATIENCE;
/// No answer to this one. The second in a row, about something else, says that it is not the message.
const LOST: u32 = PATIENCE / 2;
/// It did not take this one; so many in a row, and it takes none.
const REFUSED: u32 = 1;

/// No group of messages takes that long to send.
const STUCK: Lifetime = Lifetime::from_micros(15 * 60 * 1_000_000);

/// So long after it left, a request without an answer can still take effect.
const LINGERS: Lifetime = Lifetime::from_micros(5 * 60 * 1_000_000);

pub(super) struct Round<'a> {
    ctx: &'a Ctx<'a>,
    /// Subjects of which an earlier message failed.
    held: HashSet<String>,
    patience: u32,
    pushed: &'a mut Pushed,
}

/// What became of one message.
enum Fate {
    Sent,
    Failed(SendFailure),
    /// Something on the same subject failed before it, or the receiver is away.
    Untried,
}

struct SendFailure {
    cause: String,
    /// Of the patience with the receiver.
    costs: u32,
    /// It may arrive still, after what is sent later.
    lost: bool,
}

impl<'a> Round<'a> {
    pub(super) fn new(ctx: &'a Ctx<'a>, pushed: &'a mut Pushed) -> Self {
        Self {
            ctx,
            held: HashSet::new(),
            patience: PATIENCE,
            pushed,
        }
    }

    /// What another process is sending just now is left to it.
    pub(super) fn send(mut self, receiver: Receiver, due: Vec<Message>) -> Result<(), OpError> {
        let mut rest = in_turn(due).into_iter().peekable();
        while self.patience > 0 && rest.peek().is_some() {
            let group = rest.by_ref().take(GROUP).collect();
            self.group(receiver, group)?;
        }
        if self.patience == 0 {
            self.ctx.given_up.on(receiver);
        }
        self.pushed.left.extend(rest);
        self.pushed.left.sort_by_key(|message| message.position);
        Ok(())
    }

    fn group(&mut self, receiver: Receiver, group: Vec<Message>) -> Result<(), OpError> {
        // An audit entry may arrive whenever it likes, and twice.
        let mine = match receiver {
            Receiver::Audit => group,
            Receiver::Ida => self.mark(group)?,
        };
        let mut fates = Vec::with_capacity(mine.len());
        for message in &mine {
            fates.push(self.one(message));
            self.ctx.faults.pass();
        }
        let mut tx = self.ctx.store.write()?;
        for (message, fate) in mine.into_iter().zip(fates) {
            self.settle(&mut tx, message, fate)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Before any of them leaves, so that a crash leaves word of it. They are looked at again: since they were read one
    /// may have been delivered by another process, or made room for a newer one, and then it is not sent.
    fn mark(&mut self, group: Vec<Message>) -> Result<Vec<Message>, OpError> {
        let now = self.ctx.now();
        let mut mine = Vec::with_capacity(group.len());
        let mut tx = self.ctx.store.write()?;
        for message in group {
            let found = outbox::get(&mut tx, message.position)?;
            let Some(message) = found.filter(|found| found.not_before <= now) else {
                continue;
            };
            if is_sent_by_another(self.ctx, &message)? {
                self.pushed.left.push(message);
                continue;
            }
            // Of a process that died over it nobody knows whether it left: it counts as lost just now.
            let lost_at = message.leaving.as_ref().map(|_| now).or(message.lost_at);
            let by_me = (self.ctx.owner_id(), now);
            outbox::leaves(&mut tx, message.position, by_me, lost_at)?;
            mine.push(Message {
                leaving: None,
                lost_at,
                ..message
            });
        }
        tx.commit()?;
        self.ctx.faults.pass();
        Ok(mine)
    }

    fn one(&mut self, message: &Message) -> Fate {
        if self.patience == 0 || self.held.contains(&message.subject) {
            return Fate::Untried;
        }
        match send(self.ctx, message) {
            Ok(()) => {
                self.patience = PATIENCE;
                Fate::Sent
            }
            Err(failure) => {
                self.patience = self.patience.saturating_sub(failure.costs);
                self.held.insert(message.subject.clone());
                Fate::Failed(failure)
            }
        }
    }

    fn settle(&mut self, tx: &mut Tx<'_>, message: Message, fate: Fate) -> Result<(), OpError> {
        let position = message.position;
        match fate {
            Fate::Sent => {
                self.pushed.delivered += 1;
                match self.may_be_overtaken(&message) {
                    Some(until) => {
                        outbox::again_at(tx, &message, until)?;
                        self.pushed.again.push((message, until));
                    }
                    None => outbox::remove(tx, position)?,
                }
            }
            Fate::Failed(failure) => {
                let lost_at = failure.lost.then(|| self.ctx.now());
                outbox::failed(tx, position, &failure.cause, lost_at)?;
                self.pushed.left.push(Message {
                    attempts: message.attempts + 1,
                    last_error: Some(failure.cause),
                    ..message
                });
            }
            Fate::Untried => {
                outbox::stays(tx, position)?;
                self.pushed.left.push(message);
            }
        }
        Ok(())
    }

    /// An earlier attempt that got no answer can arrive after this one. It said what was true then: when it can come no
    /// more, the truth is said again.
    fn may_be_overtaken(&self, message: &Message) -> Option<Moment> {
        let until = message.lost_at?.plus(LINGERS);
        (self.ctx.now() < until).then_some(until)
    }
}

/// One that takes too long has stopped, though its process may hold its lock still.
pub(super) fn is_sent_by_another(ctx: &Ctx<'_>, message: &Message) -> Result<bool, OpError> {
    match &message.leaving {
        Some((owner, since)) if owner != ctx.owner_id() => {
            let stuck = since.plus(STUCK) < ctx.now();
            Ok(!stuck && ctx.store.is_alive(owner)?)
        }
        _ => Ok(false),
    }
}

/// In order on each subject; subjects that failed before come last, so that one that always fails keeps nobody waiting.
fn in_turn(mut due: Vec<Message>) -> Vec<Message> {
    let mut tries: HashMap<String, i64> = HashMap::new();
    for message in &due {
        tries
            .entry(message.subject.clone())
            .or_insert(message.attempts);
    }
    due.sort_by_key(|message| (tries[&message.subject], message.position));
    due
}

fn send(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    match message.kind.receiver() {
        Receiver::Audit => send_audit(ctx, message),
        Receiver::Ida => send_event(ctx, message),
    }
}

fn send_audit(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    let local = |error: &dyn std::fmt::Display| SendFailure {
        cause: error.to_string(),
        costs: REFUSED,
        lost: false,
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
    // Whether an entry arrives twice or late is nothing to the audit manager.
    let away = |error: KernelError| SendFailure {
        cause: error.to_string(),
        costs: match error {
            KernelError::Refused { .. } => REFUSED,
            _ => ALL,
        },
        lost: false,
    };
    ctx.kernel.get().map_err(away)?.audit(&record).map_err(away)
}

fn send_event(ctx: &Ctx<'_>, message: &Message) -> Result<(), SendFailure> {
    ida::tell(ctx, message).map_err(|error| SendFailure {
        cause: error.to_string(),
        costs: match &error {
            OpError::Ida(error) if error.is_away() => ALL,
            OpError::Ida(IdaError::Lost { .. }) => LOST,
            _ => REFUSED,
        },
        lost: matches!(&error, OpError::Ida(error) if error.may_arrive()),
    })
}

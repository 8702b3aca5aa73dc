//! Calls whose answer is needed: written down before they leave, recorded in the transaction that uses the answer.

use super::outbox::News;
use super::{Ctx, OpError};
use crate::crypto::random;
use crate::domain::id::IntentId;
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::kernel::{KernelClient, KernelError};
use crate::store::{Tx, intents};
use std::time::Duration;

/// What came of asking to work on a subject.
pub(super) enum Begun<T> {
    /// Somebody has done it already.
    Already(T),
    Mine {
        intent: Intent,
        notes: Vec<String>,
    },
}

/// What somebody wants to ask of the Kernel.
pub(super) struct Wanted<'a> {
    pub(super) kind: IntentKind,
    pub(super) subject: &'a str,
    /// Without secrets; the same input means the same request.
    pub(super) input: &'a str,
}

/// Opens an intent, or takes over the one that a dead process left.
///
/// `already` looks, in the same transaction, whether there is anything left to do. An intent of a live process is
/// waited for. One with other input is given up here, except where the caller must first know what became of it
/// ([`IntentKind::KeyStore`] goes through `key::settle` before).
pub(super) fn begin<T>(
    ctx: &Ctx<'_>,
    wanted: &Wanted<'_>,
    mut already: impl FnMut(&mut Tx<'_>) -> Result<Option<T>, OpError>,
) -> Result<Begun<T>, OpError> {
    let mut patience = Patience::new(ctx, wanted.subject);
    loop {
        let mut tx = ctx.store.write()?;
        let found = intents::find_open(&mut tx, wanted.kind, wanted.subject)?;
        if let Some(theirs) = found
            .as_ref()
            .filter(|intent| intent.owner != *ctx.owner_id())
            && ctx.store.is_alive(&theirs.owner)?
        {
            drop(tx);
            patience.wait()?;
            continue;
        }
        if let Some(done) = already(&mut tx)? {
            if let Some(left) = found {
                let mine = intents::take_over(&mut tx, &left, ctx.owner_id())?;
                intents::end(&mut tx, &mine, IntentState::Abandoned)?;
                tx.commit()?;
            }
            return Ok(Begun::Already(done));
        }
        let (intent, notes) = match found {
            Some(left) => resume(ctx, &mut tx, wanted, left)?,
            None => (open(ctx, &mut tx, wanted)?, Vec::new()),
        };
        tx.commit()?;
        ctx.faults.pass();
        return Ok(Begun::Mine { intent, notes });
    }
}

/// As [`begin`], within a transaction that begins many; `None` where a living process works on it. Notes on what was
/// given up stand in the audit trail only.
pub(super) fn claim(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    wanted: &Wanted<'_>,
) -> Result<Option<Intent>, OpError> {
    let Some(found) = intents::find_open(tx, wanted.kind, wanted.subject)? else {
        return open(ctx, tx, wanted).map(Some);
    };
    if found.owner != *ctx.owner_id() && ctx.store.is_alive(&found.owner)? {
        return Ok(None);
    }
    Ok(Some(resume(ctx, tx, wanted, found)?.0))
}

fn resume(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    wanted: &Wanted<'_>,
    left: Intent,
) -> Result<(Intent, Vec<String>), OpError> {
    let mine = intents::take_over(tx, &left, ctx.owner_id())?;
    if mine.input == wanted.input {
        return Ok((mine, Vec::new()));
    }
    intents::end(tx, &mine, IntentState::Abandoned)?;
    let mut note = format!(
        "an unfinished {} of {} with other input was given up",
        wanted.kind.word(),
        wanted.subject
    );
    if mine.sent_at.is_some() {
        note.push_str(": the Kernel may keep what it made of it, which serves nobody");
        abandoned(ctx, tx, &mine)?;
    }
    Ok((open(ctx, tx, wanted)?, vec![note]))
}

/// Writes an intent within a transaction that belongs to something else, e.g. the next step.
pub(super) fn open(ctx: &Ctx<'_>, tx: &mut Tx<'_>, wanted: &Wanted<'_>) -> Result<Intent, OpError> {
    let intent = Intent {
        id: random::id(ctx.now()).parse::<IntentId>()?,
        kind: wanted.kind,
        subject: wanted.subject.to_owned(),
        input: wanted.input.to_owned(),
        state: IntentState::Open,
        attempt: 0,
        owner: ctx.owner_id().clone(),
        progress: None,
        opened_at: ctx.now(),
        sent_at: None,
    };
    intents::insert(tx, &intent)?;
    Ok(intent)
}

/// Keeps what one of several calls answered, before the next one.
pub(super) fn progress(ctx: &Ctx<'_>, intent: &Intent, text: &str) -> Result<Intent, OpError> {
    let mut tx = ctx.store.write()?;
    let intent = intents::progress(&mut tx, intent, text)?;
    tx.commit()?;
    ctx.faults.pass();
    Ok(intent)
}

/// Counts the attempt, then asks. A refusal ends the intent; a lost answer leaves it for later.
pub(super) fn ask<A>(
    ctx: &Ctx<'_>,
    intent: &Intent,
    call: impl FnOnce(&KernelClient) -> Result<A, KernelError>,
) -> Result<(Intent, A), OpError> {
    let client = ctx.kernel.get()?;
    let intent = sent(ctx, intent)?;
    let answer = call(client);
    ctx.faults.pass();
    if answer.as_ref().is_err_and(|error| ends(&intent, error)) {
        give_up(ctx, &intent)?;
    }
    Ok((intent, answer?))
}

/// Whether nothing is left to find out. That this attempt did not get through says nothing of an earlier one.
pub(super) fn ends(intent: &Intent, error: &KernelError) -> bool {
    match error {
        KernelError::Refused { .. } => true,
        other => other.did_nothing() && intent.attempt <= 1,
    }
}

/// From here on nobody can say that the request did not leave.
pub(super) fn sent(ctx: &Ctx<'_>, intent: &Intent) -> Result<Intent, OpError> {
    let mut tx = ctx.store.write()?;
    let intent = intents::sent(&mut tx, intent, ctx.now())?;
    tx.commit()?;
    ctx.faults.pass();
    Ok(intent)
}

/// Ends an intent without a result. Where an earlier answer was lost, the audit trail says so.
pub(super) fn give_up(ctx: &Ctx<'_>, intent: &Intent) -> Result<(), OpError> {
    let mut tx = ctx.store.write()?;
    end_unanswered(ctx, &mut tx, intent)?;
    tx.commit()?;
    Ok(())
}

/// As [`give_up`], within a transaction that ends many.
pub(super) fn end_unanswered(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    intent: &Intent,
) -> Result<(), OpError> {
    intents::end(tx, intent, IntentState::Abandoned)?;
    if intent.attempt > 1 {
        abandoned(ctx, tx, intent)?;
    }
    Ok(())
}

fn abandoned(ctx: &Ctx<'_>, tx: &mut Tx<'_>, intent: &Intent) -> Result<(), OpError> {
    let mut entry = ctx.audited("journal.abandon", &intent.subject);
    entry.detail = Some(format!(
        "{}: its answer was lost, the Kernel may keep what it made of it",
        intent.kind.word()
    ));
    News::default().audit(ctx, tx, &entry)
}

/// Waits for a live process, up to the context's time-out.
pub(super) struct Patience<'a> {
    subject: &'a str,
    left: Duration,
}

impl<'a> Patience<'a> {
    const STEP: Duration = Duration::from_millis(50);

    pub(super) fn new(ctx: &Ctx<'_>, subject: &'a str) -> Self {
        Self {
            subject,
            left: ctx.rules.patience,
        }
    }

    pub(super) fn wait(&mut self) -> Result<(), OpError> {
        if self.left.is_zero() {
            return Err(OpError::Busy {
                subject: self.subject.to_owned(),
            });
        }
        std::thread::sleep(Self::STEP);
        self.left = self.left.saturating_sub(Self::STEP);
        Ok(())
    }
}

/// What a lost answer of an earlier attempt may have left at the Kernel.
pub(super) fn orphan_note(intent: &Intent, what: &str) -> Option<String> {
    (intent.attempt > 1).then(|| {
        format!("the answer of an earlier attempt was lost: the Kernel may keep {what} that serves nobody")
    })
}

//! One renewal, and the steps that a renewal of all shares with it.

use super::{Held, issue, tell_later};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::invalid::Invalid;
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::domain::license::{Cutover, Due, License, Standing, Term};
use crate::domain::misp::Misp;
use crate::domain::outbox::MessageKind;
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::ops::journal::{self, Begun, Wanted};
use crate::ops::misp;
use crate::ops::outbox::{News, push, unchanged};
use crate::ops::{Conflict, Ctx, OpError};
use crate::store::{Conn, Tx, intents, licenses};

/// When, from when and for how long a license is renewed.
#[derive(Debug, Clone, Copy)]
pub struct Renewal {
    pub due: Due,
    pub cutover: Cutover,
    /// Counts from the cutover. Default: the context's.
    pub validity: Option<Lifetime>,
}

impl Renewal {
    /// Refuses what would give a key that is never in force, or one that is due as soon as it is.
    pub(super) fn checked(&self, ctx: &Ctx<'_>) -> Result<(), OpError> {
        if let Cutover::At(moment) = self.cutover
            && moment <= ctx.now()
        {
            return Err(Invalid::new("cutover", "lies in the past").into());
        }
        lasting(self.validity)?;
        let validity = self.validity_in(ctx);
        match self.due {
            Due::Within(window) if window >= validity => {
                Err(OpError::WindowTooLong { window, validity })
            }
            Due::Within(_) | Due::Early => Ok(()),
        }
    }

    fn validity_in(&self, ctx: &Ctx<'_>) -> Lifetime {
        self.validity.unwrap_or(ctx.rules.license_validity)
    }
}

/// A license of no length would be expired when it is issued.
pub(in crate::ops) fn lasting(validity: Option<Lifetime>) -> Result<(), OpError> {
    if validity.is_some_and(|validity| validity.micros() == 0) {
        return Err(Invalid::new("validity", "must be longer than nothing").into());
    }
    Ok(())
}

/// Issues a new key when the newest one is due; otherwise `unchanged`.
///
/// A blocked MISP is refused, and so is a revoked license: renewing would undo what was taken away. However this dies, one
/// key ends in force: the store holds one license per license that it renews.
pub fn renew(ctx: &Ctx<'_>, id: &MispId, renewal: Renewal) -> Result<Written<Held>, OpError> {
    renewal.checked(ctx)?;
    let state = settled(ctx, &mut *ctx.store.read()?, id, renewal.due)?;
    let old = match state {
        State::Settled(held) => return unchanged(ctx, *held, &[id.to_string()]),
        State::Due(old) => old,
    };
    let wanted = wanted(&old.license);
    let begun = journal::begin(ctx, &wanted.of(id), |tx| {
        match settled(ctx, tx, id, renewal.due)? {
            State::Settled(held) => Ok(Some(held)),
            State::Due(now) if now.license.id != old.license.id => Ok(Some(now)),
            State::Due(_) => Ok(None),
        }
    })?;
    let (intent, mut notes) = match begun {
        Begun::Already(held) => return unchanged(ctx, *held, &[id.to_string()]),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let terms = Terms::of(ctx, &old.license, renewal);
    let (intent, key) = issue(ctx, intent, id, terms.valid_to)?;

    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let issued = Issued {
        intent,
        key,
        old: *old,
        terms,
    };
    let mut written = record(ctx, &mut tx, &mut news, issued)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();

    written.delivery = push(ctx, &news)?;
    notes.append(&mut written.notes);
    Ok(Written { notes, ..written })
}

/// The input of a renewal: the license that it renews.
pub(super) struct Input(String);

pub(super) fn wanted(old: &License) -> Input {
    Input(old.id.to_string())
}

impl Input {
    pub(super) fn of<'a>(&'a self, misp: &'a MispId) -> Wanted<'a> {
        Wanted {
            kind: IntentKind::LicenseRenew,
            subject: misp.as_str(),
            input: &self.0,
        }
    }
}

pub(super) enum State {
    /// Nothing to do.
    Settled(Box<Held>),
    Due(Box<Held>),
}

/// What stands at the newest license of a MISP.
pub(super) fn settled(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &MispId,
    due: Due,
) -> Result<State, OpError> {
    let misp = misp::active(ctx, conn, Action::LicenseRenew, id)?;
    let absent = || OpError::NotFound {
        what: "license of MISP",
        id: id.to_string(),
    };
    let license = licenses::newest_of(conn, id)?.ok_or_else(absent)?;
    newest(ctx, license, misp, due)
}

pub(super) fn newest(
    ctx: &Ctx<'_>,
    license: License,
    misp: Misp,
    due: Due,
) -> Result<State, OpError> {
    if let Some(revoked) = &license.revoked {
        return Err(Conflict::LicenseRevoked {
            id: license.id.to_string(),
            misp: misp.id.to_string(),
            since: revoked.at.date(),
            reason: revoked.reason.to_string(),
        }
        .into());
    }
    let is_due = license.is_due(due, ctx.now());
    let standing = Standing::of(&license, std::slice::from_ref(&license), ctx.now());
    let held = Box::new(Held {
        license,
        misp,
        standing,
    });
    Ok(if is_due {
        State::Due(held)
    } else {
        State::Settled(held)
    })
}

/// The dates of a key, settled before it is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    term: Term,
    pub(super) valid_to: Moment,
}

impl Terms {
    pub(super) fn of(ctx: &Ctx<'_>, old: &License, renewal: Renewal) -> Self {
        let term = old.renewed(renewal.cutover, ctx.now());
        Self {
            term,
            valid_to: term.valid_from.plus(renewal.validity_in(ctx)),
        }
    }
}

/// What the Kernel gave, and for what.
pub(super) struct Issued {
    pub(super) intent: Intent,
    pub(super) key: Secret,
    pub(super) old: Held,
    pub(super) terms: Terms,
}

/// Writes the license with its audit entry, its message and the end of its intent, if nothing came between: a block, a
/// revocation or another renewal while the Kernel was asked is an error, and the intent stays for whoever comes later.
pub(super) fn record(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    issued: Issued,
) -> Result<Written<Held>, OpError> {
    let Issued {
        intent,
        key,
        old,
        terms: Terms { term, valid_to },
    } = issued;
    let id = old.misp.id.clone();
    let now = match settled(ctx, tx, &id, Due::Early)? {
        State::Due(held) | State::Settled(held) => *held,
    };
    if now.license.id != old.license.id {
        return Err(OpError::Busy {
            subject: format!("the license of MISP {id}"),
        });
    }
    let license = License {
        id: random::id(ctx.now()).parse::<LicenseId>()?,
        misp: id.clone(),
        key,
        valid_from: term.valid_from,
        valid_to,
        revoked: None,
        renewed_from: Some(old.license.id.clone()),
        issued_at: term.issued_at,
        handed_over: None,
    };
    licenses::insert(tx, &license)?;
    let orphan = journal::orphan_note(&intent, "a license key");
    let mut entry = ctx.audited("license.renew", id.as_str());
    entry.detail = Some(detail(&license));
    entry.reason = orphan.clone();
    news.audit(ctx, tx, &entry)?;
    match license.cutover() {
        Some(_) => tell_later(ctx, tx, news, &id)?,
        None => news.queue(ctx, tx, MessageKind::MispLicense, id.as_str())?,
    }
    intents::end(tx, &intent, IntentState::Done)?;
    let mut notes: Vec<String> = orphan.into_iter().collect();
    notes.extend(told(&old.license, &license, term));
    let standing = match license.cutover() {
        Some(_) => Standing::Waiting,
        None => Standing::InForce,
    };
    Ok(Written {
        entity: Held {
            license,
            misp: now.misp,
            standing,
        },
        outcome: Outcome::Created,
        delivery: Delivery::Done,
        notes,
    })
}

fn detail(license: &License) -> String {
    let until = license.valid_to.date();
    match license.cutover() {
        Some(from) => format!("license {} from {} until {until}", license.id, from.date()),
        None => format!("license {} until {until}", license.id),
    }
}

/// What an overlap means.
fn told(old: &License, new: &License, term: Term) -> Option<String> {
    let Some(cutover) = new.cutover() else {
        return term.shortened.then(|| {
            format!(
                "license {} has ended, so license {} is in force at once",
                old.id, new.id
            )
        });
    };
    let why = if term.shortened {
        format!(", when license {} ends", old.id)
    } else {
        String::new()
    };
    Some(format!(
        "license {} takes over on {cutover}{why}: until then ID Authentication answers IDA-MPA-007 to it, from then on \
         to license {}",
        new.id, old.id
    ))
}

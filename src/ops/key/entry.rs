//! The Kernel's entry (`PARTNER`, partner id): one certificate at a time, and none lost.
//!
//! Two different certificates that meet at the Kernel destroy the entry for good. So one store-wide intent per
//! partner is open at a time, the exact PEM is written down before it is sent, a retry sends the same bytes, and
//! another one is sent only when it is known what became of the first. The Kernel takes a certificate once: when the
//! same bytes have been answered, a copy of them that arrives late changes nothing.

use crate::crypto::certificate::{self, Parsed};
use crate::crypto::random;
use crate::domain::change::{Outcome, Written};
use crate::domain::id::CertId;
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::domain::key::{KeyReference, KeySource};
use crate::domain::partner::{Partner, Signer};
use crate::domain::time::Lifetime;
use crate::kernel::{KernelError, KeyStored, StoredCertificate};
use crate::ops::journal::{self, Patience, Wanted};
use crate::ops::outbox::{News, push, unchanged};
use crate::ops::{Conflict, Ctx, OpError, ida};
use crate::store::{Tx, intents, keys, partners};

/// What is to be kept at the Kernel.
pub(super) struct Entry {
    pub(super) source: KeySource,
    pub(super) parsed: Parsed,
}

impl Entry {
    /// As the journal keeps it: the source on a line of its own, then the PEM.
    fn to_text(&self) -> String {
        match &self.source {
            KeySource::Certificate(id) => format!("certificate {id}\n{}", self.parsed.pem),
            KeySource::Uploaded => format!("uploaded\n{}", self.parsed.pem),
        }
    }

    fn from_text(text: &str) -> Result<Self, OpError> {
        let (source, pem) = text.split_once('\n').unwrap_or((text, ""));
        let source = match source.strip_prefix("certificate ") {
            Some(id) => KeySource::Certificate(id.parse::<CertId>()?),
            None => KeySource::Uploaded,
        };
        Ok(Self {
            source,
            parsed: certificate::read_one(pem.as_bytes())?,
        })
    }

    /// The same key from the same source; a fresh certificate around it does not count as another.
    fn is_same(&self, other: &Self) -> bool {
        self.source == other.source && self.parsed.facts.spki == other.parsed.facts.spki
    }
}

/// Why a key is stored, which decides what it goes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Over the certificate's key, and over no other uploaded one.
    Upload,
    /// Over anything.
    Rotation,
    /// With its certificate: an uploaded key stays.
    Following,
}

impl Why {
    fn action(self) -> &'static str {
        match self {
            Self::Upload => "key.upload",
            Self::Rotation => "key.rotate",
            Self::Following => "key.store",
        }
    }
}

/// Whether a certificate goes as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Unless it was stored before.
    WhereNeeded,
    /// A fresh one around its key: the Kernel had it before the store knew.
    Always,
}

/// Makes what is to be stored, from what the store holds at that moment.
type Make<'a> = dyn Fn(Wrap) -> Result<Entry, OpError> + 'a;

/// Stores an entry at the Kernel and records the reference.
pub(super) fn put(
    ctx: &Ctx<'_>,
    partner: &Partner,
    why: Why,
    make: &Make<'_>,
) -> Result<Written<KeyReference>, OpError> {
    let mut wrap = Wrap::WhereNeeded;
    loop {
        let (intent, entry) = match begin(ctx, partner, why, &|| make(wrap))? {
            Started::Already(held) => return unchanged(ctx, held, &[partner.id.to_string()]),
            Started::Mine(mine) => *mine,
        };
        valid_now(ctx, partner, &intent, &entry)?;
        let (intent, fate) = send(ctx, partner, &intent, &entry)?;
        if fate == Fate::Stands {
            return record(ctx, partner, &intent, &entry, why);
        }
        journal::give_up(ctx, &intent)?;
        if wrap == Wrap::Always {
            // Not even a new one is taken: the Kernel's rows for this reference contradict each other.
            return Err(destroyed(partner));
        }
        wrap = Wrap::Always;
    }
}

/// One that is not yet valid would leave the partner without a key until its date.
fn valid_now(
    ctx: &Ctx<'_>,
    partner: &Partner,
    intent: &Intent,
    entry: &Entry,
) -> Result<(), OpError> {
    let not_before = entry.parsed.facts.not_before;
    if entry.source.may_be_sent(not_before, ctx.now()) {
        return Ok(());
    }
    journal::give_up(ctx, intent)?;
    Err(Conflict::NotYetValid {
        reference: partner.id.to_string(),
        not_before: not_before.to_string(),
    }
    .into())
}

enum Started {
    /// Another run stored the same key a moment ago.
    Already(KeyReference),
    Mine(Box<(Intent, Entry)>),
}

/// Opens the partner's one intent; what an earlier one left is settled first.
///
/// What is wanted is made anew after each wait: what was fresh before may be at the Kernel by now, which takes no
/// certificate twice.
fn begin(
    ctx: &Ctx<'_>,
    partner: &Partner,
    why: Why,
    make: &dyn Fn() -> Result<Entry, OpError>,
) -> Result<Started, OpError> {
    let mut patience = Patience::new(ctx, partner.id.as_str());
    loop {
        let wanted = make()?;
        let mut tx = ctx.store.write()?;
        let Some(left) = intents::find_open(&mut tx, IntentKind::KeyStore, partner.id.as_str())?
        else {
            if let Some(held) = held_now(&mut tx, partner, &wanted, why)? {
                return Ok(Started::Already(held));
            }
            let history = keys::of_partner(&mut tx, &partner.id)?;
            let thumbprint = &wanted.parsed.facts.thumbprint;
            if history.iter().any(|held| held.thumbprint == *thumbprint) {
                drop(tx);
                patience.wait()?;
                continue;
            }
            let input = wanted.to_text();
            let subject = partner.id.as_str();
            let opened = journal::open(
                ctx,
                &mut tx,
                &Wanted {
                    kind: IntentKind::KeyStore,
                    subject,
                    input: &input,
                },
            )?;
            tx.commit()?;
            ctx.faults.pass();
            return Ok(Started::Mine(Box::new((opened, wanted))));
        };
        if left.owner != *ctx.owner_id() && ctx.store.is_alive(&left.owner)? {
            drop(tx);
            patience.wait()?;
            continue;
        }
        let mine = intents::take_over(&mut tx, &left, ctx.owner_id())?;
        tx.commit()?;
        let entry = Entry::from_text(&mine.input)?;
        if entry.is_same(&wanted) {
            return Ok(Started::Mine(Box::new((mine, entry))));
        }
        settle(ctx, partner, &mine, &entry)?;
    }
}

/// The key in force, if there is nothing left to do: it may have come while another run was waited for.
fn held_now(
    tx: &mut Tx<'_>,
    partner: &Partner,
    wanted: &Entry,
    why: Why,
) -> Result<Option<KeyReference>, OpError> {
    let Some(held) = keys::current(tx, &partner.id)? else {
        return Ok(None);
    };
    let same = held.source == wanted.source && held.spki == wanted.parsed.facts.spki;
    let uploaded = held.source == KeySource::Uploaded;
    match why {
        _ if same => Ok(Some(held)),
        Why::Following if uploaded => Ok(Some(held)),
        Why::Upload if uploaded => Err(Conflict::KeyUploaded {
            partner: partner.id.to_string(),
            thumbprint: held.thumbprint.to_string(),
            file: None,
        }
        .into()),
        _ => Ok(None),
    }
}

/// How long at least a request that was cut off may still be on its way, however short the time-out of whoever sent it.
const IN_FLIGHT: Lifetime = Lifetime::from_micros(60_000_000);

/// Finishes an earlier, different certificate before another one may leave.
///
/// It may still be on its way, so waiting proves nothing; the same bytes are sent again until they are answered. What
/// is older is gone: it is given up.
fn settle(ctx: &Ctx<'_>, partner: &Partner, left: &Intent, entry: &Entry) -> Result<(), OpError> {
    let Some(sent_at) = left.sent_at else {
        return journal::give_up(ctx, left);
    };
    if stands_at_kernel(ctx, partner, entry)? {
        return record(ctx, partner, left, entry, Why::Following).map(drop);
    }
    let in_flight = IN_FLIGHT.max(Lifetime::from_micros(micros(ctx.rules.patience)));
    if ctx.now() > sent_at.plus(in_flight) {
        return journal::give_up(ctx, left);
    }
    match send(ctx, partner, left, entry) {
        Ok((intent, Fate::Stands)) => {
            record(ctx, partner, &intent, entry, Why::Following).map(drop)
        }
        Ok((intent, Fate::HadBefore)) => journal::give_up(ctx, &intent),
        // It was given up with that, and the next one is another.
        Err(OpError::Kernel(KernelError::Refused { .. })) => Ok(()),
        Err(error) => Err(error),
    }
}

fn micros(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn stands_at_kernel(ctx: &Ctx<'_>, partner: &Partner, entry: &Entry) -> Result<bool, OpError> {
    match ctx.kernel.get()?.stored_certificate(partner.id.as_str())? {
        StoredCertificate::Current { pem, .. } => {
            let stored = certificate::read_one(pem.as_bytes())?;
            Ok(stored.facts.thumbprint == entry.parsed.facts.thumbprint)
        }
        StoredCertificate::Destroyed => Err(destroyed(partner)),
        StoredCertificate::Free | StoredCertificate::Expired => Ok(false),
    }
}

fn destroyed(partner: &Partner) -> OpError {
    Conflict::EntryDestroyed {
        reference: partner.id.to_string(),
    }
    .into()
}

/// What the Kernel made of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is what the Kernel encrypts to.
    Stands,
    /// The Kernel had it before, keeps another one, and takes none twice.
    HadBefore,
}

/// Answers of a Kernel whose rows for a reference contradict each other: no call mends them.
const BEYOND_REPAIR: [&str; 4] = ["KER-KMS-003", "KER-KMS-032", "KER-KMS-033", "KER-KMS-034"];

/// Sends the journaled bytes. Where the answer is lost or has two meanings, the Kernel is asked what it holds.
fn send(
    ctx: &Ctx<'_>,
    partner: &Partner,
    intent: &Intent,
    entry: &Entry,
) -> Result<(Intent, Fate), OpError> {
    let kernel = ctx.kernel.get()?;
    let intent = journal::sent(ctx, intent)?;
    let answer = kernel.store_key(partner.id.as_str(), &entry.parsed.pem);
    ctx.faults.pass();
    match answer {
        Ok(KeyStored::Stored) => Ok((intent, Fate::Stands)),
        Ok(KeyStored::SameAlready | KeyStored::HadBefore) => {
            match stands_at_kernel(ctx, partner, entry)? {
                true => Ok((intent, Fate::Stands)),
                false => Ok((intent, Fate::HadBefore)),
            }
        }
        Err(KernelError::Refused { code, .. }) if BEYOND_REPAIR.contains(&code.as_str()) => {
            journal::give_up(ctx, &intent)?;
            Err(destroyed(partner))
        }
        Err(error) if journal::ends(&intent, &error) => {
            journal::give_up(ctx, &intent)?;
            Err(error.into())
        }
        Err(lost) => match stands_at_kernel(ctx, partner, entry) {
            Ok(true) => Ok((intent, Fate::Stands)),
            Err(OpError::Conflict(destroyed)) => Err(destroyed.into()),
            _ => Err(lost.into()),
        },
    }
}

fn record(
    ctx: &Ctx<'_>,
    partner: &Partner,
    intent: &Intent,
    entry: &Entry,
    why: Why,
) -> Result<Written<KeyReference>, OpError> {
    let facts = &entry.parsed.facts;
    let key = KeyReference {
        id: random::id(ctx.now()).parse()?,
        partner: partner.id.clone(),
        source: entry.source.clone(),
        pem: entry.parsed.pem.clone(),
        thumbprint: facts.thumbprint.clone(),
        spki: facts.spki.clone(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        stored_at: ctx.now(),
        retired_at: None,
    };
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    keys::retire_current(&mut tx, &partner.id, ctx.now())?;
    keys::insert(&mut tx, &key)?;
    let mut line = ctx.audited(why.action(), partner.id.as_str());
    line.detail = Some(format!("{} {}", key.source.word(), key.thumbprint));
    news.audit(ctx, &mut tx, &line)?;
    if partners::get(&mut tx, &partner.id)?.signer == Signer::Misp {
        ida::tell_certificate(ctx, &mut tx, &mut news, &partner.id)?;
    }
    intents::end(&mut tx, intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: key,
        outcome: Outcome::Created,
        delivery,
        notes: notes(partner, entry),
    })
}

fn notes(partner: &Partner, entry: &Entry) -> Vec<String> {
    if entry.source == KeySource::Uploaded && partner.signer == Signer::Partner {
        return vec![
            "this key serves the Kernel only: ID Authentication encrypts to the certificate with which the partner signs"
                .to_owned(),
        ];
    }
    Vec::new()
}

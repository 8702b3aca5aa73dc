//! The key to which answers for a partner are encrypted: kept by the Kernel under (`PARTNER`, partner id), referenced here.
//!
//! Two different certificates that meet at the Kernel destroy the entry for good. So one store-wide intent per
//! partner is open at a time, the exact PEM is written down before it is sent, a retry sends the same bytes, and
//! another one is sent only when it is known what became of the first.

use super::access;
use super::holder::active_partner;
use super::journal::{self, Patience, Wanted};
use super::outbox::{News, push};
use super::{Conflict, Ctx, OpError, ida};
use crate::crypto::answer::decrypt_answer;
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::csr::Subject;
use crate::crypto::public_key::{PublicKey, PublicKeyKind, UploadedKey, read_public_key};
use crate::crypto::random;
use crate::crypto::wrap::{WrappingKey, wrap};
use crate::domain::access::Action;
use crate::domain::cert::Thumbprint;
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::id::{CertId, Holder, PartnerId};
use crate::domain::invalid::Invalid;
use crate::domain::journal::{Intent, IntentKind, IntentState};
use crate::domain::key::{KeyReference, KeySource};
use crate::domain::outbox::MessageKind;
use crate::domain::partner::{Partner, Signer};
use crate::domain::secret::Secret;
use crate::domain::time::Lifetime;
use crate::kernel::{KernelError, StoredCertificate};
use crate::store::{Conn, certs, intents, keys, partners, settings};

/// Under this name the store keeps the key that signs certificates around bare keys.
const WRAPPING_KEY: &str = "wrapping-key";

/// What is to be kept at the Kernel.
struct Entry {
    source: KeySource,
    parsed: Parsed,
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

/// Uploads a partner's public key: PEM, DER, JWK, or a certificate.
///
/// The key that is in force already is `unchanged`; over another uploaded one it is a conflict.
pub fn upload(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    bytes: &[u8],
) -> Result<Written<KeyReference>, OpError> {
    let partner = open_to(ctx, id, Action::KeyUpload)?;
    let key = read_public_key(bytes)?;
    let held = keys::current(&mut *ctx.store.read()?, id)?;
    if let Some(held) = held.filter(|held| held.source == KeySource::Uploaded) {
        if held.spki == *key.spki() {
            return unchanged(ctx, held);
        }
        return Err(Conflict::KeyUploaded {
            partner: id.to_string(),
            thumbprint: held.thumbprint.to_string(),
        }
        .into());
    }
    put_uploaded(ctx, &partner, key, "key.upload")
}

/// What takes the place of the key in force.
#[derive(Debug, Clone, Copy)]
pub enum RotateTo<'a> {
    Key(&'a [u8]),
    /// Back to the key of the re-signed certificate.
    Certificate,
}

/// Retires the key in force for another one; history stays.
pub fn rotate(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    to: RotateTo<'_>,
) -> Result<Written<KeyReference>, OpError> {
    let partner = open_to(ctx, id, Action::KeyRotate)?;
    let held = keys::current(&mut *ctx.store.read()?, id)?;
    match to {
        RotateTo::Key(bytes) => {
            let key = read_public_key(bytes)?;
            let same = |held: &KeyReference| {
                held.source == KeySource::Uploaded && held.spki == *key.spki()
            };
            match held.filter(same) {
                Some(held) => unchanged(ctx, held),
                None => put_uploaded(ctx, &partner, key, "key.rotate"),
            }
        }
        RotateTo::Certificate => match held {
            Some(held) if held.source != KeySource::Uploaded => unchanged(ctx, held),
            _ => {
                let entry = of_certificate(ctx, &partner)?;
                put(ctx, &partner, entry, "key.rotate")
            }
        },
    }
}

fn open_to(ctx: &Ctx<'_>, id: &PartnerId, action: Action) -> Result<Partner, OpError> {
    let mut conn = ctx.store.read()?;
    let (partner, misp) = access::partner(ctx, &mut conn, action, id)?;
    active_partner(&partner)?;
    if partner.signer == Signer::Misp {
        // Without a certificate of the MISP nobody could sign requests once IDA holds the uploaded key.
        let holder = Holder::Misp(misp.id.clone());
        if certs::current(&mut conn, &holder)?.is_none() {
            return Err(Conflict::NoCertificate {
                holder: format!("MISP {}", misp.id),
            }
            .into());
        }
    }
    Ok(partner)
}

fn unchanged(ctx: &Ctx<'_>, entity: KeyReference) -> Result<Written<KeyReference>, OpError> {
    push(ctx, &News::default())?;
    Ok(Written {
        entity,
        outcome: Outcome::Unchanged,
        delivery: Delivery::Done,
        notes: Vec::new(),
    })
}

fn put_uploaded(
    ctx: &Ctx<'_>,
    partner: &Partner,
    key: UploadedKey,
    action: &'static str,
) -> Result<Written<KeyReference>, OpError> {
    encryptable(&key)?;
    let parsed = match key {
        UploadedKey::Certificate(parsed) if !stored_before(ctx, partner, &parsed)? => parsed,
        UploadedKey::Certificate(parsed) => wrapped(ctx, partner, &parsed.public_key()?)?,
        UploadedKey::Bare(key) => wrapped(ctx, partner, &key)?,
    };
    put(
        ctx,
        partner,
        Entry {
            source: KeySource::Uploaded,
            parsed,
        },
        action,
    )
}

/// The Kernel stores any key, and encrypts to RSA only.
pub(super) fn encryptable(key: &UploadedKey) -> Result<(), OpError> {
    let kind = match key {
        UploadedKey::Bare(key) => key.kind(),
        UploadedKey::Certificate(parsed) => parsed.public_key()?.kind(),
    };
    match kind {
        PublicKeyKind::Rsa => Ok(()),
        PublicKeyKind::Ec => {
            Err(Invalid::new("key", "is an EC key; the Kernel encrypts to RSA keys only").into())
        }
    }
}

/// The Kernel takes a certificate once per partner and never again, not even after a revocation.
fn stored_before(ctx: &Ctx<'_>, partner: &Partner, parsed: &Parsed) -> Result<bool, OpError> {
    let history = keys::of_partner(&mut *ctx.store.read()?, &partner.id)?;
    Ok(history
        .iter()
        .any(|held| held.thumbprint == parsed.facts.thumbprint))
}

fn wrapped(ctx: &Ctx<'_>, partner: &Partner, key: &PublicKey) -> Result<Parsed, OpError> {
    let by = wrapping_key(ctx)?;
    let subject = Subject {
        common_name: partner.id.to_string(),
        organization: Some(partner.organization.to_string()),
        organizational_unit: None,
        country: None,
    };
    Ok(wrap(
        key,
        &subject,
        ctx.now(),
        ctx.rules.wrap_validity,
        &by,
    )?)
}

fn wrapping_key(ctx: &Ctx<'_>) -> Result<WrappingKey, OpError> {
    let kept = settings::get(&mut *ctx.store.read()?, WRAPPING_KEY)?;
    if let Some(pem) = kept {
        return Ok(WrappingKey::from_pem(&pem)?);
    }
    let made = WrappingKey::generate()?;
    let mut tx = ctx.store.write()?;
    if let Some(pem) = settings::get(&mut tx, WRAPPING_KEY)? {
        return Ok(WrappingKey::from_pem(&pem)?);
    }
    settings::put(&mut tx, WRAPPING_KEY, &made.to_pem())?;
    tx.commit()?;
    Ok(made)
}

/// The re-signed leaf, or a fresh certificate around its key where the Kernel had that leaf before.
fn of_certificate(ctx: &Ctx<'_>, partner: &Partner) -> Result<Entry, OpError> {
    let holder = Holder::Partner(partner.id.clone());
    let held = certs::current(&mut *ctx.store.read()?, &holder)?;
    let absent = || Conflict::NoCertificate {
        holder: format!("partner {}", partner.id),
    };
    let held = held.ok_or_else(absent)?;
    let leaf = certificate::read_one(held.resigned_pem.as_bytes())?;
    let parsed = if stored_before(ctx, partner, &leaf)? {
        wrapped(ctx, partner, &leaf.public_key()?)?
    } else {
        leaf
    };
    Ok(Entry {
        source: KeySource::Certificate(held.id),
        parsed,
    })
}

/// After a certificate: its key is what the Kernel encrypts to, unless the partner has an uploaded one.
pub(super) fn follow_certificate(ctx: &Ctx<'_>, id: &PartnerId) -> Result<Vec<String>, OpError> {
    let (partner, held, certificate) = {
        let mut conn = ctx.store.read()?;
        let partner = partners::get(&mut conn, id)?;
        let held = keys::current(&mut conn, id)?;
        (
            partner,
            held,
            certs::current(&mut conn, &Holder::Partner(id.clone()))?,
        )
    };
    let Some(certificate) = certificate else {
        return Ok(Vec::new());
    };
    match held.map(|held| held.source) {
        Some(KeySource::Uploaded) => Ok(vec![format!(
            "the Kernel still encrypts to the uploaded key; `pmctl key rotate {id} --to-certificate` changes that"
        )]),
        Some(KeySource::Certificate(of)) if of == certificate.id => Ok(Vec::new()),
        _ => {
            let entry = of_certificate(ctx, &partner)?;
            put(ctx, &partner, entry, "key.store").map(|written| written.notes)
        }
    }
}

/// Stores an entry at the Kernel and records the reference.
fn put(
    ctx: &Ctx<'_>,
    partner: &Partner,
    entry: Entry,
    action: &'static str,
) -> Result<Written<KeyReference>, OpError> {
    let (intent, entry) = begin(ctx, partner, entry)?;
    if entry.parsed.facts.not_before > ctx.now() {
        journal::give_up(ctx, &intent)?;
        return Err(Conflict::NotYetValid {
            reference: partner.id.to_string(),
            not_before: entry.parsed.facts.not_before.to_string(),
        }
        .into());
    }
    let intent = send(ctx, partner, &intent, &entry)?;
    record(ctx, partner, &intent, &entry, action)
}

/// Opens the partner's one intent; what an earlier one left is settled first.
fn begin(ctx: &Ctx<'_>, partner: &Partner, wanted: Entry) -> Result<(Intent, Entry), OpError> {
    let mut patience = Patience::new(ctx, partner.id.as_str());
    loop {
        let mut tx = ctx.store.write()?;
        let Some(left) = intents::find_open(&mut tx, IntentKind::KeyStore, partner.id.as_str())?
        else {
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
            return Ok((opened, wanted));
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
            return Ok((mine, entry));
        }
        settle(ctx, partner, &mine, &entry)?;
    }
}

/// Finds out what became of an earlier, different certificate before another one may leave.
fn settle(ctx: &Ctx<'_>, partner: &Partner, left: &Intent, entry: &Entry) -> Result<(), OpError> {
    let Some(sent_at) = left.sent_at else {
        return journal::give_up(ctx, left);
    };
    let whole_timeout = Lifetime::from_micros(micros(ctx.rules.patience));
    let mut patience = Patience::new(ctx, partner.id.as_str());
    loop {
        if stands_at_kernel(ctx, partner, entry)? {
            return record(ctx, partner, left, entry, "key.store").map(drop);
        }
        if ctx.now() > sent_at.plus(whole_timeout) {
            return journal::give_up(ctx, left);
        }
        let busy = Conflict::EarlierOnItsWay {
            reference: partner.id.to_string(),
        };
        patience.wait().map_err(|_| busy)?;
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

/// Sends the journaled bytes. Where the answer is lost, the Kernel is asked what it holds.
fn send(
    ctx: &Ctx<'_>,
    partner: &Partner,
    intent: &Intent,
    entry: &Entry,
) -> Result<Intent, OpError> {
    let kernel = ctx.kernel.get()?;
    let intent = journal::sent(ctx, intent)?;
    let answer = kernel.store_key(partner.id.as_str(), &entry.parsed.pem);
    ctx.faults.pass();
    match answer {
        Ok(_) => Ok(intent),
        Err(KernelError::Refused { code, .. }) if code == "KER-KMS-003" => {
            journal::give_up(ctx, &intent)?;
            Err(destroyed(partner))
        }
        Err(error) if error.did_nothing() => {
            journal::give_up(ctx, &intent)?;
            Err(error.into())
        }
        Err(lost) => match stands_at_kernel(ctx, partner, entry) {
            Ok(true) => Ok(intent),
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
    action: &'static str,
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
    access::partner(ctx, &mut tx, Action::KeyUpload, &partner.id)?;
    keys::retire_current(&mut tx, &partner.id, ctx.now())?;
    keys::insert(&mut tx, &key)?;
    let mut line = ctx.audited(action, partner.id.as_str());
    line.detail = Some(format!("{} {}", key.source.word(), key.thumbprint));
    news.audit(ctx, &mut tx, &line)?;
    if partner.signer == Signer::Misp {
        news.queue(ctx, &mut tx, MessageKind::Partner, partner.id.as_str())?;
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

/// Who encrypts to what.
#[derive(Debug, Clone)]
pub struct KeyState {
    pub partner: Partner,
    pub current: Option<KeyReference>,
    /// Of the certificate that ID Authentication has, or will have.
    pub ida: Option<Thumbprint>,
    /// Newest first, the current one included.
    pub history: Vec<KeyReference>,
}

pub fn show(ctx: &Ctx<'_>, id: &PartnerId) -> Result<KeyState, OpError> {
    let mut conn = ctx.store.read()?;
    let (partner, _) = access::partner(ctx, &mut conn, Action::KeyRead, id)?;
    state(&mut conn, partner)
}

fn state(conn: &mut Conn<'_>, partner: Partner) -> Result<KeyState, OpError> {
    let current = keys::current(conn, &partner.id)?;
    let history = keys::of_partner(conn, &partner.id)?;
    let ida = match ida::certificate_for(conn, &partner)? {
        Some(pem) => Some(certificate::read_one(pem.as_bytes())?.facts.thumbprint),
        None => None,
    };
    Ok(KeyState {
        partner,
        current,
        ida,
        history,
    })
}

/// Proves the round trip: the Kernel encrypts to the partner, the private key decrypts.
pub fn verify(
    ctx: &Ctx<'_>,
    id: &PartnerId,
    private_key: &Secret,
) -> Result<KeyReference, OpError> {
    let held = {
        let mut conn = ctx.store.read()?;
        access::partner(ctx, &mut conn, Action::KeyVerify, id)?;
        keys::current(&mut conn, id)?
    };
    let held = held.ok_or_else(|| Conflict::NoKey {
        partner: id.to_string(),
    })?;
    let probe = random::alphanumeric(32)?;
    let answer = ctx
        .kernel
        .get()?
        .encrypt(id.as_str(), probe.expose().as_bytes())?;
    match decrypt_answer(&answer, private_key) {
        Ok(plain) if plain == probe.expose().as_bytes() => Ok(held),
        Ok(_) => Err(OpError::KeyMismatch {
            partner: id.to_string(),
        }),
        Err(error) if error.is_mismatch() => Err(OpError::KeyMismatch {
            partner: id.to_string(),
        }),
        Err(error) => Err(error.into()),
    }
}

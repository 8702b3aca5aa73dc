//! A certificate's way to the Kernel and back.

use super::{Against, allowed, examine};
use crate::crypto::certificate::{self, Parsed};
use crate::domain::cert::inspect::{self, Finding};
use crate::domain::cert::{Certificate, TrustDomain};
use crate::domain::change::{Outcome, Written};
use crate::domain::id::Holder;
use crate::domain::journal::{IntentKind, IntentState};
use crate::domain::outbox::MessageKind;
use crate::kernel::Resigned;
use crate::ops::journal::{self, Begun, Wanted, orphan_note};
use crate::ops::outbox::{self, News, push};
use crate::ops::{Ctx, OpError, ida, key};
use crate::store::{Conn, Tx, certs, intents};

/// Whether the certificate that is in force is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resign {
    /// The same certificate is `unchanged`: the Kernel would re-sign it, and ID Authentication refuse the old leaf.
    WhenNew,
    /// Another certificate for the key that is in force is `unchanged`: a test CA issues a new one each time.
    WhenKeyIsNew,
    Always,
}

#[derive(Debug)]
pub struct Upload<'a> {
    pub bytes: &'a [u8],
    pub domain: TrustDomain,
    pub resign: Resign,
}

/// Has the Kernel re-sign and store a certificate, and maps its id to the holder.
///
/// Nothing is sent that must be refused. After a lost answer it is uploaded again: the id recorded last is in force, and the
/// other is reported. The key follows, unless the partner has an uploaded one.
pub fn upload(
    ctx: &Ctx<'_>,
    holder: &Holder,
    upload: &Upload<'_>,
) -> Result<Written<Certificate>, OpError> {
    let (parsed, organization, doubts) = {
        let mut conn = ctx.store.read()?;
        let organization = allowed(ctx, &mut conn, holder)?;
        let parsed = certificate::read_one(upload.bytes)?;
        if let Some(found) = current(&mut conn, holder, &parsed, upload)? {
            drop(conn);
            return unchanged(ctx, found);
        }
        let against = Against {
            domain: upload.domain,
            organization: Some(&organization),
            more: &[],
            now: ctx.now(),
        };
        let findings = examine(&mut conn, &parsed, &against)?;
        let doubts = doubts(holder, &findings);
        let faults = inspect::errors(findings);
        if !faults.is_empty() {
            return Err(OpError::Certificate(faults));
        }
        (parsed, organization, doubts)
    };
    let input = format!("{} {}", upload.domain, parsed.pem);
    let wanted = Wanted {
        kind: IntentKind::CertUpload,
        subject: holder.as_str(),
        input: &input,
    };
    let begun = journal::begin(ctx, &wanted, |tx| current(tx, holder, &parsed, upload))?;
    let (intent, mut notes) = match begun {
        Begun::Already(found) => return unchanged(ctx, found),
        Begun::Mine { intent, notes } => (intent, notes),
    };
    let (intent, resigned) = journal::ask(ctx, &intent, |kernel| {
        kernel.upload_partner(&parsed.pem, &organization, upload.domain.word())
    })?;
    let orphan = orphan_note(&intent, "a re-signed certificate");
    let certificate = accepted(ctx, holder, upload.domain, &parsed, &resigned)?;

    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    allowed(ctx, &mut tx, holder)?;
    record(ctx, &mut tx, &mut news, &certificate, orphan.clone())?;
    intents::end(&mut tx, &intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();

    notes.extend(orphan);
    notes.extend(doubts);
    notes.extend(follow(ctx, &certificate)?);
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: certificate,
        outcome: Outcome::Created,
        delivery,
        notes,
    })
}

/// What the Kernel takes and a partner's answers will fail at. A MISP signs with its certificate, and nothing else.
fn doubts(holder: &Holder, findings: &[Finding]) -> Vec<String> {
    let encrypts = matches!(holder, Holder::Partner(_));
    let doubted = findings
        .iter()
        .filter(|found| encrypts && found.kernel_code == inspect::NOT_ENCRYPTABLE);
    doubted.map(|found| found.message.clone()).collect()
}

fn current(
    conn: &mut Conn<'_>,
    holder: &Holder,
    parsed: &Parsed,
    upload: &Upload<'_>,
) -> Result<Option<Certificate>, OpError> {
    let held = certs::current(conn, holder)?;
    let Some(held) = held.filter(|held| held.domain == upload.domain) else {
        return Ok(None);
    };
    let same = match upload.resign {
        Resign::Always => false,
        Resign::WhenNew => held.original_thumbprint == parsed.facts.thumbprint,
        Resign::WhenKeyIsNew => {
            certificate::read_one(held.original_pem.as_bytes())?
                .facts
                .spki
                == parsed.facts.spki
        }
    };
    Ok(same.then_some(held))
}

fn unchanged(ctx: &Ctx<'_>, entity: Certificate) -> Result<Written<Certificate>, OpError> {
    let notes = follow(ctx, &entity)?;
    let about = ida::carriers(&mut *ctx.store.read()?, &entity.holder)?;
    Ok(Written {
        notes,
        ..outbox::unchanged(ctx, entity, &about)?
    })
}

/// Brings the key at the Kernel after the certificate; also what a crash between the two left undone.
fn follow(ctx: &Ctx<'_>, certificate: &Certificate) -> Result<Vec<String>, OpError> {
    match &certificate.holder {
        Holder::Partner(partner) if certificate.domain != TrustDomain::Ftm => {
            key::follow_certificate(ctx, partner)
        }
        _ => Ok(Vec::new()),
    }
}

/// What the Kernel answered, with its leaf found by the public key and not by its place.
fn accepted(
    ctx: &Ctx<'_>,
    holder: &Holder,
    domain: TrustDomain,
    original: &Parsed,
    resigned: &Resigned,
) -> Result<Certificate, OpError> {
    let mut chain = Vec::new();
    for der in &resigned.chain {
        chain.push(certificate::read_one(der)?);
    }
    let place = chain
        .iter()
        .position(|one| one.facts.spki == original.facts.spki);
    let leaf = match place {
        Some(place) => chain.remove(place),
        None => return Err(crate::kernel::KernelError::foreign_certificate().into()),
    };
    Ok(Certificate {
        id: resigned.certificate_id.parse()?,
        holder: holder.clone(),
        domain,
        original_pem: original.pem.clone(),
        original_thumbprint: original.facts.thumbprint.clone(),
        resigned_pem: leaf.pem,
        resigned_thumbprint: leaf.facts.thumbprint,
        issuers_pem: chain.into_iter().map(|issuer| issuer.pem).collect(),
        not_before: leaf.facts.not_before,
        not_after: leaf.facts.not_after,
        uploaded_at: ctx.now(),
        retired_at: None,
    })
}

fn record(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    certificate: &Certificate,
    orphan: Option<String>,
) -> Result<(), OpError> {
    certs::retire_current(tx, &certificate.holder, ctx.now())?;
    certs::insert(tx, certificate)?;
    let mut entry = ctx.audited("cert.upload", certificate.holder.as_str());
    entry.detail = Some(format!(
        "certificate {} until {}",
        certificate.id,
        certificate.not_after.date()
    ));
    entry.reason = orphan;
    news.audit(ctx, tx, &entry)?;
    let Holder::Partner(partner) = &certificate.holder else {
        // ID Authentication knows a MISP as a partner too: by that it knows who signs for others.
        return news.queue(ctx, tx, MessageKind::Partner, certificate.holder.as_str());
    };
    ida::tell_certificate(ctx, tx, news, partner)
}

/// The certificate whose upload was begun and not finished: a retry sends the same bytes.
pub(in crate::ops) fn pending(ctx: &Ctx<'_>, holder: &Holder) -> Result<Option<String>, OpError> {
    let mut conn = ctx.store.read()?;
    let left = intents::find_open(&mut conn, IntentKind::CertUpload, holder.as_str())?;
    let pem = left.and_then(|left| Some(left.input.split_once(' ')?.1.to_owned()));
    Ok(pem)
}

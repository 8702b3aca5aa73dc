//! Certificates of partners and MISPs: inspected here, re-signed and stored by the Kernel, mapped to their holder.

use super::access;
use super::journal::{self, Begun, Wanted, orphan_note};
use super::outbox::{self, News, push};
use super::{Conflict, Ctx, OpError};
use super::{files, ida, key};
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::csr::{self, KeyKind, Subject};
use crate::crypto::inspect as chains;
use crate::domain::access::Action;
use crate::domain::cert::inspect::{self, Finding};
use crate::domain::cert::{Certificate, TrustDomain};
use crate::domain::change::{Outcome, Written};
use crate::domain::id::Holder;
use crate::domain::invalid::Invalid;
use crate::domain::journal::{IntentKind, IntentState};
use crate::domain::outbox::MessageKind;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::kernel::Resigned;
use crate::store::{Conn, Page, Tx, cas, certs, intents, misps, partners};
use std::path::Path;

/// What a certificate says and what the Kernel would say to it.
#[derive(Debug)]
pub struct Inspected {
    pub parsed: Parsed,
    pub findings: Vec<Finding>,
}

/// Runs every check that the Kernel will run, against the CAs that were uploaded from here.
pub fn inspect(
    ctx: &Ctx<'_>,
    bytes: &[u8],
    domain: TrustDomain,
    organization: Option<&str>,
) -> Result<Inspected, OpError> {
    access::system(ctx, Action::CaRead)?;
    let parsed = certificate::read_one(bytes)?;
    let against = Against {
        domain,
        organization,
        more: &[],
        now: ctx.now(),
    };
    let findings = examine(&mut *ctx.store.read()?, &parsed, &against)?;
    Ok(Inspected { parsed, findings })
}

/// What a certificate is held against.
pub(super) struct Against<'a> {
    pub(super) domain: TrustDomain,
    pub(super) organization: Option<&'a str>,
    /// Trusted besides those in the store, as PEM: a file may bring its CAs along.
    pub(super) more: &'a [String],
    pub(super) now: Moment,
}

pub(super) fn examine(
    conn: &mut Conn<'_>,
    parsed: &Parsed,
    against: &Against<'_>,
) -> Result<Vec<Finding>, OpError> {
    let known = cas::list(conn, Some(against.domain))?;
    let mut pems: Vec<&str> = known.iter().map(|ca| ca.pem.as_str()).collect();
    pems.extend(against.more.iter().map(String::as_str));
    let chain = chains::chain_to_root(parsed, &pems, against.now);
    let expected = inspect::Expected {
        organization: against.organization,
        now: against.now,
    };
    Ok(inspect::leaf(&parsed.facts, &chain.as_known(), &expected))
}

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

/// The organization that the certificate must name.
fn allowed(ctx: &Ctx<'_>, conn: &mut Conn<'_>, holder: &Holder) -> Result<String, OpError> {
    match holder {
        Holder::Misp(id) => {
            let misp = access::misp(ctx, conn, Action::CertUpload, id)?;
            Ok(misp.name.to_string())
        }
        Holder::Partner(id) => {
            let (partner, _) = access::partner(ctx, conn, Action::CertUpload, id)?;
            Ok(partner.organization.to_string())
        }
    }
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
pub(super) fn pending(ctx: &Ctx<'_>, holder: &Holder) -> Result<Option<String>, OpError> {
    let mut conn = ctx.store.read()?;
    let left = intents::find_open(&mut conn, IntentKind::CertUpload, holder.as_str())?;
    let pem = left.and_then(|left| Some(left.input.split_once(' ')?.1.to_owned()));
    Ok(pem)
}

/// The certificate in force.
pub fn show(ctx: &Ctx<'_>, holder: &Holder) -> Result<Certificate, OpError> {
    let mut conn = ctx.store.read()?;
    readable(ctx, &mut conn, holder)?;
    let held = certs::current(&mut conn, holder)?;
    held.ok_or_else(|| {
        Conflict::NoCertificate {
            holder: holder.clone(),
        }
        .into()
    })
}

/// Newest first.
pub fn history(ctx: &Ctx<'_>, holder: &Holder) -> Result<Vec<Certificate>, OpError> {
    let mut conn = ctx.store.read()?;
    readable(ctx, &mut conn, holder)?;
    Ok(certs::of_holder(&mut conn, holder)?)
}

/// Of all for an ida-admin; a misp sees its own and its partners', a partner its own. Oldest first.
pub fn list(ctx: &Ctx<'_>, page: &Page) -> Result<Vec<Certificate>, OpError> {
    let mut conn = ctx.store.read()?;
    let of = access::whose(ctx, &mut conn, Action::CertRead)?;
    Ok(certs::list(&mut conn, of, page)?)
}

fn readable(ctx: &Ctx<'_>, conn: &mut Conn<'_>, holder: &Holder) -> Result<(), OpError> {
    match holder {
        Holder::Misp(id) => access::misp(ctx, conn, Action::CertRead, id).map(drop),
        Holder::Partner(id) => access::partner(ctx, conn, Action::CertRead, id).map(drop),
    }
}

/// What of a certificate is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// As the Kernel re-signed it.
    Resigned,
    /// As the CA issued it.
    Original,
    /// The re-signed one with its issuers up to the root.
    Chain,
}

/// One or more PEM blocks.
pub fn get(ctx: &Ctx<'_>, holder: &Holder, part: Part) -> Result<String, OpError> {
    let held = show(ctx, holder)?;
    Ok(match part {
        Part::Resigned => held.resigned_pem,
        Part::Original => held.original_pem,
        Part::Chain => format!("{}{}", held.resigned_pem, held.issuers_pem),
    })
}

/// In which form a certificate is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Pem,
    /// Of one certificate only.
    Der,
    /// PKCS#7 in DER.
    P7b,
}

/// PEM blocks in another form.
pub fn formed(pem: &str, form: Form) -> Result<Vec<u8>, OpError> {
    match form {
        Form::Pem => Ok(pem.as_bytes().to_vec()),
        Form::P7b => Ok(certificate::to_pkcs7(pem)?),
        Form::Der => match certificate::read_all(pem.as_bytes())?.as_slice() {
            [one] => Ok(one.der.clone()),
            _ => Err(
                Invalid::new("format", "der holds one certificate; a chain is pem or p7b").into(),
            ),
        },
    }
}

/// A request with the subject that the Kernel will demand, for a CA to sign.
///
/// The private key is on disk (0600) before anything is returned, and never leaves it; a key that is there already is
/// used again.
pub fn request(ctx: &Ctx<'_>, holder: &Holder, key_to: &Path) -> Result<String, OpError> {
    let organization = allowed(ctx, &mut *ctx.store.read()?, holder)?;
    let common_name = match holder {
        Holder::Misp(id) => misps::get(&mut *ctx.store.read()?, id)?.name.to_string(),
        Holder::Partner(id) => partners::get(&mut *ctx.store.read()?, id)?.name.to_string(),
    };
    request_for(ctx, common_name, organization, key_to)
}

pub(super) fn request_for(
    ctx: &Ctx<'_>,
    common_name: String,
    organization: String,
    key_to: &Path,
) -> Result<String, OpError> {
    let subject = Subject {
        common_name,
        organization: Some(organization),
        organizational_unit: None,
        country: None,
    };
    if !key_to.exists() {
        let made = csr::request(&subject, KeyKind::Rsa2048)?;
        if files::write_new_secret(key_to, &made.key_pem)? {
            ctx.faults.pass();
            return Ok(made.csr_pem);
        }
    }
    // There before, or made by another run a moment ago.
    let kept = zeroize::Zeroizing::new(files::read(key_to)?);
    let key = Secret::new(String::from_utf8_lossy(&kept).into_owned());
    Ok(csr::request_for(&subject, &key)?.csr_pem)
}

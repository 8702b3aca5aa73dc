//! Authorities that the Kernel is told to trust, per partner domain.

use super::access;
use super::journal::{self, Begun, Wanted};
use super::outbox::{News, push};
use super::{Ctx, OpError};
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::cert::inspect;
use crate::domain::cert::{Ca, TrustDomain};
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::journal::{IntentKind, IntentState};
use crate::store::{Tx, cas, intents};

/// Uploads every certificate of a file to the Kernel's trust store of each domain.
///
/// Roots go before what they issued, because the Kernel refuses an intermediate whose issuer it does not
/// know. What the Kernel has already is recorded here too.
pub fn upload(
    ctx: &Ctx<'_>,
    bytes: &[u8],
    domains: &[TrustDomain],
) -> Result<Vec<Written<Ca>>, OpError> {
    access::system(ctx, Action::CaUpload)?;
    let all = issuers_first(certificate::read_all(bytes)?);
    for parsed in &all {
        let faults = inspect::errors(inspect::ca(&parsed.facts, ctx.now()));
        if !faults.is_empty() {
            return Err(OpError::Certificate(faults));
        }
    }
    let mut written = Vec::new();
    for domain in domains {
        for parsed in &all {
            written.push(upload_one(ctx, parsed, *domain)?);
        }
    }
    Ok(written)
}

/// Self-signed ones first, then each behind its issuer; what has no issuer in the file comes last.
fn issuers_first(mut left: Vec<Parsed>) -> Vec<Parsed> {
    let mut ordered: Vec<Parsed> = Vec::new();
    while !left.is_empty() {
        let ready = left.iter().position(|parsed| {
            parsed.facts.is_self_signed
                || ordered
                    .iter()
                    .any(|before| before.facts.subject == parsed.facts.issuer)
        });
        ordered.push(left.remove(ready.unwrap_or(0)));
    }
    ordered
}

fn upload_one(ctx: &Ctx<'_>, parsed: &Parsed, domain: TrustDomain) -> Result<Written<Ca>, OpError> {
    let thumbprint = &parsed.facts.thumbprint;
    let known = |tx: &mut Tx<'_>| Ok(cas::find(tx, domain, thumbprint)?);
    let found = cas::find(&mut *ctx.store.read()?, domain, thumbprint)?;
    if let Some(found) = found {
        return Ok(unchanged(found));
    }
    let subject = format!("{domain}/{thumbprint}");
    let wanted = Wanted {
        kind: IntentKind::CaUpload,
        subject: &subject,
        input: &parsed.pem,
    };
    let intent = match journal::begin(ctx, &wanted, known)? {
        Begun::Already(found) => return Ok(unchanged(found)),
        Begun::Mine { intent, .. } => intent,
    };
    let (intent, _) = journal::ask(ctx, &intent, |kernel| {
        kernel.upload_ca(&parsed.pem, domain.word())
    })?;
    let ca = Ca {
        id: random::id(ctx.now()).parse()?,
        domain,
        thumbprint: thumbprint.clone(),
        subject: parsed.facts.subject.clone(),
        issuer: parsed.facts.issuer.clone(),
        not_before: parsed.facts.not_before,
        not_after: parsed.facts.not_after,
        pem: parsed.pem.clone(),
        uploaded_at: ctx.now(),
    };
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    cas::insert(&mut tx, &ca)?;
    let mut entry = ctx.audited("ca.upload", ca.id.as_str());
    entry.detail = Some(format!("{domain} {}", ca.subject));
    news.audit(ctx, &mut tx, &entry)?;
    intents::end(&mut tx, &intent, IntentState::Done)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();
    let delivery = push(ctx, &news)?;
    Ok(Written {
        entity: ca,
        outcome: Outcome::Created,
        delivery,
        notes: Vec::new(),
    })
}

fn unchanged(ca: Ca) -> Written<Ca> {
    Written {
        entity: ca,
        outcome: Outcome::Unchanged,
        delivery: Delivery::Done,
        notes: Vec::new(),
    }
}

pub fn list(ctx: &Ctx<'_>, domain: Option<TrustDomain>) -> Result<Vec<Ca>, OpError> {
    access::system(ctx, Action::CaRead)?;
    Ok(cas::list(&mut *ctx.store.read()?, domain)?)
}

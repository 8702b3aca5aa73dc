//! Telling ID Authentication again what it should know.

use super::certificate_for;
use crate::domain::access::Action;
use crate::domain::id::{Holder, MispId, PartnerId};
use crate::domain::license::in_force;
use crate::domain::outbox::{Message, MessageKind};
use crate::domain::partner::Partner;
use crate::domain::policy::PolicyState;
use crate::ida::IdaError;
use crate::ops::outbox::{News, deliver_rows};
use crate::ops::{Ctx, OpError, access, license, policy};
use crate::store::{Conn, Page, api_keys, certs, licenses, misps, outbox, partners, policies};

/// What was told.
#[derive(Debug, Clone, Default)]
pub struct Reconciled {
    pub policies: usize,
    pub partners: usize,
    pub api_keys: usize,
    pub licenses: usize,
    /// Due, but still here.
    pub left: Vec<Message>,
}

impl Reconciled {
    pub fn events(&self) -> usize {
        self.policies + self.partners + self.api_keys + self.licenses
    }

    fn count(&mut self, kind: MessageKind) {
        match kind {
            MessageKind::Policy => self.policies += 1,
            MessageKind::Partner => self.partners += 1,
            MessageKind::ApiKeyApproved | MessageKind::ApiKey => self.api_keys += 1,
            MessageKind::MispLicense => self.licenses += 1,
            MessageKind::Audit => {}
        }
    }
}

type Told = Vec<(MessageKind, String)>;

/// Queued in one transaction.
const ROWS: usize = 500;

/// Sends again what ID Authentication should know of everything, or of one MISP with its partners, one partner, or one
/// policy.
///
/// Each event states the rows as they are when it leaves, so the order among them does not matter: each API key is told
/// with the policy and the partner that it belongs to, whatever became of it, and each MISP's license in force comes
/// last. What was blocked, revoked or replaced is told as such: silence would leave it as it was.
pub fn reconcile(ctx: &Ctx<'_>, subjects: &[String]) -> Result<Reconciled, OpError> {
    access::system(ctx, Action::IdaReconcile)?;
    if ctx.rules.ida.is_none() {
        let cause = "the context names neither its callback nor its hub".to_owned();
        return Err(IdaError::Setup { cause }.into());
    }
    let mut found = Reconciled::default();
    if subjects.is_empty() {
        everything(ctx, &mut found)?;
    }
    for subject in subjects {
        let told = of_subject(ctx, subject)?;
        queue(ctx, subject, &told, &mut found)?;
    }
    found.left = deliver_rows(ctx)?;
    Ok(found)
}

/// Queues all of it. What had changed while the context named no ID Authentication is told with it.
fn everything(ctx: &Ctx<'_>, found: &mut Reconciled) -> Result<(), OpError> {
    let missed = outbox::untold_at(&mut *ctx.store.read()?)?;
    all_rows(ctx, found)?;
    if let Some(until) = missed {
        let mut tx = ctx.store.write()?;
        outbox::all_told(&mut tx, until)?;
        tx.commit()?;
    }
    Ok(())
}

fn all_rows(ctx: &Ctx<'_>, found: &mut Reconciled) -> Result<(), OpError> {
    let policies = policies_of_all(&mut *ctx.store.read()?)?;
    queue(ctx, "policies", &policies, found)?;
    let mut page = Page::first(ROWS);
    loop {
        let partners = partners::list(&mut *ctx.store.read()?, None, &page)?;
        let Some(last) = partners.last() else {
            break;
        };
        page = page.after(last.id.to_string());
        let told = of_partners(&mut *ctx.store.read()?, &partners)?;
        queue(ctx, "partners", &told, found)?;
    }
    let mut page = Page::first(ROWS);
    loop {
        let misps = misps::list(&mut *ctx.store.read()?, &page)?;
        let Some(last) = misps.last() else {
            return Ok(());
        };
        page = page.after(last.name.key());
        let mut told = Vec::new();
        for misp in &misps {
            told.extend(misp_itself(ctx, &mut *ctx.store.read()?, &misp.id)?);
        }
        queue(ctx, "licenses", &told, found)?;
    }
}

/// Its certificate, where it has one, and its license, where one has begun.
fn misp_itself(ctx: &Ctx<'_>, conn: &mut Conn<'_>, misp: &MispId) -> Result<Told, OpError> {
    let mut told = Vec::new();
    if certs::current(conn, &Holder::Misp(misp.clone()))?.is_some() {
        told.push((MessageKind::Partner, misp.to_string()));
    }
    let all = licenses::of_misp(conn, misp)?;
    if in_force(&all, ctx.now()).is_some() {
        told.push((MessageKind::MispLicense, misp.to_string()));
    }
    Ok(told)
}

/// A draft was never told, and none can be mapped to it.
fn policies_of_all(conn: &mut Conn<'_>) -> Result<Told, OpError> {
    let all = policies::list(conn, None)?;
    let published = all
        .into_iter()
        .filter(|policy| policy.state != PolicyState::Draft);
    Ok(published
        .map(|policy| (MessageKind::Policy, policy.id.to_string()))
        .collect())
}

/// Of each partner its keys, which carry it; of one without, itself. What has no certificate is not told.
fn of_partners(conn: &mut Conn<'_>, partners: &[Partner]) -> Result<Told, OpError> {
    let mut told = Vec::new();
    for partner in partners {
        if certificate_for(conn, partner)?.is_none() {
            continue;
        }
        let keys = api_keys::of_partner(conn, &partner.id)?;
        if keys.is_empty() {
            told.push((MessageKind::Partner, partner.id.to_string()));
        }
        let oldest_first = keys.into_iter().rev();
        told.extend(oldest_first.map(|key| (MessageKind::ApiKeyApproved, key.id.to_string())));
    }
    Ok(told)
}

fn of_subject(ctx: &Ctx<'_>, subject: &str) -> Result<Told, OpError> {
    let mut conn = ctx.store.read()?;
    if let Ok(id) = subject.parse::<MispId>()
        && misps::find(&mut conn, &id)?.is_some()
    {
        return of_misp(ctx, &mut conn, &id);
    }
    if let Ok(id) = subject.parse::<PartnerId>()
        && let Some(partner) = partners::find(&mut conn, &id)?
    {
        return of_partners(&mut conn, &[partner]);
    }
    let found = policy::find(&mut conn, subject);
    let found = found.map_err(|_| OpError::NotFound {
        what: "MISP, partner or policy",
        id: subject.to_owned(),
    })?;
    Ok(vec![(MessageKind::Policy, found.policy.id.to_string())])
}

fn of_misp(ctx: &Ctx<'_>, conn: &mut Conn<'_>, id: &MispId) -> Result<Told, OpError> {
    let mut told = Vec::new();
    let mut page = Page::first(ROWS);
    loop {
        let partners = partners::list(conn, Some(id), &page)?;
        let Some(last) = partners.last() else {
            break;
        };
        page = page.after(last.id.to_string());
        told.extend(of_partners(conn, &partners)?);
    }
    told.extend(misp_itself(ctx, conn, id)?);
    Ok(told)
}

fn queue(ctx: &Ctx<'_>, subject: &str, told: &Told, found: &mut Reconciled) -> Result<(), OpError> {
    if told.is_empty() {
        return Ok(());
    }
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    for (kind, id) in told {
        news.queue(ctx, &mut tx, *kind, id)?;
        found.count(*kind);
        if *kind == MessageKind::MispLicense {
            license::tell_later(ctx, &mut tx, &mut news, &id.parse()?)?;
        }
    }
    let mut entry = ctx.audited("ida.reconcile", subject);
    entry.detail = Some(format!("{} events", told.len()));
    news.audit(ctx, &mut tx, &entry)?;
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();
    Ok(())
}

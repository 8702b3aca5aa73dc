//! Messages as events, and their sending.

use super::{certificate_for, hub_token};
use crate::crypto::random;
use crate::domain::api_key::ApiKeyStatus;
use crate::domain::id::{ApiKeyId, Holder, MispId, PartnerId};
use crate::domain::license::in_force;
use crate::domain::mapping::Mapping;
use crate::domain::outbox::{Message, MessageKind};
use crate::domain::time::Moment;
use crate::ida::{Event, IdaError};
use crate::ops::outbox::News;
use crate::ops::{Ctx, OpError, misp};
use crate::store::{
    Conn, Tx, api_keys, certs, licenses, mappings, misps, partners, policies, policy_groups,
    sequence,
};

/// How often an event is sent again because what it states was changed meanwhile.
const TRIES: usize = 3;

/// Sends what a message says now; one that has nothing to say any more is done.
///
/// The last that is sent is true when it is sent: another process may change a row, and tell of it, between the reading
/// and the sending here. So the rows are looked at again afterwards, and what has changed is sent once more.
pub(in crate::ops) fn tell(ctx: &Ctx<'_>, message: &Message) -> Result<(), OpError> {
    let Some(way) = ctx.rules.ida.as_ref() else {
        return Ok(());
    };
    let mut said = said(ctx, message)?;
    for _ in 0..TRIES {
        let Some(event) = &said.event else {
            return Ok(());
        };
        let id = random::id(ctx.now());
        way.send(event, &id, ctx.now(), || hub_token(ctx))?;
        // A cutover needs no writing to change which license is in force.
        let by_time = message.kind == MessageKind::MispLicense;
        if !by_time && sequence(&mut *ctx.store.read()?)? == said.sequence {
            return Ok(());
        }
        let now = self::said(ctx, message)?;
        if same(&now, &said)? {
            return Ok(());
        }
        said = now;
    }
    let cause = "it was changed again and again while it was sent".to_owned();
    Err(IdaError::Unfit {
        what: "event",
        cause,
    }
    .into())
}

/// Queues what ID Authentication must hear when it is to keep another certificate of a partner, or its first.
///
/// The first lets the API keys out that waited for it; each takes the partner along. Where none does, the partner itself
/// is told, for ID Authentication may know it with the certificate of before.
pub(in crate::ops) fn tell_certificate(
    ctx: &Ctx<'_>,
    tx: &mut Tx<'_>,
    news: &mut News,
    partner: &PartnerId,
) -> Result<(), OpError> {
    let mapping = mappings::approved_of(tx, partner)?;
    let current = mapping.as_ref().and_then(Mapping::api_key);
    let mut keys = api_keys::of_partner(tx, partner)?;
    keys.retain(|key| current == Some(&key.id) || key.status(ctx.now()) == ApiKeyStatus::Active);
    for key in keys.iter().rev() {
        news.queue(ctx, tx, MessageKind::ApiKeyApproved, key.id.as_str())?;
    }
    if keys.is_empty() {
        news.queue(ctx, tx, MessageKind::Partner, partner.as_str())?;
    }
    Ok(())
}

/// The subjects of what tells of a certificate: its holder, and a partner's API keys.
pub(in crate::ops) fn carriers(
    conn: &mut Conn<'_>,
    holder: &Holder,
) -> Result<Vec<String>, OpError> {
    let mut carriers = vec![holder.as_str().to_owned()];
    if let Holder::Partner(partner) = holder {
        let keys = api_keys::of_partner(conn, partner)?;
        carriers.extend(keys.iter().map(|key| key.id.to_string()));
    }
    Ok(carriers)
}

/// An event, and how often the store had been written to when it was read.
struct Said {
    sequence: i64,
    event: Option<Event>,
}

fn said(ctx: &Ctx<'_>, message: &Message) -> Result<Said, OpError> {
    let mut conn = ctx.store.read()?;
    Ok(Said {
        sequence: sequence(&mut conn)?,
        event: event(ctx, &mut conn, message)?,
    })
}

/// Whether both would be the same body, but for what differs at each sending.
fn same(one: &Said, other: &Said) -> Result<bool, OpError> {
    let begin = Moment::from_micros(0);
    let body = |said: &Said| {
        let event = said.event.as_ref();
        event.map(|event| event.body("", begin)).transpose()
    };
    Ok(match (body(one)?, body(other)?) {
        (Some(one), Some(other)) => one.expose() == other.expose(),
        (one, other) => one.is_none() && other.is_none(),
    })
}

/// What a message says now, from the rows as they are; `None` when there is nothing to say any more.
pub(in crate::ops) fn event(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    message: &Message,
) -> Result<Option<Event>, OpError> {
    match message.kind {
        MessageKind::Audit => Ok(None),
        MessageKind::MispLicense => license_event(ctx, conn, &message.subject.parse()?),
        MessageKind::Partner => partner_event(conn, &message.subject.parse()?),
        MessageKind::ApiKeyApproved => approved_event(conn, &message.subject.parse()?),
        MessageKind::ApiKey => {
            let api_key = api_keys::get(conn, &message.subject.parse()?)?;
            Ok(Some(Event::ApiKeyUpdated { api_key }))
        }
        MessageKind::Policy => {
            let policy = policies::get(conn, &message.subject.parse()?)?;
            let group = policy_groups::get(conn, &policy.group)?;
            Ok(Some(Event::PolicyUpdated { policy, group }))
        }
    }
}

fn license_event(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    id: &MispId,
) -> Result<Option<Event>, OpError> {
    let misp = misps::get(conn, id)?;
    let all = licenses::of_misp(conn, id)?;
    let Some(license) = in_force(&all, ctx.now()).cloned() else {
        return Ok(None);
    };
    let policy = misp::policy_of(conn, &misp)?;
    Ok(Some(Event::MispLicense {
        misp,
        license,
        policy: policy.map(|found| (found.policy, found.group)),
    }))
}

fn partner_event(conn: &mut Conn<'_>, id: &PartnerId) -> Result<Option<Event>, OpError> {
    let Some(partner) = partners::find(conn, id)? else {
        return signer_event(conn, &id.as_str().parse()?);
    };
    let pem = certificate_for(conn, &partner)?;
    Ok(pem.map(|certificate_pem| Event::PartnerUpdated {
        partner,
        certificate_pem,
    }))
}

/// MISPs and partners share one namespace.
fn signer_event(conn: &mut Conn<'_>, id: &MispId) -> Result<Option<Event>, OpError> {
    let misp = misps::get(conn, id)?;
    let held = certs::current(conn, &Holder::Misp(id.clone()))?;
    Ok(held.map(|certificate| Event::SignerUpdated {
        misp,
        certificate_pem: certificate.resigned_pem,
    }))
}

fn approved_event(conn: &mut Conn<'_>, id: &ApiKeyId) -> Result<Option<Event>, OpError> {
    let api_key = api_keys::get(conn, id)?;
    let partner = partners::get(conn, &api_key.partner)?;
    let Some(certificate_pem) = certificate_for(conn, &partner)? else {
        return Ok(None);
    };
    let policy = policies::get(conn, &api_key.policy)?;
    let group = policy_groups::get(conn, &policy.group)?;
    Ok(Some(Event::ApiKeyApproved {
        partner,
        certificate_pem,
        policy,
        group,
        api_key,
    }))
}

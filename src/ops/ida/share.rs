//! The answer that ID Authentication pulls, given by hand.

use super::{api_key_of, certificate_for};
use crate::domain::access::Action;
use crate::domain::id::PartnerId;
use crate::domain::license::in_force;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup, PolicyState};
use crate::domain::pull::{
    Certificate, Pulled, PulledGroup, PulledKey, PulledLicense, PulledPartner, PulledPolicy,
};
use crate::ida::{Answer, Shape, pull};
use crate::ops::outbox::{News, push};
use crate::ops::{Conflict, Ctx, OpError, access};
use crate::store::{Conn, licenses, mappings, policies, policy_groups};

/// Shares a partner's policy in the shape that ID Authentication pulls; the audit trail says with whom.
///
/// It is shared where a pull would get it: with the license in force of the partner's MISP and the API key of its
/// mapping. Where a pull would be refused, so is this, for the same reason, and nothing is written.
pub fn policy(ctx: &Ctx<'_>, id: &PartnerId, shape: Shape) -> Result<Answer, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let pulled = pulled(ctx, &mut tx, id)?;
    let answer = pull::answer(shape, &pulled, Certificate::IfThere, ctx.now());
    let answer = answer.map_err(|refused| Conflict::NotShared {
        partner: id.to_string(),
        refused,
        shape,
    })?;
    news.audit(ctx, &mut tx, &ctx.audited("ida.policy", id.as_str()))?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(answer)
}

fn pulled(ctx: &Ctx<'_>, conn: &mut Conn<'_>, id: &PartnerId) -> Result<Pulled, OpError> {
    let (partner, misp) = access::partner(ctx, conn, Action::IdaPolicy, id)?;
    let mapping = mappings::approved_of(conn, id)?;
    let mapping = mapping.ok_or_else(|| Conflict::NoMapping {
        partner: id.to_string(),
    })?;
    let found = policies::get(conn, &mapping.policy)?;
    let group = policy_groups::get(conn, &found.group)?;
    let api_key = api_key_of(conn, &mapping)?;
    let all = licenses::of_misp(conn, &partner.misp)?;
    Ok(Pulled {
        license: in_force(&all, ctx.now()).map(|license| PulledLicense {
            in_force: true,
            revoked: license.revoked.is_some(),
            valid_to: license.valid_to,
            misp_blocked: misp.status.is_blocked(),
        }),
        certificate_pem: certificate_for(conn, &partner)?,
        partner: Some(whom(partner)),
        api_key: api_key.map(|key| PulledKey {
            revoked: key.revoked.is_some(),
            valid_from: key.valid_from,
            valid_to: key.valid_to,
        }),
        policy: Some(what(found, group)),
    })
}

fn whom(partner: Partner) -> PulledPartner {
    PulledPartner {
        id: partner.id.to_string(),
        name: partner.name.to_string(),
        blocked: partner.status.is_blocked(),
    }
}

fn what(policy: Policy, group: PolicyGroup) -> PulledPolicy {
    PulledPolicy {
        id: policy.id.to_string(),
        name: policy.name.to_string(),
        document: policy.document,
        active: matches!(policy.state, PolicyState::Published { active: true, .. }),
        valid_to: policy.valid_to,
        group: PulledGroup {
            description: group.description.to_string(),
            active: group.active,
        },
    }
}

//! The answer that ID Authentication pulls, given by hand.

use super::{api_key_of, certificate_for};
use crate::domain::access::Action;
use crate::domain::id::PartnerId;
use crate::domain::license::in_force;
use crate::ida::{Shape, Shared, pull};
use crate::ops::outbox::{News, push};
use crate::ops::{Conflict, Ctx, OpError, access};
use crate::store::{licenses, mappings, policies, policy_groups};

/// Shares a partner's policy in the shape that ID Authentication pulls; the audit trail says with whom.
pub fn policy(ctx: &Ctx<'_>, id: &PartnerId, shape: Shape) -> Result<serde_json::Value, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    let answer = {
        let (partner, _) = access::partner(ctx, &mut tx, Action::IdaPolicy, id)?;
        let mapping = mappings::approved_of(&mut tx, id)?;
        let mapping = mapping.ok_or_else(|| Conflict::NoMapping {
            partner: id.to_string(),
        })?;
        let policy = policies::get(&mut tx, &mapping.policy)?;
        let group = policy_groups::get(&mut tx, &policy.group)?;
        let api_key = api_key_of(&mut tx, &mapping)?;
        let all = licenses::of_misp(&mut tx, &partner.misp)?;
        let certificate = certificate_for(&mut tx, &partner)?;
        let shared = Shared {
            partner: &partner,
            policy: &policy,
            group: &group,
            api_key: api_key.as_ref(),
            license: in_force(&all, ctx.now()),
            certificate_pem: certificate.as_deref(),
        };
        pull::answer(shape, &shared, ctx.now())
    };
    news.audit(ctx, &mut tx, &ctx.audited("ida.policy", id.as_str()))?;
    tx.commit()?;
    push(ctx, &news)?;
    Ok(answer)
}

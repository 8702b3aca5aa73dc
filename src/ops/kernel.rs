//! The Kernel itself: whether it answers, and whether it has the keys that partners need.

use super::access;
use super::{Ctx, OpError};
use crate::crypto::certificate;
use crate::domain::access::Action;
use crate::domain::cert::Thumbprint;
use crate::domain::time::Moment;
use crate::kernel::Ping;

pub fn ping(ctx: &Ctx<'_>) -> Result<Ping, OpError> {
    Ok(ctx.kernel.get()?.ping()?)
}

/// A master key of the Kernel.
#[derive(Debug, Clone)]
pub struct MasterKey {
    pub application: &'static str,
    pub subject: String,
    pub thumbprint: Thumbprint,
    pub not_after: Moment,
}

/// Makes the ROOT and PMS keys where they are missing; the ones that are there stay as they are.
pub fn provision(ctx: &Ctx<'_>) -> Result<Vec<MasterKey>, OpError> {
    access::system(ctx, Action::KernelProvision)?;
    // PMS is signed by ROOT, so ROOT comes first.
    ["ROOT", "PMS"]
        .into_iter()
        .map(|application| master_key(ctx, application))
        .collect()
}

fn master_key(ctx: &Ctx<'_>, application: &'static str) -> Result<MasterKey, OpError> {
    let pem = ctx.kernel.get()?.master_key(application)?;
    let parsed = certificate::read_one(pem.as_bytes())?;
    Ok(MasterKey {
        application,
        subject: parsed.facts.subject,
        thumbprint: parsed.facts.thumbprint,
        not_after: parsed.facts.not_after,
    })
}

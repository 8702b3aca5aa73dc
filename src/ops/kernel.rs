//! The Kernel itself: whether it answers, and whether it has the keys that partners need.

use super::access;
use super::{Ctx, OpError};
use crate::crypto::certificate;
use crate::domain::access::Action;
use crate::domain::cert::Thumbprint;
use crate::domain::time::Moment;
use crate::kernel::{KernelError, Ping};

/// A reference that no id can have, so that nobody's key is ever meant.
const NOBODY: &str = "pmctl.ping";

/// Who answers, and whether it takes the token of whoever calls. The actuator proves neither: 1.2.0.1
/// shows it to everybody, 1.3.0 to nobody. Roles are not asked for: being forbidden is being known.
pub fn ping(ctx: &Ctx<'_>) -> Result<Ping, OpError> {
    let kernel = ctx.kernel.get()?;
    let ping = match kernel.ping() {
        Err(KernelError::Unauthorized { .. }) => Ping::default(),
        answer => answer?,
    };
    match kernel.stored_certificate(NOBODY) {
        Ok(_) | Err(KernelError::Forbidden { .. } | KernelError::Refused { .. }) => Ok(ping),
        Err(error) => Err(error.into()),
    }
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

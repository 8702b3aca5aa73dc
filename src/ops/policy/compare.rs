//! Two policies beside each other.

use super::find;
use crate::domain::access::Action;
use crate::domain::policy::diff::{Difference, differences};
use crate::ops::{Ctx, OpError, access};

/// What the other policy has differently; both by id, or as `group/name`.
pub fn compare(ctx: &Ctx<'_>, policy: &str, other: &str) -> Result<Vec<Difference>, OpError> {
    access::system(ctx, Action::PolicyRead)?;
    let mut conn = ctx.store.read()?;
    let (old, new) = (find(&mut conn, policy)?, find(&mut conn, other)?);
    Ok(differences(
        (&old.policy, &old.group),
        (&new.policy, &new.group),
    )?)
}

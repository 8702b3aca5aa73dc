//! The audit trail, read and verified.

use super::access::system;
use super::{Ctx, OpError};
use crate::domain::access::Action;
use crate::domain::audit::{Chain, Entry};
use crate::domain::time::Moment;
use crate::store::audit;

/// Which entries a list shows; without an end it is open there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    pub since: Option<Moment>,
    /// Not itself within it.
    pub until: Option<Moment>,
}

/// The newest `most` entries, newest first.
pub fn list(ctx: &Ctx<'_>, span: Span, most: usize) -> Result<Vec<Entry>, OpError> {
    system(ctx, Action::AuditRead)?;
    let mut conn = ctx.store.read()?;
    if span.since.is_none() && span.until.is_none() {
        return Ok(audit::latest(&mut conn, most)?);
    }
    let since = span.since.unwrap_or(Moment::from_micros(i64::MIN));
    let until = span.until.unwrap_or(Moment::from_micros(i64::MAX));
    Ok(audit::between(&mut conn, since, until, most)?)
}

/// Walks the whole chain and compares its end with the head of the store.
pub fn verify(ctx: &Ctx<'_>) -> Result<Chain, OpError> {
    system(ctx, Action::AuditRead)?;
    Ok(audit::verify(&mut *ctx.store.read()?)?)
}

//! The audit trail, read and verified.

use super::access::system;
use super::{Ctx, OpError};
use crate::domain::access::Action;
use crate::domain::audit::{Chain, Entry, Span};
use crate::store::audit;

/// The newest `most` entries of a span, newest first.
pub fn list(ctx: &Ctx<'_>, span: &Span, most: usize) -> Result<Vec<Entry>, OpError> {
    system(ctx, Action::AuditRead)?;
    Ok(audit::latest(&mut *ctx.store.read()?, span, most)?)
}

/// Walks the whole chain and compares its end with the head of the store.
pub fn verify(ctx: &Ctx<'_>) -> Result<Chain, OpError> {
    system(ctx, Action::AuditRead)?;
    Ok(audit::verify(&mut *ctx.store.read()?)?)
}

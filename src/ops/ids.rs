//! Ids of new MISPs and partners.

use super::{Conflict, Ctx, IdSource, OpError, journal};
use crate::domain::journal::Intent;
use crate::kernel::{IdKind, StoredCertificate};
use crate::store::{counters, partners};

/// Ids that are tried before giving up: as many as strangers may have used in a row.
const TRIES: usize = 1000;

/// The id for an intent: the one that an earlier attempt got, the chosen one, or a fresh one. It is written down before it is
/// used; where there is none, the intent ends.
pub(super) fn settled(
    ctx: &Ctx<'_>,
    intent: Intent,
    kind: IdKind,
    wanted: Option<(&str, KernelEntry)>,
) -> Result<(Intent, String), OpError> {
    if let Some(kept) = intent.progress.clone() {
        return Ok((intent, kept));
    }
    let id = match wanted {
        Some((id, entry)) => chosen(ctx, id, entry).map(|()| id.to_owned()),
        None => fresh(ctx, kind),
    };
    match id {
        Ok(id) => Ok((journal::progress(ctx, &intent, &id)?, id)),
        Err(error) => {
            journal::give_up(ctx, &intent)?;
            Err(error)
        }
    }
}

/// An id that neither the store nor the Kernel knows.
///
/// The Kernel must not know it, or uploading a certificate later would silently replace a stranger's key:
/// a generated id that it knows is skipped.
fn fresh(ctx: &Ctx<'_>, kind: IdKind) -> Result<String, OpError> {
    let source = match kind {
        IdKind::Misp => ctx.rules.misp_ids,
        IdKind::Partner => ctx.rules.partner_ids,
    };
    let mut last = String::new();
    for _ in 0..TRIES {
        let id = match source {
            IdSource::Kernel => ctx.kernel.get()?.next_id(kind)?,
            IdSource::Builtin { start } => counted(ctx, kind, start)?,
        };
        if is_free(ctx, &id)? {
            return Ok(id);
        }
        last = id;
    }
    Err(Conflict::NoFreeId { from: last }.into())
}

fn counted(ctx: &Ctx<'_>, kind: IdKind, start: i64) -> Result<String, OpError> {
    let name = match kind {
        IdKind::Misp => "misp",
        IdKind::Partner => "partner",
    };
    let mut tx = ctx.store.write()?;
    let next = counters::next(&mut tx, name, start)?;
    tx.commit()?;
    Ok(next.to_string())
}

fn is_free(ctx: &Ctx<'_>, id: &str) -> Result<bool, OpError> {
    if partners::holder_exists(&mut *ctx.store.read()?, id)? {
        return Ok(false);
    }
    Ok(ctx.kernel.get()?.stored_certificate(id)? == StoredCertificate::Free)
}

/// A chosen id must be free in the store, and at the Kernel unless its entry is adopted.
fn chosen(ctx: &Ctx<'_>, id: &str, entry: KernelEntry) -> Result<(), OpError> {
    if partners::holder_exists(&mut *ctx.store.read()?, id)? {
        return Err(Conflict::IdInUse { id: id.to_owned() }.into());
    }
    if entry == KernelEntry::Adopt {
        return Ok(());
    }
    match ctx.kernel.get()?.stored_certificate(id)? {
        StoredCertificate::Free => Ok(()),
        _ => Err(Conflict::IdKnownToKernel { id: id.to_owned() }.into()),
    }
}

/// What a chosen id means where the Kernel knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KernelEntry {
    MustBeFree,
    Adopt,
}

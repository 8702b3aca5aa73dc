//! New keys on their way out: to a file, or to a command that takes them on its standard input.

use super::{Held, Hook};
use crate::domain::access::Action;
use crate::domain::id::MispId;
use crate::ops::outbox::{News, push};
use crate::ops::{Ctx, OpError, access, files};
use crate::store::licenses;
use std::path::PathBuf;

/// Keys that leave between two transactions.
const LOT: usize = 64;

/// Where new keys go.
#[derive(Debug, Clone, Default)]
pub struct HandOver {
    pub place: Option<Place>,
    pub hook: Option<Hook>,
}

#[derive(Debug, Clone)]
pub enum Place {
    /// The key of the one MISP: the file holds it afterwards, whether it is new or not.
    File(PathBuf),
    /// `MISP.key` for each new key.
    Folder(PathBuf),
}

impl HandOver {
    fn is_none(&self) -> bool {
        self.place.is_none() && self.hook.is_none()
    }

    /// Refuses, before a key is issued, a place that cannot take it. In a folder each key is looked at when it leaves.
    pub fn ready(&self) -> Result<(), OpError> {
        match &self.place {
            Some(Place::File(path)) => files::ready_for_secret(path),
            Some(Place::Folder(folder)) => files::ready_folder(folder),
            None => Ok(()),
        }
    }

    fn file(&self, misp: &MispId) -> Option<PathBuf> {
        match self.place.as_ref()? {
            Place::File(path) => Some(path.clone()),
            Place::Folder(folder) => Some(folder.join(format!("{misp}.key"))),
        }
    }

    /// A key that a renewal made leaves until it has left once: one that a dead run, or a hook that failed, left behind
    /// is handed over by the next run, so a hook may see a key twice, never not at all.
    fn wants(&self, held: &Held) -> bool {
        if self.is_none() {
            return false;
        }
        if held.license.renewed_from.is_some() && held.license.handed_over.is_none() {
            return true;
        }
        let Some(Place::File(path)) = &self.place else {
            return false;
        };
        !files::holds_secret(path, &held.license.key)
    }
}

/// Hands over those keys that have not left yet, and says of which that failed. The audit trail says beforehand where
/// each goes; it counts as handed over when file and hook have taken it.
pub fn hand_over(
    ctx: &Ctx<'_>,
    held: &mut [&mut Held],
    way: &HandOver,
) -> Result<Vec<OpError>, OpError> {
    let mut wanted: Vec<&mut Held> = held
        .iter_mut()
        .map(|held| &mut **held)
        .filter(|held| way.wants(held))
        .collect();
    let mut failed = Vec::new();
    for lot in wanted.chunks_mut(LOT) {
        failed.extend(lot_over(ctx, lot, way)?);
    }
    Ok(failed)
}

fn lot_over(ctx: &Ctx<'_>, lot: &mut [&mut Held], way: &HandOver) -> Result<Vec<OpError>, OpError> {
    let news = announced(ctx, lot, way)?;
    let mut failed = Vec::new();
    let mut gone = Vec::new();
    for held in lot.iter_mut() {
        match one(held, way) {
            Ok(()) => {
                held.license.handed_over = held.license.handed_over.or(Some(ctx.now()));
                gone.push(held.license.id.clone());
            }
            Err(error) => failed.push(error),
        }
        ctx.faults.pass();
    }
    let mut tx = ctx.store.write()?;
    for id in &gone {
        licenses::handed_over(&mut tx, id, ctx.now())?;
    }
    tx.commit()?;
    push(ctx, &news)?;
    Ok(failed)
}

fn announced(ctx: &Ctx<'_>, lot: &[&mut Held], way: &HandOver) -> Result<News, OpError> {
    let mut news = News::default();
    let mut tx = ctx.store.write()?;
    for held in lot {
        let id = &held.misp.id;
        access::misp(ctx, &mut tx, Action::LicenseReveal, id)?;
        let mut entry = ctx.audited("license.reveal", id.as_str());
        entry.detail = Some(format!("license {} to {}", held.license.id, way.told(id)));
        news.audit(ctx, &mut tx, &entry)?;
    }
    tx.commit()?;
    ctx.faults.pass();
    Ok(news)
}

impl HandOver {
    fn told(&self, misp: &MispId) -> String {
        let file = self
            .file(misp)
            .map(|path| format!("file {}", path.display()));
        let hook = self
            .hook
            .as_ref()
            .map(|hook| format!("hook {}", hook.name()));
        let ways: Vec<String> = file.into_iter().chain(hook).collect();
        ways.join(" and ")
    }
}

fn one(held: &Held, way: &HandOver) -> Result<(), OpError> {
    let key = &held.license.key;
    let failed = |to: String, cause: String| OpError::NotHandedOver {
        license: held.license.id.to_string(),
        misp: held.misp.id.to_string(),
        to,
        cause,
    };
    if key.expose().is_empty() {
        return Err(failed(
            way.told(&held.misp.id),
            "the key is empty".to_owned(),
        ));
    }
    if let Some(path) = way.file(&held.misp.id)
        && !files::holds_secret(&path, key)
    {
        let told = |error: OpError| failed(way.told(&held.misp.id), error.to_string());
        files::write_secret(&path, key).map_err(told)?;
    }
    let Some(hook) = &way.hook else {
        return Ok(());
    };
    hook.run(held)
        .map_err(|cause| failed(format!("hook {}", hook.name()), cause))
}

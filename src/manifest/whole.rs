//! Rules between the parts of an onboarding file.

use super::file::{plain, shown};
use super::finding::Kind;
use super::reader::Reader;
use super::spec::{Manifest, PolicySpec};
use crate::domain::nearest::{nearest, quoted};
use crate::domain::policy::PolicyKind;
use std::collections::HashSet;
use std::path::Path;

/// No two things may be written to one place, and nothing over what is read.
pub(super) fn targets(reader: &mut Reader<'_>, own_path: &Path) {
    let mut inputs: HashSet<_> = std::mem::take(&mut reader.inputs).into_iter().collect();
    inputs.insert(plain(own_path));
    let mut targets = std::mem::take(&mut reader.targets);
    targets.sort_by_key(|target| target.at);
    for target in targets {
        let path = plain(&target.path);
        let shown = shown(&target.path);
        if inputs.contains(&path) {
            let message = format!("{shown}: would be written over a file that is read");
            reader.error(target.at, Kind::Duplicate, message);
        }
        let key = path.to_string_lossy().into_owned();
        let what = format!("{shown}: a place to write to that");
        reader.once("target", key, target.at, &what);
    }
}

/// One login acts for one partner.
pub(super) fn logins(reader: &mut Reader<'_>, manifest: &Manifest) {
    for partner in &manifest.partners {
        if let Some(user) = &partner.contact.user {
            let what = format!("user {}", quoted(user.as_str()));
            reader.once("user", user.to_string(), partner.at, &what);
        }
    }
}

/// A MISP has a policy of its own kind, whether this file or the store holds it.
pub(super) fn misp_policy(reader: &mut Reader<'_>, manifest: &Manifest) {
    let Some(wanted) = &manifest.misp.policy else {
        return;
    };
    let is_wanted = |policy: &&PolicySpec| {
        policy.group.key() == wanted.group.key() && policy.name.key() == wanted.policy.key()
    };
    let Some(found) = manifest.policies.iter().find(is_wanted) else {
        return;
    };
    if found.kind != PolicyKind::Misp {
        let message = format!(
            "policy: {} is of type {}, and a MISP takes one of type MISP",
            quoted(&wanted.to_string()),
            found.kind.word()
        );
        reader.error(wanted.at, Kind::Value, message);
    }
}

/// A policy that is not in the file may be in the store; one that is nearly in the file is likely a slip.
pub(super) fn references(reader: &mut Reader<'_>, manifest: &Manifest) {
    let policies = &manifest.policies;
    let paths = policies
        .iter()
        .map(|policy| format!("{}/{}", policy.group, policy.name));
    let paths: Vec<String> = paths.collect();
    let keys = policies
        .iter()
        .map(|policy| (policy.group.key(), policy.name.key()));
    let keys: HashSet<_> = keys.collect();
    let of_partners = manifest.partners.iter().filter_map(|p| p.policy.as_ref());
    for wanted in manifest.misp.policy.iter().chain(of_partners) {
        if keys.contains(&(wanted.group.key(), wanted.policy.key())) {
            continue;
        }
        let path = wanted.to_string();
        if let Some(near) = nearest(&path, paths.iter().map(String::as_str)) {
            let message = format!(
                "policy: {} is not in this file; is {} meant?",
                quoted(&path),
                quoted(near)
            );
            reader.warning(wanted.at, message);
        }
    }
}

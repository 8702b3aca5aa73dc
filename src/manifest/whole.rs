//! Rules between the parts of an onboarding file.

use super::file::{plain, shown};
use super::finding::Kind;
use super::reader::Reader;
use super::spec::Manifest;
use crate::domain::nearest::{nearest, quoted};
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
    let wanted = manifest.partners.iter().filter_map(|p| p.policy.as_ref());
    for wanted in wanted {
        if keys.contains(&(wanted.group.key(), wanted.policy.key())) {
            continue;
        }
        let path = format!("{}/{}", wanted.group, wanted.policy);
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

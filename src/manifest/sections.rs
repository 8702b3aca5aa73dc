//! The tables `[misp]`, `[[ca]]`, `[[policy_group]]` and `[[policy]]`.

use super::file::shown;
use super::finding::{Finding, Kind};
use super::reader::{Reader, Section};
use super::spec::{
    CaSource, CaSpec, GroupSpec, LicenseSpec, MispSpec, PolicyPath, PolicySpec, SourceFile, Target,
};
use crate::domain::cert::TrustDomain;
use crate::domain::contact::Contact;
use crate::domain::nearest::quoted;
use crate::domain::place::{Lines, Location};
use crate::domain::policy::PolicyKind;
use crate::domain::policy::document::{PolicyDocument, SOURCE_MAX};
use crate::domain::text::Name;
use crate::domain::time::Lifetime;

/// Bytes of a certificate, a bundle or a key.
pub(super) const PEM_MAX: usize = 1 << 20;

pub(super) fn misp<'t>(reader: &mut Reader<'t>, top: &mut Section<'t>) -> Option<MispSpec> {
    let Some(mut section) = reader.table(top, "misp", "[misp]") else {
        if top.get("misp").is_none() {
            reader.missing(top, "misp");
        }
        return None;
    };
    let name = reader.required(&mut section, "name");
    let contact = contact(reader, &mut section);
    let license = license(reader, &mut section);
    let policy = match section.get("policy") {
        Some(_) => policy_path(reader, &mut section),
        None => None,
    };
    reader.finish(&section);
    Some(MispSpec {
        name: name?,
        contact: contact?,
        license,
        policy,
        at: section.at,
    })
}

pub(super) fn contact<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<Contact> {
    let name = reader.required(section, "contact");
    let phone = reader.required(section, "phone");
    let email = reader.required(section, "email");
    let address = reader.optional(section, "address");
    let user = reader.optional(section, "user");
    Some(Contact {
        name: name?,
        phone: phone?,
        email: email?,
        address,
        user,
    })
}

/// `group/name` under `policy`.
pub(super) fn policy_path<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
) -> Option<PolicyPath> {
    let (text, at) = reader.text(section, "policy")?;
    let mut parts = text.split('/');
    let (Some(group), Some(policy), None) = (parts.next(), parts.next(), parts.next()) else {
        let message = format!("policy: {} is not like group/policy", quoted(text));
        reader.error(at, Kind::Value, message);
        return None;
    };
    let group = reader.parse(group, at, "policy: the group before the slash");
    let policy = reader.parse(policy, at, "policy: the name behind the slash");
    Some(PolicyPath {
        group: group?,
        policy: policy?,
        at,
    })
}

fn license<'t>(reader: &mut Reader<'t>, misp: &mut Section<'t>) -> Option<LicenseSpec> {
    let mut section = reader.table(misp, "license", "license")?;
    let validity = validity(reader, &mut section);
    let to = reader.key_target(&mut section, "to");
    reader.finish(&section);
    Some(LicenseSpec {
        validity,
        to,
        at: section.at,
    })
}

fn validity<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<Lifetime> {
    let (text, at) = reader.text(section, "validity")?;
    let lifetime: Lifetime = reader.parse(text, at, "validity")?;
    if lifetime.micros() == 0 {
        reader.error(at, Kind::Value, "validity: must be longer than nothing");
        return None;
    }
    Some(lifetime)
}

/// `{ to = "…" }` under `key`: a file for a key.
pub(super) fn only_target<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
    key: &'static str,
) -> Option<Target> {
    let mut inner = reader.table(section, key, key)?;
    if inner.get("to").is_none() {
        reader.missing(&inner, "to");
    }
    let to = reader.key_target(&mut inner, "to");
    reader.finish(&inner);
    to
}

/// `{ file = "…" }` under `key`.
pub(super) fn only_file<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
    key: &'static str,
) -> Option<SourceFile> {
    let mut inner = reader.table(section, key, key)?;
    if inner.get("file").is_none() {
        reader.missing(&inner, "file");
    }
    let file = reader.file(&mut inner, "file", PEM_MAX);
    reader.finish(&inner);
    file
}

pub(super) fn ca<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<CaSpec> {
    let source = ca_source(reader, section);
    let domains = domains(reader, section);
    reader.finish(section);
    Some(CaSpec {
        source: source?,
        domains: domains?,
        at: section.at,
    })
}

fn ca_source<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<CaSource> {
    let named = section.get("file").is_some();
    let file = reader.file(section, "file", PEM_MAX);
    match (reader.flag(section, "dev"), named) {
        (false, true) => file.map(CaSource::File),
        (true, false) => Some(CaSource::Dev),
        (true, true) => {
            let message = "a CA is a file or dev = true, not both";
            reader.error(section.at, Kind::Value, message);
            None
        }
        (false, false) => {
            let message = "\"file\" (or dev = true) is missing in [[ca]]";
            reader.error(section.at, Kind::MissingKey, message);
            None
        }
    }
}

fn domains<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<Vec<TrustDomain>> {
    let Some(node) = section.get("domains") else {
        reader.missing(section, "domains");
        return None;
    };
    let at = reader.place(node);
    let texts = reader.texts(section, "domains")?;
    if texts.is_empty() {
        reader.error(at, Kind::Value, "domains: must name at least one");
        return None;
    }
    let mut domains = Vec::new();
    for (text, at) in texts {
        let Some(domain) = reader.parse::<TrustDomain>(text, at, "domains") else {
            continue;
        };
        if domains.contains(&domain) {
            let message = format!("domains: {domain} is there twice");
            reader.error(at, Kind::Duplicate, message);
        } else {
            domains.push(domain);
        }
    }
    Some(domains)
}

pub(super) fn group<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<GroupSpec> {
    let name: Option<Name> = reader.required(section, "name");
    if let Some(name) = &name {
        let what = format!("policy group {}", quoted(name.as_str()));
        reader.once("group", name.key(), section.at, &what);
    }
    let description = reader.optional(section, "description");
    reader.finish(section);
    Some(GroupSpec {
        name: name?,
        description,
        at: section.at,
    })
}

pub(super) fn policy<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) -> Option<PolicySpec> {
    let name: Option<Name> = reader.required(section, "name");
    let group: Option<Name> = reader.required(section, "group");
    if let (Some(name), Some(group)) = (&name, &group) {
        let key = format!("{}\n{}", group.key(), name.key());
        let what = format!("policy {}", quoted(&format!("{group}/{name}")));
        reader.once("policy", key, section.at, &what);
    }
    let version = reader.required(section, "version");
    let description = reader.optional(section, "description");
    let kind = match section.get("type") {
        Some(_) => reader.optional(section, "type"),
        None => Some(PolicyKind::Auth),
    };
    let publish = reader.flag(section, "publish");
    let validity = validity(reader, section);
    if section.get("file").is_none() {
        reader.missing(section, "file");
    }
    let file = reader.file(section, "file", SOURCE_MAX);
    reader.finish(section);
    let (file, kind) = (file?, kind?);
    let document = document(reader, kind, &file);
    Some(PolicySpec {
        name: name?,
        group: group?,
        version: version?,
        kind,
        description,
        document: document?,
        file: file.path,
        publish,
        validity,
        at: section.at,
    })
}

/// Findings lie in the policy file itself.
fn document(reader: &mut Reader<'_>, kind: PolicyKind, file: &SourceFile) -> Option<String> {
    let name = shown(&file.path);
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = broken_at(&file.bytes, error);
            let finding = Finding::error(&name, at, Kind::File, "is not UTF-8 here");
            reader.findings.push(finding);
            return None;
        }
    };
    let read = PolicyDocument::read(kind, text);
    reader
        .findings
        .extend(read.findings.into_iter().map(|found| {
            let message = match found.pointer.as_str() {
                "" => found.message,
                pointer => format!("{pointer}: {}", found.message),
            };
            Finding {
                file: name.clone(),
                at: Location {
                    line: found.line,
                    column: found.column,
                },
                kind: Kind::Policy(found.code),
                severity: found.severity,
                message,
            }
        }));
    read.document
}

/// Where text stops being UTF-8.
pub(super) fn broken_at(bytes: &[u8], error: std::str::Utf8Error) -> Location {
    let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let sound = std::str::from_utf8(sound).unwrap_or_default();
    Lines::new(sound).at(sound.len())
}

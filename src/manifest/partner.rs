//! The tables `[[partner]]`.

use super::finding::Kind;
use super::reader::{Reader, Section};
use super::sections::{PEM_MAX, contact, only_file, only_target, policy_path};
use super::spec::{CertificateSpec, PartnerSpec, PolicyPath};
use crate::domain::cert::TrustDomain;
use crate::domain::nearest::quoted;
use crate::domain::partner::Signer;
use crate::domain::place::Location;
use crate::domain::text::{Name, Organization};

pub(super) fn partner<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
) -> Option<PartnerSpec> {
    let reference: Option<Name> = reader.required(section, "ref");
    if let Some(reference) = &reference {
        let what = format!("ref {}", quoted(reference.as_str()));
        reader.once("ref", reference.key(), section.at, &what);
    }
    let name: Option<Name> = reader.required(section, "name");
    let organization = organization(reader, section, name.as_ref());
    let contact = contact(reader, section);
    let kind = reader.required(section, "type");
    let policy = policy_path(reader, section);
    let group = group(reader, section, policy.as_ref());
    if let (Some(name), Some(group)) = (&name, &group) {
        let key = format!("{}\n{}", group.key(), name.key());
        let what = format!("partner {} of this policy group", quoted(name.as_str()));
        reader.once("partner", key, section.at, &what);
    }
    let signer = match section.get("signer") {
        Some(_) => reader.optional(section, "signer"),
        None => Some(Signer::Partner),
    };
    let api_key = only_target(reader, section, "api_key");
    if let (Some(target), None) = (&api_key, section.get("policy")) {
        let message = "api_key: comes with a policy, and \"policy\" is missing";
        reader.error(target.at, Kind::MissingKey, message);
    }
    let certificate = certificate(reader, section);
    let key = only_file(reader, section, "key");
    reader.finish(section);
    let (organization, organization_at) = organization?;
    Some(PartnerSpec {
        reference: reference?,
        name: name?,
        organization,
        contact: contact?,
        kind: kind?,
        group: group?,
        policy,
        signer: signer?,
        api_key,
        certificate,
        key,
        at: section.at,
        organization_at,
    })
}

/// What the file says, or else the name, if it is short enough.
fn organization<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
    name: Option<&Name>,
) -> Option<(Organization, Location)> {
    if section.get("organization").is_some() {
        let (text, at) = reader.text(section, "organization")?;
        return Some((reader.parse(text, at, "organization")?, at));
    }
    let at = reader.place(section.get("name")?);
    match name?.as_str().parse() {
        Ok(organization) => Some((organization, at)),
        Err(invalid) => {
            let why = invalid.why;
            let message = format!("name: stands for the organization, which {why}");
            reader.error(at, Kind::Value, message);
            None
        }
    }
}

/// From the policy; a partner without one says its group itself.
fn group<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
    policy: Option<&PolicyPath>,
) -> Option<Name> {
    let has_policy = section.get("policy").is_some();
    let Some(node) = section.get("group") else {
        if !has_policy {
            let message = "\"policy\" (or at least \"group\") is missing in [[partner]]";
            reader.error(section.at, Kind::MissingKey, message);
        }
        return policy.map(|policy| policy.group.clone());
    };
    let at = reader.place(node);
    let group: Name = reader.optional(section, "group")?;
    match policy {
        Some(policy) if policy.group.key() != group.key() => {
            let message = format!(
                "group: differs from {} in policy",
                quoted(policy.group.as_str())
            );
            reader.error(at, Kind::Value, message);
            None
        }
        Some(policy) => Some(policy.group.clone()),
        None => Some(group),
    }
}

fn certificate<'t>(reader: &mut Reader<'t>, partner: &mut Section<'t>) -> Option<CertificateSpec> {
    let mut section = reader.table(partner, "certificate", "certificate")?;
    let named = section.get("file").is_some();
    let file = reader.file(&mut section, "file", PEM_MAX);
    let domain = match section.get("domain") {
        Some(_) => reader.optional(&mut section, "domain"),
        None => Some(TrustDomain::Auth),
    };
    let csr = reader.flag(&mut section, "csr");
    let spec = match (named, csr) {
        (true, false) => {
            only_with_csr(reader, &mut section);
            file.zip(domain)
                .map(|(file, domain)| CertificateSpec::File { file, domain })
        }
        (false, true) => made(reader, &mut section, domain),
        (true, true) => {
            let message = "a certificate is a file or csr = true, not both";
            reader.error(section.at, Kind::Value, message);
            section.get("key_to");
            section.get("ca");
            None
        }
        (false, false) => {
            let message = "\"file\" (or csr = true) is missing in certificate";
            reader.error(section.at, Kind::MissingKey, message);
            section.get("key_to");
            section.get("ca");
            None
        }
    };
    reader.finish(&section);
    spec
}

fn only_with_csr<'t>(reader: &mut Reader<'t>, section: &mut Section<'t>) {
    for key in ["key_to", "ca"] {
        if let Some(node) = section.get(key) {
            let at = reader.place(node);
            let message = format!("{key}: goes with csr = true, not with a file");
            reader.error(at, Kind::Value, message);
        }
    }
}

fn made<'t>(
    reader: &mut Reader<'t>,
    section: &mut Section<'t>,
    domain: Option<TrustDomain>,
) -> Option<CertificateSpec> {
    if section.get("key_to").is_none() {
        reader.missing(section, "key_to");
    }
    let key_to = reader.target(section, "key_to");
    if section.get("ca").is_none() {
        reader.missing(section, "ca");
    }
    if let Some((text, at)) = reader.text(section, "ca")
        && text != "dev"
    {
        let message = "ca: must be \"dev\", the test CA of the embedded Kernel";
        reader.error(at, Kind::Value, message);
    }
    Some(CertificateSpec::Made {
        domain: domain?,
        key_to: key_to?,
        at: section.at,
    })
}

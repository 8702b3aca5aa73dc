//! Certificates and keys of a file that the Kernel would refuse, found before anything is changed.

use crate::crypto::certificate;
use crate::crypto::public_key::read_public_key;
use crate::domain::cert::TrustDomain;
use crate::domain::cert::inspect;
use crate::manifest::{CaSource, CertificateSpec, Finding, Manifest, PolicyPath, PolicySpec};
use crate::ops::cert::{self, Against};
use crate::ops::{Ctx, OpError};
use crate::store::{Conn, policies, policy_groups};

/// Policies that somebody of the file is to have, and that the file brings as drafts: nobody can be mapped to one.
pub(super) fn drafts(conn: &mut Conn<'_>, manifest: &Manifest) -> Result<Vec<Finding>, OpError> {
    let of_partners = manifest.partners.iter().filter_map(|it| it.policy.as_ref());
    let mut findings = Vec::new();
    for path in manifest.misp.policy.iter().chain(of_partners) {
        let is_draft = |spec: &&PolicySpec| {
            let names = (spec.group.key(), spec.name.key());
            !spec.publish && names == (path.group.key(), path.policy.key())
        };
        if manifest.policies.iter().any(|spec| is_draft(&spec)) && !is_there(conn, path)? {
            let message = format!("policy: {path} comes as a draft: publish = true is missing");
            findings.push(manifest.finding(path.at, message));
        }
    }
    Ok(findings)
}

fn is_there(conn: &mut Conn<'_>, path: &PolicyPath) -> Result<bool, OpError> {
    let Some(group) = policy_groups::by_name(conn, &path.group.key())? else {
        return Ok(false);
    };
    Ok(policies::by_name(conn, &group.id, &path.policy.key())?.is_some())
}

pub(super) fn refused_files(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    manifest: &Manifest,
) -> Result<Vec<Finding>, OpError> {
    let mut findings = Vec::new();
    for spec in &manifest.cas {
        let CaSource::File(file) = &spec.source else {
            continue;
        };
        match certificate::read_all(&file.bytes) {
            Err(error) => findings.push(manifest.finding(file.at, error.to_string())),
            Ok(all) => {
                for parsed in &all {
                    let faults = inspect::errors(inspect::ca(&parsed.facts, ctx.now()));
                    findings.extend(
                        faults
                            .into_iter()
                            .map(|fault| manifest.finding(file.at, fault.message)),
                    );
                }
            }
        }
    }
    for spec in &manifest.partners {
        if let Some(CertificateSpec::File { file, domain }) = &spec.certificate {
            let against = Against {
                domain: *domain,
                organization: Some(spec.organization.as_str()),
                more: &cas_of_file(manifest, *domain),
                now: ctx.now(),
            };
            match refusals(conn, &file.bytes, &against) {
                Err(error) => findings.push(manifest.finding(file.at, error.to_string())),
                Ok(faults) => findings.extend(
                    faults
                        .into_iter()
                        .map(|fault| manifest.finding(file.at, fault.message)),
                ),
            }
        }
        if let Some(file) = &spec.key {
            let usable = read_public_key(&file.bytes)
                .map_err(OpError::from)
                .and_then(|key| crate::ops::key::encryptable(&key));
            if let Err(error) = usable {
                findings.push(manifest.finding(file.at, error.to_string()));
            }
        }
    }
    Ok(findings)
}

fn refusals(
    conn: &mut Conn<'_>,
    bytes: &[u8],
    against: &Against<'_>,
) -> Result<Vec<inspect::Finding>, OpError> {
    let parsed = certificate::read_one(bytes)?;
    Ok(inspect::errors(cert::examine(conn, &parsed, against)?))
}

/// CAs that the same file brings along.
fn cas_of_file(manifest: &Manifest, domain: TrustDomain) -> Vec<String> {
    let of_domain = manifest
        .cas
        .iter()
        .filter(|spec| spec.domains.contains(&domain));
    let files = of_domain.filter_map(|spec| match &spec.source {
        CaSource::File(file) => certificate::read_all(&file.bytes).ok(),
        CaSource::Dev => None,
    });
    files.flatten().map(|parsed| parsed.pem).collect()
}

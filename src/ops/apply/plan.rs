//! What the file asks for, held against what is there. Reads only; asks no Kernel.

use super::RowKind;
use crate::crypto::certificate;
use crate::crypto::public_key::read_public_key;
use crate::domain::access::{Action, Denied, Target, decide};
use crate::domain::cert::TrustDomain;
use crate::domain::cert::inspect;
use crate::domain::change::Outcome;
use crate::domain::id::Holder;
use crate::domain::key::KeySource;
use crate::domain::license::in_force;
use crate::domain::mapping::MappingState;
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::policy::PolicyState;
use crate::manifest::{
    CaSource, CertificateSpec, Finding, GroupSpec, Manifest, PartnerSpec, PolicySpec,
};
use crate::ops::cert::{self, Against};
use crate::ops::policy::NewPolicy;
use crate::ops::policy_group::NewGroup;
use crate::ops::{Conflict, Ctx, OpError, files, policy, policy_group};
use crate::store::{
    Conn, Reading, api_keys, cas, certs, keys, licenses, mappings, misps, partners, policies,
    policy_groups,
};

/// Which part of the file a row carries out. Numbers are places in the file's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Misp,
    License,
    Ca(usize, TrustDomain),
    Group(usize),
    Policy(usize),
    Partner(usize),
    Mapping(usize),
    ApiKey(usize),
    Certificate(usize),
    Key(usize),
}

/// A row before anything is done: `Created`, `Updated`, `Unchanged`, or `Waiting` for another's approval.
#[derive(Debug, Clone)]
pub struct Planned {
    pub kind: RowKind,
    pub name: String,
    pub id: Option<String>,
    pub outcome: Outcome,
    pub(super) step: Step,
}

#[derive(Debug)]
pub struct Plan {
    pub rows: Vec<Planned>,
}

impl Plan {
    pub fn changes(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.outcome != Outcome::Unchanged)
            .count()
    }
}

/// All rows in the order in which they are carried out.
///
/// Certificates and keys that the Kernel would refuse, state that forbids a row, and rows beyond the actor's rights
/// are found here, all of one sort at once, before anything is changed.
pub fn plan(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Plan, OpError> {
    let mut conn = ctx.store.read()?;
    let findings = refused_files(ctx, &mut conn, manifest)?;
    if !findings.is_empty() {
        return Err(OpError::Findings(findings));
    }
    let mut planner = Planner {
        ctx,
        misp: misps::by_name(&mut conn, &manifest.misp.name.key())?,
        conn,
        manifest,
        rows: Vec::new(),
        forbidden: Vec::new(),
    };
    planner.heads()?;
    for (place, spec) in manifest.partners.iter().enumerate() {
        planner.partner(place, spec)?;
    }
    if !planner.forbidden.is_empty() {
        return Err(OpError::RowsForbidden(planner.forbidden));
    }
    Ok(Plan { rows: planner.rows })
}

/// Certificates and keys of the file that the Kernel would refuse.
fn refused_files(
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

struct Planner<'a> {
    ctx: &'a Ctx<'a>,
    conn: Reading<'a>,
    manifest: &'a Manifest,
    misp: Option<Misp>,
    rows: Vec<Planned>,
    forbidden: Vec<String>,
}

impl Planner<'_> {
    fn row(&mut self, step: Step, kind: RowKind, name: &str, found: (Option<String>, Outcome)) {
        let (id, outcome) = found;
        self.rows.push(Planned {
            kind,
            name: name.to_owned(),
            id,
            outcome,
            step,
        });
    }

    /// Notes a changing row that the actor may not carry out.
    fn rights(&mut self, action: Action, target: Target<'_>, what: &str) -> bool {
        match decide(self.ctx.actor, action, target) {
            Ok(()) => true,
            Err(denied) => {
                let why = match denied {
                    Denied::Hidden => "belongs to somebody else".to_owned(),
                    denied => denied.to_string(),
                };
                self.forbidden.push(format!("{what}: {why}"));
                false
            }
        }
    }

    /// Aimed at the MISP of the file, where it exists.
    fn rights_at_misp(&mut self, action: Action, what: &str) {
        match self.misp.clone() {
            Some(misp) => {
                let target = Target::Misp {
                    id: &misp.id,
                    status: &misp.status,
                };
                self.rights(action, target, what)
            }
            None => self.rights(action, Target::System, what),
        };
    }

    fn heads(&mut self) -> Result<(), OpError> {
        self.misp()?;
        let manifest = self.manifest;
        for (place, spec) in manifest.cas.iter().enumerate() {
            for domain in &spec.domains {
                let found = self.ca(&spec.source, *domain)?;
                let name = match &spec.source {
                    CaSource::Dev => format!("dev CA for {domain}"),
                    CaSource::File(file) => format!("{} for {domain}", file.path.display()),
                };
                if found.1 != Outcome::Unchanged {
                    self.rights(Action::CaUpload, Target::System, &name);
                }
                self.row(Step::Ca(place, *domain), RowKind::Ca, &name, found);
            }
        }
        for (place, spec) in manifest.groups.iter().enumerate() {
            self.group(place, spec)?;
        }
        for (place, spec) in manifest.policies.iter().enumerate() {
            self.policy(place, spec)?;
        }
        Ok(())
    }

    fn misp(&mut self) -> Result<(), OpError> {
        let spec = &self.manifest.misp;
        let name = spec.name.to_string();
        let Some(misp) = self.misp.clone() else {
            self.rights(
                Action::MispRegister,
                Target::System,
                &format!("MISP {name}"),
            );
            self.row(Step::Misp, RowKind::Misp, &name, (None, Outcome::Created));
            self.row(
                Step::License,
                RowKind::License,
                &name,
                (None, Outcome::Created),
            );
            return Ok(());
        };
        let outcome = if misp.name == spec.name && misp.contact == spec.contact {
            Outcome::Unchanged
        } else {
            self.rights_at_misp(Action::MispUpdate, &format!("MISP {name}"));
            Outcome::Updated
        };
        self.row(
            Step::Misp,
            RowKind::Misp,
            &name,
            (Some(misp.id.to_string()), outcome),
        );

        let all = licenses::of_misp(&mut self.conn, &misp.id)?;
        let held = in_force(&all, self.ctx.now());
        let id = held.map(|license| license.id.to_string());
        let wanted = spec
            .license
            .as_ref()
            .and_then(|license| license.to.as_ref());
        let written = match (wanted, held) {
            (Some(to), Some(license)) => files::holds_secret(&to.path, &license.key),
            _ => true,
        };
        if written {
            self.row(
                Step::License,
                RowKind::License,
                &name,
                (id, Outcome::Unchanged),
            );
        } else {
            self.rights_at_misp(Action::LicenseReveal, &format!("license of MISP {name}"));
            self.row(
                Step::License,
                RowKind::License,
                &name,
                (id, Outcome::Updated),
            );
        }
        Ok(())
    }

    fn ca(
        &mut self,
        source: &CaSource,
        domain: TrustDomain,
    ) -> Result<(Option<String>, Outcome), OpError> {
        let known = cas::list(&mut self.conn, Some(domain))?;
        let wanted = match source {
            // Which certificate that is only the embedded Kernel can say; its subject is fixed.
            CaSource::Dev => {
                let found = known
                    .iter()
                    .find(|ca| ca.subject.contains(crate::kernel::DEV_CA_NAME));
                return Ok(match found {
                    Some(ca) => (Some(ca.id.to_string()), Outcome::Unchanged),
                    None => (None, Outcome::Created),
                });
            }
            CaSource::File(file) => certificate::read_all(&file.bytes)?,
        };
        let mut id = None;
        for parsed in &wanted {
            match known
                .iter()
                .find(|ca| ca.thumbprint == parsed.facts.thumbprint)
            {
                Some(ca) => id = id.or(Some(ca.id.to_string())),
                None => return Ok((None, Outcome::Created)),
            }
        }
        Ok((id, Outcome::Unchanged))
    }

    fn group(&mut self, place: usize, spec: &GroupSpec) -> Result<(), OpError> {
        let name = spec.name.to_string();
        let found = policy_group::existing(&mut self.conn, &new_group(spec))?;
        let found = match found {
            Some(group) => (Some(group.id.to_string()), Outcome::Unchanged),
            None => {
                let what = format!("policy group {name}");
                self.rights(Action::PolicyGroupAdd, Target::System, &what);
                (None, Outcome::Created)
            }
        };
        self.row(Step::Group(place), RowKind::PolicyGroup, &name, found);
        Ok(())
    }

    fn policy(&mut self, place: usize, spec: &PolicySpec) -> Result<(), OpError> {
        let name = format!("{}/{}", spec.group, spec.name);
        let group = policy_groups::by_name(&mut self.conn, &spec.group.key())?;
        let found = match group {
            Some(_) => policy::existing(&mut self.conn, &new_policy(spec), &spec.document)?,
            None if self
                .manifest
                .groups
                .iter()
                .any(|g| g.name.key() == spec.group.key()) =>
            {
                None
            }
            None => {
                let id = spec.group.to_string();
                return Err(OpError::NotFound {
                    what: "policy group",
                    id,
                });
            }
        };
        let what = format!("policy {name}");
        let found = match found {
            None => {
                self.rights(Action::PolicyAdd, Target::System, &what);
                (None, Outcome::Created)
            }
            Some(found) if spec.publish && found.policy.state == PolicyState::Draft => {
                self.rights(Action::PolicyPublish, Target::System, &what);
                (Some(found.policy.id.to_string()), Outcome::Updated)
            }
            Some(found) => (Some(found.policy.id.to_string()), Outcome::Unchanged),
        };
        self.row(Step::Policy(place), RowKind::Policy, &name, found);
        Ok(())
    }

    fn partner(&mut self, place: usize, spec: &PartnerSpec) -> Result<(), OpError> {
        let name = spec.name.to_string();
        let partner = self.found_partner(spec)?;
        let what = format!("partner {name}");
        let outcome = match &partner {
            None => {
                self.rights_at_misp(Action::PartnerAdd, &what);
                Outcome::Created
            }
            Some(found) if same_partner(found, spec) => Outcome::Unchanged,
            Some(found) => {
                self.partner_rights(Action::PartnerUpdate, Some(found), &what);
                Outcome::Updated
            }
        };
        let id = partner.as_ref().map(|partner| partner.id.to_string());
        self.row(Step::Partner(place), RowKind::Partner, &name, (id, outcome));
        self.mapping(place, spec, partner.as_ref())?;
        self.certificate(place, spec, partner.as_ref())?;
        self.key(place, spec, partner.as_ref())
    }

    fn found_partner(&mut self, spec: &PartnerSpec) -> Result<Option<Partner>, OpError> {
        let Some(group) = policy_groups::by_name(&mut self.conn, &spec.group.key())? else {
            if self
                .manifest
                .groups
                .iter()
                .any(|g| g.name.key() == spec.group.key())
            {
                return Ok(None);
            }
            return Err(OpError::NotFound {
                what: "policy group",
                id: spec.group.to_string(),
            });
        };
        let found = partners::by_name(&mut self.conn, &group.id, &spec.name.key())?;
        let Some(partner) = found else {
            return Ok(None);
        };
        let theirs = self
            .misp
            .as_ref()
            .is_none_or(|misp| misp.id != partner.misp);
        let fixed = partner.organization != spec.organization || partner.kind != spec.kind;
        if theirs {
            let name = spec.name.to_string();
            let id = "another MISP's partner".to_owned();
            return Err(Conflict::NameTaken {
                what: "partner",
                name,
                id,
            }
            .into());
        }
        if fixed {
            return Err(Conflict::Differs {
                what: "partner",
                name: spec.name.to_string(),
                id: partner.id.to_string(),
                differs: "organization or type, which never change".to_owned(),
            }
            .into());
        }
        Ok(Some(partner))
    }

    /// Aimed at the partner where it exists, else at the MISP to which it will belong.
    fn partner_rights(&mut self, action: Action, partner: Option<&Partner>, what: &str) {
        match (partner, self.misp.clone()) {
            (Some(partner), Some(misp)) => {
                let target = Target::Partner {
                    id: &partner.id,
                    status: &partner.status,
                    misp: &misp.id,
                    misp_status: &misp.status,
                };
                self.rights(action, target, what);
            }
            _ => self.rights_at_misp(action, what),
        }
    }

    fn mapping(
        &mut self,
        place: usize,
        spec: &PartnerSpec,
        partner: Option<&Partner>,
    ) -> Result<(), OpError> {
        let Some(path) = &spec.policy else {
            return Ok(());
        };
        let name = format!("{} → {}/{}", spec.name, path.group, path.policy);
        let state = self.mapping_state(spec, partner)?;
        let may_approve = decide(self.ctx.actor, Action::MappingApprove, Target::System).is_ok();
        let (id, outcome) = match &state {
            Mapped::Approved(id, _) => (Some(id.clone()), Outcome::Unchanged),
            Mapped::Waiting(id) if !may_approve => (Some(id.clone()), Outcome::Waiting),
            Mapped::Waiting(id) => (Some(id.clone()), Outcome::Updated),
            Mapped::No => {
                self.partner_rights(Action::PartnerMap, partner, &format!("mapping {name}"));
                (
                    None,
                    if may_approve {
                        Outcome::Created
                    } else {
                        Outcome::Waiting
                    },
                )
            }
        };
        self.row(Step::Mapping(place), RowKind::Mapping, &name, (id, outcome));
        let found = self.api_key(spec, partner, &state, outcome)?;
        self.row(
            Step::ApiKey(place),
            RowKind::ApiKey,
            spec.name.as_str(),
            found,
        );
        Ok(())
    }

    fn api_key(
        &mut self,
        spec: &PartnerSpec,
        partner: Option<&Partner>,
        state: &Mapped,
        mapping: Outcome,
    ) -> Result<(Option<String>, Outcome), OpError> {
        let Mapped::Approved(_, api_key) = state else {
            let outcome = if mapping == Outcome::Waiting {
                Outcome::Waiting
            } else {
                Outcome::Created
            };
            return Ok((None, outcome));
        };
        let key = api_keys::get(&mut self.conn, &api_key.parse()?)?;
        let written = spec
            .api_key
            .as_ref()
            .is_none_or(|to| files::holds_secret(&to.path, &key.key));
        if written {
            return Ok((Some(api_key.clone()), Outcome::Unchanged));
        }
        let what = format!("API key of partner {}", spec.name);
        self.partner_rights(Action::ApiKeyReveal, partner, &what);
        Ok((Some(api_key.clone()), Outcome::Updated))
    }

    fn mapping_state(
        &mut self,
        spec: &PartnerSpec,
        partner: Option<&Partner>,
    ) -> Result<Mapped, OpError> {
        let (Some(partner), Some(path)) = (partner, &spec.policy) else {
            return Ok(Mapped::No);
        };
        let key = path.policy.key();
        let Some(policy) = policies::by_name(&mut self.conn, &partner.group, &key)? else {
            return Ok(Mapped::No);
        };
        if let Some(waiting) = mappings::waiting_of(&mut self.conn, &partner.id)? {
            if waiting.policy == policy.id {
                return Ok(Mapped::Waiting(waiting.id.to_string()));
            }
            return Err(Conflict::MappingWaiting {
                partner: partner.id.to_string(),
                mapping: waiting.id.to_string(),
            }
            .into());
        }
        let Some(approved) = mappings::approved_of(&mut self.conn, &partner.id)? else {
            return Ok(Mapped::No);
        };
        if approved.policy != policy.id {
            let held = policies::get(&mut self.conn, &approved.policy)?;
            return Err(Conflict::Mapped {
                partner: partner.id.to_string(),
                policy: held.name.to_string(),
            }
            .into());
        }
        Ok(match &approved.state {
            MappingState::Approved { api_key, .. } => {
                Mapped::Approved(approved.id.to_string(), api_key.to_string())
            }
            _ => Mapped::No,
        })
    }

    fn certificate(
        &mut self,
        place: usize,
        spec: &PartnerSpec,
        partner: Option<&Partner>,
    ) -> Result<(), OpError> {
        let Some(wanted) = &spec.certificate else {
            return Ok(());
        };
        let name = format!("{} for {}", spec.name, wanted.domain());
        let held = match partner {
            Some(partner) => certs::current(&mut self.conn, &Holder::Partner(partner.id.clone()))?,
            None => None,
        };
        let same = match (&held, wanted) {
            (None, _) => false,
            (Some(held), CertificateSpec::Made { domain, .. }) => held.domain == *domain,
            (Some(held), CertificateSpec::File { file, domain }) => {
                let parsed = certificate::read_one(&file.bytes)?;
                held.domain == *domain && held.original_thumbprint == parsed.facts.thumbprint
            }
        };
        let id = held.as_ref().map(|held| held.id.to_string());
        let outcome = match (same, &held) {
            (true, Some(held)) if self.key_follows(held)? => Outcome::Unchanged,
            (true, _) => Outcome::Updated,
            (false, _) => Outcome::Created,
        };
        if outcome != Outcome::Unchanged {
            self.partner_rights(
                Action::CertUpload,
                partner,
                &format!("certificate of {name}"),
            );
        }
        let id = id.filter(|_| same);
        self.row(
            Step::Certificate(place),
            RowKind::Certificate,
            &name,
            (id, outcome),
        );
        Ok(())
    }

    /// Whether the Kernel has the key of this certificate, or an uploaded one that goes before it.
    fn key_follows(
        &mut self,
        certificate: &crate::domain::cert::Certificate,
    ) -> Result<bool, OpError> {
        let Holder::Partner(partner) = &certificate.holder else {
            return Ok(true);
        };
        if certificate.domain == TrustDomain::Ftm {
            return Ok(true);
        }
        let key = keys::current(&mut self.conn, partner)?;
        Ok(key.is_some_and(|key| match key.source {
            KeySource::Uploaded => true,
            KeySource::Certificate(id) => id == certificate.id,
        }))
    }

    fn key(
        &mut self,
        place: usize,
        spec: &PartnerSpec,
        partner: Option<&Partner>,
    ) -> Result<(), OpError> {
        let Some(file) = &spec.key else { return Ok(()) };
        let wanted = read_public_key(&file.bytes)?;
        let held = match partner {
            Some(partner) => keys::current(&mut self.conn, &partner.id)?,
            None => None,
        };
        let uploaded = held.filter(|held| held.source == KeySource::Uploaded);
        let found = match uploaded {
            Some(held) if held.spki == *wanted.spki() => {
                (Some(held.id.to_string()), Outcome::Unchanged)
            }
            Some(held) => {
                return Err(Conflict::KeyUploaded {
                    partner: held.partner.to_string(),
                    thumbprint: held.thumbprint.to_string(),
                }
                .into());
            }
            None => {
                let what = format!("key of partner {}", spec.name);
                self.partner_rights(Action::KeyUpload, partner, &what);
                (None, Outcome::Created)
            }
        };
        self.row(Step::Key(place), RowKind::Key, spec.name.as_str(), found);
        Ok(())
    }
}

enum Mapped {
    No,
    Waiting(String),
    /// Mapping and API key.
    Approved(String, String),
}

fn same_partner(partner: &Partner, spec: &PartnerSpec) -> bool {
    partner.name == spec.name && partner.contact == spec.contact && partner.signer == spec.signer
}

pub(super) fn new_group(spec: &GroupSpec) -> NewGroup {
    NewGroup {
        name: spec.name.clone(),
        description: spec.description.clone(),
    }
}

pub(super) fn new_policy(spec: &PolicySpec) -> NewPolicy {
    NewPolicy {
        group: spec.group.to_string(),
        name: spec.name.clone(),
        version: spec.version.clone(),
        description: spec.description.clone(),
        kind: spec.kind,
        document: spec.document.clone(),
        validity: spec.validity,
    }
}

//! Rows that all partners of a file share.

use super::{Planner, Step};
use crate::crypto::certificate;
use crate::domain::access::{Action, Target, decide};
use crate::domain::cert::TrustDomain;
use crate::domain::change::Outcome;
use crate::domain::id::PolicyId;
use crate::domain::license::in_force;
use crate::domain::policy::PolicyState;
use crate::manifest::{CaSource, GroupSpec, PolicyPath, PolicySpec};
use crate::ops::apply::RowKind;
use crate::ops::policy::NewPolicy;
use crate::ops::policy_group::NewGroup;
use crate::ops::{OpError, access, files, misp, policy, policy_group};
use crate::store::{cas, licenses, policy_groups};

impl Planner<'_> {
    pub(super) fn shared(&mut self) -> Result<(), OpError> {
        let manifest = self.manifest;
        for (place, spec) in manifest.cas.iter().enumerate() {
            for domain in &spec.domains {
                let found = self.ca(&spec.source, *domain)?;
                let name = match &spec.source {
                    CaSource::Dev => format!("dev CA for {domain}"),
                    CaSource::File(file) => format!("{} for {domain}", file.path.display()),
                };
                let action = match found.1 {
                    Outcome::Unchanged => Action::CaRead,
                    _ => Action::CaUpload,
                };
                self.rights(action, Target::System, &name);
                self.row(Step::Ca(place, *domain), RowKind::Ca, &name, found);
            }
        }
        for (place, spec) in manifest.groups.iter().enumerate() {
            self.group(place, spec)?;
        }
        for (place, spec) in manifest.policies.iter().enumerate() {
            self.policy(place, spec)?;
        }
        match &manifest.misp.policy {
            Some(path) => self.misp_policy(path),
            None => Ok(()),
        }
    }

    /// What the MISP has is not looked at again; what it gets must be fit for it, or come with this file.
    fn misp_policy(&mut self, path: &PolicyPath) -> Result<(), OpError> {
        let named = path.to_string();
        let what = format!("{} → {named}", self.manifest.misp.name);
        let is_wanted = |spec: &&PolicySpec| {
            spec.group.key() == path.group.key() && spec.name.key() == path.policy.key()
        };
        let brought = self.manifest.policies.iter().find(is_wanted);
        let found = match policy::find(&mut self.conn, &named) {
            Err(OpError::NotFound { .. }) if brought.is_some() => None,
            found => Some(found?),
        };
        let held = self.misp.as_ref().and_then(|misp| misp.policy.clone());
        let id = found.as_ref().map(|found| found.policy.id.clone());
        let found_id = id.as_ref().map(PolicyId::to_string);
        if held.is_some() && held == id {
            let kept = (found_id, Outcome::Unchanged);
            self.row(Step::MispPolicy, RowKind::MispPolicy, &what, kept);
            return Ok(());
        }
        self.rights_at_misp(Action::MispUpdate, &format!("policy of MISP {what}"));
        let published_here = brought.is_some_and(|spec| spec.publish);
        match found {
            Some(found) if published_here && found.policy.state == PolicyState::Draft => {}
            Some(_) => drop(misp::policy_for(self.ctx, &mut self.conn, &named)?),
            None => {}
        }
        let changed = (found_id, Outcome::Updated);
        self.row(Step::MispPolicy, RowKind::MispPolicy, &what, changed);
        Ok(())
    }

    pub(super) fn misp(&mut self) -> Result<(), OpError> {
        let spec = &self.manifest.misp;
        let name = spec.name.to_string();
        if self.misp.is_some()
            || decide(self.ctx.actor, Action::MispRegister, Target::System).is_ok()
        {
            let own = self.misp.as_ref().map(|misp| misp.id.clone());
            let user = spec.contact.user.as_ref();
            access::login_of_misp(self.ctx, &mut self.conn, own.as_ref(), user)?;
        }
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
        let what = format!("policy group {name}");
        let found = match found {
            Some(group) => {
                self.rights(Action::PolicyRead, Target::System, &what);
                (Some(group.id.to_string()), Outcome::Unchanged)
            }
            None => {
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
                let id = found.policy.id.to_string();
                policy::published(self.ctx, found.policy)?;
                (Some(id), Outcome::Updated)
            }
            Some(found) => {
                self.rights(Action::PolicyRead, Target::System, &what);
                (Some(found.policy.id.to_string()), Outcome::Unchanged)
            }
        };
        self.row(Step::Policy(place), RowKind::Policy, &name, found);
        Ok(())
    }
}

pub(in crate::ops::apply) fn new_group(spec: &GroupSpec) -> NewGroup {
    NewGroup {
        name: spec.name.clone(),
        description: spec.description.clone(),
    }
}

pub(in crate::ops::apply) fn new_policy(spec: &PolicySpec) -> NewPolicy {
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

//! The rows of one partner.

use super::{Planner, Step};
use crate::crypto::certificate;
use crate::crypto::public_key::read_public_key;
use crate::domain::access::{Action, Target, decide};
use crate::domain::cert::TrustDomain;
use crate::domain::change::Outcome;
use crate::domain::id::{Holder, PartnerId};
use crate::domain::journal::IntentKind;
use crate::domain::key::KeySource;
use crate::domain::partner::Partner;
use crate::manifest::{CertificateSpec, PartnerSpec};
use crate::ops::apply::RowKind;
use crate::ops::mapping::{self, Replacing};
use crate::ops::{Conflict, OpError, access, files};
use crate::store::{api_keys, certs, intents, keys, partners, policies, policy_groups};

impl Planner<'_> {
    pub(super) fn partner(&mut self, place: usize, spec: &PartnerSpec) -> Result<(), OpError> {
        let name = spec.name.to_string();
        let partner = self.found_partner(spec)?;
        let what = format!("partner {name}");
        let own = self.misp.as_ref().map(|misp| &misp.id);
        let whose = (own, partner.as_ref().map(|partner| &partner.id));
        access::login_of_partner(self.ctx, &mut self.conn, whose, spec.contact.user.as_ref())?;
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
        let settled = mapping::settled(&mut self.conn, partner, &policy.id, Replacing::No)?;
        Ok(match settled {
            None => Mapped::No,
            Some(found) => match found.api_key() {
                Some(api_key) => Mapped::Approved(found.id.to_string(), api_key.to_string()),
                None => Mapped::Waiting(found.id.to_string()),
            },
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
                let outcome = match self.is_unanswered(&held.partner)? {
                    true => Outcome::Updated,
                    false => Outcome::Unchanged,
                };
                (Some(held.id.to_string()), outcome)
            }
            Some(held) => {
                return Err(Conflict::KeyUploaded {
                    partner: held.partner.to_string(),
                    thumbprint: held.thumbprint.to_string(),
                    file: Some(file.path.display().to_string()),
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

impl Planner<'_> {
    /// Whether the Kernel was sent another key whose answer is missing.
    fn is_unanswered(&mut self, partner: &PartnerId) -> Result<bool, OpError> {
        let left = intents::find_open(&mut self.conn, IntentKind::KeyStore, partner.as_str())?;
        Ok(left.is_some())
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

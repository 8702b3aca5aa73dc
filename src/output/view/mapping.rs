//! `pmctl.mapping/1`.

use super::{View, when};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::domain::time::Moment;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct MappingView {
    pub id: String,
    pub partner: String,
    pub partner_name: String,
    pub policy: String,
    /// `group/name`.
    pub policy_name: String,
    pub detail: Option<String>,
    pub status: &'static str,
    pub requested_by: String,
    pub requested_at: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<String>,
    pub reason: Option<String>,
    /// Id of the API key that it gave.
    pub api_key: Option<String>,
    #[serde(skip)]
    dates: (Moment, Option<Moment>),
}

impl MappingView {
    pub fn new(mapping: &Mapping, partner: &Partner, policy: &Policy, group: &PolicyGroup) -> Self {
        let (by, at, reason, api_key) = match &mapping.state {
            MappingState::Requested => (None, None, None, None),
            MappingState::Approved { by, at, api_key } => {
                (Some(by.clone()), Some(*at), None, Some(api_key.to_string()))
            }
            MappingState::Rejected { by, at, reason } => {
                (Some(by.clone()), Some(*at), Some(reason.clone()), None)
            }
            MappingState::Replaced { at, api_key } => {
                (None, Some(*at), None, Some(api_key.to_string()))
            }
        };
        Self {
            id: mapping.id.to_string(),
            partner: partner.id.to_string(),
            partner_name: partner.name.to_string(),
            policy: policy.id.to_string(),
            policy_name: format!("{}/{}", group.name, policy.name),
            detail: mapping.detail.as_ref().map(ToString::to_string),
            status: mapping.state.word(),
            requested_by: mapping.requested_by.clone(),
            requested_at: mapping.requested_at.to_string(),
            decided_by: by,
            decided_at: at.map(|at| at.to_string()),
            reason,
            api_key,
            dates: (mapping.requested_at, at),
        }
    }
}

impl View for MappingView {
    const NOUN: &'static str = "mapping";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "partner",
        "partner_name",
        "policy",
        "status",
        "requested",
    ];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("id", &self.id),
            Field::new("partner", &self.partner).hold(Hold::Firm),
            Field::new("partner_name", &self.partner_name).hold(Hold::Spare),
            Field::new("policy", &self.policy_name),
            Field::optional("detail", self.detail.as_ref()),
            Field::word("status", self.status),
            Field::new("requested", when(self.dates.0)).day(),
            Field::new("requested_by", &self.requested_by),
            Field::optional("decided", self.dates.1.map(when)),
            Field::optional("decided_by", self.decided_by.as_ref()),
            Field::optional("reason", self.reason.as_ref()),
            Field::optional("api_key", self.api_key.as_ref()),
        ]
    }
}

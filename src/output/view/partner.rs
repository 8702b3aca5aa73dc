//! `pmctl.partner/1`.

use super::ida::RefusalView;
use super::{BarView, ContactView, View, login, when};
use crate::domain::mapping::Mapping;
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PartnerView {
    pub id: String,
    pub name: String,
    pub organization: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub misp: String,
    pub misp_name: String,
    pub group: String,
    pub group_name: String,
    /// `group/name` of the approved one.
    pub policy: Option<String>,
    /// The request that waits for a decision.
    pub waiting_mapping: Option<String>,
    pub signer: &'static str,
    #[serde(flatten)]
    pub contact: ContactView,
    pub user: Option<String>,
    pub status: &'static str,
    pub blocked: Option<BarView>,
    /// Whether ID Authentication would accept it now, with its own API key and its MISP's license; `null` in lists, which
    /// do not ask.
    pub accepted: Option<bool>,
    /// In ID Authentication's order; the first would be its answer.
    pub not_accepted_because: Option<Vec<RefusalView>>,
    pub created_at: String,
    #[serde(skip)]
    created: String,
}

/// What a partner belongs to and what it is mapped to.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub misp: &'a Misp,
    pub group: &'a PolicyGroup,
    pub policy: Option<&'a Policy>,
    pub waiting: Option<&'a Mapping>,
    /// Why ID Authentication would refuse it; empty when it would not, none when it was not asked.
    pub refusals: Option<&'a [RefusalView]>,
}

impl PartnerView {
    pub fn new(partner: &Partner, around: Surroundings<'_>) -> Self {
        Self {
            id: partner.id.to_string(),
            name: partner.name.to_string(),
            organization: partner.organization.to_string(),
            kind: partner.kind.word(),
            misp: partner.misp.to_string(),
            misp_name: around.misp.name.to_string(),
            group: around.group.id.to_string(),
            group_name: around.group.name.to_string(),
            policy: around
                .policy
                .map(|policy| format!("{}/{}", around.group.name, policy.name)),
            waiting_mapping: around.waiting.map(|mapping| mapping.id.to_string()),
            signer: partner.signer.word(),
            contact: ContactView::from(&partner.contact),
            user: login(&partner.contact),
            status: partner.status.word(),
            blocked: BarView::of(&partner.status),
            accepted: around.refusals.map(<[RefusalView]>::is_empty),
            not_accepted_because: around.refusals.map(<[RefusalView]>::to_vec),
            created_at: partner.created_at.to_string(),
            created: when(partner.created_at),
        }
    }
}

impl PartnerView {
    /// `active, but not accepted: …` for one that nobody blocked.
    fn acceptance(&self) -> Option<String> {
        let refusals = self.not_accepted_because.as_ref()?;
        Some(match (refusals.first(), &self.blocked) {
            (None, _) => "accepted".to_owned(),
            (Some(first), Some(_)) => format!("not accepted: {}", first.message),
            (Some(first), None) => format!("active, but not accepted: {}", first.message),
        })
    }
}

impl View for PartnerView {
    const NOUN: &'static str = "partner";
    const COLUMNS: &'static [&'static str] = &["id", "name", "misp", "status", "policy"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::new("id", &self.id),
            Field::new("name", &self.name).hold(Hold::Spare),
            Field::new("organization", &self.organization),
            Field::new("type", self.kind),
            Field::new("misp", &self.misp).hold(Hold::Firm),
            Field::new("misp_name", &self.misp_name),
            Field::new("group", &self.group_name),
            Field::optional("policy", self.policy.as_ref()),
            Field::optional("waiting_mapping", self.waiting_mapping.as_ref()),
            Field::new("signer", self.signer),
        ];
        fields.extend(self.contact.fields());
        fields.extend([
            Field::optional("user", self.user.as_ref()),
            Field::word("status", self.status),
            BarView::field("blocked", self.blocked.as_ref()),
            Field::optional("at_ida", self.acceptance()),
            Field::new("created", &self.created),
        ]);
        fields
    }
}

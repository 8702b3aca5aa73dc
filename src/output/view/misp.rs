//! `pmctl.misp/1`.

use super::license::LicenseView;
use super::{BarView, ContactView, View, login, when};
use crate::domain::misp::Misp;
use crate::domain::policy::{Policy, PolicyGroup};
use crate::output::cell::{Field, Hold};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct MispView {
    pub id: String,
    pub name: String,
    #[serde(flatten)]
    pub contact: ContactView,
    pub user: Option<String>,
    pub status: &'static str,
    pub blocked: Option<BarView>,
    pub created_at: String,
    /// The one in force.
    pub license: Option<LicenseView>,
    /// The one that takes over from it.
    pub next_license: Option<LicenseView>,
    /// Of kind MISP; told to ID Authentication with the license.
    pub policy: Option<MispPolicyView>,
    #[serde(skip)]
    created: String,
}

/// What a MISP may ask for in place of others.
#[derive(Debug, Serialize)]
pub struct MispPolicyView {
    pub id: String,
    pub group: String,
    pub name: String,
    /// ID Authentication does not look at it: what a MISP holds counts until it is taken away.
    pub status: &'static str,
}

impl MispPolicyView {
    pub fn new(policy: &Policy, group: &PolicyGroup) -> Self {
        Self {
            id: policy.id.to_string(),
            group: group.name.to_string(),
            name: policy.name.to_string(),
            status: policy.state.word(),
        }
    }

    fn shown(&self) -> String {
        let Self {
            group, name, id, ..
        } = self;
        format!("{group}/{name} ({id})")
    }
}

impl MispView {
    /// With the license in force, and the one that takes over from it.
    pub fn new(
        misp: &Misp,
        [license, next_license]: [Option<LicenseView>; 2],
        policy: Option<MispPolicyView>,
    ) -> Self {
        Self {
            id: misp.id.to_string(),
            name: misp.name.to_string(),
            contact: ContactView::from(&misp.contact),
            user: login(&misp.contact),
            status: misp.status.word(),
            blocked: BarView::of(&misp.status),
            created_at: misp.created_at.to_string(),
            license,
            next_license,
            policy,
            created: when(misp.created_at),
        }
    }
}

impl View for MispView {
    const NOUN: &'static str = "misp";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "status", "license_status", "license_ends"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let license = self.license.as_ref();
        let mut fields = vec![
            Field::new("id", &self.id),
            Field::new("name", &self.name).hold(Hold::Spare),
        ];
        fields.extend(self.contact.fields());
        fields.extend([
            Field::optional("user", self.user.as_ref()),
            Field::word("status", self.status),
            BarView::field("blocked", self.blocked.as_ref()),
            Field::new("created", &self.created),
            Field::optional("license", license.map(|license| license.id.as_str())),
            Field::optional("license_key", license.map(|license| license.key.as_str())),
            Field::word(
                "license_status",
                license.map_or("", |license| license.status),
            ),
            Field::optional("license_ends", license.map(LicenseView::ends)).hold(Hold::Firm),
            Field::optional(
                "next_license",
                self.next_license.as_ref().map(LicenseView::begins),
            ),
            Field::optional("policy", self.policy.as_ref().map(MispPolicyView::shown)),
        ]);
        fields
    }
}

//! `pmctl.context/1`: where a run works, secrets by their source only.

use super::View;
use crate::output::cell::Field;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ContextView {
    pub name: String,
    pub current: bool,
    /// Where the choice of this context comes from; `null` for those that are not in use.
    pub origin: Option<&'static str>,
    pub config_file: String,
    pub store: String,
    pub store_origin: &'static str,
    pub seal: String,
    /// `embedded`, or the address of the key manager.
    pub kernel: String,
    pub login: Option<String>,
    pub service: Option<String>,
    pub audit: Option<String>,
    pub ida: Option<String>,
    pub misp_ids: String,
    pub partner_ids: String,
    pub license_source: &'static str,
    pub license_validity: String,
    pub renew_within: String,
    pub api_key_validity: String,
    pub timeout: String,
    pub outcome: Option<&'static str>,
}

impl View for ContextView {
    const NOUN: &'static str = "context";
    const COLUMNS: &'static [&'static str] = &["name", "current", "kernel", "store"];

    fn id(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("name", &self.name),
            Field::new("current", if self.current { "yes" } else { "" }),
            Field::optional("origin", self.origin),
            Field::new("config_file", &self.config_file),
            Field::new("store", &self.store),
            Field::new("store_origin", self.store_origin),
            Field::new("seal", &self.seal),
            Field::new("kernel", &self.kernel),
            Field::optional("login", self.login.as_ref()),
            Field::optional("service", self.service.as_ref()),
            Field::optional("audit", self.audit.as_ref()),
            Field::optional("ida", self.ida.as_ref()),
            Field::new("misp_ids", &self.misp_ids),
            Field::new("partner_ids", &self.partner_ids),
            Field::new("license_source", self.license_source),
            Field::new("license_validity", &self.license_validity),
            Field::new("renew_within", &self.renew_within),
            Field::new("api_key_validity", &self.api_key_validity),
            Field::new("timeout", &self.timeout),
            Field::word("outcome", self.outcome.unwrap_or_default()),
        ]
    }
}

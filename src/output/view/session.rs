//! `pmctl.session/1` and `pmctl.permission/1`.

use super::View;
use crate::domain::access::{Actor, Capability};
use crate::output::cell::Field;
use serde::Serialize;

/// Who acts.
#[derive(Debug, Serialize)]
pub struct SessionView {
    pub context: String,
    pub name: String,
    /// `person`, `service`, or `dev` for the embedded Kernel's own administrator.
    pub kind: &'static str,
    pub capabilities: Vec<&'static str>,
    /// Of the token.
    pub roles: Vec<String>,
    /// The MISP whose login user this is.
    pub misp: Option<String>,
    /// The partner whose login user this is.
    pub partner: Option<String>,
    pub expires_at: Option<String>,
}

impl SessionView {
    pub fn new(
        context: &str,
        actor: &Actor,
        kind: &'static str,
        roles: &[String],
        expires_at: Option<String>,
    ) -> Self {
        Self {
            context: context.to_owned(),
            name: actor.name.clone(),
            kind,
            capabilities: actor
                .capabilities
                .iter()
                .map(|one| Capability::word(*one))
                .collect(),
            roles: roles.to_vec(),
            misp: actor.misp.as_ref().map(ToString::to_string),
            partner: actor.partner.as_ref().map(ToString::to_string),
            expires_at,
        }
    }
}

impl View for SessionView {
    const NOUN: &'static str = "session";
    const COLUMNS: &'static [&'static str] = &["name", "kind", "capabilities"];

    fn id(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let capabilities = if self.capabilities.is_empty() {
            "none".to_owned()
        } else {
            self.capabilities.join(", ")
        };
        vec![
            Field::new("name", &self.name),
            Field::new("kind", self.kind),
            Field::new("context", &self.context),
            Field::new("capabilities", capabilities),
            Field::new("roles", self.roles.join(", ")),
            Field::optional("misp", self.misp.as_ref()),
            Field::optional("partner", self.partner.as_ref()),
            Field::optional("expires_at", self.expires_at.as_ref()),
        ]
    }
}

/// Whether the actor may do something.
#[derive(Debug, Serialize)]
pub struct PermissionView {
    pub action: &'static str,
    pub subject: Option<String>,
    pub allowed: bool,
    /// The capability by which it is allowed, or what stands against it.
    pub why: Option<String>,
    /// The capabilities of which one suffices.
    pub needs: Vec<&'static str>,
    /// The IAM roles of which one suffices, as the context maps them.
    pub roles: Vec<String>,
}

impl View for PermissionView {
    const NOUN: &'static str = "permission";
    const COLUMNS: &'static [&'static str] = &["action", "allowed", "why"];

    fn id(&self) -> String {
        self.action.to_owned()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("action", self.action),
            Field::optional("subject", self.subject.as_ref()),
            Field::new("allowed", if self.allowed { "yes" } else { "no" }),
            Field::optional("why", self.why.as_ref()),
            Field::new("needs", self.needs.join(" or ")),
            Field::new("roles", self.roles.join(" or ")),
        ]
    }
}

//! Capabilities, and the IAM roles that amount to them.

use crate::domain::invalid::Invalid;
use std::collections::BTreeMap;
use std::str::FromStr;

/// What the roles of an IAM token amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    IdaAdmin,
    PolicyManager,
    Misp,
    Partner,
    Ida,
}

impl Capability {
    pub const ALL: [Self; 5] = [
        Self::IdaAdmin,
        Self::PolicyManager,
        Self::Misp,
        Self::Partner,
        Self::Ida,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::IdaAdmin => "ida-admin",
            Self::PolicyManager => "policy-manager",
            Self::Misp => "misp",
            Self::Partner => "partner",
            Self::Ida => "ida",
        }
    }

    /// The roles that MOSIP ships.
    fn shipped(self) -> &'static [&'static str] {
        match self {
            Self::IdaAdmin => &["PARTNER_ADMIN", "GLOBAL_ADMIN"],
            Self::PolicyManager => &["POLICYMANAGER"],
            Self::Misp => &["MISP", "MISP_PARTNER"],
            Self::Partner => &["AUTH_PARTNER", "CREDENTIAL_PARTNER", "PARTNER"],
            Self::Ida => &["ID_AUTHENTICATION"],
        }
    }
}

impl FromStr for Capability {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL.into_iter().find(|one| one.word() == text);
        found.ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.into_iter().map(Self::word).collect();
            Invalid::new("capability", format!("must be one of {}", known.join(", ")))
        })
    }
}

/// Which roles give which capability; a role may give several. Other roles give none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles(BTreeMap<Capability, Vec<String>>);

impl Default for Roles {
    fn default() -> Self {
        let owned = |one: Capability| {
            one.shipped()
                .iter()
                .map(|role| (*role).to_owned())
                .collect()
        };
        Self(
            Capability::ALL
                .into_iter()
                .map(|one| (one, owned(one)))
                .collect(),
        )
    }
}

impl Roles {
    /// These roles instead of the shipped ones; none takes the capability from everybody.
    pub fn set(&mut self, capability: Capability, roles: Vec<String>) {
        self.0.insert(capability, roles);
    }

    pub fn of(&self, capability: Capability) -> &[String] {
        self.0.get(&capability).map_or(&[], Vec::as_slice)
    }

    /// What the roles of a token amount to, each once.
    pub fn capabilities(&self, roles: &[String]) -> Vec<Capability> {
        let given = |one: &Capability| self.of(*one).iter().any(|role| roles.contains(role));
        Capability::ALL.into_iter().filter(given).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(roles: &[&str]) -> Vec<String> {
        roles.iter().map(|role| (*role).to_owned()).collect()
    }

    #[test]
    fn shipped_roles_give_their_capability_and_others_nothing() {
        let roles = Roles::default();
        for one in Capability::ALL {
            for role in one.shipped() {
                assert_eq!(roles.capabilities(&owned(&[role])), [one], "{role}");
            }
            assert_eq!(one.word().parse(), Ok(one));
        }
        assert_eq!(roles.capabilities(&owned(&["partner_admin", "X", ""])), []);
        assert!("admin".parse::<Capability>().is_err());
    }

    #[test]
    fn a_context_names_its_own_roles() {
        let mut roles = Roles::default();
        roles.set(Capability::IdaAdmin, owned(&["BOSS"]));
        roles.set(Capability::Ida, Vec::new());
        roles.set(Capability::Misp, owned(&["BOSS", "MISP"]));
        let both = [Capability::IdaAdmin, Capability::Misp];
        assert_eq!(roles.capabilities(&owned(&["BOSS"])), both);
        assert_eq!(roles.capabilities(&owned(&["PARTNER_ADMIN"])), []);
        assert_eq!(roles.capabilities(&owned(&["ID_AUTHENTICATION"])), []);
        assert_eq!(roles.of(Capability::Partner).len(), 3);
    }
}

//! Every setting of a context, by the key under which the file holds it: `config list` and `config schema` read this.

use crate::domain::access::{Capability, Roles};

/// What a value looks like, on the command line and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    Number,
    /// `90d`.
    Duration,
    /// Text, one of these.
    Word(&'static [&'static str]),
    /// An array of texts.
    Words,
    /// Where a secret comes from, never the secret.
    Secret,
}

/// A setting below `[contexts.NAME]`.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Dotted: `kernel.url`.
    pub name: &'static str,
    pub form: Form,
    /// What holds where the file says nothing, where that is always the same.
    pub default: Option<&'static str>,
    /// What it is, as a fragment.
    pub about: &'static str,
}

const WHO: Form = Form::Word(&["kernel", "builtin"]);

const fn key(
    name: &'static str,
    form: Form,
    default: Option<&'static str>,
    about: &'static str,
) -> Key {
    Key {
        name,
        form,
        default,
        about,
    }
}

pub const KEYS: &[Key] = &[
    key(
        "store",
        Form::Text,
        None,
        "sqlite:PATH or postgres://HOST/DATABASE",
    ),
    key(
        "seal",
        Form::Secret,
        None,
        "the key that seals secrets in the store",
    ),
    key(
        "actor",
        Form::Word(&["person", "service"]),
        Some("service"),
        "who acts where nobody is logged in: nobody (person), or the service principal",
    ),
    key(
        "kernel.url",
        Form::Text,
        None,
        "address below which the Kernel's services are",
    ),
    key(
        "kernel.keymanager",
        Form::Text,
        None,
        "address of the Keymanager, where it lives elsewhere",
    ),
    key(
        "kernel.authmanager",
        Form::Text,
        None,
        "address of the authmanager, where it lives elsewhere",
    ),
    key(
        "kernel.auditmanager",
        Form::Text,
        None,
        "address of the audit manager, or none",
    ),
    key(
        "kernel.issuer",
        Form::Text,
        None,
        "Keycloak realm to log in at",
    ),
    key(
        "kernel.service.client_id",
        Form::Text,
        None,
        "client id of the service principal",
    ),
    key(
        "kernel.service.secret",
        Form::Secret,
        None,
        "secret of the service principal",
    ),
    key(
        "kernel.ca",
        Form::Text,
        None,
        "PEM file with the roots of the Kernel's TLS certificate",
    ),
    key(
        "kernel.connect_timeout",
        Form::Duration,
        Some("5s"),
        "how long a connection may take",
    ),
    key(
        "kernel.timeout",
        Form::Duration,
        Some("30s"),
        "how long one call may take",
    ),
    key(
        "ida.callback",
        Form::Text,
        None,
        "address of ID Authentication's partner callback",
    ),
    key(
        "ida.secret",
        Form::Secret,
        None,
        "secret that the callback checks",
    ),
    key(
        "ida.hub",
        Form::Text,
        None,
        "address of the websub hub, in place of the callback",
    ),
    key("ids.misp.source", WHO, None, "who gives ids to MISPs"),
    key(
        "ids.misp.start",
        Form::Number,
        Some("100"),
        "first MISP id that is counted here",
    ),
    key("ids.partner.source", WHO, None, "who gives ids to partners"),
    key(
        "ids.partner.start",
        Form::Number,
        Some("1000"),
        "first partner id that is counted here",
    ),
    key(
        "license.source",
        WHO,
        Some("kernel"),
        "who makes license keys",
    ),
    key(
        "license.validity",
        Form::Duration,
        Some("90d"),
        "how long a new license is valid",
    ),
    key(
        "license.renew_within",
        Form::Duration,
        Some("30d"),
        "how long before its end a license is renewed",
    ),
    key(
        "api_key.validity",
        Form::Duration,
        Some("365d"),
        "how long a new API key is valid",
    ),
    key(
        "roles.ida-admin",
        Form::Words,
        None,
        "IAM roles that make an ida-admin",
    ),
    key(
        "roles.policy-manager",
        Form::Words,
        None,
        "IAM roles that make a policy-manager",
    ),
    key(
        "roles.misp",
        Form::Words,
        None,
        "IAM roles of a MISP's people",
    ),
    key(
        "roles.partner",
        Form::Words,
        None,
        "IAM roles of a partner's people",
    ),
    key(
        "roles.ida",
        Form::Words,
        None,
        "IAM roles of ID Authentication",
    ),
];

impl Key {
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// What holds where neither flag, variable nor file says anything.
    pub fn default(&self) -> Option<String> {
        let capability = self
            .name
            .strip_prefix("roles.")
            .and_then(|word| word.parse().ok());
        match capability {
            Some(capability) => Some(shipped(capability)),
            None => self.default.map(str::to_owned),
        }
    }
}

fn shipped(capability: Capability) -> String {
    Roles::default().of(capability).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::File;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The fields that the file takes in a table, from its own complaint about one that it does not take.
    fn fields(table: &str, beside: &str) -> BTreeSet<String> {
        let text = format!("[contexts.x{table}]\n{beside}\nno_such = 1\n");
        let error = File::parse(Path::new("f"), &text).unwrap_err().to_string();
        let known = error
            .split("expected ")
            .nth(1)
            .unwrap_or_else(|| panic!("{error}"));
        let names = known.split('`').skip(1).step_by(2);
        names.map(str::to_owned).collect()
    }

    /// The keys of that table and the tables below it.
    fn listed(table: &str) -> BTreeSet<String> {
        let below = |key: &&Key| match table {
            "" => Some(key.name.to_owned()),
            _ => key
                .name
                .strip_prefix(&format!("{}.", &table[1..]))
                .map(str::to_owned),
        };
        let names = KEYS.iter().filter_map(|key| below(&key));
        names
            .map(|name| name.split('.').next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn every_setting_of_the_file_is_a_key() {
        for (table, beside) in [
            ("", ""),
            (".kernel", ""),
            (".kernel.service", ""),
            (".ida", ""),
            (".ids", ""),
            (".ids.misp", ""),
            (".ids.partner", ""),
            (".license", ""),
            (".api_key", ""),
        ] {
            assert_eq!(listed(table), fields(table, beside), "[contexts.x{table}]");
        }
        let roles: BTreeSet<String> = Capability::ALL
            .iter()
            .map(|one| one.word().to_owned())
            .collect();
        assert_eq!(listed(".roles"), roles);
    }

    #[test]
    fn keys_are_found_and_roles_have_the_shipped_default() {
        assert_eq!(
            Key::find("license.validity").unwrap().default().as_deref(),
            Some("90d")
        );
        let admin = Key::find("roles.ida-admin").unwrap().default();
        assert_eq!(admin.as_deref(), Some("PARTNER_ADMIN, GLOBAL_ADMIN"));
        assert!(Key::find("kernel").is_none());
    }
}

//! The configuration file as it is written: `config.toml`.

use super::{ConfigError, Source, ida};
use crate::domain::access::Capability;
use crate::domain::invalid::Invalid;
use crate::domain::time::Lifetime;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The whole file. Unknown keys are refused everywhere.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The context that is used when none is named.
    pub current: Option<String>,
    #[serde(default)]
    pub contexts: BTreeMap<String, Context>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    pub store: Option<String>,
    pub seal: Option<Hidden>,
    pub kernel: Option<Kernel>,
    pub ida: Option<ida::Written>,
    pub ids: Option<Ids>,
    pub license: Option<License>,
    pub api_key: Option<ApiKey>,
    /// Who acts where nobody is logged in.
    pub actor: Option<ActorKind>,
    /// Capability → IAM roles, instead of those that MOSIP ships.
    #[serde(default)]
    pub roles: BTreeMap<CapabilityWord, Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A person who is logged in, else nobody: for those whom a wrapper lets in.
    Person,
    /// A person who is logged in, else the service principal.
    Service,
}

/// `ida-admin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct CapabilityWord(pub Capability);

impl TryFrom<String> for CapabilityWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|invalid: Invalid| invalid.to_string())
    }
}

/// A secret's source with its place, to be named when it is a literal.
pub type Hidden = Place<Source>;

/// A value that compares without its place.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Place<T>(pub Spanned<T>);

impl<T: PartialEq> PartialEq for Place<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.get_ref() == other.0.get_ref()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kernel {
    pub url: Option<String>,
    pub keymanager: Option<String>,
    pub authmanager: Option<String>,
    /// An address, or `none`.
    pub auditmanager: Option<String>,
    pub issuer: Option<String>,
    pub service: Option<ServiceClient>,
    /// PEM file with the roots that its TLS certificate is checked against.
    pub ca: Option<PathBuf>,
    pub connect_timeout: Option<Duration>,
    pub timeout: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceClient {
    pub client_id: String,
    pub secret: Hidden,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ids {
    pub misp: Option<Id>,
    pub partner: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Id {
    pub source: Who,
    pub start: Option<i64>,
}

/// Who makes ids or license keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    Kernel,
    Builtin,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    pub source: Option<Who>,
    pub validity: Option<Duration>,
    pub renew_within: Option<Duration>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    pub validity: Option<Duration>,
}

/// `90d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Duration(pub Lifetime);

impl TryFrom<String> for Duration {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|invalid: Invalid| invalid.to_string())
    }
}

impl File {
    /// An absent file is an empty one unless it was `named`.
    pub fn load(path: &Path, named: bool) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => {
                return Ok(Self::default());
            }
            Err(source) => {
                return Err(ConfigError::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        Self::parse(path, &text)
    }

    /// Also refuses secrets that stand in the text.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let file: Self = toml::from_str(text).map_err(|error| {
            let (line, column) = position(text, error.span().map_or(0, |span| span.start));
            ConfigError::Syntax {
                path: path.to_owned(),
                line,
                column,
                message: error.message().to_owned(),
            }
        })?;
        let literal = file
            .secrets()
            .find(|secret| *secret.0.get_ref() == Source::Literal);
        if let Some(secret) = literal {
            let (line, column) = position(text, secret.0.span().start);
            return Err(ConfigError::LiteralSecret {
                path: path.to_owned(),
                line,
                column,
            });
        }
        Ok(file)
    }

    fn secrets(&self) -> impl Iterator<Item = &Hidden> {
        self.contexts.values().flat_map(|context| {
            let service = context
                .kernel
                .as_ref()
                .and_then(|kernel| kernel.service.as_ref());
            [
                context.seal.as_ref(),
                service.map(|service| &service.secret),
                context.ida.as_ref().and_then(ida::Written::secret),
            ]
            .into_iter()
            .flatten()
        })
    }
}

/// Line and column, both from 1, of a byte offset.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before.get(start..).unwrap_or("").chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGING: &str = r#"
current = "staging"
[contexts.staging]
store = "sqlite:staging.db"
seal = { file = "pmctl.key" }
[contexts.staging.kernel]
url = "https://api-internal.staging.example"
auditmanager = "none"
issuer = "https://iam.staging.example/auth/realms/mosip"
service = { client_id = "mosip-pms-client", secret = { file = "pms.secret" } }
[contexts.staging.ids]
misp = { source = "builtin", start = 100 }
[contexts.staging.license]
source = "kernel"
validity = "90d"
"#;

    fn parse(text: &str) -> Result<File, ConfigError> {
        File::parse(Path::new("config.toml"), text)
    }

    #[test]
    fn a_whole_context_is_read() {
        let file = parse(STAGING).unwrap();
        let staging = &file.contexts["staging"];
        assert_eq!(staging.store.as_deref(), Some("sqlite:staging.db"));
        let license = staging.license.as_ref().unwrap();
        assert_eq!(license.validity, Some(Duration(Lifetime::from_days(90))));
    }

    #[test]
    fn faults_are_told_with_line_and_column() {
        let unknown = parse("current = \"a\"\n[contexts.a]\nstorage = \"x\"\n").unwrap_err();
        let ConfigError::Syntax { line, column, .. } = unknown else {
            panic!("{unknown}")
        };
        assert_eq!((line, column), (3, 1));
        let duration = parse("[contexts.a.license]\nvalidity = \"soon\"\n").unwrap_err();
        assert!(
            duration.to_string().contains("config.toml:2:"),
            "{duration}"
        );
    }

    #[test]
    fn a_secret_in_the_file_is_refused_and_not_shown() {
        let text = STAGING.replace("{ file = \"pms.secret\" }", "\"hunter2\"");
        let error = parse(&text).unwrap_err();
        assert!(
            matches!(error, ConfigError::LiteralSecret { line: 10, .. }),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

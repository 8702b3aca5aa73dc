//! What one run works with, after precedence is settled.

use super::file::{self, ActorKind, File, Who};
use super::{ConfigError, Ida, Origin, Overrides, Places, Source, Sourced};
use crate::domain::access::Roles;
use crate::domain::time::Lifetime;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The context that needs no file: its Kernel runs inside the process.
pub const DEV: &str = "dev";

const CONNECT: Lifetime = Lifetime::from_micros(5_000_000);
const TOTAL: Lifetime = Lifetime::from_micros(30_000_000);

/// Everything a command may need to know, secrets by their source only.
#[derive(Debug, Clone)]
pub struct Settings {
    pub context: Sourced<String>,
    /// `sqlite:PATH` with an absolute path, or `postgres://…`.
    pub store: Sourced<String>,
    pub seal: SealSource,
    pub kernel: KernelSettings,
    /// Not named: ID Authentication gets no messages.
    pub ida: Option<Ida>,
    pub misp_ids: IdSource,
    pub partner_ids: IdSource,
    pub license_source: LicenseSource,
    pub license_validity: Lifetime,
    pub renew_within: Lifetime,
    pub api_key_validity: Lifetime,
    pub actor: ActorKind,
    /// What the roles of a token amount to.
    pub roles: Roles,
    pub connect_timeout: Lifetime,
    pub timeout: Sourced<Lifetime>,
    pub places: Places,
}

/// Where the key that seals secrets in the store comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealSource {
    /// Made by itself for a new, empty SQLite store.
    KeyFile(PathBuf),
    Elsewhere(Source),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KernelSettings {
    Embedded(Embedded),
    Remote(Remote),
}

/// The embedded Kernel keeps its state in a SQLite file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    pub state: PathBuf,
}

/// Addresses without a slash at their end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Up to and without `/ssoLogin` and the like: `…/v1/keymanager`.
    pub keymanager: String,
    pub authmanager: Option<String>,
    /// Not named: the audit trail stays here.
    pub auditmanager: Option<String>,
    /// Log in at Keycloak itself.
    pub issuer: Option<String>,
    pub service: Option<Service>,
    pub ca: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub client_id: String,
    pub secret: Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdSource {
    Kernel,
    /// Counted in the store.
    Builtin {
        start: i64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseSource {
    Kernel,
    Builtin,
}

impl Settings {
    /// Settles precedence: flag, environment, file, default.
    pub fn resolve(
        overrides: &Overrides,
        places: Places,
        file: &File,
    ) -> Result<Self, ConfigError> {
        let context = current(overrides, &places, file)?;
        let written = file.contexts.get(&context.value).cloned();
        let is_dev = context.value == DEV;
        if written.is_none() && !is_dev {
            return Err(ConfigError::NoContext {
                name: context.value,
                known: known(file),
            });
        }
        let written = written.unwrap_or_default();
        let kernel = kernel(&context.value, written.kernel.as_ref(), &places)?;
        let license = written.license.unwrap_or_default();
        let ids = written.ids.unwrap_or_default();
        let embedded = matches!(kernel, KernelSettings::Embedded(_));
        let total = written.kernel.as_ref().and_then(|kernel| kernel.timeout);
        let connect = written
            .kernel
            .as_ref()
            .and_then(|kernel| kernel.connect_timeout);
        Ok(Self {
            store: store(overrides, &context.value, written.store.as_deref(), &places)?,
            seal: seal(&context.value, written.seal, &places),
            ida: written.ida.map(|ida| Ida::of(ida, places.config_folder())),
            misp_ids: id_source(ids.misp, embedded, 100),
            partner_ids: id_source(ids.partner, embedded, 1000),
            license_source: match license.source.unwrap_or(Who::Kernel) {
                Who::Kernel => LicenseSource::Kernel,
                Who::Builtin => LicenseSource::Builtin,
            },
            license_validity: lifetime(license.validity, Lifetime::from_days(90)),
            renew_within: lifetime(license.renew_within, Lifetime::from_days(30)),
            api_key_validity: lifetime(
                written.api_key.and_then(|key| key.validity),
                Lifetime::from_days(365),
            ),
            actor: written.actor.unwrap_or(ActorKind::Service),
            roles: roles(written.roles),
            connect_timeout: lifetime(connect, CONNECT),
            timeout: timeout(overrides, total),
            context,
            kernel,
            places,
        })
    }
}

fn known(file: &File) -> Vec<String> {
    let mut names: Vec<String> = file.contexts.keys().cloned().collect();
    if !file.contexts.contains_key(DEV) {
        names.push(DEV.to_owned());
    }
    names
}

/// The context in use, whether it is there or not.
pub fn current(
    overrides: &Overrides,
    places: &Places,
    file: &File,
) -> Result<Sourced<String>, ConfigError> {
    if let Some(context) = &overrides.context {
        return Ok(context.clone());
    }
    match &file.current {
        Some(name) => Ok(Sourced::new(name.clone(), Origin::File)),
        None if file.contexts.is_empty() => Ok(Sourced::new(DEV.to_owned(), Origin::Default)),
        None => Err(ConfigError::NoCurrent {
            path: places.config_file.clone(),
            known: known(file),
        }),
    }
}

fn store(
    overrides: &Overrides,
    context: &str,
    written: Option<&str>,
    places: &Places,
) -> Result<Sourced<String>, ConfigError> {
    if let Some(store) = &overrides.store {
        let folder = std::env::current_dir().map_err(|source| ConfigError::Unreadable {
            path: PathBuf::from("."),
            source,
        })?;
        return Ok(Sourced::new(absolute(&store.value, &folder), store.origin));
    }
    Ok(match written {
        Some(url) => Sourced::new(absolute(url, places.config_folder()), Origin::File),
        None => {
            let path = places.data.join(format!("{context}.db"));
            Sourced::new(format!("sqlite:{}", path.display()), Origin::Default)
        }
    })
}

fn absolute(url: &str, folder: &Path) -> String {
    match url.strip_prefix("sqlite:") {
        Some(path) => format!("sqlite:{}", folder.join(path).display()),
        None => url.to_owned(),
    }
}

fn seal(context: &str, written: Option<file::Hidden>, places: &Places) -> SealSource {
    match written.map(|seal| seal.0.into_inner().based(places.config_folder())) {
        None => SealSource::KeyFile(places.data.join(format!("{context}.key"))),
        Some(Source::File(path)) => SealSource::KeyFile(path),
        Some(other) => SealSource::Elsewhere(other),
    }
}

fn kernel(
    context: &str,
    written: Option<&file::Kernel>,
    places: &Places,
) -> Result<KernelSettings, ConfigError> {
    let Some(kernel) = written else {
        if context == DEV {
            return Ok(KernelSettings::Embedded(Embedded {
                state: places.data.join("dev-kernel.db"),
            }));
        }
        return Err(ConfigError::Missing {
            context: context.to_owned(),
            setting: "kernel.url",
        });
    };
    let below = |own: Option<&String>, service: &str| match (own, &kernel.url) {
        (Some(own), _) => Some(trimmed(own)),
        (None, Some(url)) => Some(format!("{}/v1/{service}", trimmed(url))),
        (None, None) => None,
    };
    let keymanager =
        below(kernel.keymanager.as_ref(), "keymanager").ok_or_else(|| ConfigError::Missing {
            context: context.to_owned(),
            setting: "kernel.url",
        })?;
    let audit = below(kernel.auditmanager.as_ref(), "auditmanager");
    Ok(KernelSettings::Remote(Remote {
        keymanager,
        authmanager: below(kernel.authmanager.as_ref(), "authmanager"),
        auditmanager: audit.filter(|address| address != "none"),
        issuer: kernel.issuer.as_deref().map(trimmed),
        service: kernel.service.clone().map(|service| Service {
            client_id: service.client_id,
            secret: service.secret.0.into_inner().based(places.config_folder()),
        }),
        ca: kernel
            .ca
            .as_ref()
            .map(|path| places.config_folder().join(path)),
    }))
}

fn trimmed(address: impl AsRef<str>) -> String {
    address.as_ref().trim_end_matches('/').to_owned()
}

/// Only the embedded Kernel gives ids: MOSIP has no such call.
fn id_source(written: Option<file::Id>, embedded: bool, start: i64) -> IdSource {
    match written {
        Some(id) if id.source == Who::Kernel => IdSource::Kernel,
        Some(id) => IdSource::Builtin {
            start: id.start.unwrap_or(start),
        },
        None if embedded => IdSource::Kernel,
        None => IdSource::Builtin { start },
    }
}

fn roles(written: BTreeMap<file::CapabilityWord, Vec<String>>) -> Roles {
    let mut roles = Roles::default();
    for (capability, names) in written {
        roles.set(capability.0, names);
    }
    roles
}

fn lifetime(written: Option<file::Duration>, default: Lifetime) -> Lifetime {
    written.map_or(default, |duration| duration.0)
}

fn timeout(overrides: &Overrides, written: Option<file::Duration>) -> Sourced<Lifetime> {
    match (&overrides.timeout, written) {
        (Some(timeout), _) => timeout.clone(),
        (None, Some(duration)) => Sourced::new(duration.0, Origin::File),
        (None, None) => Sourced::new(TOTAL, Origin::Default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places {
            config_file: "/etc/pm/config.toml".into(),
            data: "/data".into(),
            cache: "/cache".into(),
        }
    }

    fn parse(text: &str) -> File {
        File::parse(Path::new("config.toml"), text).unwrap()
    }

    fn resolve(overrides: &Overrides, text: &str) -> Result<Settings, ConfigError> {
        Settings::resolve(overrides, places(), &parse(text))
    }

    const TWO: &str = "current = \"a\"\n[contexts.a]\nstore = \"sqlite:a.db\"\n\
        [contexts.a.kernel]\nurl = \"http://k/\"\nauditmanager = \"none\"\n\
        [contexts.b.kernel]\nkeymanager = \"http://m/v1/keymanager\"\n";

    #[test]
    fn without_a_file_the_embedded_kernel_serves() {
        let settings = resolve(&Overrides::default(), "").unwrap();
        assert_eq!(
            settings.context,
            Sourced::new("dev".into(), Origin::Default)
        );
        assert_eq!(settings.store.value, "sqlite:/data/dev.db");
        assert_eq!(settings.seal, SealSource::KeyFile("/data/dev.key".into()));
        assert!(matches!(settings.kernel, KernelSettings::Embedded(_)));
        assert_eq!(settings.misp_ids, IdSource::Kernel);
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let overrides = Overrides {
            context: Some(Sourced::new("b".into(), Origin::Environment)),
            store: Some(Sourced::new("sqlite:/x.db".into(), Origin::Flag)),
            ..Overrides::default()
        };
        let settings = resolve(&overrides, TWO).unwrap();
        assert_eq!(settings.context.origin, Origin::Environment);
        assert_eq!(
            settings.store,
            Sourced::new("sqlite:/x.db".into(), Origin::Flag)
        );
        let KernelSettings::Remote(remote) = settings.kernel else {
            panic!()
        };
        assert_eq!(remote.authmanager, None);
        assert_eq!(remote.auditmanager, None);
        assert_eq!(settings.partner_ids, IdSource::Builtin { start: 1000 });
    }

    #[test]
    fn paths_start_at_the_file_and_services_below_the_url() {
        let settings = resolve(&Overrides::default(), TWO).unwrap();
        assert_eq!(settings.store.value, "sqlite:/etc/pm/a.db");
        let KernelSettings::Remote(remote) = settings.kernel else {
            panic!()
        };
        assert_eq!(remote.keymanager, "http://k/v1/keymanager");
        assert_eq!(
            remote.authmanager.as_deref(),
            Some("http://k/v1/authmanager")
        );
        assert_eq!(remote.auditmanager, None);
    }

    #[test]
    fn what_is_not_there_is_named() {
        let overrides = Overrides {
            context: Some(Sourced::new("c".into(), Origin::Flag)),
            ..Overrides::default()
        };
        let error = resolve(&overrides, TWO).unwrap_err();
        assert!(
            matches!(error, ConfigError::NoContext { known, .. } if known == ["a", "b", "dev"])
        );
        let error = resolve(
            &Overrides::default(),
            "[contexts.x]\nstore = \"sqlite:x\"\n",
        );
        assert!(matches!(error, Err(ConfigError::NoCurrent { .. })));
    }
}

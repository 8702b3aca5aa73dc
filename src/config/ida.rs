//! How events reach ID Authentication: `[contexts.NAME.ida]`.

use super::Source;
use super::file::Hidden;
use serde::Deserialize;
use std::path::Path;

/// As it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ida {
    Callback { url: String, secret: Source },
    Hub { url: String },
}

impl Ida {
    pub fn url(&self) -> &str {
        match self {
            Self::Callback { url, .. } | Self::Hub { url } => url,
        }
    }

    pub(super) fn of(written: Written, folder: &Path) -> Self {
        match written {
            Written::Callback { url, secret } => Self::Callback {
                url,
                secret: secret.0.into_inner().based(folder),
            },
            Written::Hub { url } => Self::Hub { url },
        }
    }
}

/// As it stands in the file: its callback with a secret, or its hub.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Members")]
pub enum Written {
    Callback { url: String, secret: Hidden },
    Hub { url: String },
}

impl Written {
    pub(super) fn secret(&self) -> Option<&Hidden> {
        match self {
            Self::Callback { secret, .. } => Some(secret),
            Self::Hub { .. } => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    callback: Option<String>,
    secret: Option<Hidden>,
    hub: Option<String>,
}

impl TryFrom<Members> for Written {
    type Error = &'static str;

    fn try_from(members: Members) -> Result<Self, &'static str> {
        match (members.callback, members.secret, members.hub) {
            (Some(url), Some(secret), None) => Ok(Self::Callback { url, secret }),
            (None, None, Some(url)) => Ok(Self::Hub { url }),
            (Some(_), None, None) => Err("ida.callback needs ida.secret"),
            (None, Some(_), _) => Err("ida.secret is that of ida.callback, which is not named"),
            (Some(_), _, Some(_)) => Err("ida.callback and ida.hub: events go one way only"),
            (None, None, None) => Err("ida names neither callback nor hub"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::File;
    use super::*;

    fn read(ida: &str) -> Result<Option<Written>, String> {
        let text = format!("[contexts.a.kernel]\nurl = \"http://k\"\n[contexts.a.ida]\n{ida}\n");
        let file = File::parse(Path::new("config.toml"), &text).map_err(|it| it.to_string())?;
        Ok(file.contexts["a"].ida.clone())
    }

    #[test]
    fn events_go_one_way() {
        let both = "callback = \"http://i/cb\"\nhub = \"http://h/hub\"\nsecret = { env = \"S\" }";
        assert!(read(both).unwrap_err().contains("one way only"));
        assert!(
            read("callback = \"http://i/cb\"")
                .unwrap_err()
                .contains("needs ida.secret")
        );
        let hub = read("hub = \"http://h/hub\"").unwrap().unwrap();
        assert_eq!(Ida::of(hub, Path::new("/etc")).url(), "http://h/hub");
        let callback = read("callback = \"http://i/cb\"\nsecret = { file = \"s\" }").unwrap();
        let Ida::Callback { secret, .. } = Ida::of(callback.unwrap(), Path::new("/etc")) else {
            panic!()
        };
        assert_eq!(secret, Source::File("/etc/s".into()));
    }

    #[test]
    fn a_secret_in_the_file_is_refused_there_too() {
        let literal = read("callback = \"http://i/cb\"\nsecret = \"hunter2\"").unwrap_err();
        assert!(!literal.contains("hunter2"));
    }
}

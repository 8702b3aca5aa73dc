//! Where a store is.

use super::StoreError;
use crate::domain::secret::Secret;
use std::path::PathBuf;

/// `sqlite:PATH` or `postgres://[USER@]HOST[:PORT]/DATABASE[?sslmode=disable|require][&sslrootcert=PATH]`.
///
/// A password has no place in it.
#[derive(Debug, Clone)]
pub enum StoreUrl {
    Sqlite(PathBuf),
    Postgres(Server),
}

#[derive(Debug, Clone)]
pub struct Server {
    /// `None`: the one under whose name this process runs.
    pub user: Option<String>,
    pub host: String,
    pub port: u16,
    pub database: String,
    pub tls: Tls,
    pub password: Option<Secret>,
}

/// How the way to the server is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    Off,
    /// By a certificate that this system trusts.
    On,
    /// By a certificate from one of the roots in this PEM file.
    Roots(PathBuf),
}

impl StoreUrl {
    /// Kept in memory only; a SQLite store needs none.
    #[must_use]
    pub fn with_password(self, password: Secret) -> Self {
        match self {
            Self::Sqlite(path) => Self::Sqlite(path),
            Self::Postgres(server) => Self::Postgres(Server {
                password: Some(password),
                ..server
            }),
        }
    }
}

impl std::str::FromStr for StoreUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return match path {
                "" => Err(wrong("names no file: sqlite:PATH")),
                path => Ok(Self::Sqlite(path.into())),
            };
        }
        let rest = text.strip_prefix("postgres://");
        match rest.or_else(|| text.strip_prefix("postgresql://")) {
            Some(rest) => server(rest).map(Self::Postgres),
            None => Err(wrong("begins with neither sqlite: nor postgres://")),
        }
    }
}

fn server(rest: &str) -> Result<Server, StoreError> {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = place
        .split_once('/')
        .filter(|(_, database)| !database.is_empty() && !database.contains('/'))
        .ok_or_else(|| wrong("names no database: postgres://USER@HOST/DATABASE"))?;
    let (user, address) = match authority.rsplit_once('@') {
        Some((user, address)) => (Some(user), address),
        None => (None, authority),
    };
    if user.is_some_and(|user| user.contains(':')) {
        return Err(wrong("must not hold a password"));
    }
    let (host, port) = host(address)?;
    Ok(Server {
        user: user.map(decoded).transpose()?,
        host,
        port,
        database: decoded(database)?,
        tls: tls(query)?,
        password: None,
    })
}

fn host(address: &str) -> Result<(String, u16), StoreError> {
    let (host, port) = match address
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').unwrap_or(rest))),
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    if host.is_empty() {
        return Err(wrong("names no host: postgres://USER@HOST/DATABASE"));
    }
    let port = port.map_or(Ok(5432), str::parse);
    let port = port.map_err(|_| wrong("has a port that is no number up to 65535"))?;
    Ok((host.to_owned(), port))
}

fn tls(query: &str) -> Result<Tls, StoreError> {
    let mut tls = Tls::On;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        tls = match pair.split_once('=') {
            Some(("sslmode", "disable")) => Tls::Off,
            Some(("sslmode", "require" | "verify-full")) => tls,
            Some(("sslrootcert", path)) => Tls::Roots(decoded(path)?.into()),
            Some(("sslmode", _)) => return Err(wrong("knows sslmode disable and require only")),
            Some(("password", _)) => return Err(wrong("must not hold a password")),
            _ => return Err(wrong("knows no parameters but sslmode and sslrootcert")),
        };
    }
    Ok(tls)
}

/// RFC 3986 §2.1.
fn decoded(text: &str) -> Result<String, StoreError> {
    let refused = || wrong("has a % that two hex digits do not follow, or is not UTF-8");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(refused());
        };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| refused())?);
    }
    String::from_utf8(bytes).map_err(|_| refused())
}

fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| match plain(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

fn wrong(why: &str) -> StoreError {
    StoreError::Url {
        why: why.to_owned(),
    }
}

/// Without the password.
impl std::fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(server) => server.fmt(f),
        }
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = &self.user {
            write!(f, "{}@", encoded(user))?;
        }
        match self.host.contains(':') {
            true => write!(f, "[{}]", self.host)?,
            false => f.write_str(&self.host)?,
        }
        write!(f, ":{}/{}", self.port, encoded(&self.database))?;
        match &self.tls {
            Tls::Off => f.write_str("?sslmode=disable"),
            Tls::On => Ok(()),
            Tls::Roots(path) => write!(f, "?sslrootcert={}", encoded(&path.to_string_lossy())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_it_is_read() {
        for text in [
            "sqlite:/var/lib/pmctl/pmctl.db",
            "postgres://pm@db.example:5433/pmctl?sslmode=disable",
            "postgres://db.example:5432/pmctl",
            "postgres://a%40b@[::1]:5432/p%20m?sslrootcert=%2Fetc%2Froots.pem",
        ] {
            assert_eq!(text.parse::<StoreUrl>().unwrap().to_string(), text);
        }
        let short: StoreUrl = "postgresql://pm@db/pmctl?sslmode=require".parse().unwrap();
        assert_eq!(short.to_string(), "postgres://pm@db:5432/pmctl");
    }

    #[test]
    fn a_wrong_address_is_refused_without_repeating_a_password() {
        for text in [
            "",
            "mysql://x/y",
            "sqlite:",
            "postgres://db",
            "postgres://db/",
            "postgres:///pmctl",
            "postgres://db:port/pmctl",
            "postgres://pm:hunter2@db/pmctl",
            "postgres://db/pmctl?password=hunter2",
            "postgres://db/pmctl?sslmode=prefer",
            "postgres://db/pm%zz",
        ] {
            let error = text.parse::<StoreUrl>().unwrap_err();
            assert!(matches!(error, StoreError::Url { .. }), "{text}");
            assert!(!error.to_string().contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url: StoreUrl = "postgres://pm@db/pmctl".parse().unwrap();
        let url = url.with_password(Secret::new("hunter2".to_owned()));
        assert!(!format!("{url} {url:?}").contains("hunter2"));
    }
}

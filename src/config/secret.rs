//! Where a secret comes from: a file, a variable, a descriptor or a command, never the value itself.

use super::ConfigError;
use crate::domain::secret::Secret;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Longer than any key or password; a source that gives more is not a secret.
const LONGEST: u64 = 64 * 1024;

/// The source of one secret, as the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The first path is as written; see [`Source::based`].
    File(PathBuf),
    Env(String),
    /// An open file descriptor, e.g. 3.
    Fd(u32),
    /// Program and arguments, run without a shell; its standard output is the secret.
    Command(Vec<String>),
    /// Somebody wrote the secret into the file. The value was not kept.
    Literal,
}

impl Source {
    /// With a relative path taken from `folder`.
    pub fn based(self, folder: &Path) -> Self {
        match self {
            Self::File(path) => Self::File(folder.join(path)),
            other => other,
        }
    }

    /// Reads the secret, without white space at its ends. `what` names it in errors.
    pub fn read(&self, what: &'static str) -> Result<Secret, ConfigError> {
        let text = match self {
            Self::File(path) => read_file(path),
            Self::Env(name) => variable(name),
            Self::Fd(number) => read_file(Path::new(&format!("/dev/fd/{number}"))),
            Self::Command(words) => run(words),
            Self::Literal => Err("it stands in the file itself".to_owned()),
        };
        let refused = |why| ConfigError::Secret {
            what,
            from: self.to_string(),
            why,
        };
        let text = text.map_err(refused)?;
        let trimmed = text.expose().trim();
        if trimmed.is_empty() {
            return Err(refused("it is empty".to_owned()));
        }
        Ok(Secret::new(trimmed.to_owned()))
    }
}

/// Names the source, never the secret.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Env(name) => write!(f, "variable {name}"),
            Self::Fd(number) => write!(f, "descriptor {number}"),
            Self::Command(words) => {
                write!(f, "command {}", words.first().map_or("", String::as_str))
            }
            Self::Literal => f.write_str("the configuration file"),
        }
    }
}

fn read_file(path: &Path) -> Result<Secret, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let mut text = String::new();
    let read = file.take(LONGEST + 1).read_to_string(&mut text);
    let text = Secret::new(text);
    match read {
        Err(error) => Err(error.to_string()),
        Ok(length) if length as u64 > LONGEST => Err("it is longer than 64 KiB".to_owned()),
        Ok(_) => Ok(text),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that reads variables for secrets"
)]
fn variable(name: &str) -> Result<Secret, String> {
    match std::env::var(name) {
        Ok(text) => Ok(Secret::new(text)),
        Err(std::env::VarError::NotPresent) => Err("it is not set".to_owned()),
        Err(std::env::VarError::NotUnicode(_)) => Err("it is not UTF-8".to_owned()),
    }
}

/// The command talks to the user on stderr and stdin, e.g. to unlock a keyring.
fn run(words: &[String]) -> Result<Secret, String> {
    let (program, arguments) = words.split_first().ok_or("the command is empty")?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("it ended with {}", output.status));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| "it is not UTF-8")?;
    Ok(Secret::new(text))
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

struct SourceVisitor;

/// A bare value is taken as [`Source::Literal`] and dropped, so that no message can show it.
impl<'de> Visitor<'de> for SourceVisitor {
    type Value = Source;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ file = … }, { env = … }, { fd = … } or { command = [ … ] }")
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Source, E> {
        Ok(Source::Literal)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Source, E> {
        Ok(Source::Literal)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Source, A::Error> {
        const KEYS: &[&str] = &["file", "env", "fd", "command"];
        let one = || de::Error::custom("exactly one of file, env, fd and command is expected");
        let key: String = map.next_key()?.ok_or_else(one)?;
        let source = match key.as_str() {
            "file" => Source::File(map.next_value()?),
            "env" => Source::Env(map.next_value()?),
            "fd" => Source::Fd(map.next_value()?),
            "command" => Source::Command(map.next_value()?),
            other => return Err(de::Error::unknown_field(other, KEYS)),
        };
        match map.next_key::<String>()? {
            None => Ok(source),
            Some(_) => Err(one()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Holder {
        secret: Source,
    }

    fn read(text: &str) -> Result<Source, String> {
        let holder: Result<Holder, _> = toml::from_str(text);
        holder
            .map(|holder| holder.secret)
            .map_err(|error| error.message().to_owned())
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(
            read("secret = { file = \"a\" }"),
            Ok(Source::File("a".into()))
        );
        assert_eq!(
            read("secret = { env = \"A\" }"),
            Ok(Source::Env("A".into()))
        );
        assert_eq!(read("secret = { fd = 3 }"), Ok(Source::Fd(3)));
        let command = Source::Command(vec!["pass".into(), "x".into()]);
        assert_eq!(
            read("secret = { command = [\"pass\", \"x\"] }"),
            Ok(command)
        );
        assert!(read("secret = { file = \"a\", env = \"b\" }").is_err());
        assert!(read("secret = {}").is_err());
        assert!(read("secret = { value = \"x\" }").is_err());
    }

    #[test]
    fn a_literal_is_noticed_and_not_kept() {
        assert_eq!(read("secret = \"hunter2\""), Ok(Source::Literal));
        assert_eq!(read("secret = 4711"), Ok(Source::Literal));
    }

    #[test]
    fn files_are_trimmed_and_emptiness_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("s"), "  word\n").unwrap();
        std::fs::write(folder.path().join("e"), "\n").unwrap();
        let source = Source::File("s".into()).based(folder.path());
        assert_eq!(source.read("x").unwrap().expose(), "word");
        let empty = Source::File("e".into()).based(folder.path());
        assert!(empty.read("x").is_err());
        let command = Source::Command(vec!["printf".into(), "word".into()]);
        assert_eq!(command.read("x").unwrap().expose(), "word");
    }
}

//! The certificate and key of the server, from two PEM files.

use crate::error::{Failure, catalogue};
use crate::output::printer::Printer;
use aws_lc_rs::digest::{Context, SHA256};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

const NO_CERTIFICATE: &str = "holds no certificate";
const NO_KEY: &str = "holds no private key";

/// Both are files in PEM; the certificate's issuers may follow it.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// What stood in both at one time.
struct Content {
    cert: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

/// The files of a server that runs, and what was last seen in them.
pub(super) struct Watched {
    files: TlsFiles,
    seen: Mutex<Seen>,
    tell: Box<Tell>,
}

/// A hash of the content, or of why there is none.
type Seen = [u8; 32];

/// Hears that other files are used from now on, or why they are not.
type Tell = dyn Fn(Result<(), &Failure>) + Send + Sync;

impl TlsFiles {
    /// TLS 1.2 and 1.3. Clients show no certificate: they show a token.
    pub(super) fn open(self, tell: Box<Tell>) -> Result<(Arc<ServerConfig>, Watched), Failure> {
        let content = self.content()?;
        let config = self.config(&content)?;
        let watched = Watched {
            seen: Mutex::new(seen(&Ok(content))),
            files: self,
            tell,
        };
        Ok((config, watched))
    }

    fn content(&self) -> Result<Content, Failure> {
        let read = |path: &Path, what: &str| {
            std::fs::read(path).map_err(|error| unusable(path, what, error))
        };
        Ok(Content {
            cert: read(&self.cert, NO_CERTIFICATE)?,
            key: read(&self.key, NO_KEY)?.into(),
        })
    }

    fn config(&self, content: &Content) -> Result<Arc<ServerConfig>, Failure> {
        let chain = CertificateDer::pem_slice_iter(&content.cert)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| unusable(&self.cert, NO_CERTIFICATE, error))?;
        if chain.is_empty() {
            return Err(
                refused(&self.cert, NO_CERTIFICATE).why("it holds no PEM block of that name")
            );
        }
        let key = PrivateKeyDer::from_pem_slice(&content.key)
            .map_err(|error| unusable(&self.key, NO_KEY, error))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                let builder = builder.with_no_client_auth();
                builder.with_single_cert(chain, key)
            });
        let mut config =
            config.map_err(|error| unusable(&self.key, "does not serve the certificate", error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// A pipe gives its content once.
    fn can_be_read_again(&self) -> bool {
        let pipe = |path: &Path| std::fs::metadata(path).is_ok_and(|found| !found.is_file());
        !pipe(&self.cert) && !pipe(&self.key)
    }
}

impl Watched {
    /// Something new to serve with, if the files hold that. Each new content is told of once.
    pub(super) fn renewed(&self) -> Option<Arc<ServerConfig>> {
        if !self.files.can_be_read_again() {
            return None;
        }
        let content = self.files.content();
        let found = seen(&content);
        let mut last = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *last, found) == found {
            return None;
        }
        let config = content.and_then(|content| self.files.config(&content));
        (self.tell)(config.as_ref().map(|_| ()));
        config.ok()
    }
}

pub(super) fn teller(printer: Printer) -> Box<Tell> {
    Box::new(move |found| match found {
        Ok(()) => printer.note("new connections get the renewed certificate"),
        Err(failure) => {
            let why = failure.details.why.join(", ");
            let message = &failure.message;
            printer.warn(&format!(
                "{message} ({why}); the certificate of before stays"
            ));
        }
    })
}

fn seen(content: &Result<Content, Failure>) -> Seen {
    let mut hash = Context::new(&SHA256);
    match content {
        Ok(content) => {
            hash.update(&content.cert);
            hash.update(&[0]);
            hash.update(&content.key);
        }
        Err(failure) => hash.update(failure.message.as_bytes()),
    }
    let mut seen = [0; 32];
    seen.copy_from_slice(hash.finish().as_ref());
    seen
}

/// The causes name places in a file, never what stands there.
fn unusable(path: &Path, what: &str, error: impl std::error::Error) -> Failure {
    refused(path, what).why(error.to_string())
}

fn refused(path: &Path, what: &str) -> Failure {
    Failure::new(&catalogue::SERVE_TLS, format!("{} {what}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    struct World {
        folder: tempfile::TempDir,
        watched: Watched,
        told: Arc<Mutex<Vec<String>>>,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let files = TlsFiles {
                cert: folder.path().join("tls.pem"),
                key: folder.path().join("tls.key"),
            };
            let (cert, key) = pair();
            std::fs::write(&files.cert, cert).unwrap();
            std::fs::write(&files.key, key).unwrap();
            let told = Arc::<Mutex<Vec<String>>>::default();
            let heard = Arc::clone(&told);
            let tell = move |found: Result<(), &Failure>| {
                let text =
                    found.map_or_else(|failure| failure.message.clone(), |()| "used".to_owned());
                heard.lock().unwrap().push(text);
            };
            let (_, watched) = files.open(Box::new(tell)).unwrap();
            Self {
                folder,
                watched,
                told,
            }
        }

        fn write(&self, name: &str, text: &str) {
            std::fs::write(self.folder.path().join(name), text).unwrap();
        }

        /// Whether there is something new, twice: the second look finds nothing.
        fn looks(&self) -> bool {
            let found = self.watched.renewed().is_some();
            assert!(self.watched.renewed().is_none());
            found
        }

        fn told(&self) -> Option<String> {
            let mut told = self.told.lock().unwrap();
            assert!(told.len() < 2, "{told:?}");
            told.pop()
        }
    }

    fn pair() -> (String, String) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[test]
    fn a_renewed_pair_is_taken_once_both_files_are_there() {
        let world = World::new();
        assert!(!world.looks());
        assert_eq!(world.told(), None);
        let (cert, key) = pair();
        world.write("tls.pem", &cert);
        assert!(!world.looks(), "the key is the old one");
        assert!(
            world
                .told()
                .unwrap()
                .ends_with("does not serve the certificate")
        );
        world.write("tls.key", &key[..key.len() / 2]);
        assert!(!world.looks());
        assert!(world.told().unwrap().ends_with(NO_KEY));
        world.write("tls.key", &key);
        assert!(world.looks());
        assert_eq!(world.told().unwrap(), "used");
    }

    #[test]
    fn files_that_go_are_told_of_once() {
        let world = World::new();
        std::fs::remove_file(world.folder.path().join("tls.pem")).unwrap();
        assert!(!world.looks());
        assert!(world.told().unwrap().ends_with(NO_CERTIFICATE));
        let (cert, key) = pair();
        world.write("tls.pem", &cert);
        world.write("tls.key", &key);
        assert!(world.looks());
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let world = World::new();
        let key = world.folder.path().join("tls.key");
        std::fs::remove_file(&key).unwrap();
        assert!(Command::new("mkfifo").arg(&key).status().unwrap().success());
        assert!(!world.looks());
        assert_eq!(world.told(), None);
    }
}

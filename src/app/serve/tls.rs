//! The certificate and key of the server, from two PEM files.

use crate::error::{Failure, catalogue};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Both are files in PEM; the certificate's issuers may follow it.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

impl TlsFiles {
    /// TLS 1.2 and 1.3. Clients show no certificate: they show a token.
    pub(super) fn read(&self) -> Result<Arc<ServerConfig>, Failure> {
        let chain = CertificateDer::pem_file_iter(&self.cert)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unusable(&self.cert, "holds no certificate", error))?;
        if chain.is_empty() {
            return Err(refused(&self.cert, "holds no certificate"));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|error| unusable(&self.key, "holds no private key", error))?;
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
}

/// The causes name places in a file, never what stands there.
fn unusable(path: &Path, what: &str, error: impl std::error::Error) -> Failure {
    refused(path, what).why(error.to_string())
}

fn refused(path: &Path, what: &str) -> Failure {
    Failure::new(&catalogue::SERVE_TLS, format!("{} {what}", path.display()))
}

//! The test CA of the embedded Kernel: our own extension, which no MOSIP has.

use reqwest::{Method, Url};

use super::call::Call;
use super::client::KernelClient;
use super::connection::{Body, Request};
use super::error::KernelError;
use super::wire;

impl KernelClient {
    /// The certificate of the test CA, as PEM.
    pub fn dev_ca(&self) -> Result<String, KernelError> {
        self.dev(Method::GET, wire::DEV_CA, Body::Empty)
    }

    /// A certificate by the test CA for a request in PEM.
    pub fn dev_sign(&self, csr: &str) -> Result<String, KernelError> {
        let request = wire::DevSignRequest {
            csr: csr.to_owned(),
            days: None,
        };
        let body = serde_json::to_vec(&request).map_err(|error| {
            KernelError::setup(format!("the request cannot be written: {error}"))
        })?;
        self.dev(Method::POST, wire::DEV_CA_SIGN, Body::Json(body))
    }

    fn dev(&self, method: Method, path: &str, body: Body<'_>) -> Result<String, KernelError> {
        let url = self.beside_ids(path)?;
        let reply = self.exchange(&Request {
            call: Call::DevCa,
            method,
            url,
            body,
        })?;
        let signed: wire::DevSigned = serde_json::from_slice(&reply.body)
            .map_err(|_| KernelError::protocol(Call::DevCa, "it holds no certificate"))?;
        Ok(signed.certificate)
    }

    fn beside_ids(&self, path: &str) -> Result<Url, KernelError> {
        let Some(ids) = &self.connection().ids else {
            return Err(KernelError::setup("this Kernel has no development CA"));
        };
        let mut url = ids.clone();
        url.set_path(path);
        Ok(url)
    }
}

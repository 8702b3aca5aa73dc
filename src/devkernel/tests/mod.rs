//! The embedded Kernel over HTTP.

mod access;
mod keys;
mod realm;
mod services;
mod state;
mod test_ca;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_ECDSA_P256_SHA256};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{DevKernel, Options};

const SERVICE: &str = "mosip-pms-client";
const NEVER: &str = "2031-04-05T06:07:08Z";

/// A server on a copy of one prepared state, with a clock of its own.
struct Served {
    kernel: DevKernel,
    seconds: Arc<AtomicI64>,
    folder: TempDir,
}

fn begin() -> Timestamp {
    NEVER.parse().unwrap()
}

/// First keys are costly to make, so they are made once.
fn prepared() -> &'static [u8] {
    static STATE: OnceLock<Vec<u8>> = OnceLock::new();
    STATE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("kernel.db");
        let clock = Arc::new(begin);
        DevKernel::start(Options::new(path.clone(), clock))
            .unwrap()
            .stop();
        std::fs::read(path).unwrap()
    })
}

fn serve() -> Served {
    serve_with(|options| options)
}

fn serve_with(change: impl FnOnce(Options) -> Options) -> Served {
    let folder = TempDir::new().unwrap();
    std::fs::write(path_in(folder.path()), prepared()).unwrap();
    let seconds = Arc::new(AtomicI64::new(begin().as_second()));
    let kernel = start_on(folder.path(), &seconds, change);
    Served {
        kernel,
        seconds,
        folder,
    }
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join("kernel.db")
}

fn start_on(
    folder: &Path,
    seconds: &Arc<AtomicI64>,
    change: impl FnOnce(Options) -> Options,
) -> DevKernel {
    let seconds = Arc::clone(seconds);
    let clock = Arc::new(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap());
    DevKernel::start(change(Options::new(path_in(folder), clock))).unwrap()
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// The codes inside; none is success.
    fn codes(&self) -> Vec<String> {
        let errors = &self.json()["errors"];
        let errors = errors.as_array().cloned().unwrap_or_default();
        let code = |error: &Value| error["errorCode"].as_str().unwrap().to_owned();
        errors.iter().map(code).collect()
    }

    fn response(&self) -> Value {
        assert_eq!((self.status, self.codes()), (200, vec![]), "{}", self.body);
        self.json()["response"].clone()
    }

    #[track_caller]
    fn refused(&self, code: &str) {
        assert_eq!(
            (self.status, self.codes()),
            (200, vec![code.to_owned()]),
            "{}",
            self.body
        );
    }
}

/// One request on a connection of its own; `None` if the connection ends without a whole answer.
fn try_send(addr: SocketAddr, head: &str, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(addr).unwrap();
    let length = body.len();
    let request = format!(
        "{head}\r\nHost: kernel\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let head = head.to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    if length.is_some_and(|length| length.parse() != Ok(body.len())) {
        return None;
    }
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head,
        body: body.to_owned(),
    })
}

impl Served {
    fn advance(&self, by: SignedDuration) {
        self.seconds.fetch_add(by.as_secs(), Ordering::SeqCst);
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).unwrap()
    }

    fn send(&self, head: &str, body: &str) -> Answer {
        try_send(self.kernel.addr(), head, body).unwrap()
    }

    fn grant(&self, form: &str) -> Answer {
        let path = "/auth/realms/mosip/protocol/openid-connect/token";
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.send(&format!("POST {path} HTTP/1.1\r\n{kind}"), form)
    }

    fn token(&self, client: &str) -> String {
        let form = format!(
            "grant_type=client_credentials&client_id={client}&client_secret={client}-secret"
        );
        self.grant(&form).json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn call(&self, verb: &str, path: &str, client: &str, body: &str) -> Answer {
        let token = self.token(client);
        let head = format!(
            "{verb} {path} HTTP/1.1\r\nContent-Type: application/json\r\nCookie: Authorization={token}"
        );
        self.send(&head, body)
    }

    fn post(&self, path: &str, request: Value) -> Answer {
        let envelope = json!({"id": "a", "version": "1", "metadata": {}, "request": request});
        let path = format!("/v1/keymanager{path}");
        self.call("POST", &path, SERVICE, &envelope.to_string())
    }

    fn get(&self, path: &str) -> Answer {
        self.call("GET", &format!("/v1/keymanager{path}"), SERVICE, "")
    }

    fn upload_ca(&self, certificate: &str, domain: &str) -> Answer {
        let request = json!({"certificateData": certificate, "partnerDomain": domain});
        self.post("/uploadCACertificate", request)
    }

    fn upload_partner(&self, certificate: &str, organization: &str, domain: &str) -> Answer {
        let request = json!({"certificateData": certificate, "organizationName": organization,
            "partnerDomain": domain});
        self.post("/uploadPartnerCertificate", request)
    }

    fn upload_key(&self, reference: &str, certificate: &str) -> Answer {
        let request = json!({"applicationId": "PARTNER", "referenceId": reference,
            "certificateData": certificate});
        self.post("/uploadOtherDomainCertificate", request)
    }
}

/// What the certificate of a partner says that begins then.
fn leaf(organization: &str, from: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let name = &mut params.distinguished_name;
    name.push(DnType::OrganizationName, organization);
    name.push(DnType::CommonName, "partner");
    super::issue::dates(&mut params, from, 730);
    params
}

/// The PEM of such a certificate for a fresh key, which signed it too.
fn self_signed(from: Timestamp) -> String {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let made = leaf("Bank", from).self_signed(&key).unwrap();
    made.pem().replace("\r\n", "\n")
}

fn der(pem: &str) -> Vec<u8> {
    pem::parse(pem).unwrap().into_contents()
}

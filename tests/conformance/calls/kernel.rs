//! Asking a Kernel over HTTP, with the tokens of its realm.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};

use super::answer::Answer;
use super::case::reaches;
use crate::target::Target;

/// Has every role that the tool needs.
pub const SERVICE: &str = "mosip-pms-client";
/// Has PARTNER_ADMIN alone.
pub const PARTNER_ADMIN: &str = "mosip-partner-client";
/// Has MISP alone, which may call nothing.
pub const MISP: &str = "mosip-misp-client";

/// Tokens live five minutes; none is used that long.
const TOKEN_AGE: Duration = Duration::from_secs(60);

pub struct Kernel<'t> {
    target: &'t Target,
    http: Client,
    tokens: RefCell<BTreeMap<String, (Instant, String)>>,
}

/// A request that is to be sent.
pub struct Ask {
    verb: Method,
    path: String,
    by: Bearer,
    content_type: &'static str,
    body: Option<String>,
}

enum Bearer {
    Client(&'static str),
    Cookie(String),
    Header(String),
    Nobody,
}

impl Ask {
    pub fn get(path: &str) -> Self {
        Self {
            verb: Method::GET,
            path: path.to_owned(),
            by: Bearer::Client(SERVICE),
            content_type: "application/json",
            body: None,
        }
    }

    /// POST of `request` in a whole envelope.
    pub fn post(path: &str, request: Value) -> Self {
        Self::text(path, enveloped(request))
    }

    /// POST of a body that need not be JSON.
    pub fn text(path: &str, body: impl ToString) -> Self {
        Self {
            verb: Method::POST,
            body: Some(body.to_string()),
            ..Self::get(path)
        }
    }

    pub fn with_verb(self, verb: Method) -> Self {
        Self { verb, ..self }
    }

    pub fn content_type(self, content_type: &'static str) -> Self {
        Self {
            content_type,
            ..self
        }
    }

    /// With a token of this client.
    pub fn by(self, client: &'static str) -> Self {
        let by = Bearer::Client(client);
        Self { by, ..self }
    }

    pub fn by_nobody(self) -> Self {
        let by = Bearer::Nobody;
        Self { by, ..self }
    }

    /// With this cookie instead of a proper one.
    pub fn cookie(self, cookie: String) -> Self {
        let by = Bearer::Cookie(cookie);
        Self { by, ..self }
    }

    /// With the token where only gateways look.
    pub fn bearer_header(self, token: String) -> Self {
        let by = Bearer::Header(token);
        Self { by, ..self }
    }
}

pub fn enveloped(request: Value) -> Value {
    json!({"id": "pm.call", "version": "1.0", "requesttime": "2026-11-23T08:00:00.000Z",
        "metadata": {}, "request": request})
}

impl<'t> Kernel<'t> {
    pub fn of(target: &'t Target) -> Self {
        Self {
            target,
            http: Client::builder().no_proxy().build().unwrap(),
            tokens: RefCell::default(),
        }
    }

    pub fn name(&self) -> String {
        self.target.name()
    }

    pub fn version(&self) -> &str {
        &self.target.version
    }

    pub fn is_real(&self) -> bool {
        self.target.is_real
    }

    pub fn speaks(&self, since: &str) -> bool {
        reaches(&self.target.version, since)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(Ask::get(path))
    }

    pub fn post(&self, path: &str, request: Value) -> Answer {
        self.ask(Ask::post(path, request))
    }

    pub fn put(&self, path: &str, request: Value) -> Answer {
        self.ask(Ask::post(path, request).with_verb(Method::PUT))
    }

    /// Sends it; the answer's form is checked, what it says is for the case.
    pub fn ask(&self, ask: Ask) -> Answer {
        let mut request = self.http.request(ask.verb.clone(), self.address(&ask.path));
        request = match &ask.by {
            Bearer::Client(name) => {
                let token = self.token(name);
                request.header("Cookie", format!("Authorization={token}"))
            }
            Bearer::Cookie(cookie) => request.header("Cookie", cookie),
            Bearer::Header(token) => request.bearer_auth(token),
            Bearer::Nobody => request,
        };
        if let Some(body) = ask.body.clone() {
            request = request.header("Content-Type", ask.content_type).body(body);
        }
        let response = request
            .send()
            .unwrap_or_else(|error| panic!("no answer: {error:?}"));
        let answer = Answer::read(response, &ask.path, ask.body, self.version());
        answer.check_form();
        answer
    }

    /// Paths of the Keymanager begin below it; others (`/v1/…`) below the Kernel.
    fn address(&self, path: &str) -> String {
        let keymanager = &self.target.keymanager;
        match path.strip_prefix("/v1/") {
            Some(rest) => format!("{}{rest}", keymanager.trim_end_matches("keymanager")),
            None => format!("{keymanager}{path}"),
        }
    }

    /// A token of this client, not older than a minute.
    pub fn token(&self, client: &str) -> String {
        let held = self.tokens.borrow().get(client).cloned();
        if let Some((_, token)) = held.filter(|(since, _)| since.elapsed() < TOKEN_AGE) {
            return token;
        }
        let token = self.fresh_token(client);
        let made = (Instant::now(), token.clone());
        self.tokens.borrow_mut().insert(client.to_owned(), made);
        token
    }

    pub fn fresh_token(&self, client: &str) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("client_secret", &format!("{client}-secret")),
        ];
        let address = format!("{}/protocol/openid-connect/token", self.target.issuer);
        let answer = self.http.post(address).form(&form).send().unwrap();
        let answer: Value = answer.json().unwrap();
        let token = answer["access_token"].as_str();
        token
            .unwrap_or_else(|| panic!("no token: {answer}"))
            .to_owned()
    }

    pub fn upload_ca(&self, certificate: &str, domain: &str) -> Answer {
        let request = json!({"certificateData": certificate, "partnerDomain": domain});
        self.post("/uploadCACertificate", request)
    }

    pub fn upload_partner(&self, certificate: &str, organization: &str, domain: &str) -> Answer {
        let request = json!({"certificateData": certificate, "organizationName": organization,
            "partnerDomain": domain});
        self.post("/uploadPartnerCertificate", request)
    }

    /// Stores a certificate under (`PARTNER`, `reference`).
    pub fn store_key(&self, reference: &str, certificate: &str) -> Answer {
        let request = json!({"applicationId": "PARTNER", "referenceId": reference,
            "certificateData": certificate});
        self.post("/uploadOtherDomainCertificate", request)
    }

    pub fn stored_key(&self, reference: &str) -> Answer {
        self.get(&format!(
            "/getCertificate?applicationId=PARTNER&referenceId={reference}"
        ))
    }
}

/// A name that no earlier run has used.
pub fn fresh(prefix: &str) -> String {
    format!(
        "{prefix}-{}",
        &uuid::Uuid::new_v4().simple().to_string()[..12]
    )
}

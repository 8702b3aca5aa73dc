//! Which path is answered by what.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::auth;
use super::calls::{KEYMANAGER, Route, SINCE_1_3};
use super::device;
use super::envelope::{Visit, error, refusal};
use super::faults::Faults;
use super::ida::{self, Ida};
use super::realm_admin::{self, Realm};
use super::realm_keys::RealmKeys;
use super::reply::{Call, Reply};
use super::state::State;
use super::token::RealmKey;
use super::{Clock, Options, Release};
use super::{actuator, audit, authmanager, ids, oidc, test_ca};
use crate::kernel::wire;

const REALM: &str = "/auth/realms/mosip/protocol/openid-connect/";
const DEVICE_PAGE: &str = "/auth/realms/mosip/device";

/// What every request works with.
pub(super) struct Kernel {
    pub(super) state: State,
    pub(super) speak: Release,
    pub(super) two_bodies_on_401: bool,
    pub(super) faults: Faults,
    pub(super) ida: Ida,
    clock: Clock,
    realm_keys: RealmKeys,
    pub(super) realm: Realm,
    pub(super) device: device::Waiting,
    addr: SocketAddr,
    issuer: String,
}

/// Our own calls that want a token, below `/pmctl-dev`.
const EXTENSIONS: &[Route] = &[("POST", &["ids", "*"], ids::next)];

impl Kernel {
    pub(super) fn new(state: State, options: Options, addr: SocketAddr, issuer: String) -> Self {
        Self {
            state,
            speak: options.speak,
            two_bodies_on_401: options.two_bodies_on_401,
            faults: Faults::new(options.faults),
            ida: Ida::new(options.ida_cache),
            clock: options.clock,
            realm_keys: RealmKeys::default(),
            realm: Realm::default(),
            device: device::Waiting::default(),
            addr,
            issuer,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// `http://127.0.0.1:PORT`
    pub(super) fn base(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The realm's keys, the newest first; `None` only if the state is unreadable.
    pub(super) fn realm_keys(&self) -> Option<Arc<Vec<RealmKey>>> {
        self.realm_keys.get(&self.state)
    }

    pub(super) fn forget_realm_keys(&self) {
        self.realm_keys.forget();
    }

    pub(super) fn answer(&self, call: &Call) -> Reply {
        self.routed_by_service(call).typed(self.speak)
    }

    fn routed_by_service(&self, call: &Call) -> Reply {
        let path = call.path.as_str();
        let below = |prefix: &str| {
            path.strip_prefix(prefix)
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if let Some(rest) = below(wire::KEYMANAGER) {
            return self.keymanager(call, rest);
        }
        if let Some(rest) = path.strip_prefix(REALM) {
            return self.openid(call, rest);
        }
        match call.method.as_str() {
            "GET" if path == DEVICE_PAGE => return device::page(call),
            "POST" if path == DEVICE_PAGE => return device::decide(self, call),
            _ => {}
        }
        if let Some(rest) = below("/pmctl-dev") {
            return self.extension(call, rest);
        }
        let authmanager = path.strip_prefix(wire::AUTHMANAGER);
        match (call.method.as_str(), authmanager) {
            ("POST", Some(wire::CLIENT_ID_SECRET_KEY)) => authmanager::client_secret(self, call),
            ("POST", Some(wire::INTERNAL_USERID_PWD)) => authmanager::user_password(self, call),
            ("GET", Some(wire::VALIDATE_TOKEN)) => authmanager::validate(self, call),
            ("DELETE", Some(wire::LOGOUT_USER)) => authmanager::logout(self, call),
            ("POST", Some(rest)) if rest.starts_with(wire::INTERNAL_REFRESH_TOKEN) => {
                authmanager::refresh(self, call)
            }
            ("POST", None) if path.strip_prefix(wire::AUDITMANAGER) == Some(wire::AUDITS) => {
                audit::add(self, call)
            }
            _ => self.not_found(call),
        }
    }

    fn keymanager(&self, call: &Call, rest: &str) -> Reply {
        let since: &[Route] = match self.speak {
            Release::V1_2_0_1 => &[],
            Release::V1_3_0 => SINCE_1_3,
        };
        match rest.strip_prefix("/actuator/") {
            Some(name) => actuator::answer(self, call, name),
            None => self.routed(call, rest, &[KEYMANAGER, since]),
        }
    }

    /// Who calls comes first, even for a path that does not exist.
    fn routed(&self, call: &Call, rest: &str, tables: &[&[Route]]) -> Reply {
        let now = self.now();
        let caller = match auth::caller(self, call, now) {
            Ok(caller) => caller,
            Err(reply) => return *reply,
        };
        if rest.contains("//") {
            return self.unnormalized(call);
        }
        let rest = match self.speak {
            Release::V1_2_0_1 => rest.strip_suffix('/').unwrap_or(rest),
            Release::V1_3_0 => rest,
        };
        let segments: Vec<String> = rest.split('/').skip(1).map(unescaped).collect();
        let mut there = tables
            .iter()
            .copied()
            .flatten()
            .filter(|(_, pattern, _)| fits(pattern, &segments))
            .peekable();
        if there.peek().is_none() {
            return self.not_found(call);
        }
        let visit = Visit {
            kernel: self,
            call,
            caller: &caller,
            now,
        };
        let last = segments.last().map(String::as_str).unwrap_or_default();
        let wanted = match call.method.as_str() {
            "HEAD" => "GET",
            verb => verb,
        };
        match there.find(|(verb, _, _)| *verb == wanted) {
            _ if wanted == "OPTIONS" => Reply::empty(200),
            Some((_, _, serve)) => serve(&visit, last),
            None => self.wrong_verb(call),
        }
    }

    fn openid(&self, call: &Call, rest: &str) -> Reply {
        match (call.method.as_str(), rest) {
            ("POST", "token") => oidc::token(self, call),
            ("POST", "auth/device") => device::begin(self, call),
            ("GET", "certs") => oidc::certs(self),
            ("GET" | "POST", "userinfo") => oidc::userinfo(self, call),
            ("GET" | "POST", "logout") => oidc::logout(self, call),
            (_, "token" | "certs") => {
                Reply::json(405, &json!({"error": "HTTP 405 Method Not Allowed"}))
            }
            _ => Reply::json(404, &json!({"error": "HTTP 404 Not Found"})),
        }
    }

    fn extension(&self, call: &Call, rest: &str) -> Reply {
        match (call.method.as_str(), rest) {
            ("GET", "/health") => Reply::json(200, &json!({"status": "UP", "kernel": "pmctl-dev"})),
            ("GET", "/ca") => test_ca::get(self),
            ("POST", "/ca/sign") => test_ca::sign(self, call),
            ("POST", "/faults") => self.faults.add(call),
            ("GET", "/realm") => realm_admin::seen(self),
            ("POST", "/realm") => realm_admin::order(self, call),
            (_, "/hub" | "/hub/") => ida::hub(self, call),
            _ => match rest.strip_prefix("/ida") {
                Some(rest) => ida::answer(self, call, rest),
                None => self.routed(call, rest, &[EXTENSIONS]),
            },
        }
    }

    /// 1.3 looks for a file of that name, and breaks.
    pub(super) fn not_found(&self, call: &Call) -> Reply {
        match (self.speak, call.path.strip_prefix(wire::KEYMANAGER)) {
            (Release::V1_3_0, Some(rest)) => {
                let text = format!("No static resource {}.", rest.trim_start_matches('/'));
                self.broken(&text)
            }
            _ => self.spring(404, "No message available", call),
        }
    }

    fn unnormalized(&self, call: &Call) -> Reply {
        let text = "The request was rejected because the URL was not normalized.";
        let status = match self.speak {
            Release::V1_2_0_1 => 500,
            Release::V1_3_0 => 400,
        };
        self.spring(status, text, call)
    }

    fn wrong_verb(&self, call: &Call) -> Reply {
        let is = match self.speak {
            Release::V1_2_0_1 => "",
            Release::V1_3_0 => "is ",
        };
        let text = format!("Request method '{}' {is}not supported", call.method);
        self.broken(&text)
    }

    fn broken(&self, text: &str) -> Reply {
        refusal(500, None, vec![error("KER-KMS-500", text)], self.now())
    }

    /// Spring's error object; from 1.3 on it keeps its message to itself.
    pub(super) fn spring(&self, status: u16, message: &str, call: &Call) -> Reply {
        let message = match self.speak {
            Release::V1_2_0_1 => Some(message),
            Release::V1_3_0 => None,
        };
        Reply::spring(status, message, call, self.now())
    }

    /// What a service says that refuses inside a 200, for a fault.
    pub(super) fn refusal_of_faults(&self, call: &Call) -> Reply {
        let body = call.json::<serde_json::Value>();
        let errors = vec![error("KER-KMS-005", "Invalid request")];
        refusal(200, body.as_ref(), errors, self.now())
    }
}

fn fits(pattern: &[&str], segments: &[String]) -> bool {
    let one = |(wanted, given): (&&str, &String)| {
        wanted == given || (*wanted == "*" && !given.is_empty())
    };
    pattern.len() == segments.len() && pattern.iter().zip(segments).all(one)
}

fn unescaped(segment: &str) -> String {
    segment.replace("%20", " ")
}

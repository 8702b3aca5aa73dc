//! What an administrator does with the realm, and a person in a browser: at Keycloak, or at the embedded one.

use crate::target::Target;
use reqwest::Url;
use reqwest::blocking::{Client, Response};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// The realm of one target.
pub struct Realm<'a> {
    target: &'a Target,
    http: Client,
}

/// Keycloak takes a realm as a whole: two that change it at once would lose one change.
static CHANGING: Mutex<()> = Mutex::new(());

impl<'a> Realm<'a> {
    pub fn of(target: &'a Target) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Self {
            target,
            http: http.build().unwrap(),
        }
    }

    /// A new key signs from now on; the old one still stands among the published ones.
    pub fn rotate_key(&self) {
        if !self.target.is_real {
            return self.order(&json!({"rotate_key": true}));
        }
        let realm = self.admin_get("");
        let micros = jiff::Timestamp::now().as_microsecond();
        let config = json!({"priority": [(micros / 1000).to_string()], "keySize": ["2048"]});
        let provider = json!({
            "name": format!("rotated-{micros}"), "providerId": "rsa-generated",
            "providerType": "org.keycloak.keys.KeyProvider", "parentId": realm["id"], "config": config,
        });
        let made = self.admin("POST", "/components", &provider);
        assert_eq!(made.status().as_u16(), 201, "{made:?}");
    }

    /// From now on a refresh token that comes twice ends its session.
    pub fn refresh_tokens_once(&self) {
        if !self.target.is_real {
            return self.order(&json!({"refresh_tokens_once": true}));
        }
        self.change(&json!({"revokeRefreshToken": true, "refreshTokenMaxReuse": 0}));
    }

    /// A client that no other test logs in as; the Keymanager of a real target does not know it.
    pub fn own_client(&self) -> String {
        if !self.target.is_real {
            return "mosip-partner-client".to_owned();
        }
        self.change(&json!({"eventsEnabled": true}));
        let name = format!("own-{}", jiff::Timestamp::now().as_nanosecond());
        let made = self.admin(
            "POST",
            "/clients",
            &json!({"clientId": name, "secret": format!("{name}-secret"), "serviceAccountsEnabled": true}),
        );
        assert_eq!(made.status().as_u16(), 201, "{made:?}");
        name
    }

    /// The public client through which people log in where a context names no service.
    pub fn public_client(&self) {
        if self.target.is_real {
            let grant = json!({"oauth2.device.authorization.grant.enabled": "true"});
            let client = json!({"clientId": "pmctl", "publicClient": true, "attributes": grant});
            let made = self.admin("POST", "/clients", &client).status().as_u16();
            assert!([201, 409].contains(&made), "{made}");
        }
    }

    /// How often a service has logged in as this client.
    pub fn service_logins(&self, client: &str) -> usize {
        if !self.target.is_real {
            let url = self.extension("realm");
            let seen: Value = self.http.get(url).send().unwrap().json().unwrap();
            let count = seen["grants"]["client_credentials"].as_u64();
            return usize::try_from(count.unwrap_or(0)).unwrap();
        }
        let events = self.admin_get(&format!(
            "/events?type=CLIENT_LOGIN&client={client}&max=1000"
        ));
        events.as_array().unwrap().len()
    }

    /// Its events are counted from now on.
    pub fn count_logins(&self) {
        if self.target.is_real {
            self.change(&json!({"eventsEnabled": true}));
        }
    }

    /// The next calls of that path take so long, where calls can be made slow.
    pub fn slow(&self, path: &str, millis: u64, times: u32) {
        if !self.target.is_real {
            let fault = json!({"path": path, "kind": "slow", "millis": millis, "times": times});
            self.extend("faults", &fault);
        }
    }

    fn order(&self, order: &Value) {
        self.extend("realm", order);
    }

    fn extend(&self, what: &str, body: &Value) {
        let done = self.http.post(self.extension(what)).json(body).send();
        assert_eq!(done.unwrap().status().as_u16(), 204, "{body}");
    }

    fn extension(&self, what: &str) -> String {
        let (base, _) = self.target.issuer.split_once("/auth/").unwrap();
        format!("{base}/pmctl-dev/{what}")
    }

    fn change(&self, to: &Value) {
        let _one = CHANGING.lock().unwrap();
        let done = self.admin("PUT", "", to);
        assert_eq!(done.status().as_u16(), 204, "{done:?}");
    }

    fn admin_get(&self, path: &str) -> Value {
        self.admin("GET", path, &Value::Null).json().unwrap()
    }

    fn admin(&self, method: &str, path: &str, body: &Value) -> Response {
        let (base, _) = self.target.issuer.split_once("/realms/").unwrap();
        let user = std::env::var("KEYCLOAK_ADMIN_USER").unwrap();
        let password = std::env::var("KEYCLOAK_ADMIN_SECRET").unwrap();
        let grant = [
            ("grant_type", "password"),
            ("client_id", "admin-cli"),
            ("username", &user),
            ("password", &password),
        ];
        let token = format!("{base}/realms/master/protocol/openid-connect/token");
        let token: Value = self
            .http
            .post(token)
            .form(&grant)
            .send()
            .unwrap()
            .json()
            .unwrap();
        let url = format!("{base}/admin/realms/mosip{path}");
        let request = self.http.request(method.parse().unwrap(), url);
        let request = request.bearer_auth(token["access_token"].as_str().unwrap());
        match body {
            Value::Null => request.send().unwrap(),
            body => request.json(body).send().unwrap(),
        }
    }
}

/// A person in a browser, who fills in the forms that come until none does.
pub struct Browser {
    http: Client,
    cookies: BTreeMap<String, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Cancel,
}

impl Browser {
    pub fn new() -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Self {
            http: http.build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens the address and decides as this user; gives the last page.
    pub fn decide(mut self, address: &str, user: &str, answer: Answer) -> String {
        let mut url = Url::parse(address).unwrap();
        let mut page = self.open(&mut url, None);
        for _ in 0..4 {
            let Some(form) = Form::of(&page) else {
                return page;
            };
            url = url.join(&form.action).unwrap();
            page = self.open(&mut url, Some(&form.filled(user, answer)));
        }
        panic!("the forms do not end: {page}");
    }

    /// Follows redirects, and keeps cookies by name: there is one host.
    fn open(&mut self, url: &mut Url, form: Option<&[(String, String)]>) -> String {
        let mut form = form;
        loop {
            let cookies = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            let cookies = cookies.collect::<Vec<_>>().join("; ");
            let request = match form.take() {
                Some(form) => self.http.post(url.clone()).form(form),
                None => self.http.get(url.clone()),
            };
            let reply = request.header(COOKIE, cookies).send().unwrap();
            for cookie in reply.headers().get_all(SET_COOKIE) {
                let pair = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            match reply.headers().get(LOCATION) {
                Some(next) => *url = url.join(next.to_str().unwrap()).unwrap(),
                None => return reply.text().unwrap(),
            }
        }
    }
}

struct Form {
    action: String,
    /// Name and value of each.
    inputs: Vec<(String, String)>,
}

impl Form {
    fn of(page: &str) -> Option<Self> {
        let (_, rest) = page.split_once("<form")?;
        let (form, _) = rest.split_once("</form>")?;
        let inputs = form.split("<input").skip(1).filter_map(|rest| {
            let tag = rest.split('>').next()?;
            let value = attribute(tag, "value").unwrap_or_default();
            Some((attribute(tag, "name")?, value))
        });
        Some(Self {
            action: attribute(form, "action")?,
            inputs: inputs.collect(),
        })
    }

    fn filled(&self, user: &str, answer: Answer) -> Vec<(String, String)> {
        let pressed = |name: &str| match name {
            "accept" => answer == Answer::Accept,
            "cancel" => answer == Answer::Cancel,
            _ => true,
        };
        let filled = self.inputs.iter().filter(|(name, _)| pressed(name));
        filled
            .map(|(name, value)| {
                let value = match name.as_str() {
                    "username" => user.to_owned(),
                    "password" => format!("{user}-secret"),
                    _ => value.clone(),
                };
                (name.clone(), value)
            })
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

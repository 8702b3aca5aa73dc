//! An issuer of tokens that the test itself holds the key of: any roles, any dates, any client, and forged ones.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

const REALM: &str = "/auth/realms/mosip";

pub struct Issuer {
    pub address: String,
    published: Arc<Mutex<Vec<Key>>>,
    reads: Arc<AtomicUsize>,
    silence: Arc<Mutex<()>>,
}

/// A signing key with its name.
#[derive(Clone)]
pub struct Key {
    kid: &'static str,
    signing: EncodingKey,
    jwk: Value,
}

/// What a token says.
#[derive(Clone)]
pub struct Said<'a> {
    pub roles: &'a [&'a str],
    pub client: &'a str,
    pub issuer: Option<&'a str>,
    /// Seconds since 1970.
    pub from: i64,
    pub to: i64,
}

impl Key {
    /// Two that exist: making one takes a tenth of a second.
    pub fn first() -> Self {
        static KEY: OnceLock<Key> = OnceLock::new();
        KEY.get_or_init(|| Self::make("first")).clone()
    }

    pub fn second() -> Self {
        static KEY: OnceLock<Key> = OnceLock::new();
        KEY.get_or_init(|| Self::make("second")).clone()
    }

    /// This key under another's name.
    pub fn called(&self, kid: &'static str) -> Self {
        Self {
            kid,
            ..self.clone()
        }
    }

    fn make(kid: &'static str) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
        let pem = pem::encode(&pem::Pem::new("PRIVATE KEY", pkcs8.as_ref()));
        let public = pair.public_key();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let n = number(public.modulus().big_endian_without_leading_zero());
        let e = number(public.exponent().big_endian_without_leading_zero());
        Self {
            kid,
            signing: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
            jwk: json!({"kid": kid, "kty": "RSA", "alg": "RS256", "use": "sig", "n": n, "e": e}),
        }
    }
}

impl Issuer {
    /// Serves its keys, and a token of PARTNER_ADMIN to whichever service asks, dated around this moment.
    pub fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            published: Arc::new(Mutex::new(vec![Key::first()])),
            reads: Arc::new(AtomicUsize::new(0)),
            silence: Arc::default(),
        };
        let service = issuer.token(
            &Key::first(),
            &Said {
                client: "mosip-pms-client",
                ..Said::around(now, &["PARTNER_ADMIN"])
            },
        );
        let (published, reads) = (Arc::clone(&issuer.published), Arc::clone(&issuer.reads));
        let silence = Arc::clone(&issuer.silence);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &service, &published, &reads, &silence);
            }
        });
        issuer
    }

    pub fn realm(&self) -> String {
        format!("{}{REALM}", self.address)
    }

    /// From now on it publishes these.
    pub fn publish(&self, keys: &[Key]) {
        *self.published.lock().unwrap() = keys.to_vec();
    }

    /// Until this is dropped it takes requests for its keys, and gives none.
    pub fn silent(&self) -> MutexGuard<'_, ()> {
        self.silence.lock().unwrap()
    }

    /// How often its keys were asked for.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    pub fn token(&self, key: &Key, said: &Said<'_>) -> String {
        let realm = self.realm();
        let claims = json!({
            "iss": said.issuer.unwrap_or(&realm),
            "sub": "5b0c", "typ": "Bearer", "aud": "account", "azp": said.client,
            "iat": said.from, "exp": said.to,
            "preferred_username": format!("service-account-{}", said.client),
            "realm_access": {"roles": said.roles},
        });
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(key.kid.to_owned());
        jsonwebtoken::encode(&header, &claims, &key.signing).unwrap()
    }
}

impl<'a> Said<'a> {
    /// Five minutes from that moment on.
    pub fn around(now: i64, roles: &'a [&'a str]) -> Self {
        Self {
            roles,
            client: "mosip-ida-client",
            issuer: None,
            from: now,
            to: now + 300,
        }
    }
}

fn answer(
    mut stream: TcpStream,
    service: &str,
    published: &Mutex<Vec<Key>>,
    reads: &AtomicUsize,
    silence: &Mutex<()>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    let body = if first.contains("/certs") {
        reads.fetch_add(1, Ordering::Relaxed);
        drop(silence.lock().unwrap());
        let keys: Vec<Value> = published
            .lock()
            .unwrap()
            .iter()
            .map(|key| key.jwk.clone())
            .collect();
        json!({ "keys": keys })
    } else {
        json!({"access_token": service, "expires_in": 300, "token_type": "Bearer"})
    };
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let _gone = stream.write_all(head.as_bytes());
}

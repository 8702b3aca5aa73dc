//! A server for tests that answers each connection with the next of some prepared bytes.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Connection, Credentials, Endpoints, KernelClient, Lent, Settings, Timeouts};
use crate::domain::secret::Secret;

/// Three parts in base64url; the middle one is `{"exp":1933221600}`.
pub const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE5MzMyMjE2MDB9.c2ln";

pub struct Fake {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// Answers in this order, closes each connection, and closes at once when nothing is left.
    pub fn answering(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            let mut answers = VecDeque::from(answers);
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                seen.lock().unwrap().push(read_request(&stream));
                let answer = answers.pop_front().unwrap_or_default();
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { url, requests }
    }

    /// All that was asked so far, headers and bodies.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Every service at this address.
    pub fn endpoints(&self) -> Endpoints {
        Endpoints {
            keymanager: format!("{}/v1/keymanager", self.url),
            authmanager: None,
            auditmanager: Some(format!("{}/v1/auditmanager", self.url)),
            issuer: Some(format!("{}/auth/realms/mosip", self.url)),
            ids: Some(format!("{}/pmctl-dev/ids", self.url)),
        }
    }

    /// Logs in through authmanager instead of Keycloak.
    pub fn authmanager(&self) -> Connection {
        let authmanager = Some(format!("{}/v1/authmanager", self.url));
        connection(Endpoints {
            authmanager,
            issuer: None,
            ..self.endpoints()
        })
    }

    pub fn connection(&self) -> Connection {
        connection(self.endpoints())
    }

    /// A client that needs no login.
    pub fn client(&self) -> KernelClient {
        self.lent(TOKEN)
    }

    /// A client that gets this token however often it asks.
    pub fn lent(&self, token: &'static str) -> KernelClient {
        KernelClient::new(self.connection(), given(token))
    }

    /// A client that logs in at this server first.
    pub fn service(&self) -> KernelClient {
        let secret = Secret::new("s3cr3t-of-pms".to_owned());
        let client_id = "mosip-pms-client".to_owned();
        KernelClient::new(
            self.connection(),
            Credentials::ServiceClient { client_id, secret },
        )
    }
}

/// This token however often one is asked for.
pub fn given(token: &'static str) -> Credentials {
    Credentials::Lent(Box::new(move |_| {
        Ok(Lent {
            token: Secret::new(token.to_owned()),
            good_until: None,
        })
    }))
}

pub fn connection(endpoints: Endpoints) -> Connection {
    let timeouts = Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(5),
    };
    let settings = Settings {
        endpoints,
        timeouts,
        ca_bundle: None,
    };
    let now = Arc::new(|| "2031-04-05T06:07:08.9Z".parse().unwrap());
    Connection::new(settings, now).unwrap()
}

/// A whole HTTP answer.
pub fn http(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

pub fn json(status: u16, body: &str) -> String {
    http(status, "Content-Type: application/json\r\n", body)
}

/// A success in an envelope.
pub fn response(response: &str) -> String {
    json(
        200,
        &format!(
            r#"{{"id":"x","version":"1.0","responsetime":"2031-04-05T06:07:09.012Z","metadata":null,"response":{response},"errors":null}}"#
        ),
    )
}

/// The document of a refusal.
pub fn refusal(code: &str, message: &str) -> String {
    format!(
        r#"{{"id":null,"version":null,"responsetime":"2031-04-05T06:07:09.012Z","metadata":null,"response":null,"errors":[{{"errorCode":"{code}","message":"{message}"}}]}}"#
    )
}

fn read_request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        let end = line.trim().is_empty();
        text.push_str(&line);
        if end {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text + std::str::from_utf8(&body).unwrap()
}

use super::super::fixtures::{API_KEY, LICENSE_KEY, api_key, license, misp, noon};
use super::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

const ID: &str = "5c1c0000-0000-4000-8000-000000000001";
const SECRET: &str = "callback-secret-1";
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(20),
    total: Duration::from_secs(20),
};

struct Request {
    line: String,
    headers: Vec<String>,
    body: String,
}

fn read(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        headers.push(header.trim().to_owned());
    }
    let length = headers.iter().find_map(|header| {
        let (name, value) = header.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.parse::<usize>().unwrap())
    });
    let mut body = vec![0; length.unwrap_or_default()];
    reader.read_exact(&mut body).unwrap();
    Request {
        line: line.trim().to_owned(),
        headers,
        body: String::from_utf8(body).unwrap(),
    }
}

/// Answers one request with these bytes; nothing closes the connection without an answer.
fn answering(answer: String) -> (String, JoinHandle<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "http://{}/idauthentication/",
        listener.local_addr().unwrap()
    );
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read(&stream);
        stream.write_all(answer.as_bytes()).unwrap();
        request
    });
    (url, server)
}

fn response(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

fn callback(url: &str) -> Callback {
    let secret = Secret::new(SECRET.to_owned());
    Callback::new(url, secret, PATIENCE).unwrap()
}

fn event() -> Event {
    Event::MispLicense {
        misp: misp(),
        license: license(),
        policy: None,
    }
}

fn send(answer: String) -> (Result<(), IdaError>, Request) {
    let (url, server) = answering(answer);
    let outcome = callback(&url).send(&event(), ID, noon());
    (outcome, server.join().unwrap())
}

#[test]
fn the_body_goes_to_the_events_path_with_its_signature() {
    let (outcome, request) = send(response("200 OK", ""));
    assert_eq!(outcome, Ok(()));
    assert_eq!(
        request.line,
        "POST /idauthentication/misp_license_updated HTTP/1.1"
    );
    assert!(request.body.contains(LICENSE_KEY));
    let signature = sign(&Secret::new(SECRET.to_owned()), &request.body);
    let header = format!("x-hub-signature: {signature}");
    assert!(request.headers.contains(&header), "{:?}", request.headers);
    assert!(
        request
            .headers
            .contains(&"content-type: application/json".to_owned())
    );
}

#[test]
fn the_signature_is_hmac_sha256_in_lower_case_hex() {
    // RFC 4231 §4.3 (test case 2).
    let signature = sign(
        &Secret::new("Jefe".to_owned()),
        "what do ya want for nothing?",
    );
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(signature, format!("SHA256={expected}"));
}

#[test]
fn a_200_without_errors_is_consent() {
    for body in [
        "",
        " \n",
        "{}",
        r#"{"response":null,"errors":[]}"#,
        r#"{"errors":null}"#,
        r#"{"errors":[],"error":null,"response":{"errors":[]}}"#,
    ] {
        assert_eq!(send(response("200 OK", body)).0, Ok(()), "{body:?}");
    }
}

#[test]
fn an_error_code_in_a_200_is_a_refusal() {
    let body =
        r#"{"errors":[{"errorCode":"IDA-MLC-007","errorMessage":"Unknown error occurred"}]}"#;
    let (outcome, _) = send(response("200 OK", body));
    let error = outcome.unwrap_err();
    assert_eq!(
        error.remote(),
        Some(("IDA-MLC-007", "Unknown error occurred", 200))
    );
    assert!(!error.is_away());
}

#[test]
fn other_statuses_are_failures() {
    for (status, http) in [
        ("302 Found", 302),
        ("403 Forbidden", 403),
        ("404 Not Found", 404),
    ] {
        let error = send(response(status, "<html>")).0.unwrap_err();
        let code = format!("HTTP-{http}");
        let remote = error.remote().unwrap();
        assert_eq!((remote.0, remote.2), (code.as_str(), http));
    }
    let error = send(response("503 Service Unavailable", "")).0.unwrap_err();
    assert!(matches!(
        error,
        IdaError::Lost {
            http: Some(503),
            ..
        }
    ));
    assert!(!error.is_away(), "it may be this one message");
}

#[test]
fn a_page_in_a_200_is_not_ida() {
    let error = send(response("200 OK", "<html>Log in</html>"))
        .0
        .unwrap_err();
    assert!(matches!(error, IdaError::Protocol { .. }), "{error}");
}

#[test]
fn what_speaks_of_an_error_in_a_200_is_no_consent() {
    for body in [
        "[]",
        "null",
        r#""ok""#,
        r#"{"error":"unauthorized"}"#,
        r#"{"errors":null,"error":{"code":"X"}}"#,
        r#"{"errors":"none of your business"}"#,
        r#"{"response":{"errors":[{}]}}"#,
        r#"{"data":[{"Error":"x"}]}"#,
        r#"{"errors":[]} and more"#,
    ] {
        let error = send(response("200 OK", body)).0.unwrap_err();
        assert!(
            matches!(error, IdaError::Protocol { .. }),
            "{body}: {error}"
        );
        let start: String = body.chars().take(12).collect();
        assert!(error.to_string().contains(&start), "{error}");
    }
    let nested = r#"{"response":{"errors":[{"errorCode":"IDA-X","message":"no"}]}}"#;
    let error = send(response("200 OK", nested)).0.unwrap_err();
    assert_eq!(error.remote(), Some(("IDA-X", "no", 200)));
    let echo = format!(
        r#"{{"error":"{SECRET} {LICENSE_KEY} {}"}}"#,
        "x".repeat(5_000)
    );
    let error = send(response("200 OK", &echo)).0.unwrap_err().to_string();
    assert!(
        !error.contains(SECRET) && !error.contains(LICENSE_KEY),
        "{error}"
    );
    assert!(error.len() < 600, "{error}");
}

#[test]
fn a_cut_connection_is_a_lost_answer() {
    let error = send(String::new()).0.unwrap_err();
    assert!(
        matches!(error, IdaError::Lost { http: None, .. }),
        "{error}"
    );
    let torn = "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{".to_owned();
    let error = send(torn).0.unwrap_err();
    assert!(
        matches!(
            error,
            IdaError::Lost {
                http: Some(200),
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn nobody_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/cb", listener.local_addr().unwrap());
    drop(listener);
    let error = callback(&url).send(&event(), ID, noon()).unwrap_err();
    assert!(matches!(error, IdaError::Unreachable { .. }), "{error}");
    assert!(error.is_away());
}

#[test]
fn a_peer_that_echoes_brings_no_secret_into_the_error() {
    let echo = format!(
        r#"{{"errors":[{{"errorCode":"{API_KEY}","errorMessage":"bad {SECRET} in {API_KEY}"}}]}}"#
    );
    let (url, server) = answering(response("200 OK", &echo));
    let event = Event::ApiKeyUpdated { api_key: api_key() };
    let error = callback(&url).send(&event, ID, noon()).unwrap_err();
    server.join().unwrap();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains(API_KEY) && !shown.contains(SECRET),
        "{shown}"
    );
}

#[test]
fn what_is_dropped_in_silence_never_leaves() {
    let mut api_key = api_key();
    api_key.key = Secret::new("k".repeat(37));
    let error = callback("http://127.0.0.1:1/cb")
        .send(&Event::ApiKeyUpdated { api_key }, ID, noon())
        .unwrap_err();
    assert!(matches!(error, IdaError::Unfit { .. }), "{error}");
}

#[test]
fn bad_addresses_and_empty_secrets_are_refused() {
    let new =
        |url: &str, secret: &str| Callback::new(url, Secret::new(secret.to_owned()), PATIENCE);
    for url in [
        "ida.example/cb",
        "ftp://ida.example/cb",
        "https://u:hunter2@ida.example/cb",
        "https://ida.example/cb?x=1",
        "https://ida.example/cb#x",
    ] {
        let error = new(url, SECRET).unwrap_err();
        assert!(matches!(error, IdaError::Setup { .. }), "{url}");
        assert!(!error.to_string().contains("hunter2"));
    }
    assert!(new("https://ida.example/cb", "").is_err());
    assert!(!format!("{:?}", callback("https://ida.example/cb")).contains(SECRET));
}

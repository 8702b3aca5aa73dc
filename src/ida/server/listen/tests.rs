//! Clients that take more than is theirs.

use super::*;
use crate::domain::pull::Pulled;
use crate::ida::server::{Bearer, Doors, Hangup, NoAnswer, Rejected, Remembered, Tls};
use crate::ida::server::{CHECKS, LOOKUPS};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream as Client};
use std::process::Command;
use std::sync::{Mutex, mpsc};

fn doors() -> Doors {
    Doors {
        now: Box::new(|| "2026-06-01T12:00:00Z".parse().unwrap()),
        known: Box::new(|token| match token.expose() {
            "good" => Remembered::Good(ida()),
            "was good" => Remembered::Before,
            _ => Remembered::Never,
        }),
        checked: Box::new(|token| match token.expose() {
            "was good" => Ok(ida()),
            "away" => Err(Rejected::Unavailable),
            "fetching" => Err(Rejected::Fetching),
            _ => Err(Rejected::Token("signature")),
        }),
        look: Box::new(|asked| match asked.partner.as_str() {
            "broken" => Err(NoAnswer),
            _ => Ok(Pulled::default()),
        }),
        probe: Box::new(|| false),
        metrics: Box::new(|tally| format!("{:?}", tally.dropped)),
        tend: Box::new(|| {}),
    }
}

fn ida() -> Bearer {
    Bearer {
        roles: ["ID_AUTHENTICATION".to_owned()].into(),
    }
}

fn start(limits: Limits) -> SocketAddr {
    start_with(doors(), limits)
}

/// Runs until the process of the test ends.
fn start_with(doors: Doors, limits: Limits) -> SocketAddr {
    start_encrypted(doors, limits, None)
}

fn start_encrypted(doors: Doors, limits: Limits, tls: Option<Tls>) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let rooms = Arc::new(Rooms::new(doors, limits));
        runtime.block_on(async {
            let signals = Signals::hear(Hangup::Ends)?;
            serve(listener, tls.map(Arc::new), rooms, signals).await
        })
    });
    address
}

fn connect(address: SocketAddr) -> Client {
    let client = Client::connect(address).unwrap();
    let patience = Some(Duration::from_secs(20));
    client.set_read_timeout(patience).unwrap();
    client
}

/// All that comes until the server ends the connection.
fn rest(client: &mut Client) -> String {
    let mut bytes = Vec::new();
    match client.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the server left the connection open: {error}"),
    }
    String::from_utf8(bytes).unwrap()
}

fn asked(address: SocketAddr, path: &str, header: &str) -> String {
    let mut client = connect(address);
    let head = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{header}\r\n\r\n");
    client.write_all(head.as_bytes()).unwrap();
    rest(&mut client)
}

#[test]
fn half_a_head_is_waited_for_only_so_long() {
    let address = start(Limits {
        head: Duration::from_millis(100),
        ..Limits::default()
    });
    let mut client = connect(address);
    client
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\nX-Slow:")
        .unwrap();
    rest(&mut client);
    let mut silent = connect(address);
    assert_eq!(rest(&mut silent), "");
    let metrics = asked(address, "/metrics", "X: y");
    assert!(metrics.contains("\"slow\": 2"), "{metrics}");
}

#[test]
fn a_connection_too_many_waits_for_a_place() {
    let address = start(Limits {
        connections: 1,
        ..Limits::default()
    });
    let mut first = connect(address);
    first
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    first.read_exact(&mut [0]).unwrap();
    let mut second = connect(address);
    second
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let moment = Some(Duration::from_millis(300));
    second.set_read_timeout(moment).unwrap();
    let waits = second.read(&mut [0]).unwrap_err();
    assert_eq!(waits.kind(), ErrorKind::WouldBlock, "it has no place yet");
    drop(first);
    second
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    assert!(rest(&mut second).starts_with("HTTP/1.1 503"));
}

#[test]
fn no_connection_lives_for_ever() {
    let address = start(Limits {
        life: Duration::from_millis(100),
        ..Limits::default()
    });
    let mut client = connect(address);
    client
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    assert!(rest(&mut client).contains("DOWN"));
}

#[test]
fn long_heads_and_paths_are_refused() {
    let address = start(Limits::default());
    let path = format!("/{}", "a".repeat(1_100));
    assert!(asked(address, &path, "X: y").starts_with("HTTP/1.1 414"));
    let header = format!("X: {}", "a".repeat(20_000));
    assert!(asked(address, "/health", &header).starts_with("HTTP/1.1 431"));
    let many = (0..80).map(|n| format!("X-{n}: y")).collect::<Vec<_>>();
    assert!(asked(address, "/health", &many.join("\r\n")).starts_with("HTTP/1.1 431"));
}

/// A certificate for localhost, and a configuration that shows it.
fn certified() -> (reqwest::Certificate, Arc<rustls::ServerConfig>) {
    let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout - -days 2 -subj /CN=localhost \
                 -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE";
    let made = Command::new("openssl").args(words.split(' ')).output();
    let pem = made.unwrap().stdout;
    let key = PrivateKeyDer::from_pem_slice(&pem).unwrap();
    let certificate = CertificateDer::from_pem_slice(&pem).unwrap();
    let shown = reqwest::Certificate::from_der(&certificate).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    (shown, Arc::new(config.unwrap()))
}

#[test]
fn a_renewed_certificate_is_shown_to_new_connections() {
    let (old, old_config) = certified();
    let (new, new_config) = certified();
    let (renew, renewed) = mpsc::channel();
    let renewed = Mutex::new(renewed);
    let renewed = move || renewed.lock().unwrap().try_recv().ok();
    let limits = Limits {
        tending: Duration::from_millis(20),
        ..Limits::default()
    };
    let tls = Tls::new(old_config, Box::new(renewed));
    let address = start_encrypted(doors(), limits, Some(tls));
    let status = |trusted: &reqwest::Certificate| {
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .tls_certs_only([trusted.clone()]);
        let url = format!("https://localhost:{}/health", address.port());
        let answer = client.build().unwrap().get(url).send().ok()?;
        Some(answer.status().as_u16())
    };
    assert_eq!((status(&old), status(&new)), (Some(503), None));
    renew.send(new_config).unwrap();
    while status(&new).is_none() {
        std::thread::yield_now();
    }
    assert_eq!(status(&old), None);
}

#[test]
fn what_must_be_renewed_is_tended_again_and_again() {
    let (told, tended) = mpsc::channel();
    let told = Mutex::new(told);
    let tending = Doors {
        tend: Box::new(move || told.lock().unwrap().send(()).unwrap_or(())),
        ..doors()
    };
    let limits = Limits {
        tending: Duration::from_millis(20),
        ..Limits::default()
    };
    start_with(tending, limits);
    for _ in 0..3 {
        tended.recv_timeout(Duration::from_secs(20)).unwrap();
    }
}

/// With authmanager away, say, and forged tokens that each ask it.
#[test]
fn a_token_that_was_good_waits_for_no_strange_one() {
    let (begun, beginnings) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let (begun, released) = (Mutex::new(begun), Mutex::new(released));
    let hanging = Doors {
        checked: Box::new(move |token| match token.expose() {
            "was good" => Ok(ida()),
            _ => {
                begun.lock().unwrap().send(()).unwrap();
                let _released = released.lock().unwrap().recv();
                Err(Rejected::Unavailable)
            }
        }),
        ..doors()
    };
    let limits = Limits {
        turn: Duration::from_millis(200),
        ..Limits::default()
    };
    let address = start_with(hanging, limits);
    let path = "/v1/partnermanager/partners/1/apikey/k/misp/l/validate";
    let said = move |token: &str| asked(address, path, &format!("Cookie: Authorization={token}"));
    let strange: Vec<_> = (0..CHECKS)
        .map(|_| std::thread::spawn(move || said("strange")))
        .collect();
    (0..CHECKS).for_each(|_| beginnings.recv().unwrap());
    assert!(said("strange").starts_with("HTTP/1.1 503"));
    assert!(said("was good").contains("PMS_PMP_013"));
    drop(release);
    for one in strange {
        assert!(one.join().unwrap().starts_with("HTTP/1.1 503"));
    }
}

/// A look-up that hangs keeps its turn, a probe that hangs its own; whoever asks waits for neither.
#[test]
fn a_store_that_hangs_is_not_waited_for() {
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let wait = move || released.lock().unwrap().recv().is_err();
    let (looking, probing) = (wait.clone(), wait);
    let hanging = Doors {
        look: Box::new(move |_| {
            let _released = looking();
            Ok(Pulled::default())
        }),
        probe: Box::new(probing),
        ..doors()
    };
    let short = Duration::from_millis(100);
    let limits = Limits {
        turn: short,
        answer: short,
        health: short,
        ..Limits::default()
    };
    let address = start_with(hanging, limits);
    let path = "/v1/partnermanager/partners/1/apikey/k/misp/l/validate";
    for _ in 0..LOOKUPS {
        let said = asked(address, path, "Cookie: Authorization=good");
        assert!(said.contains("does not answer"), "{said}");
    }
    let said = asked(address, path, "Cookie: Authorization=good");
    assert!(said.contains("too many requests"), "{said}");
    for _ in 0..2 {
        assert!(asked(address, "/health", "X: y").contains("DOWN"));
    }
    drop(release);
    while !asked(address, "/health", "X: y").contains("UP") {}
    assert!(asked(address, path, "Cookie: Authorization=good").contains("PMS_PMP_013"));
}

#[test]
fn what_does_not_answer_is_told_as_such() {
    let address = start(Limits {
        keys: Duration::from_millis(100),
        ..Limits::default()
    });
    let path =
        |partner: &str| format!("/v1/partnermanager/partners/{partner}/apikey/k/misp/l/validate");
    let said = |partner: &str, token: &str| {
        asked(
            address,
            &path(partner),
            &format!("Cookie: Authorization={token}"),
        )
    };
    assert!(said("1", "good").contains("PMS_PMP_013"));
    assert!(said("broken", "good").starts_with("HTTP/1.1 503"));
    assert!(said("1", "away").starts_with("HTTP/1.1 503"));
    assert!(said("1", "fetching").starts_with("HTTP/1.1 503"));
    let forged = said("1", "forged");
    assert!(forged.starts_with("HTTP/1.1 401") && forged.contains("KER-ATH-401"));
    assert!(asked(address, &path("%ff"), "Cookie: Authorization=good").starts_with("HTTP/1.1 400"));
    assert!(asked(address, "/elsewhere", "X: y").starts_with("HTTP/1.1 404"));
}

//! Whatever may come instead of an envelope, and what it means for a call that writes.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use super::super::fake::{Fake, TOKEN, connection, given, http, json, refusal};
use super::super::ids::IdKind;
use super::super::{Connection, Endpoints, KernelClient, KernelError, Settings, Timeouts};

const HTML: &str = "<!doctype html><html><head><title>HTTP Status 500 – Internal\nServer Error</title><style>body {}</style></head><body/></html>";

/// The error of `uploadPartnerCertificate`, a call that writes, for one prepared answer.
fn upload_error(answer: String) -> KernelError {
    Fake::answering(vec![answer])
        .client()
        .upload_partner("pem", "Bank", "AUTH")
        .unwrap_err()
}

#[test]
fn a_refusal_in_a_200_keeps_its_code() {
    let error = upload_error(json(
        200,
        &refusal("KER-PCM-008", "Partner Organization Name not Matched."),
    ));
    assert_eq!(
        error.remote(),
        Some(("KER-PCM-008", "Partner Organization Name not Matched.", 200))
    );
    assert!(error.did_nothing());
}

#[test]
fn an_error_beside_a_response_is_a_refusal() {
    let body = r#"{"response":{"certificateId":"x"},"errors":[{"errorCode":"A","message":"b"},{"errorCode":"C","message":"d"}]}"#;
    assert_eq!(
        upload_error(json(200, body)).remote(),
        Some(("A", "b; d", 200))
    );
}

#[test]
fn no_errors_may_be_null_or_empty_or_left_out() {
    for errors in [r#","errors":null"#, r#","errors":[]"#, ""] {
        let body = format!(r#"{{"response":{{"id":"100"}}{errors}}}"#);
        let fake = Fake::answering(vec![json(200, &body)]);
        assert_eq!(
            fake.client().next_id(IdKind::Misp).unwrap(),
            "100",
            "{errors}"
        );
        assert!(fake.requests()[0].starts_with("POST /pmctl-dev/ids/misp HTTP/1.1"));
    }
}

#[test]
fn springs_400_and_404_are_refusals() {
    let body = r#"{"timestamp":"t","status":400,"error":"Bad Request","message":"JSON parse error:\n at [x]","path":"/p"}"#;
    let error = upload_error(json(400, body));
    assert_eq!(
        error.remote(),
        Some(("HTTP-400", "Bad Request: JSON parse error: at [x]", 400))
    );
    let body = r#"{"timestamp":"t","status":404,"error":"Not Found","path":"/p"}"#;
    assert!(matches!(
        upload_error(json(404, body)),
        KernelError::Refused { http: 404, .. }
    ));
}

#[test]
fn a_500_is_lost_and_keeps_what_the_peer_said() {
    let error = upload_error(json(500, &refusal("KER-KMS-500", "could not execute")));
    assert_eq!(
        error.remote(),
        Some(("KER-KMS-500", "could not execute", 500))
    );
    assert!(matches!(error, KernelError::Lost { .. }) && !error.did_nothing());
    let null = r#"{"errors":[{"errorCode":"KER-KMS-500","message":null}]}"#;
    assert_eq!(
        upload_error(json(500, null)).remote(),
        Some(("KER-KMS-500", "", 500))
    );
    let html = upload_error(http(500, "Content-Type: text/html\r\n", HTML));
    assert_eq!(
        html.remote(),
        Some(("HTTP-500", "HTTP Status 500 – Internal Server Error", 500))
    );
}

#[test]
fn a_cut_connection_or_body_is_lost() {
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\""] {
        let error = upload_error(answer.to_owned());
        assert!(matches!(error, KernelError::Lost { .. }), "{error:?}");
        assert!(!error.did_nothing());
    }
}

#[test]
fn a_refused_connection_did_nothing() {
    let endpoints = Endpoints {
        keymanager: "http://127.0.0.1:1/v1/keymanager".into(),
        ..Endpoints::default()
    };
    let client = KernelClient::new(connection(endpoints), given(TOKEN));
    let error = client.upload_partner("pem", "Bank", "AUTH").unwrap_err();
    assert!(
        matches!(error, KernelError::Unreachable { .. }) && error.did_nothing(),
        "{error:?}"
    );
    assert!(error.to_string().contains("http://127.0.0.1:1"), "{error}");
}

#[test]
fn a_200_that_breaks_the_contract_is_a_protocol_error() {
    let null = r#"{"id":null,"response":null,"errors":null}"#;
    let shape = r#"{"response":"x","errors":null}"#;
    let member = r#"{"response":{"certificateId":"x"},"errors":null}"#;
    let data = r#"{"response":{"certificateId":"x","signedCertificateData":"%%"},"errors":null}"#;
    for body in [null, shape, member, data, "{}", "", HTML] {
        let error = upload_error(json(200, body));
        assert!(
            matches!(error, KernelError::Protocol { .. }),
            "{body}: {error:?}"
        );
        assert!(!error.did_nothing());
    }
    let moved = http(302, "Location: http://127.0.0.1:1/\r\n", "");
    assert!(matches!(upload_error(moved), KernelError::Protocol { .. }));
}

#[test]
fn an_endless_answer_is_refused() {
    let error = upload_error(json(200, &" ".repeat(16 * 1024 * 1024 + 1)));
    assert!(matches!(error, KernelError::Protocol { .. }), "{error:?}");
}

#[test]
fn a_403_names_the_roles() {
    let error = upload_error(json(403, &refusal("KER-ATH-403", "Forbidden")));
    assert!(error.to_string().contains("PARTNER_ADMIN"), "{error}");
    assert_eq!(error.remote(), Some(("KER-ATH-403", "Forbidden", 403)));
}

#[test]
fn bad_addresses_are_found_at_once_and_passwords_in_them_not_shown() {
    let fake = Fake::answering(vec![]);
    for address in [
        "",
        "nowhere",
        "ftp://h/x",
        "http://u:hidden@h/x",
        "http://h/?q=1",
    ] {
        let endpoints = Endpoints {
            issuer: Some(address.into()),
            ..fake.endpoints()
        };
        let error = open(endpoints, None).unwrap_err();
        assert!(matches!(error, KernelError::Setup { .. }), "{address}");
        assert!(!error.to_string().contains("hidden"));
    }
    assert!(open(fake.endpoints(), Some("no PEM".into())).is_err());
}

fn open(endpoints: Endpoints, ca_bundle: Option<String>) -> Result<(), KernelError> {
    let second = Duration::from_secs(1);
    let timeouts = Timeouts {
        connect: second,
        total: second,
    };
    let now = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    Connection::new(
        Settings {
            endpoints,
            timeouts,
            ca_bundle,
        },
        now,
    )
    .map(drop)
}

#[test]
fn silence_is_lost() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let endpoints = Endpoints {
        keymanager: url,
        ..Endpoints::default()
    };
    let timeouts = Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_millis(100),
    };
    let settings = Settings {
        endpoints,
        timeouts,
        ca_bundle: None,
    };
    let connection = Connection::new(settings, Arc::new(|| jiff::Timestamp::UNIX_EPOCH)).unwrap();
    let client = KernelClient::new(connection, given(TOKEN));
    let error = client.upload_partner("pem", "Bank", "AUTH").unwrap_err();
    assert!(
        matches!(error, KernelError::Lost { .. }) && !error.did_nothing(),
        "{error:?}"
    );
}

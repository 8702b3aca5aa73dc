//! The client against prepared answers: every oddity of the services that it must stand.

use super::audit::AuditRecord;
use super::fake::{Fake, TOKEN, connection, http, json, refusal, response};
use super::iam::{self, OauthClient};
use super::ids::IdKind;
use super::keymanager::{CaUploaded, KeyStored, Ping, StoredCertificate};
use super::{Call, Connection, Credentials, Endpoints, KernelClient, KernelError, Link};
use crate::domain::secret::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn login() -> String {
    json(
        200,
        &format!(r#"{{"access_token":"{TOKEN}","expires_in":300,"refresh_expires_in":0}}"#),
    )
}

const DOUBLED: &str = r#"{"id":null,"errors":[{"errorCode":"KER-ATH-401","message":"Authentication Failed"}]}{"id":null,"errors":[{"errorCode":"KER-ATH-401","message":"Authentication Failed"}]}"#;
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
    let client = KernelClient::new(connection(endpoints), Credentials::Token(secret(TOKEN)));
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
fn every_call_carries_the_token_twice_and_the_given_time() {
    let fake = Fake::answering(vec![response(r#"{"licenseKey":"abc"}"#)]);
    let key = fake
        .client()
        .generate_license("100", "2032-04-05T00:00:00Z".parse().unwrap())
        .unwrap();
    assert_eq!(key.expose(), "abc");
    let request = &fake.requests()[0];
    assert!(
        request.contains(&format!("cookie: Authorization={TOKEN}\r\n")),
        "{request}"
    );
    assert!(
        request.contains(&format!("authorization: Bearer {TOKEN}\r\n")),
        "{request}"
    );
    assert!(request.contains(r#""requesttime":"2031-04-05T06:07:08.900Z","metadata":{},"request":{"tspId":"100","licenseExpiryTime":"2032-04-05T00:00:00.000Z"}"#), "{request}");
}

#[test]
fn a_401_gets_one_new_token_and_one_repetition() {
    let done = response(r#"{"status":"Upload Success.","timestamp":"2031-04-05T06:07:09.01"}"#);
    let fake = Fake::answering(vec![login(), json(401, DOUBLED), login(), done]);
    assert_eq!(
        fake.service().upload_ca("pem", "AUTH").unwrap(),
        CaUploaded::Stored
    );
    assert_eq!(fake.requests().len(), 4);
}

#[test]
fn a_second_401_ends_it() {
    let fake = Fake::answering(vec![
        login(),
        json(401, DOUBLED),
        login(),
        json(401, DOUBLED),
        login(),
    ]);
    let error = fake.service().upload_ca("pem", "AUTH").unwrap_err();
    assert_eq!(
        error.remote(),
        Some(("KER-ATH-401", "Authentication Failed", 401))
    );
    assert!(matches!(error, KernelError::Unauthorized { .. }) && error.did_nothing());
    assert_eq!(fake.requests().len(), 4);
}

#[test]
fn a_persons_rejected_token_is_not_tried_again() {
    let fake = Fake::answering(vec![json(401, DOUBLED), login()]);
    let error = fake.client().upload_ca("pem", "AUTH").unwrap_err();
    assert!(matches!(error, KernelError::Unauthorized { .. }));
    assert_eq!(fake.requests().len(), 1);
}

#[test]
fn a_token_that_is_no_jwt_is_never_sent() {
    let fake = Fake::answering(vec![]);
    let client = KernelClient::new(fake.connection(), Credentials::Token(secret("abc\r\nX: y")));
    let error = client.upload_ca("pem", "AUTH").unwrap_err();
    assert!(matches!(error, KernelError::Unauthorized { .. }));
    assert!(!format!("{error:?} {error}").contains("abc"));
    assert!(fake.requests().is_empty());
}

#[test]
fn parallel_workers_log_in_once() {
    let done = || response(r#"{"id":"7"}"#);
    let fake = Fake::answering(
        [login()]
            .into_iter()
            .chain((0..8).map(|_| done()))
            .collect(),
    );
    let client = fake.service();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.next_id(IdKind::Partner).unwrap());
        }
    });
    let logins = fake
        .requests()
        .iter()
        .filter(|it| it.contains("openid-connect/token"))
        .count();
    assert_eq!((logins, fake.requests().len()), (1, 9));
}

#[test]
fn a_wrong_client_secret_is_tried_once_and_never_shown() {
    let body =
        r#"{"error":"unauthorized_client","error_description":"Invalid client: s3cr3t-of-pms"}"#;
    let fake = Fake::answering(vec![json(401, body), login()]);
    let client = fake.service();
    for _ in 0..2 {
        let error = client.next_id(IdKind::Misp).unwrap_err();
        assert!(
            matches!(error, KernelError::Unauthorized { .. }),
            "{error:?}"
        );
        assert!(
            !format!("{error:?} {error}").contains("s3cr3t"),
            "{error:?}"
        );
    }
    assert_eq!(fake.requests().len(), 1);
}

#[test]
fn a_login_that_is_lost_leaves_the_writing_call_undone() {
    let error = Fake::answering(vec![])
        .service()
        .upload_partner("pem", "Bank", "AUTH")
        .unwrap_err();
    assert!(matches!(
        error,
        KernelError::Lost {
            call: Call::LoginService,
            ..
        }
    ));
    assert!(error.did_nothing());
}

#[test]
fn a_403_names_the_roles() {
    let error = upload_error(json(403, &refusal("KER-ATH-403", "Forbidden")));
    assert!(error.to_string().contains("PARTNER_ADMIN"), "{error}");
    assert_eq!(error.remote(), Some(("KER-ATH-403", "Forbidden", 403)));
}

#[test]
fn a_ca_bundle_may_be_stored_in_part_or_not_at_all() {
    let status = |text: &str| {
        let fake = Fake::answering(vec![response(&format!(r#"{{"status":"{text}"}}"#))]);
        fake.client().upload_ca("pem", "AUTH")
    };
    assert_eq!(
        status("Partial Upload Success.").unwrap(),
        CaUploaded::PartlyStored
    );
    assert!(matches!(
        status("Upload Failed.").unwrap_err(),
        KernelError::Refused { http: 200, .. }
    ));
    assert!(matches!(
        status("Perhaps.").unwrap_err(),
        KernelError::Protocol { .. }
    ));
    let again = json(
        200,
        &refusal("KER-PCM-003", "Certificate already exists in store."),
    );
    let again = Fake::answering(vec![again])
        .client()
        .upload_ca("pem", "AUTH");
    assert_eq!(again.unwrap(), CaUploaded::AlreadyThere);
}

#[test]
fn a_stored_certificate_is_one_of_four() {
    let ask = |answer: String| {
        let fake = Fake::answering(vec![answer]);
        let outcome = fake.client().stored_certificate("a b").unwrap();
        let wanted =
            "GET /v1/keymanager/getCertificate?applicationId=PARTNER&referenceId=a+b HTTP/1.1";
        assert!(fake.requests()[0].starts_with(wanted));
        outcome
    };
    let refused = |code: &str, message: &str| ask(json(200, &refusal(code, message)));
    assert_eq!(
        refused("KER-KMS-016", "Not allowed. (Partner App Id)"),
        StoredCertificate::Free
    );
    let expired = "Not allowed. (other domains, partner Certificate expired)";
    assert_eq!(refused("KER-KMS-016", expired), StoredCertificate::Expired);
    assert_eq!(
        refused("KER-KMS-003", "No unique alias is found"),
        StoredCertificate::Destroyed
    );
    let current = r#"{"certificate":"PEM","certSignRequest":null,"issuedAt":"2031-01-01T00:00:00.000Z","expiryAt":"2034-01-01T00:00:00.5","timestamp":"x"}"#;
    let StoredCertificate::Current {
        pem,
        issued_at,
        expires_at,
    } = ask(response(current))
    else {
        panic!("not current");
    };
    assert_eq!(pem, "PEM");
    assert_eq!(issued_at, "2031-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(expires_at, "2034-01-01T00:00:00.5Z".parse().unwrap());
}

#[test]
fn the_same_key_again_is_no_error() {
    for code in ["KER-KMS-015", "KER-KMS-035"] {
        let fake = Fake::answering(vec![json(200, &refusal(code, "x"))]);
        assert_eq!(
            fake.client().store_key("100", "pem").unwrap(),
            KeyStored::SameAlready
        );
    }
    let fake = Fake::answering(vec![response(
        r#"{"status":"Upload Success","timestamp":"t"}"#,
    )]);
    assert_eq!(
        fake.client().store_key("100", "pem").unwrap(),
        KeyStored::Stored
    );
    let fake = Fake::answering(vec![response(
        r#"{"status":"Key Revoked","timestamp":"t"}"#,
    )]);
    fake.client().revoke_key("100").unwrap();
    assert!(fake.requests()[0].starts_with("PUT /v1/keymanager/revokeKey "));
}

#[test]
fn an_id_in_a_path_cannot_leave_its_segment() {
    let fake = Fake::answering(vec![response(
        r#"{"certificateData":"PEM","timestamp":"t"}"#,
    )]);
    assert_eq!(
        fake.client().partner_certificate("../x?y#z").unwrap(),
        "PEM"
    );
    let wanted = "GET /v1/keymanager/getPartnerCertificate/..%2Fx%3Fy%23z HTTP/1.1";
    assert!(
        fake.requests()[0].starts_with(wanted),
        "{}",
        fake.requests()[0]
    );
}

#[test]
fn an_older_kernel_lacks_the_signed_pair() {
    let body = r#"{"timestamp":"t","status":404,"error":"Not Found","message":"No message available","path":"/p"}"#;
    let fake = Fake::answering(vec![json(404, body)]);
    assert_eq!(fake.client().partner_signed_certificate("x").unwrap(), None);
}

#[test]
fn encrypted_bytes_come_back_decoded() {
    let fake = Fake::answering(vec![response(r#"{"data":"_-8"}"#)]);
    assert_eq!(
        fake.client().encrypt("100", b"hello").unwrap(),
        [0xff, 0xef]
    );
    assert!(fake.requests()[0].contains(r#""data":"aGVsbG8","salt":null,"aad":null"#));
}

#[test]
fn a_ping_tells_who_answers_if_it_may() {
    let body = r#"{"git":{},"build":{"artifact":"a","name":"kernel-keymanager-service","version":"1.2.0.1"}}"#;
    let ping = Fake::answering(vec![json(200, body)])
        .client()
        .ping()
        .unwrap();
    assert_eq!(ping.version.as_deref(), Some("1.2.0.1"));
    for answer in [json(200, "{}"), json(404, "{}")] {
        assert_eq!(
            Fake::answering(vec![answer]).client().ping().unwrap(),
            Ping::default()
        );
    }
}

fn record() -> AuditRecord {
    AuditRecord {
        event_id: "PM-1".into(),
        event_name: "misp register".into(),
        event_type: "SYSTEM".into(),
        at: "2031-04-05T06:07:08.9Z".parse().unwrap(),
        host_name: "pm".into(),
        host_ip: "fe80:1111:2222:3333:4444".into(),
        application_id: "10002".into(),
        application_name: "pmctl".into(),
        user_id: "u".into(),
        user_name: Some(String::new()),
        reference: "100".into(),
        reference_type: "mispId".into(),
        created_by: "u".into(),
        module_name: None,
        module_id: None,
        description: Some("ä".repeat(3000)),
    }
}

#[test]
fn an_audit_entry_is_cut_to_what_the_audit_manager_takes() {
    let fake = Fake::answering(vec![
        response(r#"{"status":true}"#),
        response(r#"{"status":false}"#),
    ]);
    let client = fake.client();
    client.audit(&record()).unwrap();
    assert!(client.audit(&record()).unwrap_err().did_nothing());
    let request = &fake.requests()[0];
    assert!(
        request.contains(r#""hostIp":"fe80:1111:2222:3""#),
        "{request}"
    );
    assert!(request.contains(r#""sessionUserName":null"#), "{request}");
    assert_eq!(request.matches('ä').count(), 2048);
}

#[test]
fn a_service_that_is_not_named_is_a_matter_of_set_up() {
    let endpoints = Endpoints {
        keymanager: "http://127.0.0.1:1".into(),
        ..Endpoints::default()
    };
    let client = KernelClient::new(connection(endpoints), Credentials::Token(secret(TOKEN)));
    assert!(matches!(
        client.next_id(IdKind::Misp).unwrap_err(),
        KernelError::Setup { .. }
    ));
    assert!(matches!(
        client.audit(&record()).unwrap_err(),
        KernelError::Setup { .. }
    ));
    let jwks = iam::jwks(client.connection()).unwrap_err();
    assert!(matches!(jwks, KernelError::Setup { .. }));
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
    let second = std::time::Duration::from_secs(1);
    let timeouts = super::Timeouts {
        connect: second,
        total: second,
    };
    let now = std::sync::Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    Connection::new(
        super::Settings {
            endpoints,
            timeouts,
            ca_bundle,
        },
        now,
    )
    .map(drop)
}

#[test]
fn a_person_logs_in_at_keycloak() {
    let body = format!(
        r#"{{"access_token":"{TOKEN}","refresh_token":"r","refresh_expires_in":1800,"expires_in":300}}"#
    );
    let fake = Fake::answering(vec![json(200, &body), json(200, &body)]);
    let pms = secret("p");
    let client = OauthClient {
        id: "pms",
        secret: Some(&pms),
    };
    let tokens = iam::login_person(&fake.connection(), &client, "ann", &secret("a&b")).unwrap();
    assert_eq!(tokens.access.expose(), TOKEN);
    assert_eq!(
        tokens.expires_at,
        Some("2031-04-06T06:00:00Z".parse().unwrap())
    );
    assert_eq!(tokens.refresh_expires_in.unwrap().as_secs(), 1800);
    assert_eq!(tokens.refresh.as_ref().unwrap().expose(), "r");
    iam::refresh(&fake.connection(), &client, &tokens.refresh.unwrap()).unwrap();
    let requests = fake.requests();
    assert!(requests[0].starts_with("POST /auth/realms/mosip/protocol/openid-connect/token "));
    let form = "grant_type=password&client_id=pms&client_secret=p&username=ann&password=a%26b";
    assert!(requests[0].ends_with(form), "{}", requests[0]);
    let form = "grant_type=refresh_token&client_id=pms&client_secret=p&refresh_token=r";
    assert!(requests[1].ends_with(form), "{}", requests[1]);
}

#[test]
fn authmanager_gives_a_services_token_as_cookie_or_header() {
    let body = r#"{"response":{"status":"Success","message":"ok"},"errors":null}"#;
    let cookie = format!("Set-Cookie: Authorization={TOKEN}; Max-Age=6000000; Path=/\r\n");
    for headers in [cookie, format!("Authorization: {TOKEN}\r\n")] {
        let fake = Fake::answering(vec![http(200, &headers, body)]);
        let tokens = iam::login_service(&fake.authmanager(), "pms", &secret("p")).unwrap();
        assert_eq!(tokens.access.expose(), TOKEN);
        let request = &fake.requests()[0];
        assert!(
            request.contains(r#""request":{"clientId":"pms","secretKey":"p","appId":"partner"}"#),
            "{request}"
        );
    }
    let error = iam::login_service(
        &Fake::answering(vec![json(200, body)]).authmanager(),
        "pms",
        &secret("p"),
    );
    assert!(matches!(error.unwrap_err(), KernelError::Protocol { .. }));
}

#[test]
fn authmanager_says_wrong_secret_in_its_own_ways() {
    let fake = Fake::answering(vec![
        json(500, &refusal("500", "401 Unauthorized: [no body]")),
        json(200, &refusal("KER-ATH-023", "Invalid Credentials")),
        json(200, &refusal("KER-ATH-026", "Realm not found:: partner")),
    ]);
    let connection = fake.authmanager();
    let service = iam::login_service(&connection, "pms", &secret("p")).unwrap_err();
    assert!(
        matches!(service, KernelError::Unauthorized { .. }),
        "{service:?}"
    );
    let client = OauthClient {
        id: "pms",
        secret: None,
    };
    let person = iam::login_person(&connection, &client, "ann", &secret("pw")).unwrap_err();
    assert!(
        matches!(person, KernelError::Unauthorized { .. }),
        "{person:?}"
    );
    let realm = iam::login_person(&connection, &client, "ann", &secret("pw")).unwrap_err();
    assert!(matches!(realm, KernelError::Refused { .. }), "{realm:?}");
}

#[test]
fn authmanager_refreshes_with_the_token_in_a_cookie() {
    let body = format!(
        r#"{{"token":"{TOKEN}","refreshToken":"r2","expiryTime":300,"refreshExpiryTime":300}}"#
    );
    let fake = Fake::answering(vec![response(&body)]);
    let client = OauthClient {
        id: "pms",
        secret: None,
    };
    let tokens = iam::refresh(&fake.authmanager(), &client, &secret("r1")).unwrap();
    assert_eq!(tokens.refresh.unwrap().expose(), "r2");
    let request = &fake.requests()[0];
    assert!(request.starts_with("POST /v1/authmanager/authorize/internal/refreshToken/partner "));
    assert!(
        request.contains("cookie: refresh_token=r1\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with(r#"{"clientID":"pms","clientSecret":null}"#),
        "{request}"
    );
}

#[test]
fn keys_of_the_issuer_are_checked_to_be_keys() {
    let keys = r#"{"keys":[{"kid":"k","kty":"RSA","alg":"RS256","use":"sig","n":"AQAB","e":"AQAB","x5c":["x"]}]}"#;
    let fake = Fake::answering(vec![json(200, keys), json(200, "{}")]);
    assert_eq!(iam::jwks(&fake.connection()).unwrap(), keys);
    assert!(matches!(
        iam::jwks(&fake.connection()).unwrap_err(),
        KernelError::Protocol { .. }
    ));
}

#[test]
fn a_link_opens_once_for_all_threads() {
    let opened = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = std::sync::Arc::clone(&opened);
    let link = Link::new(Box::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let endpoints = Endpoints {
            keymanager: "http://127.0.0.1:1".into(),
            ..Endpoints::default()
        };
        Ok(KernelClient::new(
            connection(endpoints),
            Credentials::Token(secret(TOKEN)),
        ))
    }));
    assert_eq!(opened.load(std::sync::atomic::Ordering::SeqCst), 0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| link.get().map(|_| ()).unwrap());
        }
    });
    assert_eq!(opened.load(std::sync::atomic::Ordering::SeqCst), 1);
    let broken = Link::new(Box::new(|| Err(KernelError::Setup { cause: "x".into() })));
    assert!(broken.get().is_err());
}

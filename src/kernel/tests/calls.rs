//! One call after the other: what it sends, and what its answers mean.

use super::super::audit::AuditRecord;
use super::super::fake::{Fake, TOKEN, connection, given, json, refusal, response};
use super::super::ids::IdKind;
use super::super::keymanager::{CaUploaded, KeyStored, Ping, StoredCertificate};
use super::super::{Endpoints, KernelClient, KernelError, Link, iam};

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
    let client = KernelClient::new(connection(endpoints), given(TOKEN));
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
fn a_link_opens_once_for_all_threads() {
    let opened = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = std::sync::Arc::clone(&opened);
    let link = Link::new(Box::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let endpoints = Endpoints {
            keymanager: "http://127.0.0.1:1".into(),
            ..Endpoints::default()
        };
        Ok(KernelClient::new(connection(endpoints), given(TOKEN)))
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

use super::*;

const GET_ROOT: &str = "/v1/keymanager/getCertificate?applicationId=ROOT&referenceId=";

fn with_cookie(served: &Served, cookie: &str) -> Answer {
    served.send(&format!("GET {GET_ROOT} HTTP/1.1\r\nCookie: {cookie}"), "")
}

#[test]
fn a_missing_token_is_answered_twice() {
    let served = serve();
    let token = served.token(SERVICE);
    let header_only = format!("GET {GET_ROOT} HTTP/1.1\r\nAuthorization: Bearer {token}");
    for head in [format!("GET {GET_ROOT} HTTP/1.1"), header_only] {
        let answer = served.send(&head, "");
        assert_eq!(answer.status, 401);
        let bodies: Vec<Value> = serde_json::Deserializer::from_str(&answer.body)
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(bodies.len(), 2);
        assert_eq!(bodies[1]["errors"][0]["errorCode"], "KER-ATH-401");
    }
}

#[test]
fn a_missing_token_can_be_answered_once() {
    let served = serve_with(|options| Options {
        two_bodies_on_401: false,
        ..options
    });
    let answer = served.send(&format!("GET {GET_ROOT} HTTP/1.1"), "");
    assert_eq!(
        (answer.status, answer.codes()),
        (401, vec!["KER-ATH-401".to_owned()])
    );
}

#[test]
fn only_the_last_cookie_counts() {
    let served = serve();
    let token = served.token(SERVICE);
    assert_eq!(
        with_cookie(&served, &format!("x=1; XAuthorizationY={token}")).status,
        200
    );
    let last = format!("Authorization={token}; Authorization=abc");
    assert_eq!(with_cookie(&served, &last).status, 500);
}

#[test]
fn a_token_that_is_no_jwt_is_tomcats_page() {
    let answer = with_cookie(&serve(), "Authorization=abc");
    assert_eq!(answer.status, 500);
    assert!(answer.head.contains("text/html"));
}

#[test]
fn a_changed_or_foreign_or_expired_token_is_one_401() {
    let served = serve();
    let token = served.token(SERVICE);
    let changed = format!("{}AAAA", &token[..token.len() - 4]);
    let stranger = served.token("stranger-client");
    for token in [&changed, &stranger] {
        let answer = with_cookie(&served, &format!("Authorization={token}"));
        assert_eq!(
            (answer.status, answer.codes()),
            (401, vec!["KER-ATH-401".to_owned()])
        );
    }
    let short = served.token("mosip-short-client");
    served.advance(SignedDuration::from_secs(6));
    assert_eq!(
        with_cookie(&served, &format!("Authorization={short}")).status,
        401
    );
    assert_eq!(
        with_cookie(&served, &format!("Authorization={token}")).status,
        200
    );
    served.advance(SignedDuration::from_secs(300));
    assert_eq!(
        with_cookie(&served, &format!("Authorization={token}")).status,
        401
    );
}

#[test]
fn the_role_is_looked_at_after_the_body() {
    let served = serve();
    let path = "/v1/keymanager/uploadCACertificate";
    let blank = json!({"id": "a", "request": {"certificateData": "", "partnerDomain": "AUTH"}});
    let answer = served.call("POST", path, "mosip-misp-client", &blank.to_string());
    answer.refused("KER-KMS-005");
    let filled = json!({"id": "a", "request": {"certificateData": "x", "partnerDomain": "AUTH"}});
    let answer = served.call("POST", path, "mosip-misp-client", &filled.to_string());
    assert_eq!(
        (answer.status, answer.codes()),
        (403, vec!["KER-ATH-403".to_owned()])
    );
    assert_eq!(answer.json()["id"], "a");
    let answer = served.call("GET", GET_ROOT, "mosip-partner-client", "");
    assert_eq!(answer.status, 403);
}

#[test]
fn an_error_echoes_what_is_missing_as_empty_and_null_as_text() {
    let served = serve();
    let path = "/v1/keymanager/uploadCACertificate";
    let body = r#"{"id":null,"request":{"certificateData":"AAAA","partnerDomain":"AUTH"}}"#;
    let answer = served.call("POST", path, SERVICE, body);
    answer.refused("KER-PCM-001");
    assert!(
        answer
            .body
            .starts_with(r#"{"id":"null","version":"","responsetime":""#)
    );
    let success = served.get("/getCertificate?applicationId=ROOT&referenceId=");
    assert!(
        success
            .body
            .starts_with(r#"{"id":null,"version":null,"responsetime":""#)
    );
    assert!(success.body.ends_with(r#","errors":null}"#));
}

#[test]
fn requests_that_are_no_requests() {
    let served = serve();
    let call = |verb: &str, path: &str, body: &str| {
        served.call(verb, &format!("/v1/keymanager{path}"), SERVICE, body)
    };
    let upload = "/uploadCACertificate";
    assert_eq!(call("POST", upload, "{\"id\":").json()["status"], 400);
    assert_eq!(
        call("POST", "/noSuchCall", "{}").json()["error"],
        "Not Found"
    );
    let wrong_verb = call("GET", upload, "");
    assert_eq!(
        (wrong_verb.status, wrong_verb.codes()),
        (500, vec!["KER-KMS-500".to_owned()])
    );
    call("POST", upload, r#"{"id":"a"}"#).refused("KER-KMS-005");
    let offset = r#"{"requesttime":"2026-11-23T08:00:00.000+05:30","request":{}}"#;
    call("POST", upload, offset).refused("KER-KMS-005");
    let token = served.token(SERVICE);
    let head = format!("POST /v1/keymanager{upload} HTTP/1.1\r\nCookie: Authorization={token}");
    assert_eq!(served.send(&head, "{}").status, 415);
}

#[test]
fn a_persons_session_is_prolonged_and_ended() {
    let served = serve();
    let client = "client_id=mosip-pms-client&client_secret=mosip-pms-client-secret";
    let person = "grant_type=password&username=ida-admin&password=ida-admin-secret";
    let tokens = served.grant(&format!("{person}&{client}")).json();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let again = format!("grant_type=refresh_token&refresh_token={refresh}&{client}");
    assert_eq!(served.grant(&again).status, 200);

    let logout = "/auth/realms/mosip/protocol/openid-connect/logout";
    let head = format!("POST {logout} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded");
    assert_eq!(
        served
            .send(&head, &format!("refresh_token={refresh}&{client}"))
            .status,
        204
    );
    let ended = served.grant(&again);
    assert_eq!(
        (ended.status, &ended.json()["error_description"]),
        (400, &json!("Session not active"))
    );
}

#[test]
fn bad_grants_are_refused_in_oauths_words() {
    let served = serve();
    let client = "client_id=mosip-pms-client&client_secret=mosip-pms-client-secret";
    let cases = [
        (
            "grant_type=client_credentials&client_id=nope&client_secret=x".to_owned(),
            401,
            "invalid_client",
        ),
        (
            "grant_type=client_credentials&client_id=mosip-pms-client".to_owned(),
            401,
            "unauthorized_client",
        ),
        (
            format!("grant_type=password&username=ida-admin&password=x&{client}"),
            401,
            "invalid_grant",
        ),
        (
            format!("grant_type=nope&{client}"),
            400,
            "unsupported_grant_type",
        ),
        (client.to_owned(), 400, "invalid_request"),
    ];
    for (form, status, error) in cases {
        let answer = served.grant(&form);
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (status, &json!(error)),
            "{form}"
        );
    }
}

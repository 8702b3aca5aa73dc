use super::*;

const GET_ROOT: &str = "/v1/keymanager/getCertificate?applicationId=ROOT&referenceId=";

fn with_cookie(served: &Served, cookie: &str) -> Answer {
    served.send(&format!("GET {GET_ROOT} HTTP/1.1\r\nCookie: {cookie}"), "")
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
fn a_token_ends_with_its_time() {
    let served = serve();
    let (short, usual) = (served.token("mosip-short-client"), served.token(SERVICE));
    let with = |token: &str| with_cookie(&served, &format!("Authorization={token}")).status;
    assert_eq!([with(&short), with(&usual)], [200, 200]);
    served.advance(SignedDuration::from_secs(6));
    assert_eq!([with(&short), with(&usual)], [401, 200]);
    served.advance(SignedDuration::from_secs(300));
    assert_eq!(with(&usual), 401);
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

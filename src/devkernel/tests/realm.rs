use super::*;

const PMS: &str = "client_id=mosip-pms-client&client_secret=mosip-pms-client-secret";
const DEVICE: &str = "grant_type=urn:ietf:params:oauth:grant-type:device_code";

fn with_faults() -> Served {
    serve_with(|options| Options {
        faults: true,
        ..options
    })
}

fn form(served: &Served, path: &str, form: &str) -> Answer {
    let kind = "Content-Type: application/x-www-form-urlencoded";
    served.send(
        &format!("POST /auth/realms/mosip/{path} HTTP/1.1\r\n{kind}"),
        form,
    )
}

fn order(served: &Served, order: &Value) -> u16 {
    let head = "POST /pmctl-dev/realm HTTP/1.1";
    served.send(head, &order.to_string()).status
}

fn error(answer: &Answer) -> (u16, String) {
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    (answer.status, error)
}

fn refused(error: &str) -> (u16, String) {
    (400, error.to_owned())
}

fn login(served: &Served) -> Value {
    let person = "grant_type=password&username=pm-operator&password=pm-operator-secret";
    served.grant(&format!("{person}&{PMS}")).json()
}

fn refresh(served: &Served, tokens: &Value) -> Answer {
    let token = tokens["refresh_token"].as_str().unwrap();
    served.grant(&format!(
        "grant_type=refresh_token&refresh_token={token}&{PMS}"
    ))
}

#[test]
fn only_a_kernel_with_faults_has_an_administrator() {
    let served = serve();
    assert_eq!(order(&served, &json!({"rotate_key": true})), 404);
    assert_eq!(served.send("GET /pmctl-dev/realm HTTP/1.1", "").status, 404);
    assert_eq!(order(&with_faults(), &json!({"rotate": true})), 400);
}

#[test]
fn a_new_key_signs_and_the_old_one_still_holds() {
    let served = with_faults();
    let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let old = served.token(SERVICE);
    assert_eq!(order(&served, &json!({"rotate_key": true})), 204);
    let new = served.token(SERVICE);
    assert_ne!(kid(&old), kid(&new));
    let certs = "GET /auth/realms/mosip/protocol/openid-connect/certs HTTP/1.1";
    let keys = served.send(certs, "").json();
    assert_eq!(keys["keys"][0]["kid"], kid(&new));
    assert_eq!(keys["keys"][1]["kid"], kid(&old));
    for token in [old, new] {
        let path = "/v1/keymanager/getCertificate?applicationId=ROOT&referenceId=";
        let head = format!("GET {path} HTTP/1.1\r\nCookie: Authorization={token}");
        assert_eq!(served.send(&head, "").status, 200);
    }
}

#[test]
fn a_refresh_token_that_comes_twice_may_end_its_session() {
    let served = with_faults();
    let tokens = login(&served);
    assert_eq!(refresh(&served, &tokens).status, 200);
    assert_eq!(refresh(&served, &tokens).status, 200);
    assert_eq!(order(&served, &json!({"refresh_tokens_once": true})), 204);
    let next = refresh(&served, &tokens).json();
    assert_eq!(error(&refresh(&served, &tokens)), refused("invalid_grant"));
    assert_eq!(error(&refresh(&served, &next)), refused("invalid_grant"));
}

#[test]
fn a_logout_ends_the_session_for_its_own_client_only() {
    let served = serve();
    let tokens = login(&served);
    let token = tokens["refresh_token"].as_str().unwrap();
    let logout = |client: &str| {
        let client = format!("client_id={client}&client_secret={client}-secret");
        let body = format!("{client}&refresh_token={token}");
        form(&served, "protocol/openid-connect/logout", &body)
    };
    assert_eq!(
        error(&logout("mosip-partner-client")),
        refused("invalid_grant")
    );
    assert_eq!(refresh(&served, &tokens).status, 200);
    assert_eq!(logout(SERVICE).status, 204);
    assert_eq!(error(&refresh(&served, &tokens)), refused("invalid_grant"));
    assert_eq!(logout(SERVICE).status, 204);
}

#[test]
fn authmanager_logs_out_by_the_cookie() {
    let served = serve();
    let tokens = login(&served);
    let token = tokens["access_token"].as_str().unwrap();
    let path = "/v1/authmanager/logout/user";
    let logout = |cookie: &str| {
        served.send(
            &format!("DELETE {path} HTTP/1.1\r\nCookie: Authorization={cookie}"),
            "",
        )
    };
    assert_eq!(logout(token).response()["status"], "Success");
    assert_eq!(error(&refresh(&served, &tokens)), refused("invalid_grant"));
    logout("abc").refused("KER-ATH-025");
}

#[test]
fn a_code_is_approved_or_denied_on_a_page() {
    let served = serve();
    let begin = || form(&served, "protocol/openid-connect/auth/device", PMS).json();
    let poll = |code: &Value| {
        let code = code["device_code"].as_str().unwrap();
        served.grant(&format!("{DEVICE}&device_code={code}&{PMS}"))
    };
    let decide = |code: &Value, rest: &str| {
        let code = code["user_code"].as_str().unwrap();
        form(&served, "device", &format!("user_code={code}&{rest}"))
    };
    let who = "username=ida-admin&password=ida-admin-secret&accept=Yes";

    let code = begin();
    assert_eq!(error(&poll(&code)), refused("authorization_pending"));
    assert_eq!(error(&poll(&code)), refused("slow_down"));
    let wrong = decide(&code, "username=ida-admin&password=x&accept=Yes");
    assert!(wrong.body.contains("Invalid username or password."));

    let code = begin();
    let done = decide(&code, who);
    assert!(
        done.body.contains("Device Login Successful"),
        "{}",
        done.body
    );
    let other = "client_id=mosip-partner-client&client_secret=mosip-partner-client-secret";
    let device = code["device_code"].as_str().unwrap();
    let stolen = served.grant(&format!("{DEVICE}&device_code={device}&{other}"));
    assert_eq!(error(&stolen), refused("invalid_grant"));
    assert!(poll(&code).json()["refresh_token"].is_string());
    assert_eq!(error(&poll(&code)), refused("invalid_grant"));
    assert_eq!(decide(&code, who).status, 400);

    let code = begin();
    assert!(
        decide(&code, "cancel=No")
            .body
            .contains("Device Login Failed")
    );
    assert_eq!(error(&poll(&code)), refused("access_denied"));
}

#[test]
fn a_page_shows_nothing_of_a_code_that_is_none() {
    let head = "GET /auth/realms/mosip/device?user_code=%22%3E%3Cscript%3E HTTP/1.1";
    let page = serve().send(head, "").body;
    assert!(page.contains("name=\"user_code\" value=\"\""), "{page}");
}

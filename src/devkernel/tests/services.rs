use super::*;

#[test]
fn a_service_gets_its_token_in_header_and_cookie() {
    let served = serve();
    let login = |secret: &str, application: &str| {
        let body = json!({"id": "x", "request": {"clientId": SERVICE, "secretKey": secret,
            "appId": application}});
        let path = "/v1/authmanager/authenticate/clientidsecretkey";
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/json");
        served.send(&head, &body.to_string())
    };
    let answer = login("mosip-pms-client-secret", "partner");
    assert_eq!(answer.response()["status"], "Success");
    let header = |name: &str| answer.head.lines().find_map(|line| line.strip_prefix(name));
    let token = header("authorization: ").unwrap();
    assert!(
        header("set-cookie: ")
            .unwrap()
            .starts_with(&format!("authorization={token};"))
    );
    login("mosip-pms-client-secret", "Partner").refused("KER-ATH-026");
    let wrong = login("wrong", "partner");
    assert_eq!((wrong.status, wrong.codes()), (500, vec!["500".to_owned()]));
}

#[test]
fn a_person_gets_both_tokens_in_the_body() {
    let served = serve();
    let login = |password: &str| {
        let body = json!({"request": {"userName": "pm-operator", "password": password,
            "appId": "partner", "clientId": SERVICE, "clientSecret": "mosip-pms-client-secret"}});
        let path = "/v1/authmanager/authenticate/internal/useridPwd";
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/json");
        served.send(&head, &body.to_string())
    };
    let response = login("pm-operator-secret").response();
    assert_eq!(
        (&response["expiryTime"], &response["refreshExpiryTime"]),
        (&json!(300), &json!(1800))
    );
    login("wrong").refused("KER-ATH-023");

    let refresh = response["refreshToken"].as_str().unwrap();
    let body = json!({"clientID": SERVICE, "clientSecret": "mosip-pms-client-secret"}).to_string();
    let path = "/v1/authmanager/authorize/internal/refreshToken/partner";
    let head = format!("POST {path} HTTP/1.1\r\nCookie: refresh_token={refresh}");
    let renewed = served.send(&head, &body).response();
    assert!(renewed["token"].as_str().unwrap().len() > 100);
}

fn next(served: &Served, kind: &str) -> Answer {
    served.call(
        "POST",
        &format!("/pmctl-dev/ids/{kind}"),
        SERVICE,
        r#"{"request":{}}"#,
    )
}

#[test]
fn ids_are_counted_and_end_before_they_grow() {
    let served = serve();
    assert_eq!(next(&served, "misp").response(), json!({"id": "100"}));
    assert_eq!(next(&served, "misp").response(), json!({"id": "101"}));
    assert_eq!(next(&served, "partner").response(), json!({"id": "1000"}));
    let db = rusqlite::Connection::open(path_in(served.folder.path())).unwrap();
    db.execute("update id_sequences set last = 998 where kind = 'misp'", [])
        .unwrap();
    assert_eq!(next(&served, "misp").response(), json!({"id": "999"}));
    next(&served, "misp").refused("PMCTL-DEV-001");
    next(&served, "misp").refused("PMCTL-DEV-001");
}

fn fault(served: &Served, fault: Value) -> u16 {
    let body = fault.to_string();
    served.send("POST /pmctl-dev/faults HTTP/1.1", &body).status
}

#[test]
fn faults_are_offered_only_when_asked_for() {
    assert_eq!(
        fault(&serve(), json!({"path": "misp", "kind": "http-503"})),
        404
    );
}

#[test]
fn a_fault_befalls_so_many_calls_as_it_says() {
    let served = serve_with(|options| Options {
        faults: true,
        ..options
    });
    let token = served.token(SERVICE);
    let head = format!(
        "POST /pmctl-dev/ids/misp HTTP/1.1\r\nContent-Type: application/json\r\nCookie: Authorization={token}"
    );
    let send = || try_send(served.kernel.addr(), &head, r#"{"request":{}}"#);
    assert_eq!(
        fault(
            &served,
            json!({"path": "ids/misp", "kind": "cut-before-effect"})
        ),
        204
    );
    assert!(send().is_none());
    assert_eq!(
        fault(
            &served,
            json!({"path": "ids/misp", "kind": "cut-after-effect"})
        ),
        204
    );
    assert!(send().is_none());
    assert_eq!(send().unwrap().response(), json!({"id": "101"}));
    fault(
        &served,
        json!({"path": "ids/misp", "kind": "http-503", "times": 2}),
    );
    assert_eq!([send().unwrap().status, send().unwrap().status], [503, 503]);
    fault(
        &served,
        json!({"path": "ids/misp", "kind": "refuse-inside-200"}),
    );
    send().unwrap().refused("KER-KMS-005");
    assert_eq!(send().unwrap().response(), json!({"id": "102"}));
}

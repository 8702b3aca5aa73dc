//! Logins of services, people and devices at either service, and how they end.

use super::super::KernelError;
use super::super::fake::{Fake, TOKEN, http, json, refusal, response};
use super::super::iam::{self, OauthClient, Polled};
use super::secret;

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
    assert_eq!(tokens.lifetime, None, "it has no iat");
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
fn a_person_logs_in_by_device_code() {
    let begun = r#"{"device_code":"d3v1ce","user_code":"AB\u001b[1mCD","verification_uri":"https://i/device",
        "verification_uri_complete":"javascript:alert(1)","expires_in":600}"#;
    let refused = |error: &str| json(400, &format!(r#"{{"error":"{error}"}}"#));
    let granted = format!(r#"{{"access_token":"{TOKEN}","refresh_token":"r"}}"#);
    let fake = Fake::answering(vec![
        json(200, begun),
        refused("authorization_pending"),
        refused("slow_down"),
        refused("access_denied"),
        refused("expired_token"),
        refused("invalid_grant"),
        json(200, &granted),
        json(401, r#"{"error":"invalid_client"}"#),
    ]);
    let connection = fake.connection();
    let client = OauthClient {
        id: "pmctl",
        secret: None,
    };
    let device = iam::device_begin(&connection, &client).unwrap();
    assert_eq!(
        (device.lasts.as_secs(), device.interval.as_secs()),
        (600, 5)
    );
    assert_eq!(
        (device.user_code.as_str(), device.address_with_code.clone()),
        ("AB [1mCD", None)
    );
    assert!(!format!("{device:?}").contains("d3v1ce"));
    let poll = || iam::device_poll(&connection, &client, &device);
    assert!(matches!(poll().unwrap(), Polled::Pending));
    assert!(matches!(poll().unwrap(), Polled::SlowDown));
    assert!(matches!(poll().unwrap(), Polled::Denied));
    assert!(matches!(poll().unwrap(), Polled::Expired));
    assert!(matches!(poll().unwrap(), Polled::Expired));
    assert!(matches!(poll().unwrap(), Polled::Granted(_)));
    assert!(matches!(
        poll().unwrap_err(),
        KernelError::Unauthorized { .. }
    ));
    let requests = fake.requests();
    assert!(
        requests[0].starts_with("POST /auth/realms/mosip/protocol/openid-connect/auth/device ")
    );
    assert!(
        requests[0].ends_with("\r\n\r\nclient_id=pmctl"),
        "{}",
        requests[0]
    );
    let form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=pmctl&device_code=d3v1ce";
    assert!(requests[1].ends_with(form), "{}", requests[1]);
}

#[test]
fn a_logout_ends_the_session_of_the_refresh_token() {
    let ended = r#"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#;
    let fake = Fake::answering(vec![
        http(204, "", ""),
        json(400, ended),
        json(401, r#"{"error":"unauthorized_client"}"#),
    ]);
    let connection = fake.connection();
    let client = OauthClient {
        id: "pms",
        secret: None,
    };
    let (access, refresh) = (secret(TOKEN), secret("r1"));
    let logout = || iam::logout(&connection, &client, &access, Some(&refresh));
    logout().unwrap();
    logout().unwrap();
    assert!(matches!(
        logout().unwrap_err(),
        KernelError::Unauthorized { .. }
    ));
    let request = &fake.requests()[0];
    assert!(request.starts_with("POST /auth/realms/mosip/protocol/openid-connect/logout "));
    assert!(
        request.ends_with("client_id=pms&refresh_token=r1"),
        "{request}"
    );
}

#[test]
fn authmanager_logs_out_by_the_access_token() {
    let fake = Fake::answering(vec![
        response(r#"{"status":"Success","message":"successfully loggedout"}"#),
        response(r#"{"status":"Failed","message":"log out failed"}"#),
        json(200, &refusal("KER-ATH-025", "Exception occured")),
    ]);
    let connection = fake.authmanager();
    let client = OauthClient {
        id: "pms",
        secret: None,
    };
    let access = secret(TOKEN);
    let logout = || iam::logout(&connection, &client, &access, None);
    logout().unwrap();
    assert!(matches!(
        logout().unwrap_err(),
        KernelError::Protocol { .. }
    ));
    assert!(matches!(logout().unwrap_err(), KernelError::Refused { .. }));
    let request = &fake.requests()[0];
    assert!(
        request.starts_with("DELETE /v1/authmanager/logout/user "),
        "{request}"
    );
    assert!(request.contains(&format!("cookie: Authorization={TOKEN}\r\n")));
}

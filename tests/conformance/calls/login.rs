//! Authmanager's logins (kernel-contract 2), which MOSIP does not publish: only the embedded one is asked.

use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Ask, Kernel, SERVICE};

const fn login(call: &'static str, what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case(call, what, ask).embedded_only()
}

pub const CASES: &[Case] = &[
    login("clientidsecretkey", "a service", |kernel| {
        service(kernel, "mosip-pms-client-secret", "partner")
    })
    .says("Success"),
    login("clientidsecretkey", "a wrong secret", |kernel| {
        service(kernel, "wrong", "partner")
    })
    .says("500 500"),
    login(
        "clientidsecretkey",
        "an application that there is not",
        |kernel| service(kernel, "mosip-pms-client-secret", "Partner"),
    )
    .says("KER-ATH-026"),
    login("internal/useridPwd", "a person", |kernel| {
        let answer = person(kernel, "pm-operator-secret");
        let response = answer.response();
        assert_eq!(
            [&response["expiryTime"], &response["refreshExpiryTime"]],
            [&json!(300), &json!(1800)]
        );
        answer
    })
    .says("success"),
    login("internal/useridPwd", "a wrong password", |kernel| {
        person(kernel, "wrong")
    })
    .says("KER-ATH-023"),
    login("internal/refreshToken", "no cookie", |kernel| {
        kernel.ask(refresh().by_nobody())
    })
    .says("500 500"),
    login("internal/refreshToken", "of a person", |kernel| {
        let token = person(kernel, "pm-operator-secret").text("refreshToken");
        let answer = kernel.ask(refresh().cookie(format!("refresh_token={token}")));
        assert!(answer.text("token").split('.').count() == 3);
        answer
    })
    .says("SUCCESS"),
];

fn service(kernel: &Kernel<'_>, secret: &str, application: &str) -> Answer {
    let request = json!({"clientId": SERVICE, "secretKey": secret, "appId": application});
    kernel.ask(Ask::post("/v1/authmanager/authenticate/clientidsecretkey", request).by_nobody())
}

fn person(kernel: &Kernel<'_>, password: &str) -> Answer {
    let request = json!({"userName": "pm-operator", "password": password, "appId": "partner",
        "clientId": SERVICE, "clientSecret": "mosip-pms-client-secret"});
    kernel.ask(Ask::post("/v1/authmanager/authenticate/internal/useridPwd", request).by_nobody())
}

fn refresh() -> Ask {
    let body = json!({"clientID": SERVICE, "clientSecret": "mosip-pms-client-secret"});
    Ask::text(
        "/v1/authmanager/authorize/internal/refreshToken/partner",
        body,
    )
}

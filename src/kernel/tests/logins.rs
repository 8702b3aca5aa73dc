//! Tokens: where they come from, how they travel, and when they are renewed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::super::fake::{Fake, TOKEN, json, response};
use super::super::iam::Tokens;
use super::super::ids::IdKind;
use super::super::keymanager::CaUploaded;
use super::super::{Call, Credentials, KernelClient, KernelError, Lent};
use super::secret;
use crate::domain::secret::Secret;

/// What the services write when no token is there: one document twice.
const DOUBLED: &str = r#"{"id":null,"errors":[{"errorCode":"KER-ATH-401","message":"Authentication Failed"}]}{"id":null,"errors":[{"errorCode":"KER-ATH-401","message":"Authentication Failed"}]}"#;

fn login() -> String {
    json(
        200,
        &format!(r#"{{"access_token":"{TOKEN}","expires_in":300,"refresh_expires_in":0}}"#),
    )
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
fn whoever_keeps_the_tokens_is_told_which_one_was_rejected() {
    let done = response(r#"{"status":"Upload Success.","timestamp":"2031-04-05T06:07:09.01"}"#);
    let fake = Fake::answering(vec![json(401, DOUBLED), done]);
    let other = TOKEN.replace("c2ln", "b3RoZXI");
    let renewed = other.clone();
    let lend = move |rejected: Option<&Secret>| {
        let token = match rejected {
            None => TOKEN.to_owned(),
            Some(token) if token.expose() == TOKEN => renewed.clone(),
            Some(_) => panic!("another token was rejected"),
        };
        Ok(Lent {
            token: Secret::new(token),
            good_until: None,
        })
    };
    let client = KernelClient::new(fake.connection(), Credentials::Lent(Box::new(lend)));
    client.upload_ca("pem", "AUTH").unwrap();
    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].contains(TOKEN) && requests[1].contains(&other));
}

#[test]
fn a_token_is_renewed_before_its_end() {
    let now: Timestamp = "2031-04-05T06:07:08.9Z".parse().unwrap();
    for (good_until, asked) in [(now, 2), (now + SignedDuration::from_secs(1), 1)] {
        let times = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&times);
        let lend = move |_: Option<&Secret>| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(Lent {
                token: secret(TOKEN),
                good_until: Some(good_until),
            })
        };
        let fake = Fake::answering(vec![response(r#"{"id":"7"}"#), response(r#"{"id":"8"}"#)]);
        let client = KernelClient::new(fake.connection(), Credentials::Lent(Box::new(lend)));
        client.next_id(IdKind::Partner).unwrap();
        client.next_id(IdKind::Partner).unwrap();
        assert_eq!(times.load(Ordering::Relaxed), asked);
    }
}

#[test]
fn a_fifth_of_a_tokens_life_is_spared_and_half_a_minute_at_most() {
    let received: Timestamp = "2031-04-05T06:00:00Z".parse().unwrap();
    for (lifetime, good) in [(5, 4), (60, 48), (300, 270), (3600, 3570)] {
        let tokens = Tokens {
            access: secret(TOKEN),
            refresh: None,
            lifetime: Some(Duration::from_secs(lifetime)),
            refresh_expires_in: None,
        };
        let expected = received + SignedDuration::from_secs(good);
        assert_eq!(tokens.good_until(received), Some(expected));
    }
}

#[test]
fn a_401_to_a_new_token_says_whom_it_names() {
    // {"iss":"https://i/realms/x","azp":"stranger","aud":["account","b"]}
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2kvcmVhbG1zL3giLCJhenAiOiJzdHJhbmdlciIsImF1ZCI6WyJhY2NvdW50IiwiYiJdfQ.c2ln";
    let fake = Fake::answering(vec![json(401, DOUBLED), json(401, DOUBLED)]);
    let error = fake.lent(token).upload_ca("pem", "AUTH").unwrap_err();
    let told = "KER-ATH-401 Authentication Failed, to a new token issued by https://i/realms/x to stranger for account, b";
    assert!(error.to_string().ends_with(told), "{error}");
}

#[test]
fn a_token_that_is_no_jwt_is_never_sent() {
    let fake = Fake::answering(vec![]);
    let client = fake.lent("abc\r\nX: y");
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

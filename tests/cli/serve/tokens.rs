//! Whose token is taken, and for which shape.

use super::*;
use crate::served::Served;
use std::thread::JoinHandle;

#[test]
fn every_role_pulls_in_its_own_shape() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    for (role, old, new) in [
        ("PARTNERMANAGER", 200, 200),
        ("partnermanager", 200, 403),
        ("ID_AUTHENTICATION", 200, 200),
        ("PARTNER_ADMIN", 403, 200),
        ("CREDENTIAL_ISSUANCE", 403, 200),
        ("GLOBAL_ADMIN", 403, 403),
        ("id_authentication", 403, 403),
    ] {
        let token = world.token(&["default-roles-mosip", role]);
        let status = |url: String| with_bearer(&url, &token).status().as_u16();
        assert_eq!(status(world.v10(&serving)), old, "{role}");
        assert_eq!(status(world.v11(&serving)), new, "{role}");
    }
    let none = world.token(&[]);
    let said = status_and_code(with_cookie(&world.v11(&serving), &none));
    assert_eq!(said, (403, "KER-ATH-403".to_owned()));
}

#[test]
fn a_token_that_does_not_hold_is_refused() {
    let world = World::on_sqlite();
    let serving = world.serve(&["--client", "mosip-ida-client", "--client", "other"]);
    let url = world.v11(&serving);
    let refused = (401, "KER-ATH-401".to_owned());
    let roles: &[&str] = &["ID_AUTHENTICATION"];
    let said = Said::around(NOW, roles);
    let (issuer, own) = (&world.issuer, Key::first());
    let good = issuer.token(&own, &said);
    assert_eq!(code(with_bearer(&url, &good)), None);

    let none = client().get(&url).send().unwrap();
    assert_eq!(status_and_code(none), refused);
    let basic = client()
        .get(&url)
        .basic_auth("a", Some("b"))
        .send()
        .unwrap();
    assert_eq!(status_and_code(basic), refused);
    let (from, to) = (NOW - 600, NOW - 61);
    let realm = "https://elsewhere.example/auth/realms/mosip";
    let (head, signature) = good.rsplit_once('.').unwrap();
    for (what, token) in [
        (
            "expired",
            issuer.token(
                &own,
                &Said {
                    from,
                    to,
                    ..said.clone()
                },
            ),
        ),
        (
            "still to come",
            issuer.token(
                &own,
                &Said {
                    from: NOW + 61,
                    to: NOW + 600,
                    ..said.clone()
                },
            ),
        ),
        (
            "forged",
            issuer.token(&Key::second().called("first"), &said),
        ),
        (
            "other issuer",
            issuer.token(
                &own,
                &Said {
                    issuer: Some(realm),
                    ..said.clone()
                },
            ),
        ),
        (
            "other client",
            issuer.token(
                &own,
                &Said {
                    client: "web",
                    ..said.clone()
                },
            ),
        ),
        ("no token", "eyJ".to_owned()),
        ("cut", format!("{head}.{}", &signature[4..])),
        ("unsigned", format!("{head}.")),
    ] {
        assert_eq!(
            status_and_code(with_bearer(&url, &token)),
            refused,
            "{what}"
        );
        assert_eq!(
            status_and_code(with_cookie(&url, &token)),
            refused,
            "{what}"
        );
    }
    // The cookie counts, as at MOSIP's own.
    let both = client()
        .get(&url)
        .bearer_auth(&good)
        .header("cookie", "Authorization=eyJ");
    assert_eq!(status_and_code(both.send().unwrap()), refused);
    let metrics = client().get(format!("{}/metrics", serving.url));
    let metrics = metrics.send().unwrap().text().unwrap();
    for why in [
        "absent",
        "expired",
        "not-yet",
        "signature",
        "other-issuer",
        "other-client",
        "no-token",
    ] {
        let label = format!("pmctl_ida_tokens_rejected_total{{reason=\"{why}\"}}");
        assert!(metrics.contains(&label), "{why}\n{metrics}");
    }
}

/// Forged tokens may name any key: the issuer is asked once for all of them.
#[test]
fn a_new_key_of_the_issuer_is_fetched_once() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let url = world.v11(&serving);
    let said = Said::around(NOW, &["ID_AUTHENTICATION"]);
    world.issuer.publish(&[Key::first(), Key::second()]);
    let before = world.issuer.reads();
    let renewed = world.issuer.token(&Key::second(), &said);
    assert_eq!(code(with_bearer(&url, &renewed)), None);
    for _ in 0..5 {
        let strange = world.issuer.token(&Key::second().called("strange"), &said);
        assert_eq!(with_bearer(&url, &strange).status(), 401);
    }
    assert_eq!(world.issuer.reads(), before + 1);
}

/// Asks with each of so many tokens, all at once; their answers come in any order.
fn all_at_once(url: &str, tokens: Vec<String>) -> Vec<JoinHandle<u16>> {
    let ask = |token: String| {
        let url = url.to_owned();
        std::thread::spawn(move || with_bearer(&url, &token).status().as_u16())
    };
    tokens.into_iter().map(ask).collect()
}

fn until_asked(issuer: &Issuer, before: usize) {
    while issuer.reads() == before {
        std::thread::yield_now();
    }
}

/// More of them than are checked at once.
#[test]
fn forged_tokens_and_a_silent_issuer_keep_no_good_token_waiting() {
    let world = World::on_sqlite();
    let serving = world.serve(&["--timeout", "20s"]);
    let (url, before) = (world.v11(&serving), world.issuer.reads());
    let silent = world.issuer.silent();
    let said = Said::around(NOW, &["ID_AUTHENTICATION"]);
    let forged = world.issuer.token(&Key::second().called("strange"), &said);
    let flood = all_at_once(&url, vec![forged; 12]);
    until_asked(&world.issuer, before);
    assert_eq!(code(with_bearer(&url, &world.ida())), None);
    drop(silent);
    let answers: Vec<u16> = flood.into_iter().map(|one| one.join().unwrap()).collect();
    assert!(
        answers.iter().all(|status| [401, 503].contains(status)),
        "{answers:?}"
    );
    assert_eq!(world.issuer.reads(), before + 1);
}

/// Nobody can say of a token with a strange key that it does not hold, and the issuer is not asked for each.
#[test]
fn an_issuer_that_did_not_answer_is_left_alone_for_a_while() {
    let world = World::on_sqlite();
    let serving = world.serve(&["--timeout", "2s"]);
    let (url, before) = (world.v11(&serving), world.issuer.reads());
    let _silent = world.issuer.silent();
    let said = Said::around(NOW, &["ID_AUTHENTICATION"]);
    let strange = world.issuer.token(&Key::second(), &said);
    for _ in 0..3 {
        assert_eq!(with_bearer(&url, &strange).status(), 503);
    }
    assert_eq!(world.issuer.reads(), before + 1);
    assert_eq!(code(with_bearer(&url, &world.ida())), None);
}

#[test]
fn all_who_come_with_a_new_key_wait_for_the_one_who_fetches_it() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let (url, before) = (world.v11(&serving), world.issuer.reads());
    world.issuer.publish(&[Key::first(), Key::second()]);
    let silent = world.issuer.silent();
    let renewed = |client| {
        let said = Said {
            client,
            ..Said::around(NOW, &["ID_AUTHENTICATION"])
        };
        world.issuer.token(&Key::second(), &said)
    };
    let clients = ["a", "b", "c", "d", "e", "f"];
    let answers = all_at_once(&url, clients.map(renewed).to_vec());
    until_asked(&world.issuer, before);
    drop(silent);
    for answer in answers {
        assert_eq!(answer.join().unwrap(), 200);
    }
    assert_eq!(world.issuer.reads(), before + 1);
}

#[test]
fn where_no_issuer_is_named_authmanager_is_asked() {
    let env = TestEnv::onboarded();
    let kernel = Served::start(&env);
    env.write("pms.secret", "mosip-pms-client-secret\n");
    let store = format!("sqlite:{}", env.path("data/pmctl/dev.db").display());
    let seal = env.path("data/pmctl/dev.key");
    let url = format!("http://{}", kernel.address);
    env.ok(&[
        "context",
        "add",
        "served",
        "--kernel",
        &url,
        "--client-id",
        "mosip-pms-client",
        "--secret-file",
        "pms.secret",
        "--store-url",
        &store,
        "--seal-file",
        seal.to_str().unwrap(),
    ]);
    let words = [
        "ida",
        "serve",
        "-c",
        "served",
        "-o",
        "jsonl",
        "--listen",
        "127.0.0.1:0",
    ];
    let serving = Serving::start(env.command(&words));
    let granted = |client: &str| {
        let secret = format!("{client}-secret");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("client_secret", &secret),
        ];
        let realm = format!("{url}/auth/realms/mosip/protocol/openid-connect/token");
        let said: Value = super::client()
            .post(realm)
            .form(&form)
            .send()
            .unwrap()
            .json()
            .unwrap();
        said["access_token"].as_str().unwrap().to_owned()
    };
    let asked = format!(
        "{}/v1/partnermanager/partners/9/apikey/k/misp/l/validate",
        serving.url
    );
    let token = granted("mosip-ida-client");
    for _ in 0..2 {
        assert_eq!(
            code(with_cookie(&asked, &token)).as_deref(),
            Some("PMS_PMP_013")
        );
    }
    assert_eq!(
        with_cookie(&asked, &granted("mosip-misp-client")).status(),
        403
    );
    let (head, signature) = token.rsplit_once('.').unwrap();
    let changed = format!("{head}.{}{}", &signature[1..], &signature[..1]);
    assert_eq!(with_cookie(&asked, &changed).status(), 401);
    drop(kernel);
    assert_eq!(
        with_cookie(&asked, &token).status(),
        200,
        "it was vouched for a moment ago"
    );
    assert_eq!(with_cookie(&asked, &changed).status(), 503);
}

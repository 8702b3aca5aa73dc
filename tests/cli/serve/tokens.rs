//! Whose token is taken, and for which shape.

use super::*;
use crate::served::Served;

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

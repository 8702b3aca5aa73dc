//! What is shared, and every code where it is not.

use super::*;

#[test]
fn both_shapes_share_the_policy() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let token = world.ida();

    let old = with_bearer(&world.v10(&serving), &token);
    assert_eq!(old.headers()["content-type"], "application/json");
    assert_eq!(old.headers()["cache-control"], "no-store");
    let old: Value = old.json().unwrap();
    let with_context = world.v10(&serving).replace(
        "/pmpartners/",
        "/partnermanagement/v1/pmpartners/pmpartners/",
    );
    let same: Value = with_cookie(&with_context, &token).json().unwrap();
    assert_eq!(same, old);
    assert_eq!(old["response"]["partnerId"], "1000");
    assert_eq!(old["errors"], Value::Null);
    let policies = &old["response"]["policy"]["policies"];
    assert_eq!(policies["authPolicies"][0]["authType"], "otp-request");

    let url = world.v11(&serving);
    let without: Value = with_bearer(&url, &token).json().unwrap();
    assert_eq!(without["response"]["certificateData"], Value::Null);
    let wanted = format!("{url}?needPartnerCert=TRUE");
    let new: Value = with_cookie(&wanted, &token).json().unwrap();
    // Of several values the first counts, and none is an answer to somebody without a token.
    let certificate = |query: &str| {
        let said: Value = with_bearer(&format!("{url}?{query}"), &token)
            .json()
            .unwrap();
        said["response"]["certificateData"].is_string()
    };
    let twice = "needPartnerCert=true&needPartnerCert=false";
    assert!(certificate(twice) && certificate("needPartnerCert=%20on&x=%FF"));
    assert!(!certificate("needPartnerCert=false&needPartnerCert=true"));
    let nobody = client().get(format!("{url}?{twice}")).send().unwrap();
    assert_eq!(nobody.status(), 401);
    // What is served is what is shared by hand.
    let by_hand = world.env.ok(&["ida", "policy", "1000"]);
    let by_hand: Value = serde_json::from_str(&by_hand).unwrap();
    assert_eq!(new, by_hand);
    let by_hand = world.env.ok(&["ida", "policy", "1000", "--shape", "1.0"]);
    let by_hand: Value = serde_json::from_str(&by_hand).unwrap();
    assert_eq!(old, by_hand);
}

fn every_fault_has_its_code(world: &World) {
    let serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    for (breaks, mends, old, new) in FAULTS {
        world.sql(breaks);
        let expected = [old, new].map(|code| code.map(str::to_owned));
        assert_eq!(world.verdicts(&serving), expected, "{breaks}");
        world.sql(mends);
        assert_eq!(world.verdicts(&serving), [None, None], "{mends}");
    }
    let token = world.ida();
    let asked = |url: String| code(with_cookie(&url, &token));
    let (v10, v11) = (world.v10(&serving), world.v11(&serving));
    for url in [&v10, &v11] {
        for nobody in ["9999", "1000%2F", "..%2F1000", "1000%00", &"a".repeat(37)] {
            let strange = url.replace("/1000/", &format!("/{nobody}/"));
            assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_013"), "{nobody}");
        }
        let strange = url.replace(&world.license, "nobodys");
        assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_020"));
        let strange = url.replace(&world.api_key, "nobodys");
        assert_eq!(asked(strange).as_deref(), Some("PMS_PMP_017"));
    }
    // Nothing of it is known: each release looks at another thing first.
    let all = |url: &str| {
        let url = url.replace("/1000/", "/9999/");
        asked(
            url.replace(&world.license, "l")
                .replace(&world.api_key, "k"),
        )
    };
    assert_eq!(all(&v10).as_deref(), Some("PMS_PMP_020"));
    assert_eq!(all(&v11).as_deref(), Some("PMS_PMP_013"));
}

#[test]
fn every_fault_has_its_code_on_sqlite() {
    every_fault_has_its_code(&World::on_sqlite());
}

#[test]
fn every_fault_has_its_code_on_postgres() {
    every_fault_has_its_code(&World::on_postgres());
}

/// By the tool itself, in a process of its own.
#[test]
fn a_block_holds_with_the_next_answer() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world
        .env
        .ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    let blocked = || Some("PMS_PMP_025".to_owned());
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
    world.env.ok(&["misp", "unblock", "100"]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world
        .env
        .ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    let blocked = || Some("PMS_PMP_016".to_owned());
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
}

/// The key that was renewed is not the one in force any more.
#[test]
fn a_key_that_was_renewed_does_not_exist() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    world.env.ok(&["misp", "renew-license", "100", "--early"]);
    let gone = || Some("PMS_PMP_020".to_owned());
    assert_eq!(world.verdicts(&serving), [gone(), gone()]);
}

//! Which record a login acts for.

use crate::env::TestEnv;

const CONTACT: [&str; 6] = [
    "--contact",
    "B",
    "--phone",
    "+918055500177",
    "--email",
    "b@south.example",
];

fn log_in(env: &TestEnv, user: &str) {
    env.write("password", format!("{user}-secret\n"));
    env.ok(&["login", "--user", user, "--password-file", "password"]);
}

fn with_contact<'a>(words: &[&'a str], user: &'a str) -> Vec<&'a str> {
    let mut all = words.to_vec();
    all.extend(CONTACT);
    all.extend(["--user", user]);
    all
}

/// Two records that name one login would leave open whose it is: the second is refused, and nothing is changed.
#[test]
fn a_login_acts_for_one_record() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    let second = with_contact(&["misp", "register", "Southern Relay"], "misp-operator");
    let told = env.json(6, &second);
    assert_eq!(told["error"]["code"], "PM-ACC-006");
    assert!(
        told["error"]["message"]
            .as_str()
            .unwrap()
            .contains("MISP 100")
    );
    assert_eq!(env.ok(&["misp", "list", "-o", "id"]), "100\n");
    env.ok(&with_contact(
        &["misp", "register", "Southern Relay"],
        "south",
    ));
    env.exits(6, &["misp", "update", "101", "--user", "misp-operator"]);

    env.ok(&["partner", "update", "1000", "--user", "partner-user"]);
    let partner = [
        "partner", "add", "Bank Two", "--misp", "101", "--group", "banking",
    ];
    env.exits(6, &with_contact(&partner, "partner-user"));
    env.ok(&with_contact(&partner, "teller"));
    env.exits(6, &["partner", "update", "1001", "--user", "partner-user"]);
    // The same again is no change, and a MISP's login may be its partner's too.
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&["partner", "update", "1000", "--user", "misp-operator"]);
}

/// A login that acts for one MISP acts for no partner of another, or each would narrow what the other gives it.
#[test]
fn a_login_acts_for_one_misp_and_its_partners() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&with_contact(
        &["misp", "register", "Southern Relay"],
        "south",
    ));
    let partner = [
        "partner", "add", "Bank Two", "--misp", "101", "--group", "banking",
    ];
    let message = |words: &[&str]| {
        let said = env.json(6, words);
        assert_eq!(said["error"]["code"], "PM-ACC-006");
        said["error"]["message"].as_str().unwrap().to_owned()
    };
    let told = message(&with_contact(&partner, "misp-operator"));
    assert_eq!(told, "the login misp-operator acts for MISP 100");
    env.ok(&with_contact(&partner, "teller"));
    message(&["partner", "update", "1001", "--user", "misp-operator"]);
    for taken in [
        with_contact(&["misp", "register", "Third"], "teller"),
        vec!["misp", "update", "100", "--user", "teller"],
    ] {
        let told = message(&taken);
        assert_eq!(told, "the login teller acts for partner 1001");
    }
    log_in(&env, "misp-operator");
    let told = message(&["partner", "update", "1000", "--user", "south"]);
    assert_eq!(told, "the login south acts for somebody else");
}

/// As a store may be that was written before the above was refused.
#[test]
fn a_partner_of_another_misp_does_not_narrow_what_a_misp_sees() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&with_contact(
        &["misp", "register", "Southern Relay"],
        "south",
    ));
    let partner = [
        "partner", "add", "Bank Two", "--misp", "101", "--group", "banking",
    ];
    env.ok(&with_contact(&partner, "teller"));
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    let bind = "update partners set login_user = 'misp-operator' where id = '1001'";
    assert_eq!(store.execute(bind, []).unwrap(), 1);
    log_in(&env, "misp-operator");
    for noun in ["partner", "api-key", "cert"] {
        let rows = env.json(0, &[noun, "list"]);
        assert_eq!(rows["data"]["rows"].as_array().unwrap().len(), 1, "{noun}");
    }
    env.exits(3, &["partner", "show", "1001"]);
}

/// A MISP whose login is also that of one of its partners sees all of them.
#[test]
fn a_misp_that_is_its_own_partner_sees_all_its_partners() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    let partner = [
        "partner", "add", "Bank Two", "--misp", "100", "--group", "banking",
    ];
    env.ok(&with_contact(&partner, "misp-operator"));
    log_in(&env, "misp-operator");
    assert_eq!(env.ok(&["partner", "list", "-o", "id"]), "1000\n1001\n");
    let keys = env.json(0, &["api-key", "list"]);
    assert_eq!(keys["data"]["rows"].as_array().unwrap().len(), 1);
}

/// To a misp, whose partner the login acts for stays hidden.
#[test]
fn a_taken_login_does_not_tell_whose_it_is() {
    let env = TestEnv::onboarded();
    env.ok(&["partner", "update", "1000", "--user", "partner-user"]);
    env.ok(&with_contact(
        &["misp", "register", "Southern Relay"],
        "misp-operator",
    ));
    log_in(&env, "misp-operator");
    let partner = ["partner", "add", "Bank Two", "--group", "banking"];
    let told = env.json(6, &with_contact(&partner, "partner-user"));
    let message = told["error"]["message"].as_str().unwrap();
    assert_eq!(message, "the login partner-user acts for somebody else");
}

/// The old login acts for it no more from the next command on, although its token is good; the trail says who changed it.
#[test]
fn a_changed_login_takes_effect_at_once() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    log_in(&env, "misp-operator");
    env.ok(&["misp", "show", "100"]);
    let person = env.path("cache/pmctl");
    let kept = env.path("kept");
    std::fs::rename(&person, &kept).unwrap();
    env.ok(&["misp", "update", "100", "--user", "successor"]);
    let trail = env.ok(&["audit", "list", "-o", "json"]);
    assert!(trail.contains("login misp-operator → successor"), "{trail}");
    let _new = std::fs::remove_dir_all(&person);
    std::fs::rename(&kept, &person).unwrap();
    env.exits(3, &["misp", "show", "100"]);
    let told = env.json(5, &["misp", "list"]);
    assert!(
        told["error"]["message"]
            .as_str()
            .unwrap()
            .contains("belongs to no MISP")
    );
}

/// A user for each capability, and what it may at the least.
#[test]
fn the_embedded_kernel_has_somebody_for_each_capability() {
    let env = TestEnv::onboarded();
    env.ok(&["misp", "update", "100", "--user", "misp-operator"]);
    env.ok(&["partner", "update", "1000", "--user", "partner-user"]);
    for (user, capability, may, may_not) in [
        (
            "pm-operator",
            "ida-admin",
            &["audit", "list"] as &[&str],
            None,
        ),
        (
            "policy-manager",
            "policy-manager",
            &["policy", "list"],
            Some("misp list"),
        ),
        (
            "misp-operator",
            "misp",
            &["misp", "show", "100"],
            Some("audit list"),
        ),
        (
            "partner-user",
            "partner",
            &["cert", "show", "1000"],
            Some("misp show 100"),
        ),
        (
            "ida-user",
            "ida",
            &["ida", "check", "1000"],
            Some("partner show 1000"),
        ),
    ] {
        log_in(&env, user);
        let me = env.json(0, &["whoami"]);
        assert_eq!(
            me["data"]["capabilities"],
            serde_json::json!([capability]),
            "{user}"
        );
        env.ok(may);
        if let Some(line) = may_not {
            let words: Vec<&str> = line.split(' ').collect();
            let exit = env.run(&words).status.code();
            assert!(matches!(exit, Some(3 | 5)), "{user}: {line} is {exit:?}");
        }
        env.ok(&["logout"]);
    }
}

//! Every command, run by those who may not: the rule that it asks is the one it is listed with, nothing happens before
//! the answer, and what is somebody else's is told like what is not there.

use crate::env::{TestEnv, shown};
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;

/// The table of rules, and the test that it has a row for every leaf.
#[path = "../access.rs"]
mod table;

/// How each command that is held to a rule is typed, once for every action that it may ask for. Names in braces stand
/// for ids.
const LINES: &[(&str, &str)] = &[
    (
        "misp register",
        "{name} --contact A --phone +918055500100 --email a@relay.example",
    ),
    ("misp list", ""),
    ("misp show", "{misp}"),
    ("misp update", "{misp} --contact Mallory"),
    ("misp block", "{misp} --reason x --yes"),
    ("misp unblock", "{misp}"),
    ("misp renew-license", "{misp} --early"),
    ("license list", ""),
    ("license list", "--misp {misp}"),
    ("license show", "{license}"),
    ("license show", "{license} --reveal"),
    ("license renew", "{misp} --early"),
    ("license revoke", "{license} --reason x --yes"),
    ("license restore", "{license}"),
    ("policy-group add", "{name}"),
    ("policy-group deactivate", "banking --reason x --yes"),
    ("policy-group activate", "banking"),
    ("policy-group list", ""),
    ("policy-group show", "banking"),
    (
        "policy add",
        "{name} --group banking --version 1 --file examples/bank-kyc.json",
    ),
    ("policy publish", "banking/bank-kyc"),
    ("policy update", "banking/bank-kyc --version 2"),
    ("policy deactivate", "banking/bank-kyc --reason x --yes"),
    ("policy activate", "banking/bank-kyc"),
    ("policy list", ""),
    ("policy show", "banking/bank-kyc"),
    ("policy show", "banking/bank-kyc --diff banking/bank-kyc"),
    (
        "partner add",
        "{name} --misp {misp} --group banking --contact A --phone +918055500100 --email a@bank.example",
    ),
    ("partner list", ""),
    ("partner list", "--misp {misp}"),
    ("partner show", "{partner}"),
    ("partner update", "{partner} --contact Mallory"),
    ("partner block", "{partner} --reason x --yes"),
    ("partner unblock", "{partner}"),
    ("partner map-policy", "{partner} --policy banking/bank-kyc"),
    ("mapping list", ""),
    ("mapping show", "{mapping}"),
    ("mapping approve", "{mapping}"),
    ("mapping reject", "{mapping} --reason x --yes"),
    ("api-key list", ""),
    ("api-key list", "--partner {partner}"),
    ("api-key show", "{api-key}"),
    ("api-key show", "{api-key} --reveal"),
    ("api-key revoke", "{api-key} --reason x --yes"),
    ("api-key restore", "{api-key}"),
    ("api-key reissue", "{api-key}"),
    ("ca upload", "examples/retail.pub.pem --domain AUTH"),
    ("ca list", ""),
    ("cert inspect", "examples/retail.pub.pem"),
    ("cert csr", "{partner} --key-to new.key.pem"),
    ("cert csr", "{misp} --key-to new.key.pem"),
    ("cert upload", "{partner} --file examples/retail.pub.pem"),
    ("cert upload", "{misp} --file examples/retail.pub.pem"),
    ("cert list", ""),
    ("cert list", "--holder {partner}"),
    ("cert list", "--holder {misp}"),
    ("cert get", "{partner}"),
    ("cert get", "{misp}"),
    ("cert show", "{partner}"),
    ("cert show", "{misp}"),
    ("key upload", "{partner} --file examples/retail.pub.pem"),
    ("key rotate", "{partner} --to-certificate"),
    ("key show", "{partner}"),
    (
        "key verify",
        "{partner} --private-key examples/retail.pub.pem",
    ),
    ("ida policy", "{partner}"),
    ("ida check", "{partner}"),
    ("ida reconcile", ""),
    ("ida serve", "--listen 127.0.0.1:0"),
    ("report expiring", ""),
    ("report inventory", ""),
    ("audit list", ""),
    ("audit verify", ""),
    ("outbox list", ""),
    ("outbox push", ""),
    ("outbox drop", "1 --reason x --yes"),
    ("kernel provision", ""),
    ("store check", ""),
];

/// Takes every capability from every role.
const NO_ROLES: &str = "current = \"dev\"\n[contexts.dev.roles]\nida-admin = []\npolicy-manager = []\nmisp = []\n\
    partner = []\nida = []\n";

fn typed(leaf: &str, rest: &str, ids: &BTreeMap<&str, String>) -> Vec<String> {
    let words = leaf.split(' ').chain(rest.split_whitespace());
    words
        .map(|word| {
            let id = word
                .strip_prefix('{')
                .and_then(|word| word.strip_suffix('}'));
            id.map_or_else(|| word.to_owned(), |name| ids[name].clone())
        })
        .collect()
}

fn log_in(env: &TestEnv, user: &str) {
    env.write("password", format!("{user}-secret\n"));
    env.ok(&["login", "--user", user, "--password-file", "password"]);
}

/// What an administrator sees: the ids of what is in the store.
fn ids(env: &TestEnv) -> BTreeMap<&'static str, String> {
    let first = |noun: &str| {
        let rows = env.json(0, &[noun, "list"]);
        rows["data"]["rows"][0]["id"].as_str().unwrap().to_owned()
    };
    BTreeMap::from([
        ("name", "Newcomer".to_owned()),
        ("misp", "100".to_owned()),
        ("partner", "1000".to_owned()),
        ("license", first("license")),
        ("api-key", first("api-key")),
        ("mapping", first("mapping")),
    ])
}

/// Ids of the same form that nobody has.
fn nobodys() -> BTreeMap<&'static str, String> {
    let uuid = || "019b0000-0000-7000-8000-000000000000".to_owned();
    BTreeMap::from([
        ("name", "Newcomer".to_owned()),
        ("misp", "199".to_owned()),
        ("partner", "1999".to_owned()),
        ("license", uuid()),
        ("api-key", uuid()),
        ("mapping", uuid()),
    ])
}

/// Write transactions so far: each begins by advancing this number.
fn sequence(env: &TestEnv) -> i64 {
    let store = rusqlite::Connection::open(env.path("data/pmctl/dev.db")).unwrap();
    let head = store.query_row("select sequence from store_head", [], |row| row.get(0));
    head.unwrap()
}

#[test]
fn every_command_of_a_rule_has_a_line() {
    let ruled: BTreeSet<&str> = table::RULED.iter().map(|(leaf, _)| *leaf).collect();
    let typed: BTreeSet<&str> = LINES.iter().map(|(leaf, _)| *leaf).collect();
    assert_eq!(ruled, typed);
}

/// Whoever has no capability is refused everywhere, in the name of the action that the command is listed with; no write
/// transaction happens, the embedded Kernel is not even started, ID Authentication hears nothing, and nothing is shown.
#[test]
fn nothing_happens_before_the_decision() {
    let env = TestEnv::onboarded();
    let ids = ids(&env);
    let ida = TcpListener::bind("127.0.0.1:0").unwrap();
    ida.set_nonblocking(true).unwrap();
    log_in(&env, "pm-operator");
    env.write("config/pmctl/ida.secret", "ida-secret\n");
    let callback = format!(
        "[contexts.dev.ida]\ncallback = \"http://{}/cb\"\nsecret = {{ file = \"ida.secret\" }}\n",
        ida.local_addr().unwrap()
    );
    env.write("config/pmctl/config.toml", format!("{NO_ROLES}{callback}"));
    // The Kernel is started by its first call, and makes this file.
    let kernel = env.path("data/pmctl/dev-kernel.db");
    for file in ["dev-kernel.db", "dev-kernel.db-wal", "dev-kernel.db-shm"] {
        let _absent = std::fs::remove_file(env.path("data/pmctl").join(file));
    }
    let before = sequence(&env);
    let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (leaf, rest) in LINES {
        let line = typed(leaf, rest, &ids);
        let words: Vec<&str> = line.iter().map(String::as_str).collect();
        let done = env.run(&words);
        let text = shown(&done);
        assert_eq!(done.status.code(), Some(5), "{line:?}\n{text}");
        assert!(done.stdout.is_empty(), "{line:?}\n{text}");
        for known in ["Northern", "Asha", "Bank One", "relay.example"] {
            assert!(!text.contains(known), "{line:?} discloses {known}\n{text}");
        }
        assert!(!kernel.exists(), "{line:?} called the Kernel");
        let actions = table::RULED
            .iter()
            .find(|(ruled, _)| ruled == leaf)
            .unwrap()
            .1;
        let named = actions
            .iter()
            .find(|action| text.contains(&format!("{} needs the capability", action.word())));
        let named = named.unwrap_or_else(|| panic!("{line:?} asks for another action\n{text}"));
        asked.entry(leaf).or_default().insert(named.word());
    }
    assert_eq!(sequence(&env), before, "something was written");
    assert!(
        ida.accept().is_err(),
        "ID Authentication was told something"
    );
    let left = std::fs::read_dir(env.path("")).unwrap().flatten();
    assert!(
        left.into_iter()
            .all(|entry| entry.file_name() != "new.key.pem")
    );
    // `license show` asks the second question only when the first is answered with yes.
    let second = ["license.reveal"];
    for (leaf, actions) in table::RULED {
        let listed = actions.iter().map(|action| action.word());
        let listed: BTreeSet<&str> = listed.filter(|word| !second.contains(word)).collect();
        assert_eq!(asked[leaf], listed, "{leaf}");
    }
}

/// MISP 101 belongs to misp-operator, its partner 1001 to partner-user; 100 and 1000 are somebody else's.
fn two_misps() -> TestEnv {
    let env = TestEnv::onboarded();
    let contact = [
        "--contact",
        "B",
        "--phone",
        "+918055500177",
        "--email",
        "b@south.example",
    ];
    let with = |words: &[&str], user: &str| {
        let mut all = words.to_vec();
        all.extend(contact);
        all.extend(["--user", user]);
        env.ok(&all);
    };
    with(&["misp", "register", "Southern Relay"], "misp-operator");
    with(
        &[
            "partner", "add", "Bank Two", "--misp", "101", "--group", "banking",
        ],
        "partner-user",
    );
    env
}

/// Exit status and both streams, with ids taken out.
fn told(env: &TestEnv, line: &[String], ids: &BTreeMap<&str, String>) -> (Option<i32>, String) {
    let words: Vec<&str> = line.iter().map(String::as_str).collect();
    let done = env.run(&words);
    let mut text = shown(&done);
    let mut taken: Vec<&String> = ids
        .iter()
        .filter(|(name, _)| **name != "name")
        .map(|(_, id)| id)
        .collect();
    taken.sort_by_key(|id| std::cmp::Reverse(id.len()));
    for id in taken {
        text = text.replace(id.as_str(), "ID");
    }
    (done.status.code(), text)
}

/// In every command that takes an id, on both streams, as text and as JSON; and no key of another's in any list.
#[test]
fn what_is_somebody_elses_is_told_like_what_is_not_there() {
    let env = two_misps();
    let (theirs, nobodys) = (ids_of(&env, "Northern Relay"), nobodys());
    let masked = |noun: &str| {
        let id = &theirs[noun];
        let shown = env.json(0, &[noun, "show", id]);
        shown["data"]["key"].as_str().unwrap().to_owned()
    };
    let keys = [masked("license"), masked("api-key")];
    for user in ["misp-operator", "partner-user"] {
        log_in(&env, user);
        let before = sequence(&env);
        for (leaf, rest) in LINES
            .iter()
            .filter(|(_, rest)| !rest.contains("{name}") || rest.contains("{misp}"))
        {
            for format in ["table", "json"] {
                let mut foreign = typed(leaf, rest, &theirs);
                foreign.extend(["-o".to_owned(), format.to_owned()]);
                let (exit, text) = told(&env, &foreign, &theirs);
                for key in &keys {
                    let start: String = key.chars().take(3).collect();
                    let hash = key.rsplit(['…', ' ']).next().unwrap();
                    assert!(
                        !text.contains(hash) && !text.contains(&format!("{start}…")),
                        "{user}: {foreign:?} shows a key of another's\n{text}"
                    );
                }
                if !rest.contains('{') {
                    continue;
                }
                assert!(matches!(exit, Some(3 | 5)), "{user}: {foreign:?}\n{text}");
                let mut absent = typed(leaf, rest, &nobodys);
                absent.extend(["-o".to_owned(), format.to_owned()]);
                let answer = told(&env, &absent, &nobodys);
                assert_eq!((exit, text), answer, "{user}: {foreign:?}");
            }
        }
        // Lists of what is the actor's own may audit nothing and must write nothing.
        assert_eq!(sequence(&env), before, "{user} wrote something");
        env.ok(&["logout"]);
    }
}

/// A request of its own partner, with the license or API key of somebody else named by its id.
#[test]
fn a_check_with_another_ones_key_tells_nothing_of_it() {
    let env = two_misps();
    let theirs = ids_of(&env, "Northern Relay");
    log_in(&env, "misp-operator");
    for (flag, id) in [
        ("--license-id", &theirs["license"]),
        ("--api-key-id", &theirs["api-key"]),
    ] {
        let absent = &nobodys()["license"];
        let told = |id: &str| {
            let done = env.run(&["ida", "check", "1001", flag, id, "-o", "json"]);
            shown(&done).replace(id, "ID")
        };
        assert_eq!(told(id), told(absent), "{flag}");
    }
}

/// The license of that MISP, and the API key and mapping that only its partner has.
fn ids_of(env: &TestEnv, misp: &str) -> BTreeMap<&'static str, String> {
    let mut found = ids(env);
    let rows = env.json(0, &["license", "list", "--misp", "100"]);
    let license = rows["data"]["rows"][0]["id"].as_str().unwrap().to_owned();
    found.insert("license", license);
    let shown = env.json(0, &["misp", "show", "100"]);
    assert_eq!(shown["data"]["name"], misp);
    found
}

/// `can-i` says the same of a foreign id as of none, and names what suffices.
#[test]
fn can_i_answers_with_the_reason() {
    let env = two_misps();
    let may = env.json(0, &["can-i", "misp.block", "100"]);
    assert_eq!(may["data"]["allowed"], true);
    assert_eq!(may["data"]["why"], "the capability ida-admin allows it");
    env.ok(&["partner", "block", "1001", "--reason", "overdue", "--yes"]);
    log_in(&env, "misp-operator");
    let may = env.json(0, &["can-i", "partner.show", "1001"]);
    assert_eq!(may["data"]["why"], "the capability misp allows it");
    let not = env.json(5, &["can-i", "misp.block", "101"]);
    assert_eq!(not["data"]["allowed"], false);
    assert_eq!(not["data"]["needs"], serde_json::json!(["ida-admin"]));
    assert_eq!(
        not["data"]["roles"],
        serde_json::json!(["PARTNER_ADMIN", "GLOBAL_ADMIN"])
    );
    let blocked = env.json(5, &["can-i", "cert.upload", "1001"]);
    assert!(blocked["data"]["why"].as_str().unwrap().contains("overdue"));
    let foreign = env.exits(3, &["can-i", "misp.show", "100", "-o", "json"]);
    let absent = env.exits(3, &["can-i", "misp.show", "199", "-o", "json"]);
    assert_eq!(foreign.replace("100", "199"), absent);
    let foreign = env.exits(3, &["can-i", "partner.show", "1000", "-o", "json"]);
    assert_eq!(foreign.replace("1000", "199"), absent);
}

/// Roles of the IAM's own names, by the context.
#[test]
fn a_context_maps_roles_of_its_own() {
    let env = TestEnv::onboarded();
    log_in(&env, "policy-manager");
    env.exits(5, &["misp", "list"]);
    let roles = "current = \"dev\"\n[contexts.dev.roles]\nida-admin = [\"POLICYMANAGER\"]\n";
    env.write("config/pmctl/config.toml", roles);
    let me = env.json(0, &["whoami"]);
    let capabilities = serde_json::json!(["ida-admin", "policy-manager"]);
    assert_eq!(me["data"]["capabilities"], capabilities);
    assert_eq!(me["data"]["roles"], serde_json::json!(["POLICYMANAGER"]));
    env.ok(&["misp", "list"]);
    env.write(
        "config/pmctl/config.toml",
        "[contexts.dev.roles]\nboss = []\n",
    );
    let text = env.exits(2, &["misp", "list", "-o", "json"]);
    assert!(text.contains("must be one of ida-admin"), "{text}");
}

/// `actor = "person"`: neither the service principal nor the administrator of `dev` stands in for nobody.
#[test]
fn a_context_may_want_a_person() {
    let env = TestEnv::onboarded();
    env.write(
        "config/pmctl/config.toml",
        "current = \"dev\"\n[contexts.dev]\nactor = \"person\"\n",
    );
    let text = env.exits(4, &["misp", "list", "-o", "json"]);
    assert!(text.contains("PM-AUT-001"), "{text}");
    log_in(&env, "pm-operator");
    env.ok(&["misp", "list"]);
    env.ok(&["logout"]);
    env.exits(4, &["misp", "list"]);
}

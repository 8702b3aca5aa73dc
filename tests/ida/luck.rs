//! Bad luck that is no history: another clock on the wall, an hour without anybody to tell.

use crate::env::TestEnv;
use crate::ida::context;
use crate::post::{Mode, Post};
use serde_json::Value;

fn told(post: &Post) -> TestEnv {
    let env = TestEnv::onboarded();
    env.write(
        "config/pmctl/config.toml",
        format!("current = \"dev\"\n{}", context(&post.callback)),
    );
    env.write("config/pmctl/ida.secret", "hush\n");
    env
}

/// A local time east of Greenwich would make a new license one of the future; ID Authentication compares with UTC.
#[test]
fn dates_are_those_of_utc_wherever_the_host_stands() {
    for zone in [
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "XXX-14",
        "XXX+11",
    ] {
        let post = Post::start();
        let env = told(&post);
        let renewed = env
            .command(&["misp", "renew-license", "100", "--early"])
            .env("TZ", zone)
            .output()
            .unwrap();
        assert!(renewed.status.success(), "{zone}");
        let license =
            post.read(|letters| letters[0].body["event"]["data"]["mispLicenseData"].clone());
        assert_eq!(license["mispCommenceOn"], "2026-11-23T12:00:00", "{zone}");
        assert_eq!(license["mispExpiresOn"], "2027-02-21T12:00:00", "{zone}");
    }
}

fn subject(event: &Value) -> String {
    let data = &event["event"]["data"];
    let ids = [
        &data["mispLicenseData"]["mispId"],
        &data["apiKeyData"]["apiKeyId"],
        &data["partnerData"]["partnerId"],
        &data["policyData"]["policyId"],
    ];
    let id = ids.into_iter().find_map(Value::as_str).unwrap();
    format!("{} {id}", event["topic"].as_str().unwrap())
}

/// What was done meanwhile leaves in the order in which it was done, once each, and says what is true at last.
#[test]
fn an_hour_without_anybody_to_tell() {
    let post = Post::start();
    let mut env = told(&post);
    post.set(Mode::Down);
    let license = env.ok(&["license", "list", "-o", "id"]).trim().to_owned();
    let commands: [&[&str]; 6] = [
        &["partner", "update", "1000", "--name", "Bank One East"],
        &["misp", "block", "100", "--reason", "fraud", "--yes"],
        &["misp", "unblock", "100"],
        &["partner", "block", "1000", "--reason", "fraud", "--yes"],
        &["license", "revoke", &license, "--reason", "leak", "--yes"],
        &["partner", "unblock", "1000"],
    ];
    for words in commands {
        env.exits(8, words);
    }
    let waiting = env.json(0, &["outbox", "list"]);
    let waiting = waiting["data"]["rows"].as_array().unwrap().len();
    env.set_clock("2026-11-23T13:00:00Z");
    env.exits(8, &["outbox", "push"]);
    assert_eq!(post.due().len(), 0);
    // A 503 may be that of a gateway whose upstream goes on: minutes later nothing of it can arrive any more.
    env.set_clock("2026-11-23T13:06:00Z");
    post.set(Mode::Open);
    env.ok(&["outbox", "push"]);
    let events = post.due();
    let subjects: Vec<String> = events.iter().map(subject).collect();
    assert!(events.len() <= waiting, "{subjects:?}, {waiting} waited");
    let last = |name: &str| {
        events
            .iter()
            .rev()
            .find(|event| subject(event).starts_with(name))
    };
    let of =
        |name: &str, pointer: &str| last(name).and_then(|event| event.pointer(pointer).cloned());
    let partner = of(
        "PARTNER_UPDATED 1000",
        "/event/data/partnerData/partnerStatus",
    );
    assert_eq!(partner, Some("ACTIVE".into()), "{subjects:?}");
    let misp = of(
        "MISP_LICENSE_UPDATED 100",
        "/event/data/mispLicenseData/mispStatus",
    );
    assert_eq!(misp, Some("NOT_ACTIVE".into()), "{subjects:?}");
    env.ok(&["outbox", "push"]);
    assert_eq!(post.due().len(), 0, "nothing leaves twice");
    let left = env.json(0, &["outbox", "list"]);
    assert_eq!(left["data"]["rows"].as_array().unwrap().len(), 0);
}

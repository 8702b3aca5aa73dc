//! What ID Authentication makes of what it is told: the embedded stand-in is asked, straight and through its hub.
//! `tests/conformance/real-ida run` puts MOSIP's own code in place of the stand-in where the callback is used.

mod signer;

use crate::certificates::today;
use crate::env::TestEnv;
use crate::served::Served;
use serde_json::Value;

const APPLY: [&str; 3] = ["apply", "-f", "examples/onboarding.toml"];
const DELEGATION: &str = r#"{"allowAuthRequestDelegation":true,"allowKycRequestDelegation":true,"allowKeyBindingDelegation":false}"#;
const NOWHERE: &str = "http://127.0.0.1:9/hub/";

/// A context whose ID Authentication is the stand-in of a served Kernel.
struct Told {
    env: TestEnv,
    served: Served,
    /// Where ID Authentication is asked: MOSIP's own where the environment names it, else the stand-in.
    ida: String,
}

impl Told {
    fn new(env: TestEnv, way: &[&str], client: &str) -> Self {
        let served = Served::start(&env);
        env.write("client.secret", format!("{client}-secret\n"));
        let secret = std::env::var("IDA_CALLBACK_SECRET");
        env.write(
            "ida.secret",
            secret.unwrap_or("ida-callback-secret".to_owned()),
        );
        let kernel = format!("http://{}", served.address);
        let issuer = format!("{kernel}/auth/realms/mosip");
        let stand_in = format!("{kernel}/pmctl-dev/ida");
        let ida = std::env::var("IDA_URL").unwrap_or(stand_in.clone());
        let way: Vec<String> = way
            .iter()
            .map(|word| word.replace("KERNEL", &kernel).replace("IDA", &ida))
            .collect();
        let mut words = vec![
            "context", "add", "served", "--use", "--kernel", &kernel, "--issuer", &issuer,
        ];
        words.extend(["--client-id", client, "--secret-file", "client.secret"]);
        words.extend(way.iter().map(String::as_str));
        env.ok(&words);
        let by_callback = way.iter().any(|word| word.starts_with(&ida));
        Self {
            env,
            served,
            ida: if by_callback { ida } else { stand_in },
        }
    }

    fn by_callback() -> Self {
        Self::by_callback_of(TestEnv::fresh())
    }

    /// Today, as certificates of openssl want it; what is issued a minute ahead is in force for ID Authentication too.
    fn by_callback_today() -> Self {
        let told = Self::by_callback_of(today(TestEnv::fresh()));
        let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(2);
        let url = format!("{}/clock?now={soon}", told.ida);
        ask(reqwest::Method::POST, &url);
        told
    }

    fn by_callback_of(env: TestEnv) -> Self {
        let callback = "IDA/idauthentication/v1/internal/callback/partnermanagement";
        let way = [
            "--ida-callback",
            callback,
            "--ida-secret-file",
            "ida.secret",
        ];
        let told = Self::new(env, &way, "mosip-pms-client");
        told.lose();
        told
    }

    fn by_hub() -> Self {
        Self::new(
            TestEnv::fresh(),
            &["--ida-hub", "KERNEL/pmctl-dev/hub/"],
            "mosip-pms-client",
        )
    }

    /// Its tables are emptied.
    fn lose(&self) {
        ask(reqwest::Method::DELETE, &format!("{}/rows", self.ida));
    }

    /// The code with which the stand-in refuses the triple of the example, by a cache that is empty; none is consent.
    fn refusal(&self) -> Option<String> {
        let said = self.said();
        match said["accepted"] == true {
            true => None,
            false => Some(said["code"].as_str().unwrap_or("it broke").to_owned()),
        }
    }

    fn said(&self) -> Value {
        self.said_of("1000", "examples/out/retail.key")
    }

    /// Of a partner with the API key in a file.
    fn said_of(&self, partner: &str, key: &str) -> Value {
        if self.ida.contains(&self.served.address) {
            ask(reqwest::Method::POST, &format!("{}/restart", self.ida));
        }
        let read = |name: &str| {
            std::fs::read_to_string(self.env.path(name))
                .unwrap()
                .trim()
                .to_owned()
        };
        let (license, key) = (read("examples/out/license.key"), read(key));
        let base = &self.ida;
        let url = format!("{base}/check?license={license}&partner={partner}&apikey={key}");
        ask(reqwest::Method::GET, &url)
    }

    /// What `ida check` says of the same triple.
    fn foreseen(&self) -> Option<String> {
        let done = self.env.run(&["ida", "check", "1000", "-o", "json"]);
        let said: Value = serde_json::from_slice(&done.stdout).unwrap();
        said["data"]["findings"][0]["code"]
            .as_str()
            .map(str::to_owned)
    }

    #[track_caller]
    fn agrees(&self, code: Option<&str>) {
        assert_eq!(self.refusal().as_deref(), code, "what it says itself");
        assert_eq!(self.foreseen().as_deref(), code, "ida check");
    }

    /// The hub is back.
    fn agrees_once_pushed(&self) {
        let hub = format!("http://{}/pmctl-dev/hub/", self.served.address);
        self.env.ok(&["config", "set", "ida.hub", &hub]);
        assert_eq!(self.refusal().as_deref(), Some("IDA-MPA-019"));
        self.env.ok(&["outbox", "push"]);
        self.agrees(None);
    }

    fn topics(&self) -> Vec<String> {
        let url = format!("http://{}/pmctl-dev/hub", self.served.address);
        let said = ask(reqwest::Method::GET, &url);
        let rows = said.as_array().unwrap().iter();
        rows.map(|row| row["topic"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn ask(verb: reqwest::Method, url: &str) -> Value {
    let client = reqwest::blocking::Client::builder().no_proxy();
    let answer = client.build().unwrap().request(verb, url).send().unwrap();
    assert!(answer.status().is_success(), "{url}: {}", answer.status());
    answer.json().unwrap()
}

/// Each change of MISP, license, partner and key is heard of, and the verdicts are the same.
fn every_change_is_heard_of(told: &Told) {
    let env = &told.env;
    env.ok(&APPLY);
    told.agrees(None);
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    told.agrees(Some("IDA-MPA-017"));
    env.ok(&["misp", "unblock", "100"]);
    env.ok(&["partner", "block", "1000", "--reason", "fraud", "--yes"]);
    told.agrees(Some("IDA-MPA-012"));
    env.ok(&["partner", "unblock", "1000"]);
    told.agrees(None);
    let off = |noun: &str, id: &str| env.ok(&[noun, "deactivate", id, "--reason", "x", "--yes"]);
    off("policy", "banking/bank-kyc");
    told.agrees(Some("IDA-MPA-019"));
    env.ok(&["policy", "activate", "banking/bank-kyc"]);
    told.agrees(None);
    off("policy-group", "banking");
    told.agrees(Some("IDA-MPA-019"));
    env.ok(&["policy-group", "activate", "banking"]);
    told.agrees(None);
    let license = env.ok(&["license", "list", "-o", "id"]).trim().to_owned();
    env.ok(&["license", "revoke", &license, "--reason", "leak", "--yes"]);
    told.agrees(Some("IDA-MPA-017"));
    env.ok(&["license", "restore", &license]);
    told.agrees(None);
    let key = env.ok(&["api-key", "list", "-o", "id"]).trim().to_owned();
    env.ok(&["api-key", "revoke", &key, "--reason", "leak", "--yes"]);
    told.agrees(Some("IDA-MPA-012"));
    env.ok(&["api-key", "restore", &key]);
    told.agrees(None);
    let file = "examples/out/retail.key";
    let former = std::fs::read(env.path(file)).unwrap();
    env.ok(&["api-key", "reissue", &key, "--keep-old", "--to", file]);
    told.agrees(None);
    let anew = std::fs::read(env.path(file)).unwrap();
    env.write(file, &former);
    assert_eq!(told.refusal(), None, "the kept one is honoured");
    env.ok(&["api-key", "revoke", &key, "--reason", "leak", "--yes"]);
    assert_eq!(told.refusal().as_deref(), Some("IDA-MPA-012"));
    env.write(file, &anew);
    let current = env.ok(&["mapping", "list", "-o", "json"]);
    let current: Value = serde_json::from_str(&current).unwrap();
    let current = current["data"]["rows"][0]["api_key"].as_str().unwrap();
    env.ok(&["api-key", "reissue", current]);
    assert_eq!(
        told.refusal().as_deref(),
        Some("IDA-MPA-012"),
        "the retired key"
    );
    let third = env.json(0, &["api-key", "list", "--partner", "1000"]);
    let mut third = third["data"]["rows"].as_array().unwrap().iter();
    let third = third.rfind(|key| key["status"] == "active").unwrap();
    let third = third["id"].as_str().unwrap();
    env.ok(&["api-key", "show", third, "--key-to", file]);
    told.agrees(None);
    // All three are told again, dead and alive.
    told.lose();
    let again = env.json(0, &["ida", "reconcile", "100"]);
    assert_eq!(again["data"]["api_keys"], 3, "{again}");
    told.agrees(None);
    env.ok(&["misp", "renew-license", "100", "--early"]);
    assert_eq!(
        told.refusal().as_deref(),
        Some("IDA-MPA-007"),
        "the old key"
    );
}

#[test]
fn by_its_callback() {
    every_change_is_heard_of(&Told::by_callback());
}

#[test]
fn by_its_hub() {
    every_change_is_heard_of(&Told::by_hub());
}

/// It goes with every event about the license, whatever the event is about: one without it would take it away.
#[test]
fn a_misps_policy_stays_with_its_license() {
    let told = Told::by_callback();
    let env = &told.env;
    env.ok(&APPLY);
    let held = || told.said()["policy"]["mispPolicy"].clone();
    assert_eq!(held(), Value::Null);
    let file = env.write("delegation.json", DELEGATION);
    let file = file.to_str().unwrap();
    let add = [
        "policy",
        "add",
        "relay",
        "--group",
        "banking",
        "--kind",
        "MISP",
        "--version",
        "1",
        "--file",
        file,
    ];
    let policy = env.ok(&[&add[..], &["-o", "id"]].concat());
    env.ok(&["policy", "publish", policy.trim()]);
    env.ok(&["misp", "update", "100", "--policy", "banking/relay"]);
    let allowed = || held()["allowKycRequestDelegation"].clone();
    assert_eq!(allowed(), true);
    env.ok(&["misp", "block", "100", "--reason", "fraud", "--yes"]);
    env.ok(&["misp", "unblock", "100"]);
    assert_eq!(allowed(), true, "after a block");
    env.ok(&["misp", "renew-license", "100", "--early"]);
    env.ok(&["apply", "-f", "examples/onboarding.toml"]);
    assert_eq!(allowed(), true, "after a renewal");
    told.lose();
    env.ok(&["ida", "reconcile"]);
    assert_eq!(allowed(), true, "after a loss");
    told.agrees(None);
    env.ok(&["misp", "update", "100", "--no-policy"]);
    assert_eq!(held(), Value::Null);
    told.agrees(None);
}

#[test]
fn what_was_lost_is_told_again() {
    let told = Told::by_callback();
    told.env.ok(&APPLY);
    told.lose();
    assert_eq!(told.refusal().as_deref(), Some("IDA-MPA-009"));
    let first = told.env.json(0, &["ida", "reconcile"]);
    assert_eq!(first["data"]["events"], 3, "{first}");
    told.agrees(None);
    let again = told.env.json(0, &["ida", "reconcile"]);
    assert_eq!(first["data"], again["data"]);
    told.lose();
    let one = told.env.json(0, &["ida", "reconcile", "1000"]);
    assert_eq!(one["data"]["licenses"], 0, "{one}");
    assert_eq!(
        told.refusal().as_deref(),
        Some("IDA-MPA-007"),
        "the license was not asked for"
    );
    told.env
        .ok(&["ida", "reconcile", "100", "banking/bank-kyc"]);
    told.agrees(None);
    told.env.exits(3, &["ida", "reconcile", "nobody"]);
    told.env.ok(&["audit", "verify"]);
}

/// Nobody hears anything for a while; then all of it, once, in the order in which it happened.
#[test]
fn a_hub_that_was_down() {
    let told = Told::by_hub();
    let hub = format!("http://{}/pmctl-dev/hub/", told.served.address);
    told.env.ok(&["config", "set", "ida.hub", NOWHERE]);
    told.env.exits(8, &APPLY);
    told.env
        .exits(8, &["misp", "block", "100", "--reason", "fraud", "--yes"]);
    told.env.exits(8, &["misp", "unblock", "100"]);
    assert_eq!(told.topics(), [""; 0]);
    told.env.exits(8, &["ida", "reconcile"]);
    told.env.ok(&["config", "set", "ida.hub", &hub]);
    told.env.ok(&["outbox", "push"]);
    told.agrees(None);
    let before = told.topics();
    assert!(before.len() >= 3, "{before:?}");
    told.env.ok(&["outbox", "push"]);
    assert_eq!(told.topics(), before, "nothing is sent twice");
}

/// Of a group that is turned each published policy is told, of a draft nothing.
#[test]
fn a_group_is_told_policy_by_policy() {
    let told = Told::by_hub();
    told.env.ok(&APPLY);
    for name in ["second", "draft"] {
        let file = ["--version", "1", "--file", "examples/bank-kyc.json"];
        told.env
            .ok(&[&["policy", "add", name, "--group", "banking"][..], &file].concat());
    }
    let policies = || {
        let topics = told.topics().into_iter();
        topics.filter(|topic| topic == "POLICY_UPDATED").count()
    };
    let before = policies();
    told.env.ok(&["policy", "publish", "banking/second"]);
    assert_eq!(policies(), before + 1);
    told.env
        .ok(&["policy", "update", "banking/draft", "--version", "2"]);
    assert_eq!(policies(), before + 1, "a draft is nobody else's business");
    let off = ["policy-group", "deactivate", "banking"];
    let done = told
        .env
        .json(0, &[&off[..], &["--reason", "x", "--yes"]].concat());
    let effect = &done["data"]["effect"];
    assert_eq!(effect["ida"]["told"], "delivered");
    assert_eq!(effect["certain_by"][0]["by"], "no-cache");
    assert_eq!(policies(), before + 3);
    told.env.ok(&["config", "set", "ida.hub", NOWHERE]);
    told.env.exits(8, &["policy-group", "activate", "banking"]);
    told.agrees_once_pushed();
}

/// The hub says no inside a 200, to a client without the roles of the topics.
#[test]
fn a_hub_that_denies() {
    let told = Told::by_hub();
    told.env.ok(&APPLY);
    let before = told.topics();
    told.env.write(
        "config/pmctl/partner.secret",
        "mosip-partner-client-secret\n",
    );
    let set = |key: &str, value: &str| told.env.ok(&["config", "set", key, value]);
    set("kernel.service.client_id", "mosip-partner-client");
    set("kernel.service.secret", "file:partner.secret");
    told.env
        .exits(8, &["misp", "block", "100", "--reason", "fraud", "--yes"]);
    assert_eq!(told.topics(), before);
    let waiting = told.env.json(0, &["outbox", "list"]).to_string();
    assert!(
        waiting.contains("not authorized for the topic"),
        "{waiting}"
    );
}

#[test]
fn without_an_id_authentication_there_is_nobody_to_tell() {
    let env = TestEnv::onboarded();
    let done = env.run(&["ida", "reconcile"]);
    let text = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{text}");
    assert!(
        !done.status.success() && text.contains("names neither its callback nor its hub"),
        "{text}"
    );
}

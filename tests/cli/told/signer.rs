//! What ID Authentication hears of a partner whose MISP signs: it keeps one certificate of each, for two uses.

use super::{APPLY, Told};
use crate::bank::Bank;
use crate::env::TestEnv;
use serde_json::Value;

const KEY: &str = "out/branch.key";
const CONTACT: [&str; 6] = [
    "--contact",
    "Lea Okoro",
    "--phone",
    "+918055500101",
    "--email",
    "pki@bank.example",
];

/// MISP 100 has a certificate; partner 1001 leaves the signing to it, has a key and no certificate.
fn signed_for(told: &Told) {
    let env = &told.env;
    let bank = Bank::new(env);
    env.ok(&APPLY);
    let relay = bank.good_for("relay", "/O=Northern Relay/CN=Northern Relay");
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    env.ok(&["cert", "upload", "100", "--file", &relay]);
    branch(env, &["--signer", "misp"]);
    assert_eq!(refusal(told), "IDA-MPA-009", "it has no certificate of it");
    bank.pair("branch");
    env.ok(&["key", "upload", "1001", "--file", "pki/branch.pub"]);
}

/// Adds partner 1001 with a policy; the id of its API key, which lies in a file.
fn branch(env: &TestEnv, more: &[&str]) -> String {
    let add = [
        "partner", "add", "Branch", "--misp", "100", "--group", "banking",
    ];
    env.ok(&[&add[..], more, &CONTACT].concat());
    let map = ["partner", "map-policy", "1001", "--policy"];
    env.ok(&[&map[..], &["banking/bank-kyc"]].concat());
    let waiting = env.ok(&["mapping", "list", "--state", "requested", "-o", "id"]);
    env.ok(&["mapping", "approve", waiting.trim()]);
    let key = env.ok(&["api-key", "list", "--partner", "1001", "-o", "id"]);
    env.ok(&["api-key", "show", key.trim(), "--key-to", KEY]);
    key.trim().to_owned()
}

fn refusal(told: &Told) -> Value {
    told.said_of("1001", KEY)["code"].clone()
}

#[test]
fn an_uploaded_key_lets_its_api_keys_out() {
    let told = Told::by_callback_today();
    signed_for(&told);
    assert_eq!(refusal(&told), Value::Null);
    told.env.ok(&["ida", "check", "1001"]);
}

/// ID Authentication forgets nothing: what it was told under another signer it must still hear of.
#[test]
fn a_signer_without_a_certificate_is_refused() {
    let told = Told::by_callback_today();
    signed_for(&told);
    let alone = ["partner", "update", "1001", "--signer", "partner"];
    assert_eq!(told.env.refused(6, &alone), "PM-CON-012");
    told.env
        .ok(&["partner", "block", "1001", "--reason", "fraud", "--yes"]);
    assert_eq!(refusal(&told), "IDA-MPA-012");
}

/// Partner 1000 of the example has certificate and uploaded key; its MISP has no certificate to sign with.
#[test]
fn a_misp_without_a_certificate_signs_for_nobody() {
    let env = TestEnv::onboarded();
    let update = ["partner", "update", "1000", "--signer", "misp"];
    assert_eq!(env.refused(6, &update), "PM-CON-012");
    let shown = env.json(0, &["partner", "show", "1000"]);
    assert_eq!(shown["data"]["signer"], "partner");
}

/// While the partner had no certificate, one of its keys was out of force: nothing of it was told.
#[test]
fn a_key_restored_after_the_first_certificate_is_told_of() {
    let told = Told::by_callback_today();
    let env = &told.env;
    let bank = Bank::new(env);
    env.ok(&APPLY);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    let first = branch(env, &["--organization", "Bank One"]);
    env.ok(&["api-key", "reissue", &first, "--keep-old"]);
    env.ok(&["api-key", "revoke", &first, "--reason", "leak", "--yes"]);
    let file = bank.good("branch");
    env.ok(&["cert", "upload", "1001", "--file", &file]);
    env.ok(&["api-key", "restore", &first]);
    assert_eq!(refusal(&told), Value::Null);
}

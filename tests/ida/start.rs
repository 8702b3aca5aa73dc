//! Where every history begins: one MISP, one partner that is accepted, and what more is needed lies ready.

use crate::bank::Bank;
use crate::env::TestEnv;
use crate::ida::context;
use crate::post::Post;
use jiff::{SignedDuration, Timestamp, Unit};
use std::path::Path;

/// Of one bank, by one CA: any of its partners may take any of them.
pub const CERTIFICATES: [&str; 4] = ["pki/c0.pem", "pki/c1.pem", "pki/c2.pem", "pki/c3.pem"];
/// Public keys without a certificate.
pub const KEYS: [&str; 2] = ["pki/k0.pub", "pki/k1.pub"];
/// Published, of one group.
pub const POLICIES: [&str; 3] = ["banking/bank-kyc", "banking/otp-only", "banking/short"];
pub const MISP_POLICIES: [&str; 2] = ["banking/delegation", "banking/no-delegation"];

const OTP: &str = r#"{"authTokenType":"policy","allowedKycAttributes":[],
    "allowedAuthTypes":[{"authType":"otp","authSubType":"","mandatory":true}]}"#;

/// The next full hour: no certificate made now is of the future then.
pub fn first_day() -> Timestamp {
    let hour = Timestamp::now().round(Unit::Hour).unwrap();
    hour + SignedDuration::from_hours(2)
}

pub fn prepared(post: &Post, now: Timestamp) -> TestEnv {
    let env = TestEnv::fresh().at(&now.to_string());
    env.write(
        "config/pmctl/config.toml",
        format!("current = \"dev\"\n{}", context(&post.callback)),
    );
    env.write("config/pmctl/ida.secret", "hush\n");
    env.ok(&["apply", "-f", "examples/onboarding.toml"]);
    let bank = Bank::new(&env);
    env.ok(&["ca", "upload", "pki/ca.pem", "--domain", "AUTH"]);
    for file in CERTIFICATES {
        let name = Path::new(file).file_stem().unwrap().to_str().unwrap();
        bank.good(name);
    }
    // Of Northern Relay, whose certificate lets partners leave the signing to it.
    bank.good_for("misp", "/O=Northern Relay/CN=Northern Relay");
    env.ok(&["cert", "upload", "100", "--file", "pki/misp.pem"]);
    for file in KEYS {
        bank.pair(Path::new(file).file_stem().unwrap().to_str().unwrap());
    }
    env.write("otp.json", OTP);
    // It outlives the API keys that are issued for it.
    publish(&env, "otp-only", "otp.json", &["--validity", "1500d"]);
    publish(&env, "short", "otp.json", &["--validity", "60d"]);
    for (name, allowed) in [("delegation", true), ("no-delegation", false)] {
        let file = format!("{name}.json");
        env.write(
            &file,
            format!(
                r#"{{"allowAuthRequestDelegation":{allowed},"allowKycRequestDelegation":{allowed},
                    "allowKeyBindingDelegation":{allowed}}}"#
            ),
        );
        publish(&env, name, &file, &["--kind", "MISP"]);
    }
    env
}

fn publish(env: &TestEnv, name: &str, file: &str, more: &[&str]) {
    let mut words = vec!["policy", "add", name, "--group", "banking", "--file", file];
    words.extend(["--version", "1"]);
    words.extend(more);
    env.ok(&words);
    env.ok(&["policy", "publish", &format!("banking/{name}")]);
}

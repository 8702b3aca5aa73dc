//! What holds of the events that were sent, whatever the order of the commands: the traps of ID Authentication's own
//! handlers leave no other choice.

use crate::env::TestEnv;
use crate::ida::Letter;
use crate::world::{Checked, text};
use serde_json::Value;
use std::collections::HashMap;

pub fn rows(env: &TestEnv, list: &[&str]) -> Vec<Value> {
    let listed = env.json(0, list);
    listed["data"]["rows"].as_array().unwrap().clone()
}

/// Messages that should have left by now.
pub fn due(waiting: &Value, now: &str) -> usize {
    let now: jiff::Timestamp = now.parse().unwrap();
    let rows = waiting["data"]["rows"].as_array().unwrap().iter();
    let of_later = |row: &&Value| {
        let at = row["not_before"]
            .as_str()
            .map(|at| at.parse::<jiff::Timestamp>().unwrap());
        at.is_some_and(|at| at > now)
    };
    rows.filter(|row| !of_later(row)).count()
}

/// All that was ever sent is well formed and ties no key to two policies, and the last of each is true.
pub fn hold(env: &TestEnv, letters: &[Letter]) -> Checked {
    for letter in letters {
        well_formed(&data(letter)).map_err(|why| format!("{why}: {}", letter.body))?;
    }
    one_policy_each(letters)?;
    one_misp_each(letters)?;
    let last = Last::of(letters);
    licenses(env, &last)?;
    partners(env, &last)?;
    policies(env, &last)?;
    api_keys(env, &last)
}

fn data(letter: &Letter) -> Value {
    letter.body["event"]["data"].clone()
}

/// Statuses as ID Authentication compares them, dates in UTC without an offset, no null, no partner without a
/// certificate.
fn well_formed(data: &Value) -> Checked {
    for (object, members) in data.as_object().unwrap() {
        let members = members
            .as_object()
            .ok_or(format!("{object} is no object"))?;
        for (name, value) in members {
            let text = value.as_str();
            let fits = match name.as_str() {
                "policy" => value.is_object(),
                "mispStatus" => matches!(text, Some("ACTIVE" | "NOT_ACTIVE")),
                "partnerStatus" | "policyStatus" | "apiKeyStatus" => {
                    matches!(text, Some("ACTIVE" | "DEACTIVE"))
                }
                "certificateData" => text.is_some_and(|pem| pem.starts_with("-----BEGIN CERT")),
                date if date.ends_with("On") => text.is_some_and(is_zoneless),
                _ => text.is_some_and(|text| !text.is_empty()),
            };
            if !fits {
                return Err(format!("{object}.{name} is {value}"));
            }
        }
        if object == "partnerData" && !members.contains_key("certificateData") {
            return Err("a partner without a certificate".to_owned());
        }
    }
    Ok(())
}

fn is_zoneless(text: &str) -> bool {
    text.parse::<jiff::civil::DateTime>().is_ok() && text.contains('T') && text.len() <= 26
}

/// ID Authentication cannot re-map a key: a second policy breaks every check with it.
fn one_policy_each(letters: &[Letter]) -> Checked {
    let mut tied = HashMap::new();
    for data in letters.iter().map(data) {
        let (key, policy) = (
            &data["apiKeyData"]["apiKeyId"],
            &data["policyData"]["policyId"],
        );
        if let (Some(key), Some(policy)) = (key.as_str(), policy.as_str()) {
            let first = tied.entry(key.to_owned()).or_insert(policy.to_owned());
            if first != policy {
                return Err(format!("API key {key} was sent with {first} and {policy}"));
            }
        }
    }
    Ok(())
}

/// The same license key of two MISPs breaks every check with it.
fn one_misp_each(letters: &[Letter]) -> Checked {
    let mut held = HashMap::new();
    for data in letters.iter().map(data) {
        let license = &data["mispLicenseData"];
        if let (Some(key), Some(misp)) =
            (license["licenseKey"].as_str(), license["mispId"].as_str())
        {
            let first = held.entry(key.to_owned()).or_insert(misp.to_owned());
            if first != misp {
                return Err(format!("license key {key} was sent for {first} and {misp}"));
            }
        }
    }
    Ok(())
}

/// The last that was sent of each.
#[derive(Default)]
struct Last {
    /// With the policy beside it, if any.
    licenses: HashMap<String, (Value, Value)>,
    partners: HashMap<String, Value>,
    policies: HashMap<String, Value>,
    /// By the key in clear.
    api_keys: HashMap<String, Value>,
}

impl Last {
    fn of(letters: &[Letter]) -> Self {
        let mut last = Self::default();
        for data in letters.iter().map(data) {
            let license = &data["mispLicenseData"];
            if let Some(misp) = license["mispId"].as_str() {
                let both = (license.clone(), data["policyData"].clone());
                last.licenses.insert(misp.to_owned(), both);
            }
            keep(&mut last.partners, &data["partnerData"], "partnerId");
            keep(&mut last.policies, &data["policyData"], "policyId");
            keep(&mut last.api_keys, &data["apiKeyData"], "apiKeyId");
        }
        last
    }
}

fn keep(held: &mut HashMap<String, Value>, object: &Value, id: &str) {
    if let Some(id) = object[id].as_str() {
        held.insert(id.to_owned(), object.clone());
    }
}

fn expect(what: &str, sent: &Value, true_now: &str) -> Checked {
    if sent.as_str() == Some(true_now) {
        return Ok(());
    }
    Err(format!(
        "the last that was sent of {what} is {sent}, true is {true_now}"
    ))
}

fn active(is: bool) -> &'static str {
    if is { "ACTIVE" } else { "DEACTIVE" }
}

/// Of each MISP the last event describes the key in force, with its policy.
fn licenses(env: &TestEnv, last: &Last) -> Checked {
    let misps = rows(env, &["misp", "list"]);
    for license in rows(env, &["license", "list"]) {
        if license["at_ida"] != "in-force" {
            continue;
        }
        let id = text(&license["misp"]);
        let (sent, policy) = last
            .licenses
            .get(&id)
            .ok_or(format!("no license of MISP {id} was sent"))?;
        let shown = env.json(0, &["license", "show", &text(&license["id"]), "--reveal"]);
        expect(
            "its license key",
            &sent["licenseKey"],
            &text(&shown["data"]["key"]),
        )?;
        let in_use = license["status"] != "blocked";
        let status = if in_use { "ACTIVE" } else { "NOT_ACTIVE" };
        expect(
            &format!("the status of MISP {id}"),
            &sent["mispStatus"],
            status,
        )?;
        let misp = misps
            .iter()
            .find(|row| row["id"] == license["misp"])
            .unwrap();
        let held = &misp["policy"]["id"];
        if *held != policy["policyId"] {
            return Err(format!("MISP {id} has policy {held}, sent was {policy}"));
        }
    }
    Ok(())
}

fn partners(env: &TestEnv, last: &Last) -> Checked {
    for partner in rows(env, &["partner", "list"]) {
        let id = text(&partner["id"]);
        let Some(sent) = last.partners.get(&id) else {
            continue;
        };
        let what = format!("partner {id}");
        expect(&what, &sent["partnerName"], &text(&partner["name"]))?;
        expect(
            &what,
            &sent["partnerStatus"],
            active(partner["status"] == "active"),
        )?;
        let keys = env.json(0, &["key", "show", &id]);
        let sent = sent["certificateData"].as_str().unwrap();
        let sent = pmctl::crypto::certificate::read_one(sent.as_bytes()).unwrap();
        let sent = sent.facts.thumbprint.to_string();
        if keys["data"]["ida_encrypts_to"] != sent {
            return Err(format!("partner {id} was sent with an old certificate"));
        }
    }
    Ok(())
}

fn policies(env: &TestEnv, last: &Last) -> Checked {
    let groups = rows(env, &["policy-group", "list"]);
    for policy in rows(env, &["policy", "list"]) {
        let Some(sent) = last.policies.get(&text(&policy["id"])) else {
            continue;
        };
        let group = groups
            .iter()
            .find(|group| group["id"] == policy["group"])
            .unwrap();
        let honoured = policy["status"] == "active" && group["status"] == "active";
        expect(
            &format!("policy {}", policy["name"]),
            &sent["policyStatus"],
            active(honoured),
        )?;
    }
    Ok(())
}

fn api_keys(env: &TestEnv, last: &Last) -> Checked {
    for key in rows(env, &["api-key", "list"]) {
        let id = text(&key["id"]);
        let shown = env.json(0, &["api-key", "show", &id, "--reveal"]);
        let Some(sent) = last.api_keys.get(&text(&shown["data"]["key"])) else {
            // Nothing is known of a partner without a certificate, and nothing is lost by a key out of force.
            let partner = env.json(0, &["key", "show", &text(&key["partner"])]);
            if key["status"] == "active" && !partner["data"]["ida_encrypts_to"].is_null() {
                return Err(format!("API key {id} was never sent"));
            }
            continue;
        };
        expect(
            &format!("API key {id}"),
            &sent["apiKeyStatus"],
            active(key["revoked"].is_null()),
        )?;
    }
    Ok(())
}

//! An answer: one word for it, and the form that every answer must have.

use reqwest::blocking::Response;
use serde_json::Value;

use super::case::reaches;
use super::messages;

const ENVELOPE: &[&str] = &[
    "id",
    "version",
    "responsetime",
    "metadata",
    "response",
    "errors",
];

/// The members of a successful `response`, in their order, by the end of the path.
const MEMBERS: &[(&str, &[&str])] = &[
    ("/uploadCACertificate", &["status", "timestamp"]),
    (
        "/uploadPartnerCertificate",
        &["signedCertificateData", "certificateId", "timestamp"],
    ),
    ("/getPartnerCertificate", &["certificateData", "timestamp"]),
    (
        "/getPartnerSignedCertificate",
        &[
            "caSignedCertificateData",
            "mosipSignedCertificateData",
            "timestamp",
        ],
    ),
    ("/verifyCertificateTrust", &["status"]),
    ("/uploadOtherDomainCertificate", &["status", "timestamp"]),
    ("/uploadCertificate", &["status", "timestamp"]),
    ("/revokeKey", &["status", "timestamp"]),
    ("/generateSymmetricKey", &["status", "timestamp"]),
    ("/getCertificate", KEY_PAIR),
    ("/generateMasterKey", KEY_PAIR),
    ("/generateCSR", KEY_PAIR),
    ("/getAllCertificates", &["allCertificates"]),
    (
        "/getCertificateChain",
        &["certificatesTrustPath", "timestamp"],
    ),
    (
        "/getCaCertificates",
        &[
            "pageNumber",
            "pageSize",
            "totalRecords",
            "totalPages",
            "allPartnerCertificates",
        ],
    ),
    ("/getCACertificateTrustPath", &["p7bFile", "timestamp"]),
    ("/license/generate", &["licenseKey"]),
    ("/encrypt", &["data"]),
    ("/decrypt", &["data"]),
    ("/tokenid", &["tokenID"]),
];
const KEY_PAIR: &[&str] = &[
    "certificate",
    "certSignRequest",
    "issuedAt",
    "expiryAt",
    "timestamp",
];

pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: String,
    path: String,
    sent: Option<String>,
    version: String,
}

impl Answer {
    pub fn read(response: Response, path: &str, sent: Option<String>, version: &str) -> Self {
        let content_type = response.headers().get("content-type");
        Self {
            status: response.status().as_u16(),
            content_type: content_type
                .map_or("", |value| value.to_str().unwrap())
                .to_owned(),
            body: response.text().unwrap(),
            path: path.to_owned(),
            sent,
            version: version.to_owned(),
        }
    }

    /// The JSON values in the body, which may be two.
    fn values(&self) -> Vec<Value> {
        let values = serde_json::Deserializer::from_str(&self.body).into_iter();
        values.collect::<Result<_, _>>().unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        let first = self.values().into_iter().next();
        first.unwrap_or_else(|| panic!("no JSON: {}", self.shown()))
    }

    fn errors(&self) -> Vec<(String, String)> {
        let json = self.values().into_iter().next().unwrap_or_default();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let pairs = errors
            .iter()
            .map(|one| (text(one, "errorCode"), text(one, "message")));
        pairs.collect()
    }

    /// What the contract calls it: the codes of a refusal, the status of a success or `ok`; before it
    /// the HTTP status unless that is 200, after it `twice` where the body holds two answers.
    pub fn word(&self) -> String {
        let json = self.values().into_iter().next().unwrap_or_default();
        let codes: Vec<String> = self.errors().into_iter().map(|(code, _)| code).collect();
        let said = match &json["response"]["status"] {
            _ if self.content_type.starts_with("text/html") => "HTML".to_owned(),
            _ if !codes.is_empty() => codes.join(" "),
            Value::String(status) => status.clone(),
            Value::Bool(status) => status.to_string(),
            _ if self.status == 200 => "ok".to_owned(),
            _ => String::new(),
        };
        let twice = if self.values().len() == 2 {
            "twice"
        } else {
            ""
        };
        let status = if self.status == 200 {
            String::new()
        } else {
            self.status.to_string()
        };
        let parts = [status, said, twice.to_owned()];
        parts
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The `response` of a success, which it must be.
    pub fn response(&self) -> Value {
        let response = self.json()["response"].clone();
        assert!(
            !response.is_null() && self.status == 200,
            "no success: {}",
            self.shown()
        );
        response
    }

    /// A text member of the `response`.
    pub fn text(&self, member: &str) -> String {
        let response = self.response();
        let text = response[member].as_str();
        text.unwrap_or_else(|| panic!("no `{member}`: {}", self.shown()))
            .to_owned()
    }

    /// The answer itself, if it says this: what comes after rests on it.
    #[track_caller]
    pub fn must(self, word: &str) -> Self {
        assert_eq!(self.word(), word, "{}", self.shown());
        self
    }

    pub fn message(&self) -> String {
        let messages = self.errors().into_iter().map(|(_, message)| message);
        messages.collect::<Vec<_>>().join("; ")
    }

    pub fn shown(&self) -> String {
        let body: String = self.body.chars().take(600).collect();
        format!("{} {} {body}", self.status, self.path)
    }

    /// Whether it looks as every answer of this kind must: type, envelope, echo, times, messages.
    pub fn check_form(&self) {
        for value in self.values() {
            if value.get("responsetime").is_some() {
                self.check_envelope(&value);
            }
        }
        for (code, message) in self.errors() {
            let known = messages::may_say(&code, &message, reaches(&self.version, "1.3.0"));
            assert!(known, "{code} does not read `{message}`: {}", self.shown());
        }
    }

    fn check_envelope(&self, value: &Value) {
        let charset = self.status == 401 || !reaches(&self.version, "1.3.0");
        let wanted = if charset {
            "application/json;charset=UTF-8"
        } else {
            "application/json"
        };
        assert_eq!(self.content_type, wanted, "{}", self.shown());
        assert!(
            stand_in_order(&self.body, value, ENVELOPE),
            "envelope: {}",
            self.shown()
        );
        assert!(value["metadata"].is_null(), "metadata: {}", self.shown());
        let time = value["responsetime"].as_str().unwrap_or_default();
        assert!(is_zoned(time), "responsetime {time}");
        for error in value["errors"].as_array().into_iter().flatten() {
            let whole = stand_in_order(&self.body, error, &["errorCode", "message"]);
            assert!(whole, "error: {}", self.shown());
        }
        let failed = !value["errors"].is_null();
        assert_eq!(
            failed,
            value["response"].is_null(),
            "both or neither: {}",
            self.shown()
        );
        if self.status == 200 || self.status == 403 {
            self.check_echo(value, failed);
        }
        if !failed {
            self.check_members(&value["response"]);
        }
    }

    /// A success echoes `id` and `version` as they came; an error shows a missing one as empty, a null
    /// one as the text `null`; where no body came, both are null.
    fn check_echo(&self, value: &Value, failed: bool) {
        let sent: Option<Value> = self.sent.as_ref().and_then(|text| {
            let mut values = serde_json::Deserializer::from_str(text).into_iter();
            values.next().and_then(Result::ok)
        });
        for name in ["id", "version"] {
            let expected = match sent.as_ref() {
                None => Value::Null,
                Some(sent) => match (&sent[name], failed) {
                    (Value::Null, true) if sent.get(name).is_some() => "null".into(),
                    (Value::Null, true) => "".into(),
                    (Value::Number(number), _) => number.to_string().into(),
                    (given, _) => given.clone(),
                },
            };
            assert_eq!(value[name], expected, "echo of {name}: {}", self.shown());
        }
    }

    fn check_members(&self, response: &Value) {
        let path = self.path.split('?').next().unwrap_or_default();
        let known = MEMBERS.iter().find(|(call, _)| {
            let rest = path.strip_prefix(call);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let Some((_, members)) = known else { return };
        let whole = stand_in_order(&self.body, response, members);
        assert!(whole, "not {members:?}: {}", self.shown());
        let zoned = *members == KEY_PAIR;
        for name in ["issuedAt", "expiryAt", "timestamp"] {
            let Some(time) = response[name].as_str() else {
                continue;
            };
            let fits = if zoned {
                is_zoned(time)
            } else {
                is_local(time)
            };
            assert!(fits, "{name} is {time}");
        }
    }
}

/// Whether `value` has these members and no other, and `body` names them in this order.
fn stand_in_order(body: &str, value: &Value, members: &[&str]) -> bool {
    let Some(held) = value.as_object() else {
        return false;
    };
    let at = |name: &&str| body.find(&format!("\"{name}\":"));
    let places: Vec<_> = members.iter().map(at).collect();
    held.len() == members.len()
        && members.iter().all(|name| held.contains_key(*name))
        && places.is_sorted()
}

/// `2031-04-05T06:07:09.012Z`
pub fn is_zoned(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 24 && bytes[19] == b'.' && text.ends_with('Z') && is_time(text)
}

/// `2031-04-05T06:07:09.011873`, with up to nine digits of a second or none.
fn is_local(text: &str) -> bool {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.len() <= 9 && !text.ends_with('Z') && is_time(&format!("{text}Z"))
}

fn is_time(text: &str) -> bool {
    text.as_bytes()[10] == b'T' && text.parse::<jiff::Timestamp>().is_ok()
}

//! The form that every answer must have, whatever it says.

use serde_json::Value;

use super::answer::Answer;
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

impl Answer {
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
pub fn stand_in_order(body: &str, value: &Value, members: &[&str]) -> bool {
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

//! The JSON of MOSIP's Kernel (Keymanager 1.2.0.1 and its neighbours), as both ends read and write it.
//!
//! Members stand in the order in which the real services write them, and an absent value is written
//! as `null` unless said otherwise. Members of requests are optional, because what the server does
//! about a missing one is a rule of the server. Types that carry a secret have no `Debug`.

mod iam;
mod keymanager;

pub use iam::*;
pub use keymanager::*;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where the services stand below the address of a Kernel.
pub const KEYMANAGER: &str = "/v1/keymanager";
pub const AUTHMANAGER: &str = "/v1/authmanager";
pub const AUDITMANAGER: &str = "/v1/auditmanager";
/// Our own extension: MOSIP offers no call that hands out an id of a MISP or a partner. POST in an
/// envelope with an empty request; the response is [`NextIdAnswer`].
pub const IDS: &str = "/pmctl-dev/ids";

/// Paths below [`KEYMANAGER`].
pub const GENERATE_MASTER_KEY: &str = "/generateMasterKey/CERTIFICATE";
pub const GET_CERTIFICATE: &str = "/getCertificate";
pub const UPLOAD_CA_CERTIFICATE: &str = "/uploadCACertificate";
pub const UPLOAD_PARTNER_CERTIFICATE: &str = "/uploadPartnerCertificate";
/// The certificate id follows as one more segment.
pub const GET_PARTNER_CERTIFICATE: &str = "/getPartnerCertificate";
/// The certificate id follows as one more segment; 404 up to 1.2.0.1.
pub const GET_PARTNER_SIGNED_CERTIFICATE: &str = "/getPartnerSignedCertificate";
pub const UPLOAD_OTHER_DOMAIN_CERTIFICATE: &str = "/uploadOtherDomainCertificate";
/// The only call here that is a PUT.
pub const REVOKE_KEY: &str = "/revokeKey";
pub const GENERATE_LICENSE: &str = "/license/generate";
pub const ENCRYPT: &str = "/encrypt";
pub const ACTUATOR_INFO: &str = "/actuator/info";

/// Paths below [`AUTHMANAGER`].
pub const CLIENT_ID_SECRET_KEY: &str = "/authenticate/clientidsecretkey";
pub const INTERNAL_USERID_PWD: &str = "/authenticate/internal/useridPwd";
/// The app id (`partner`) follows as one more segment. The body has no envelope.
pub const INTERNAL_REFRESH_TOKEN: &str = "/authorize/internal/refreshToken";
pub const LOGOUT_USER: &str = "/logout/user";
pub const VALIDATE_TOKEN: &str = "/authorize/admin/validateToken";

/// Path below [`AUDITMANAGER`].
pub const AUDITS: &str = "/audits";

/// Our own extension too: the test CA of the embedded Kernel. GET answers [`DevSigned`] with the CA itself;
/// POST of a [`DevSignRequest`] to [`DEV_CA_SIGN`] answers one with the leaf. No envelope.
pub const DEV_CA: &str = "/pmctl-dev/ca";
pub const DEV_CA_SIGN: &str = "/pmctl-dev/ca/sign";
/// The common name of that CA.
pub const DEV_CA_NAME: &str = "pmctl development test CA";

/// Paths below [`IDS`].
pub const NEXT_MISP_ID: &str = "/misp";
pub const NEXT_PARTNER_ID: &str = "/partner";

/// Paths below the address of a Keycloak realm (`…/auth/realms/mosip`), which is also the issuer.
pub const TOKEN: &str = "/protocol/openid-connect/token";
pub const CERTS: &str = "/protocol/openid-connect/certs";
pub const DEVICE: &str = "/protocol/openid-connect/auth/device";
pub const LOGOUT: &str = "/protocol/openid-connect/logout";

/// The cookie in which the services look for the token, and the header in which gateways do.
pub const AUTHORIZATION: &str = "Authorization";
/// The cookie in which authmanager looks for the refresh token.
pub const REFRESH_COOKIE: &str = "refresh_token";

/// The application id under which the Kernel stores what partners uploaded.
pub const PARTNER: &str = "PARTNER";

/// The statuses inside a 200 answer of the upload calls.
pub const UPLOAD_SUCCESS: &str = "Upload Success.";
pub const PARTIAL_UPLOAD_SUCCESS: &str = "Partial Upload Success.";
pub const UPLOAD_FAILED: &str = "Upload Failed.";
/// The status of `uploadOtherDomainCertificate`, without a full stop.
pub const OTHER_DOMAIN_UPLOAD_SUCCESS: &str = "Upload Success";
pub const KEY_REVOKED: &str = "Key Revoked";

/// What every POST and PUT of a service with an envelope sends.
#[derive(Serialize, Deserialize)]
pub struct Envelope<T> {
    pub id: Option<String>,
    pub version: Option<String>,
    /// As [`zoned`] writes it.
    pub requesttime: Option<String>,
    pub metadata: Option<serde_json::Value>,
    pub request: Option<T>,
}

/// What every service with an envelope answers, refusals (HTTP 200 with `errors`) included.
#[derive(Serialize, Deserialize)]
pub struct Answer<T> {
    pub id: Option<String>,
    pub version: Option<String>,
    /// As [`zoned`] writes it.
    pub responsetime: Option<String>,
    pub metadata: Option<serde_json::Value>,
    pub response: Option<T>,
    /// `null` on success; older services write `[]`.
    pub errors: Option<Vec<WireError>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    pub error_code: Option<String>,
    pub message: Option<String>,
}

/// Spring's own error object, without envelope: bad JSON (400) and unknown paths (404).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SpringError {
    pub timestamp: Option<String>,
    pub status: u16,
    pub error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    pub path: Option<String>,
}

/// Request of `audits`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditRequest {
    pub event_id: Option<String>,
    pub event_name: Option<String>,
    pub event_type: Option<String>,
    /// As [`zoned`] writes it.
    pub action_time_stamp: Option<String>,
    pub host_name: Option<String>,
    pub host_ip: Option<String>,
    pub application_id: Option<String>,
    pub application_name: Option<String>,
    pub session_user_id: Option<String>,
    pub session_user_name: Option<String>,
    pub id: Option<String>,
    pub id_type: Option<String>,
    pub created_by: Option<String>,
    pub module_name: Option<String>,
    pub module_id: Option<String>,
    pub description: Option<String>,
}

/// Answer of `audits`: `true` means accepted, not stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditAnswer {
    pub status: Option<bool>,
}

/// Request of our own id calls: an empty object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NextIdRequest {}

/// Answer of our own id calls: `{"id":"100"}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NextIdAnswer {
    pub id: Option<String>,
}

/// What the test CA is asked to sign; without days it chooses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DevSignRequest {
    /// PEM.
    pub csr: String,
    pub days: Option<i64>,
}

/// A certificate of the test CA, as PEM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DevSigned {
    pub certificate: String,
}

/// Answer of the actuator of a service; it has no envelope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActuatorInfo {
    pub build: Option<ActuatorBuild>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActuatorBuild {
    pub artifact: Option<String>,
    pub name: Option<String>,
    pub time: Option<String>,
    pub version: Option<String>,
    pub group: Option<String>,
}

/// `2031-04-05T06:07:08.900Z`: `responsetime`, the times of a key pair, and every time that is sent.
pub fn zoned(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// `2031-04-05T06:07:08.9`: the `timestamp` of uploads, UTC without zone and without closing zeros.
pub fn local(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// Reads a time with 0 to 9 fraction digits, with or without zone; without one it is UTC.
pub fn read_time(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        civil
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|at| at.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn writes_both_time_formats() {
        let long = at("2031-04-05T06:07:08.69994Z");
        assert_eq!(zoned(long), "2031-04-05T06:07:08.699Z");
        assert_eq!(local(long), "2031-04-05T06:07:08.69994");
        let whole = at("2031-04-05T06:07:08Z");
        assert_eq!(zoned(whole), "2031-04-05T06:07:08.000Z");
        assert_eq!(local(whole), "2031-04-05T06:07:08");
    }

    #[test]
    fn reads_times_with_any_fraction_and_with_or_without_zone() {
        for text in [
            "2031-04-05T06:07:08",
            "2031-04-05T06:07:08Z",
            "2031-04-05T06:07:08.000000000Z",
        ] {
            assert_eq!(read_time(text), Some(at("2031-04-05T06:07:08Z")), "{text}");
        }
        assert_eq!(
            read_time("2031-04-05T06:07:08.5"),
            Some(at("2031-04-05T06:07:08.5Z"))
        );
        assert_eq!(
            read_time("2031-04-05T11:37:08+05:30"),
            Some(at("2031-04-05T06:07:08Z"))
        );
        assert_eq!(read_time("yesterday"), None);
    }

    #[test]
    fn writes_an_answer_as_the_keymanager_does() {
        let answer = Answer {
            id: Some("a".into()),
            version: None,
            responsetime: Some("2031-04-05T06:07:08.900Z".into()),
            metadata: None,
            response: Some(NextIdAnswer {
                id: Some("100".into()),
            }),
            errors: None,
        };
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            r#"{"id":"a","version":null,"responsetime":"2031-04-05T06:07:08.900Z","metadata":null,"response":{"id":"100"},"errors":null}"#
        );
    }

    #[test]
    fn reads_an_envelope_of_which_all_is_missing() {
        let envelope: Envelope<LicenseRequest> = serde_json::from_str(r#"{"more":1}"#).unwrap();
        assert!(envelope.id.is_none() && envelope.request.is_none());
    }
}

//! What authmanager and Keycloak are asked, and answer: log-ins, tokens and the keys that check them.

use serde::{Deserialize, Serialize};

/// Request of authmanager's login of a service.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecretRequest {
    pub client_id: Option<String>,
    pub secret_key: Option<String>,
    pub app_id: Option<String>,
}

/// Answer of authmanager's login of a service; the token is in the `Authorization` header and cookie.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoginAnswer {
    pub status: Option<String>,
    pub message: Option<String>,
}

/// Request of authmanager's login of a person.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserPasswordRequest {
    pub user_name: Option<String>,
    pub password: Option<String>,
    pub app_id: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
}

/// Answer of authmanager's login of a person and of its refresh; both times are seconds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserTokenAnswer {
    pub token: Option<String>,
    pub message: Option<String>,
    pub refresh_token: Option<String>,
    pub expiry_time: Option<i64>,
    pub user_id: Option<String>,
    pub status: Option<String>,
    pub refresh_expiry_time: Option<i64>,
}

/// Whose token it is, as authmanager's check of a token answers; other members are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TokenOwnerAnswer {
    pub user_id: Option<String>,
    /// Names with commas between and one at the end.
    pub role: Option<String>,
}

/// Bare request of authmanager's refresh; the refresh token itself is in the cookie `refresh_token`.
#[derive(Serialize, Deserialize)]
pub struct RefreshTokenRequest {
    #[serde(rename = "clientID")]
    pub client_id: Option<String>,
    #[serde(rename = "clientSecret")]
    pub client_secret: Option<String>,
}

/// Form of Keycloak's token, device and logout endpoints; absent members are left out.
#[derive(Default, Serialize, Deserialize)]
pub struct TokenForm {
    /// `client_credentials`, `password`, `refresh_token` or the device grant's long name; at the token endpoint only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,
    pub client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_code: Option<String>,
}

/// Answer of Keycloak's device endpoint (RFC 8628 §3.2); times are seconds.
#[derive(Serialize, Deserialize)]
pub struct DeviceAnswer {
    pub device_code: Option<String>,
    pub user_code: Option<String>,
    pub verification_uri: Option<String>,
    pub verification_uri_complete: Option<String>,
    pub expires_in: Option<i64>,
    pub interval: Option<i64>,
}

/// Answer of Keycloak's token endpoint; times are seconds, absent members are left out.
#[derive(Serialize, Deserialize)]
pub struct TokenAnswer {
    pub access_token: Option<String>,
    pub expires_in: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_expires_in: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    #[serde(rename = "not-before-policy", skip_serializing_if = "Option::is_none")]
    pub not_before_policy: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Refusal of Keycloak's token endpoint (400 or 401).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OauthError {
    pub error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}

/// The public keys of an issuer (RFC 7517); absent members are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Jwks {
    pub keys: Vec<Jwk>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Jwk {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    pub kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// RSA modulus, base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA exponent, base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
}

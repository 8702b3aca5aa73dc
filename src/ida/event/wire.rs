//! The JSON of an event, in MOSIP's words.

use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<'a> {
    pub publisher: &'a str,
    pub topic: &'a str,
    pub published_on: &'a str,
    pub event: Inner<'a>,
}

#[derive(Serialize)]
pub(super) struct Inner<'a> {
    pub id: &'a str,
    #[serde(rename = "type")]
    pub kind: Kind<'a>,
    pub timestamp: &'a str,
    pub data: Data<'a>,
}

#[derive(Serialize)]
pub(super) struct Kind<'a> {
    pub namespace: &'a str,
    pub name: &'a str,
}

/// Members that do not belong to an event are left out: ID Authentication fails on `"policyData":null`.
#[derive(Serialize, Default)]
pub(super) struct Data<'a> {
    #[serde(rename = "mispLicenseData", skip_serializing_if = "Option::is_none")]
    pub misp_license: Option<LicenseData<'a>>,
    #[serde(rename = "partnerData", skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerData<'a>>,
    #[serde(rename = "policyData", skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyData<'a>>,
    #[serde(rename = "apiKeyData", skip_serializing_if = "Option::is_none")]
    pub api_key: Option<ApiKeyData<'a>>,
}

#[derive(Serialize)]
pub(super) struct LicenseData<'a> {
    #[serde(rename = "mispId")]
    pub misp_id: &'a str,
    #[serde(rename = "licenseKey")]
    pub license_key: &'a str,
    #[serde(rename = "mispCommenceOn")]
    pub commence_on: String,
    #[serde(rename = "mispExpiresOn")]
    pub expires_on: String,
    #[serde(rename = "mispStatus")]
    pub status: &'static str,
}

#[derive(Serialize)]
pub(super) struct PartnerData<'a> {
    #[serde(rename = "partnerId")]
    pub id: &'a str,
    #[serde(rename = "partnerName")]
    pub name: &'a str,
    #[serde(rename = "certificateData")]
    pub certificate: &'a str,
    #[serde(rename = "partnerStatus")]
    pub status: &'static str,
}

#[derive(Serialize)]
pub(super) struct PolicyData<'a> {
    #[serde(rename = "policyId")]
    pub id: &'a str,
    pub policy: Map<String, Value>,
    #[serde(rename = "policyName")]
    pub name: &'a str,
    #[serde(rename = "policyStatus")]
    pub status: &'static str,
    /// The policy's own, as MOSIP 1.2 sends it; only the pull answer carries the group's.
    #[serde(rename = "policyDescription")]
    pub description: &'a str,
    #[serde(rename = "policyCommenceOn")]
    pub commence_on: String,
    #[serde(rename = "policyExpiresOn")]
    pub expires_on: String,
}

#[derive(Serialize)]
pub(super) struct ApiKeyData<'a> {
    /// The key itself: what a request to ID Authentication carries.
    #[serde(rename = "apiKeyId")]
    pub id: &'a str,
    #[serde(rename = "apiKeyCommenceOn")]
    pub commence_on: String,
    #[serde(rename = "apiKeyExpiresOn")]
    pub expires_on: String,
    #[serde(rename = "apiKeyStatus")]
    pub status: &'static str,
}

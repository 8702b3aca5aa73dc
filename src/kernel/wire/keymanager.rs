//! What the Keymanager is asked, and answers: keys, certificates, licenses, encryption.

use serde::{Deserialize, Serialize};

/// Request of `generateMasterKey`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MasterKeyRequest {
    pub application_id: Option<String>,
    /// `""` for a master key; never leave it out.
    pub reference_id: Option<String>,
    pub force: Option<bool>,
    pub common_name: Option<String>,
    pub organization_unit: Option<String>,
    pub organization: Option<String>,
    pub location: Option<String>,
    pub state: Option<String>,
    pub country: Option<String>,
}

/// Query of `getCertificate`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateQuery {
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
}

/// Answer of `generateMasterKey` and `getCertificate`; its three times are as [`zoned`] writes them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyPair {
    pub certificate: Option<String>,
    pub cert_sign_request: Option<String>,
    pub issued_at: Option<String>,
    pub expiry_at: Option<String>,
    pub timestamp: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadCaRequest {
    /// PEM, or base64url of a DER certificate or a PKCS#7 bundle.
    pub certificate_data: Option<String>,
    pub partner_domain: Option<String>,
}

/// Answer of `uploadCACertificate`, `uploadOtherDomainCertificate` and `revokeKey`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusAnswer {
    pub status: Option<String>,
    /// As [`local`] writes it.
    pub timestamp: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadPartnerRequest {
    pub certificate_data: Option<String>,
    pub organization_name: Option<String>,
    pub partner_domain: Option<String>,
}

/// Answer of `uploadPartnerCertificate`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadPartnerAnswer {
    /// From 1.2.0 a PKCS#7 in base64url without padding, before that a PEM.
    pub signed_certificate_data: Option<String>,
    pub certificate_id: Option<String>,
    /// As [`local`] writes it.
    pub timestamp: Option<String>,
}

/// Answer of `getPartnerCertificate`: the re-signed certificate.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerCertificateAnswer {
    pub certificate_data: Option<String>,
    /// As [`local`] writes it.
    pub timestamp: Option<String>,
}

/// Answer of `getPartnerSignedCertificate`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerSignedCertificateAnswer {
    /// PEM as it was uploaded.
    pub ca_signed_certificate_data: Option<String>,
    /// PEM of the re-signed one.
    pub mosip_signed_certificate_data: Option<String>,
    /// As [`local`] writes it.
    pub timestamp: Option<String>,
}

/// Request of `uploadOtherDomainCertificate`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadOtherDomainRequest {
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    pub certificate_data: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevokeKeyRequest {
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    pub disable_auto_gen: Option<bool>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenseRequest {
    pub tsp_id: Option<String>,
    /// As [`zoned`] writes it, and nothing else.
    pub license_expiry_time: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenseAnswer {
    pub license_key: Option<String>,
}

/// Request of `encrypt`. `salt` and `aad` must be absent or null, never empty.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EncryptRequest {
    pub application_id: Option<String>,
    pub reference_id: Option<String>,
    /// As [`zoned`] writes it.
    pub time_stamp: Option<String>,
    /// Base64url of the clear bytes.
    pub data: Option<String>,
    pub salt: Option<String>,
    pub aad: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EncryptAnswer {
    /// Base64url without padding of the sealed bytes.
    pub data: Option<String>,
}

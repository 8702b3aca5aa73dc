//! The calls that the client makes, and what must be known of each when it fails.

use std::fmt;

/// One call of a Kernel service. `Display` is the name by which MOSIP's documents know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    LoginService,
    LoginPerson,
    LoginDevice,
    Refresh,
    Logout,
    Jwks,
    ValidateToken,
    Info,
    GenerateMasterKey,
    GetCertificate,
    UploadCa,
    UploadPartner,
    GetPartner,
    GetPartnerSigned,
    UploadOtherDomain,
    RevokeKey,
    GenerateLicense,
    Encrypt,
    Audit,
    NextMispId,
    NextPartnerId,
    DevCa,
}

/// Who may use most key calls (MOSIP's shipped configuration, `mosip.role.keymanager.*`).
const WIDE: &[&str] = &["ZONAL_ADMIN", "GLOBAL_ADMIN", "ID_AUTHENTICATION"];
const WIDE_OR_KEY_MAKER: &[&str] = &["KEY_MAKER", "ZONAL_ADMIN", "GLOBAL_ADMIN"];
const PARTNER_ADMIN: &[&str] = &["PARTNER_ADMIN", "ZONAL_ADMIN", "GLOBAL_ADMIN"];
const PARTNER: &[&str] = &["PARTNER_ADMIN", "PARTNER", "ZONAL_ADMIN", "GLOBAL_ADMIN"];
const OTHER_DOMAIN: &[&str] = &["PARTNER_ADMIN", "KEY_MAKER", "ZONAL_ADMIN", "GLOBAL_ADMIN"];
const ENCRYPT: &[&str] = &[
    "ZONAL_ADMIN",
    "GLOBAL_ADMIN",
    "ID_REPOSITORY",
    "CREDENTIAL_REQUEST",
];

impl Call {
    pub fn name(self) -> &'static str {
        match self {
            Self::LoginService => "the login of the service",
            Self::LoginPerson => "the login",
            Self::LoginDevice => "the login by device code",
            Self::Refresh => "the refresh of the login",
            Self::Logout => "the logout",
            Self::Jwks => "reading the issuer's keys",
            Self::ValidateToken => "validateToken",
            Self::Info => "actuator/info",
            Self::GenerateMasterKey => "generateMasterKey",
            Self::GetCertificate => "getCertificate",
            Self::UploadCa => "uploadCACertificate",
            Self::UploadPartner => "uploadPartnerCertificate",
            Self::GetPartner => "getPartnerCertificate",
            Self::GetPartnerSigned => "getPartnerSignedCertificate",
            Self::UploadOtherDomain => "uploadOtherDomainCertificate",
            Self::RevokeKey => "revokeKey",
            Self::GenerateLicense => "license/generate",
            Self::Encrypt => "encrypt",
            Self::Audit => "audits",
            Self::NextMispId => "ids/misp",
            Self::NextPartnerId => "ids/partner",
            Self::DevCa => "the development CA",
        }
    }

    /// Whether a call whose answer was lost may have changed something.
    pub fn writes(self) -> bool {
        match self {
            Self::LoginService | Self::LoginPerson | Self::LoginDevice => false,
            Self::Refresh | Self::Logout | Self::Jwks | Self::ValidateToken => false,
            Self::Info | Self::DevCa => false,
            Self::GetCertificate | Self::GetPartner | Self::GetPartnerSigned | Self::Encrypt => {
                false
            }
            Self::GenerateMasterKey | Self::UploadCa | Self::UploadPartner => true,
            Self::UploadOtherDomain | Self::RevokeKey | Self::GenerateLicense => true,
            Self::Audit | Self::NextMispId | Self::NextPartnerId => true,
        }
    }

    /// Roles of which one suffices in MOSIP's shipped configuration; empty where none is asked for.
    pub fn roles(self) -> &'static [&'static str] {
        match self {
            Self::LoginService | Self::LoginPerson | Self::LoginDevice => &[],
            Self::Refresh | Self::Logout | Self::Jwks | Self::ValidateToken => &[],
            Self::Info | Self::DevCa => &[],
            Self::GenerateMasterKey | Self::GetCertificate => WIDE_OR_KEY_MAKER,
            Self::UploadCa => PARTNER_ADMIN,
            Self::UploadPartner | Self::GetPartner | Self::GetPartnerSigned => PARTNER,
            Self::UploadOtherDomain => OTHER_DOMAIN,
            Self::RevokeKey | Self::GenerateLicense | Self::Audit => WIDE,
            Self::Encrypt => ENCRYPT,
            Self::NextMispId | Self::NextPartnerId => PARTNER_ADMIN,
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

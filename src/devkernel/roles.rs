//! Which roles may call what, as MOSIP's own configuration says.

macro_rules! wide {
    ($($more:literal),*) => {
        &[
            "ZONAL_ADMIN",
            "GLOBAL_ADMIN",
            "INDIVIDUAL",
            "ID_AUTHENTICATION",
            "REGISTRATION_ADMIN",
            "REGISTRATION_SUPERVISOR",
            "REGISTRATION_OFFICER",
            "REGISTRATION_PROCESSOR",
            "PRE_REGISTRATION_ADMIN",
            "RESIDENT",
            $($more),*
        ]
    };
}

pub(super) const CA_UPLOAD: &[&str] = &["ZONAL_ADMIN", "GLOBAL_ADMIN", "PARTNER_ADMIN"];
pub(super) const CA_LISTS: &[&str] = &["PARTNER_ADMIN"];
pub(super) const PARTNER: &[&str] = &["ZONAL_ADMIN", "GLOBAL_ADMIN", "PARTNER_ADMIN", "PARTNER"];
pub(super) const OTHER_DOMAIN: &[&str] = wide!("PARTNER_ADMIN", "KEY_MAKER");
pub(super) const KEY_MAKING: &[&str] = wide!("KEY_MAKER");
pub(super) const WIDE: &[&str] = wide!();
pub(super) const CRYPTO: &[&str] = wide!("ID_REPOSITORY", "CREDENTIAL_REQUEST", "HOTLIST_ADMIN");
pub(super) const TOKEN_ID: &[&str] = &[
    "ZONAL_ADMIN",
    "GLOBAL_ADMIN",
    "ID_AUTHENTICATION",
    "RESIDENT",
];
/// Any valid token.
pub(super) const ANY: &[&str] = &[];

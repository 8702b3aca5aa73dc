//! Keymanager's license keys: issued, and given permissions.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::envelope::{Failure, Visit, error, is_blank};
use super::issue::random;
use super::keys::DATA_TOO_LONG;
use super::keystore::time;
use super::read::{bad_date, strict_date};
use super::reply::Reply;
use super::roles;
use crate::kernel::wire::{LicenseAnswer, LicenseRequest, WireError};

const KEY_LENGTH: usize = 16;
const LONGEST_TSP: usize = 36;
const LONGEST_PERMISSIONS: usize = 512;
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const PERMISSIONS: &[&str] = &[
    "OTP Trigger",
    "OTP Authentication",
    "Demo Authentication - Identity Data Match",
    "Demo Authentication - Address Data Match",
    "Demo Authentication - Full Address Data Match",
    "Demo Authentication - Secondary Language Match",
    "Biometric Authentication - FMR Data Match",
    "Biometric Authentication - IIR Data Match",
    "Biometric Authentication - FID Data Match",
    "Static Pin Authentication",
    "eKYC - limited",
    "eKYC - Full",
    "eKYC - No",
];

pub(super) fn generate(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::WIDE,
        |request: &LicenseRequest| match request.license_expiry_time.as_deref() {
            Some(text) if strict_date(text).is_none() => vec![bad_date(text)],
            _ => Vec::new(),
        },
        |request| {
            if is_blank(&request.tsp_id) {
                return Err(Failure::Refused(vec![no_tsp()]));
            }
            let tsp = request.tsp_id.as_deref().unwrap_or_default();
            let expiry = request.license_expiry_time.as_deref().and_then(strict_date);
            let expiry = expiry.ok_or(Failure::Broken(None))?;
            if expiry < visit.now {
                let text = "Expiry DateTime should be ahead of current DateTime.";
                return Err(Failure::one("KER-LKM-008", text));
            }
            if tsp.chars().count() > LONGEST_TSP {
                return Err(Failure::broken(DATA_TOO_LONG));
            }
            let key = visit
                .kernel
                .state
                .write(|tx| issue(tx, tsp, expiry, visit.now))?;
            Ok(LicenseAnswer {
                license_key: Some(key),
            })
        },
    )
}

/// A key that was never issued before; nothing can ask for it again.
fn issue(db: &Connection, tsp: &str, expiry: Timestamp, now: Timestamp) -> Result<String, Failure> {
    loop {
        let key = random_key()?;
        let stored = db.execute(
            "insert into licenses (license_key, tsp, expires_at, created_at)
             values (?1, ?2, ?3, ?4) on conflict (license_key) do nothing",
            params![key, tsp, expiry.as_microsecond(), now.as_microsecond()],
        )?;
        if stored == 1 {
            return Ok(key);
        }
    }
}

/// Letters and digits, each as likely as any other.
fn random_key() -> Result<String, Failure> {
    let fair = u8::MAX - u8::MAX % 62;
    let mut key = String::new();
    while key.len() < KEY_LENGTH {
        let fresh = random::<32>()?;
        let usable = fresh.iter().filter(|byte| **byte < fair);
        let letters = usable.map(|byte| char::from(LETTERS[usize::from(byte % 62)]));
        key.extend(letters.take(KEY_LENGTH - key.len()));
    }
    Ok(key)
}

fn no_tsp() -> WireError {
    error("KER-LKM-001", "TSP entered is null or empty.")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PermissionRequest {
    tsp_id: Option<String>,
    license_key: Option<String>,
    permissions: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Mapped {
    status: &'static str,
}

#[derive(Serialize)]
struct Permissions {
    permissions: Vec<String>,
}

fn missing(tsp: &Option<String>, key: &Option<String>) -> Vec<WireError> {
    let mut errors = Vec::new();
    if is_blank(tsp) {
        errors.push(no_tsp());
    }
    if is_blank(key) {
        errors.push(error(
            "KER-LKM-006",
            "License Key entered is null or empty.",
        ));
    }
    errors
}

/// Adds permissions to a key; what is already there stays, doubles included.
pub(super) fn permit(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::ANY,
        |_: &PermissionRequest| Vec::new(),
        |request| {
            let wanted = request.permissions.as_ref().ok_or(Failure::Broken(None))?;
            let mut errors = missing(&request.tsp_id, &request.license_key);
            if wanted.iter().any(|text| text.trim().is_empty()) {
                errors.push(error(
                    "KER-LKM-007",
                    "Permission entered is an empty string.",
                ));
            }
            if !errors.is_empty() {
                return Err(Failure::Refused(errors));
            }
            let known = |text: &String| PERMISSIONS.iter().any(|one| text.contains(one));
            if !wanted.iter().all(known) {
                let text = "Permission value entered is not accepted.";
                return Err(Failure::one("KER-LKM-003", text));
            }
            visit.kernel.state.write(|tx| add(tx, request, wanted))?;
            Ok(Mapped {
                status: "Mapped License with the permissions",
            })
        },
    )
}

/// The new ones stand before the old; that the key has ended does not matter here.
fn add(db: &Connection, request: &PermissionRequest, wanted: &[String]) -> Result<(), Failure> {
    let tsp = request.tsp_id.as_deref().unwrap_or_default();
    let key = request.license_key.as_deref().unwrap_or_default();
    let (_, held) = held(db, tsp, key)?;
    let all = [wanted, &held].concat().join(",");
    if all.chars().count() > LONGEST_PERMISSIONS {
        return Err(Failure::broken(DATA_TOO_LONG));
    }
    db.execute(
        "update licenses set permissions = ?2 where license_key = ?1",
        params![key, all],
    )?;
    Ok(())
}

/// When a key of `tsp` ends, and its permissions.
fn held(db: &Connection, tsp: &str, key: &str) -> Result<(Timestamp, Vec<String>), Failure> {
    let found: Option<(i64, Option<String>)> = db
        .query_row(
            "select expires_at, permissions from licenses where license_key = ?1 and tsp = ?2",
            params![key, tsp],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let (ends, text) = found.ok_or_else(|| Failure::one("KER-LKM-004", "LicenseKey Not Found."))?;
    let permissions = text.iter().flat_map(|text| text.split(','));
    let permissions = permissions.map(str::to_owned).collect();
    Ok((time(ends), permissions))
}

pub(super) fn permissions(visit: &Visit<'_>) -> Reply {
    visit.get(roles::ANY, &["tspId", "licenseKey"], || {
        let (tsp, key) = (visit.call.asked("tspId"), visit.call.asked("licenseKey"));
        let errors = missing(&tsp, &key);
        if !errors.is_empty() {
            return Err(Failure::Refused(errors));
        }
        let (tsp, key) = (tsp.unwrap_or_default(), key.unwrap_or_default());
        let (ends, permissions) = visit.kernel.state.read(|db| held(db, &tsp, &key))?;
        if ends <= visit.now {
            return Err(Failure::one("KER-LKM-005", "LicenseKey Expired."));
        }

        if permissions.is_empty() {
            let text = "No Permissions has been mapped to the entered TSP-LicenseKey Pair.";
            return Err(Failure::one("KER-LKM-009", text));
        }
        Ok(Permissions { permissions })
    })
}

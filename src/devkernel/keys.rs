//! Master and base keys: policies, the hierarchy, what is current.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::Release;
use super::envelope::{At, Failure};
use super::issue::{self, Subject};
use super::keystore::{self, Key, NewKey};
use super::x509::{parse, validity};
use crate::kernel::wire::{MasterKeyRequest, PARTNER};

/// What may have keys: application, days a key lives, days before its end when the next is made.
const POLICIES: &[(&str, i64, i64)] = &[
    ("ROOT", 2920, 1125),
    ("PMS", 1460, 395),
    ("KERNEL", 1095, 60),
    ("IDA", 1095, 60),
    ("BASE", 730, 30),
    ("PRE_REGISTRATION", 1095, 60),
    ("REGISTRATION", 1095, 60),
    ("REGISTRATION_PROCESSOR", 1095, 60),
    ("ID_REPO", 1095, 60),
    ("RESIDENT", 1095, 60),
    ("ADMIN_SERVICES", 1095, 60),
    ("DIGITAL_CARD", 1095, 60),
    ("COMPLIANCE_TOOLKIT", 1095, 60),
];

/// What the real Kernel answers with when a value does not fit its column.
pub(super) const DATA_TOO_LONG: &str = "could not execute statement; SQL [n/a]; nested exception is \
                             org.hibernate.exception.DataException: could not execute statement";

pub(super) struct Policy {
    days: u64,
    margin: SignedDuration,
}

pub(super) fn policy(application: &str) -> Result<Policy, Failure> {
    let found = POLICIES.iter().find(|(name, _, _)| *name == application);
    let (_, days, margin) = found.ok_or_else(|| {
        let text = "ApplicationId not found in Key Policy. Key/CSR generation not allowed.";
        Failure::one("KER-KMS-002", text)
    })?;
    Ok(Policy {
        days: days.unsigned_abs(),
        margin: SignedDuration::from_hours(24 * margin),
    })
}

/// The keys that every Kernel has before it can sign: ROOT, and PMS signed by it.
pub(super) fn make_hierarchy(db: &Connection, now: Timestamp) -> Result<(), Failure> {
    for application in ["ROOT", "PMS"] {
        make_master(db, application, "", &MasterKeyRequest::default(), now)?;
    }
    Ok(())
}

/// The current master key; one that nears its end is followed by the next on use.
pub(super) fn master(
    db: &Connection,
    application: &str,
    reference: &str,
    now: Timestamp,
) -> Result<Key, Failure> {
    let policy = policy(application)?;
    let current = keystore::current(db, application, reference, now, policy.margin)?;
    if let Some(key) = current {
        return Ok(key);
    }
    if keystore::all(db, application, reference)?.is_empty() {
        let text = "Key Generation Process is not completed.";
        return Err(Failure::one("KER-KMS-012", text));
    }
    make_master(
        db,
        application,
        reference,
        &MasterKeyRequest::default(),
        now,
    )
}

fn make_master(
    db: &Connection,
    application: &str,
    reference: &str,
    wanted: &MasterKeyRequest,
    now: Timestamp,
) -> Result<Key, Failure> {
    let days = policy(application)?.days;
    let suffix = if reference.is_empty() { "" } else { "-" };
    let label = format!("pmctl development Kernel ({application}{suffix}{reference})");
    let subject = subject(wanted, label);
    let pair = issue::rsa_key()?;
    let certificate = if application == "ROOT" {
        issue::root(subject, &pair, now, days)?
    } else {
        let root = master(db, "ROOT", "", now)
            .map_err(|_| Failure::one("KER-KMS-011", "Root Key not available to sign."))?;
        let key = private(&root)?;
        issue::master(
            subject,
            &pair,
            &issue::issuer(&root.certificate, &key)?,
            now,
            days,
        )?
    };
    keep(
        db,
        application,
        reference,
        certificate.der(),
        pair.serialized_der(),
        now,
    )
}

fn subject(wanted: &MasterKeyRequest, label: String) -> Subject {
    let part = |given: &Option<String>, default: &str| {
        let given = given.clone().filter(|text| !text.trim().is_empty());
        Some(given.unwrap_or_else(|| default.to_owned()))
    };
    Subject {
        country: part(&wanted.country, "IN"),
        state: part(&wanted.state, "KA"),
        location: part(&wanted.location, "BANGALORE"),
        organization: part(&wanted.organization, "IITB"),
        organization_unit: part(&wanted.organization_unit, "MOSIP-TECH-CENTER"),
        common_name: part(&wanted.common_name, &label),
    }
}

/// A base key: only for encryption, signed by its application's master key, made when first asked for.
pub(super) fn base(
    db: &Connection,
    application: &str,
    reference: &str,
    at: At,
) -> Result<Key, Failure> {
    let now = at.now;
    let none = SignedDuration::ZERO;
    if let Some(key) = keystore::current(db, application, reference, now, none)? {
        return Ok(key);
    }
    if [PARTNER, "ROOT", "KERNEL"].contains(&application) {
        let is_first = keystore::all(db, application, reference)?.is_empty();
        return Err(not_made(application, is_first, at.speak));
    }
    let signer = master(db, application, "", now)?;
    let key = private(&signer)?;
    let label = format!("{application}-{reference}");
    let subject = subject(&MasterKeyRequest::default(), label);
    let pair = issue::rsa_key()?;
    let by = issue::issuer(&signer.certificate, &key)?;
    let certificate = issue::base(subject, &pair, &by, now, policy("BASE")?.days)?;
    keep(
        db,
        application,
        reference,
        certificate.der(),
        pair.serialized_der(),
        now,
    )
}

/// From 1.3 on the refusal says which case it is.
fn not_made(application: &str, is_first: bool, speak: Release) -> Failure {
    let reason = match (speak, application) {
        (Release::V1_2_0_1, _) => "",
        (_, "ROOT") => " (Root Key)",
        (_, "KERNEL") => " (Kernel App Id)",
        _ if is_first => " (Partner App Id)",
        _ => " (other domains, partner Certificate expired)",
    };
    let text = "Not allowed to generate new key pair for other domains or not allowed to \
                generate base key.";
    Failure::one("KER-KMS-016", &format!("{text}{reason}"))
}

/// Stores a generated key. Its name holds the day: a second one on the same day is refused as the
/// real database does.
fn keep(
    db: &Connection,
    application: &str,
    reference: &str,
    certificate: &[u8],
    private_key: &[u8],
    now: Timestamp,
) -> Result<Key, Failure> {
    let (issued_at, expires_at) = validity(&parse(certificate)?);
    let new = NewKey {
        application,
        reference,
        unique_name: format!("{application}_{reference}_{}", now.strftime("%m-%d-%Y")),
        certificate,
        private_key: Some(private_key),
        issued_at,
        expires_at,
    };
    keystore::insert(db, &new)?;
    let stored = keystore::all(db, application, reference)?.pop();
    stored.ok_or_else(keystore::no_unique_alias)
}

pub(super) fn private(key: &Key) -> Result<rcgen::KeyPair, Failure> {
    let held = key.private_key.as_deref();
    issue::key_pair(held.ok_or_else(|| Failure::broken("the key has no private part"))?)
}

pub(super) fn is_master(application: &str, reference: &str) -> bool {
    reference.trim().is_empty() || (application == "KERNEL" && reference == "SIGN")
}

/// `generateMasterKey`: the current key stays unless `force` is asked for.
pub(super) fn wanted_master(
    db: &Connection,
    request: &MasterKeyRequest,
    at: At,
) -> Result<Key, Failure> {
    let application = request.application_id.as_deref().unwrap_or_default();
    let reference = request.reference_id.as_deref().unwrap_or_default();
    let now = at.now;
    let policy = policy(application)?;
    if !is_master(application, reference) {
        let text = "Reference Id Not Supported for the Application ID.";
        return Err(Failure::one("KER-KMS-010", text));
    }
    match keystore::current(db, application, reference, now, policy.margin)? {
        Some(key) if request.force != Some(true) => return Ok(key),
        Some(key) => keystore::expire(db, &key, now)?,
        None => {}
    }
    if at.speak >= Release::V1_3_0 && request.reference_id.is_none() {
        let text = "Cannot invoke \"String.trim()\" because \"refId\" is null";
        return Err(Failure::broken(text));
    }
    make_master(db, application, reference, request, now)
}

/// A request in PEM for a key, under the subject that is asked for.
pub(super) fn csr_of(key: &Key, wanted: &MasterKeyRequest) -> Result<String, Failure> {
    issue::request(
        subject(wanted, "pmctl development Kernel".into()),
        &private(key)?,
    )
}

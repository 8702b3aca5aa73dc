//! Keymanager's key calls: master and base keys, requests, revocation.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::envelope::{Failure, Visit, blanks};
use super::keys::{self, base, csr_of, is_master, master};
use super::keystore::{self, Key};
use super::reply::Reply;
use super::roles;
use super::x509::{parse, pem, read_pem, sha256_hex, spki, validity};
use crate::kernel::wire::{
    KEY_REVOKED, KeyPair, MasterKeyRequest, OTHER_DOMAIN_UPLOAD_SUCCESS, RevokeKeyRequest,
    StatusAnswer, UploadOtherDomainRequest, local, zoned,
};

pub(super) fn generate_master(visit: &Visit<'_>, kind: &str) -> Reply {
    visit.post(
        roles::KEY_MAKING,
        |request: &MasterKeyRequest| blanks(&[("applicationId", &request.application_id)]),
        |request| {
            let as_csr = match kind.to_ascii_uppercase().as_str() {
                "CERTIFICATE" => false,
                "CSR" => true,
                blank if blank.trim().is_empty() => return Err(invalid()),
                _ => {
                    return Err(Failure::broken(
                        "KER-KMS-009 --> Invalid Response Object Type.",
                    ));
                }
            };
            let work = |db: &Connection| keys::wanted_master(db, request, visit.at());
            let key = visit.kernel.state.write(|tx| work(tx))?;
            described(
                &key,
                as_csr.then(|| csr_of(&key, request)).transpose()?,
                visit.now,
            )
        },
    )
}

pub(super) fn described(
    key: &Key,
    csr: Option<String>,
    now: Timestamp,
) -> Result<KeyPair, Failure> {
    Ok(KeyPair {
        certificate: csr.is_none().then(|| pem(&key.certificate)),
        cert_sign_request: csr,
        issued_at: Some(zoned(key.issued_at)),
        expiry_at: Some(zoned(key.expires_at)),
        timestamp: Some(zoned(now)),
    })
}

pub(super) fn get_certificate(visit: &Visit<'_>) -> Reply {
    visit.get(roles::KEY_MAKING, &["applicationId"], || {
        let application = visit.call.asked("applicationId").unwrap_or_default();
        let reference = visit.call.asked("referenceId").unwrap_or_default();
        let key = visit.kernel.state.write(|tx| {
            if is_master(&application, &reference) {
                master(tx, &application, reference.trim(), visit.now)
            } else {
                base(tx, &application, &reference, visit.at())
            }
        })?;
        described(&key, None, visit.now)
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AllCertificates {
    all_certificates: Vec<OneCertificate>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OneCertificate {
    certificate_data: String,
    issued_at: String,
    expiry_at: String,
    key_id: String,
}

pub(super) fn get_all_certificates(visit: &Visit<'_>) -> Reply {
    visit.get(roles::KEY_MAKING, &["applicationId"], || {
        let application = visit.call.asked("applicationId").unwrap_or_default();
        let reference = visit.call.asked("referenceId").unwrap_or_default();
        let keys = visit
            .kernel
            .state
            .read(|db| keystore::all(db, &application, &reference))?;
        let all_certificates = keys.iter().map(|key| OneCertificate {
            certificate_data: pem(&key.certificate),
            issued_at: zoned(key.issued_at),
            expiry_at: zoned(key.expires_at),
            key_id: key.thumbprint.clone(),
        });
        Ok(AllCertificates {
            all_certificates: all_certificates.collect(),
        })
    })
}

pub(super) fn invalid() -> Failure {
    Failure::one("KER-KMS-005", "Invalid request")
}

pub(super) fn revoke(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::WIDE,
        |request: &RevokeKeyRequest| blanks(&[("applicationId", &request.application_id)]),
        |request| {
            let application = request.application_id.as_deref().unwrap_or_default();
            let reference = request.reference_id.as_deref().unwrap_or_default();
            if reference.trim().is_empty() {
                return Err(invalid());
            }
            if is_master(application, reference) {
                return Err(Failure::one("KER-KMS-021", "Key Revocation not allowed."));
            }
            visit.kernel.state.write(|tx| {
                let none = SignedDuration::ZERO;
                let key = keystore::current(tx, application, reference, visit.now, none)?;
                keystore::expire(tx, &key.ok_or_else(keystore::no_unique_alias)?, visit.now)
            })?;
            Ok(StatusAnswer {
                status: Some(KEY_REVOKED.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

/// `uploadCertificate`: a new certificate for a key that is held here.
pub(super) fn upload_certificate(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::KEY_MAKING,
        |request: &UploadOtherDomainRequest| {
            blanks(&[
                ("applicationId", &request.application_id),
                ("certificateData", &request.certificate_data),
            ])
        },
        |request| {
            visit
                .kernel
                .state
                .write(|tx| replace_certificate(tx, request, visit.now))?;
            Ok(StatusAnswer {
                status: Some(OTHER_DOMAIN_UPLOAD_SUCCESS.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

fn replace_certificate(
    db: &Connection,
    request: &UploadOtherDomainRequest,
    now: Timestamp,
) -> Result<(), Failure> {
    let application = request.application_id.as_deref().unwrap_or_default();
    keys::policy(application)?;
    let reference = request.reference_id.as_deref();
    let reference = reference.ok_or(Failure::Broken(None))?;
    let key = keystore::current(db, application, reference, now, SignedDuration::ZERO)?;
    let key = key.ok_or_else(keystore::no_unique_alias)?;
    let certificate = read_pem(request.certificate_data.as_deref().unwrap_or_default())?;
    if spki(&certificate)? != spki(&key.certificate)? {
        let text = "Certificate Key Not Matching with stored Key.";
        return Err(Failure::one("KER-KMS-014", text));
    }
    let (_, expires_at) = validity(&parse(&certificate)?);
    db.execute(
        "update keys set certificate = ?2, thumbprint = ?3, expires_at = ?4 where id = ?1",
        rusqlite::params![
            key.id,
            certificate,
            sha256_hex(&certificate),
            expires_at.as_microsecond()
        ],
    )?;
    Ok(())
}

pub(super) fn generate_csr(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::KEY_MAKING,
        |request: &MasterKeyRequest| blanks(&[("applicationId", &request.application_id)]),
        |request| {
            let application = request.application_id.as_deref().unwrap_or_default();
            let reference = request.reference_id.as_deref();
            let reference = reference.ok_or_else(|| Failure::broken("No value present"))?;
            if (application, reference) == ("KERNEL", "IDENTITY_CACHE") {
                let text = "CSR Generation not allowed for the provided App Id & Ref Id.";
                return Err(Failure::one("KER-KMS-022", text));
            }
            let key = visit
                .kernel
                .state
                .write(|tx| match is_master(application, reference) {
                    true => master(tx, application, reference, visit.now),
                    false => base(tx, application, reference, visit.at()),
                })?;
            described(&key, Some(csr_of(&key, request)?), visit.now)
        },
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SymmetricRequest {
    application_id: Option<String>,
    reference_id: Option<String>,
    force: Option<bool>,
}

/// `generateSymmetricKey`: that one exists is noted, the key itself is of no use here.
pub(super) fn generate_symmetric(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::WIDE,
        |request: &SymmetricRequest| {
            blanks(&[
                ("applicationId", &request.application_id),
                ("referenceId", &request.reference_id),
            ])
        },
        |request| {
            let force = request.force.ok_or(Failure::Broken(None))?;
            let made = visit
                .kernel
                .state
                .write(|tx| note_symmetric(tx, request, force, visit.now))?;
            let status = if made {
                "Generation Success"
            } else {
                "Key Exists."
            };
            Ok(StatusAnswer {
                status: Some(status.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

fn note_symmetric(
    db: &Connection,
    request: &SymmetricRequest,
    force: bool,
    now: Timestamp,
) -> Result<bool, Failure> {
    let (application, reference) = (&request.application_id, &request.reference_id);
    let mut query = db.prepare_cached(
        "select 1 from symmetric_keys where application = ?1 and reference = ?2 and expires_at > ?3",
    )?;
    let held = query.exists(rusqlite::params![
        application,
        reference,
        now.as_microsecond()
    ])?;
    if held && !force {
        return Ok(false);
    }
    let ends = now + SignedDuration::from_hours(24 * 3650);
    db.execute(
        "insert into symmetric_keys (application, reference, expires_at) values (?1, ?2, ?3)",
        rusqlite::params![application, reference, ends.as_microsecond()],
    )?;
    Ok(true)
}

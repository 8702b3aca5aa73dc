//! Certificates of other domains: how a partner's public key gets into the Kernel.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::envelope::{Failure, Visit, blanks, is_blank};
use super::key_calls::invalid;
use super::keys::DATA_TOO_LONG;
use super::keystore::{self, NewKey};
use super::reply::Reply;
use super::roles;
use super::x509::{parse, read_pem, sha256_hex, validity};
use crate::kernel::wire::{
    OTHER_DOMAIN_UPLOAD_SUCCESS, StatusAnswer, UploadOtherDomainRequest, local,
};

/// Longer ones do not fit the real database.
const LONGEST_REFERENCE: usize = 128;

fn not_over_this() -> Failure {
    let text = "Upload of certificate will not be allowed to update other domain certificate.";
    Failure::one("KER-KMS-015", text)
}

/// Stores the certificate of another domain, which is how a partner's public key gets here.
///
/// Neither chain nor dates nor key are looked at. The earlier certificate of the reference ends, even
/// if the new one is not yet valid; one that was here before can never come back (500).
pub(super) fn upload(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::OTHER_DOMAIN,
        |request: &UploadOtherDomainRequest| {
            blanks(&[
                ("applicationId", &request.application_id),
                ("certificateData", &request.certificate_data),
            ])
        },
        |request| {
            if is_blank(&request.reference_id) {
                return Err(invalid());
            }
            visit
                .kernel
                .state
                .write(|tx| store_other_domain(tx, request, visit.now))?;
            Ok(StatusAnswer {
                status: Some(OTHER_DOMAIN_UPLOAD_SUCCESS.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

fn store_other_domain(
    db: &Connection,
    request: &UploadOtherDomainRequest,
    now: Timestamp,
) -> Result<(), Failure> {
    let application = request.application_id.as_deref().unwrap_or_default();
    let reference = request.reference_id.as_deref().unwrap_or_default();
    if application == "KERNEL" && reference == "SIGN" {
        return Err(not_over_this());
    }
    let none = SignedDuration::ZERO;
    let current = keystore::current(db, application, reference, now, none)?;
    let certificate = read_pem(request.certificate_data.as_deref().unwrap_or_default())?;
    let thumbprint = sha256_hex(&certificate);
    if let Some(current) = current {
        if current.private_key.is_some() || current.thumbprint == thumbprint {
            return Err(not_over_this());
        }
        keystore::expire(db, &current, now)?;
    }
    if reference.chars().count() > LONGEST_REFERENCE {
        return Err(Failure::broken(DATA_TOO_LONG));
    }
    let (issued_at, expires_at) = validity(&parse(&certificate)?);
    let new = NewKey {
        application,
        reference,
        unique_name: format!("{application}_{reference}_{thumbprint}"),
        certificate: &certificate,
        private_key: None,
        issued_at,
        expires_at,
    };
    keystore::insert(db, &new)
}

//! Certificates of other domains: how a partner's public key gets into the Kernel.

use jiff::SignedDuration;
use rusqlite::Connection;

use super::Release;
use super::envelope::{At, Failure, Visit, blanks, is_blank};
use super::key_calls::invalid;
use super::keys::DATA_TOO_LONG;
use super::keystore::{self, Key, NewKey};
use super::reply::Reply;
use super::roles;
use super::x509::{parse, read_pem, sha256_hex, validity};
use crate::kernel::wire::{
    OTHER_DOMAIN_UPLOAD_SUCCESS, StatusAnswer, UploadOtherDomainRequest, local,
};

/// Longer ones do not fit the real database.
const LONGEST_REFERENCE: usize = 128;

/// References under which 1.3 keeps signing keys of its own.
const CURVES: &[&str] = &["EC_SECP256K1_SIGN", "EC_SECP256R1_SIGN", "ED25519_SIGN"];

/// One code for all of these, until 1.3 told them apart.
fn not_over_this(speak: Release, code: &str, text: &str) -> Failure {
    match speak {
        Release::V1_2_0_1 => Failure::one(
            "KER-KMS-015",
            "Upload of certificate will not be allowed to update other domain certificate.",
        ),
        Release::V1_3_0 => Failure::one(code, text),
    }
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
                .write(|tx| store_other_domain(tx, request, visit.at()))?;
            Ok(StatusAnswer {
                status: Some(OTHER_DOMAIN_UPLOAD_SUCCESS.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

fn check_names(application: &str, reference: &str, speak: Release) -> Result<(), Failure> {
    if application == "KERNEL" && reference == "SIGN" {
        let text = "Application Id with KERNEL & Reference Id with Sign not allowed to upload \
                    Partner certificate.";
        return Err(not_over_this(speak, "KER-KMS-031", text));
    }
    if speak >= Release::V1_3_0 && CURVES.contains(&reference) {
        let text = "EC Sign Reference Id Not Supported for the Application ID.";
        return Err(Failure::one("KER-KMS-030", text));
    }
    Ok(())
}

fn check_current(current: &Key, thumbprint: &str, speak: Release) -> Result<(), Failure> {
    if current.private_key.is_some() {
        let text = "PrivateKey available, for Other Domain Certificate, Private Key should not \
                    available.";
        return Err(not_over_this(speak, "KER-KMS-034", text));
    }
    if current.thumbprint == thumbprint {
        let text = "Certificate Already Exist, not allowed to upload same certificate again";
        return Err(not_over_this(speak, "KER-KMS-035", text));
    }
    Ok(())
}

fn store_other_domain(
    db: &Connection,
    request: &UploadOtherDomainRequest,
    at: At,
) -> Result<(), Failure> {
    let now = at.now;
    let application = request.application_id.as_deref().unwrap_or_default();
    let reference = request.reference_id.as_deref().unwrap_or_default();
    check_names(application, reference, at.speak)?;
    let none = SignedDuration::ZERO;
    let current = keystore::current(db, application, reference, now, none)?;
    let certificate = read_pem(request.certificate_data.as_deref().unwrap_or_default())?;
    let thumbprint = sha256_hex(&certificate);
    if let Some(current) = current {
        check_current(&current, &thumbprint, at.speak)?;
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

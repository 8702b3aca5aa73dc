//! Keymanager's certificate calls: CAs, and what it knows of partner certificates.

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::Release;
use super::envelope::{Failure, Visit, blanks};
use super::reply::Reply;
use super::x509::{parse, pem, read_pem};
use super::{pkcs7, roles, trust};
use crate::kernel::wire::{
    PARTIAL_UPLOAD_SUCCESS, PartnerCertificateAnswer, PartnerSignedCertificateAnswer, StatusAnswer,
    UPLOAD_FAILED, UPLOAD_SUCCESS, UploadCaRequest, local,
};

/// base64url, padded or not, as Java reads it.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn upload_ca(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::CA_UPLOAD,
        |request: &UploadCaRequest| {
            blanks(&[
                ("partnerDomain", &request.partner_domain),
                ("certificateData", &request.certificate_data),
            ])
        },
        |request| {
            let data = request.certificate_data.as_deref().unwrap_or_default();
            let domain = request.partner_domain.as_deref().unwrap_or_default();
            let status = match read_pem(data) {
                Ok(single) => admit_one(visit, &single, domain)?,
                Err(_) => admit_bundle(visit, data, domain)?,
            };
            Ok(StatusAnswer {
                status: Some(status.into()),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

fn admit_one(visit: &Visit<'_>, certificate: &[u8], domain: &str) -> Result<&'static str, Failure> {
    let domain = trust::domain(domain)?;
    let state = &visit.kernel.state;
    state.write(|tx| trust::admit(tx, certificate, domain, visit.at()))?;
    Ok(UPLOAD_SUCCESS)
}

/// A bundle, or one certificate in DER, both in base64url. The last certificate goes first, what is
/// refused is passed over, and the status says how many got in.
fn admit_bundle(visit: &Visit<'_>, data: &str, domain: &str) -> Result<&'static str, Failure> {
    let certificates = read_bundle(data, visit.kernel.speak)?;
    let domain = trust::domain(domain)?;
    let admitted: Vec<bool> = visit.kernel.state.write(|tx| {
        let last_first = certificates.iter().rev();
        let done = last_first.map(|one| trust::admit(tx, one, domain, visit.at()));
        Ok(done.map(|one| one.is_ok()).collect())
    })?;
    Ok(bundle_status(&admitted, visit.kernel.speak))
}

/// 1.3 calls it a success where the one that went last got in, whatever became of the others.
fn bundle_status(admitted: &[bool], speak: Release) -> &'static str {
    let whole = match speak {
        Release::V1_2_0_1 => admitted.iter().all(|one| *one),
        Release::V1_3_0 => admitted.last() == Some(&true),
    };
    match admitted.contains(&true) {
        false => UPLOAD_FAILED,
        true if whole => UPLOAD_SUCCESS,
        true => PARTIAL_UPLOAD_SUCCESS,
    }
}

fn read_bundle(data: &str, speak: Release) -> Result<Vec<Vec<u8>>, Failure> {
    let bytes = LENIENT.decode(data).map_err(|error| {
        let foreign = matches!(error, DecodeError::InvalidByte(..));
        let text = match speak >= Release::V1_3_0 && foreign {
            true => " input data is not base64 encoded",
            false => "data sent to decrypt is without key splitter or invalid",
        };
        Failure::one("KER-CRY-003", text)
    })?;
    if parse(&bytes).is_ok() {
        return Ok(vec![bytes]);
    }
    let held = pkcs7::read(&bytes).filter(|held| !held.is_empty());
    held.ok_or_else(|| Failure::one("KER-PCM-001", "Invalid Certificate uploaded."))
}

pub(super) fn get_partner(visit: &Visit<'_>, id: &str) -> Reply {
    visit.get(roles::PARTNER, &[], || {
        let (_, resigned) = both(visit, id)?;
        Ok(PartnerCertificateAnswer {
            certificate_data: Some(pem(&resigned)),
            timestamp: Some(local(visit.now)),
        })
    })
}

pub(super) fn get_partner_signed(visit: &Visit<'_>, id: &str) -> Reply {
    visit.get(roles::PARTNER, &[], || {
        let (uploaded, resigned) = both(visit, id)?;
        Ok(PartnerSignedCertificateAnswer {
            ca_signed_certificate_data: Some(pem(&uploaded)),
            mosip_signed_certificate_data: Some(pem(&resigned)),
            timestamp: Some(local(visit.now)),
        })
    })
}

/// A partner's certificate as it was uploaded, and re-signed.
fn both(visit: &Visit<'_>, id: &str) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    if id.trim().is_empty() {
        return Err(invalid_id());
    }
    let found = visit.kernel.state.read(|db| {
        let query = "select uploaded, resigned from partner_certificates where id = ?1";
        let row = db.query_row(query, params![id], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(row.optional()?)
    })?;
    found.ok_or_else(|| {
        let text = "Partner Certificate not found for the given ID.";
        Failure::one("KER-PCM-012", text)
    })
}

pub(super) fn invalid_id() -> Failure {
    Failure::one("KER-PCM-010", "Invalid Partner Certificate ID.")
}

#[derive(Serialize)]
struct Trusted {
    status: bool,
}

pub(super) fn verify_trust(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::PARTNER,
        |request: &UploadCaRequest| {
            blanks(&[
                ("certificateData", &request.certificate_data),
                ("partnerDomain", &request.partner_domain),
            ])
        },
        |request| {
            let data = request.certificate_data.as_deref().unwrap_or_default();
            let certificate = read_pem(data)?;
            let domain = trust::domain(request.partner_domain.as_deref().unwrap_or_default())?;
            let path = |db: &Connection| trust::path(db, &certificate, domain, visit.now);
            let status = visit.kernel.state.read(path)?.is_some();
            Ok(Trusted { status })
        },
    )
}

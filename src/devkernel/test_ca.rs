//! A CA for trying things: an extension of ours. No trust store holds it until it is uploaded.

use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateSigningRequestParams, IsCa, KeyUsagePurpose};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::envelope::Failure;
use super::issue::{self, Subject};
use super::reply::{Call, Reply};
use super::routes::Kernel;
use super::x509::pem;
use crate::kernel::wire::{DEV_CA_NAME, DevSignRequest, DevSigned};

const CA_DAYS: u64 = 3650;
const LEAF_DAYS: u64 = 730;

#[derive(Serialize)]
struct Unsigned {
    error: String,
}

pub(super) fn make(db: &Connection, now: Timestamp) -> Result<(), Failure> {
    let subject = Subject {
        organization: Some("pmctl development".into()),
        common_name: Some(DEV_CA_NAME.into()),
        ..Subject::default()
    };
    let key = issue::rsa_key()?;
    let certificate = issue::root(subject, &key, an_hour_before(now), CA_DAYS)?;
    db.execute(
        "insert into test_ca (one, certificate, private_key) values (1, ?1, ?2)",
        params![certificate.der().as_ref(), key.serialized_der()],
    )?;
    Ok(())
}

fn an_hour_before(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(1)
}

fn held(db: &Connection) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let query = "select certificate, private_key from test_ca";
    Ok(db.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// `GET /pmctl-dev/ca`: the CA's own certificate.
pub(super) fn get(kernel: &Kernel) -> Reply {
    match kernel.state.read(held) {
        Ok((certificate, _)) => Reply::json(
            200,
            &DevSigned {
                certificate: pem(&certificate),
            },
        ),
        Err(failure) => refused(500, &failure),
    }
}

/// `POST /pmctl-dev/ca/sign`: a leaf for the key and subject of a request, valid since an hour ago.
/// What else the request asks for is passed over.
pub(super) fn sign(kernel: &Kernel, call: &Call) -> Reply {
    let Some(request) = call.json::<DevSignRequest>() else {
        return refused(
            400,
            &Failure::broken("the body must be {\"csr\": PEM, \"days\": NUMBER}"),
        );
    };
    let signed = kernel
        .state
        .read(held)
        .and_then(|ca| leaf(&ca, &request, kernel.now()));
    match signed {
        Ok(certificate) => Reply::json(200, &DevSigned { certificate }),
        Err(failure) => refused(400, &failure),
    }
}

fn leaf(
    (ca, key): &(Vec<u8>, Vec<u8>),
    request: &DevSignRequest,
    now: Timestamp,
) -> Result<String, Failure> {
    let key = issue::key_pair(key)?;
    let by = issue::issuer(ca, &key)?;
    let mut csr = CertificateSigningRequestParams::from_pem(&request.csr)?;
    let params = &mut csr.params;
    let days = request
        .days
        .map_or(LEAF_DAYS, |days| u64::try_from(days).unwrap_or(1));
    let days = days.clamp(1, CA_DAYS);
    issue::dates(params, an_hour_before(now), days);
    params.serial_number = Some(issue::serial()?);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyEncipherment,
    ];
    params.extended_key_usages.clear();
    params.subject_alt_names.clear();
    params.use_authority_key_identifier_extension = true;
    Ok(pem(csr.signed_by(&by)?.der()))
}

fn refused(status: u16, failure: &Failure) -> Reply {
    let error = failure.to_string();
    Reply::json(status, &Unsigned { error })
}

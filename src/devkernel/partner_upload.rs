//! Upload of a partner certificate: checks, re-signing, what is stored and given back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, params};
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

use super::Release;
use super::envelope::{At, Failure, Visit, blanks};
use super::issue::{self, Subject};
use super::reply::Reply;
use super::trust::{self, new_id};
use super::x509::{is_self_signed, name_text, parse, part_of, read_pem, sha1_hex, validity};
use super::{keys, pkcs7, roles};
use crate::kernel::wire::{UploadPartnerAnswer, UploadPartnerRequest, local};

/// Days that a partner certificate must still live: a year less the 30 days of grace.
const LEAST_DAYS: i64 = 335;
const LEAST_RSA_BITS: usize = 2048;
/// Longer names do not fit the real database.
const LONGEST_ORGANIZATION: usize = 120;

/// Signature algorithms whose Java name begins with `SHA2`: SHA-224 and SHA-256 with RSA, ECDSA, DSA.
const SHA2_NAMED: &[&str] = &[
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.14",
    "1.2.840.10045.4.3.1",
    "1.2.840.10045.4.3.2",
    "2.16.840.1.101.3.4.3.1",
    "2.16.840.1.101.3.4.3.2",
];

pub(super) fn upload(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::PARTNER,
        |request: &UploadPartnerRequest| {
            blanks(&[
                ("certificateData", &request.certificate_data),
                ("organizationName", &request.organization_name),
                ("partnerDomain", &request.partner_domain),
            ])
        },
        |request| {
            let data = request.certificate_data.as_deref().unwrap_or_default();
            let organization = request.organization_name.as_deref().unwrap_or_default();
            let certificate = read_pem(data)?;
            let domain = trust::domain(request.partner_domain.as_deref().unwrap_or_default())?;
            let upload = Upload {
                certificate: &certificate,
                organization,
                domain,
                at: visit.at(),
            };
            let (id, bundle) = visit.kernel.state.write(|tx| upload.store(tx))?;
            Ok(UploadPartnerAnswer {
                signed_certificate_data: Some(URL_SAFE_NO_PAD.encode(bundle)),
                certificate_id: Some(id),
                timestamp: Some(local(visit.now)),
            })
        },
    )
}

struct Upload<'a> {
    certificate: &'a [u8],
    organization: &'a str,
    domain: &'static str,
    at: At,
}

impl Upload<'_> {
    /// Checks, re-signs and stores; then lets what is returned into the domain's trust store, the
    /// re-signed leaf included. Returns the new id and the bundle.
    fn store(&self, db: &Connection) -> Result<(String, Vec<u8>), Failure> {
        let parsed = parse(self.certificate)?;
        check_life(&parsed, self.at)?;
        if is_self_signed(&parsed) {
            let text = "Self Signed Certificate not allowed as partner.";
            return Err(Failure::one("KER-PCM-015", text));
        }
        let path = trust::path(db, self.certificate, self.domain, self.at.now)?;
        let path = path.ok_or_else(|| {
            let text = "Root CA/Intermediate CA Certificates not found.";
            Failure::one("KER-PCM-006", text)
        })?;
        check_profile(&parsed, self.organization)?;
        let (resigned, signers) = self.resign(db, &parsed)?;
        let id = self.insert(db, &parsed, &resigned)?;
        let chain = match self.domain {
            "FTM" => path,
            _ => std::iter::once(resigned).chain(signers).collect(),
        };
        for certificate in chain.iter().rev() {
            drop(trust::admit(db, certificate, self.domain, self.at));
        }
        Ok((id, pkcs7::write(&chain)))
    }

    /// The re-signed certificate, and those of PMS and ROOT.
    fn resign(
        &self,
        db: &Connection,
        parsed: &X509Certificate<'_>,
    ) -> Result<(Vec<u8>, [Vec<u8>; 2]), Failure> {
        let root = keys::master(db, "ROOT", "", self.at.now)?;
        let pms = keys::master(db, "PMS", "", self.at.now)?;
        let key = keys::private(&pms)?;
        let by = issue::issuer(&pms.certificate, &key)?;
        let public_key = parsed.public_key().raw;
        let encipher = self.domain == "AUTH";
        let subject = rebuilt(parsed)?;
        let resigned = issue::resigned(subject, public_key, &by, self.at.now, encipher)?;
        Ok((resigned.der().to_vec(), [pms.certificate, root.certificate]))
    }

    fn insert(
        &self,
        db: &Connection,
        parsed: &X509Certificate<'_>,
        resigned: &[u8],
    ) -> Result<String, Failure> {
        if self.organization.chars().count() > LONGEST_ORGANIZATION {
            return Err(Failure::broken(keys::DATA_TOO_LONG));
        }
        let id = new_id()?;
        db.execute(
            "insert into partner_certificates (id, domain, organization, thumbprint, subject_name,
               issuer_name, issuer_id, uploaded, resigned, created_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                id,
                self.domain,
                self.organization,
                sha1_hex(self.certificate),
                name_text(parsed.subject()),
                name_text(parsed.issuer()),
                trust::issuer_id(db, parsed, self.at.now)?,
                self.certificate,
                resigned,
                self.at.now.as_microsecond(),
            ],
        )?;
        Ok(id)
    }
}

/// Valid now, and for 335 whole days more.
fn check_life(certificate: &X509Certificate<'_>, at: At) -> Result<(), Failure> {
    trust::check_valid(certificate, at)?;
    let (_, to) = validity(certificate);
    if to.duration_since(at.now).as_hours() / 24 >= LEAST_DAYS {
        return Ok(());
    }
    Err(match at.speak {
        Release::V1_2_0_1 => trust::dates_not_valid(),
        Release::V1_3_0 => {
            let text = "The PARTNER Certificate validity is less than required minimum validity";
            Failure::one("KER-KMS-021", text)
        }
    })
}

/// Version, organization, key size, signature algorithm, in this order.
fn check_profile(certificate: &X509Certificate<'_>, organization: &str) -> Result<(), Failure> {
    trust::check_version(certificate)?;
    let held = part_of(certificate.subject(), "2.5.4.10");
    if held.as_deref() != Some(organization) {
        return Err(Failure::one(
            "KER-PCM-008",
            "Partner Organization Name not Matched.",
        ));
    }
    let rsa_bits = match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => Some(key.key_size()),
        _ => None,
    };
    if rsa_bits.is_some_and(|bits| bits < LEAST_RSA_BITS) {
        let text = "Partner Certificate Key Size is less than allowed size.";
        return Err(Failure::one("KER-PCM-013", text));
    }
    let algorithm = certificate.signature_algorithm.algorithm.to_id_string();
    if !SHA2_NAMED.contains(&algorithm.as_str()) {
        let text = "Partner Certificate Signature algorithm not supported.";
        return Err(Failure::one("KER-PCM-014", text));
    }
    Ok(())
}

/// The subject of the re-signed certificate: six parts of the partner's own. Without a common
/// name the real Kernel breaks.
fn rebuilt(certificate: &X509Certificate<'_>) -> Result<Subject, Failure> {
    let part = |oid| part_of(certificate.subject(), oid);
    let common_name = part("2.5.4.3");
    if common_name.is_none() {
        return Err(trust::empty_list());
    }
    Ok(Subject {
        country: part("2.5.4.6"),
        state: part("2.5.4.8"),
        location: part("2.5.4.7"),
        organization: part("2.5.4.10"),
        organization_unit: part("2.5.4.11"),
        common_name,
    })
}

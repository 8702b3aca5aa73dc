//! The Keymanager's calls by their paths.

use super::envelope::Visit;
use super::reply::Reply;
use super::{certificates, crypto, key_calls, license, listing};
use super::{other_domain, partner_upload, token_id};

/// A call of the Keymanager: verb, segments (`*` is any one), and what answers.
pub(super) type Route = (
    &'static str,
    &'static [&'static str],
    fn(&Visit<'_>, &str) -> Reply,
);

pub(super) const KEYMANAGER: &[Route] = &[
    (
        "POST",
        &["generateMasterKey", "*"],
        key_calls::generate_master,
    ),
    ("GET", &["getCertificate"], |visit, _| {
        key_calls::get_certificate(visit)
    }),
    ("GET", &["getAllCertificates"], |visit, _| {
        key_calls::get_all_certificates(visit)
    }),
    ("POST", &["generateCSR"], |visit, _| {
        key_calls::generate_csr(visit)
    }),
    ("POST", &["uploadCertificate"], |visit, _| {
        key_calls::upload_certificate(visit)
    }),
    ("POST", &["uploadOtherDomainCertificate"], |visit, _| {
        other_domain::upload(visit)
    }),
    ("POST", &["generateSymmetricKey"], |visit, _| {
        key_calls::generate_symmetric(visit)
    }),
    ("PUT", &["revokeKey"], |visit, _| key_calls::revoke(visit)),
    ("POST", &["uploadCACertificate"], |visit, _| {
        certificates::upload_ca(visit)
    }),
    ("POST", &["uploadPartnerCertificate"], |visit, _| {
        partner_upload::upload(visit)
    }),
    (
        "GET",
        &["getPartnerCertificate", "*"],
        certificates::get_partner,
    ),
    ("POST", &["verifyCertificateTrust"], |visit, _| {
        certificates::verify_trust(visit)
    }),
    ("POST", &["encrypt"], |visit, _| crypto::encrypt(visit)),
    ("POST", &["decrypt"], |visit, _| crypto::decrypt(visit)),
    ("POST", &["license", "generate"], |visit, _| {
        license::generate(visit)
    }),
    ("POST", &["license", "permission"], |visit, _| {
        license::permit(visit)
    }),
    ("GET", &["license", "permission"], |visit, _| {
        license::permissions(visit)
    }),
    ("GET", &["tokenid", "*", "*"], |visit, _| {
        token_id::get(visit)
    }),
];

/// What came with 1.3 (the first with 1.2.1, which the embedded Kernel does not speak).
pub(super) const SINCE_1_3: &[Route] = &[
    (
        "GET",
        &["getPartnerSignedCertificate", "*"],
        certificates::get_partner_signed,
    ),
    ("POST", &["getCaCertificates"], |visit, _| {
        listing::ca_certificates(visit)
    }),
    (
        "GET",
        &["getCACertificateTrustPath", "*"],
        listing::trust_path,
    ),
    ("GET", &["getCertificateChain"], |visit, _| {
        listing::certificate_chain(visit)
    }),
];

//! Reading certificates: PEM, dates, names, signatures.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use jiff::Timestamp;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use super::envelope::Failure;

/// The parts of a name that Keymanager knows, in the order in which it writes them.
const PARTS: &[(&str, &str)] = &[
    ("CN", "2.5.4.3"),
    ("OU", "2.5.4.11"),
    ("O", "2.5.4.10"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("C", "2.5.4.6"),
];

/// The first PEM block of `text`; text around it and blocks after it do not matter.
///
/// Refused as KER-KMS-013 is what holds no block or no certificate in it.
pub(super) fn read_pem(text: &str) -> Result<Vec<u8>, Failure> {
    let unreadable = |detail: &str| {
        let text = format!("Certificate Parsing Error.{detail}");
        Failure::one("KER-KMS-013", &text)
    };
    let block = first_block(text).ok_or_else(|| unreadable(""))?;
    match X509Certificate::from_der(&block) {
        Ok(([], _)) => Ok(block),
        _ => Err(unreadable("Could not parse certificate: not X.509")),
    }
}

fn first_block(text: &str) -> Option<Vec<u8>> {
    let mut blocks = x509_parser::pem::Pem::iter_from_buffer(text.as_bytes());
    Some(blocks.next()?.ok()?.contents)
}

/// PEM of 64 columns with a closing line break.
pub(super) fn pem(certificate: &[u8]) -> String {
    labelled("CERTIFICATE", certificate)
}

pub(super) fn labelled(label: &str, der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(label, der), config)
}

pub(super) fn parse(certificate: &[u8]) -> Result<X509Certificate<'_>, Failure> {
    let parsed = X509Certificate::from_der(certificate);
    parsed.map(|(_, parsed)| parsed).map_err(Failure::broken)
}

/// The subject public key info in DER.
pub(super) fn spki(certificate: &[u8]) -> Result<Vec<u8>, Failure> {
    Ok(parse(certificate)?.public_key().raw.to_vec())
}

/// First and last moment of validity.
pub(super) fn validity(certificate: &X509Certificate<'_>) -> (Timestamp, Timestamp) {
    let time = |seconds| Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    let validity = certificate.validity();
    (
        time(validity.not_before.timestamp()),
        time(validity.not_after.timestamp()),
    )
}

pub(super) fn is_valid_at(certificate: &X509Certificate<'_>, now: Timestamp) -> bool {
    let (from, to) = validity(certificate);
    from <= now && now <= to
}

/// `CN=…,OU=…,O=…,L=…,ST=…,C=…`: the first value of each, absent ones skipped, nothing escaped.
pub(super) fn name_text(name: &X509Name<'_>) -> String {
    let parts = PARTS.iter().filter_map(|(label, oid)| {
        let value = first_value(name, oid)?;
        Some(format!("{label}={value}"))
    });
    parts.collect::<Vec<_>>().join(",")
}

/// The first value of a part of a name, by its object identifier in dots.
pub(super) fn first_value(name: &X509Name<'_>, oid: &str) -> Option<String> {
    let mut parts = name.iter_attributes();
    let part = parts.find(|part| part.attr_type().to_id_string() == oid)?;
    part.as_str().ok().map(str::to_owned)
}

/// A name as PKIX compares it: kinds of string, case and runs of blanks do not count.
pub(super) fn comparable(name: &X509Name<'_>) -> String {
    let parts = name.iter_attributes().map(|part| {
        let value = match part.as_str() {
            Ok(text) => text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
            Err(_) => hex(part.as_slice()),
        };
        format!("{}={value}", part.attr_type().to_id_string())
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// Whether the key of `issuer` made the signature of `certificate`.
pub(super) fn is_signed_by(
    certificate: &X509Certificate<'_>,
    issuer: &X509Certificate<'_>,
) -> bool {
    certificate
        .verify_signature(Some(issuer.public_key()))
        .is_ok()
}

/// Whether its own key signed it; its names are not compared.
pub(super) fn is_self_signed(certificate: &X509Certificate<'_>) -> bool {
    is_signed_by(certificate, certificate)
}

/// The thumbprint of the certificate stores: SHA-1 in lower case.
pub(super) fn sha1_hex(der: &[u8]) -> String {
    hashed(&SHA1_FOR_LEGACY_USE_ONLY, der)
}

/// The thumbprint of keys: SHA-256 in upper case.
pub(super) fn sha256_hex(der: &[u8]) -> String {
    hashed(&SHA256, der).to_uppercase()
}

fn hashed(algorithm: &'static Algorithm, bytes: &[u8]) -> String {
    hex(digest(algorithm, bytes).as_ref())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

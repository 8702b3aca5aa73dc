//! Reading certificates: PEM, dates, names, signatures.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use jiff::Timestamp;
use x509_parser::prelude::{AttributeTypeAndValue, FromDer, X509Certificate, X509Name};

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

const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
const ECDSA_SHA384: &str = "1.2.840.10045.4.3.3";
const ECDSA_SHA512: &str = "1.2.840.10045.4.3.4";
const EC_KEY: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
const P521: &str = "1.3.132.0.35";

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

/// `CN=…,OU=…,O=…,L=…,ST=…,C=…`, absent ones skipped, each as [`part_of`] gives it.
pub(super) fn name_text(name: &X509Name<'_>) -> String {
    let parts = PARTS.iter().filter_map(|(label, oid)| {
        let value = part_of(name, oid)?;
        Some(format!("{label}={value}"))
    });
    parts.collect::<Vec<_>>().join(",")
}

/// A part of a name as Keymanager reads it, by its object identifier in dots.
///
/// Of several it is the last one encoded, and its value is escaped as for display: the organization
/// `Acme, Inc.` is `Acme\, Inc.` to it, in comparisons and in the certificates that it issues.
pub(super) fn part_of(name: &X509Name<'_>, oid: &str) -> Option<String> {
    let holds = |part: &&AttributeTypeAndValue<'_>| part.attr_type().to_id_string() == oid;
    let sets: Vec<_> = name.iter_rdn().collect();
    let part = sets.iter().rev().find_map(|set| set.iter().find(holds))?;
    part.as_str().ok().map(escaped)
}

fn escaped(value: &str) -> String {
    let inner = value.trim_matches(' ');
    let lead = value.len() - value.trim_start_matches(' ').len();
    let trail = if inner.is_empty() {
        0
    } else {
        value.len() - lead - inner.len()
    };
    let mut text = "\\ ".repeat(lead);
    if value.starts_with('#') {
        text.push('\\');
    }
    for letter in inner.chars() {
        if ",\"\\+=<>;".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text + &"\\ ".repeat(trail)
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
    let usual = certificate.verify_signature(Some(issuer.public_key()));
    usual.is_ok() || is_signed_unusually(certificate, issuer).is_some()
}

/// The pairs of key and hash that Java takes and x509-parser does not: RSA of 1024 bits, PSS, and curves
/// with another hash than their own.
fn is_signed_unusually(
    certificate: &X509Certificate<'_>,
    issuer: &X509Certificate<'_>,
) -> Option<()> {
    let key = issuer.public_key();
    let curve = key.algorithm.parameters.as_ref();
    let curve = curve.and_then(|any| Some(any.as_oid().ok()?.to_id_string()));
    let signature = certificate.signature_algorithm.algorithm.to_id_string();
    let algorithm: &dyn VerificationAlgorithm = match (signature.as_str(), curve.as_deref()) {
        ("1.2.840.113549.1.1.11", _) => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        ("1.2.840.113549.1.1.13", _) => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        ("1.2.840.113549.1.1.10", _) => &signature::RSA_PSS_2048_8192_SHA256,
        (ECDSA_SHA512, Some(P256)) => &signature::ECDSA_P256_SHA512_ASN1,
        (ECDSA_SHA512, Some(P384)) => &signature::ECDSA_P384_SHA512_ASN1,
        (ECDSA_SHA512, Some(P521)) => &signature::ECDSA_P521_SHA512_ASN1,
        (ECDSA_SHA384, Some(P521)) => &signature::ECDSA_P521_SHA384_ASN1,
        (ECDSA_SHA256, Some(P521)) => &signature::ECDSA_P521_SHA256_ASN1,
        _ => return None,
    };
    let key = UnparsedPublicKey::new(algorithm, &key.subject_public_key.data);
    let signed = certificate.tbs_certificate.as_ref();
    key.verify(signed, &certificate.signature_value.data).ok()
}

/// Whether the JDK lets its key stand in a path: that of 1.2 refuses the curves that it calls weak. The one of 1.3
/// takes them, and we do not: no key of such a curve can be put into a certificate here.
pub(super) fn has_allowed_key(certificate: &X509Certificate<'_>) -> bool {
    let algorithm = &certificate.public_key().algorithm;
    if algorithm.algorithm.to_id_string() != EC_KEY {
        return true;
    }
    let curve = algorithm.parameters.as_ref();
    let curve = curve.and_then(|any| Some(any.as_oid().ok()?.to_id_string()));
    curve.is_some_and(|curve| [P256, P384, P521].contains(&curve.as_str()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_as_the_real_kernel_does() {
        let cases = [
            ("Acme, Inc.", r"Acme\, Inc."),
            ("A + B", r"A \+ B"),
            (r"back\slash", r"back\\slash"),
            ("semi;colon", r"semi\;colon"),
            ("less<more>", r"less\<more\>"),
            ("a=b", r"a\=b"),
            ("#hash", r"\#hash"),
            ("  both ", r"\ \ both\ "),
            ("Ünï © 株式会社", "Ünï © 株式会社"),
        ];
        for (value, text) in cases {
            assert_eq!(escaped(value), text);
        }
    }
}

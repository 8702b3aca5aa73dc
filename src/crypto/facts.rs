//! What a certificate states, read out of its fields.

use super::certificate::{sha256, signed_by};
use crate::domain::cert::CertificateFacts;
use crate::domain::time::Moment;
use x509_parser::certificate::X509Certificate;
use x509_parser::public_key::PublicKey as KeyParts;
use x509_parser::x509::X509Name;

pub(super) fn facts(certificate: &X509Certificate<'_>, der: &[u8]) -> CertificateFacts {
    let (key_algorithm, key_bits) = key(certificate);
    let constraints = certificate.basic_constraints().ok().flatten();
    let usage = certificate.key_usage().ok().flatten();
    let raw_subject = certificate.subject();
    CertificateFacts {
        subject: name(raw_subject),
        issuer: name(certificate.issuer()),
        organization: last(
            raw_subject,
            &x509_parser::oid_registry::OID_X509_ORGANIZATION_NAME,
        ),
        common_name: last(
            raw_subject,
            &x509_parser::oid_registry::OID_X509_COMMON_NAME,
        ),
        serial: serial(certificate.raw_serial()),
        not_before: moment(&certificate.validity().not_before),
        not_after: moment(&certificate.validity().not_after),
        thumbprint: sha256(der),
        spki: sha256(certificate.public_key().raw),
        key_algorithm,
        key_bits,
        signature_algorithm: signature(certificate),
        is_self_signed: signed_by(certificate, certificate.public_key()),
        version: certificate.version().0 + 1,
        is_ca: constraints.is_some_and(|constraints| constraints.value.ca),
        may_sign_certificates: usage.is_none_or(|usage| usage.value.key_cert_sign()),
    }
}

fn moment(time: &x509_parser::time::ASN1Time) -> Moment {
    Moment::from_micros(time.timestamp().saturating_mul(1_000_000))
}

fn name(name: &X509Name<'_>) -> String {
    let mut text = String::new();
    for attribute in name.iter_attributes() {
        if !text.is_empty() {
            text.push_str(", ");
        }
        let kind = x509_parser::objects::oid2abbrev(
            attribute.attr_type(),
            x509_parser::objects::oid_registry(),
        );
        let value = value(attribute.attr_value());
        match kind {
            Ok(kind) => text.push_str(&format!("{kind}={value}")),
            Err(_) => text.push_str(&format!("{}={value}", attribute.attr_type())),
        }
    }
    text
}

/// Of several values of one kind the Kernel takes the one that is encoded last.
fn last(name: &X509Name<'_>, kind: &x509_parser::der_parser::oid::Oid<'static>) -> Option<String> {
    let found = name
        .iter_attributes()
        .filter(|attribute| attribute.attr_type() == kind)
        .last()?;
    Some(value(found.attr_value()))
}

/// A directory string as text: UTF-8 and its subsets as they are, BMPString from UTF-16, Teletex as Latin-1.
fn value(any: &x509_parser::der_parser::asn1_rs::Any<'_>) -> String {
    use x509_parser::der_parser::asn1_rs::Tag;
    match any.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = any
                .data
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        Tag::T61String => any.data.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(any.data).into_owned(),
    }
}

/// Hex as it stands in the certificate, with a minus where the integer is negative: the Kernel issues such.
fn serial(raw: &[u8]) -> String {
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    if raw.first().is_none_or(|byte| byte & 0x80 == 0) {
        return hex(raw);
    }
    let mut positive: Vec<u8> = raw.iter().map(|byte| !byte).collect();
    for byte in positive.iter_mut().rev() {
        let (sum, carry) = byte.overflowing_add(1);
        *byte = sum;
        if !carry {
            break;
        }
    }
    format!("-{}", hex(&positive))
}

fn key(certificate: &X509Certificate<'_>) -> (String, Option<usize>) {
    match certificate.public_key().parsed() {
        Ok(KeyParts::RSA(rsa)) => ("RSA".to_owned(), Some(rsa.key_size())),
        Ok(KeyParts::EC(point)) => ("EC".to_owned(), Some(point.key_size())),
        Ok(KeyParts::DSA(_)) => ("DSA".to_owned(), None),
        _ => {
            let kind = certificate.public_key().algorithm.algorithm.to_id_string();
            let named = match kind.as_str() {
                "1.3.101.112" => "Ed25519",
                "1.3.101.113" => "Ed448",
                "1.2.840.113549.1.1.10" => "RSASSA-PSS",
                other => other,
            };
            (named.to_owned(), None)
        }
    }
}

/// As Java names it, because the Kernel looks at the beginning of that name.
pub(super) fn signature(certificate: &X509Certificate<'_>) -> String {
    let kind = certificate.signature_algorithm.algorithm.to_id_string();
    let named = match kind.as_str() {
        "1.2.840.113549.1.1.4" => "MD5withRSA",
        "1.2.840.113549.1.1.5" => "SHA1withRSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "SHA256withRSA",
        "1.2.840.113549.1.1.12" => "SHA384withRSA",
        "1.2.840.113549.1.1.13" => "SHA512withRSA",
        "1.2.840.113549.1.1.14" => "SHA224withRSA",
        "1.2.840.10045.4.1" => "SHA1withECDSA",
        "1.2.840.10045.4.3.1" => "SHA224withECDSA",
        "1.2.840.10045.4.3.2" => "SHA256withECDSA",
        "1.2.840.10045.4.3.3" => "SHA384withECDSA",
        "1.2.840.10045.4.3.4" => "SHA512withECDSA",
        "1.3.101.112" => "Ed25519",
        other => other,
    };
    named.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_may_be_negative() {
        assert_eq!(serial(&[0x00, 0xff]), "00ff");
        assert_eq!(serial(&[0xff]), "-01");
        assert_eq!(serial(&[0x80, 0x00]), "-8000");
    }
}

//! Certificates out of a PEM, or out of a CMS `SignedData` without signers (RFC 5652 §5).

use crate::domain::cert::bundle;
use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

const PEM: &str = "-----BEGIN CERTIFICATE";

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// DER of every certificate in `signedCertificateData`, in the order received; never empty. Takes PEM
/// and base64 of a PKCS#7: url-safe or standard, padded or not, BER or DER.
pub(super) fn certificates(text: &str) -> Result<Vec<Vec<u8>>, String> {
    let found = if text.trim_start().starts_with(PEM) {
        from_pem(text)?
    } else {
        from_cms(text)?
    };
    if found.is_empty() {
        return Err("its `signedCertificateData` holds no certificate".to_owned());
    }
    Ok(found)
}

fn from_pem(text: &str) -> Result<Vec<Vec<u8>>, String> {
    let blocks = CertificateDer::pem_slice_iter(text.as_bytes());
    let blocks: Result<Vec<_>, _> = blocks.map(|it| it.map(|der| der.to_vec())).collect();
    blocks.map_err(|_| "its `signedCertificateData` is a damaged PEM".to_owned())
}

fn from_cms(text: &str) -> Result<Vec<Vec<u8>>, String> {
    let bytes = base64(text).ok_or("its `signedCertificateData` is neither PEM nor base64")?;
    let found = bundle::certificates(&bytes);
    found.ok_or("its `signedCertificateData` is no PKCS#7 of certificates".to_owned())
}

/// Base64 in either alphabet, padded or not, with or without line breaks.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let standard = |c: char| match c {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let one_line: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(standard)
        .collect();
    LENIENT.decode(one_line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

    /// Stand-ins for certificates: the second sorts before the first.
    const LEAF: [u8; 5] = [0x30, 3, 2, 1, 9];
    const ISSUER: [u8; 5] = [0x30, 3, 2, 1, 1];
    const DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

    /// `SignedData` of two certificates, as the Keymanager writes it: indefinite lengths, unsorted.
    fn ber() -> Vec<u8> {
        let mut kind = DATA;
        kind[10] = 2;
        let mut bytes = vec![0x30, 0x80];
        bytes.extend(kind);
        bytes.extend([0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80]);
        bytes.extend(DATA);
        bytes.extend([0, 0, 0xa0, 0x80]);
        bytes.extend(LEAF);
        bytes.extend(ISSUER);
        bytes.extend([0, 0, 0x31, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    /// The same in definite lengths, with something that is no certificate in between.
    fn der() -> Vec<u8> {
        let mut kind = DATA;
        kind[10] = 2;
        let mut bytes = vec![0x30, 49];
        bytes.extend(kind);
        bytes.extend([0xa0, 36, 0x30, 34, 2, 1, 1, 0x31, 0, 0x30, 11]);
        bytes.extend(DATA);
        bytes.extend([0xa0, 12]);
        bytes.extend(LEAF);
        bytes.extend([0xa2, 0]);
        bytes.extend(ISSUER);
        bytes.extend([0x31, 0]);
        bytes
    }

    #[test]
    fn certificates_keep_their_order_in_ber_and_der() {
        for bytes in [ber(), der()] {
            let found = certificates(&URL_SAFE_NO_PAD.encode(bytes)).unwrap();
            assert_eq!(found, [LEAF, ISSUER]);
        }
    }

    #[test]
    fn any_base64_will_do() {
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            let text = engine.encode(ber());
            let broken = format!("{}\r\n{}\n", &text[..20], &text[20..]);
            assert_eq!(certificates(&broken).unwrap().len(), 2);
        }
        assert_eq!(base64("-_8").unwrap(), base64("+/8=").unwrap());
    }

    #[test]
    fn a_pem_of_version_1_1_is_one_certificate() {
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(LEAF)
        );
        assert_eq!(certificates(&pem).unwrap(), [LEAF]);
    }

    #[test]
    fn anything_else_is_refused() {
        let mut none = der();
        none[31..].fill(5);
        let cut = &ber()[..40];
        for bytes in [&none[..], cut, &LEAF, &[], &[0x30, 0x80]] {
            assert!(
                certificates(&URL_SAFE_NO_PAD.encode(bytes)).is_err(),
                "{bytes:?}"
            );
        }
        assert!(certificates("%%%").is_err());
        assert!(certificates("-----BEGIN CERTIFICATE-----\nAAAA").is_err());
    }
}

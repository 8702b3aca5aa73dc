//! Certificates out of a PKCS#7 bundle: a CMS `SignedData` without signers (RFC 5652 §5), DER or BER.

use rasn::types::{Any, Integer, ObjectIdentifier, Oid, SequenceOf, SetOf};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

const SIGNED_DATA: &Oid = Oid::ISO_MEMBER_BODY_US_RSADSI_PKCS7_SIGNED_DATA;
/// The tag of SEQUENCE: a certificate, and not one of the other things that may stand beside it.
const SEQUENCE: u8 = 0x30;

/// RFC 5652 §3 and §5.1, with everything that is only passed over left undecoded: the bytes of a
/// certificate must stay as they are, and the Kernel's are BER with indefinite lengths around them.
#[derive(AsnType, Decode, Encode)]
struct ContentInfo {
    content_type: ObjectIdentifier,
    #[rasn(tag(explicit(0)))]
    content: SignedData,
}

#[derive(AsnType, Decode, Encode)]
struct SignedData {
    version: Integer,
    digest_algorithms: SetOf<Any>,
    encapsulated: Encapsulated,
    /// In the order in which they were written, which BER need not sort.
    #[rasn(tag(0))]
    certificates: Option<SequenceOf<Any>>,
    #[rasn(tag(1))]
    crls: Option<SequenceOf<Any>>,
    signers: SetOf<Any>,
}

#[derive(AsnType, Decode, Encode)]
struct Encapsulated {
    content_type: ObjectIdentifier,
    #[rasn(tag(explicit(0)))]
    content: Option<Any>,
}

/// The DER of each certificate, in the order in which they were written; `None` for anything else.
pub fn certificates(bundle: &[u8]) -> Option<Vec<Vec<u8>>> {
    let info: ContentInfo = rasn::ber::decode(bundle).ok()?;
    if info.content_type != *SIGNED_DATA {
        return None;
    }
    let all = info.content.certificates.unwrap_or_default();
    let bytes = all.into_iter().map(|it| it.as_bytes().to_vec());
    Some(bytes.filter(|it| it.first() == Some(&SEQUENCE)).collect())
}

/// A bundle of certificates in DER, in this order; `None` where one of them is no DER.
pub fn of(certificates: Vec<Vec<u8>>) -> Option<Vec<u8>> {
    let data = Oid::ISO_MEMBER_BODY_US_RSADSI_PKCS7_DATA;
    let info = ContentInfo {
        content_type: ObjectIdentifier::from(SIGNED_DATA),
        content: SignedData {
            version: Integer::from(1),
            digest_algorithms: SetOf::new(),
            encapsulated: Encapsulated {
                content_type: ObjectIdentifier::from(data),
                content: None,
            },
            certificates: Some(certificates.into_iter().map(Any::new).collect()),
            crls: None,
            signers: SetOf::new(),
        },
    };
    rasn::der::encode(&info).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(certificates(&bytes).unwrap(), [LEAF, ISSUER]);
        }
    }

    #[test]
    fn what_was_bundled_comes_back_in_its_order() {
        let bundle = of(vec![LEAF.to_vec(), ISSUER.to_vec()]).unwrap();
        assert_eq!(certificates(&bundle).unwrap(), [LEAF, ISSUER]);
    }

    #[test]
    fn anything_else_is_refused() {
        let mut other = der();
        other[12] = 1;
        for bytes in [&other[..], &ber()[..40], &LEAF, &[], &[0x30, 0x80]] {
            assert_eq!(certificates(bytes), None, "{bytes:?}");
        }
        let mut none = der();
        none[31..].fill(5);
        assert!(certificates(&none).is_none_or(|found| found.is_empty()));
    }
}

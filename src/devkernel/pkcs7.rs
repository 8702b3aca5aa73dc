//! PKCS#7 bundles of certificates: SignedData without content and signers (RFC 5652 §5).

use rasn::prelude::*;

const SIGNED_DATA: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
];
const DATA: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
];
/// Begin and end of a value whose length is not given.
const OPEN_SEQUENCE: &[u8] = &[0x30, 0x80];
const OPEN_TAG_0: &[u8] = &[0xa0, 0x80];
const CLOSE: &[u8] = &[0x00, 0x00];
const VERSION_1: &[u8] = &[0x02, 0x01, 0x01];
const EMPTY_SET: &[u8] = &[0x31, 0x00];

#[derive(AsnType, Decode)]
struct ContentInfo {
    content_type: ObjectIdentifier,
    #[rasn(tag(explicit(0)))]
    content: SignedData,
}

/// `certificates` is declared as a SEQUENCE OF under its tag, so that its order is kept.
#[derive(AsnType, Decode)]
struct SignedData {
    _version: Integer,
    _digest_algorithms: Any,
    _encapsulated: Any,
    #[rasn(tag(0))]
    certificates: Option<SequenceOf<Any>>,
    #[rasn(tag(1))]
    _revocations: Option<SequenceOf<Any>>,
    _signers: Any,
}

/// The bundle as the real Kernel writes it: BER with indefinite lengths, the certificates in the given
/// order. ASN.1 libraries write definite lengths and sort the set, so the frame is spelled out here.
pub(super) fn write<C: AsRef<[u8]>>(certificates: &[C]) -> Vec<u8> {
    let mut bundle = Vec::new();
    let begin = [
        OPEN_SEQUENCE,
        SIGNED_DATA,
        OPEN_TAG_0,
        OPEN_SEQUENCE,
        VERSION_1,
        EMPTY_SET,
        OPEN_SEQUENCE,
        DATA,
        CLOSE,
        OPEN_TAG_0,
    ];
    begin.iter().for_each(|part| bundle.extend_from_slice(part));
    certificates
        .iter()
        .for_each(|der| bundle.extend_from_slice(der.as_ref()));
    let end = [CLOSE, EMPTY_SET, CLOSE, CLOSE, CLOSE];
    end.iter().for_each(|part| bundle.extend_from_slice(part));
    bundle
}

/// The certificates of a bundle in BER or DER, in their order; `None` for anything else.
pub(super) fn read(bundle: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (info, _) = rasn::ber::decode_with_remainder::<ContentInfo>(bundle).ok()?;
    if rasn::der::encode(&info.content_type).ok()? != SIGNED_DATA {
        return None;
    }
    let certificates = info.content.certificates.unwrap_or_default();
    Some(
        certificates
            .into_iter()
            .map(|any| any.as_bytes().to_vec())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_of_the_certificates() {
        let bundle = write(&[[0x30, 0x01, 0x09], [0x30, 0x01, 0x01]]);
        assert_eq!(&bundle[..2], OPEN_SEQUENCE);
        let read = read(&bundle).unwrap();
        assert_eq!(read, [vec![0x30, 0x01, 0x09], vec![0x30, 0x01, 0x01]]);
    }

    #[test]
    fn reads_definite_lengths_too() {
        let certificates = [0xa0, 0x03, 0x30, 0x01, 0x05];
        let data = [&[0x30, 0x0b][..], DATA].concat();
        let signed = [VERSION_1, EMPTY_SET, &data, &certificates, EMPTY_SET].concat();
        let length = |part: &[u8]| u8::try_from(part.len()).unwrap();
        let signed = [&[0x30, length(&signed)][..], &signed].concat();
        let content = [&[0xa0, length(&signed)][..], &signed].concat();
        let info = [SIGNED_DATA, &content].concat();
        let bundle = [&[0x30, length(&info)][..], &info].concat();
        assert_eq!(read(&bundle).unwrap(), [vec![0x30, 0x01, 0x05]]);
    }

    #[test]
    fn refuses_what_is_no_bundle() {
        assert!(read(&[0, 0, 0]).is_none());
        assert!(read(&[0x30, 0x03, 0x02, 0x01, 0x01]).is_none());
    }
}

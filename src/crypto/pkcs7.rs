//! Certificates out of a CMS `SignedData` (RFC 5652 §5.1), DER or BER.

use super::CryptoError;
use rasn::types::{Any, Integer, ObjectIdentifier, SequenceOf, SetOf};
use rasn::{AsnType, Decode, Decoder};

/// What is only passed over stays undecoded: the bytes of a certificate must not change on the way.
#[derive(AsnType, Decode)]
#[expect(dead_code, reason = "decoded to be passed over")]
struct Wrapper {
    kind: ObjectIdentifier,
    #[rasn(tag(explicit(0)))]
    signed: Signed,
}

#[derive(AsnType, Decode)]
#[expect(dead_code, reason = "decoded to be passed over")]
struct Signed {
    version: Integer,
    digests: SetOf<Any>,
    content: Any,
    /// BER need not sort a SET: the order is that of the file.
    #[rasn(tag(0))]
    certificates: Option<SequenceOf<Any>>,
    #[rasn(tag(1))]
    revocations: Option<SequenceOf<Any>>,
    signers: SetOf<Any>,
}

/// The DER of each certificate, in the order of the file; other things in the set are passed over.
pub(super) fn certificates(ber: &[u8]) -> Result<Vec<Vec<u8>>, CryptoError> {
    let why = || CryptoError::NotACertificate {
        why: "the PKCS#7 bundle is damaged".to_owned(),
    };
    let wrapper: Wrapper = rasn::ber::decode(ber).map_err(|_| why())?;
    let all = wrapper.signed.certificates.unwrap_or_default();
    let plain = all.into_iter().map(|any| any.as_bytes().to_vec());
    // A plain certificate is a SEQUENCE; attribute certificates and the like have tags of their own.
    Ok(plain.filter(|bytes| bytes.first() == Some(&0x30)).collect())
}

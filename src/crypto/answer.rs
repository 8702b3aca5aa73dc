//! What the Kernel encrypted for a partner, opened with the partner's private key.

use super::CryptoError;
use super::csr::{PrivateDer, read_private, unusable};
use crate::domain::secret::Secret;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{
    KeyPair as RsaPair, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use zeroize::Zeroizing;

const VERSION: &[u8] = b"VER_R2";
const THUMBPRINT_BYTES: usize = 32;
const SPLITTER: &[u8] = b"#KEY_SPLITTER#";
const AAD_BYTES: usize = 32;
const AES_KEY_BYTES: usize = 32;

/// Opens the answer of `encrypt` (MOSIP Keymanager 1.2.0.1, without salt and AAD), after base64:
/// `VER_R2` ‖ SHA-256 of the certificate ‖ AES key under RSA-OAEP-SHA256 ‖ `#KEY_SPLITTER#` ‖ 32 bytes
/// AAD, whose first 12 are the nonce ‖ AES-256-GCM ciphertext and tag.
///
/// The private key is RSA, PKCS#8 or PKCS#1 in PEM; what is encrypted or no private key is refused by
/// name (`Key`). `Mismatch`: the answer is for another key. `Answer`: it is not of this form, or was changed.
pub fn decrypt_answer(data: &[u8], private_key_pem: &Secret) -> Result<Vec<u8>, CryptoError> {
    let key = decrypting_key(private_key_pem)?;
    let parts = Parts::split(data, key.key_size_bytes())?;
    let aes_key = open_key(&key, parts.wrapped_key)?;
    open_body(aes_key.as_ref(), parts.aad, parts.body)
}

struct Parts<'a> {
    wrapped_key: &'a [u8],
    aad: &'a [u8],
    body: &'a [u8],
}

impl<'a> Parts<'a> {
    fn split(data: &'a [u8], modulus_bytes: usize) -> Result<Self, CryptoError> {
        let rest = data
            .strip_prefix(VERSION)
            .ok_or_else(|| unreadable("it does not begin with VER_R2"))?;
        let rest = rest
            .get(THUMBPRINT_BYTES..)
            .ok_or_else(|| unreadable("it is cut off"))?;
        if !rest
            .windows(SPLITTER.len())
            .any(|window| window == SPLITTER)
        {
            return Err(unreadable("it has no #KEY_SPLITTER#"));
        }
        // The splitter stands elsewhere: the modulus of the right key has another length.
        let (wrapped_key, rest) = rest
            .split_at_checked(modulus_bytes)
            .ok_or(CryptoError::Mismatch)?;
        let rest = rest.strip_prefix(SPLITTER).ok_or(CryptoError::Mismatch)?;
        let (aad, body) = rest
            .split_at_checked(AAD_BYTES)
            .ok_or_else(|| unreadable("it is cut off"))?;
        Ok(Self {
            wrapped_key,
            aad,
            body,
        })
    }
}

fn decrypting_key(private_key_pem: &Secret) -> Result<OaepPrivateDecryptingKey, CryptoError> {
    let refused = || unusable("it is no RSA private key of 2048 to 8192 bits");
    let key = match read_private(private_key_pem)? {
        PrivateDer::Pkcs8(der) => PrivateDecryptingKey::from_pkcs8(&der),
        PrivateDer::Pkcs1(der) => {
            let pair = RsaPair::from_der(&der).map_err(|_| refused())?;
            let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| refused())?;
            PrivateDecryptingKey::from_pkcs8(der.as_ref())
        }
    };
    OaepPrivateDecryptingKey::new(key.map_err(|_| refused())?).map_err(|_| refused())
}

/// The label is empty.
fn open_key(
    key: &OaepPrivateDecryptingKey,
    wrapped: &[u8],
) -> Result<Zeroizing<[u8; AES_KEY_BYTES]>, CryptoError> {
    let mut room = Zeroizing::new(vec![0; key.min_output_size()]);
    let clear = key
        .decrypt(&OAEP_SHA256_MGF1SHA256, wrapped, &mut room, None)
        .map_err(|_| CryptoError::Mismatch)?;
    let mut aes_key = Zeroizing::new([0; AES_KEY_BYTES]);
    if clear.len() != AES_KEY_BYTES {
        return Err(unreadable("its key is not one of AES-256"));
    }
    aes_key.copy_from_slice(clear);
    Ok(aes_key)
}

fn open_body(aes_key: &[u8], aad: &[u8], body: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let changed = || unreadable("it was changed or cut off");
    let key = UnboundKey::new(&AES_256_GCM, aes_key).map_err(|_| changed())?;
    let nonce = aad.get(..NONCE_LEN).ok_or_else(changed)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| changed())?;
    let mut room = Zeroizing::new(body.to_vec());
    let clear = LessSafeKey::new(key)
        .open_in_place(nonce, Aad::from(aad), &mut room)
        .map_err(|_| changed())?;
    Ok(clear.to_vec())
}

fn unreadable(why: &str) -> CryptoError {
    CryptoError::Answer {
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::csr::{self, KeyKind};
    use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};
    use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData, RsaKeySize};

    const TEXT: &[u8] = b"round trip";

    fn rsa(size: RsaKeySize) -> KeyPair {
        KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, size).unwrap()
    }

    /// As the Kernel writes it.
    fn encrypt(pair: &KeyPair, aes_key: &[u8]) -> Vec<u8> {
        let public = PublicEncryptingKey::from_der(&pair.subject_public_key_info()).unwrap();
        let public = OaepPublicEncryptingKey::new(public).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public
            .encrypt(&OAEP_SHA256_MGF1SHA256, aes_key, &mut wrapped, None)
            .unwrap();
        let aad: Vec<u8> = (100..132).collect();
        let mut body = TEXT.to_vec();
        let key = UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap();
        let nonce = Nonce::try_assume_unique_for_key(&aad[..12]).unwrap();
        LessSafeKey::new(key)
            .seal_in_place_append_tag(nonce, Aad::from(&aad), &mut body)
            .unwrap();
        [
            b"VER_R2".as_slice(),
            &[9; 32],
            &wrapped,
            b"#KEY_SPLITTER#",
            &aad,
            &body,
        ]
        .concat()
    }

    #[test]
    fn an_answer_opens_with_its_key_whatever_its_size() {
        for size in [RsaKeySize::_2048, RsaKeySize::_3072] {
            let pair = rsa(size);
            let answer = encrypt(&pair, &[7; 32]);
            assert_eq!(
                decrypt_answer(&answer, &csr::pair_pem(&pair)).unwrap(),
                TEXT
            );
        }
    }

    #[test]
    fn pkcs1_opens_it_too() {
        let pair = rsa(RsaKeySize::_2048);
        // PKCS#8 ends with the RSAPrivateKey in an OCTET STRING: 26 bytes before it for 2048 bits.
        let pkcs1 = pair.serialized_der()[26..].to_vec();
        let pem = pem::encode(&pem::Pem::new("RSA PRIVATE KEY", pkcs1));
        let answer = encrypt(&pair, &[7; 32]);
        assert_eq!(decrypt_answer(&answer, &Secret::new(pem)).unwrap(), TEXT);
    }

    #[test]
    fn another_key_is_a_mismatch_of_the_same_length_or_not() {
        let answer = encrypt(&rsa(RsaKeySize::_2048), &[7; 32]);
        for size in [RsaKeySize::_2048, RsaKeySize::_3072] {
            let other = csr::pair_pem(&rsa(size));
            assert!(decrypt_answer(&answer, &other).unwrap_err().is_mismatch());
        }
    }

    #[test]
    fn what_was_changed_or_is_no_answer_is_told_apart_from_a_mismatch() {
        let pair = rsa(RsaKeySize::_2048);
        let pem = csr::pair_pem(&pair);
        let good = encrypt(&pair, &[7; 32]);
        let mut changed = good.clone();
        *changed.last_mut().unwrap() ^= 1;
        let cases: [(&[u8], &str); 7] = [
            (b"", "VER_R2"),
            (b"VER_R1 and more", "VER_R2"),
            (&good[..20], "cut off"),
            (&good[..100], "no #KEY_SPLITTER#"),
            (&good[..6 + 32 + 256 + 14 + 5], "cut off"),
            (&changed, "changed"),
            (&encrypt(&pair, &[7; 16]), "AES-256"),
        ];
        for (data, why) in cases {
            let refused = decrypt_answer(data, &pem).unwrap_err();
            assert!(matches!(refused, CryptoError::Answer { .. }), "{refused}");
            assert!(refused.to_string().contains(why), "{refused}");
        }
    }

    #[test]
    fn keys_that_cannot_decrypt_are_refused() {
        let answer = encrypt(&rsa(RsaKeySize::_2048), &[7; 32]);
        let ec = csr::pair_pem(&csr::generate(KeyKind::EcP256).unwrap());
        let public = Secret::new(rsa(RsaKeySize::_2048).public_key_pem());
        for (key, why) in [(ec, "no RSA"), (public, "a public key")] {
            let refused = decrypt_answer(&answer, &key).unwrap_err();
            assert!(matches!(refused, CryptoError::Key { .. }));
            assert!(refused.to_string().contains(why), "{refused}");
        }
    }
}

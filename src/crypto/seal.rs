//! Sealing of secrets at rest: AES-256-GCM, with look-ups by keyed hash.

use super::CryptoError;
use crate::domain::secret::Secret;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const KEY_ID_BYTES: usize = 8;

/// The master key of a store and what is derived from it (HKDF-SHA256, RFC 5869): one subkey to seal, one to look up,
/// one to tell a wrong key by.
pub struct SealKey {
    master: Zeroizing<[u8; KEY_BYTES]>,
    sealing: LessSafeKey,
    lookup: hmac::Key,
    key_id: [u8; KEY_ID_BYTES],
    check: [u8; KEY_BYTES],
}

/// Where a sealed value stands. It is authenticated: a value that was moved elsewhere does not open.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub table: &'a str,
    pub column: &'a str,
    pub id: &'a str,
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        let mut data = Vec::new();
        for part in [self.table, self.column, self.id] {
            data.extend((part.len() as u64).to_be_bytes());
            data.extend(part.as_bytes());
        }
        data
    }
}

impl SealKey {
    pub fn generate() -> Result<Self, CryptoError> {
        let mut master = Zeroizing::new([0; KEY_BYTES]);
        rand::fill(master.as_mut()).map_err(|_| CryptoError::Random)?;
        Self::from_bytes(master)
    }

    /// Base64 of 32 bytes; white space around it is passed over.
    pub fn from_text(text: &Secret) -> Result<Self, CryptoError> {
        let bytes = STANDARD
            .decode(text.expose().trim())
            .map_err(|_| CryptoError::SealKey)?;
        let bytes = Zeroizing::new(bytes);
        let master: [u8; KEY_BYTES] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| CryptoError::SealKey)?;
        Self::from_bytes(Zeroizing::new(master))
    }

    fn from_bytes(master: Zeroizing<[u8; KEY_BYTES]>) -> Result<Self, CryptoError> {
        let sealing = subkey(master.as_ref(), b"pmctl seal v1")?;
        let sealing =
            UnboundKey::new(&AES_256_GCM, sealing.as_ref()).map_err(|_| CryptoError::SealKey)?;
        let lookup = subkey(master.as_ref(), b"pmctl lookup v1")?;
        let check = *subkey(master.as_ref(), b"pmctl check v1")?;
        let mut key_id = [0; KEY_ID_BYTES];
        key_id.copy_from_slice(&subkey(master.as_ref(), b"pmctl key id v1")?[..KEY_ID_BYTES]);
        Ok(Self {
            sealing: LessSafeKey::new(sealing),
            lookup: hmac::Key::new(hmac::HMAC_SHA256, lookup.as_ref()),
            master,
            key_id,
            check,
        })
    }

    pub fn to_text(&self) -> Secret {
        Secret::new(STANDARD.encode(self.master.as_ref()))
    }

    /// 16 hex digits that name the key and tell nothing about it.
    pub fn key_id(&self) -> String {
        hex(&self.key_id)
    }

    /// Key id ‖ nonce ‖ ciphertext ‖ tag.
    pub fn seal(&self, place: Place<'_>, text: &Secret) -> Result<Vec<u8>, CryptoError> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| CryptoError::Random)?;
        // Room for the tag from the start: a buffer that grows leaves clear text behind.
        let text = text.expose().as_bytes();
        let mut body = Vec::with_capacity(text.len() + AES_256_GCM.tag_len());
        body.extend_from_slice(text);
        self.sealing
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.associated()),
                &mut body,
            )
            .map_err(|_| CryptoError::Random)?;
        let mut sealed = self.key_id.to_vec();
        sealed.extend(nonce);
        sealed.extend(body);
        Ok(sealed)
    }

    /// Refuses what was sealed by another key, changed, or moved to another place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Secret, CryptoError> {
        let (key_id, rest) = sealed
            .split_at_checked(KEY_ID_BYTES)
            .ok_or(CryptoError::Unsealable)?;
        if key_id != self.key_id {
            return Err(CryptoError::OtherSealKey);
        }
        let (nonce, body) = rest
            .split_at_checked(NONCE_LEN)
            .ok_or(CryptoError::Unsealable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| CryptoError::Unsealable)?;
        let mut body = Zeroizing::new(body.to_vec());
        let clear = self
            .sealing
            .open_in_place(nonce, Aad::from(place.associated()), &mut body)
            .map_err(|_| CryptoError::Unsealable)?;
        let text = std::str::from_utf8(clear).map_err(|_| CryptoError::Unsealable)?;
        Ok(Secret::new(text.to_owned()))
    }

    /// HMAC-SHA256 under a subkey of its own: equal texts are found without being opened.
    pub fn lookup(&self, text: &str) -> [u8; 32] {
        let mut found = [0; 32];
        found.copy_from_slice(hmac::sign(&self.lookup, text.as_bytes()).as_ref());
        found
    }

    /// Kept in the store: another key gives another value.
    pub fn check_value(&self) -> Vec<u8> {
        self.check.to_vec()
    }

    /// What is shown of a secret: its first three characters and 8 hex digits of the look-up hash.
    pub fn masked(&self, text: &Secret) -> String {
        let head: String = text.expose().chars().take(3).collect();
        format!("{head}… {}", hex(&self.lookup(text.expose())[..4]))
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealKey({})", self.key_id())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// HKDF with the master key as input keying material; the label is the info.
fn subkey(master: &[u8], label: &'static [u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>, CryptoError> {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"pmctl store");
    let prk = salt.extract(master);
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    let info = [label];
    prk.expand(&info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(key.as_mut()))
        .map_err(|_| CryptoError::SealKey)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLACE: Place<'static> = Place {
        table: "licenses",
        column: "key",
        id: "l-1",
    };

    #[test]
    fn what_was_sealed_opens_only_in_its_place_and_with_its_key() {
        let key = SealKey::generate().unwrap();
        let sealed = key.seal(PLACE, &Secret::new("aZ09".to_owned())).unwrap();
        assert_eq!(key.open(PLACE, &sealed).unwrap().expose(), "aZ09");
        let moved = Place { id: "l-2", ..PLACE };
        assert!(matches!(
            key.open(moved, &sealed),
            Err(CryptoError::Unsealable)
        ));
        let other = SealKey::generate().unwrap();
        assert!(matches!(
            other.open(PLACE, &sealed),
            Err(CryptoError::OtherSealKey)
        ));
        assert_ne!(key.check_value(), other.check_value());
    }

    #[test]
    fn a_key_comes_back_from_its_text() {
        let key = SealKey::generate().unwrap();
        let text = Secret::new(format!(" {}\n", key.to_text().expose()));
        let again = SealKey::from_text(&text).unwrap();
        assert_eq!(again.key_id(), key.key_id());
        assert_eq!(again.lookup("x"), key.lookup("x"));
        for bad in ["", "short", "AAAA"] {
            assert!(SealKey::from_text(&Secret::new(bad.to_owned())).is_err());
        }
    }

    #[test]
    fn a_place_cannot_be_confused_with_another() {
        let a = Place {
            table: "ab",
            column: "c",
            id: "d",
        };
        let b = Place {
            table: "a",
            column: "bc",
            id: "d",
        };
        assert_ne!(a.associated(), b.associated());
    }

    #[test]
    fn a_mask_shows_three_characters() {
        let key = SealKey::generate().unwrap();
        let masked = key.masked(&Secret::new("abcdefgh".to_owned()));
        assert!(masked.starts_with("abc… "));
        assert_eq!(masked.chars().count(), 13);
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_any_change_is_noticed(text in ".{0,200}", at in 0usize..400) {
            let key = SealKey::generate().unwrap();
            let mut sealed = key.seal(PLACE, &Secret::new(text.clone())).unwrap();
            let opened = key.open(PLACE, &sealed).unwrap();
            prop_assert_eq!(opened.expose(), text.as_str());
            let at = at % sealed.len();
            sealed[at] ^= 1;
            prop_assert!(key.open(PLACE, &sealed).is_err());
        }
    }
}

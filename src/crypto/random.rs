//! Random keys and ids.

use super::CryptoError;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use aws_lc_rs::rand;
use zeroize::Zeroizing;

const SYMBOLS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Letters and digits, each of the 62 as likely as any other.
pub fn alphanumeric(length: usize) -> Result<Secret, CryptoError> {
    let mut text = Zeroizing::new(String::with_capacity(length));
    let mut bytes = Zeroizing::new([0_u8; 64]);
    while text.len() < length {
        rand::fill(bytes.as_mut()).map_err(|_| CryptoError::Random)?;
        // 248 is the largest multiple of 62 in a byte: what lies above would favour some symbols.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let missing = length - text.len();
        text.extend(
            fair.take(missing)
                .map(|byte| char::from(SYMBOLS[usize::from(byte % 62)])),
        );
    }
    Ok(Secret::new(text.to_string()))
}

/// A UUID of version 7 (RFC 9562 §5.7): ids made later sort later.
pub fn id(now: Moment) -> String {
    let micros = now.micros().max(0).unsigned_abs();
    let seconds = micros / 1_000_000;
    let nanos = u32::try_from(micros % 1_000_000).unwrap_or(0) * 1_000;
    let at = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
    uuid::Uuid::new_v7(at).to_string()
}

/// A UUID of version 4, by the system's own randomness: the provider's, which keys come from, takes 30 ms to
/// seed itself, and every command needs one of these.
pub fn fresh_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_letters_and_digits_of_the_asked_length() {
        for length in [0, 1, 16, 36, 50, 200] {
            let key = alphanumeric(length).unwrap();
            assert_eq!(key.expose().len(), length);
            assert!(key.expose().chars().all(|c| c.is_ascii_alphanumeric()));
        }
        assert_ne!(
            alphanumeric(36).unwrap().expose(),
            alphanumeric(36).unwrap().expose()
        );
    }

    #[test]
    fn every_symbol_occurs() {
        let many = alphanumeric(20_000).unwrap();
        assert!(
            SYMBOLS
                .iter()
                .all(|symbol| many.expose().contains(char::from(*symbol)))
        );
    }

    #[test]
    fn ids_sort_by_time() {
        let early = id(Moment::from_micros(1_700_000_000_000_000));
        let late = id(Moment::from_micros(1_700_000_001_000_000));
        assert!(early < late);
        assert_eq!(early.len(), 36);
    }
}

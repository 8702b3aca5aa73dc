//! Values that must never be printed.

use secrecy::{ExposeSecret, SecretString};

/// A bearer secret: a license key, an API key, a token, a password, a private key in PEM.
///
/// It has no `Display` and no `Serialize`, its `Debug` hides the value, and its memory is wiped when
/// it is dropped. `expose` is the only way to the text, so that a search finds every use.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Longest content of a file that may be one of our keys.
pub const KEY_FILE_MAX: usize = 256;
const KEY_MAX: usize = 200;

/// Whether a file of this content may be replaced by a key: it is empty, or holds one line that looks like one of ours.
/// The first bytes past [`KEY_FILE_MAX`] are enough to say no.
pub fn may_be_key_file(content: &[u8]) -> bool {
    let is_ours = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let key = content.trim_ascii_end();
    content.len() <= KEY_FILE_MAX && key.len() <= KEY_MAX && key.iter().all(is_ours)
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

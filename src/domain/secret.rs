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

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

//! The calls of ID Authentication that partners make.

use crate::domain::invalid::Invalid;

/// What a request asks for; each has a filter of its own in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Auth,
    Otp,
    Kyc,
    KycAuth,
    KycExchange,
    KeyBinding,
    VciExchange,
}

impl Endpoint {
    pub const ALL: [Self; 7] = [
        Self::Auth,
        Self::Otp,
        Self::Kyc,
        Self::KycAuth,
        Self::KycExchange,
        Self::KeyBinding,
        Self::VciExchange,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Otp => "otp",
            Self::Kyc => "kyc",
            Self::KycAuth => "kyc-auth",
            Self::KycExchange => "kyc-exchange",
            Self::KeyBinding => "key-binding",
            Self::VciExchange => "vci-exchange",
        }
    }

    /// By the first part of the path below ID Authentication's context.
    pub fn at(part: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.path() == part)
    }

    fn path(self) -> &'static str {
        match self {
            Self::KeyBinding => "identity-key-binding",
            other => other.word(),
        }
    }

    /// Whether a MISP asks in place of the partner, for which it needs a policy of its own.
    pub fn is_delegated(self) -> bool {
        matches!(
            self,
            Self::KycAuth | Self::KycExchange | Self::KeyBinding | Self::VciExchange
        )
    }

    /// Whether its body carries an encrypted `request`.
    pub fn is_encrypted(self) -> bool {
        matches!(
            self,
            Self::Auth | Self::Kyc | Self::KycAuth | Self::KeyBinding
        )
    }
}

impl std::str::FromStr for Endpoint {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL.into_iter().find(|one| one.word() == text);
        found.ok_or_else(|| {
            Invalid::new(
                "endpoint",
                "is not one of auth, otp, kyc, kyc-auth, kyc-exchange, key-binding, vci-exchange",
            )
        })
    }
}

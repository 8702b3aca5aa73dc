//! One type per id, so that no id can stand where another is meant.

use super::invalid::Invalid;

/// Most characters an id may have: MOSIP's `partner.id` and IDA's `partner_id` are varchar(36).
pub const ID_MAX: usize = 36;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// One that somebody chooses must also be one that can be typed: `-x` would be read as a flag, `-` as standard
            /// input. What stands in a store is read as it is.
            pub fn chosen(&self) -> Result<(), Invalid> {
                match self.0.starts_with('-') {
                    true => Err(Invalid::new($what, "must begin with a letter, a digit or _")),
                    false => Ok(()),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                checked($what, text).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id_type!(
    /// A MISP. MISPs and partners share one namespace, because the Kernel keeps both under `PARTNER`.
    MispId, "MISP id");
id_type!(
    /// A partner; see [`MispId`] for the namespace.
    PartnerId, "partner id");
id_type!(LicenseId, "license id");
id_type!(PolicyGroupId, "policy group id");
id_type!(PolicyId, "policy id");
id_type!(MappingId, "mapping id");
id_type!(ApiKeyId, "API key id");
id_type!(
    /// The Kernel's `certificateId`: a UUID in lower case.
    CertId, "certificate id");
id_type!(CaId, "CA id");
id_type!(KeyId, "key id");
id_type!(IntentId, "intent id");
id_type!(
    /// The process that works on a journal entry; alive while it holds the lock of that name.
    OwnerId, "owner id");

fn checked(what: &'static str, text: &str) -> Result<String, Invalid> {
    if text.is_empty() {
        return Err(Invalid::new(what, "must not be empty"));
    }
    if text.len() > ID_MAX {
        return Err(Invalid::new(
            what,
            format!("has more than {ID_MAX} characters"),
        ));
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !text.chars().all(allowed) {
        return Err(Invalid::new(
            what,
            "may hold only letters A–Z, digits, - and _",
        ));
    }
    Ok(text.to_owned())
}

/// Who holds a certificate: a partner, or a MISP that signs for its partners.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    Misp(MispId),
    Partner(PartnerId),
}

impl Holder {
    /// The id under which the Kernel keeps the holder's key (application `PARTNER`).
    pub fn as_str(&self) -> &str {
        match self {
            Self::Misp(id) => id.as_str(),
            Self::Partner(id) => id.as_str(),
        }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Misp(id) => write!(f, "MISP {id}"),
            Self::Partner(id) => write!(f, "partner {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_id_can_be_typed() {
        for good in ["b-", "0-1", "_x"] {
            assert_eq!(good.parse::<MispId>().unwrap().chosen(), Ok(()));
        }
        for bad in ["-", "-x", "--"] {
            let read = bad.parse::<MispId>().unwrap();
            assert!(read.chosen().is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_keep_to_their_alphabet_and_length() {
        assert!("bank-01_X".parse::<PartnerId>().is_ok());
        assert!("x".repeat(36).parse::<PartnerId>().is_ok());
        for bad in ["", "a b", "a/b", "a.b", "%2e", "é", "a\n", &"x".repeat(37)] {
            assert!(bad.parse::<PartnerId>().is_err(), "{bad:?}");
        }
    }
}

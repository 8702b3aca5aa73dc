//! Names and other short texts that people type.

use super::invalid::Invalid;
use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: NFC, lower case, NFC again (lower-casing may decompose).
pub fn name_key(name: &str) -> String {
    name.nfc()
        .collect::<String>()
        .to_lowercase()
        .nfc()
        .collect()
}

fn line(what: &'static str, text: &str, most: usize) -> Result<String, Invalid> {
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        return Err(Invalid::new(what, "must not be empty"));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::new(
            what,
            "must be one line without control characters",
        ));
    }
    let length = text.chars().count();
    if length > most {
        return Err(Invalid::new(
            what,
            format!("has {length} characters, {most} are allowed"),
        ));
    }
    Ok(text)
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $what:literal, $most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                line($what, text, $most).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

text_type!(
    /// Name of a MISP, a partner, a policy group or a policy: 1–128 characters (MOSIP's varchar(128)).
    Name, "name", 128);
text_type!(
    /// The organization that the O of a partner's certificate must equal byte for byte: 1–64, the
    /// upper bound of X.520.
    Organization, "organization", 64);
text_type!(ContactName, "contact name", 128);
text_type!(
    /// Login of a MISP or partner at the IAM (`preferred_username`): 1–256.
    LoginUser, "login user", 256);
text_type!(
    /// Why something was blocked, revoked or rejected; kept and shown.
    Reason, "reason", 500);
text_type!(
    /// Caller-given version of a policy: 1–8, because MOSIP's column takes no more.
    PolicyVersion, "policy version", 8);
text_type!(
    /// Description of a policy or group: 1–256 (MOSIP's and IDA's varchar(256)).
    Description, "description", 256);
text_type!(
    /// How a request for a policy explains itself.
    RequestDetail, "request detail", 4000);

impl Name {
    pub fn key(&self) -> String {
        name_key(&self.0)
    }

    /// For a new policy or group: a policy is named as `group/name`, and a second slash would leave open where the group
    /// ends. Those that were stored before stay as they are.
    pub fn is_one_step(&self) -> Result<(), Invalid> {
        match self.0.contains('/') {
            true => Err(Invalid::new(
                "name",
                "must hold no / here: a policy is named as GROUP/NAME",
            )),
            false => Ok(()),
        }
    }
}

/// A postal address: up to 2000 characters, line breaks allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Address {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::new("address", "must not be empty"));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(Invalid::new("address", "must not hold control characters"));
        }
        if text.chars().count() > 2000 {
            return Err(Invalid::new("address", "has more than 2000 characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_and_normalized() {
        assert_eq!("  Bank One ".parse::<Name>().unwrap().as_str(), "Bank One");
        assert!("".parse::<Name>().is_err());
        assert!("a\nb".parse::<Name>().is_err());
        assert!("x".repeat(129).parse::<Name>().is_err());
        assert!("बैंक".parse::<Name>().is_ok());
        assert_eq!(
            "a/b"
                .parse::<Name>()
                .unwrap()
                .is_one_step()
                .unwrap_err()
                .what,
            "name"
        );
        assert_eq!("a-b".parse::<Name>().unwrap().is_one_step(), Ok(()));
        assert!("بنك \"واحد\"".parse::<Name>().is_ok());
    }

    #[test]
    fn names_compare_without_case_and_composition() {
        let composed: Name = "Café".parse().unwrap();
        let decomposed: Name = "CAFE\u{301}".parse().unwrap();
        assert_eq!(composed.key(), decomposed.key());
    }

    #[test]
    fn an_address_may_have_lines() {
        assert!("1 Road\nTown".parse::<Address>().is_ok());
        assert!("1 Road\u{7}".parse::<Address>().is_err());
    }
}

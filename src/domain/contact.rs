//! How a MISP or a partner is reached.

use super::invalid::Invalid;
use super::text::{Address, ContactName, LoginUser};

/// Whom to call or write to about a MISP or a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: ContactName,
    pub phone: Phone,
    pub email: Email,
    pub address: Option<Address>,
    /// Who logs in for it at the IAM; binds that user to the record.
    pub user: Option<LoginUser>,
}

impl Contact {
    /// What a later step would refuse, though nothing here does. `what` is a MISP or a partner.
    pub fn warning(&self, what: &str) -> Option<String> {
        (!self.email.passes_mosip()).then(|| {
            format!(
                "MOSIP's own Partner Management refuses the e-mail {} (PMS_PRT_012), should this {what} be registered \
                 there; the Kernel and ID Authentication do not look at it",
                self.email.as_str()
            )
        })
    }
}

/// A phone number with its country code.
///
/// Parsing costs up to 100 ms once per process (metadata), so the two forms that are ever needed are kept
/// and read back without parsing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    e164: String,
    national: String,
}

impl Phone {
    /// MOSIP's `contact_no` is varchar(16); E.164 has at most 15 digits and a plus.
    pub const MAX: usize = 16;

    /// From the store, where both forms were checked before they were written.
    pub fn from_stored(e164: String, national: String) -> Self {
        Self { e164, national }
    }

    /// `+918055500100`: what is stored, compared and sent.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As it is dialled inside its country.
    pub fn national(&self) -> &str {
        &self.national
    }
}

impl std::str::FromStr for Phone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if !text.starts_with('+') {
            return Err(Invalid::new(
                "phone",
                "must begin with + and the country code",
            ));
        }
        let number = phonenumber::parse(None, text)
            .map_err(|_| Invalid::new("phone", "is not a phone number"))?;
        if !phonenumber::is_valid(&number) {
            return Err(Invalid::new("phone", "is not a number of its country"));
        }
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        if e164.len() > Self::MAX {
            return Err(Invalid::new("phone", "has more than 15 digits"));
        }
        let national = number
            .format()
            .mode(phonenumber::Mode::National)
            .to_string();
        Ok(Self { e164, national })
    }
}

/// An e-mail address by the grammar of RFC 5321, at most 254 characters (MOSIP's varchar(254)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether MOSIP's own PMS would take it (`pmp.partner.valid.email.address.regex`): the local part
    /// has no hyphen or plus after its first dot, host labels after the first have no hyphen, and the last label is
    /// lower case.
    pub fn passes_mosip(&self) -> bool {
        let Some((local, host)) = self.0.rsplit_once('@') else {
            return false;
        };
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut parts = local.split('.');
        let first = parts.next().unwrap_or_default();
        let local_ok = !first.is_empty()
            && first.chars().all(|c| word(c) || c == '-' || c == '+')
            && parts.all(|part| !part.is_empty() && part.chars().all(word));
        let labels: Vec<&str> = host.split('.').collect();
        let Some((last, labels)) = labels.split_last() else {
            return false;
        };
        let Some((head, rest)) = labels.split_first() else {
            return false;
        };
        local_ok
            && last.len() >= 2
            && last.chars().all(|c| c.is_ascii_lowercase())
            && !head.is_empty()
            && head.chars().all(|c| word(c) || c == '-')
            && rest
                .iter()
                .all(|label| !label.is_empty() && label.chars().all(word))
    }
}

impl std::str::FromStr for Email {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.len() > 254 {
            return Err(Invalid::new("e-mail", "has more than 254 characters"));
        }
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        email_address::EmailAddress::parse_with_options(text, options)
            .map_err(|error| Invalid::new("e-mail", error.to_string().to_lowercase()))?;
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_kept_as_e164() {
        let phone: Phone = "+91 80555 00100".parse().unwrap();
        assert_eq!(phone.e164(), "+918055500100");
        assert_eq!(phone.national(), "080555 00100");
        assert!("080555".parse::<Phone>().is_err());
        assert!("+91".parse::<Phone>().is_err());
        assert!("+1 000 000 0000".parse::<Phone>().is_err());
    }

    #[test]
    fn mail_by_grammar_and_by_mosip() {
        let plain: Email = "ops@relay.example".parse().unwrap();
        assert!(plain.passes_mosip());
        let hyphen: Email = "x@a.my-bank.org".parse().unwrap();
        assert!(!hyphen.passes_mosip());
        let plus: Email = "first.la+st@bank.org".parse().unwrap();
        assert!(!plus.passes_mosip());
        for bad in ["", "ops", "ops@", "@x.org", "a b@x.org", "Ops <ops@x.org>"] {
            assert!(bad.parse::<Email>().is_err(), "{bad:?}");
        }
    }
}

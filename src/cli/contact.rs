//! The flags that say how a MISP or a partner is reached.

use super::ask::{self, Question};
use crate::app::App;
use crate::domain::contact::{Contact, Email, Phone};
use crate::domain::text::{Address, ContactName, LoginUser, Name};
use crate::error::Failure;
use crate::ops::misp::Revision;
use clap::Args;

#[derive(Debug, Args)]
pub struct ContactArgs {
    /// Name of the person to call or write to
    #[arg(long, value_name = "NAME")]
    pub contact: Option<ContactName>,
    /// Phone number with country code, e.g. +918055500100
    #[arg(long, value_name = "NUMBER")]
    pub phone: Option<Phone>,
    /// E-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<Email>,
    /// Postal address, up to 2000 characters
    #[arg(long, value_name = "TEXT")]
    pub address: Option<Address>,
    /// Login at the IAM that acts for it
    #[arg(long, value_name = "LOGIN")]
    pub user: Option<LoginUser>,
}

impl ContactArgs {
    /// The flags that [`ContactArgs::complete`] would ask for, and whether they were given.
    pub fn needed(&self) -> [(&'static str, bool); 3] {
        [
            ("--contact", self.contact.is_some()),
            ("--phone", self.phone.is_some()),
            ("--email", self.email.is_some()),
        ]
    }

    /// Asks for what is missing.
    pub fn complete(self, app: &App) -> Result<Contact, Failure> {
        let question = |flag, what, rule| Question { flag, what, rule };
        let whom = question("--contact", "Contact person", "1 to 128 characters");
        let phone = question("--phone", "Phone", "with country code, +918055500100");
        let email = question("--email", "E-mail", "name@host");
        Ok(Contact {
            name: ask::value(app, self.contact, whom)?,
            phone: ask::value(app, self.phone, phone)?,
            email: ask::value(app, self.email, email)?,
            address: self.address,
            user: self.user,
        })
    }

    /// What of it is to be changed.
    pub fn revision(self, name: Option<Name>) -> Revision {
        Revision {
            name,
            contact: self.contact,
            phone: self.phone,
            email: self.email,
            address: self.address,
            user: self.user,
        }
    }
}

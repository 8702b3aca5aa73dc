//! One view per noun: the JSON contract, and the fields that tables and CSV are made of.

pub mod api_key;
pub mod audit;
pub mod ca;
pub mod cert;
pub mod context;
pub mod doctor;
pub mod effect;
pub mod entry;
pub mod error;
pub mod ida;
pub mod kernel;
pub mod key;
pub mod license;
pub mod mapping;
pub mod misp;
pub mod onboarding;
pub mod outbox;
pub mod partner;
pub mod policy;
pub mod policy_group;
pub mod report;
pub mod session;
pub mod setting;
pub mod store;
pub mod written;

use super::cell::Field;
use crate::domain::contact::Contact;
use crate::domain::license::Revocation;
use crate::domain::status::{Block, Status};
use crate::domain::text::{Address, LoginUser};
use crate::domain::time::Moment;
use serde::Serialize;

/// An entity as it is shown. Its serde form is a public contract: fields are only ever added.
pub trait View: Serialize {
    /// `misp` for the documents `pmctl.misp/1` and `pmctl.misp.list/1`.
    const NOUN: &'static str;
    /// Names of the fields that a list shows, most wanted first; the first is the id.
    const COLUMNS: &'static [&'static str];
    /// Whether a list also shows what was done to each row.
    const HAS_OUTCOME: bool = false;
    /// Whether rows that no table can hold are shown as one line with the last value below it, without headings.
    const HEADED: bool = false;

    fn id(&self) -> String;

    /// Every value, in the order of `show`; the same names for every entity of the noun.
    fn fields(&self) -> Vec<Field>;
}

/// `{"schema":"pmctl.misp/1","data":…}`.
#[derive(Serialize)]
pub struct Envelope<T> {
    schema: String,
    data: T,
}

/// The data of a list.
#[derive(Serialize)]
pub struct Rows<'a, V> {
    rows: &'a [V],
}

/// The data of a report.
#[derive(Serialize)]
pub struct WarnedRows<'a, V> {
    rows: &'a [V],
    warnings: &'a [String],
}

impl<'a, V: View> Envelope<WarnedRows<'a, V>> {
    pub fn report(views: &'a [V], warnings: &'a [String]) -> Self {
        Self {
            schema: format!("pmctl.{}.list/1", V::NOUN),
            data: WarnedRows {
                rows: views,
                warnings,
            },
        }
    }
}

impl<'a, V: View> Envelope<&'a V> {
    pub fn one(view: &'a V) -> Self {
        Self {
            schema: format!("pmctl.{}/1", V::NOUN),
            data: view,
        }
    }
}

impl<'a, T> Envelope<&'a T> {
    /// For documents that are no entity.
    pub fn named(noun: &str, data: &'a T) -> Self {
        Self {
            schema: format!("pmctl.{noun}/1"),
            data,
        }
    }
}

impl<'a, V: View> Envelope<Rows<'a, V>> {
    pub fn list(views: &'a [V]) -> Self {
        Self {
            schema: format!("pmctl.{}.list/1", V::NOUN),
            data: Rows { rows: views },
        }
    }
}

/// RFC 3339 in UTC to the second, for people.
fn when(moment: Moment) -> String {
    format!("{}Z", moment.zoneless())
}

#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    #[serde(rename = "contact")]
    pub name: String,
    pub phone: String,
    /// As it is dialled inside its country.
    pub phone_national: String,
    pub email: String,
    pub address: Option<String>,
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> Self {
        Self {
            name: contact.name.to_string(),
            phone: contact.phone.e164().to_owned(),
            phone_national: contact.phone.national().to_owned(),
            email: contact.email.as_str().to_owned(),
            address: contact
                .address
                .as_ref()
                .map(Address::as_str)
                .map(str::to_owned),
        }
    }
}

impl ContactView {
    fn fields(&self) -> [Field; 5] {
        [
            Field::new("contact", &self.name),
            Field::new("phone", &self.phone),
            Field::new("phone_national", &self.phone_national),
            Field::new("email", &self.email),
            Field::optional("address", self.address.as_ref()),
        ]
    }
}

fn login(contact: &Contact) -> Option<String> {
    contact.user.as_ref().map(LoginUser::to_string)
}

/// Who barred something, when and why: of a block and of a revocation.
#[derive(Debug, Clone, Serialize)]
pub struct BarView {
    pub reason: String,
    pub by: String,
    pub at: String,
    #[serde(skip)]
    shown: String,
}

impl From<&Block> for BarView {
    fn from(block: &Block) -> Self {
        Self::new(block.reason.to_string(), &block.by, block.at)
    }
}

impl From<&Revocation> for BarView {
    fn from(revocation: &Revocation) -> Self {
        Self::new(revocation.reason.to_string(), &revocation.by, revocation.at)
    }
}

impl BarView {
    fn new(reason: String, by: &str, at: Moment) -> Self {
        Self {
            shown: format!("since {} by {by}: {reason}", when(at)),
            reason,
            by: by.to_owned(),
            at: at.to_string(),
        }
    }

    fn of(status: &Status) -> Option<Self> {
        status.block_details().map(Self::from)
    }

    fn field(name: &'static str, bar: Option<&Self>) -> Field {
        Field::optional(name, bar.map(|bar| bar.shown.as_str()))
    }
}

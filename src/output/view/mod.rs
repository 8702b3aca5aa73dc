//! One view per noun: the JSON contract, and the fields that tables and CSV are made of.

pub mod context;
pub mod entry;
pub mod error;

use super::cell::Field;
use serde::Serialize;

/// An entity as it is shown. Its serde form is a public contract: fields are only ever added.
pub trait View: Serialize {
    /// `misp` for the documents `pmctl.misp/1` and `pmctl.misp.list/1`.
    const NOUN: &'static str;
    /// Names of the fields that a list shows, most wanted first; the first is the id.
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> String;

    /// Every value, in the order of `show`; the same names for every entity of the noun.
    fn fields(&self) -> Vec<Field>;
}

/// `{"schema":"pmctl.misp/1","data":…}`.
#[derive(Serialize)]
pub struct Envelope<'a, T: ?Sized> {
    schema: String,
    data: &'a T,
}

impl<'a, V: View> Envelope<'a, V> {
    pub fn one(view: &'a V) -> Self {
        Self {
            schema: format!("pmctl.{}/1", V::NOUN),
            data: view,
        }
    }
}

impl<'a, V: View> Envelope<'a, [V]> {
    pub fn list(views: &'a [V]) -> Self {
        Self {
            schema: format!("pmctl.{}.list/1", V::NOUN),
            data: views,
        }
    }
}

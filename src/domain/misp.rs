//! A MISP: the infrastructure provider that carries authentication traffic.

use super::change::Change;
use super::contact::Contact;
use super::id::{MispId, PolicyId};
use super::status::{Block, Status};
use super::text::Name;
use super::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misp {
    pub id: MispId,
    /// Unique by [`Name::key`].
    pub name: Name,
    pub contact: Contact,
    pub status: Status,
    pub created_at: Moment,
    /// Of kind MISP: what of others it may ask ID Authentication for in their place. Told with its license.
    pub policy: Option<PolicyId>,
}

impl Misp {
    /// Bars the MISP from every transaction until it is unblocked.
    ///
    /// Licenses are not touched: their status is derived, so that unblocking restores exactly what
    /// this took away.
    pub fn block(self, block: Block) -> Change<Self> {
        let Self {
            id,
            name,
            contact,
            status,
            created_at,
            policy,
        } = self;
        let whole = |status| Self {
            id,
            name,
            contact,
            status,
            created_at,
            policy,
        };
        match status.block(block) {
            Change::Changed(status) => Change::Changed(whole(status)),
            Change::Unchanged(status) => Change::Unchanged(whole(status)),
        }
    }

    pub fn unblock(self) -> Change<Self> {
        let Self {
            id,
            name,
            contact,
            status,
            created_at,
            policy,
        } = self;
        let whole = |status| Self {
            id,
            name,
            contact,
            status,
            created_at,
            policy,
        };
        match status.unblock() {
            Change::Changed(status) => Change::Changed(whole(status)),
            Change::Unchanged(status) => Change::Unchanged(whole(status)),
        }
    }

    /// `Unchanged` when nothing differs.
    pub fn revise(self, name: Name, contact: Contact, policy: Option<PolicyId>) -> Change<Self> {
        if self.name == name && self.contact == contact && self.policy == policy {
            return Change::Unchanged(self);
        }
        Change::Changed(Self {
            name,
            contact,
            policy,
            ..self
        })
    }
}

//! All that an operation may touch.

use super::faults::FailPoints;
use crate::domain::access::Actor;
use crate::domain::audit::NewEntry;
use crate::domain::id::OwnerId;
use crate::domain::outbox::Receiver;
use crate::domain::time::{Lifetime, Moment};
use crate::ida::Way;
use crate::kernel::Link;
use crate::store::{Owner, Store};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What is not in here cannot be reached. One per worker: a store serves one thread.
pub struct Ctx<'a> {
    pub store: &'a Store,
    /// Opened at the first call, so that a read reaches no network.
    pub kernel: &'a Link,
    pub actor: &'a Actor,
    /// Alive while this process holds its lock.
    pub owner: &'a Owner,
    pub clock: &'a (dyn Fn() -> Moment + Sync),
    pub rules: &'a Rules,
    /// Told of each finished row of long work.
    pub progress: &'a (dyn Fn(Progress<'_>) + Sync),
    pub faults: &'a FailPoints,
    pub sending: Sending,
    pub given_up: &'a GivenUp,
}

/// Receivers that this process tried in vain: it tries them no more, however many rows it still has to tell of.
#[derive(Debug, Default)]
pub struct GivenUp {
    audit: AtomicBool,
    ida: AtomicBool,
}

impl GivenUp {
    fn of(&self, receiver: Receiver) -> &AtomicBool {
        match receiver {
            Receiver::Audit => &self.audit,
            Receiver::Ida => &self.ida,
        }
    }

    pub(super) fn is(&self, receiver: Receiver) -> bool {
        self.of(receiver).load(Ordering::Relaxed)
    }

    pub(super) fn on(&self, receiver: Receiver) {
        self.of(receiver).store(true, Ordering::Relaxed);
    }
}

/// When messages leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// After each change: a command that makes one.
    AtOnce,
    /// Once, when all is done: work of many rows, whose caller sends. A receiver that is down then costs one
    /// time-out and not one per row.
    AtTheEnd,
}

/// How far long work has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub done: usize,
    pub of: usize,
    pub name: &'a str,
}

/// What the context decides.
#[derive(Debug)]
pub struct Rules {
    pub misp_ids: IdSource,
    pub partner_ids: IdSource,
    pub license_source: LicenseSource,
    pub license_validity: Lifetime,
    pub renew_within: Lifetime,
    pub api_key_validity: Lifetime,
    pub policy_validity: Lifetime,
    /// How long a certificate lasts that is made around a bare key.
    pub wrap_validity: Lifetime,
    /// How long to wait for another process that works on the same thing.
    pub patience: Duration,
    /// Whether the context names an audit manager.
    pub audit_manager: bool,
    /// The way to ID Authentication, where the context names one.
    pub ida: Option<Way>,
    /// What to tell the audit manager of this host.
    pub host: Host,
    /// Workers for bulk work, and so requests in flight at the Kernel.
    pub workers: usize,
}

/// This machine, as the audit manager wants to know it.
#[derive(Debug, Clone)]
pub struct Host {
    pub name: String,
    /// At most 16 characters: older audit managers take no IPv6.
    pub address: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdSource {
    /// The embedded Kernel's own extension: MOSIP has no such call.
    Kernel,
    /// MOSIP's own rule, counted in the store from `start`.
    Builtin { start: i64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseSource {
    /// `license/generate` of the Keymanager.
    Kernel,
    /// 50 letters and digits, as MOSIP's PMS makes them.
    Builtin,
}

impl Rules {
    /// A receiver that the context does not name gets no messages.
    pub fn names(&self, receiver: Receiver) -> bool {
        match receiver {
            Receiver::Audit => self.audit_manager,
            Receiver::Ida => self.ida.is_some(),
        }
    }
}

impl Ctx<'_> {
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    pub fn owner_id(&self) -> &OwnerId {
        self.owner.id()
    }

    /// An audit entry by this actor, now.
    pub fn audited(&self, action: &'static str, subject: &str) -> NewEntry {
        NewEntry {
            at: self.now(),
            actor: self.actor.name.clone(),
            action,
            subject: subject.to_owned(),
            reason: None,
            detail: None,
        }
    }
}

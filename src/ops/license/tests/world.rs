//! A store with one MISP, a clock that is set by hand, no Kernel, and an ID Authentication that takes what it is given.

use crate::crypto::seal::SealKey;
use crate::domain::access::{Actor, Capability};
use crate::domain::contact::{Contact, Phone};
use crate::domain::id::{LicenseId, MispId};
use crate::domain::license::{Cutover, Due, License, LicenseStatus};
use crate::domain::misp::Misp;
use crate::domain::outbox::{MessageKind, Receiver};
use crate::domain::secret::Secret;
use crate::domain::status::{Block, Status};
use crate::domain::time::{Lifetime, Moment};
use crate::ida::{Callback, Event, Patience, Way};
use crate::kernel::{Call, KernelError, Link};
use crate::ops::faults::FailPoints;
use crate::ops::license::Renewal;
use crate::ops::{Ctx, GivenUp, Host, IdSource, LicenseSource, Rules, Sending, ida};
use crate::store::{Opening, Owner, Store, licenses, misps, outbox};
use base64::Engine;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

pub fn days(days: i64) -> Lifetime {
    Lifetime::from_days(days)
}

pub fn start() -> Moment {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// Days after the start.
pub fn day(day: i64) -> Moment {
    Moment::from_micros(start().micros() + days(1).micros() * day)
}

pub fn misp_id() -> MispId {
    "100".parse().unwrap()
}

pub fn early(cutover: Cutover) -> Renewal {
    Renewal {
        due: Due::Early,
        cutover,
        validity: None,
    }
}

pub fn within_30_days(cutover: Cutover) -> Renewal {
    Renewal {
        due: Due::Within(days(30)),
        cutover,
        validity: None,
    }
}

pub struct World {
    pub store: Store,
    owner: Owner,
    link: Link,
    rules: Rules,
    admin: Actor,
    misp: Actor,
    now: AtomicI64,
    faults: FailPoints,
    _folder: tempfile::TempDir,
}

impl World {
    /// MISP 100 with license l-1, which is valid for 90 days from the start.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("pmctl.db").display());
        let seal = base64::engine::general_purpose::STANDARD.encode([7; 32]);
        let seal = SealKey::from_text(&Secret::new(seal)).unwrap();
        let store = Store::open(&url.parse().unwrap(), seal, Opening::Create, start()).unwrap();
        let away = || {
            Err(KernelError::Unreachable {
                call: Call::GenerateLicense,
                cause: "nobody is there".to_owned(),
            })
        };
        let world = Self {
            owner: store.claim().unwrap(),
            store,
            link: Link::new(Box::new(away)),
            rules: rules(),
            admin: actor(Capability::IdaAdmin),
            misp: actor(Capability::Misp),
            now: AtomicI64::new(start().micros()),
            faults: FailPoints::default(),
            _folder: folder,
        };
        let mut tx = world.store.write().unwrap();
        misps::insert(&mut tx, &misp()).unwrap();
        licenses::insert(&mut tx, &license()).unwrap();
        tx.commit().unwrap();
        world
    }

    pub fn set(&self, now: Moment) {
        self.now.store(now.micros(), Ordering::SeqCst);
    }

    pub fn now(&self) -> Moment {
        Moment::from_micros(self.now.load(Ordering::SeqCst))
    }

    /// Work on it as the ida-admin; messages wait until [`World::deliver`].
    pub fn admin<T>(&self, work: impl FnOnce(&Ctx<'_>) -> T) -> T {
        self.run(&self.admin, work)
    }

    pub fn misp<T>(&self, work: impl FnOnce(&Ctx<'_>) -> T) -> T {
        self.run(&self.misp, work)
    }

    fn run<T>(&self, actor: &Actor, work: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let now = &self.now;
        let clock = || Moment::from_micros(now.load(Ordering::SeqCst));
        work(&Ctx {
            store: &self.store,
            kernel: &self.link,
            actor,
            owner: &self.owner,
            clock: &clock,
            rules: &self.rules,
            progress: &|_| {},
            faults: &self.faults,
            sending: Sending::AtTheEnd,
            given_up: &GivenUp::default(),
        })
    }

    pub fn newest(&self) -> LicenseId {
        let mut conn = self.store.read().unwrap();
        licenses::newest_of(&mut conn, &misp_id())
            .unwrap()
            .unwrap()
            .id
    }

    pub fn count(&self) -> usize {
        let mut conn = self.store.read().unwrap();
        licenses::of_misp(&mut conn, &misp_id()).unwrap().len()
    }

    /// Sends all that is due, and gives what ID Authentication heard last: a license, and whether it is active.
    pub fn deliver(&self) -> Option<(LicenseId, bool)> {
        let mut heard = None;
        let due = {
            let mut conn = self.store.read().unwrap();
            outbox::due(&mut conn, Receiver::Ida, self.now()).unwrap()
        };
        for message in due {
            assert_eq!(message.kind, MessageKind::MispLicense);
            let event = self.admin(|ctx| ida::event(ctx, &mut *ctx.store.read()?, &message));
            let event = event.unwrap();
            if let Some(Event::MispLicense { misp, license, .. }) = event {
                let status = license.status(&misp.status, self.now());
                heard = Some((license.id, status != LicenseStatus::Blocked));
            }
            let mut tx = self.store.write().unwrap();
            outbox::remove(&mut tx, message.position).unwrap();
            tx.commit().unwrap();
        }
        heard
    }
}

fn rules() -> Rules {
    let wait = Duration::from_millis(10);
    let secret = Secret::new("hush".to_owned());
    let patience = Patience {
        connect: wait,
        total: wait,
    };
    let callback = Callback::new("http://127.0.0.1:9/callback", secret, patience).unwrap();
    Rules {
        misp_ids: IdSource::Builtin { start: 100 },
        partner_ids: IdSource::Builtin { start: 1000 },
        license_source: LicenseSource::Builtin,
        license_validity: days(90),
        renew_within: days(30),
        api_key_validity: days(365),
        policy_validity: days(365),
        wrap_validity: days(365),
        patience: wait,
        audit_manager: false,
        ida: Some(Way::Callback(callback)),
        host: Host {
            name: "here".to_owned(),
            address: "127.0.0.1".to_owned(),
        },
        workers: 1,
    }
}

fn actor(capability: Capability) -> Actor {
    Actor {
        name: capability.word().to_owned(),
        capabilities: vec![capability],
        misp: (capability == Capability::Misp).then(misp_id),
        partner: None,
    }
}

fn misp() -> Misp {
    Misp {
        id: misp_id(),
        name: "Northern Relay".parse().unwrap(),
        contact: Contact {
            name: "Asha Rao".parse().unwrap(),
            phone: Phone::from_stored("+918055500100".to_owned(), "080555 00100".to_owned()),
            email: "ops@relay.example".parse().unwrap(),
            address: None,
            user: None,
        },
        status: Status::Active,
        created_at: start(),
        policy: None,
    }
}

fn license() -> License {
    License {
        id: "l-1".parse().unwrap(),
        misp: misp_id(),
        key: Secret::new("FirstKeyOfNorthernRelay".to_owned()),
        valid_from: start(),
        valid_to: day(90),
        revoked: None,
        renewed_from: None,
        issued_at: start(),
        handed_over: None,
    }
}

pub fn block(at: Moment) -> Status {
    Status::Blocked(Block {
        reason: "contract ended".parse().unwrap(),
        by: "ida-admin".to_owned(),
        by_admin: true,
        at,
    })
}

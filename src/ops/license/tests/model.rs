//! Any sequence of block, unblock, revoke, restore, renew and passing time leaves the same state as a model that knows no
//! rule of the domain: it walks through time and remembers what happened.

use super::world::{World, day, days, misp_id};
use crate::domain::id::LicenseId;
use crate::domain::license::{Cutover, Due};
use crate::domain::time::{Lifetime, Moment};
use crate::ops::license::{self, Renewal, Wanted};
use crate::ops::misp;
use crate::store::Page;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Block,
    Unblock,
    /// Of the n-th license, counted round.
    Revoke(usize),
    Restore(usize),
    Renew {
        early: bool,
        overlap_hours: i64,
    },
    Pass {
        hours: i64,
    },
    Deliver,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Block),
        2 => Just(Step::Unblock),
        2 => (0..4_usize).prop_map(Step::Revoke),
        3 => (0..4_usize).prop_map(Step::Restore),
        5 => (any::<bool>(), prop_oneof![Just(0), 1..3_000_i64])
            .prop_map(|(early, overlap_hours)| Step::Renew { early, overlap_hours }),
        4 => (1..1_500_i64).prop_map(|hours| Step::Pass { hours }),
        3 => Just(Step::Deliver),
    ]
}

struct Key {
    id: LicenseId,
    from: Moment,
    to: Moment,
    revoked: bool,
}

struct Model {
    now: Moment,
    blocked: bool,
    keys: Vec<Key>,
    /// The one that ID Authentication is to hold.
    held: usize,
}

impl Model {
    fn new() -> Self {
        Self {
            now: day(0),
            blocked: false,
            keys: vec![Key {
                id: "l-1".parse().unwrap(),
                from: day(0),
                to: day(90),
                revoked: false,
            }],
            held: 0,
        }
    }

    fn pass(&mut self, length: Lifetime) {
        self.now = self.now.plus(length);
        self.take_over();
    }

    /// A later one that has begun and is not revoked takes over, and stays.
    fn take_over(&mut self) {
        for at in self.held + 1..self.keys.len() {
            if self.keys[at].from <= self.now && !self.keys[at].revoked {
                self.held = at;
            }
        }
    }

    fn status(&self, at: usize) -> &'static str {
        let key = &self.keys[at];
        if self.blocked || key.revoked {
            "blocked"
        } else if self.now < key.from {
            "scheduled"
        } else if self.now < key.to {
            "active"
        } else {
            "expired"
        }
    }

    /// The dates of the new key, if there is to be one.
    fn renewed(&self, early: bool, overlap: Lifetime) -> Option<(Moment, Moment)> {
        let newest = self.keys.last()?;
        let due = early || self.now.plus(days(30)) >= newest.to;
        if self.blocked || newest.revoked || !due {
            return None;
        }
        let from = self.now.plus(overlap).min(newest.to).max(self.now);
        Some((from, from.plus(days(90))))
    }
}

fn carry_out(world: &World, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let id = misp_id();
    let reason = || "because".parse().unwrap();
    match step {
        Step::Block => {
            world.admin(|ctx| misp::block(ctx, &id, &reason())).unwrap();
            model.blocked = true;
        }
        Step::Unblock => {
            world.admin(|ctx| misp::unblock(ctx, &id, None)).unwrap();
            model.blocked = false;
        }
        Step::Revoke(at) => {
            let at = at % model.keys.len();
            let license = model.keys[at].id.clone();
            world
                .admin(|ctx| license::revoke(ctx, &license, &reason()))
                .unwrap();
            model.keys[at].revoked = true;
        }
        Step::Restore(at) => {
            let at = at % model.keys.len();
            let license = model.keys[at].id.clone();
            world
                .admin(|ctx| license::restore(ctx, &license, None))
                .unwrap();
            model.keys[at].revoked = false;
            model.take_over();
        }
        Step::Renew {
            early,
            overlap_hours,
        } => renew(world, model, *early, *overlap_hours)?,
        Step::Pass { hours } => model.pass(hours_long(*hours)),
        Step::Deliver => {}
    }
    Ok(())
}

fn hours_long(hours: i64) -> Lifetime {
    Lifetime::from_micros(hours * 3_600_000_000)
}

fn renew(
    world: &World,
    model: &mut Model,
    early: bool,
    overlap_hours: i64,
) -> Result<(), TestCaseError> {
    let overlap = hours_long(overlap_hours);
    let renewal = Renewal {
        due: if early {
            Due::Early
        } else {
            Due::Within(days(30))
        },
        cutover: match overlap_hours {
            0 => Cutover::AtOnce,
            _ => Cutover::After(overlap),
        },
        validity: None,
    };
    let expected = model.renewed(early, overlap);
    let written = world.admin(|ctx| license::renew(ctx, &misp_id(), renewal));
    let Some((from, to)) = expected else {
        let changed = written.is_ok_and(|written| written.outcome.word() == "created");
        prop_assert!(!changed, "a key that the model does not issue");
        return Ok(());
    };
    let license = written.unwrap().entity.license;
    prop_assert_eq!((license.valid_from, license.valid_to), (from, to));
    model.keys.push(Key {
        id: license.id,
        from,
        to,
        revoked: false,
    });
    model.take_over();
    Ok(())
}

fn same(world: &World, model: &Model) -> Result<(), TestCaseError> {
    let wanted = Wanted {
        misp: Some(misp_id()),
        status: None,
    };
    let mut found = world
        .admin(|ctx| license::list(ctx, &wanted, &Page::first(1000)))
        .unwrap();
    found.reverse();
    prop_assert_eq!(found.len(), model.keys.len());
    for (at, held) in found.iter().enumerate() {
        let status = held.license.status(&held.misp.status, world.now()).word();
        prop_assert_eq!(&held.license.id, &model.keys[at].id);
        prop_assert_eq!(
            status,
            model.status(at),
            "license {} of {}",
            at,
            found.len()
        );
        prop_assert_eq!(held.standing.word() == "in-force", at == model.held);
    }
    let shown = world.admin(|ctx| misp::show(ctx, &misp_id())).unwrap();
    prop_assert_eq!(&shown.license.unwrap().id, &model.keys[model.held].id);
    prop_assert_eq!(shown.misp.status.is_blocked(), model.blocked);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_ends_as_the_model_says(steps in proptest::collection::vec(step(), 1..24)) {
        let world = World::new();
        let mut model = Model::new();
        // It was told of the first license when the MISP was registered.
        let mut ida = (model.keys[0].id.clone(), true);
        for step in &steps {
            // Two commands never happen at the same microsecond.
            model.pass(Lifetime::from_micros(1_000_000));
            world.set(model.now);
            carry_out(&world, &mut model, step)?;
            world.set(model.now);
            same(&world, &model)?;
            if matches!(step, Step::Deliver) {
                ida = world.deliver().unwrap_or(ida);
                let held = &model.keys[model.held];
                prop_assert_eq!(&ida.0, &held.id, "what ID Authentication holds");
                prop_assert_eq!(ida.1, !(model.blocked || held.revoked));
            }
        }
    }
}

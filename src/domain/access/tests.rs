//! Every cell of the table: capability × action × whose it is × what is blocked.

use super::*;
use crate::domain::time::Moment;

/// What a capability may do: nothing, with its own, or with anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    No,
    Own,
    Any,
}
use May::{Any, No, Own};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Read,
    Transaction,
}
use Kind::{Read, Transaction};

/// Written by hand from what each of the four is there for; an ida-admin may everything.
/// Action, kind, policy-manager, misp, partner, ida.
const TABLE: &[(&str, Kind, May, May, May, May)] = &[
    ("misp.register", Transaction, No, No, No, No),
    ("misp.show", Read, No, Own, No, No),
    ("misp.update", Transaction, No, No, No, No),
    ("misp.block", Transaction, No, No, No, No),
    ("misp.unblock", Transaction, No, No, No, No),
    ("license.renew", Transaction, No, No, No, No),
    ("license.show", Read, No, Own, No, No),
    ("license.reveal", Transaction, No, Own, No, No),
    ("policy-group.add", Transaction, Any, No, No, No),
    ("policy.add", Transaction, Any, No, No, No),
    ("policy.publish", Transaction, Any, No, No, No),
    ("policy.show", Read, Any, Own, Own, No),
    ("partner.add", Transaction, No, Own, No, No),
    ("partner.show", Read, No, Own, Own, No),
    ("partner.update", Transaction, No, Own, No, No),
    ("partner.block", Transaction, No, Own, No, No),
    ("partner.unblock", Transaction, No, Own, No, No),
    ("partner.map-policy", Transaction, No, Own, No, No),
    ("mapping.show", Read, Any, Own, No, No),
    ("mapping.approve", Transaction, Any, No, No, No),
    ("api-key.show", Read, No, Own, Own, No),
    ("api-key.reveal", Transaction, No, Own, Own, No),
    ("ca.upload", Transaction, No, No, No, No),
    ("ca.list", Read, Any, Own, Own, No),
    ("cert.upload", Transaction, No, Own, Own, No),
    ("cert.show", Read, No, Own, Own, No),
    ("key.upload", Transaction, No, Own, Own, No),
    ("key.rotate", Transaction, No, Own, Own, No),
    ("key.show", Read, No, Own, Own, Any),
    ("key.verify", Read, No, Own, Own, No),
    ("ida.policy", Transaction, No, Own, No, Any),
    ("ida.check", Read, No, Own, No, Any),
    ("report", Read, No, Own, No, No),
    ("audit", Read, No, No, No, No),
    ("outbox.list", Read, No, No, No, No),
    ("outbox.push", Transaction, No, No, No, No),
    ("kernel.provision", Transaction, No, No, No, No),
    ("store.check", Read, No, No, No, No),
];

fn row(action: Action) -> (Kind, [May; 4]) {
    let word = action.word();
    let found = TABLE.iter().find(|row| row.0 == word);
    let (_, kind, policies, misp, partner, ida) = *found.unwrap_or_else(|| panic!("{word}"));
    (kind, [policies, misp, partner, ida])
}

/// What the action is aimed at, seen from the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    System,
    OwnMisp,
    ForeignMisp,
    /// The partner itself, and of the actor's MISP.
    OwnPartner,
    /// Of another MISP.
    ForeignPartner,
}

const AIMS: [Aim; 5] = [
    Aim::System,
    Aim::OwnMisp,
    Aim::ForeignMisp,
    Aim::OwnPartner,
    Aim::ForeignPartner,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Barred {
    Nobody,
    Misp,
    PartnerByAdmin,
    PartnerByMisp,
}

const STATES: [Barred; 4] = [
    Barred::Nobody,
    Barred::Misp,
    Barred::PartnerByAdmin,
    Barred::PartnerByMisp,
];

fn blocked(by_admin: bool) -> Status {
    Status::Blocked(Block {
        reason: "fraud".parse().unwrap(),
        by: "somebody".to_owned(),
        by_admin,
        at: Moment::from_micros(0),
    })
}

fn actor(capability: Capability) -> Actor {
    let id = || "own".to_owned();
    Actor {
        name: "actor".to_owned(),
        capabilities: vec![capability],
        misp: (capability == Capability::Misp).then(|| id().parse().unwrap()),
        partner: (capability == Capability::Partner).then(|| "p-own".parse().unwrap()),
    }
}

fn decided(actor: &Actor, action: Action, aim: Aim, state: Barred) -> Result<(), Denied> {
    let (own, foreign): (MispId, MispId) = ("own".parse().unwrap(), "else".parse().unwrap());
    let (mine, theirs): (PartnerId, PartnerId) =
        ("p-own".parse().unwrap(), "p-else".parse().unwrap());
    let misp_status = if state == Barred::Misp {
        blocked(true)
    } else {
        Status::Active
    };
    let status = match state {
        Barred::PartnerByAdmin => blocked(true),
        Barred::PartnerByMisp => blocked(false),
        _ => Status::Active,
    };
    let target = match aim {
        Aim::System => Target::System,
        Aim::OwnMisp => Target::Misp {
            id: &own,
            status: &misp_status,
        },
        Aim::ForeignMisp => Target::Misp {
            id: &foreign,
            status: &misp_status,
        },
        Aim::OwnPartner => Target::Partner {
            id: &mine,
            status: &status,
            misp: &own,
            misp_status: &misp_status,
        },
        Aim::ForeignPartner => Target::Partner {
            id: &theirs,
            status: &status,
            misp: &foreign,
            misp_status: &misp_status,
        },
    };
    decide(actor, action, target)
}

#[derive(Debug, PartialEq, Eq)]
enum Word {
    Yes,
    Hidden,
    Forbidden,
    MispBlocked,
    PartnerBlocked,
    ByAdmin,
}

fn word(decided: &Result<(), Denied>) -> Word {
    match decided {
        Ok(()) => Word::Yes,
        Err(Denied::Hidden) => Word::Hidden,
        Err(Denied::Forbidden(_)) => Word::Forbidden,
        Err(Denied::MispBlocked { .. }) => Word::MispBlocked,
        Err(Denied::PartnerBlocked { .. }) => Word::PartnerBlocked,
        Err(Denied::BlockedByAdmin) => Word::ByAdmin,
    }
}

/// What must be answered, told without the code under test.
fn expected(capability: Capability, action: Action, aim: Aim, state: Barred) -> Word {
    let (kind, [policies, misp, partner, ida]) = row(action);
    let (may, is_own) = match capability {
        Capability::IdaAdmin => return Word::Yes,
        Capability::PolicyManager => (policies, true),
        Capability::Ida => (ida, true),
        Capability::Misp => (
            misp,
            matches!(aim, Aim::System | Aim::OwnMisp | Aim::OwnPartner),
        ),
        Capability::Partner => (partner, matches!(aim, Aim::System | Aim::OwnPartner)),
    };
    if !is_own {
        return Word::Hidden;
    }
    if may == No {
        return Word::Forbidden;
    }
    let acts_for_itself = matches!(capability, Capability::Misp | Capability::Partner);
    if kind == Read || !acts_for_itself || aim == Aim::System {
        return Word::Yes;
    }
    match (state, aim, action) {
        (Barred::Misp, _, _) => Word::MispBlocked,
        (Barred::Nobody, _, _) | (_, Aim::OwnMisp, _) | (_, _, Action::PartnerBlock) => Word::Yes,
        (Barred::PartnerByAdmin, _, Action::PartnerUnblock) => Word::ByAdmin,
        (Barred::PartnerByMisp, _, Action::PartnerUnblock) => Word::Yes,
        _ => Word::PartnerBlocked,
    }
}

#[test]
fn every_cell() {
    let mut cells = 0;
    for capability in Capability::ALL {
        let actor = actor(capability);
        for action in Action::ALL.iter().copied() {
            for aim in AIMS {
                for state in STATES {
                    let told = word(&decided(&actor, action, aim, state));
                    let wanted = expected(capability, action, aim, state);
                    let cell = (capability, action.word(), aim, state);
                    assert_eq!(told, wanted, "{cell:?}");
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 5 * TABLE.len() * AIMS.len() * STATES.len());
}

#[test]
fn nobody_may_nothing() {
    let nobody = Actor {
        name: "nobody".to_owned(),
        capabilities: Vec::new(),
        misp: None,
        partner: None,
    };
    for action in Action::ALL.iter().copied() {
        for aim in AIMS {
            assert!(
                decided(&nobody, action, aim, Barred::Nobody).is_err(),
                "{}",
                action.word()
            );
        }
    }
}

#[test]
fn a_login_that_is_bound_to_nothing_sees_nothing() {
    for capability in [Capability::Misp, Capability::Partner] {
        let unbound = Actor {
            misp: None,
            partner: None,
            ..actor(capability)
        };
        for aim in [Aim::OwnMisp, Aim::OwnPartner, Aim::ForeignPartner] {
            let told = decided(&unbound, Action::PartnerRead, aim, Barred::Nobody);
            assert_eq!(told, Err(Denied::Hidden));
        }
    }
}

#[test]
fn every_action_has_a_word_of_its_own() {
    let words: std::collections::BTreeSet<_> = Action::ALL.iter().map(|a| a.word()).collect();
    assert_eq!(words.len(), Action::ALL.len());
    assert_eq!(words.len(), TABLE.len());
}

#[test]
fn roles_amount_to_capabilities() {
    let of = Capability::of_role;
    assert_eq!(of("PARTNER_ADMIN"), Some(Capability::IdaAdmin));
    assert_eq!(of("GLOBAL_ADMIN"), Some(Capability::IdaAdmin));
    assert_eq!(of("POLICYMANAGER"), Some(Capability::PolicyManager));
    assert_eq!(of("MISP"), Some(Capability::Misp));
    assert_eq!(of("MISP_PARTNER"), Some(Capability::Misp));
    assert_eq!(of("AUTH_PARTNER"), Some(Capability::Partner));
    assert_eq!(of("CREDENTIAL_PARTNER"), Some(Capability::Partner));
    assert_eq!(of("PARTNER"), Some(Capability::Partner));
    assert_eq!(of("ID_AUTHENTICATION"), Some(Capability::Ida));
    assert_eq!(of("default-roles-mosip"), None);
}

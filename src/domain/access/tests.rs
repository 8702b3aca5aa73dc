use super::*;

/// One row an action; one column each for misp, partner, policy-manager and ida. A letter each for nothing of anybody's,
/// the own MISP, a foreign MISP, the own partner, a foreign partner (a sibling of the own partner is the MISP's own, and
/// foreign to the partner): `y` yes, `-` forbidden, `h` there is no such id,
/// `b` unless a block stands in the way, `k` unless the MISP is blocked, `u` unless the MISP is blocked or an ida-admin
/// blocked the partner. The policy-manager and ida own nothing. An ida-admin may everything.
const TABLE: &str = "
misp.register       --h-h  -hh-h  -----  -----
misp.show           yyhyh  -hh-h  -----  -----
misp.update         --h-h  -hh-h  -----  -----
misp.block          --h-h  -hh-h  -----  -----
misp.unblock        --h-h  -hh-h  -----  -----
license.renew       --h-h  -hh-h  -----  -----
license.revoke      --h-h  -hh-h  -----  -----
license.restore     --h-h  -hh-h  -----  -----
license.show        yyhyh  -hh-h  -----  -----
license.reveal      ybhbh  -hh-h  -----  -----
policy-group.add    --h-h  -hh-h  yyyyy  -----
policy-group.deactivate --h-h  -hh-h  yyyyy  -----
policy-group.activate   --h-h  -hh-h  yyyyy  -----
policy.add          --h-h  -hh-h  yyyyy  -----
policy.publish      --h-h  -hh-h  yyyyy  -----
policy.update       --h-h  -hh-h  yyyyy  -----
policy.deactivate   --h-h  -hh-h  yyyyy  -----
policy.activate     --h-h  -hh-h  yyyyy  -----
policy.show         yyhyh  yhhyh  yyyyy  -----
partner.add         ybhbh  -hh-h  -----  -----
partner.show        yyhyh  yhhyh  -----  -----
partner.update      ybhbh  -hh-h  -----  -----
partner.block       ybhkh  -hh-h  -----  -----
partner.unblock     ybhuh  -hh-h  -----  -----
partner.map-policy  ybhbh  -hh-h  -----  -----
mapping.show        yyhyh  -hh-h  yyyyy  -----
mapping.approve     --h-h  -hh-h  yyyyy  -----
mapping.reject      --h-h  -hh-h  yyyyy  -----
api-key.show        yyhyh  yhhyh  -----  -----
api-key.reveal      ybhbh  yhhbh  -----  -----
api-key.revoke      ybhbh  -hh-h  -----  -----
api-key.restore     ybhbh  -hh-h  -----  -----
api-key.reissue     ybhbh  -hh-h  -----  -----
ca.upload           --h-h  -hh-h  -----  -----
ca.list             yyhyh  yhhyh  yyyyy  -----
cert.upload         ybhbh  yhhbh  -----  -----
cert.show           yyhyh  yhhyh  -----  -----
key.upload          ybhbh  yhhbh  -----  -----
key.rotate          ybhbh  yhhbh  -----  -----
key.show            yyhyh  yhhyh  -----  yyyyy
key.verify          yyhyh  yhhyh  -----  -----
ida.policy          ybhbh  -hh-h  -----  yyyyy
ida.check           yyhyh  -hh-h  -----  yyyyy
ida.reconcile       --h-h  -hh-h  -----  -----
ida.serve           --h-h  -hh-h  -----  -----
report              yyhyh  -hh-h  -----  -----
audit               --h-h  -hh-h  -----  -----
outbox.list         --h-h  -hh-h  -----  -----
outbox.push         --h-h  -hh-h  -----  -----
outbox.drop         --h-h  -hh-h  -----  -----
kernel.provision    --h-h  -hh-h  -----  -----
store.check         --h-h  -hh-h  -----  -----
";

const COLUMNS: [Capability; 4] = [
    Capability::Misp,
    Capability::Partner,
    Capability::PolicyManager,
    Capability::Ida,
];

const SUBJECTS: usize = 5;
const OWN_PARTNER: usize = 3;
const FOREIGN_PARTNER: usize = 4;
/// Of the own MISP, but not the own partner: in no column of the table, because it is what two others are.
const SIBLING: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Active,
    MispBlocked,
    ByAdmin,
    ByMisp,
    /// MISP and partner, each by an ida-admin.
    Both,
}

const STATES: [State; 5] = [
    State::Active,
    State::MispBlocked,
    State::ByAdmin,
    State::ByMisp,
    State::Both,
];

fn actor(capabilities: &[Capability]) -> Actor {
    let has = |capability| capabilities.contains(&capability);
    Actor {
        name: "someone".into(),
        capabilities: capabilities.to_vec(),
        misp: has(Capability::Misp).then(|| "100".parse().unwrap()),
        partner: has(Capability::Partner).then(|| "500".parse().unwrap()),
    }
}

fn blocked(by_admin: bool) -> Status {
    Status::Blocked(Block {
        reason: "overdue".parse().unwrap(),
        by: "someone else".into(),
        by_admin,
        at: "2026-01-01T00:00:00Z".parse().unwrap(),
    })
}

/// The word for what came of it.
fn answer(actor: &Actor, action: Action, subject: usize, state: State) -> &'static str {
    let own = subject != 2 && subject != 4;
    let misp: MispId = if own { "100" } else { "200" }.parse().unwrap();
    let partner = match subject {
        SIBLING => "501",
        _ if own => "500",
        _ => "600",
    };
    let partner: PartnerId = partner.parse().unwrap();
    let misp_status = match state {
        State::MispBlocked | State::Both => blocked(true),
        _ => Status::Active,
    };
    let status = match state {
        State::ByAdmin | State::Both => blocked(true),
        State::ByMisp => blocked(false),
        _ => Status::Active,
    };
    let target = match subject {
        0 => Target::System,
        1 | 2 => Target::Misp {
            id: &misp,
            status: &misp_status,
        },
        _ => Target::Partner {
            id: &partner,
            status: &status,
            misp: &misp,
            misp_status: &misp_status,
        },
    };
    match decide(actor, action, target) {
        Ok(()) => "yes",
        Err(Denied::Hidden) => "hidden",
        Err(Denied::Forbidden { .. }) => "forbidden",
        Err(Denied::MispBlocked { .. }) => "MISP blocked",
        Err(Denied::PartnerBlocked { .. }) => "partner blocked",
        Err(Denied::BlockedByAdmin) => "an ida-admin lifts it",
        Err(Denied::RevokedByAdmin) => "an ida-admin gives it back",
    }
}

fn meaning(letter: char, subject: usize, state: State) -> &'static str {
    match (letter, state) {
        ('-', _) => "forbidden",
        ('h', _) => "hidden",
        ('b' | 'k' | 'u', State::MispBlocked | State::Both) => "MISP blocked",
        ('b', State::ByAdmin | State::ByMisp) if subject >= OWN_PARTNER => "partner blocked",
        ('u', State::ByAdmin) => "an ida-admin lifts it",
        ('y' | 'b' | 'k' | 'u', _) => "yes",
        (other, _) => panic!("no such letter: {other}"),
    }
}

/// Action → the letters of each column.
fn rows() -> Vec<(Action, Vec<Vec<char>>)> {
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let action = Action::ALL.iter().find(|action| action.word() == name);
        let letters: Vec<Vec<char>> = words.map(|word| word.chars().collect()).collect();
        assert_eq!(letters.len(), COLUMNS.len(), "{line}");
        assert!(
            letters.iter().all(|cells| cells.len() == SUBJECTS),
            "{line}"
        );
        (
            *action.unwrap_or_else(|| panic!("no action {name}")),
            letters,
        )
    };
    let rows: Vec<_> = TABLE.trim().lines().map(row).collect();
    assert_eq!(rows.len(), Action::ALL.len(), "an action is in no row");
    rows
}

fn subjects() -> std::ops::RangeInclusive<usize> {
    0..=SIBLING
}

/// The letter of one cell; a sibling's is the MISP's own partner's, and to everybody else a foreign partner's.
fn letter(row: &[Vec<char>], column: usize, subject: usize) -> char {
    match (subject, COLUMNS[column]) {
        (SIBLING, Capability::Misp) => row[column][OWN_PARTNER],
        (SIBLING, _) => row[column][FOREIGN_PARTNER],
        _ => row[column][subject],
    }
}

#[test]
fn every_cell() {
    let mut wrong = Vec::new();
    for (action, row) in rows() {
        for (column, capability) in COLUMNS.into_iter().enumerate() {
            for subject in subjects() {
                for state in STATES {
                    let found = answer(&actor(&[capability]), action, subject, state);
                    let expected = meaning(letter(&row, column, subject), subject, state);
                    if found != expected {
                        wrong.push(format!(
                            "{} {} on subject {subject}, {state:?}: {found}, not {expected}",
                            capability.word(),
                            action.word()
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_ida_admin_may_everything_and_nobody_nothing() {
    for action in Action::ALL {
        for subject in subjects() {
            for state in STATES {
                let admin = actor(&[Capability::IdaAdmin]);
                assert_eq!(answer(&admin, *action, subject, state), "yes");
                assert_eq!(answer(&actor(&[]), *action, subject, state), "forbidden");
            }
        }
    }
}

/// Whoever has the role of a misp or partner, and no record that names the login, owns nothing: every id is hidden.
#[test]
fn a_login_that_no_record_names_owns_nothing() {
    for capability in [Capability::Misp, Capability::Partner] {
        let mut unbound = actor(&[capability]);
        (unbound.misp, unbound.partner) = (None, None);
        for action in Action::ALL {
            for subject in subjects().skip(1) {
                let found = answer(&unbound, *action, subject, State::Active);
                assert_eq!(found, "hidden", "{} {}", capability.word(), action.word());
            }
        }
    }
}

/// A binding without the role gives nothing either.
#[test]
fn a_record_without_the_role_gives_nothing() {
    let mut bound = actor(&[Capability::Misp, Capability::Partner]);
    bound.capabilities.clear();
    for action in Action::ALL {
        for subject in subjects() {
            let found = answer(&bound, *action, subject, State::Active);
            assert_eq!(found, "forbidden", "{}", action.word());
        }
    }
}

/// A record may name anybody's login: that takes nothing from whoever acts by another role.
#[test]
fn a_record_takes_nothing_away() {
    for capability in [
        Capability::IdaAdmin,
        Capability::PolicyManager,
        Capability::Ida,
        Capability::Misp,
    ] {
        let free = actor(&[capability]);
        let mut named = free.clone();
        named.partner = Some("600".parse().unwrap());
        if capability != Capability::Misp {
            named.misp = Some("200".parse().unwrap());
        }
        assert_eq!(named.own_misp(), free.own_misp());
        assert_eq!(named.own_partner(), None);
        for action in Action::ALL {
            for subject in subjects() {
                for state in STATES {
                    let (with, without) = (&named, &free);
                    let with = answer(with, *action, subject, state);
                    assert_eq!(with, answer(without, *action, subject, state));
                }
            }
        }
    }
}

#[test]
fn a_refusal_names_what_suffices() {
    let refused = decide(&actor(&[]), Action::PartnerUpdate, Target::System).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "partner.update needs the capability misp or ida-admin"
    );
    for action in Action::ALL {
        assert!(action.needs().contains(&Capability::IdaAdmin));
        for capability in action.needs() {
            let by = permit(&actor(&[*capability]), *action, Target::System);
            assert_eq!(by, Ok(*capability), "{}", action.word());
        }
    }
}

mod many;

#[test]
fn what_an_admin_revoked_an_admin_gives_back() {
    let bar = |by_admin| match blocked(by_admin) {
        Status::Blocked(block) => Some(block),
        Status::Active => None,
    };
    let (admin, misp) = (
        actor(&[Capability::IdaAdmin]),
        actor(&[Capability::Misp, Capability::PolicyManager]),
    );
    for revocation in [None, bar(false), bar(true)] {
        assert_eq!(gives_back(&admin, revocation.as_ref()), Ok(()));
    }
    assert_eq!(gives_back(&misp, None), Ok(()));
    assert_eq!(gives_back(&misp, bar(false).as_ref()), Ok(()));
    assert_eq!(
        gives_back(&misp, bar(true).as_ref()),
        Err(Denied::RevokedByAdmin)
    );
}

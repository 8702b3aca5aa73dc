use super::*;

/// One row an action; one column each for misp, partner, policy-manager and ida. A letter each for nothing of anybody's,
/// the own MISP, a foreign MISP, the own partner, a foreign partner: `y` yes, `-` forbidden, `h` there is no such id,
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
policy.add          --h-h  -hh-h  yyyyy  -----
policy.publish      --h-h  -hh-h  yyyyy  -----
policy.show         yyhyh  yhhyh  yyyyy  -----
partner.add         ybhbh  -hh-h  -----  -----
partner.show        yyhyh  yhhyh  -----  -----
partner.update      ybhbh  -hh-h  -----  -----
partner.block       ybhkh  -hh-h  -----  -----
partner.unblock     ybhuh  -hh-h  -----  -----
partner.map-policy  ybhbh  -hh-h  -----  -----
mapping.show        yyhyh  -hh-h  yyyyy  -----
mapping.approve     --h-h  -hh-h  yyyyy  -----
api-key.show        yyhyh  yhhyh  -----  -----
api-key.reveal      ybhbh  yhhbh  -----  -----
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

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Active,
    MispBlocked,
    ByAdmin,
    ByMisp,
}

const STATES: [State; 4] = [
    State::Active,
    State::MispBlocked,
    State::ByAdmin,
    State::ByMisp,
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
    let partner: PartnerId = if own { "500" } else { "600" }.parse().unwrap();
    let misp_status = match state {
        State::MispBlocked => blocked(true),
        _ => Status::Active,
    };
    let status = match state {
        State::ByAdmin => blocked(true),
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
        Err(Denied::Forbidden(_)) => "forbidden",
        Err(Denied::MispBlocked { .. }) => "MISP blocked",
        Err(Denied::PartnerBlocked { .. }) => "partner blocked",
        Err(Denied::BlockedByAdmin) => "an ida-admin lifts it",
    }
}

fn meaning(letter: char, subject: usize, state: State) -> &'static str {
    match (letter, state) {
        ('-', _) => "forbidden",
        ('h', _) => "hidden",
        ('b' | 'k' | 'u', State::MispBlocked) => "MISP blocked",
        ('b', State::ByAdmin | State::ByMisp) if subject == 3 => "partner blocked",
        ('u', State::ByAdmin) => "an ida-admin lifts it",
        ('y' | 'b' | 'k' | 'u', _) => "yes",
        (other, _) => panic!("no such letter: {other}"),
    }
}

#[test]
fn every_cell() {
    let rows: Vec<Vec<&str>> = TABLE
        .trim()
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let mut wrong = Vec::new();
    for action in Action::ALL {
        let row = rows.iter().find(|row| row[0] == action.word());
        let row = row.unwrap_or_else(|| panic!("{} is in no row", action.word()));
        for (column, capability) in COLUMNS.into_iter().enumerate() {
            assert_eq!(row[column + 1].len(), SUBJECTS, "{row:?}");
            for (subject, letter) in row[column + 1].chars().enumerate() {
                for state in STATES {
                    let found = answer(&actor(&[capability]), *action, subject, state);
                    let expected = meaning(letter, subject, state);
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
    assert_eq!(rows.len(), Action::ALL.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_ida_admin_may_everything_and_nobody_nothing() {
    for action in Action::ALL {
        for subject in 0..SUBJECTS {
            for state in STATES {
                let admin = actor(&[Capability::IdaAdmin]);
                assert_eq!(answer(&admin, *action, subject, state), "yes");
                assert_eq!(answer(&actor(&[]), *action, subject, state), "forbidden");
            }
        }
    }
}

#[test]
fn one_duty_of_two_is_enough() {
    let mut both = actor(&[Capability::Misp, Capability::Partner]);
    both.misp = Some("300".parse().unwrap());
    let own_partner = |action| answer(&both, action, 3, State::Active);
    assert_eq!(own_partner(Action::CertUpload), "yes");
    assert_eq!(own_partner(Action::PartnerUpdate), "hidden");
}

#[test]
fn a_block_binds_those_who_act_for_the_blocked_one() {
    let both = actor(&[Capability::Misp, Capability::PolicyManager]);
    let approve = |subject| answer(&both, Action::MappingApprove, subject, State::MispBlocked);
    assert_eq!(approve(3), "MISP blocked");
    assert_eq!(approve(4), "yes");
}

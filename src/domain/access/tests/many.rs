//! Whoever has several capabilities at once.

use super::*;

/// What several capabilities at once come to, from the letters of each: one that may is enough; a block binds whoever
/// acts for the blocked one; and whoever owns the subject may be told that it is forbidden.
fn of_many(row: &[Vec<char>], held: &[usize], action: Action, subject: usize) -> char {
    let letters: Vec<char> = held.iter().map(|one| letter(row, *one, subject)).collect();
    let owns = |one: &&usize| match COLUMNS[**one] {
        Capability::Misp => matches!(subject, 1 | OWN_PARTNER | SIBLING),
        Capability::Partner => subject == OWN_PARTNER,
        _ => false,
    };
    let acts_for = held.iter().any(|one| owns(&one));
    let may = |letter: &&char| !matches!(**letter, '-' | 'h');
    match letters.iter().find(may) {
        Some(_) if !acts_for || action.duty() == Duty::Read => 'y',
        Some(_) if action == Action::PartnerBlock => 'k',
        Some(_) if action == Action::PartnerUnblock && subject >= OWN_PARTNER => 'u',
        Some(_) => 'b',
        None if letters.contains(&'h') && !acts_for => 'h',
        // The own MISP's actor, who is also a partner to whom the same action would be open for itself.
        None if letters.contains(&'h') && reach_of_a_partner(action) => 'h',
        None => '-',
    }
}

fn reach_of_a_partner(action: Action) -> bool {
    action.needs().contains(&Capability::Partner)
}

#[test]
fn every_set_of_capabilities() {
    for (action, row) in rows() {
        for bits in 0..1_usize << COLUMNS.len() {
            let held: Vec<usize> = (0..COLUMNS.len())
                .filter(|one| bits >> one & 1 == 1)
                .collect();
            let capabilities: Vec<Capability> = held.iter().map(|one| COLUMNS[*one]).collect();
            for subject in subjects() {
                for state in STATES {
                    let expected = of_many(&row, &held, action, subject);
                    let found = answer(&actor(&capabilities), action, subject, state);
                    assert_eq!(
                        found,
                        meaning(expected, subject, state),
                        "{capabilities:?} {} on subject {subject}, {state:?}",
                        action.word()
                    );
                }
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

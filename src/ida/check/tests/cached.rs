//! What an ID Authentication answers that goes on by what it looked up before.

use super::*;
use crate::ida::fixtures::begin;

fn codes(spoil: impl FnOnce(&mut World)) -> Vec<&'static str> {
    let verdict = kept(spoil);
    verdict
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

fn kept(spoil: impl FnOnce(&mut World)) -> Verdict {
    World::spoilt(|world| {
        world.cache = Cache::Kept;
        spoil(world);
    })
    .judge()
}

#[test]
fn statuses_are_not_obeyed_any_more() {
    let barred: [Spoil; 6] = [
        |w| w.partner.as_mut().unwrap().status = block(),
        |w| {
            w.policy().state = PolicyState::Published {
                at: noon(),
                active: false,
            }
        },
        |w| w.group.active = false,
        |w| w.key().revoked = block().block_details().cloned(),
        |w| w.misp.status = block(),
        |w| w.license().revoked = revocation(),
    ];
    for (row, spoil) in barred.into_iter().enumerate() {
        let verdict = kept(spoil);
        assert!(verdict.accepted, "row {row}");
        assert_eq!(verdict.assumes, Cache::Kept);
        let warned = verdict
            .warnings
            .iter()
            .any(|text| text.starts_with("from its restart on"));
        assert!(warned, "row {row}: {:?}", verdict.warnings);
    }
    assert_eq!(kept(|_| {}).warnings, [""; 0]);
}

#[test]
fn a_key_that_was_renewed_or_replaced_is_still_known() {
    assert_eq!(codes(|w| w.in_force = false), [""; 0]);
    let replaced = |w: &mut World| {
        let api_key = "K1".parse().unwrap();
        state(
            w,
            MappingState::Replaced {
                at: noon(),
                api_key,
            },
        );
        w.key().revoked = block().block_details().cloned();
    };
    assert_eq!(codes(replaced), [""; 0]);
}

#[test]
fn only_time_is() {
    assert_eq!(
        codes(|w| w.policy().valid_to = a_moment_ago()),
        ["IDA-MPA-019"]
    );
    assert_eq!(
        codes(|w| w.key().valid_to = a_moment_ago()),
        ["IDA-MPA-039"]
    );
    assert_eq!(
        codes(|w| w.license().valid_to = a_moment_ago()),
        ["IDA-MPA-008"]
    );
    let all = codes(|w| {
        w.now = end().plus(Lifetime::from_micros(1));
        w.misp.status = block();
    });
    assert_eq!(all, ["IDA-MPA-019", "IDA-MPA-039", "IDA-MPA-008"]);
    assert_eq!(codes(|w| w.now = end()), [""; 0], "the last moment counts");
    let early = codes(|w| w.now = begin().minus(Lifetime::from_micros(1)));
    assert_eq!(early, ["IDA-MPA-019", "IDA-MPA-039", "IDA-MPA-007"]);
}

/// It cannot have been accepted.
#[test]
fn what_it_never_knew_is_as_without_a_cache() {
    let unknown: [(Spoil, &str); 5] = [
        (|w| w.mapping = None, "IDA-MPA-009"),
        (|w| state(w, MappingState::Requested), "IDA-MPA-009"),
        (|w| w.pem = None, "IDA-MPA-009"),
        (|w| w.license = None, "IDA-MPA-007"),
        (
            |w| {
                w.in_force = false;
                w.was_in_force = false;
            },
            "IDA-MPA-007",
        ),
    ];
    for (row, (spoil, code)) in unknown.into_iter().enumerate() {
        let found = codes(|world| {
            spoil(world);
            world.key().revoked = block().block_details().cloned();
        });
        assert!(found.contains(&code), "row {row}: {found:?}");
        assert!(found.contains(&"IDA-MPA-012"), "row {row}: {found:?}");
    }
}

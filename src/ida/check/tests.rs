use super::super::fixtures::{
    PEM, api_key, at, block, certificate, end, group, license, mapping, misp, noon, partner,
    policy, revocation,
};
use super::*;
use crate::domain::partner::Signer;
use crate::domain::time::Lifetime;

mod asked;
mod cached;
mod endpoints;

/// Rows that a test may spoil before they are judged.
struct World {
    now: Moment,
    mapping: Option<Mapping>,
    partner: Option<Partner>,
    policy: Option<Policy>,
    group: PolicyGroup,
    api_key: Option<ApiKey>,
    certificate: Certificate,
    pem: Option<&'static str>,
    license: Option<License>,
    misp: Misp,
    in_force: bool,
    was_in_force: bool,
    misp_policy: Option<Policy>,
    cache: Cache,
    endpoint: Option<Endpoint>,
    request: Option<Request>,
    signed: Option<Signed>,
}

fn good() -> World {
    World {
        now: noon(),
        mapping: Some(mapping()),
        partner: Some(partner()),
        policy: Some(policy()),
        group: group(),
        api_key: Some(api_key()),
        certificate: certificate(),
        pem: Some(PEM),
        license: Some(license()),
        misp: misp(),
        in_force: true,
        was_in_force: true,
        misp_policy: None,
        cache: Cache::None,
        endpoint: None,
        request: None,
        signed: None,
    }
}

impl World {
    fn judge(&self) -> Verdict {
        check(&Facts {
            now: self.now,
            mapping: self.mapping.as_ref(),
            partner: self.partner.as_ref(),
            policy: self.policy.as_ref().map(|policy| (policy, &self.group)),
            api_key: self.api_key.as_ref(),
            certificate: Some(&self.certificate),
            certificate_pem: self.pem,
            license: self.license.as_ref().map(|license| LicenseFacts {
                license,
                misp: &self.misp,
                in_force: self.in_force,
                was_in_force: self.was_in_force,
                policy: self.misp_policy.as_ref(),
                next: None,
            }),
            cache: self.cache,
            endpoint: self.endpoint,
            request: self.request.as_ref(),
            signed: self.signed.as_ref(),
        })
    }

    fn spoilt(spoil: impl FnOnce(&mut Self)) -> Self {
        let mut world = good();
        spoil(&mut world);
        world
    }

    fn key(&mut self) -> &mut ApiKey {
        self.api_key.as_mut().unwrap()
    }

    fn policy(&mut self) -> &mut Policy {
        self.policy.as_mut().unwrap()
    }

    fn license(&mut self) -> &mut License {
        self.license.as_mut().unwrap()
    }
}

fn later() -> Moment {
    at("2026-07-01")
}

/// To ID Authentication the last moment of a validity is still valid.
fn a_moment_ago() -> Moment {
    noon().minus(Lifetime::from_micros(1))
}

fn state(world: &mut World, state: MappingState) {
    world.mapping.as_mut().unwrap().state = state;
}

type Spoil = fn(&mut World);

/// One fault, ID Authentication's answer to it, and what mends it; in ID Authentication's order.
const FAULTS: &[(Spoil, &str, &str)] = &[
    (
        |w| w.mapping = None,
        "IDA-MPA-009",
        "pmctl partner map-policy 1000 --policy GROUP/NAME",
    ),
    (
        |w| w.pem = None,
        "IDA-MPA-009",
        "pmctl cert upload 1000 --file FILE",
    ),
    (
        |w| w.partner.as_mut().unwrap().status = block(),
        "IDA-MPA-012",
        "pmctl partner unblock 1000",
    ),
    (
        |w| w.policy = None,
        "IDA-MPA-018",
        "pmctl partner map-policy 1000 --policy GROUP/NAME --replace",
    ),
    (
        |w| w.policy().state = PolicyState::Draft,
        "IDA-MPA-019",
        "pmctl policy publish P1",
    ),
    (
        |w| {
            w.policy().state = PolicyState::Published {
                at: noon(),
                active: false,
            }
        },
        "IDA-MPA-019",
        "pmctl policy activate P1",
    ),
    (
        |w| w.group.active = false,
        "IDA-MPA-019",
        "pmctl policy-group activate G1",
    ),
    (
        |w| w.policy().valid_from = later(),
        "IDA-MPA-019",
        "wait until 2026-07-01T00:00:00Z",
    ),
    (
        |w| w.policy().valid_to = a_moment_ago(),
        "IDA-MPA-019",
        "publish a new version, then: pmctl partner map-policy 1000 --policy banking/NAME --replace",
    ),
    (
        |w| w.key().revoked = block().block_details().cloned(),
        "IDA-MPA-012",
        "pmctl api-key restore K1",
    ),
    (
        |w| w.key().valid_from = later(),
        "IDA-MPA-039",
        "wait until 2026-07-01T00:00:00Z",
    ),
    (
        |w| w.key().valid_to = a_moment_ago(),
        "IDA-MPA-039",
        "pmctl api-key reissue K1",
    ),
    (|w| w.license = None, "IDA-MPA-007", "pmctl license list"),
    (|w| w.in_force = false, "IDA-MPA-007", "pmctl misp show 100"),
    (
        |w| w.misp.status = block(),
        "IDA-MPA-017",
        "pmctl misp unblock 100",
    ),
    (
        |w| w.license().revoked = revocation(),
        "IDA-MPA-017",
        "pmctl license restore L1",
    ),
    (
        |w| w.license().valid_from = later(),
        "IDA-MPA-007",
        "wait until 2026-07-01T00:00:00Z",
    ),
    (
        |w| w.license().valid_to = a_moment_ago(),
        "IDA-MPA-008",
        "pmctl misp renew-license 100",
    ),
];

#[test]
fn a_whole_triple_is_accepted() {
    let verdict = good().judge();
    assert_eq!(
        verdict,
        Verdict {
            accepted: true,
            findings: vec![],
            warnings: vec![],
            effect: None,
            assumes: Cache::None,
            unchecked: vec![
                "the request and who signs it (--request FILE, --certificate FILE)".to_owned(),
                "what the endpoint wants of the policies (--endpoint)".to_owned(),
            ],
        }
    );
}

#[test]
fn every_fault_has_its_code_and_its_fix() {
    for (row, (spoil, code, fix)) in FAULTS.iter().enumerate() {
        let verdict = World::spoilt(spoil).judge();
        assert!(!verdict.accepted, "row {row}");
        let found: Vec<_> = verdict
            .findings
            .iter()
            .map(|finding| (finding.code, finding.fix.as_str()))
            .collect();
        assert_eq!(found, [(*code, *fix)], "row {row}");
    }
}

#[test]
fn of_two_faults_the_earlier_is_the_answer_and_both_are_told() {
    for (upper, (first, code, _)) in FAULTS.iter().enumerate() {
        for (lower, (second, further, _)) in FAULTS.iter().enumerate().skip(upper + 1) {
            // The upper last: it may take away the row that the lower one spoils.
            let verdict = World::spoilt(|world| {
                second(world);
                first(world);
            })
            .judge();
            let codes: Vec<_> = verdict.findings.iter().map(|it| it.code).collect();
            assert_eq!(codes.first(), Some(code), "rows {upper} and {lower}");
            // A row that is not there hides what is in it, and of a time window only one end can be wrong.
            assert!(
                codes.contains(further) || codes.len() == 1,
                "rows {upper} and {lower}: {codes:?}"
            );
        }
    }
}

#[test]
fn nothing_known_is_not_registered() {
    let verdict = World::spoilt(|world| {
        world.partner = None;
        world.mapping = None;
        world.policy = None;
        world.api_key = None;
        world.license = None;
    })
    .judge();
    let codes: Vec<_> = verdict.findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["IDA-MPA-009", "IDA-MPA-007"]);
}

#[test]
fn a_request_that_was_not_approved_is_no_mapping() {
    let waiting = World::spoilt(|world| {
        state(world, MappingState::Requested);
        world.api_key = None;
    })
    .judge();
    assert_eq!(waiting.findings.len(), 1);
    assert_eq!(waiting.findings[0].code, "IDA-MPA-009");
    assert_eq!(waiting.findings[0].fix, "pmctl mapping approve M1");

    let rejected = World::spoilt(|world| {
        let reason = "no contract".to_owned();
        let by = "pm".to_owned();
        state(
            world,
            MappingState::Rejected {
                by,
                at: noon(),
                reason,
            },
        );
    })
    .judge();
    assert_eq!(rejected.findings[0].code, "IDA-MPA-009");
    assert!(rejected.findings[0].message.contains("no contract"));
}

#[test]
fn the_key_of_another_is_not_registered() {
    let foreign_key = World::spoilt(|world| world.key().mapping = "M2".parse().unwrap()).judge();
    assert_eq!(foreign_key.findings[0].code, "IDA-MPA-009");
    let foreign = World::spoilt(|w| w.mapping.as_mut().unwrap().partner = "1001".parse().unwrap());
    assert_eq!(foreign.judge().findings[0].code, "IDA-MPA-009");
    let no_key = World::spoilt(|world| world.api_key = None).judge();
    assert_eq!(no_key.findings[0].code, "IDA-MPA-009");
    assert_eq!(no_key.findings[0].fix, "pmctl api-key list");
}

#[test]
fn a_replaced_mapping_is_still_known_there() {
    let replaced = |world: &mut World| {
        let api_key = "K1".parse().unwrap();
        state(
            world,
            MappingState::Replaced {
                at: noon(),
                api_key,
            },
        );
    };
    let alive = World::spoilt(replaced).judge();
    assert!(alive.accepted);
    assert!(alive.warnings[0].contains("pmctl api-key revoke"));

    let revoked = World::spoilt(|world| {
        replaced(world);
        world.key().revoked = block().block_details().cloned();
    })
    .judge();
    assert_eq!(revoked.findings[0].code, "IDA-MPA-012");
    assert_eq!(revoked.findings[0].fix, "pmctl partner show 1000");
}

#[test]
fn a_license_that_has_not_begun_is_unknown_before_it_is_blocked() {
    let verdict = World::spoilt(|world| {
        world.in_force = false;
        world.license().valid_from = later();
        world.misp.status = block();
    })
    .judge();
    let codes: Vec<_> = verdict.findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["IDA-MPA-007", "IDA-MPA-017"]);
}

#[test]
fn another_misps_license_passes_with_a_warning() {
    let verdict = World::spoilt(|world| {
        world.misp.id = "101".parse().unwrap();
        world.license().misp = "101".parse().unwrap();
    })
    .judge();
    assert!(verdict.accepted);
    assert_eq!(verdict.warnings.len(), 1);
    assert!(verdict.warnings[0].contains("MISP 101"));
}

#[test]
fn the_cache_is_mentioned_for_what_was_barred_and_only_then() {
    let warned = |spoil: Spoil| {
        let verdict = World::spoilt(spoil).judge();
        verdict
            .warnings
            .iter()
            .any(|it| it.contains("spring.cache"))
    };
    assert!(warned(|w| w.misp.status = block()));
    assert!(warned(|w| w.license().revoked = revocation()));
    assert!(warned(|w| w.partner.as_mut().unwrap().status = block()));
    assert!(warned(
        |w| w.key().revoked = block().block_details().cloned()
    ));
    assert!(warned(|w| w.group.active = false));
    assert!(!warned(|w| w.license().valid_to = a_moment_ago()));
    assert!(!warned(|w| w.policy().state = PolicyState::Draft));
    assert!(!warned(|w| w.mapping = None));
}

#[test]
fn an_expired_certificate_is_no_finding_but_a_warning_to_who_signs() {
    let expire = |world: &mut World| world.certificate.not_after = noon();
    let signer = World::spoilt(expire).judge();
    assert!(signer.accepted);
    assert!(signer.warnings[0].contains("IDA-MPA-001"));
    let carried = World::spoilt(|world| {
        expire(world);
        world.partner.as_mut().unwrap().signer = Signer::Misp;
    })
    .judge();
    assert!(carried.warnings.is_empty());
}

#[test]
fn windows_end_behind_their_last_moment() {
    let mut world = good();
    world.now = end();
    assert!(world.judge().accepted);
    world.now = end().plus(Lifetime::from_micros(1));
    let codes: Vec<_> = world.judge().findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["IDA-MPA-019", "IDA-MPA-039", "IDA-MPA-008"]);
}

#[test]
fn a_key_that_was_kept_is_honoured_and_one_that_was_retired_names_its_successor() {
    let kept = |world: &mut World| {
        let mapping = world.mapping.take().unwrap();
        world.mapping = Some(mapping.reissued("K2".parse().unwrap()));
    };
    let verdict = World::spoilt(kept).judge();
    assert!(verdict.accepted);
    assert_eq!(verdict.warnings.len(), 1);
    assert!(verdict.warnings[0].contains("followed by API key K2"));
    let retired = World::spoilt(|world| {
        kept(world);
        let key = world.api_key.take().unwrap();
        let bar = block().block_details().cloned().unwrap();
        world.api_key = Some(key.retire(bar, "K2".parse().unwrap()));
    });
    let verdict = retired.judge();
    assert_eq!(verdict.findings[0].code, "IDA-MPA-012");
    assert_eq!(verdict.findings[0].fix, "pmctl api-key show K2");
}

#[test]
fn what_was_barred_ends_at_the_latest_with_the_first_of_the_triple() {
    let until = |spoil: Spoil| {
        let verdict = World::spoilt(|world| {
            world.partner.as_mut().unwrap().status = block();
            spoil(world);
        })
        .judge();
        verdict.effect.unwrap().cached_until
    };
    assert_eq!(until(|_| {}), Some(end()));
    assert_eq!(until(|w| w.key().valid_to = later()), Some(later()));
    assert_eq!(until(|w| w.policy().valid_to = later()), Some(later()));
    assert_eq!(until(|w| w.license().valid_to = later()), Some(later()));
    assert_eq!(until(|w| w.license().valid_to = a_moment_ago()), None);
    assert_eq!(until(|w| w.pem = None), None, "it was never told of");
    assert_eq!(until(|w| w.api_key = None), None);
    let expired = World::spoilt(|w| w.key().valid_to = a_moment_ago()).judge();
    assert_eq!(expired.effect, None, "nothing was barred by hand");
}

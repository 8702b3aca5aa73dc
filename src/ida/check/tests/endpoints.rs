//! What each endpoint wants of the policies.

use super::*;
use crate::ida::fixtures::{MISP_DOCUMENT, misp_policy};

fn document(types: &[(&str, bool)]) -> String {
    let entry = |(word, mandatory): &(&str, bool)| {
        format!(r#"{{"authType":"{word}","authSubType":"","mandatory":{mandatory}}}"#)
    };
    let entries: Vec<String> = types.iter().map(entry).collect();
    format!(r#"{{"allowedAuthTypes":[{}]}}"#, entries.join(","))
}

fn codes(endpoint: Endpoint, spoil: impl FnOnce(&mut World)) -> Vec<&'static str> {
    let verdict = World::spoilt(|world| {
        world.endpoint = Some(endpoint);
        world.misp_policy = Some(misp_policy());
        world.misp_policy.as_mut().unwrap().document =
            MISP_DOCUMENT.replace('}', ",\"allowVciRequestDelegation\":true}");
        world.policy().document = document(&ALL.map(|word| (word, false)));
        spoil(world);
    })
    .judge();
    verdict
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

const ALL: [&str; 7] = [
    "otp-request",
    "KYC",
    "kycauth",
    "kycexchange",
    "keybinding",
    "vciexchange",
    "otp",
];

/// What a member of the MISP's policy must say, and the code where it does not.
type Delegated = Option<(&'static str, &'static str)>;

/// Endpoint, its word in the partner's policy, and what it says where that lacks; then the MISP's.
const WANTS: [(Endpoint, &str, &str, Delegated); 6] = [
    (Endpoint::Otp, "otp-request", "IDA-MPA-005", None),
    (Endpoint::Kyc, "kyc", "IDA-MPA-013", None),
    (
        Endpoint::KycAuth,
        "kycauth",
        "IDA-MPA-025",
        Some(("allowKycRequestDelegation", "IDA-MPA-030")),
    ),
    (
        Endpoint::KycExchange,
        "kycexchange",
        "IDA-MPA-026",
        Some(("allowKycRequestDelegation", "IDA-MPA-031")),
    ),
    (
        Endpoint::KeyBinding,
        "keybinding",
        "IDA-MPA-033",
        Some(("allowKeyBindingDelegation", "IDA-MPA-032")),
    ),
    (
        Endpoint::VciExchange,
        "vciexchange",
        "IDA-MPA-036",
        Some(("allowVciRequestDelegation", "IDA-MPA-037")),
    ),
];

/// An API key is no OIDC client, on which kyc-auth breaks last.
fn breaks(endpoint: Endpoint) -> Vec<&'static str> {
    match endpoint {
        Endpoint::KycAuth => vec!["HTTP-500"],
        _ => vec![],
    }
}

fn with<'a>(first: &[&'a str], last: Vec<&'a str>) -> Vec<&'a str> {
    first.iter().copied().chain(last).collect()
}

#[test]
fn a_policy_that_allows_all_lets_all_pass() {
    for endpoint in Endpoint::ALL {
        assert_eq!(codes(endpoint, |_| {}), breaks(endpoint), "{endpoint:?}");
    }
}

#[test]
fn each_wants_its_own_word_in_the_partners_policy() {
    for (endpoint, word, code, _) in WANTS {
        let lacking = |world: &mut World| {
            let rest = ALL.iter().filter(|one| !one.eq_ignore_ascii_case(word));
            let rest: Vec<_> = rest.map(|one| (*one, false)).collect();
            world.policy().document = document(&rest);
        };
        assert_eq!(
            codes(endpoint, lacking),
            with(&[code], breaks(endpoint)),
            "{word}"
        );
    }
    let nothing = |world: &mut World| world.policy().document = "{}".to_owned();
    assert_eq!(codes(Endpoint::Auth, nothing), [""; 0]);
}

#[test]
fn what_is_delegated_wants_a_policy_of_the_misp() {
    for (endpoint, _, _, delegated) in WANTS {
        let none = codes(endpoint, |world| world.misp_policy = None);
        let Some((member, code)) = delegated else {
            assert_eq!(none, [""; 0], "{endpoint:?}");
            continue;
        };
        assert_eq!(
            none,
            with(&["IDA-MPA-023"], breaks(endpoint)),
            "{endpoint:?}"
        );
        for document in [
            MISP_DOCUMENT.replace(member, "x"),
            "{}".to_owned(),
            "no JSON".to_owned(),
        ] {
            let not = codes(endpoint, |world| {
                world.misp_policy.as_mut().unwrap().document = document
            });
            assert_eq!(not, with(&[code], breaks(endpoint)), "{endpoint:?}");
        }
    }
}

/// ID Authentication looks neither at its status nor at its dates.
#[test]
fn a_misps_policy_that_has_ended_counts_and_is_warned_of() {
    let verdict = World::spoilt(|world| {
        world.endpoint = Some(Endpoint::KeyBinding);
        world.policy().document = document(&[("keybinding", false)]);
        let mut ended = misp_policy();
        ended.valid_to = a_moment_ago();
        world.misp_policy = Some(ended);
    })
    .judge();
    assert!(verdict.accepted, "{:?}", verdict.findings);
    assert!(verdict.warnings[0].contains("pmctl misp update 100 --no-policy"));
}

#[test]
fn the_misps_policy_comes_before_the_partners() {
    let both = |world: &mut World| {
        world.misp_policy = None;
        world.policy().document = "{}".to_owned();
    };
    let found = codes(Endpoint::KeyBinding, both);
    assert_eq!(found, ["IDA-MPA-023", "IDA-MPA-033"]);
}

#[test]
fn a_mandatory_kyc_refuses_all_but_kyc() {
    let mandatory = |world: &mut World| {
        world.policy().document =
            document(&[("Kyc", true), ("keybinding", false), ("otp-request", false)]);
    };
    assert_eq!(codes(Endpoint::Auth, mandatory), ["IDA-MPA-015"]);
    assert_eq!(codes(Endpoint::Kyc, mandatory), [""; 0]);
    assert_eq!(
        codes(Endpoint::KeyBinding, mandatory),
        [""; 0],
        "it looks at none"
    );
    assert_eq!(codes(Endpoint::Otp, mandatory), [""; 0], "it looks at none");
}

#[test]
fn a_cached_policy_of_the_misp_is_not_guessed() {
    let verdict = World::spoilt(|world| {
        world.cache = Cache::Kept;
        world.endpoint = Some(Endpoint::KycExchange);
        world.policy().document = document(&[("kycexchange", false)]);
    })
    .judge();
    assert!(verdict.accepted, "{:?}", verdict.findings);
    assert!(
        verdict
            .unchecked
            .iter()
            .any(|text| text.contains("IDA-MPA-023"))
    );
}

//! Every command is held to a rule, or somebody has said why it needs none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it cannot go on"
)]

use clap::{Command, CommandFactory};
use pmctl::domain::access::Action;
use std::collections::BTreeSet;

/// What each command asks the rule for.
pub const RULED: &[(&str, &[Action])] = &[
    ("misp register", &[Action::MispRegister]),
    ("misp list", &[Action::MispRead]),
    ("misp show", &[Action::MispRead]),
    ("misp update", &[Action::MispUpdate]),
    ("misp block", &[Action::MispBlock]),
    ("misp unblock", &[Action::MispUnblock]),
    ("misp renew-license", &[Action::LicenseRenew]),
    ("license list", &[Action::LicenseRead]),
    (
        "license show",
        &[Action::LicenseRead, Action::LicenseReveal],
    ),
    ("license renew", &[Action::LicenseRenew]),
    ("license revoke", &[Action::LicenseRevoke]),
    ("license restore", &[Action::LicenseRestore]),
    ("policy-group add", &[Action::PolicyGroupAdd]),
    ("policy-group deactivate", &[Action::PolicyGroupDeactivate]),
    ("policy-group activate", &[Action::PolicyGroupActivate]),
    ("policy-group list", &[Action::PolicyRead]),
    ("policy-group show", &[Action::PolicyRead]),
    ("policy add", &[Action::PolicyAdd]),
    ("policy publish", &[Action::PolicyPublish]),
    ("policy update", &[Action::PolicyUpdate]),
    ("policy deactivate", &[Action::PolicyDeactivate]),
    ("policy activate", &[Action::PolicyActivate]),
    ("policy list", &[Action::PolicyRead]),
    ("policy show", &[Action::PolicyRead]),
    ("partner add", &[Action::PartnerAdd]),
    ("partner list", &[Action::PartnerRead]),
    ("partner show", &[Action::PartnerRead]),
    ("partner update", &[Action::PartnerUpdate]),
    ("partner block", &[Action::PartnerBlock]),
    ("partner unblock", &[Action::PartnerUnblock]),
    ("partner map-policy", &[Action::PartnerMap]),
    ("mapping list", &[Action::MappingRead]),
    ("mapping show", &[Action::MappingRead]),
    ("mapping approve", &[Action::MappingApprove]),
    ("mapping reject", &[Action::MappingReject]),
    ("api-key list", &[Action::ApiKeyRead]),
    ("api-key show", &[Action::ApiKeyRead, Action::ApiKeyReveal]),
    ("api-key revoke", &[Action::ApiKeyRevoke]),
    ("api-key restore", &[Action::ApiKeyRestore]),
    ("api-key reissue", &[Action::ApiKeyReissue]),
    ("ca upload", &[Action::CaUpload]),
    ("ca list", &[Action::CaRead]),
    ("cert inspect", &[Action::CaRead]),
    ("cert csr", &[Action::CertUpload]),
    ("cert upload", &[Action::CertUpload]),
    ("cert list", &[Action::CertRead]),
    ("cert get", &[Action::CertRead]),
    ("cert show", &[Action::CertRead]),
    ("key upload", &[Action::KeyUpload]),
    ("key rotate", &[Action::KeyRotate]),
    ("key show", &[Action::KeyRead]),
    ("key verify", &[Action::KeyVerify]),
    ("ida policy", &[Action::IdaPolicy]),
    ("ida check", &[Action::IdaCheck]),
    ("ida reconcile", &[Action::IdaReconcile]),
    ("ida serve", &[Action::IdaServe]),
    ("report expiring", &[Action::ReportRead]),
    ("report inventory", &[Action::ReportRead]),
    ("audit list", &[Action::AuditRead]),
    ("audit verify", &[Action::AuditRead]),
    ("outbox list", &[Action::OutboxRead]),
    ("outbox push", &[Action::OutboxPush]),
    ("outbox drop", &[Action::OutboxDrop]),
    ("kernel provision", &[Action::KernelProvision]),
    ("store check", &[Action::StoreCheck]),
];

pub const NO_RULE: &[(&str, &str)] = &[
    ("apply", "each row asks for its own"),
    ("plan", "each row asks for its own"),
    ("policy check", "reads a file of the caller's"),
    ("policy convert", "reads a file of the caller's"),
    ("kernel ping", "says what answers, to whoever asks"),
    ("kernel serve", "holds a Kernel of its own"),
    ("context list", "reads the caller's own settings"),
    ("context show", "reads the caller's own settings"),
    ("context use", "writes the caller's own settings"),
    ("context add", "writes the caller's own settings"),
    ("context remove", "writes the caller's own settings"),
    ("context test", "reaches what the caller's settings name"),
    ("config list", "reads the caller's own settings"),
    ("config get", "reads the caller's own settings"),
    ("config set", "writes the caller's own settings"),
    ("config path", "reads the caller's own settings"),
    ("config schema", "prints text"),
    ("can-i", "prints the rule"),
    ("login", "makes the caller known"),
    ("logout", "forgets the caller"),
    ("whoami", "tells the caller who it is"),
    (
        "doctor",
        "looks at the caller's own surroundings; the outbox asks for its rule",
    ),
    ("explain", "prints text"),
    ("completions", "prints text"),
    ("man", "prints text"),
];

fn leaves(command: &Command, path: &str, found: &mut BTreeSet<String>) {
    for below in command.get_subcommands() {
        let name = format!("{path} {}", below.get_name());
        if below.has_subcommands() {
            leaves(below, &name, found);
        } else {
            found.insert(name.trim().to_owned());
        }
    }
}

#[test]
fn every_command_has_a_rule_or_a_reason() {
    let mut found = BTreeSet::new();
    leaves(&pmctl::cli::Cli::command(), "", &mut found);
    let ruled = RULED.iter().map(|(command, _)| (*command).to_owned());
    let free = NO_RULE.iter().map(|(command, _)| (*command).to_owned());
    let listed: BTreeSet<String> = ruled.chain(free).collect();
    assert_eq!(listed.len(), RULED.len() + NO_RULE.len(), "listed twice");
    assert_eq!(found, listed);
}

#[test]
fn every_action_has_a_command() {
    for action in Action::ALL {
        let used = RULED.iter().any(|(_, actions)| actions.contains(action));
        assert!(used, "no command asks for {}", action.word());
    }
}

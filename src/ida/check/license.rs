//! What stands in the way of a license.

use super::{Facts, Found, LicenseFacts, wait_until};
use crate::domain::license::License;
use crate::domain::misp::Misp;

const LICENSE_UNKNOWN: &str = "IDA-MPA-007";
const LICENSE_EXPIRED: &str = "IDA-MPA-008";
const LICENSE_BLOCKED: &str = "IDA-MPA-017";

/// All that is said of a license.
pub(super) const CODES: [&str; 3] = [LICENSE_UNKNOWN, LICENSE_BLOCKED, LICENSE_EXPIRED];

/// Rows 14 to 18.
pub(super) fn all(facts: &Facts<'_>, found: &mut Found) {
    let Some(held) = facts.license else {
        let message = "no MISP has this license".to_owned();
        return found.add(LICENSE_UNKNOWN, message, "pmctl license list".to_owned());
    };
    let LicenseFacts { license, misp, .. } = held;
    let begun = facts.now >= license.valid_from;
    if !held.in_force && begun {
        let message = format!(
            "license {} is not the one in force; ID Authentication keeps one for each MISP, and for MISP {} that is another",
            license.id, misp.id
        );
        found.add(
            LICENSE_UNKNOWN,
            message,
            format!("pmctl misp show {}", misp.id),
        );
    }
    if !held.in_force && !begun {
        not_begun(license, found);
    }
    license_blocked(license, misp, found);
    if held.in_force && !begun {
        not_begun(license, found);
    }
    expired(facts, license, found);
}

/// Rows 17 and 18 by the clock alone.
pub(super) fn window(facts: &Facts<'_>, found: &mut Found) {
    let Some(LicenseFacts { license, .. }) = facts.license else {
        return;
    };
    if facts.now < license.valid_from {
        not_begun(license, found);
    }
    expired(facts, license, found);
}

fn expired(facts: &Facts<'_>, license: &License, found: &mut Found) {
    if facts.now > license.valid_to {
        let message = format!(
            "license {} expired on {}",
            license.id,
            license.valid_to.date()
        );
        let fix = format!("pmctl misp renew-license {}", license.misp);
        found.add(LICENSE_EXPIRED, message, fix);
    }
}

/// Row 14 when it is not the one that ID Authentication holds, row 17 when it is.
fn not_begun(license: &License, found: &mut Found) {
    let message = format!(
        "license {} is valid from {}",
        license.id, license.valid_from
    );
    found.add(LICENSE_UNKNOWN, message, wait_until(license.valid_from));
}

fn license_blocked(license: &License, misp: &Misp, found: &mut Found) {
    if let Some(block) = misp.status.block_details() {
        let id = &misp.id;
        let message = format!(
            "MISP {id} was blocked on {}: {}",
            block.at.date(),
            block.reason
        );
        found.bar(LICENSE_BLOCKED, message, format!("pmctl misp unblock {id}"));
    }
    if let Some(revocation) = &license.revoked {
        let id = &license.id;
        let message = format!(
            "license {id} was revoked on {}: {}",
            revocation.at.date(),
            revocation.reason
        );
        found.bar(
            LICENSE_BLOCKED,
            message,
            format!("pmctl license restore {id}"),
        );
    }
}

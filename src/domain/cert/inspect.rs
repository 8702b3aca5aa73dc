//! What the Kernel will say to a certificate, said before it is sent.
//!
//! Rules and codes of Keymanager 1.2.0.1 and 1.3.0 (`PartnerCertificateManagerServiceImpl`), in its order.

use super::CertificateFacts;
use crate::domain::text::name_key;
use crate::domain::time::{Lifetime, Moment};

/// Whole days that a partner certificate must still live: a year less 30 days of grace.
pub const LEAST_DAYS: i64 = 335;
/// Days that a CA certificate should still live: Keymanager 1.3 asks for twelve months.
pub const LEAST_CA_DAYS: i64 = 365;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The Kernel refuses it.
    Error,
    /// Some Kernel may refuse it, or it will soon be a nuisance.
    Warning,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// The Kernel's code, or `500` where it breaks.
    pub kernel_code: &'static str,
    pub message: String,
    pub fix: String,
}

/// What the certificate is held against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The organization that the subject must name; not checked where it is not known.
    pub organization: Option<&'a str>,
    pub now: Moment,
}

/// Whether a path to a trusted root was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownChain {
    Complete,
    /// Nobody here has uploaded this issuer to the domain.
    Missing {
        issuer: String,
    },
}

/// Those that the Kernel refuses.
pub fn errors(findings: Vec<Finding>) -> Vec<Finding> {
    findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect()
}

fn error(kernel_code: &'static str, message: impl Into<String>, fix: &str) -> Finding {
    Finding {
        severity: Severity::Error,
        kernel_code,
        message: message.into(),
        fix: fix.to_owned(),
    }
}

/// All that is wrong with a partner's certificate, in the Kernel's order.
pub fn leaf(facts: &CertificateFacts, chain: &KnownChain, expected: &Expected<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(dates(facts, expected.now));
    findings.extend(life(facts, expected.now));
    if facts.is_self_signed {
        findings.push(error(
            "KER-PCM-015",
            "it is self-signed",
            "have a CA sign it that `pmctl ca upload` has made known",
        ));
    } else if let KnownChain::Missing { issuer } = chain {
        // Another tool may have told the Kernel of that CA, so only the Kernel can refuse.
        findings.push(Finding {
            severity: Severity::Warning,
            kernel_code: "KER-PCM-006",
            message: format!(
                "its issuer \"{issuer}\" was not uploaded from here: the Kernel refuses it unless it knows that CA"
            ),
            fix: "pmctl ca upload FILE --domain DOMAIN, root and intermediates".to_owned(),
        });
    }
    if facts.version != 3 {
        findings.push(error(
            "KER-PCM-007",
            format!("it is X.509 version {}, version 3 is wanted", facts.version),
            "have it issued with extensions (openssl x509 -req needs -extfile)",
        ));
    }
    findings.extend(organization(facts, expected.organization));
    findings.extend(key_size(facts));
    findings.extend(key_kind(facts));
    findings.extend(signature(facts));
    if facts.common_name.as_deref().is_none_or(str::is_empty) {
        findings.push(error(
            "500",
            "its subject has no CN",
            "have it issued with a common name",
        ));
    }
    findings
}

/// All that is wrong with a CA's certificate; whether its issuer is known only the Kernel can say.
pub fn ca(facts: &CertificateFacts, now: Moment) -> Vec<Finding> {
    let mut findings: Vec<Finding> = dates(facts, now).into_iter().collect();
    let soon = facts.not_after < now.plus(Lifetime::from_days(LEAST_CA_DAYS));
    if findings.is_empty() && soon {
        findings.push(Finding {
            severity: Severity::Warning,
            kernel_code: "KER-PCM-017",
            message: format!(
                "it ends on {}, within a year: Keymanager 1.3 refuses it",
                facts.not_after.date()
            ),
            fix: "ask the CA for its next certificate".to_owned(),
        });
    }
    if facts.version != 3 {
        findings.push(Finding {
            severity: Severity::Warning,
            kernel_code: "KER-PCM-007",
            message: format!(
                "it is X.509 version {}: Keymanager 1.3 refuses it",
                facts.version
            ),
            fix: "ask the CA for a version 3 certificate".to_owned(),
        });
    }
    if !facts.is_ca {
        findings.push(Finding {
            severity: Severity::Warning,
            kernel_code: "KER-PCM-006",
            message: "it is no CA certificate: nothing that it signs will be trusted".to_owned(),
            fix: "upload the CA's certificate, not one that the CA issued".to_owned(),
        });
    }
    findings
}

fn dates(facts: &CertificateFacts, now: Moment) -> Option<Finding> {
    if now < facts.not_before {
        return Some(error(
            "KER-PCM-004",
            format!("it is not valid before {}", facts.not_before),
            "wait until then, or have it issued to begin earlier",
        ));
    }
    if now > facts.not_after {
        return Some(error(
            "KER-PCM-004",
            format!("it expired on {}", facts.not_after.date()),
            "have it renewed by its CA",
        ));
    }
    None
}

/// 1.2 answers KER-PCM-004, 1.3 KER-KMS-021.
fn life(facts: &CertificateFacts, now: Moment) -> Option<Finding> {
    let left = facts.not_after.micros().saturating_sub(now.micros());
    let days = Lifetime::from_micros(left.max(0)).whole_days();
    if left <= 0 || days >= LEAST_DAYS {
        return None;
    }
    Some(error(
        "KER-PCM-004",
        format!("it has {days} whole days left, {LEAST_DAYS} are wanted"),
        "have it issued for at least 336 days; the hours already gone count",
    ))
}

fn organization(facts: &CertificateFacts, expected: Option<&str>) -> Option<Finding> {
    let expected = expected?;
    let Some(found) = facts
        .organization
        .as_deref()
        .filter(|found| !found.is_empty())
    else {
        return Some(error(
            "KER-PCM-008",
            format!("its subject has no O; \"{expected}\" is wanted"),
            "have it issued with the organization",
        ));
    };
    if found == expected {
        return None;
    }
    let hint = if name_key(found.trim()) == name_key(expected.trim()) {
        "; they differ only in case, blanks or composition, which counts"
    } else {
        ""
    };
    Some(error(
        "KER-PCM-008",
        format!("its O is \"{found}\", \"{expected}\" is wanted{hint}"),
        "have it issued for the organization as it is registered",
    ))
}

fn key_size(facts: &CertificateFacts) -> Option<Finding> {
    let bits = facts.key_bits.filter(|_| facts.key_algorithm == "RSA")?;
    (bits < 2048).then(|| {
        error(
            "KER-PCM-013",
            format!("its RSA key has {bits} bits, 2048 are wanted"),
            "make a larger key",
        )
    })
}

/// What the Kernel says when it is to encrypt to a key that is not RSA.
pub const NOT_ENCRYPTABLE: &str = "KER-FSE-001";

/// The Kernel re-signs and stores such a certificate, and fails when it is to encrypt to it.
fn key_kind(facts: &CertificateFacts) -> Option<Finding> {
    (facts.key_algorithm != "RSA").then(|| Finding {
        severity: Severity::Warning,
        kernel_code: NOT_ENCRYPTABLE,
        message: format!(
            "its key is {}: it can sign, and the Kernel encrypts to RSA keys only",
            facts.key_algorithm
        ),
        fix: "use an RSA key, or upload one besides: pmctl key upload PARTNER --file FILE"
            .to_owned(),
    })
}

/// The Kernel wants a name that begins with `SHA2`: SHA-384, SHA-512, PSS and Ed25519 are refused.
fn signature(facts: &CertificateFacts) -> Option<Finding> {
    if facts.signature_algorithm.starts_with("SHA2") {
        return None;
    }
    Some(error(
        "KER-PCM-014",
        format!(
            "it is signed with {}; the Kernel takes SHA-256 and SHA-224 only",
            facts.signature_algorithm
        ),
        "have the CA sign it with SHA-256",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cert::Thumbprint;

    const DAY: i64 = 86_400_000_000;

    fn now() -> Moment {
        Moment::from_micros(1_000 * DAY)
    }

    fn good() -> CertificateFacts {
        CertificateFacts {
            subject: "O=Bank One, CN=Retail".to_owned(),
            issuer: "CN=Root".to_owned(),
            organization: Some("Bank One".to_owned()),
            common_name: Some("Retail".to_owned()),
            serial: "01".to_owned(),
            not_before: now(),
            not_after: now().plus(Lifetime::from_days(400)),
            thumbprint: Thumbprint::from_digest([1; 32]),
            spki: Thumbprint::from_digest([2; 32]),
            key_algorithm: "RSA".to_owned(),
            key_bits: Some(2048),
            signature_algorithm: "SHA256withRSA".to_owned(),
            is_self_signed: false,
            version: 3,
            is_ca: false,
            may_sign_certificates: true,
        }
    }

    fn codes(facts: &CertificateFacts) -> Vec<&'static str> {
        let expected = Expected {
            organization: Some("Bank One"),
            now: now(),
        };
        leaf(facts, &KnownChain::Complete, &expected)
            .iter()
            .map(|f| f.kernel_code)
            .collect()
    }

    fn changed(change: impl FnOnce(&mut CertificateFacts)) -> Vec<&'static str> {
        let mut facts = good();
        change(&mut facts);
        codes(&facts)
    }

    #[test]
    fn a_good_one_has_no_findings() {
        assert!(codes(&good()).is_empty());
        let curve = |f: &mut CertificateFacts| f.key_algorithm = "EC".to_owned();
        assert_eq!(changed(curve), [NOT_ENCRYPTABLE], "a warning");
        assert!(changed(|f| f.signature_algorithm = "SHA224withECDSA".to_owned()).is_empty());
    }

    #[test]
    fn each_fault_has_the_code_of_the_kernel() {
        let later = now().plus(Lifetime::from_micros(1));
        assert_eq!(changed(|f| f.not_before = later), ["KER-PCM-004"]);
        let before = now().minus(Lifetime::from_micros(1));
        assert_eq!(changed(|f| f.not_after = before), ["KER-PCM-004"]);
        assert_eq!(changed(|f| f.is_self_signed = true), ["KER-PCM-015"]);
        assert_eq!(changed(|f| f.version = 1), ["KER-PCM-007"]);
        assert_eq!(changed(|f| f.organization = None), ["KER-PCM-008"]);
        assert_eq!(
            changed(|f| f.organization = Some("bank one".to_owned())),
            ["KER-PCM-008"]
        );
        assert_eq!(changed(|f| f.key_bits = Some(1024)), ["KER-PCM-013"]);
        for name in [
            "SHA1withRSA",
            "SHA384withRSA",
            "SHA512withECDSA",
            "RSASSA-PSS",
            "Ed25519",
        ] {
            assert_eq!(
                changed(|f| f.signature_algorithm = name.to_owned()),
                ["KER-PCM-014"]
            );
        }
        assert_eq!(changed(|f| f.common_name = None), ["500"]);
    }

    #[test]
    fn whole_days_count() {
        let ends = |micros| changed(|f| f.not_after = Moment::from_micros(now().micros() + micros));
        assert_eq!(ends(335 * DAY - 1), ["KER-PCM-004"]);
        assert!(ends(335 * DAY).is_empty());
        assert_eq!(ends(1), ["KER-PCM-004"]);
    }

    #[test]
    fn an_unknown_issuer_is_named() {
        let chain = KnownChain::Missing {
            issuer: "CN=Root".to_owned(),
        };
        let expected = Expected {
            organization: None,
            now: now(),
        };
        let findings = leaf(&good(), &chain, &expected);
        assert_eq!(findings[0].kernel_code, "KER-PCM-006");
        assert_eq!(findings[0].severity, Severity::Warning);
        assert!(findings[0].message.contains("CN=Root"));
    }

    #[test]
    fn all_faults_come_at_once_in_the_order_of_the_kernel() {
        let all = changed(|f| {
            f.not_after = now().plus(Lifetime::from_days(10));
            f.version = 1;
            f.organization = Some("Other".to_owned());
            f.key_bits = Some(1024);
            f.signature_algorithm = "SHA512withRSA".to_owned();
            f.common_name = None;
        });
        assert_eq!(
            all,
            [
                "KER-PCM-004",
                "KER-PCM-007",
                "KER-PCM-008",
                "KER-PCM-013",
                "KER-PCM-014",
                "500"
            ]
        );
    }

    #[test]
    fn a_near_miss_of_the_organization_is_explained() {
        let mut facts = good();
        facts.organization = Some("Bank One ".to_owned());
        let expected = Expected {
            organization: Some("Bank One"),
            now: now(),
        };
        let told = &leaf(&facts, &KnownChain::Complete, &expected)[0].message;
        assert!(told.contains("differ only in"), "{told}");
    }

    #[test]
    fn authorities_are_warned_about_and_refused_by_date() {
        let mut facts = good();
        facts.is_ca = true;
        assert!(ca(&facts, now()).is_empty());
        facts.not_after = now().plus(Lifetime::from_days(100));
        assert_eq!(ca(&facts, now())[0].severity, Severity::Warning);
        facts.not_after = now().minus(Lifetime::from_days(1));
        assert_eq!(ca(&facts, now())[0].severity, Severity::Error);
        facts = good();
        facts.version = 1;
        let words: Vec<_> = ca(&facts, now()).iter().map(|f| f.kernel_code).collect();
        assert_eq!(words, ["KER-PCM-007", "KER-PCM-006"]);
    }
}

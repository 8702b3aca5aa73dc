//! Paths from a certificate to a root, as the Kernel will build them: without revocation.

use super::certificate::{self, Parsed};
use crate::domain::cert::inspect::KnownChain;
use crate::domain::text;
use crate::domain::time::Moment;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

/// Intermediates that Java's path builder takes at most.
const LONGEST: usize = 5;

/// Whether a path was found among the candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// From the issuer to the root.
    Complete(Vec<Parsed>),
    /// The issuer that nobody brought.
    Missing { issuer: String },
}

impl Chain {
    pub fn as_known(&self) -> KnownChain {
        match self {
            Self::Complete(_) => KnownChain::Complete,
            Self::Missing { issuer } => KnownChain::Missing {
                issuer: issuer.clone(),
            },
        }
    }
}

/// Looks for a path over candidates that are valid now, may sign certificates, and did sign what is below them.
pub fn chain_to_root(leaf: &Parsed, candidates: &[&str], now: Moment) -> Chain {
    let usable: Vec<Parsed> = candidates
        .iter()
        .filter_map(|pem| certificate::read_one(pem.as_bytes()).ok())
        .filter(|ca| ca.facts.not_before <= now && now <= ca.facts.not_after)
        .filter(|ca| ca.facts.may_sign_certificates)
        .collect();
    let mut path = Vec::new();
    if extend(leaf, &usable, &mut path) {
        return Chain::Complete(path);
    }
    Chain::Missing {
        issuer: leaf.facts.issuer.clone(),
    }
}

fn name_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    text::name_key(&words.join(" "))
}

fn extend(below: &Parsed, usable: &[Parsed], path: &mut Vec<Parsed>) -> bool {
    if path.len() > LONGEST {
        return false;
    }
    for ca in usable.iter().filter(|ca| signed(below, ca)) {
        if path.contains(ca) {
            continue;
        }
        path.push(ca.clone());
        // A trust anchor need not be marked as a CA; what stands between must be.
        if ca.facts.is_self_signed || (ca.facts.is_ca && extend(ca, usable, path)) {
            return true;
        }
        path.pop();
    }
    false
}

/// Names are compared as Java does it: the type of a string, case and runs of blanks do not count.
fn signed(below: &Parsed, by: &Parsed) -> bool {
    if name_key(&below.facts.issuer) != name_key(&by.facts.subject) {
        return false;
    }
    let (Ok((_, below)), Ok((_, by))) = (
        X509Certificate::from_der(&below.der),
        X509Certificate::from_der(&by.der),
    ) else {
        return false;
    };
    certificate::signed_by(&below, by.public_key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

    fn params(name: &str, ca: bool) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = if ca {
            IsCa::Ca(BasicConstraints::Unconstrained)
        } else {
            IsCa::ExplicitNoCa
        };
        params
    }

    fn now() -> Moment {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_path_over_an_intermediate() {
        let root = CertifiedIssuer::self_signed(params("Root", true), KeyPair::generate().unwrap())
            .unwrap();
        let middle =
            CertifiedIssuer::signed_by(params("Middle", true), KeyPair::generate().unwrap(), &root)
                .unwrap();
        let leaf = params("Leaf", false)
            .signed_by(&KeyPair::generate().unwrap(), &middle)
            .unwrap();
        let leaf = certificate::read_one(leaf.pem().as_bytes()).unwrap();
        let (root, middle) = (root.pem(), middle.pem());
        let found = chain_to_root(&leaf, &[&root, &middle], now());
        let Chain::Complete(path) = found else {
            panic!("{found:?}")
        };
        assert_eq!(path.len(), 2);
        let lonely = chain_to_root(&leaf, &[&root], now());
        assert!(matches!(lonely, Chain::Missing { issuer } if issuer.contains("Middle")));
        assert!(matches!(
            chain_to_root(&leaf, &[&middle], now()),
            Chain::Missing { .. }
        ));
    }

    #[test]
    fn a_namesake_does_not_do() {
        let root = CertifiedIssuer::self_signed(params("Root", true), KeyPair::generate().unwrap())
            .unwrap();
        let namesake =
            CertifiedIssuer::self_signed(params("Root", true), KeyPair::generate().unwrap())
                .unwrap();
        let leaf = params("Leaf", false)
            .signed_by(&KeyPair::generate().unwrap(), &root)
            .unwrap();
        let leaf = certificate::read_one(leaf.pem().as_bytes()).unwrap();
        assert!(matches!(
            chain_to_root(&leaf, &[&namesake.pem()], now()),
            Chain::Missing { .. }
        ));
        assert!(matches!(
            chain_to_root(&leaf, &[&root.pem()], now()),
            Chain::Complete(_)
        ));
    }

    #[test]
    fn the_same_name_in_another_string_type_does() {
        let key = KeyPair::generate().unwrap();
        let root = params("Root", true).self_signed(&key).unwrap();
        let mut renamed = params("ROOT", true);
        let printable = rcgen::DnValue::PrintableString("ROOT".try_into().unwrap());
        renamed
            .distinguished_name
            .push(DnType::CommonName, printable);
        let leaf = params("Leaf", false)
            .signed_by(
                &KeyPair::generate().unwrap(),
                &rcgen::Issuer::new(renamed, key),
            )
            .unwrap();
        let leaf = certificate::read_one(leaf.pem().as_bytes()).unwrap();
        assert_eq!(leaf.facts.issuer, "CN=ROOT");
        assert!(matches!(
            chain_to_root(&leaf, &[&root.pem()], now()),
            Chain::Complete(_)
        ));
    }
}

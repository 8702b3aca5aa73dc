//! A certificate around a bare public key, because the Kernel stores certificates only.

use super::CryptoError;
use super::certificate::{self, Parsed};
use super::csr::{self, KeyKind, Subject};
use super::public_key::{PublicKey, PublicKeyKind};
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use aws_lc_rs::rand;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, Issuer, KeyPair, KeyUsagePurpose, SerialNumber,
    SubjectPublicKeyInfo,
};
use std::time::Duration;

const ISSUER: &str = "pmctl key wrap";
/// A wrap begins this much before now: clocks differ, and the Kernel destroys the entry of a partner
/// whose certificate is not valid yet.
const BACKDATED: Lifetime = Lifetime::from_micros(3_600_000_000);

/// Signs wraps. Nobody trusts it: it says who made the certificate, and no more.
pub struct WrappingKey {
    pair: KeyPair,
}

impl WrappingKey {
    /// EC P-256.
    pub fn generate() -> Result<Self, CryptoError> {
        Ok(Self {
            pair: csr::generate(KeyKind::EcP256)?,
        })
    }

    /// PKCS#8 in PEM: EC, or RSA of 2048 bits or more.
    pub fn from_pem(key_pem: &Secret) -> Result<Self, CryptoError> {
        Ok(Self {
            pair: csr::read_pair(key_pem)?,
        })
    }

    /// PKCS#8, one PEM block.
    pub fn to_pem(&self) -> Secret {
        csr::pair_pem(&self.pair)
    }
}

impl std::fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WrappingKey(…)")
    }
}

/// An X.509 v3 certificate around `key`, from an hour before `now` until `lifetime` after it, in whole
/// seconds. Its serial number is random and positive. Refuses a subject that is no name, and a lifetime
/// below one second.
pub fn wrap(
    key: &PublicKey,
    subject: &Subject,
    now: Moment,
    lifetime: Lifetime,
    by: &WrappingKey,
) -> Result<Parsed, CryptoError> {
    if lifetime.micros() < 1_000_000 {
        return Err(unwrappable("it would have expired at once"));
    }
    let mut params = CertificateParams::default();
    params.distinguished_name = subject.name()?;
    params.not_before = rcgen::date_time_ymd(1970, 1, 1) + since_1970(now.minus(BACKDATED));
    params.not_after = rcgen::date_time_ymd(1970, 1, 1) + since_1970(now.plus(lifetime));
    params.serial_number = Some(serial()?);
    params.key_usages = vec![match key.kind() {
        PublicKeyKind::Rsa => KeyUsagePurpose::KeyEncipherment,
        PublicKeyKind::Ec => KeyUsagePurpose::KeyAgreement,
    }];
    let foreign = SubjectPublicKeyInfo::from_der(key.spki_der())
        .map_err(|_| unwrappable("its algorithm has unusual parameters"))?;
    let made = params
        .signed_by(&foreign, &issuer(&by.pair))
        .map_err(|_| unwrappable("it cannot be signed"))?;
    certificate::read_one(made.der())
}

fn issuer(pair: &KeyPair) -> Issuer<'static, &KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, ISSUER);
    Issuer::new(params, pair)
}

/// 128 bits, of which the first two are 01: positive, and never shorter.
fn serial() -> Result<SerialNumber, CryptoError> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| CryptoError::Random)?;
    bytes[0] = bytes[0] & 0x3f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

/// Whole seconds; nothing is before 1970.
fn since_1970(moment: Moment) -> Duration {
    Duration::from_secs(moment.micros().max(0).unsigned_abs() / 1_000_000)
}

fn unwrappable(why: &str) -> CryptoError {
    CryptoError::Wrap {
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::public_key::{UploadedKey, read_public_key};
    use rcgen::PublicKeyData;
    use x509_parser::prelude::{FromDer, X509Certificate};

    fn subject() -> Subject {
        Subject {
            common_name: "acme-01".to_owned(),
            organization: Some("Acme".to_owned()),
            organizational_unit: None,
            country: None,
        }
    }

    fn public(pair: &KeyPair) -> PublicKey {
        PublicKey::from_spki(&pair.subject_public_key_info()).unwrap()
    }

    fn now() -> Moment {
        "2026-11-23T10:00:00.5Z".parse().unwrap()
    }

    #[test]
    fn a_wrap_holds_the_foreign_key_and_is_signed_by_the_wrapping_key() {
        let foreign = public(&csr::generate(KeyKind::Rsa2048).unwrap());
        let by = WrappingKey::generate().unwrap();
        let made = wrap(&foreign, &subject(), now(), Lifetime::from_days(365), &by).unwrap();

        assert_eq!(&made.facts.spki, foreign.spki());
        assert_eq!(made.facts.not_before.to_string(), "2026-11-23T09:00:00Z");
        assert_eq!(made.facts.not_after.to_string(), "2027-11-23T10:00:00Z");
        let (_, read) = X509Certificate::from_der(&made.der).unwrap();
        assert_eq!(read.version().0, 2);
        assert_eq!(read.issuer().to_string(), "CN=pmctl key wrap");
        assert_eq!(read.subject().to_string(), "O=Acme, CN=acme-01");
        assert!(read.key_usage().unwrap().unwrap().value.key_encipherment());
        assert_eq!(read.raw_serial().len(), 16);
        assert_eq!(read.raw_serial()[0] & 0xc0, 0x40);
        let signer = by.pair.subject_public_key_info();
        let (_, signer) = x509_parser::x509::SubjectPublicKeyInfo::from_der(&signer).unwrap();
        read.verify_signature(Some(&signer)).unwrap();
        let again = read_public_key(made.pem.as_bytes()).unwrap();
        assert!(matches!(again, UploadedKey::Certificate(_)));
    }

    #[test]
    fn no_two_wraps_have_the_same_serial() {
        let foreign = public(&csr::generate(KeyKind::EcP256).unwrap());
        let by = WrappingKey::generate().unwrap();
        let made = || wrap(&foreign, &subject(), now(), Lifetime::from_days(1), &by).unwrap();
        assert_ne!(made().facts.thumbprint, made().facts.thumbprint);
    }

    #[test]
    fn a_wrapping_key_comes_back_from_its_text_and_is_not_shown() {
        let key = WrappingKey::generate().unwrap();
        let again = WrappingKey::from_pem(&key.to_pem()).unwrap();
        let spki = |key: &WrappingKey| key.pair.subject_public_key_info();
        assert_eq!(spki(&key), spki(&again));
        assert_eq!(format!("{key:?}"), "WrappingKey(…)");
    }

    #[test]
    fn the_longest_lifetime_ends_with_the_calendar_and_none_is_refused() {
        let foreign = public(&csr::generate(KeyKind::EcP256).unwrap());
        let by = WrappingKey::generate().unwrap();
        let long = Lifetime::from_micros(i64::MAX);
        let made = wrap(&foreign, &subject(), now(), long, &by).unwrap();
        assert_eq!(made.facts.not_after.date(), "9999-12-30");
        let none = wrap(&foreign, &subject(), now(), Lifetime::from_days(0), &by);
        assert!(matches!(none, Err(CryptoError::Wrap { .. })));
    }
}

//! Making keys and certificates: the profiles that Keymanager 1.2.0.1 issues.

use std::time::Duration;

use jiff::Timestamp;
use rcgen::string::PrintableString;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, DnValue, IsCa,
    Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, PublicKeyData, RsaKeySize,
    SerialNumber, SubjectPublicKeyInfo,
};

use super::envelope::Failure;

const DAY: u64 = 24 * 60 * 60;

impl From<rcgen::Error> for Failure {
    fn from(error: rcgen::Error) -> Self {
        Self::broken(error)
    }
}

/// A subject of at most the six parts that Keymanager knows; an absent part is left out.
#[derive(Default)]
pub(super) struct Subject {
    pub(super) country: Option<String>,
    pub(super) state: Option<String>,
    pub(super) location: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) organization_unit: Option<String>,
    pub(super) common_name: Option<String>,
}

impl Subject {
    fn name(self) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        if let Some(country) = self.country {
            name.push(DnType::CountryName, printable(country));
        }
        let parts = [
            (DnType::StateOrProvinceName, self.state),
            (DnType::LocalityName, self.location),
            (DnType::OrganizationName, self.organization),
            (DnType::OrganizationalUnitName, self.organization_unit),
            (DnType::CommonName, self.common_name),
        ];
        for (kind, value) in parts {
            if let Some(value) = value {
                name.push(kind, value);
            }
        }
        name
    }
}

fn printable(text: String) -> DnValue {
    match PrintableString::try_from(text.as_str()) {
        Ok(value) => DnValue::PrintableString(value),
        Err(_) => DnValue::Utf8String(text),
    }
}

pub(super) fn rsa_key() -> Result<KeyPair, Failure> {
    Ok(KeyPair::generate_rsa_for(
        &PKCS_RSA_SHA256,
        RsaKeySize::_2048,
    )?)
}

pub(super) fn key_pair(pkcs8: &[u8]) -> Result<KeyPair, Failure> {
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(
        &pkcs8.into(),
        &PKCS_RSA_SHA256,
    )?)
}

/// A signer: its certificate and its key.
pub(super) fn issuer<'k>(
    certificate: &[u8],
    key: &'k KeyPair,
) -> Result<Issuer<'static, &'k KeyPair>, Failure> {
    Ok(Issuer::from_ca_cert_der(&certificate.into(), key)?)
}

/// ROOT (path length 2) or the test CA, signed by itself.
pub(super) fn root(
    subject: Subject,
    key: &KeyPair,
    from: Timestamp,
    days: u64,
) -> Result<Certificate, Failure> {
    let mut params = params(subject, key, from, days)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(2));
    params.key_usages = signing();
    Ok(params.self_signed(key)?)
}

/// A master key's certificate, signed by ROOT: path length 1.
pub(super) fn master(
    subject: Subject,
    key: &KeyPair,
    by: &Issuer<'_, &KeyPair>,
    from: Timestamp,
    days: u64,
) -> Result<Certificate, Failure> {
    let mut params = params(subject, key, from, days)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
    params.key_usages = signing();
    Ok(params.signed_by(key, by)?)
}

/// A base key's certificate: it may only encrypt.
pub(super) fn base(
    subject: Subject,
    key: &KeyPair,
    by: &Issuer<'_, &KeyPair>,
    from: Timestamp,
    days: u64,
) -> Result<Certificate, Failure> {
    let mut params = params(subject, key, from, days)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    Ok(params.signed_by(key, by)?)
}

/// The partner's key, given in DER, under a fresh certificate of 365 days: a CA without path length,
/// with subject key identifier and without authority key identifier.
pub(super) fn resigned(
    subject: Subject,
    public_key: &[u8],
    by: &Issuer<'_, &KeyPair>,
    from: Timestamp,
    encipher: bool,
) -> Result<Certificate, Failure> {
    let public_key = SubjectPublicKeyInfo::from_der(public_key)?;
    let mut params = params(subject, &public_key, from, 365)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = signing();
    if encipher {
        params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
    }
    Ok(params.signed_by(&public_key, by)?)
}

fn signing() -> Vec<KeyUsagePurpose> {
    vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyCertSign,
    ]
}

fn params(
    subject: Subject,
    public_key: &impl PublicKeyData,
    from: Timestamp,
    days: u64,
) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject.name();
    dates(&mut params, from, days);
    params.serial_number = Some(serial()?);
    params.key_identifier_method = KeyIdMethod::PreSpecified(sha1(public_key.der_bytes()));
    Ok(params)
}

pub(super) fn dates(params: &mut CertificateParams, from: Timestamp, days: u64) {
    let seconds = u64::try_from(from.as_second()).unwrap_or_default();
    params.not_before = rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds);
    params.not_after = params.not_before + Duration::from_secs(days * DAY);
}

/// Random and positive; the real one may be negative, which many readers do not take.
pub(super) fn serial() -> Result<SerialNumber, Failure> {
    let mut bytes = random::<8>()?;
    bytes[0] = bytes[0] & 0x3f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Failure::broken("no random numbers"))?;
    Ok(bytes)
}

fn sha1(bytes: &[u8]) -> Vec<u8> {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

/// A certificate request in PEM.
pub(super) fn request(subject: Subject, key: &KeyPair) -> Result<String, Failure> {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject.name();
    let request = params.serialize_request(key)?;
    Ok(super::x509::labelled("CERTIFICATE REQUEST", request.der()))
}

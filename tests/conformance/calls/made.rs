//! Certificates that the cases make for themselves.

use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, RsaKeySize, SigningKey,
};

use super::kernel::{Kernel, fresh};

pub const ORGANIZATION: &str = "Alpha Bank";
pub const HOUR: i64 = 60 * 60;
pub const DAY: i64 = 24 * HOUR;

/// A certificate to be made. Times are seconds from now.
pub struct Made {
    pub name: Vec<(DnType, String)>,
    pub from: i64,
    pub to: i64,
    pub ca: Option<BasicConstraints>,
    pub key: KeyPair,
}

/// A certificate and its key.
pub struct Holder {
    pub pem: String,
    pub key: KeyPair,
}

pub fn ec_key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

pub fn rsa_key() -> KeyPair {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
}

/// A CA whose name no run has used before: the Kernel finds issuers by their names.
pub fn ca() -> Made {
    Made {
        ca: Some(BasicConstraints::Unconstrained),
        to: 3650 * DAY,
        ..leaf().common_name(&fresh("CA"))
    }
}

/// A partner's certificate of [`ORGANIZATION`], good for two years.
pub fn leaf() -> Made {
    Made {
        name: vec![
            (DnType::CountryName, "IN".to_owned()),
            (DnType::OrganizationName, ORGANIZATION.to_owned()),
            (DnType::CommonName, fresh("partner")),
        ],
        from: -HOUR,
        to: 730 * DAY,
        ca: None,
        key: ec_key(),
    }
}

impl Made {
    /// Replaces the common name.
    pub fn common_name(self, text: &str) -> Self {
        self.part(DnType::CommonName, text)
    }

    pub fn organization(self, text: &str) -> Self {
        self.part(DnType::OrganizationName, text)
    }

    /// Replaces a part of the name, or adds it.
    pub fn part(mut self, kind: DnType, text: &str) -> Self {
        self.name.retain(|(held, _)| *held != kind);
        self.name.push((kind, text.to_owned()));
        self
    }

    pub fn without(mut self, kind: DnType) -> Self {
        self.name.retain(|(held, _)| *held != kind);
        self
    }

    pub fn from(self, from: i64) -> Self {
        Self { from, ..self }
    }

    pub fn to(self, to: i64) -> Self {
        Self { to, ..self }
    }

    pub fn key(self, key: KeyPair) -> Self {
        Self { key, ..self }
    }

    pub fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        for (kind, text) in &self.name {
            params.distinguished_name.push(kind.clone(), text.as_str());
        }
        let epoch = rcgen::date_time_ymd(1970, 1, 1);
        params.not_before = epoch + since_epoch(self.from);
        params.not_after = epoch + since_epoch(self.to);
        if let Some(constraints) = &self.ca {
            params.is_ca = IsCa::Ca(*constraints);
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        }
        params
    }

    pub fn self_signed(self) -> Holder {
        let made = self.params().self_signed(&self.key).unwrap();
        Holder::new(made.der(), self.key)
    }

    pub fn signed_by(self, signer: &Holder) -> Holder {
        let params = self.params();
        signer.sign(&params, self.key)
    }
}

fn since_epoch(seconds_from_now: i64) -> Duration {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let then = now.as_secs().checked_add_signed(seconds_from_now);
    Duration::from_secs(then.unwrap())
}

impl Holder {
    fn new(der: &[u8], key: KeyPair) -> Self {
        Self {
            pem: pem_of(der),
            key,
        }
    }

    pub fn sign(&self, params: &CertificateParams, key: KeyPair) -> Self {
        let issuer = Issuer::from_ca_cert_pem(&self.pem, &self.key).unwrap();
        let made = params.signed_by(&key, &issuer).unwrap();
        Self::new(made.der(), key)
    }

    pub fn der(&self) -> Vec<u8> {
        der_of(&self.pem)
    }

    /// The same certificate as version 1, which has no extensions, signed by the (EC) key of `signer`.
    pub fn as_version_1(&self, signer: &Holder) -> String {
        let der = self.der();
        let parts = elements(content(&der));
        let signed = elements(content(parts[0]));
        let plain = signed
            .iter()
            .filter(|part| ![0xa0, 0xa3].contains(&part[0]));
        let signed = sequence(plain.copied());
        let signature = signer.key.sign(&signed).unwrap();
        let signature = [&[0][..], &signature].concat();
        let signature = tagged(0x03, &signature);
        pem_of(&sequence([
            signed.as_slice(),
            parts[1],
            signature.as_slice(),
        ]))
    }
}

/// PEM as the Kernel writes it.
pub fn pem_of(der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new("CERTIFICATE", der), config)
}

pub fn der_of(pem: &str) -> Vec<u8> {
    pem::parse(pem).unwrap().into_contents()
}

/// A root that the Kernel trusts in this domain from now on.
pub fn trusted(kernel: &Kernel<'_>, domain: &str) -> Holder {
    let root = ca().self_signed();
    kernel.upload_ca(&root.pem, domain).must("Upload Success.");
    root
}

/// Length of the header and of the content of the DER element that `bytes` begin with.
fn lengths(bytes: &[u8]) -> (usize, usize) {
    let first = usize::from(bytes[1]);
    if first < 0x80 {
        return (2, first);
    }
    let count = first - 0x80;
    let length = bytes[2..2 + count].iter();
    (
        2 + count,
        length.fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
    )
}

fn content(element: &[u8]) -> &[u8] {
    let (header, length) = lengths(element);
    &element[header..header + length]
}

fn elements(mut rest: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (header, length) = lengths(rest);
        let (element, after) = rest.split_at(header + length);
        found.push(element);
        rest = after;
    }
    found
}

fn sequence<'e>(parts: impl IntoIterator<Item = &'e [u8]>) -> Vec<u8> {
    tagged(0x30, &parts.into_iter().collect::<Vec<_>>().concat())
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let head = match (high, low) {
        (0, 0..0x80) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head.as_slice(), content].concat()
}

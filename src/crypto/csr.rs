//! Certificate requests, and the private keys that they are made with.

use super::CryptoError;
use super::public_key::PublicKey;
use crate::domain::secret::Secret;
use rcgen::string::PrintableString;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, KeyPair, PKCS_ECDSA_P256_SHA256,
    PKCS_RSA_SHA256, PublicKeyData, RsaKeySize,
};
use zeroize::Zeroizing;

/// Whom a certificate is for. The Kernel wants a common name, and an organization that is the partner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub common_name: String,
    pub organization: Option<String>,
    pub organizational_unit: Option<String>,
    /// Two letters (ISO 3166), of any case.
    pub country: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Rsa2048,
    EcP256,
}

/// A request to a CA (PKCS#10, RFC 2986) and the key that it is for.
#[derive(Debug)]
pub struct Request {
    /// One PEM block.
    pub csr_pem: String,
    /// PKCS#8, one PEM block.
    pub key_pem: Secret,
}

/// With a key made for it.
pub fn request(subject: &Subject, kind: KeyKind) -> Result<Request, CryptoError> {
    let name = subject.name()?;
    request_with(name, &generate(kind)?)
}

/// With a key that is there already: PKCS#8 in PEM, RSA of 2048 bits or more, or EC.
pub fn request_for(subject: &Subject, key_pem: &Secret) -> Result<Request, CryptoError> {
    request_with(subject.name()?, &read_pair(key_pem)?)
}

fn request_with(name: DistinguishedName, key: &KeyPair) -> Result<Request, CryptoError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    let refused = |_| unmakeable("the subject cannot be written as DER");
    let request = params.serialize_request(key).map_err(refused)?;
    let csr_pem = request.pem().map_err(refused)?;
    Ok(Request {
        csr_pem,
        key_pem: pair_pem(key),
    })
}

impl Subject {
    /// As a distinguished name: country, organization, unit, common name.
    pub(super) fn name(&self) -> Result<DistinguishedName, CryptoError> {
        let mut name = DistinguishedName::new();
        if let Some(country) = &self.country {
            name.push(DnType::CountryName, country_code(country)?);
        }
        if let Some(organization) = &self.organization {
            name.push(
                DnType::OrganizationName,
                plain(organization, "the organization")?,
            );
        }
        if let Some(unit) = &self.organizational_unit {
            name.push(
                DnType::OrganizationalUnitName,
                plain(unit, "the organizational unit")?,
            );
        }
        name.push(
            DnType::CommonName,
            plain(&self.common_name, "the common name")?,
        );
        Ok(name)
    }
}

fn country_code(text: &str) -> Result<DnValue, CryptoError> {
    let refused = || unmakeable("the country is not two letters");
    if text.len() != 2 || !text.chars().all(|c| c.is_ascii_alphabetic()) {
        return Err(refused());
    }
    let code = PrintableString::try_from(text.to_ascii_uppercase()).map_err(|_| refused())?;
    Ok(DnValue::PrintableString(code))
}

fn plain<'a>(text: &'a str, what: &str) -> Result<&'a str, CryptoError> {
    if text.trim().is_empty() {
        return Err(unmakeable(&format!("{what} is empty")));
    }
    if text.chars().any(char::is_control) {
        return Err(unmakeable(&format!("{what} holds a control character")));
    }
    Ok(text)
}

fn unmakeable(why: &str) -> CryptoError {
    CryptoError::Request {
        why: why.to_owned(),
    }
}

pub(super) fn generate(kind: KeyKind) -> Result<KeyPair, CryptoError> {
    let made = match kind {
        KeyKind::Rsa2048 => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        KeyKind::EcP256 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
    };
    made.map_err(|_| CryptoError::Random)
}

/// A private key that signs: PKCS#8 in PEM.
pub(super) fn read_pair(key_pem: &Secret) -> Result<KeyPair, CryptoError> {
    let PrivateDer::Pkcs8(der) = read_private(key_pem)? else {
        return Err(unusable(
            "it is not PKCS#8: convert it with `openssl pkcs8 -topk8 -nocrypt`",
        ));
    };
    let pair = KeyPair::try_from(der.as_slice())
        .map_err(|_| unusable("it is neither RSA of 2048 bits or more nor EC"))?;
    PublicKey::from_spki(&pair.subject_public_key_info())?;
    Ok(pair)
}

/// PKCS#8, one PEM block.
pub(super) fn pair_pem(pair: &KeyPair) -> Secret {
    Secret::new(pair.serialize_pem())
}

/// What a PEM block of a private key holds.
pub(super) enum PrivateDer {
    Pkcs8(Zeroizing<Vec<u8>>),
    /// RSA only.
    Pkcs1(Zeroizing<Vec<u8>>),
}

/// The first private key of a PEM file; what else stands there is passed over. Refuses by name what is
/// encrypted, what is of another form, and files without a private key.
pub(super) fn read_private(key_pem: &Secret) -> Result<PrivateDer, CryptoError> {
    let blocks = pem::parse_many(key_pem.expose()).map_err(|_| unusable("its PEM is broken"))?;
    let is_private = |block: &&pem::Pem| block.tag().ends_with("PRIVATE KEY");
    let Some(block) = blocks.iter().find(is_private) else {
        let why = match blocks.first().map(pem::Pem::tag) {
            None => "it is not PEM",
            Some("CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") => {
                "it is a certificate, a private key is wanted"
            }
            Some("PUBLIC KEY" | "RSA PUBLIC KEY") => "it is a public key, a private key is wanted",
            Some(_) => "it holds no private key",
        };
        return Err(unusable(why));
    };
    let is_encrypted = block.headers().iter().any(|(name, _)| name == "DEK-Info");
    match block.tag() {
        _ if is_encrypted => Err(encrypted()),
        "ENCRYPTED PRIVATE KEY" => Err(encrypted()),
        "PRIVATE KEY" => Ok(PrivateDer::Pkcs8(Zeroizing::new(block.contents().to_vec()))),
        "RSA PRIVATE KEY" => Ok(PrivateDer::Pkcs1(Zeroizing::new(block.contents().to_vec()))),
        "EC PRIVATE KEY" => Err(unusable(
            "it is an EC key in SEC 1 form: convert it with `openssl pkcs8 -topk8 -nocrypt`",
        )),
        _ => Err(unusable(
            "it is a private key of a form that is not read here",
        )),
    }
}

fn encrypted() -> CryptoError {
    unusable("it is encrypted with a passphrase: decrypt it with `openssl pkey` first")
}

pub(super) fn unusable(why: &str) -> CryptoError {
    CryptoError::Key {
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use x509_parser::prelude::{FromDer, X509CertificationRequest};

    fn subject() -> Subject {
        Subject {
            common_name: "acme-01".to_owned(),
            organization: Some("Ácme, Inc.".to_owned()),
            organizational_unit: Some("eKYC".to_owned()),
            country: Some("in".to_owned()),
        }
    }

    #[test]
    fn a_request_names_its_subject_and_is_signed_by_its_key() {
        for kind in [KeyKind::Rsa2048, KeyKind::EcP256] {
            let made = request(&subject(), kind).unwrap();
            let block = pem::parse(&made.csr_pem).unwrap();
            assert_eq!(block.tag(), "CERTIFICATE REQUEST");
            let (_, csr) = X509CertificationRequest::from_der(block.contents()).unwrap();
            csr.verify_signature().unwrap();
            let name = csr.certification_request_info.subject.to_string();
            assert_eq!(name, "C=IN, O=Ácme, Inc., OU=eKYC, CN=acme-01");
            assert!(
                made.key_pem
                    .expose()
                    .starts_with("-----BEGIN PRIVATE KEY-----")
            );
        }
    }

    #[test]
    fn a_key_that_is_there_is_used() {
        let first = request(&subject(), KeyKind::EcP256).unwrap();
        let again = request_for(&subject(), &first.key_pem).unwrap();
        let public = |pem: &Secret| read_pair(pem).unwrap().subject_public_key_info();
        assert_eq!(public(&first.key_pem), public(&again.key_pem));
    }

    #[test]
    fn a_subject_that_no_authority_would_take_is_refused() {
        type Change = fn(&mut Subject);
        let cases: [(Change, &str); 4] = [
            (
                |s| s.common_name = "  ".to_owned(),
                "the common name is empty",
            ),
            (
                |s| s.country = Some("IND".to_owned()),
                "the country is not two letters",
            ),
            (
                |s| s.organization = Some("a\nb".to_owned()),
                "control character",
            ),
            (
                |s| s.organizational_unit = Some(String::new()),
                "unit is empty",
            ),
        ];
        for (change, why) in cases {
            let mut wrong = subject();
            change(&mut wrong);
            let refused = request(&wrong, KeyKind::EcP256).unwrap_err();
            assert!(matches!(refused, CryptoError::Request { .. }));
            assert!(refused.to_string().contains(why), "{refused}");
        }
    }

    #[test]
    fn what_is_no_plain_private_key_is_refused_by_name() {
        let cases = [
            ("", "not PEM"),
            ("hunter2", "not PEM"),
            (
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "a certificate",
            ),
            (
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "a public key",
            ),
            (
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "passphrase",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "passphrase",
            ),
            (
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
                "SEC 1",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "PKCS#8",
            ),
            (
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "neither RSA",
            ),
        ];
        for (text, why) in cases {
            let refused = request_for(&subject(), &Secret::new(text.to_owned())).unwrap_err();
            assert!(matches!(refused, CryptoError::Key { .. }));
            assert!(refused.to_string().contains(why), "{text}: {refused}");
        }
    }
}

//! Certificates as people send them: PEM with anything around it, DER, PKCS#7.

use super::CryptoError;
use super::facts::{facts, signature};
use super::public_key::{self, PublicKey};
use crate::domain::cert::bundle;
use crate::domain::cert::{CertificateFacts, Thumbprint};
use aws_lc_rs::digest;
use aws_lc_rs::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A certificate that was read, with what it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    pub facts: CertificateFacts,
    /// One block, 64 columns, LF.
    pub pem: String,
    pub der: Vec<u8>,
}

impl Parsed {
    pub fn public_key(&self) -> Result<PublicKey, CryptoError> {
        let (_, certificate) = X509Certificate::from_der(&self.der).map_err(|_| broken())?;
        PublicKey::from_spki(certificate.public_key().raw)
    }
}

fn broken() -> CryptoError {
    CryptoError::NotACertificate {
        why: "it is damaged".to_owned(),
    }
}

fn not(why: impl Into<String>) -> CryptoError {
    CryptoError::NotACertificate { why: why.into() }
}

/// The first certificate of a file: PEM (text before it, CRLF and a BOM do not matter) or DER.
///
/// Refuses private keys, requests, PKCS#12 and PKCS#7 by name.
pub fn read_one(bytes: &[u8]) -> Result<Parsed, CryptoError> {
    match blocks(bytes)? {
        Blocks::Der(der) if is_pkcs7(der) => {
            Err(not("it is a PKCS#7 bundle; one certificate is wanted"))
        }
        Blocks::Der(der) => from_der(der),
        Blocks::Pem(all) => {
            let first = all.iter().find(|block| block.label == "CERTIFICATE");
            first.map_or_else(|| Err(wrong_label(&all)), |block| from_der(&block.der))
        }
    }
}

/// Every certificate of a file: PEM with one or more blocks, DER, or PKCS#7 in PEM, DER or BER.
pub fn read_all(bytes: &[u8]) -> Result<Vec<Parsed>, CryptoError> {
    let mut found = Vec::new();
    match blocks(bytes)? {
        Blocks::Der(der) if is_pkcs7(der) => found = of_pkcs7(der)?,
        Blocks::Der(der) => found.push(from_der(der)?),
        Blocks::Pem(all) => {
            for block in &all {
                match block.label.as_str() {
                    "CERTIFICATE" => found.push(from_der(&block.der)?),
                    "PKCS7" | "CMS" => found.extend(of_pkcs7(&block.der)?),
                    _ => return Err(wrong_label(&all)),
                }
            }
        }
    }
    if found.is_empty() {
        return Err(not("it is an empty bundle"));
    }
    Ok(found)
}

enum Blocks<'a> {
    Der(&'a [u8]),
    Pem(Vec<Block>),
}

struct Block {
    label: String,
    der: Vec<u8>,
}

fn blocks(bytes: &[u8]) -> Result<Blocks<'_>, CryptoError> {
    if bytes.is_empty() {
        return Err(not("it is empty"));
    }
    if bytes.first() == Some(&0x30) {
        return Ok(Blocks::Der(bytes));
    }
    let text = String::from_utf8_lossy(bytes);
    let all = pem_blocks(&text)?;
    if all.is_empty() {
        return Err(not("it is neither PEM nor DER"));
    }
    Ok(Blocks::Pem(all))
}

fn pem_blocks(text: &str) -> Result<Vec<Block>, CryptoError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(begin) = rest.find("-----BEGIN ") {
        let after = &rest[begin + "-----BEGIN ".len()..];
        let (label, after) = after
            .split_once("-----")
            .ok_or_else(|| not("a BEGIN line is cut off"))?;
        let end = format!("-----END {label}-----");
        let (body, after) = after
            .split_once(end.as_str())
            .ok_or_else(|| not(format!("the END line of {} is missing", short(label))))?;
        if label.contains("PRIVATE KEY") {
            return Err(CryptoError::PrivateKeyGiven);
        }
        let packed: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der = STANDARD
            .decode(packed)
            .map_err(|_| not(format!("the {} block is damaged", short(label))))?;
        found.push(Block {
            label: label.to_owned(),
            der,
        });
        rest = after;
    }
    Ok(found)
}

/// A label of a file, fit to be shown.
fn short(label: &str) -> String {
    label.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn wrong_label(all: &[Block]) -> CryptoError {
    let label = all.first().map_or("", |block| block.label.as_str());
    match label {
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            not("it is a certificate request; a CA must sign it first")
        }
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {
            not("it is a public key; `pmctl key upload` takes those")
        }
        "PKCS7" | "CMS" => not("it is a PKCS#7 bundle; one certificate is wanted"),
        "TRUSTED CERTIFICATE" => {
            not("it is openssl's own form; `openssl x509 -in FILE` makes a plain one")
        }
        label => not(format!("it is a {}", short(label))),
    }
}

/// ContentInfo whose type is signedData (1.2.840.113549.1.7.2).
fn is_pkcs7(der: &[u8]) -> bool {
    const SIGNED_DATA: [u8; 11] = [
        0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
    ];
    der.windows(SIGNED_DATA.len())
        .take(16)
        .any(|window| window == SIGNED_DATA)
}

fn of_pkcs7(ber: &[u8]) -> Result<Vec<Parsed>, CryptoError> {
    let all = bundle::certificates(ber).ok_or_else(|| not("the PKCS#7 bundle is damaged"))?;
    all.iter().map(|der| from_der(der)).collect()
}

/// A PKCS#7 bundle in DER of PEM blocks, in their order.
pub fn to_pkcs7(pem: &str) -> Result<Vec<u8>, CryptoError> {
    let all = read_all(pem.as_bytes())?;
    let ders = all.into_iter().map(|parsed| parsed.der).collect();
    bundle::of(ders).ok_or_else(broken)
}

fn from_der(der: &[u8]) -> Result<Parsed, CryptoError> {
    if looks_like_pkcs12(der) {
        return Err(not(
            "it is PKCS#12; `openssl pkcs12 -in FILE -nokeys -clcerts` takes the certificate out",
        ));
    }
    let Ok((rest, certificate)) = X509Certificate::from_der(der) else {
        return Err(match public_key::is_private(der) {
            true => CryptoError::PrivateKeyGiven,
            false => broken(),
        });
    };
    let der = &der[..der.len() - rest.len()];
    Ok(Parsed {
        facts: facts(&certificate, der),
        pem: to_pem(der),
        der: der.to_vec(),
    })
}

/// PFX begins with version 3, and so does no certificate.
fn looks_like_pkcs12(der: &[u8]) -> bool {
    der.windows(3)
        .take(6)
        .any(|window| window == [0x02, 0x01, 0x03])
}

pub(super) fn to_pem(der: &[u8]) -> String {
    let packed = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in packed.as_bytes().chunks(64) {
        pem.push_str(std::str::from_utf8(line).unwrap_or_default());
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// Whether `key` made the signature; names, dates and extensions are not looked at.
///
/// Java, and so the Kernel, also takes RSA below 2048 bits and curves with a hash that is not their own;
/// what such a key may sign is judged elsewhere. SHA-224 is not verified here.
pub(super) fn signed_by(certificate: &X509Certificate<'_>, key: &SubjectPublicKeyInfo<'_>) -> bool {
    if certificate.verify_signature(Some(key)).is_ok() {
        return true;
    }
    let Some(algorithm) = seldom_used(&signature(certificate), key) else {
        return false;
    };
    UnparsedPublicKey::new(algorithm, &key.subject_public_key.data)
        .verify(
            certificate.tbs_certificate.as_ref(),
            &certificate.signature_value.data,
        )
        .is_ok()
}

/// The pairs of signature and key that x509-parser leaves out.
fn seldom_used(
    named: &str,
    key: &SubjectPublicKeyInfo<'_>,
) -> Option<&'static dyn VerificationAlgorithm> {
    let curve = key.algorithm.parameters.as_ref();
    let curve = curve.and_then(|any| any.as_oid().ok());
    let curve = curve.map(|oid| oid.to_id_string()).unwrap_or_default();
    Some(match (named, curve.as_str()) {
        ("SHA256withRSA", _) => &algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        ("SHA512withRSA", _) => &algorithms::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        ("SHA512withECDSA", "1.2.840.10045.3.1.7") => &algorithms::ECDSA_P256_SHA512_ASN1,
        ("SHA512withECDSA", "1.3.132.0.34") => &algorithms::ECDSA_P384_SHA512_ASN1,
        ("SHA256withECDSA", "1.3.132.0.35") => &algorithms::ECDSA_P521_SHA256_ASN1,
        ("SHA384withECDSA", "1.3.132.0.35") => &algorithms::ECDSA_P521_SHA384_ASN1,
        ("SHA512withECDSA", "1.3.132.0.35") => &algorithms::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

pub(super) fn sha256(bytes: &[u8]) -> Thumbprint {
    let mut found = [0; 32];
    found.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    Thumbprint::from_digest(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (String, Vec<u8>) {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::default();
        params
            .distinguished_name
            .push(rcgen::DnType::OrganizationName, "Bank One");
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "Retail");
        let certificate = params.self_signed(&key).unwrap();
        (certificate.pem(), certificate.der().to_vec())
    }

    #[test]
    fn every_shape_gives_the_same_certificate() {
        let (pem, der) = made();
        let plain = read_one(pem.as_bytes()).unwrap();
        assert_eq!(plain.der, der);
        assert_eq!(plain.facts.organization.as_deref(), Some("Bank One"));
        assert_eq!(plain.facts.common_name.as_deref(), Some("Retail"));
        assert_eq!(plain.facts.version, 3);
        assert!(plain.facts.is_self_signed);
        let shapes: [Vec<u8>; 4] = [
            der,
            pem.replace('\n', "\r\n").into_bytes(),
            format!("\u{feff}{pem}").into_bytes(),
            format!("Certificate:\n  Data: …\n{pem}\ntrailing").into_bytes(),
        ];
        for shape in shapes {
            assert_eq!(read_one(&shape).unwrap(), plain);
        }
        assert_eq!(read_one(plain.pem.as_bytes()).unwrap(), plain);
        assert!(plain.pem.lines().all(|line| line.len() <= 64));
    }

    #[test]
    fn bundles_keep_their_order() {
        let (one, _) = made();
        let (two, _) = made();
        let all = read_all(format!("{one}{two}").as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], read_one(one.as_bytes()).unwrap());
        assert_eq!(all[1], read_one(two.as_bytes()).unwrap());
    }

    #[test]
    fn what_is_no_certificate_is_named() {
        let (pem, _) = made();
        let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
        assert_eq!(read_one(key.as_bytes()), Err(CryptoError::PrivateKeyGiven));
        assert_eq!(read_all(key.as_bytes()), Err(CryptoError::PrivateKeyGiven));
        for bad in ["", "hello", "-----BEGIN CERTIFICATE", &pem[..pem.len() / 2]] {
            assert!(matches!(
                read_one(bad.as_bytes()),
                Err(CryptoError::NotACertificate { .. })
            ));
        }
        let request = pem.replace("CERTIFICATE", "CERTIFICATE REQUEST");
        let told = read_one(request.as_bytes()).unwrap_err().to_string();
        assert!(told.contains("request"), "{told}");
        let damaged = pem.replacen("MII", "!!!", 1);
        assert!(read_one(damaged.as_bytes()).is_err());
    }
}

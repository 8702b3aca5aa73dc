//! Keymanager: trust anchors, partner certificates, stored keys, license keys, encryption.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use reqwest::Url;

use super::call::Call;
use super::client::KernelClient;
use super::connection::below;
use super::error::KernelError;
use super::{answer, pkcs7, wire};
use crate::domain::secret::Secret;

/// What the Kernel has stored under (`PARTNER`, reference).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredCertificate {
    /// Nothing usable. Up to 1.2.0.1 the Kernel does not tell this from [`Self::Expired`].
    Free,
    /// Something was stored, and is not valid now.
    Expired,
    Current {
        pem: String,
        issued_at: Timestamp,
        expires_at: Timestamp,
    },
    /// More than one current entry: no call reads, replaces or removes them any more.
    Destroyed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaUploaded {
    Stored,
    AlreadyThere,
    /// Of a bundle, some were stored; the others were there already or are not trusted.
    PartlyStored,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStored {
    Stored,
    /// The entry holds this certificate already. Up to 1.2.1 the Kernel answers the same when the
    /// entry cannot be replaced for another reason; reading it back tells.
    SameAlready,
    /// The Kernel had this certificate under this reference before. It takes none twice, not even after a revocation,
    /// and left everything as it was.
    HadBefore,
}

/// What came back for an uploaded partner certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resigned {
    pub certificate_id: String,
    /// DER, in the order received: re-signed leaf, PMS, ROOT; one certificate from 1.1.x; in domain
    /// FTM the partner's own chain. Tell the leaf by its public key.
    pub chain: Vec<Vec<u8>>,
}

/// A partner certificate, both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPair {
    /// PEM as it was uploaded.
    pub uploaded: String,
    /// PEM of the re-signed one.
    pub resigned: String,
}

/// Who answered; a Kernel that hides its actuator names neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ping {
    pub name: Option<String>,
    pub version: Option<String>,
}

const NO_UNIQUE_ALIAS: &str = "KER-KMS-003";
const OTHER_DOMAIN_REFUSED: &str = "KER-KMS-015";
const NO_KEY_FOR_OTHERS: &str = "KER-KMS-016";
const SAME_CERTIFICATE: &str = "KER-KMS-035";
const CA_ALREADY_THERE: &str = "KER-PCM-003";
const INTERNAL: &str = "KER-KMS-500";
/// Columns of the Kernel's database that hold a value once; their constraints are named after them.
const ALIAS_COLUMN: &str = "uni_ident";
const TRUST_COLUMN: &str = "cert_thumbprint";
/// How often a request that met another one at the Kernel's database is sent again.
const MEETINGS: usize = 3;

impl KernelClient {
    /// The PEM of an application's master key, which is made if there is none yet.
    pub fn master_key(&self, application: &str) -> Result<String, KernelError> {
        let call = Call::GenerateMasterKey;
        let request = || wire::MasterKeyRequest {
            application_id: Some(application.to_owned()),
            reference_id: Some(String::new()),
            force: Some(false),
            ..wire::MasterKeyRequest::default()
        };
        let path = wire::GENERATE_MASTER_KEY;
        let answer: wire::KeyPair = unless_met(ALIAS_COLUMN, || {
            self.post(call, self.keymanager(), path, request())
        })?;
        answer::member(call, "certificate", answer.certificate)
    }

    /// What the Kernel encrypts with for this partner.
    pub fn stored_certificate(&self, reference: &str) -> Result<StoredCertificate, KernelError> {
        let call = Call::GetCertificate;
        let mut url = below(self.keymanager(), wire::GET_CERTIFICATE);
        url.query_pairs_mut()
            .append_pair("applicationId", wire::PARTNER)
            .append_pair("referenceId", reference);
        match self.get::<wire::KeyPair>(call, url) {
            Ok(pair) => current(call, pair),
            Err(KernelError::Refused { code, message, .. }) if code == NO_KEY_FOR_OTHERS => {
                let expired = message.to_ascii_lowercase().contains("expired");
                Ok(if expired {
                    StoredCertificate::Expired
                } else {
                    StoredCertificate::Free
                })
            }
            Err(error) if error.is_refusal(&[NO_UNIQUE_ALIAS]) => Ok(StoredCertificate::Destroyed),
            Err(error) => Err(error),
        }
    }

    /// Puts a CA into the trust store of one domain: the PEM of one certificate, or the base64url of
    /// a DER certificate or a PKCS#7 bundle, on one line.
    pub fn upload_ca(&self, certificate: &str, domain: &str) -> Result<CaUploaded, KernelError> {
        let call = Call::UploadCa;
        let request = || wire::UploadCaRequest {
            certificate_data: Some(certificate.to_owned()),
            partner_domain: Some(domain.to_owned()),
        };
        let path = wire::UPLOAD_CA_CERTIFICATE;
        let answer = unless_met(TRUST_COLUMN, || {
            self.post(call, self.keymanager(), path, request())
        });
        match answer {
            Ok(answer) => uploaded(call, answer),
            Err(error) if error.is_refusal(&[CA_ALREADY_THERE]) => Ok(CaUploaded::AlreadyThere),
            Err(error) => Err(error),
        }
    }

    /// Has a partner certificate re-signed and stored. The organization is given as the certificate has it. Each call makes
    /// another id and certificate.
    ///
    /// The Kernel then puts its own ROOT and PMS into the domain's trust store. The first uploads of a domain that come at
    /// once all try, and all but one are undone with a 500: those are sent again.
    pub fn upload_partner(
        &self,
        pem: &str,
        organization: &str,
        domain: &str,
    ) -> Result<Resigned, KernelError> {
        let call = Call::UploadPartner;
        let request = || wire::UploadPartnerRequest {
            certificate_data: Some(pem.to_owned()),
            organization_name: Some(escaped(organization)),
            partner_domain: Some(domain.to_owned()),
        };
        let path = wire::UPLOAD_PARTNER_CERTIFICATE;
        let answer: wire::UploadPartnerAnswer = unless_met(TRUST_COLUMN, || {
            self.post(call, self.keymanager(), path, request())
        })?;
        let data = answer::member(
            call,
            "signedCertificateData",
            answer.signed_certificate_data,
        )?;
        let chain =
            pkcs7::certificates(&data).map_err(|cause| KernelError::protocol(call, cause))?;
        Ok(Resigned {
            certificate_id: answer::member(call, "certificateId", answer.certificate_id)?,
            chain,
        })
    }

    /// The re-signed certificate of this certificate id, in PEM.
    pub fn partner_certificate(&self, certificate_id: &str) -> Result<String, KernelError> {
        let call = Call::GetPartner;
        let url = self.with_id(wire::GET_PARTNER_CERTIFICATE, certificate_id);
        let answer: wire::PartnerCertificateAnswer = self.get(call, url)?;
        answer::member(call, "certificateData", answer.certificate_data)
    }

    /// Both certificates of this certificate id; `None` from a Kernel up to 1.2.0.1, which lacks the call.
    pub fn partner_signed_certificate(
        &self,
        certificate_id: &str,
    ) -> Result<Option<SignedPair>, KernelError> {
        let call = Call::GetPartnerSigned;
        let url = self.with_id(wire::GET_PARTNER_SIGNED_CERTIFICATE, certificate_id);
        let answer: wire::PartnerSignedCertificateAnswer = match self.get(call, url) {
            Err(KernelError::Refused { http: 404, .. }) => return Ok(None),
            other => other?,
        };
        let uploaded = answer::member(
            call,
            "caSignedCertificateData",
            answer.ca_signed_certificate_data,
        )?;
        let resigned = answer::member(
            call,
            "mosipSignedCertificateData",
            answer.mosip_signed_certificate_data,
        )?;
        Ok(Some(SignedPair { uploaded, resigned }))
    }

    /// Stores a certificate under (`PARTNER`, reference), in place of the one there.
    ///
    /// Two different certificates on their way at once, or one not yet valid, destroy the entry for
    /// good: the caller sends one at a time, and after a lost answer the same bytes.
    pub fn store_key(&self, reference: &str, pem: &str) -> Result<KeyStored, KernelError> {
        let call = Call::UploadOtherDomain;
        let request = wire::UploadOtherDomainRequest {
            application_id: Some(wire::PARTNER.to_owned()),
            reference_id: Some(reference.to_owned()),
            certificate_data: Some(pem.to_owned()),
        };
        let path = wire::UPLOAD_OTHER_DOMAIN_CERTIFICATE;
        match self.post::<_, wire::StatusAnswer>(call, self.keymanager(), path, request) {
            Ok(answer) => expect(
                call,
                answer,
                wire::OTHER_DOMAIN_UPLOAD_SUCCESS,
                KeyStored::Stored,
            ),
            Err(error) if error.is_refusal(&[SAME_CERTIFICATE, OTHER_DOMAIN_REFUSED]) => {
                Ok(KeyStored::SameAlready)
            }
            Err(error) if met(&error, ALIAS_COLUMN) => Ok(KeyStored::HadBefore),
            Err(error) => Err(error),
        }
    }

    /// Ends what is stored under (`PARTNER`, reference). KER-KMS-003: nothing is, or it is destroyed.
    pub fn revoke_key(&self, reference: &str) -> Result<(), KernelError> {
        let call = Call::RevokeKey;
        let request = wire::RevokeKeyRequest {
            application_id: Some(wire::PARTNER.to_owned()),
            reference_id: Some(reference.to_owned()),
            disable_auto_gen: Some(false),
        };
        let answer = self.put(call, self.keymanager(), wire::REVOKE_KEY, request)?;
        expect(call, answer, wire::KEY_REVOKED, ())
    }

    /// A new license key for a holder of at most 36 characters; the Kernel cannot be asked for it again.
    /// The expiry is cut to milliseconds.
    pub fn generate_license(
        &self,
        holder: &str,
        expires: Timestamp,
    ) -> Result<Secret, KernelError> {
        let call = Call::GenerateLicense;
        let request = wire::LicenseRequest {
            tsp_id: Some(holder.to_owned()),
            license_expiry_time: Some(wire::zoned(expires)),
        };
        let answer: wire::LicenseAnswer =
            self.post(call, self.keymanager(), wire::GENERATE_LICENSE, request)?;
        let key = answer.license_key.filter(|it| !it.is_empty());
        answer::member(call, "licenseKey", key).map(Secret::new)
    }

    /// Encrypts with the certificate stored under (`PARTNER`, reference); `data` must not be empty.
    pub fn encrypt(&self, reference: &str, data: &[u8]) -> Result<Vec<u8>, KernelError> {
        let call = Call::Encrypt;
        let request = wire::EncryptRequest {
            application_id: Some(wire::PARTNER.to_owned()),
            reference_id: Some(reference.to_owned()),
            time_stamp: Some(wire::zoned(self.connection().now())),
            data: Some(URL_SAFE_NO_PAD.encode(data)),
            salt: None,
            aad: None,
        };
        let answer: wire::EncryptAnswer =
            self.post(call, self.keymanager(), wire::ENCRYPT, request)?;
        let text = answer::member(call, "data", answer.data)?;
        pkcs7::base64(&text).ok_or_else(|| KernelError::protocol(call, "its `data` is no base64"))
    }

    /// Asks who is there, with a token: so it also shows whether the login works.
    pub fn ping(&self) -> Result<Ping, KernelError> {
        let call = Call::Info;
        let reply = self.get_raw(call, below(self.keymanager(), wire::ACTUATOR_INFO))?;
        match answer::bare::<wire::ActuatorInfo>(call, &reply) {
            Ok(info) => Ok(info.build.map_or_else(Ping::default, |it| Ping {
                name: it.name,
                version: it.version,
            })),
            Err(KernelError::Refused { http: 404, .. }) => Ok(Ping::default()),
            Err(error) => Err(error),
        }
    }

    fn keymanager(&self) -> &Url {
        &self.connection().keymanager
    }

    fn with_id(&self, path: &str, id: &str) -> Url {
        let mut url = below(self.keymanager(), path);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(id);
        }
        url
    }
}

/// Whether the Kernel's database turned a row away because of this column: the Kernel undid the whole request.
fn met(error: &KernelError, column: &str) -> bool {
    matches!(error, KernelError::Lost { remote: Some(remote), .. }
        if remote.code == INTERNAL && remote.message.contains(column))
}

/// Sends again what was undone because another request came first: there the second one finds what it needs.
fn unless_met<A>(
    column: &str,
    send: impl Fn() -> Result<A, KernelError>,
) -> Result<A, KernelError> {
    let mut answer = send();
    for _ in 0..MEETINGS {
        if !answer.as_ref().is_err_and(|error| met(error, column)) {
            break;
        }
        answer = send();
    }
    answer
}

fn current(call: Call, pair: wire::KeyPair) -> Result<StoredCertificate, KernelError> {
    let time = |name: &str, text: Option<String>| {
        let text = answer::member(call, name, text)?;
        wire::read_time(&text)
            .ok_or_else(|| KernelError::protocol(call, format!("its `{name}` is no time")))
    };
    Ok(StoredCertificate::Current {
        pem: answer::member(call, "certificate", pair.certificate)?,
        issued_at: time("issuedAt", pair.issued_at)?,
        expires_at: time("expiryAt", pair.expiry_at)?,
    })
}

fn uploaded(call: Call, answer: wire::StatusAnswer) -> Result<CaUploaded, KernelError> {
    let status = answer::member(call, "status", answer.status)?;
    match status.as_str() {
        wire::UPLOAD_SUCCESS => Ok(CaUploaded::Stored),
        wire::PARTIAL_UPLOAD_SUCCESS => Ok(CaUploaded::PartlyStored),
        wire::UPLOAD_FAILED => Err(KernelError::Refused {
            call,
            code: wire::UPLOAD_FAILED.to_owned(),
            message: "of the bundle nothing was stored: all is there already or not trusted"
                .to_owned(),
            http: 200,
        }),
        _ => Err(KernelError::protocol(call, "its status is unknown")),
    }
}

fn expect<T>(
    call: Call,
    answer: wire::StatusAnswer,
    wanted: &str,
    then: T,
) -> Result<T, KernelError> {
    let status = answer::member(call, "status", answer.status)?;
    if status.trim_end_matches('.') == wanted {
        return Ok(then);
    }
    Err(KernelError::protocol(call, "its status is unknown"))
}

/// An organization as the Keymanager compares it: it takes the O out of the subject's RFC 2253 text and leaves the
/// escapes of that text in (seen at 1.2.0.1: `Acme, Inc.` is refused, `Acme\\, Inc.` taken).
fn escaped(organization: &str) -> String {
    let last = organization.chars().count().saturating_sub(1);
    let mut text = String::new();
    for (at, c) in organization.chars().enumerate() {
        let edge = (at == 0 && (c == ' ' || c == '#')) || (at == last && c == ' ');
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn organizations_are_escaped_as_the_keymanager_compares_them() {
        assert_eq!(escaped("Bank One"), "Bank One");
        assert_eq!(escaped("Acme, Inc."), "Acme\\, Inc.");
        assert_eq!(escaped("A+B=C; <D>"), "A\\+B\\=C\\; \\<D\\>");
        assert_eq!(escaped("#1 "), "\\#1\\ ");
        assert_eq!(escaped(""), "");
    }
}

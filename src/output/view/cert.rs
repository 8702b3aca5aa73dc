//! `pmctl.cert/1`, `pmctl.cert-inspection/1`, `pmctl.csr/1` and `pmctl.pem/1`.

use super::{View, when};
use crate::domain::cert::Certificate;
use crate::domain::id::Holder;
use crate::domain::time::Moment;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

/// A certificate that the Kernel re-signed.
#[derive(Debug, Serialize)]
pub struct CertView {
    /// The Kernel's `certificateId`.
    pub id: String,
    /// Partner id or MISP id.
    pub holder: String,
    pub holder_kind: &'static str,
    pub domain: &'static str,
    /// `current` or `retired`.
    pub status: &'static str,
    /// SHA-256 over the DER of the re-signed one.
    pub thumbprint: String,
    pub original_thumbprint: String,
    pub not_before: String,
    pub not_after: String,
    pub uploaded_at: String,
    pub retired_at: Option<String>,
    #[serde(skip)]
    dates: [Option<Moment>; 4],
}

impl From<&Certificate> for CertView {
    fn from(cert: &Certificate) -> Self {
        Self {
            id: cert.id.to_string(),
            holder: cert.holder.as_str().to_owned(),
            holder_kind: match cert.holder {
                Holder::Misp(_) => "misp",
                Holder::Partner(_) => "partner",
            },
            domain: cert.domain.word(),
            status: if cert.retired_at.is_some() {
                "retired"
            } else {
                "current"
            },
            thumbprint: cert.resigned_thumbprint.to_string(),
            original_thumbprint: cert.original_thumbprint.to_string(),
            not_before: cert.not_before.to_string(),
            not_after: cert.not_after.to_string(),
            uploaded_at: cert.uploaded_at.to_string(),
            retired_at: cert.retired_at.map(|at| at.to_string()),
            dates: [
                Some(cert.not_before),
                Some(cert.not_after),
                Some(cert.uploaded_at),
                cert.retired_at,
            ],
        }
    }
}

impl View for CertView {
    const NOUN: &'static str = "cert";
    const COLUMNS: &'static [&'static str] = &["id", "holder", "domain", "status", "not_after"];

    fn id(&self) -> String {
        self.id.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let [before, after, uploaded, retired] = self.dates.map(|date| date.map(when));
        vec![
            Field::new("id", &self.id),
            Field::new("holder", format!("{} ({})", self.holder, self.holder_kind))
                .hold(Hold::Firm),
            Field::new("domain", self.domain).hold(Hold::Whole),
            Field::word("status", self.status),
            Field::new("thumbprint", &self.thumbprint),
            Field::new("original_thumbprint", &self.original_thumbprint),
            Field::optional("not_before", before),
            Field::optional("not_after", after).day(),
            Field::optional("uploaded", uploaded),
            Field::optional("retired", retired),
        ]
    }
}

/// What a certificate says and what the Kernel would say to it.
#[derive(Debug, Serialize)]
pub struct InspectionView {
    pub subject: String,
    pub issuer: String,
    pub organization: Option<String>,
    pub serial: String,
    pub key: String,
    pub signature: String,
    pub thumbprint: String,
    pub not_before: String,
    pub not_after: String,
    /// `accepted` or `refused`.
    pub verdict: &'static str,
    pub findings: Vec<CertFindingView>,
}

#[derive(Debug, Serialize)]
pub struct CertFindingView {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What the Kernel would answer.
    pub code: String,
    pub message: String,
    pub fix: String,
}

impl View for InspectionView {
    const NOUN: &'static str = "cert-inspection";
    const COLUMNS: &'static [&'static str] = &["thumbprint", "subject", "verdict"];

    fn id(&self) -> String {
        self.thumbprint.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::new("subject", &self.subject),
            Field::new("issuer", &self.issuer),
            Field::optional("organization", self.organization.as_ref()),
            Field::new("serial", &self.serial),
            Field::new("key", &self.key),
            Field::new("signature", &self.signature),
            Field::new("thumbprint", &self.thumbprint),
            Field::new("not_before", &self.not_before),
            Field::new("not_after", &self.not_after),
            Field::word("verdict", self.verdict),
        ];
        fields.extend(self.findings.iter().map(|finding| {
            let text = format!("{} {}", finding.code, finding.message);
            Field::new(finding.severity, text)
        }));
        fields
    }
}

/// A request for a certificate; the private key went to a file.
#[derive(Debug, Serialize)]
pub struct CsrView {
    pub holder: String,
    pub csr: String,
    pub key_file: String,
}

impl View for CsrView {
    const NOUN: &'static str = "csr";
    const COLUMNS: &'static [&'static str] = &["holder", "key_file"];

    fn id(&self) -> String {
        self.holder.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("holder", &self.holder),
            Field::new("key_file", &self.key_file),
        ]
    }
}

/// A certificate, or a chain, as text.
#[derive(Debug, Serialize)]
pub struct PemView {
    pub holder: String,
    pub part: &'static str,
    pub pem: String,
}

impl View for PemView {
    const NOUN: &'static str = "pem";
    const COLUMNS: &'static [&'static str] = &["holder", "part"];

    fn id(&self) -> String {
        self.holder.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("holder", &self.holder),
            Field::new("part", self.part),
            Field::new("pem", &self.pem),
        ]
    }
}

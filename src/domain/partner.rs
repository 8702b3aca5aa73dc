//! A partner: a bank or a telecom that authenticates people through its MISP.

use super::change::Change;
use super::contact::Contact;
use super::id::{MispId, PartnerId, PolicyGroupId};
use super::invalid::Invalid;
use super::status::{Block, Status};
use super::text::{Name, Organization};
use super::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    pub id: PartnerId,
    pub misp: MispId,
    /// Unique within the policy group by [`Name::key`].
    pub name: Name,
    /// What the O of its certificate must equal byte for byte; never changes, because the Kernel compares.
    pub organization: Organization,
    pub contact: Contact,
    pub kind: PartnerType,
    pub group: PolicyGroupId,
    pub signer: Signer,
    pub status: Status,
    pub created_at: Moment,
}

/// Who signs the requests that reach ID Authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    Partner,
    Misp,
}

impl Signer {
    pub fn word(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Misp => "misp",
        }
    }
}

impl std::str::FromStr for Signer {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text {
            "partner" => Ok(Self::Partner),
            "misp" => Ok(Self::Misp),
            _ => Err(Invalid::new("signer", "is neither partner nor misp")),
        }
    }
}

/// The partner types that MOSIP ships and that send or receive something through a MISP. Compared without case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnerType {
    Auth,
    Credential,
    OnlineVerification,
    Abis,
    ManualAdjudication,
    Print,
    Binding,
}

impl PartnerType {
    pub const ALL: [Self; 7] = [
        Self::Auth,
        Self::Credential,
        Self::OnlineVerification,
        Self::Abis,
        Self::ManualAdjudication,
        Self::Print,
        Self::Binding,
    ];

    /// MOSIP's spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "Auth_Partner",
            Self::Credential => "Credential_Partner",
            Self::OnlineVerification => "Online_Verification_Partner",
            Self::Abis => "ABIS_Partner",
            Self::ManualAdjudication => "Manual_Adjudication",
            Self::Print => "Print_Partner",
            Self::Binding => "Binding_Partner",
        }
    }
}

impl std::str::FromStr for PartnerType {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(text));
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::word).join(", ");
            Invalid::new("partner type", format!("is not one of {known}"))
        })
    }
}

impl Partner {
    pub fn block(self, block: Block) -> Change<Self> {
        let status = self.status.clone();
        match status.block(block) {
            Change::Changed(status) => Change::Changed(Self { status, ..self }),
            Change::Unchanged(_) => Change::Unchanged(self),
        }
    }

    pub fn unblock(self) -> Change<Self> {
        let status = self.status.clone();
        match status.unblock() {
            Change::Changed(status) => Change::Changed(Self { status, ..self }),
            Change::Unchanged(_) => Change::Unchanged(self),
        }
    }

    /// Name, contact and signer may change; organization, group and type may not.
    pub fn revise(self, name: Name, contact: Contact, signer: Signer) -> Change<Self> {
        if self.name == name && self.contact == contact && self.signer == signer {
            return Change::Unchanged(self);
        }
        Change::Changed(Self {
            name,
            contact,
            signer,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_without_case() {
        assert_eq!(
            "auth_partner".parse::<PartnerType>().unwrap(),
            PartnerType::Auth
        );
        assert!("bank".parse::<PartnerType>().is_err());
    }
}

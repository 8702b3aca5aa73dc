//! The command that a step is, with what there is to act on now.

use super::World;
use crate::start::{CERTIFICATES, KEYS, MISP_POLICIES, POLICIES};
use crate::step::{Cutover, Nth, OldKey, Signer, Step};

const CONTACT: &str = "--contact C --phone +918055500100 --email ops@relay.example";

impl World<'_> {
    /// None where there is nothing to act on.
    pub(super) fn words(&mut self, step: &Step) -> Option<Vec<String>> {
        let misp = |nth: &Nth| self.nth(&["misp", "list"], *nth);
        let license = |nth: &Nth| self.nth(&["license", "list"], *nth);
        let partner = |nth: &Nth| self.nth(&["partner", "list"], *nth);
        let waiting = |nth: &Nth| self.nth(&["mapping", "list", "--state", "requested"], *nth);
        let key = |nth: &Nth| self.nth(&["api-key", "list"], *nth);
        let line = match step {
            Step::RegisterMisp => {
                let name = self.name("Relay");
                format!("misp register {name} {CONTACT}")
            }
            Step::RenameMisp(nth) => {
                let misp = misp(nth)?;
                format!("misp update {misp} --name {}", self.name("Relay"))
            }
            Step::BlockMisp(nth) => format!("misp block {} --reason fraud --yes", misp(nth)?),
            Step::UnblockMisp(nth) => format!("misp unblock {}", misp(nth)?),
            Step::GiveMispPolicy(nth) => {
                let policy = one_of(&MISP_POLICIES, *nth);
                format!("misp update {} --policy {policy}", misp(nth)?)
            }
            Step::TakeMispPolicy(nth) => format!("misp update {} --no-policy", misp(nth)?),
            Step::RenewLicense(nth, Cutover::AtOnce) => {
                format!("misp renew-license {} --early", misp(nth)?)
            }
            Step::RenewLicense(nth, Cutover::Overlap) => {
                format!("misp renew-license {} --early --overlap 10d", misp(nth)?)
            }
            Step::RevokeLicense(nth) => {
                format!("license revoke {} --reason leak --yes", license(nth)?)
            }
            Step::RestoreLicense(nth) => format!("license restore {}", license(nth)?),
            Step::AddPartner(nth, signer) => {
                let (misp, signer) = (misp(nth)?, word(*signer));
                let name = self.name("Branch");
                format!(
                    "partner add {name} --misp {misp} --group banking --organization Bank_One --signer {signer} {CONTACT}"
                )
            }
            Step::RenamePartner(nth) => {
                let partner = partner(nth)?;
                format!("partner update {partner} --name {}", self.name("Branch"))
            }
            Step::BlockPartner(nth) => {
                format!("partner block {} --reason fraud --yes", partner(nth)?)
            }
            Step::UnblockPartner(nth) => format!("partner unblock {}", partner(nth)?),
            Step::UploadCertificate(nth, file) => {
                let file = one_of(&CERTIFICATES, *file);
                format!("cert upload {} --file {file}", partner(nth)?)
            }
            Step::UploadMispCertificate(nth, file) => {
                let file = one_of(&CERTIFICATES, *file);
                format!("cert upload {} --file {file}", misp(nth)?)
            }
            Step::SignBy(nth, signer) => {
                format!(
                    "partner update {} --signer {}",
                    partner(nth)?,
                    word(*signer)
                )
            }
            Step::UploadKey(nth, file) => {
                let file = one_of(&KEYS, *file);
                format!("key upload {} --file {file}", partner(nth)?)
            }
            Step::RotateKey(nth, file) => {
                let file = one_of(&KEYS, *file);
                format!("key rotate {} --file {file}", partner(nth)?)
            }
            Step::RotateToCertificate(nth) => {
                format!("key rotate {} --to-certificate", partner(nth)?)
            }
            Step::Map(nth, policy) => {
                let policy = one_of(&POLICIES, *policy);
                format!("partner map-policy {} --policy {policy}", partner(nth)?)
            }
            Step::Replace(nth, policy) => {
                let policy = one_of(&POLICIES, *policy);
                format!(
                    "partner map-policy {} --policy {policy} --replace",
                    partner(nth)?
                )
            }
            Step::Approve(nth) => format!("mapping approve {}", waiting(nth)?),
            Step::Reject(nth) => format!("mapping reject {} --reason no --yes", waiting(nth)?),
            Step::RevokeApiKey(nth) => format!("api-key revoke {} --reason leak --yes", key(nth)?),
            Step::RestoreApiKey(nth) => format!("api-key restore {}", key(nth)?),
            Step::ReissueApiKey(nth, OldKey::Revoked) => format!("api-key reissue {}", key(nth)?),
            Step::ReissueApiKey(nth, OldKey::Kept) => {
                format!("api-key reissue {} --keep-old", key(nth)?)
            }
            Step::DeactivatePolicy(nth) => {
                format!(
                    "policy deactivate {} --reason law --yes",
                    one_of(&POLICIES, *nth)
                )
            }
            Step::ActivatePolicy(nth) => format!("policy activate {}", one_of(&POLICIES, *nth)),
            Step::DeactivateGroup => {
                "policy-group deactivate banking --reason law --yes".to_owned()
            }
            Step::ActivateGroup => "policy-group activate banking".to_owned(),
            Step::Push => "outbox push".to_owned(),
            Step::ReconcileOne(nth) => format!("ida reconcile {}", partner(nth)?),
            _ => return None,
        };
        Some(line.split(' ').map(|word| word.replace('_', " ")).collect())
    }

    fn name(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind}_{}", self.names)
    }

    fn nth(&self, list: &[&str], nth: Nth) -> Option<String> {
        let ids = self.ids(list);
        let at = usize::from(nth) % ids.len().max(1);
        ids.get(at).cloned()
    }
}

fn one_of<'a>(words: &[&'a str], nth: Nth) -> &'a str {
    words[usize::from(nth) % words.len()]
}

fn word(signer: Signer) -> &'static str {
    match signer {
        Signer::Partner => "partner",
        Signer::Misp => "misp",
    }
}

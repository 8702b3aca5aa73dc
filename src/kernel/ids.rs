//! Ids of MISPs and partners: our own extension, for MOSIP's Kernel has no such call.

use super::call::Call;
use super::client::KernelClient;
use super::error::KernelError;
use super::{answer, wire};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    Misp,
    Partner,
}

impl KernelClient {
    /// The next unused id of its kind. One whose answer was lost is never handed out again.
    pub fn next_id(&self, kind: IdKind) -> Result<String, KernelError> {
        let Some(base) = &self.connection().ids else {
            return Err(KernelError::setup("this Kernel hands out no ids"));
        };
        let (call, path) = match kind {
            IdKind::Misp => (Call::NextMispId, wire::NEXT_MISP_ID),
            IdKind::Partner => (Call::NextPartnerId, wire::NEXT_PARTNER_ID),
        };
        let answer: wire::NextIdAnswer = self.post(call, base, path, wire::NextIdRequest {})?;
        answer::member(call, "id", answer.id.filter(|it| !it.is_empty()))
    }
}

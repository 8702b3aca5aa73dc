//! The audit manager.

use jiff::Timestamp;

use super::call::Call;
use super::client::KernelClient;
use super::error::KernelError;
use super::{answer, wire};

/// One entry for MOSIP's audit log. Texts longer than the audit manager takes are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    pub event_id: String,
    pub event_name: String,
    pub event_type: String,
    pub at: Timestamp,
    pub host_name: String,
    pub host_ip: String,
    pub application_id: String,
    pub application_name: String,
    pub user_id: String,
    pub user_name: Option<String>,
    /// What the event is about: older audit managers want both, and neither empty.
    pub reference: String,
    pub reference_type: String,
    pub created_by: String,
    pub module_name: Option<String>,
    pub module_id: Option<String>,
    pub description: Option<String>,
}

impl KernelClient {
    /// Hands an entry over; success means accepted, and the same entry twice is stored twice.
    pub fn audit(&self, record: &AuditRecord) -> Result<(), KernelError> {
        let call = Call::Audit;
        let Some(base) = &self.connection().auditmanager else {
            return Err(KernelError::setup("no audit manager is named"));
        };
        let answer: wire::AuditAnswer = self.post(call, base, wire::AUDITS, request(record))?;
        if answer::member(call, "status", answer.status)? {
            return Ok(());
        }
        let code = "status=false".to_owned();
        let message = "the entry was not accepted".to_owned();
        Err(KernelError::Refused {
            call,
            code,
            message,
            http: 200,
        })
    }
}

/// Cuts to the lengths that every version of the audit manager takes (1.1.5 is the strictest).
fn request(record: &AuditRecord) -> wire::AuditRequest {
    let cut = |text: &str, limit: usize| Some(text.chars().take(limit).collect::<String>());
    let optional = |text: &Option<String>, limit: usize| {
        text.as_deref()
            .filter(|it| !it.is_empty())
            .and_then(|it| cut(it, limit))
    };
    wire::AuditRequest {
        event_id: cut(&record.event_id, 64),
        event_name: cut(&record.event_name, 128),
        event_type: cut(&record.event_type, 64),
        action_time_stamp: Some(wire::zoned(record.at)),
        host_name: cut(&record.host_name, 128),
        host_ip: cut(&record.host_ip, 16),
        application_id: cut(&record.application_id, 64),
        application_name: cut(&record.application_name, 128),
        session_user_id: cut(&record.user_id, 256),
        session_user_name: optional(&record.user_name, 128),
        id: cut(&record.reference, 64),
        id_type: cut(&record.reference_type, 64),
        created_by: cut(&record.created_by, 256),
        module_name: optional(&record.module_name, 128),
        module_id: optional(&record.module_id, 64),
        description: optional(&record.description, 2048),
    }
}

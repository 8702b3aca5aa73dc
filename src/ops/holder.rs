//! What refuses a transaction whoever asks for it.

use super::{Conflict, OpError};
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::domain::status::Status;

/// No key is issued to a blocked MISP, not even by an ida-admin.
pub(super) fn active_misp(misp: &Misp) -> Result<(), OpError> {
    let Status::Blocked(block) = &misp.status else {
        return Ok(());
    };
    Err(Conflict::MispBlocked {
        id: misp.id.to_string(),
        since: block.at.date(),
        reason: block.reason.to_string(),
    }
    .into())
}

/// No policy is mapped to a blocked partner, not even by an ida-admin.
pub(super) fn active_partner(partner: &Partner) -> Result<(), OpError> {
    let Status::Blocked(block) = &partner.status else {
        return Ok(());
    };
    Err(Conflict::PartnerBlocked {
        id: partner.id.to_string(),
        since: block.at.date(),
        reason: block.reason.to_string(),
    }
    .into())
}

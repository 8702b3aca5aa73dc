//! The answer that ID Authentication 1.0 and 1.1 pull for a partner: its policy and the dates that bind it, or why not.

mod order;
mod wire;

pub use order::Refused;
pub use wire::Answer;

use crate::domain::pull::{Certificate, Pulled};
use crate::domain::time::Moment;
use order::{ORDER_10, ORDER_11};

/// Which of the two answers. MOSIP 1.2 pulls nothing: it is told by events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// `validatePartnerMisp` of MOSIP 1.0.0.
    V10,
    /// `validate` of MOSIP 1.1.5.
    V11,
}

impl Shape {
    /// Of a token that may pull in this shape, one of these is held.
    pub fn roles(self) -> &'static [&'static str] {
        match self {
            Self::V10 => &["PARTNERMANAGER", "partnermanager", "ID_AUTHENTICATION"],
            Self::V11 => &[
                "PARTNERMANAGER",
                "PARTNER_ADMIN",
                "ID_AUTHENTICATION",
                "CREDENTIAL_ISSUANCE",
            ],
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::V10 => "1.0",
            Self::V11 => "1.1",
        }
    }
}

/// The whole answer, in MOSIP's envelope, or the first check that fails in MOSIP's order. It holds no key.
///
/// Dates are UTC without zone, as exact as they are kept; what is not there is null. The description is that of the
/// policy group, in both shapes.
pub fn answer(
    shape: Shape,
    pulled: &Pulled,
    certificate: Certificate,
    now: Moment,
) -> Result<Answer, Refused> {
    let order = match shape {
        Shape::V10 => ORDER_10,
        Shape::V11 => ORDER_11,
    };
    let fails = |check: &&Refused| check.applies(pulled, certificate, now);
    if let Some(refused) = order.iter().find(fails) {
        return Err(*refused);
    }
    wire::accepted(shape, pulled, certificate, now)
}

/// The envelope of a refusal.
pub fn refusal(shape: Shape, refused: Refused, now: Moment) -> Answer {
    wire::refused(shape, refused, now)
}

/// The envelope around what keeps a request from being looked at.
pub(super) fn denied(code: Option<&'static str>, message: &'static str, now: Moment) -> Answer {
    wire::failed(None, code, message, now)
}

#[cfg(test)]
mod tests;

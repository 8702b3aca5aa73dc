//! What ID Authentication is told, what it pulls, and what it would say.

mod check;
mod known;
mod reconcile;
mod serve;
mod share;
mod signed;
mod told;

use super::{Ctx, OpError};
use crate::domain::api_key::ApiKey;
use crate::domain::id::Holder;
use crate::domain::key::KeySource;
use crate::domain::mapping::Mapping;
use crate::domain::partner::{Partner, Signer};
use crate::domain::secret::Secret;
use crate::ida::IdaError;
use crate::store::{Conn, api_keys, certs, keys};

pub use crate::ida::{Cache, Endpoint, Finding, Verdict};
pub(super) use check::verdict;
pub use check::{ApiKeyChoice, LicenseChoice, Question, Triple, check, check_asked, check_request};
pub use reconcile::{Reconciled, reconcile};
pub use serve::{look, serve_begins, serve_ended};
pub use share::policy;
pub use signed::{SignedBy, read_certificate, read_request};
#[cfg(test)]
pub(super) use told::event;
pub(super) use told::{carriers, tell, tell_certificate};

/// The certificate that ID Authentication keeps for a partner, as PEM.
///
/// It uses one for two things: to check who signed a request, and to encrypt the answer. So it gets the re-signed
/// leaf, unless the MISP signs and the partner has an uploaded key.
pub(super) fn certificate_for(
    conn: &mut Conn<'_>,
    partner: &Partner,
) -> Result<Option<String>, OpError> {
    if partner.signer == Signer::Misp {
        let key = keys::current(conn, &partner.id)?;
        if let Some(key) = key.filter(|key| key.source == KeySource::Uploaded) {
            return Ok(Some(key.pem));
        }
    }
    let held = certs::current(conn, &Holder::Partner(partner.id.clone()))?;
    Ok(held.map(|certificate| certificate.resigned_pem))
}

/// As whom events are published at a hub.
fn hub_token(ctx: &Ctx<'_>) -> Result<Secret, IdaError> {
    let token = ctx.kernel.get().and_then(|kernel| kernel.token());
    token.map_err(|error| IdaError::Unreachable {
        cause: format!("no token for its hub: {error}"),
    })
}

fn api_key_of(conn: &mut Conn<'_>, mapping: &Mapping) -> Result<Option<ApiKey>, OpError> {
    let id = mapping.api_key();
    Ok(id.map(|id| api_keys::get(conn, id)).transpose()?)
}

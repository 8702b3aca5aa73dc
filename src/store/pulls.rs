//! What a pull of ID Authentication asks for: one statement, no sealed value opened.

use super::back::P;
use super::columns;
use super::row::Row;
use super::{Conn, StoreError};
use crate::domain::pull::{
    Certificate, Pulled, PulledGroup, PulledKey, PulledLicense, PulledPartner, PulledPolicy,
};
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use std::sync::LazyLock;

/// The triple as it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// An id, or the empty text, which is nobody's.
    pub partner: &'a str,
    pub license_key: &'a Secret,
    pub api_key: &'a Secret,
    pub certificate: Certificate,
}

/// In force is, of the licenses of a MISP that have taken over by `$1`, the one issued last.
const COLUMNS: &str = "
  p.id, p.name, p.blocked_at,
  l.valid_to, l.revoked_at, m.blocked_at,
  case when l.valid_from <= l.issued_at
         or (l.valid_from <= $1 and (l.revoked_at is null or l.revoked_at >= l.valid_from))
       then (select cast(count(*) as bigint) from licenses n
              where n.misp = l.misp and n.issued_at > l.issued_at
                and (n.valid_from <= n.issued_at
                     or (n.valid_from <= $1 and (n.revoked_at is null or n.revoked_at >= n.valid_from))))
       else 1 end,
  k.valid_from, k.valid_to, k.revoked_at,
  y.id, y.name, y.document, y.published_at, y.active, y.valid_to, g.description, g.active";

const ROWS: &str = "
  from (select 1 as one) base
  left join partners p on p.id = $2
  left join licenses l on l.key_lookup = $3
  left join misps m on m.id = l.misp
  left join api_keys k on k.key_lookup = $4 and k.partner = p.id
  left join policies y on y.id = k.policy
  left join policy_groups g on g.id = y.policy_group";

/// The re-signed certificate, unless the MISP signs and the partner has an uploaded key.
const PEM: &str = "
  left join keys u on u.partner = p.id and u.retired_at is null and u.certificate is null
                  and p.signer = 'misp'
  left join certs c on c.holder = p.id and c.retired_at is null";

static WITHOUT_PEM: LazyLock<String> =
    LazyLock::new(|| format!("select {COLUMNS}, cast(null as text) {ROWS}"));
static WITH_PEM: LazyLock<String> =
    LazyLock::new(|| format!("select {COLUMNS}, coalesce(u.pem, c.resigned_pem) {ROWS} {PEM}"));

/// All of it as it is at one moment.
pub fn find(conn: &mut Conn<'_>, asked: &Asked<'_>, now: Moment) -> Result<Pulled, StoreError> {
    let seal = conn.seal();
    let license = seal.lookup(asked.license_key.expose());
    let api_key = seal.lookup(asked.api_key.expose());
    let values = [
        columns::moment(now),
        P::Text(asked.partner),
        P::Blob(&license),
        P::Blob(&api_key),
    ];
    let sql: &str = match asked.certificate {
        Certificate::LeftOut => &WITHOUT_PEM,
        Certificate::IfThere | Certificate::Required => &WITH_PEM,
    };
    let row = conn.row(sql, &values)?;
    read(row.ok_or_else(|| StoreError::corrupt("a row is missing"))?)
}

fn read(mut row: Row<'_>) -> Result<Pulled, StoreError> {
    Ok(Pulled {
        partner: partner(&mut row)?,
        license: license(&mut row)?,
        api_key: api_key(&mut row)?,
        policy: policy(&mut row)?,
        certificate_pem: row.opt_text()?,
    })
}

fn partner(row: &mut Row<'_>) -> Result<Option<PulledPartner>, StoreError> {
    let (id, name, blocked_at) = (row.opt_text()?, row.opt_text()?, row.opt_moment()?);
    Ok(id.zip(name).map(|(id, name)| PulledPartner {
        id,
        name,
        blocked: blocked_at.is_some(),
    }))
}

fn license(row: &mut Row<'_>) -> Result<Option<PulledLicense>, StoreError> {
    let (valid_to, revoked_at) = (row.opt_moment()?, row.opt_moment()?);
    let misp_blocked_at = row.opt_moment()?;
    let newer = row.opt_int()?;
    Ok(valid_to.map(|valid_to| PulledLicense {
        in_force: newer == Some(0),
        revoked: revoked_at.is_some(),
        valid_to,
        misp_blocked: misp_blocked_at.is_some(),
    }))
}

fn api_key(row: &mut Row<'_>) -> Result<Option<PulledKey>, StoreError> {
    let (valid_from, valid_to) = (row.opt_moment()?, row.opt_moment()?);
    let revoked_at = row.opt_moment()?;
    Ok(valid_from
        .zip(valid_to)
        .map(|(valid_from, valid_to)| PulledKey {
            revoked: revoked_at.is_some(),
            valid_from,
            valid_to,
        }))
}

fn policy(row: &mut Row<'_>) -> Result<Option<PulledPolicy>, StoreError> {
    let (id, name, document) = (row.opt_text()?, row.opt_text()?, row.opt_text()?);
    let (published_at, active, valid_to) = (row.opt_moment()?, row.opt_int()?, row.opt_moment()?);
    let (description, group_active) = (row.opt_text()?, row.opt_int()?);
    let Some(((id, name), document)) = id.zip(name).zip(document) else {
        return Ok(None);
    };
    let (Some(valid_to), Some(description)) = (valid_to, description) else {
        return Err(StoreError::corrupt("a policy is incomplete"));
    };
    Ok(Some(PulledPolicy {
        id,
        name,
        document,
        active: published_at.is_some() && active == Some(1),
        valid_to,
        group: PulledGroup {
            description,
            active: group_active == Some(1),
        },
    }))
}

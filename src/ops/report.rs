//! What expires, and when; how many there are.

mod kinds;

pub use crate::store::inventory::Counted;

use super::access;
use super::{Ctx, OpError};
use crate::domain::access::Action;
use crate::domain::id::MispId;
use crate::domain::outbox::MessageKind;
use crate::domain::time::{Lifetime, Moment};
use crate::store::{Conn, LongLived, api_keys, inventory, licenses, outbox, policies};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpiringKind {
    License,
    Certificate,
    Key,
    ApiKey,
    Policy,
    Ca,
}

impl ExpiringKind {
    pub const ALL: [Self; 6] = [
        Self::License,
        Self::Certificate,
        Self::Key,
        Self::ApiKey,
        Self::Policy,
        Self::Ca,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::License => "license",
            Self::Certificate => "certificate",
            Self::Key => "key",
            Self::ApiKey => "api-key",
            Self::Policy => "policy",
            Self::Ca => "ca",
        }
    }
}

/// Something in force that ends, or has ended already.
#[derive(Debug, Clone)]
pub struct Expiring {
    pub kind: ExpiringKind,
    pub id: String,
    /// Whose it is: a MISP, a partner, a policy group, a domain.
    pub of: String,
    pub name: String,
    pub ends: Moment,
    pub expired: bool,
}

/// What ends, and what nobody would notice otherwise.
#[derive(Debug, Clone)]
pub struct Expirations {
    /// Soonest first; what has ended already stays in.
    pub rows: Vec<Expiring>,
    pub warnings: Vec<Warning>,
}

/// True besides, whatever ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A key has taken over here, but ID Authentication has not been told.
    CutoverOverdue {
        misp: String,
        due: Moment,
        /// Why it did not get through last time.
        last_error: Option<String>,
    },
    /// So long that nobody will be reminded in time.
    LongLived {
        kind: ExpiringKind,
        count: i64,
        id: String,
        ends: Moment,
    },
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CutoverOverdue {
                misp,
                due,
                last_error,
            } => {
                write!(
                    f,
                    "the new license key of MISP {misp} took over on {due}, but ID Authentication has not heard of it"
                )?;
                if let Some(cause) = last_error {
                    write!(f, " ({cause})")?;
                }
                f.write_str(": pmctl outbox push")
            }
            Self::LongLived {
                kind,
                count,
                id,
                ends,
            } => write!(
                f,
                "in use for more than ten years to come: {count} of kind {}, the last, {id}, until {}; what ID \
                 Authentication caches is obeyed until then",
                kind.word(),
                ends.date()
            ),
        }
    }
}

/// What is in force and ends within the window.
///
/// A misp sees its own and its partners'. A blocked MISP's license is left out: it is not in force. So is one that another
/// renews already, even where the other waits for its cutover.
pub fn expiring(
    ctx: &Ctx<'_>,
    within: Lifetime,
    kinds: &[ExpiringKind],
) -> Result<Expirations, OpError> {
    let own = ctx.actor.own_misp().cloned();
    let before = ctx.now().plus(within);
    let mut conn = ctx.store.read()?;
    match &own {
        Some(id) => drop(access::misp(ctx, &mut conn, Action::ReportRead, id)?),
        None => access::everyone(ctx, Action::ReportRead)?,
    }
    let mut rows = Vec::new();
    let mut warnings = Vec::new();
    for kind in ExpiringKind::ALL {
        if kinds.is_empty() || kinds.contains(&kind) {
            rows.extend(kinds::of_kind(ctx, &mut conn, kind, before, own.as_ref())?);
            warnings.extend(long_lived(ctx, &mut conn, kind, own.as_ref())?);
        }
    }
    if kinds.is_empty() || kinds.contains(&ExpiringKind::License) {
        warnings.extend(overdue(ctx, &mut conn, own.as_ref())?);
    }
    rows.sort_by(|a, b| (a.ends, a.kind, &a.id).cmp(&(b.ends, b.kind, &b.id)));
    Ok(Expirations { rows, warnings })
}

/// Ten years and the leap days in them.
const LONG: Lifetime = Lifetime::from_days(3653);

fn long_lived(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    kind: ExpiringKind,
    own: Option<&MispId>,
) -> Result<Option<Warning>, OpError> {
    let after = ctx.now().plus(LONG);
    if let Some(own) = own {
        let license = match kind {
            ExpiringKind::License => licenses::newest_of(conn, own)?,
            _ => None,
        };
        let long = license.filter(|license| license.valid_to > after);
        return Ok(long.map(|license| Warning::LongLived {
            kind,
            count: 1,
            id: license.id.to_string(),
            ends: license.valid_to,
        }));
    }
    let LongLived { count, last } = match kind {
        ExpiringKind::License => licenses::newest_ending_after(conn, after)?,
        ExpiringKind::ApiKey => api_keys::ending_after(conn, after)?,
        ExpiringKind::Policy => policies::ending_after(conn, after)?,
        // Their authorities decide how long those last.
        ExpiringKind::Certificate | ExpiringKind::Key | ExpiringKind::Ca => return Ok(None),
    };
    Ok(last.map(|(id, ends)| Warning::LongLived {
        kind,
        count,
        id,
        ends,
    }))
}

fn overdue(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    own: Option<&MispId>,
) -> Result<Vec<Warning>, OpError> {
    let late = outbox::overdue(conn, ctx.now())?;
    let late = late.into_iter().filter(|message| {
        let shown = own.is_none_or(|own| own.as_str() == message.subject);
        shown && message.kind == MessageKind::MispLicense
    });
    Ok(late
        .map(|message| Warning::CutoverOverdue {
            misp: message.subject,
            due: message.not_before,
            last_error: message.last_error,
        })
        .collect())
}

/// How many there are of everything, by state; for whoever sees everything.
pub fn inventory(ctx: &Ctx<'_>) -> Result<Vec<Counted>, OpError> {
    access::everyone(ctx, Action::ReportRead)?;
    Ok(inventory::count(&mut *ctx.store.read()?, ctx.now())?)
}

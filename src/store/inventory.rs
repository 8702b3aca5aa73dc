//! How many there are of everything, by state.

use super::back::P;
use super::columns;
use super::{Conn, StoreError};
use crate::domain::time::Moment;

/// So many of one kind in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub kind: &'static str,
    pub state: &'static str,
    pub count: i64,
}

/// A kind with all its states, so that what there is none of is counted too.
struct Kind {
    word: &'static str,
    states: &'static [&'static str],
    /// Gives the state of each row as `state`; `$1` is the time, where it matters.
    rows: &'static str,
    dated: bool,
}

const KINDS: [Kind; 11] = [
    Kind {
        word: "misp",
        states: &["active", "blocked"],
        rows: "select case when blocked_at is null then 'active' else 'blocked' end as state from misps",
        dated: false,
    },
    Kind {
        word: "license",
        states: &["active", "scheduled", "expired", "blocked"],
        rows: "select case when l.revoked_at is not null or m.blocked_at is not null then 'blocked' \
               when l.valid_from > $1 then 'scheduled' when l.valid_to <= $1 then 'expired' \
               else 'active' end as state from licenses l join misps m on m.id = l.misp",
        dated: true,
    },
    Kind {
        word: "partner",
        states: &["active", "blocked"],
        rows: "select case when blocked_at is null then 'active' else 'blocked' end as state from partners",
        dated: false,
    },
    Kind {
        word: "policy-group",
        states: &["active", "inactive"],
        rows: "select case when active = 1 then 'active' else 'inactive' end as state from policy_groups",
        dated: false,
    },
    Kind {
        word: "policy",
        states: &["draft", "active", "inactive", "expired"],
        rows: "select case when published_at is null then 'draft' when active = 0 then 'inactive' \
               when valid_to <= $1 then 'expired' else 'active' end as state from policies",
        dated: true,
    },
    Kind {
        word: "mapping",
        states: &["requested", "approved", "rejected", "replaced"],
        rows: "select state from mappings",
        dated: false,
    },
    Kind {
        word: "api-key",
        states: &["active", "scheduled", "expired", "revoked"],
        rows: "select case when revoked_at is not null then 'revoked' when valid_from > $1 then 'scheduled' \
               when valid_to <= $1 then 'expired' else 'active' end as state from api_keys",
        dated: true,
    },
    Kind {
        word: "certificate",
        states: &["active", "expired", "retired"],
        rows: "select case when retired_at is not null then 'retired' when not_after <= $1 then 'expired' \
               else 'active' end as state from certs",
        dated: true,
    },
    Kind {
        word: "key",
        states: &["active", "expired", "retired"],
        rows: "select case when retired_at is not null then 'retired' when not_after <= $1 then 'expired' \
               else 'active' end as state from keys",
        dated: true,
    },
    Kind {
        word: "ca",
        states: &["active", "expired"],
        rows: "select case when not_after <= $1 then 'expired' else 'active' end as state from cas",
        dated: true,
    },
    Kind {
        word: "message",
        states: &["due", "waiting"],
        rows: "select case when not_before <= $1 then 'due' else 'waiting' end as state from outbox",
        dated: true,
    },
];

/// Everything, in the order of the house.
pub fn count(conn: &mut Conn<'_>, now: Moment) -> Result<Vec<Counted>, StoreError> {
    let mut all = Vec::new();
    for kind in &KINDS {
        all.extend(of_kind(conn, kind, now)?);
    }
    Ok(all)
}

fn of_kind(conn: &mut Conn<'_>, kind: &Kind, now: Moment) -> Result<Vec<Counted>, StoreError> {
    let sql = format!(
        "select state, cast(count(*) as bigint) from ({}) counted group by state",
        kind.rows
    );
    let values = [columns::moment(now)];
    let values: &[P<'_>] = if kind.dated { &values } else { &[] };
    let mut found = Vec::new();
    for mut row in conn.rows(&sql, values)? {
        found.push((row.text()?, row.int()?));
    }
    if let Some((strange, _)) = found
        .iter()
        .find(|(word, _)| !kind.states.contains(&word.as_str()))
    {
        let cause = format!("{strange} is no state of a {}", kind.word);
        return Err(StoreError::corrupt(cause));
    }
    let counted = |state: &&'static str| {
        let count = found.iter().find(|(word, _)| word == state);
        Counted {
            kind: kind.word,
            state,
            count: count.map_or(0, |(_, count)| *count),
        }
    };
    Ok(kind.states.iter().map(counted).collect())
}

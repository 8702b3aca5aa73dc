//! Parts of long lists.

use super::back::P;
use crate::domain::id::{MispId, PartnerId};

/// Whose rows a list holds.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    All,
    /// Its own, and those of its partners.
    Misp(&'a MispId),
    Partner(&'a PartnerId),
}

impl<'a> Of<'a> {
    /// What stands behind `where` for a table sorted by id that names whose a row is in `column`.
    pub(super) fn part(self, column: &str, page: &'a Page) -> (String, Vec<P<'a>>) {
        let (owned, owner) = match self {
            Self::All => {
                let rest = "where id > $1 order by id limit $2".to_owned();
                return (rest, page.values());
            }
            Self::Misp(id) => {
                let partners = "select id from partners where misp = $1";
                let owned = format!("({column} = $1 or {column} in ({partners}))");
                (owned, id.as_str())
            }
            Self::Partner(id) => (format!("{column} = $1"), id.as_str()),
        };
        let mut values = vec![P::Text(owner)];
        values.extend(page.values());
        let rest = format!("where {owned} and id > $2 order by id limit $3");
        (rest, values)
    }
}

/// Where a part begins, and how long it may be. Each list says by which key it is sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sort key of the last row before this part.
    pub after: Option<String>,
    pub limit: usize,
}

impl Page {
    pub fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }

    /// The part of the same length behind the row with this key.
    pub fn after(&self, key: String) -> Self {
        Self {
            after: Some(key),
            limit: self.limit,
        }
    }

    /// Every key sorts behind the empty text.
    pub(super) fn start(&self) -> &str {
        self.after.as_deref().unwrap_or_default()
    }

    fn values(&self) -> Vec<P<'_>> {
        vec![P::Text(self.start()), P::Int(self.rows())]
    }

    pub(super) fn rows(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }
}

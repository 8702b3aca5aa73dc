//! Parts of long lists.

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

    pub(super) fn rows(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }
}

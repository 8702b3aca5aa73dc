//! What all tables have in common.

use super::StoreError;
use super::back::P;
use super::conn::Conn;
use super::row::Row;
use super::tx::Tx;

/// How the rows of a table become values of the domain. The first column is the id.
pub(super) struct Table<T> {
    pub(super) name: &'static str,
    /// What a row is to the user.
    pub(super) noun: &'static str,
    pub(super) columns: &'static [&'static str],
    /// Takes the columns in their order.
    pub(super) read: fn(&mut Row<'_>) -> Result<T, StoreError>,
}

impl<T> Table<T> {
    /// `rest` begins with `where` or `order by`.
    pub(super) fn all(
        &self,
        conn: &mut Conn<'_>,
        rest: &str,
        values: &[P<'_>],
    ) -> Result<Vec<T>, StoreError> {
        let sql = format!(
            "select {} from {} {rest}",
            self.columns.join(", "),
            self.name
        );
        let rows = conn.rows(&sql, values)?;
        let read = |mut row: Row<'_>| {
            let label = format!("{} {}", self.noun, row.label());
            (self.read)(&mut row).map_err(|error| error.about(&label))
        };
        rows.into_iter().map(read).collect()
    }

    pub(super) fn first(
        &self,
        conn: &mut Conn<'_>,
        rest: &str,
        values: &[P<'_>],
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all(conn, rest, values)?.into_iter().next())
    }

    pub(super) fn find(&self, conn: &mut Conn<'_>, id: &str) -> Result<Option<T>, StoreError> {
        self.first(
            conn,
            &format!("where {} = $1", self.columns[0]),
            &[P::Text(id)],
        )
    }

    pub(super) fn get(&self, conn: &mut Conn<'_>, id: &str) -> Result<T, StoreError> {
        self.find(conn, id)?.ok_or_else(|| self.missing(id))
    }

    /// The values of all columns, in their order.
    pub(super) fn insert(&self, tx: &mut Tx<'_>, values: &[P<'_>]) -> Result<(), StoreError> {
        let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
        let (columns, places) = (self.columns.join(", "), places.join(", "));
        let sql = format!("insert into {} ({columns}) values ({places})", self.name);
        let done = tx.execute(&sql, values);
        done.map_err(|error| error.about(&self.label(values)))?;
        Ok(())
    }

    /// Replaces the whole row with this id.
    pub(super) fn update(&self, tx: &mut Tx<'_>, values: &[P<'_>]) -> Result<(), StoreError> {
        let columns = self.columns.iter().enumerate();
        let sets: Vec<String> = columns
            .map(|(at, name)| format!("{name} = ${}", at + 1))
            .collect();
        let (name, id) = (self.name, self.columns[0]);
        let sql = format!("update {name} set {} where {id} = $1", sets.join(", "));
        let label = self.label(values);
        match tx
            .execute(&sql, values)
            .map_err(|error| error.about(&label))?
        {
            0 => Err(StoreError::Missing { what: label }),
            _ => Ok(()),
        }
    }

    pub(super) fn missing(&self, id: &str) -> StoreError {
        StoreError::Missing {
            what: format!("{} {id}", self.noun),
        }
    }

    fn label(&self, values: &[P<'_>]) -> String {
        match values.first() {
            Some(P::Text(id)) => format!("{} {id}", self.noun),
            _ => self.noun.to_owned(),
        }
    }
}

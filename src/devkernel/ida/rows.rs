//! The stand-in's own copy: the tables that ID Authentication has, without the columns that nobody asks for.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Statement, Transaction};
use serde_json::{Map, Value, json};

use super::super::envelope::Failure;

/// Made when first needed, so that a Kernel that nobody asks for this has none of it.
const TABLES: &str = "
create table if not exists ida_partners (partner_id text primary key, partner_name text not null,
  certificate_data text, partner_status text not null) strict;
create table if not exists ida_policies (policy_id text primary key, policy_data text not null,
  policy_name text not null, policy_status text not null, policy_description text not null,
  policy_commence_on integer not null, policy_expires_on integer not null) strict;
create table if not exists ida_api_keys (api_key_id text primary key,
  api_key_commence_on integer not null, api_key_expires_on integer not null,
  api_key_status text not null) strict;
create table if not exists ida_licenses (misp_id text primary key, license_key text not null,
  misp_commence_on integer not null, misp_expires_on integer not null, misp_status text not null,
  policy_id text) strict;
create table if not exists ida_mappings (partner_id text not null, policy_id text not null,
  api_key_id text not null, primary key (partner_id, policy_id, api_key_id)) strict;
";

/// Table, and what ID Authentication calls it.
const NAMES: &[(&str, &str)] = &[
    ("ida_partners", "partner_data"),
    ("ida_policies", "policy_data"),
    ("ida_api_keys", "api_key_data"),
    ("ida_licenses", "misp_license_data"),
    ("ida_mappings", "partner_mapping"),
];

pub(super) fn make(db: &Connection) -> Result<(), Failure> {
    Ok(db.execute_batch(TABLES)?)
}

/// Whether anything was ever told: without tables there are no rows, and a look-up makes none.
pub(super) fn are_there(db: &Connection) -> Result<bool, Failure> {
    let sql = "select count(*) from sqlite_schema where name = 'ida_partners'";
    Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))? > 0)
}

pub(super) fn all(tx: &Transaction<'_>) -> Result<Value, Failure> {
    make(tx)?;
    let mut answer = Map::new();
    for (table, name) in NAMES {
        let rows = select(tx, &format!("select * from {table} order by 1, 2, 3"), [])?;
        answer.insert((*name).to_owned(), Value::Array(rows));
    }
    Ok(Value::Object(answer))
}

pub(super) fn empty(tx: &Transaction<'_>) -> Result<(), Failure> {
    make(tx)?;
    for (table, _) in NAMES {
        tx.execute(&format!("delete from {table}"), [])?;
    }
    Ok(())
}

/// Every row as an object of its columns.
pub(super) fn select(
    db: &Connection,
    sql: &str,
    values: impl Params,
) -> Result<Vec<Value>, Failure> {
    let mut statement = db.prepare_cached(sql)?;
    let names = names_of(&statement);
    let rows = statement.query_map(values, |row| {
        let mut object = Map::new();
        for (place, name) in names.iter().enumerate() {
            object.insert(name.clone(), plain(row.get_ref(place)?));
        }
        Ok(Value::Object(object))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn names_of(statement: &Statement<'_>) -> Vec<String> {
    let names = statement.column_names();
    names.into_iter().map(str::to_owned).collect()
}

fn plain(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        _ => Value::Null,
    }
}

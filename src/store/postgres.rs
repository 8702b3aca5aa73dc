//! A store in a PostgreSQL database.

use super::StoreError;
use super::back::P;
use super::row::Cell;
use super::url::{Server, Tls};
use ::postgres::error::SqlState;
use ::postgres::types::{ToSql, Type};
use ::postgres::{Client, Config, NoTls, Row, Statement};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

const PATIENCE: Duration = Duration::from_secs(10);
/// A server or a way to it that is gone without a word is noticed half a minute later.
const SILENCE: Duration = Duration::from_secs(15);
const BETWEEN_PROBES: Duration = Duration::from_secs(5);
const PROBES: u32 = 3;
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

pub(super) struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Postgres {
    pub(super) fn open(server: &Server) -> Result<Self, StoreError> {
        let config = config(server);
        let connected = match &server.tls {
            Tls::Off => config.connect(NoTls),
            tls => config.connect(MakeRustlsConnect::new(encrypted(tls)?)),
        };
        let mut client = connected.map_err(|error| unreached(&error, server))?;
        client
            .batch_execute("set client_min_messages = warning; set lock_timeout = '10s'")
            .map_err(|error| told(&error))?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
        })
    }

    /// No statement may take longer than somebody waits for its answer.
    pub(super) fn open_reading(server: &Server) -> Result<Self, StoreError> {
        let mut postgres = Self::open(server)?;
        postgres.batch("set default_transaction_read_only = on; set statement_timeout = '10s'")?;
        Ok(postgres)
    }

    pub(super) fn rows(
        &mut self,
        sql: &str,
        values: &[P<'_>],
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        let statement = self.prepared(sql)?;
        let found = self.client.query(&statement, &parameters(values));
        let found = found.map_err(|error| told(&error))?;
        found.iter().map(cells).collect()
    }

    pub(super) fn execute(&mut self, sql: &str, values: &[P<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        let touched = self.client.execute(&statement, &parameters(values));
        touched.map_err(|error| told(&error))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| told(&error))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| told(&error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn config(server: &Server) -> Config {
    let mut config = Config::new();
    config
        .host(&server.host)
        .port(server.port)
        .dbname(&server.database)
        .application_name("pmctl")
        .connect_timeout(PATIENCE)
        .keepalives_idle(SILENCE)
        .keepalives_interval(BETWEEN_PROBES)
        .keepalives_retries(PROBES)
        .tcp_user_timeout(UNACKNOWLEDGED)
        .ssl_mode(match server.tls {
            Tls::Off => ::postgres::config::SslMode::Disable,
            _ => ::postgres::config::SslMode::Require,
        });
    if let Some(user) = &server.user {
        config.user(user);
    }
    if let Some(password) = &server.password {
        config.password(password.expose());
    }
    config
}

/// The server must prove that it is the host that was named.
fn encrypted(tls: &Tls) -> Result<ClientConfig, StoreError> {
    let unusable = |error: rustls::Error| StoreError::Unreachable {
        cause: error.to_string(),
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    let builder = match tls {
        Tls::Roots(path) => {
            let wrong = |error: rustls::pki_types::pem::Error| StoreError::Permission {
                path: path.display().to_string(),
                cause: error.to_string(),
            };
            let mut roots = RootCertStore::empty();
            for root in CertificateDer::pem_file_iter(path).map_err(wrong)? {
                roots.add(root.map_err(wrong)?).map_err(unusable)?;
            }
            builder.with_root_certificates(roots)
        }
        Tls::On | Tls::Off => builder.with_platform_verifier().map_err(unusable)?,
    };
    Ok(builder.with_no_client_auth())
}

fn parameters<'a>(values: &'a [P<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    let parameter = |value: &'a P<'_>| -> &'a (dyn ToSql + Sync) {
        match value {
            P::Int(value) => value,
            P::OptInt(value) => value,
            P::Text(text) => text,
            P::OptText(text) => text,
            P::Blob(bytes) => bytes,
        }
    };
    values.iter().map(parameter).collect()
}

fn cells(row: &Row) -> Result<Vec<Cell>, StoreError> {
    let columns = row.columns().iter().enumerate();
    columns
        .map(|(at, column)| cell(row, at, column.type_()))
        .collect()
}

fn cell(row: &Row, at: usize, kind: &Type) -> Result<Cell, StoreError> {
    let read = match *kind {
        Type::INT8 => row
            .try_get::<_, Option<i64>>(at)
            .map(|value| value.map(Cell::Int)),
        Type::TEXT => row
            .try_get::<_, Option<String>>(at)
            .map(|value| value.map(Cell::Text)),
        Type::BYTEA => row
            .try_get::<_, Option<Vec<u8>>>(at)
            .map(|value| value.map(Cell::Blob)),
        _ => return Err(StoreError::corrupt(format!("a column is of type {kind}"))),
    };
    match read {
        Ok(value) => Ok(value.unwrap_or(Cell::Null)),
        Err(error) => Err(told(&error)),
    }
}

/// The server's main words; its details, which hold values, are left out.
fn told(error: &::postgres::Error) -> StoreError {
    let Some(refusal) = error.as_db_error() else {
        return match error.is_closed() {
            true => unreachable(&"the connection was closed"),
            false => StoreError::Sql {
                cause: causes(error),
            },
        };
    };
    let code = refusal.code();
    let is = |codes: &[SqlState]| codes.contains(code);
    if is(&[SqlState::UNIQUE_VIOLATION]) {
        StoreError::Taken {
            what: "a row".to_owned(),
        }
    } else if is(&[SqlState::FOREIGN_KEY_VIOLATION]) {
        StoreError::Missing {
            what: String::new(),
        }
    } else if is(&[SqlState::DISK_FULL]) {
        StoreError::DiskFull
    } else if is(&[
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ]) {
        StoreError::Locked
    } else if is(&[SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED]) {
        StoreError::corrupt(refusal.message())
    } else if is(&[
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ]) {
        StoreError::Permission {
            path: "database".to_owned(),
            cause: refusal.message().to_owned(),
        }
    } else if is(&[SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN]) {
        unreachable(&refusal.message())
    } else {
        StoreError::Sql {
            cause: refusal.message().to_owned(),
        }
    }
}

fn unreached(error: &::postgres::Error, server: &Server) -> StoreError {
    match error.as_db_error() {
        Some(refusal) if *refusal.code() == SqlState::INVALID_CATALOG_NAME => StoreError::NoStore {
            path: server.to_string(),
        },
        Some(refusal) => unreachable(&refusal.message()),
        None => unreachable(&causes(error)),
    }
}

fn unreachable(cause: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unreachable {
        cause: cause.to_string(),
    }
}

/// The error with what lies behind it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

//! Keymanager's lists of trust anchors, and chains of certificates: from 1.3 on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::certificates::invalid_id;
use super::envelope::{Failure, Visit};
use super::keys::{base, is_master, master};
use super::keystore::{masters, time};
use super::reply::Reply;
use super::x509::{is_self_signed, is_signed_by, parse};
use super::{pkcs7, roles, trust};
use crate::kernel::wire::{local, zoned};

const PAGE_SIZE: usize = 10;
const COLUMNS: usize = 64;

/// What is listed; an absent or blank member asks for all.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    ca_certificate_type: Option<String>,
    partner_domain: Option<String>,
    #[serde(rename = "excludeMosipCA")]
    exclude_mosip_ca: Option<bool>,
    page_number: Option<usize>,
    page_size: Option<usize>,
    sort_order: Option<String>,
    cert_id: Option<String>,
    issued_to: Option<String>,
    issued_by: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    page_number: usize,
    page_size: usize,
    total_records: usize,
    total_pages: usize,
    all_partner_certificates: Vec<Listed>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    ca_certificate_type: String,
    partner_domain: String,
    cert_id: String,
    issued_to: String,
    issued_by: String,
    cert_thumbprint: String,
    valid_from_date: String,
    valid_till_date: String,
    upload_time: String,
    status: bool,
}

pub(super) fn ca_certificates(visit: &Visit<'_>) -> Reply {
    visit.post(
        roles::CA_LISTS,
        |_: &Wanted| Vec::new(),
        |wanted| {
            wanted.check()?;
            let held = visit
                .kernel
                .state
                .read(|db| listed(db, wanted, visit.now))?;
            Ok(wanted.page_of(held))
        },
    )
}

impl Wanted {
    fn check(&self) -> Result<(), Failure> {
        let kind = asked(&self.ca_certificate_type).to_ascii_uppercase();
        if !["", "ROOT", "INTERMEDIATE"].contains(&kind.as_str()) {
            return Err(Failure::one("KER-PCM-018", "Invalid Certificate Type"));
        }
        match asked(&self.partner_domain) {
            "" => Ok(()),
            given => trust::domain(given).map(drop),
        }
    }

    fn takes(&self, one: &Listed) -> bool {
        let same = |wanted: &Option<String>, held: &str| {
            let wanted = asked(wanted);
            wanted.is_empty() || wanted.eq_ignore_ascii_case(held)
        };
        let within = |wanted: &Option<String>, held: &str| {
            held.to_lowercase().contains(&asked(wanted).to_lowercase())
        };
        same(&self.ca_certificate_type, &one.ca_certificate_type)
            && same(&self.partner_domain, &one.partner_domain)
            && within(&self.cert_id, &one.cert_id)
            && within(&self.issued_to, &one.issued_to)
            && within(&self.issued_by, &one.issued_by)
    }

    /// Pages count from 1; what is no page is the first, of ten.
    fn page_of(&self, mut held: Vec<Listed>) -> Page {
        let number = self.page_number.filter(|given| *given > 0).unwrap_or(1);
        let size = self
            .page_size
            .filter(|given| *given > 0)
            .unwrap_or(PAGE_SIZE);
        if asked(&self.sort_order).eq_ignore_ascii_case("DESC") {
            held.reverse();
        }
        Page {
            page_number: number,
            page_size: size,
            total_records: held.len(),
            total_pages: held.len().div_ceil(size),
            all_partner_certificates: held
                .into_iter()
                .skip((number - 1).saturating_mul(size))
                .take(size)
                .collect(),
        }
    }
}

fn asked(member: &Option<String>) -> &str {
    member.as_deref().unwrap_or_default().trim()
}

/// The oldest first.
fn listed(db: &Connection, wanted: &Wanted, now: Timestamp) -> Result<Vec<Listed>, Failure> {
    let mut query = db.prepare_cached(
        "select kind, domain, id, subject_name, issuer_name, thumbprint, not_before, not_after,
           created_at from trusted
          where not ?1 or certificate not in
            (select certificate from keys where application in ('ROOT', 'PMS'))
          order by created_at, rowid",
    )?;
    let excluded = wanted.exclude_mosip_ca == Some(true);
    let rows = query.query_map(params![excluded], |row| one(row, now))?;
    let all = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|one| wanted.takes(one)).collect())
}

fn one(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<Listed> {
    let (from, to) = (time(row.get(6)?), time(row.get(7)?));
    Ok(Listed {
        ca_certificate_type: row.get(0)?,
        partner_domain: row.get(1)?,
        cert_id: row.get(2)?,
        issued_to: row.get(3)?,
        issued_by: row.get(4)?,
        cert_thumbprint: row.get(5)?,
        valid_from_date: zoned(from),
        valid_till_date: zoned(to),
        upload_time: zoned(time(row.get(8)?)),
        status: from <= now && now <= to,
    })
}

#[derive(Serialize)]
struct TrustPath {
    #[serde(rename = "p7bFile")]
    bundle: String,
    timestamp: String,
}

pub(super) fn trust_path(visit: &Visit<'_>, id: &str) -> Reply {
    visit.get(roles::CA_LISTS, &[], || {
        if id.trim().is_empty() {
            return Err(invalid_id());
        }
        let path = visit.kernel.state.read(|db| path_of(db, id, visit.now))?;
        Ok(TrustPath {
            bundle: bundle(&path),
            timestamp: local(visit.now),
        })
    })
}

/// From a trust anchor to the root of its domain; a root is its own path.
fn path_of(db: &Connection, id: &str, now: Timestamp) -> Result<Vec<Vec<u8>>, Failure> {
    let query = "select domain, kind, certificate from trusted where id = ?1";
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let found: Option<(String, String, Vec<u8>)> =
        db.query_row(query, params![id], row).optional()?;
    let (domain, kind, certificate) = found.ok_or_else(|| {
        let text = "CA Certificate not found for the given ID.";
        Failure::one("KER-PMS-019", text)
    })?;
    if kind == "ROOT" {
        return Ok(vec![certificate]);
    }
    Ok(trust::path(db, &certificate, &domain, now)?.unwrap_or_default())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chain {
    certificates_trust_path: String,
    timestamp: String,
}

pub(super) fn certificate_chain(visit: &Visit<'_>) -> Reply {
    visit.get(roles::KEY_MAKING, &["applicationId"], || {
        let application = visit.call.asked("applicationId").unwrap_or_default();
        let reference = visit.call.asked("referenceId").unwrap_or_default();
        let chain = visit.kernel.state.write(|tx| {
            let key = match is_master(&application, &reference) {
                true => master(tx, &application, reference.trim(), visit.now)?,
                false => base(tx, &application, &reference, visit.at())?,
            };
            chain_of(tx, key.certificate)
        })?;
        Ok(Chain {
            certificates_trust_path: bundle(&chain),
            timestamp: local(visit.now),
        })
    })
}

/// From a key's certificate up to ROOT, over the Kernel's own keys; there is none from a stranger's.
fn chain_of(db: &Connection, certificate: Vec<u8>) -> Result<Vec<Vec<u8>>, Failure> {
    let masters = masters(db)?;
    let mut chain = vec![certificate.clone()];
    let mut last = certificate;
    while !is_self_signed(&parse(&last)?) {
        last = issuer(&last, &masters)?.ok_or_else(no_path)?;
        chain.push(last.clone());
    }
    match masters.contains(&last) {
        true => Ok(chain),
        false => Err(no_path()),
    }
}

fn issuer(certificate: &[u8], masters: &[Vec<u8>]) -> Result<Option<Vec<u8>>, Failure> {
    let parsed = parse(certificate)?;
    for master in masters {
        if is_signed_by(&parsed, &parse(master)?) {
            return Ok(Some(master.clone()));
        }
    }
    Ok(None)
}

fn no_path() -> Failure {
    let text = "Cannot invoke \"java.util.List.toArray(Object[])\" because \"trustPath\" is null";
    Failure::broken(text)
}

/// PEM without a line break at its end; the real one's has an empty line before it where the last is full.
fn bundle(certificates: &[Vec<u8>]) -> String {
    let text = STANDARD.encode(pkcs7::write(certificates));
    let lines: String = text
        .as_bytes()
        .chunks(COLUMNS)
        .map(|line| String::from_utf8_lossy(line))
        .collect::<Vec<_>>()
        .join("\n");
    let gap = match text.len() % COLUMNS {
        0 => "\n\n",
        _ => "\n",
    };
    format!("-----BEGIN PKCS7-----\n{lines}{gap}-----END PKCS7-----")
}

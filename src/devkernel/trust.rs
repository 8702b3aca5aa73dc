//! The trust stores, one per domain: what is let in, and paths from a certificate to a root.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use x509_parser::prelude::{X509Certificate, X509Version};

use super::Release;
use super::envelope::{At, Failure};
use super::issue::random;
use super::x509::{
    comparable, has_allowed_key, is_self_signed, is_signed_by, is_valid_at, name_text, parse,
    sha1_hex, validity,
};

pub(super) const DOMAINS: &[&str] = &["AUTH", "DEVICE", "FTM", "MISP"];

/// For so long a CA must be good from 1.3 on.
const CA_MONTHS: i32 = 12;

/// The JDK's default: so many certificates may stand between a certificate and the trusted root.
const LONGEST_PATH: usize = 5;

/// Critical extensions that path validation understands: key usage, constraints, names, policies.
const UNDERSTOOD: &[&str] = &[
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
];

/// The domain as it is stored, or KER-PCM-011.
pub(super) fn domain(given: &str) -> Result<&'static str, Failure> {
    let found = DOMAINS
        .iter()
        .find(|known| known.eq_ignore_ascii_case(given));
    let refused = || Failure::one("KER-PCM-011", "Invalid Partner Domain.");
    found.copied().ok_or_else(refused)
}

/// A random UUID, version 4.
pub(super) fn new_id() -> Result<String, Failure> {
    let bytes = random::<16>()?;
    Ok(uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string())
}

/// Lets a root (signed by its own key) or an intermediate (with a path to a root of `domain`) in.
///
/// A leaf is taken as an intermediate. The certificates that are in already are KER-PCM-003.
pub(super) fn admit(
    db: &Connection,
    certificate: &[u8],
    domain: &str,
    at: At,
) -> Result<(), Failure> {
    let now = at.now;
    let parsed = parse(certificate)?;
    let thumbprint = sha1_hex(certificate);
    if holds(db, domain, &thumbprint)? {
        return Err(Failure::one(
            "KER-PCM-003",
            "Certificate already exists in store.",
        ));
    }
    check_dates(&parsed, at)?;
    let id = new_id()?;
    let (kind, issuer_id) = if is_self_signed(&parsed) {
        ("ROOT", id.clone())
    } else {
        if path(db, certificate, domain, now)?.is_none() {
            return Err(Failure::one(
                "KER-PCM-005",
                "Root CA Certificate not found.",
            ));
        }
        ("INTERMEDIATE", issuer_id(db, &parsed, now)?)
    };
    let (from, to) = validity(&parsed);
    db.execute(
        "insert into trusted (id, domain, thumbprint, kind, subject, subject_name, issuer_name,
           issuer_id, certificate, not_before, not_after, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id,
            domain,
            thumbprint,
            kind,
            comparable(parsed.subject()),
            name_text(parsed.subject()),
            name_text(parsed.issuer()),
            issuer_id,
            certificate,
            from.as_microsecond(),
            to.as_microsecond(),
            now.as_microsecond(),
        ],
    )?;
    Ok(())
}

/// Valid now; from 1.3 on it must be of version 3 and live for twelve months, counted in whole days.
fn check_dates(certificate: &X509Certificate<'_>, at: At) -> Result<(), Failure> {
    check_valid(certificate, at)?;
    if at.speak < Release::V1_3_0 {
        return Ok(());
    }
    let (_, to) = validity(certificate);
    if day(to) < day(at.now).saturating_add(jiff::Span::new().months(CA_MONTHS)) {
        let text = "The CA Certificate validity is less than required minimum validity.";
        return Err(Failure::one("KER-PCM-017", text));
    }
    check_version(certificate)
}

/// From 1.3 on one that begins after today is told from others that are not valid now.
pub(super) fn check_valid(certificate: &X509Certificate<'_>, at: At) -> Result<(), Failure> {
    let (from, _) = validity(certificate);
    if at.speak >= Release::V1_3_0 && day(from) > day(at.now) {
        let text = "Future Dated Certificate not allowed to upload.";
        return Err(Failure::one("KER-PMS-020", text));
    }
    match is_valid_at(certificate, at.now) {
        true => Ok(()),
        false => Err(dates_not_valid()),
    }
}

pub(super) fn dates_not_valid() -> Failure {
    Failure::one("KER-PCM-004", "Certificate Dates are not valid.")
}

fn day(time: Timestamp) -> jiff::civil::Date {
    time.to_zoned(jiff::tz::TimeZone::UTC).date()
}

pub(super) fn check_version(certificate: &X509Certificate<'_>) -> Result<(), Failure> {
    match certificate.version() {
        X509Version::V3 => Ok(()),
        _ => Err(Failure::one(
            "KER-PCM-007",
            "Certificate version not supported.",
        )),
    }
}

fn holds(db: &Connection, domain: &str, thumbprint: &str) -> Result<bool, Failure> {
    let mut query =
        db.prepare_cached("select 1 from trusted where domain = ?1 and thumbprint = ?2")?;
    Ok(query.exists(params![domain, thumbprint])?)
}

/// What Java says of the first of no rows.
pub(super) fn empty_list() -> Failure {
    Failure::broken("Index 0 out of bounds for length 0")
}

/// The id under which the issuer is stored, in whatever domain; the oldest valid one counts.
///
/// It is looked up by its text, so that a name which differs in case only, though it chains, breaks.
pub(super) fn issuer_id(
    db: &Connection,
    certificate: &X509Certificate<'_>,
    now: Timestamp,
) -> Result<String, Failure> {
    let mut query = db.prepare_cached(
        "select id from trusted where subject_name = ?1 and not_before <= ?2 and not_after >= ?2
          order by not_before limit 1",
    )?;
    let issuer = name_text(certificate.issuer());
    let mut ids = query.query_map(params![issuer, now.as_microsecond()], |row| row.get(0))?;
    ids.next().transpose()?.ok_or_else(empty_list)
}

/// A path from `certificate` to a root of `domain`, both included (PKIX without revocation): names
/// and signatures chain, every certificate is valid, and each between the first and the root is a CA.
/// Of the root only name, key and dates count, as for the JDK.
pub(super) fn path(
    db: &Connection,
    certificate: &[u8],
    domain: &str,
    now: Timestamp,
) -> Result<Option<Vec<Vec<u8>>>, Failure> {
    let parsed = parse(certificate)?;
    if !is_valid_at(&parsed, now) || !is_acceptable(&parsed) {
        return Ok(None);
    }
    let mut path = vec![certificate.to_vec()];
    let found = extend(db, &mut path, domain, now)?;
    Ok(found.then_some(path))
}

/// Depth first: a root that issued the last certificate ends the path, an intermediate prolongs it.
fn extend(
    db: &Connection,
    path: &mut Vec<Vec<u8>>,
    domain: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(last) = path.last().cloned() else {
        return Ok(false);
    };
    let last = parse(&last)?;
    for (kind, candidate) in issuers(db, &last, domain, now)? {
        let parsed = parse(&candidate)?;
        let above = path.len() - 1;
        if !is_signed_by(&last, &parsed) {
            continue;
        }
        if kind == "ROOT" {
            path.push(candidate);
            return Ok(true);
        }
        let fits = may_issue(&parsed, above) && is_acceptable(&parsed);
        if fits && above < LONGEST_PATH && !path.contains(&candidate) {
            path.push(candidate);
            if extend(db, path, domain, now)? {
                return Ok(true);
            }
            path.pop();
        }
    }
    Ok(false)
}

/// The valid certificates of the domain whose subject is the issuer of `certificate`, roots first.
fn issuers(
    db: &Connection,
    certificate: &X509Certificate<'_>,
    domain: &str,
    now: Timestamp,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut query = db.prepare_cached(
        "select kind, certificate from trusted
          where domain = ?1 and subject = ?2 and not_before <= ?3 and not_after >= ?3
          order by kind desc, created_at",
    )?;
    let issuer = comparable(certificate.issuer());
    let rows = query.query_map(params![domain, issuer, now.as_microsecond()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// basicConstraints must say CA, keyUsage, if there, keyCertSign, and the path length must suffice for
/// the `below` intermediates between it and the first certificate. Before version 3 none can.
fn may_issue(certificate: &X509Certificate<'_>, below: usize) -> bool {
    let Ok(Some(constraints)) = certificate.basic_constraints() else {
        return false;
    };
    let signs = match certificate.key_usage() {
        Ok(Some(usage)) => usage.value.key_cert_sign(),
        Ok(None) => true,
        Err(_) => false,
    };
    let deep = constraints.value.path_len_constraint;
    constraints.value.ca && signs && deep.is_none_or(|most| below <= most as usize)
}

/// Its key is allowed, and no critical extension is unknown.
fn is_acceptable(certificate: &X509Certificate<'_>) -> bool {
    let understood = certificate.extensions().iter().all(|extension| {
        !extension.critical || UNDERSTOOD.contains(&extension.oid.to_id_string().as_str())
    });
    understood && has_allowed_key(certificate)
}

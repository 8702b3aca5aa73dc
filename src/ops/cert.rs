//! Certificates of partners and MISPs: inspected here, re-signed and stored by the Kernel, mapped to their holder.

mod upload;

pub(super) use upload::pending;
pub use upload::{Resign, Upload, upload};

use super::{Conflict, Ctx, OpError, access, files};
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::csr::{self, KeyKind, Subject};
use crate::crypto::inspect as chains;
use crate::domain::access::Action;
use crate::domain::cert::inspect::{self, Finding};
use crate::domain::cert::{Certificate, TrustDomain};
use crate::domain::id::Holder;
use crate::domain::invalid::Invalid;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::store::{Conn, Page, cas, certs, misps, partners};
use std::path::Path;

/// What a certificate says and what the Kernel would say to it.
#[derive(Debug)]
pub struct Inspected {
    pub parsed: Parsed,
    pub findings: Vec<Finding>,
}

/// Runs every check that the Kernel will run, against the CAs that were uploaded from here.
pub fn inspect(
    ctx: &Ctx<'_>,
    bytes: &[u8],
    domain: TrustDomain,
    organization: Option<&str>,
) -> Result<Inspected, OpError> {
    access::system(ctx, Action::CaRead)?;
    let parsed = certificate::read_one(bytes)?;
    let against = Against {
        domain,
        organization,
        more: &[],
        now: ctx.now(),
    };
    let findings = examine(&mut *ctx.store.read()?, &parsed, &against)?;
    Ok(Inspected { parsed, findings })
}

/// What a certificate is held against.
pub(super) struct Against<'a> {
    pub(super) domain: TrustDomain,
    pub(super) organization: Option<&'a str>,
    /// Trusted besides those in the store, as PEM: a file may bring its CAs along.
    pub(super) more: &'a [String],
    pub(super) now: Moment,
}

pub(super) fn examine(
    conn: &mut Conn<'_>,
    parsed: &Parsed,
    against: &Against<'_>,
) -> Result<Vec<Finding>, OpError> {
    let known = cas::list(conn, Some(against.domain))?;
    let mut pems: Vec<&str> = known.iter().map(|ca| ca.pem.as_str()).collect();
    pems.extend(against.more.iter().map(String::as_str));
    let chain = chains::chain_to_root(parsed, &pems, against.now);
    let expected = inspect::Expected {
        organization: against.organization,
        now: against.now,
    };
    Ok(inspect::leaf(&parsed.facts, &chain.as_known(), &expected))
}

/// The organization that the certificate must name.
fn allowed(ctx: &Ctx<'_>, conn: &mut Conn<'_>, holder: &Holder) -> Result<String, OpError> {
    match holder {
        Holder::Misp(id) => {
            let misp = access::misp(ctx, conn, Action::CertUpload, id)?;
            Ok(misp.name.to_string())
        }
        Holder::Partner(id) => {
            let (partner, _) = access::partner(ctx, conn, Action::CertUpload, id)?;
            Ok(partner.organization.to_string())
        }
    }
}

/// The certificate in force.
pub fn show(ctx: &Ctx<'_>, holder: &Holder) -> Result<Certificate, OpError> {
    let mut conn = ctx.store.read()?;
    readable(ctx, &mut conn, holder)?;
    let held = certs::current(&mut conn, holder)?;
    held.ok_or_else(|| {
        Conflict::NoCertificate {
            holder: holder.clone(),
        }
        .into()
    })
}

/// Newest first.
pub fn history(ctx: &Ctx<'_>, holder: &Holder) -> Result<Vec<Certificate>, OpError> {
    let mut conn = ctx.store.read()?;
    readable(ctx, &mut conn, holder)?;
    Ok(certs::of_holder(&mut conn, holder)?)
}

/// Of all for an ida-admin; a misp sees its own and its partners', a partner its own. Oldest first.
pub fn list(ctx: &Ctx<'_>, page: &Page) -> Result<Vec<Certificate>, OpError> {
    let mut conn = ctx.store.read()?;
    let of = access::whose(ctx, &mut conn, Action::CertRead)?;
    Ok(certs::list(&mut conn, of, page)?)
}

fn readable(ctx: &Ctx<'_>, conn: &mut Conn<'_>, holder: &Holder) -> Result<(), OpError> {
    match holder {
        Holder::Misp(id) => access::misp(ctx, conn, Action::CertRead, id).map(drop),
        Holder::Partner(id) => access::partner(ctx, conn, Action::CertRead, id).map(drop),
    }
}

/// What of a certificate is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// As the Kernel re-signed it.
    Resigned,
    /// As the CA issued it.
    Original,
    /// The re-signed one with its issuers up to the root.
    Chain,
}

/// One or more PEM blocks.
pub fn get(ctx: &Ctx<'_>, holder: &Holder, part: Part) -> Result<String, OpError> {
    let held = show(ctx, holder)?;
    Ok(match part {
        Part::Resigned => held.resigned_pem,
        Part::Original => held.original_pem,
        Part::Chain => format!("{}{}", held.resigned_pem, held.issuers_pem),
    })
}

/// In which form a certificate is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Pem,
    /// Of one certificate only.
    Der,
    /// PKCS#7 in DER.
    P7b,
}

/// PEM blocks in another form.
pub fn formed(pem: &str, form: Form) -> Result<Vec<u8>, OpError> {
    match form {
        Form::Pem => Ok(pem.as_bytes().to_vec()),
        Form::P7b => Ok(certificate::to_pkcs7(pem)?),
        Form::Der => match certificate::read_all(pem.as_bytes())?.as_slice() {
            [one] => Ok(one.der.clone()),
            _ => Err(
                Invalid::new("format", "der holds one certificate; a chain is pem or p7b").into(),
            ),
        },
    }
}

/// A request with the subject that the Kernel will demand, for a CA to sign.
///
/// The private key is on disk (0600) before anything is returned, and never leaves it; a key that is there already is
/// used again.
pub fn request(ctx: &Ctx<'_>, holder: &Holder, key_to: &Path) -> Result<String, OpError> {
    let organization = allowed(ctx, &mut *ctx.store.read()?, holder)?;
    let common_name = match holder {
        Holder::Misp(id) => misps::get(&mut *ctx.store.read()?, id)?.name.to_string(),
        Holder::Partner(id) => partners::get(&mut *ctx.store.read()?, id)?.name.to_string(),
    };
    request_for(ctx, common_name, organization, key_to)
}

pub(super) fn request_for(
    ctx: &Ctx<'_>,
    common_name: String,
    organization: String,
    key_to: &Path,
) -> Result<String, OpError> {
    let subject = Subject {
        common_name,
        organization: Some(organization),
        organizational_unit: None,
        country: None,
    };
    if !key_to.exists() {
        let made = csr::request(&subject, KeyKind::Rsa2048)?;
        if files::write_new_secret(key_to, &made.key_pem)? {
            ctx.faults.pass();
            return Ok(made.csr_pem);
        }
    }
    // There before, or made by another run a moment ago.
    let kept = zeroize::Zeroizing::new(files::read(key_to)?);
    let key = Secret::new(String::from_utf8_lossy(&kept).into_owned());
    Ok(csr::request_for(&subject, &key)?.csr_pem)
}

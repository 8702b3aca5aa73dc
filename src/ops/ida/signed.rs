//! Who signed a request, and whether ID Authentication would believe it.

use super::certificate_for;
use crate::crypto::certificate::{self, Parsed};
use crate::crypto::inspect::{Chain, chain_to_root};
use crate::crypto::jws::{Jws, JwsError};
use crate::domain::cert::{Certificate, Thumbprint, TrustDomain};
use crate::domain::id::Holder;
use crate::domain::misp::Misp;
use crate::domain::partner::Partner;
use crate::ida::{Fault, Request, Signed, SignerIs};
use crate::ops::{Ctx, OpError};
use crate::store::{Conn, cas, certs};

/// Where the certificate stands that signs.
#[derive(Debug)]
pub enum SignedBy {
    /// In the header of the signature.
    Request(Box<Request>),
    Certificate(Box<Parsed>),
}

impl SignedBy {
    pub(super) fn request(&self) -> Option<&Request> {
        match self {
            Self::Request(request) => Some(request),
            Self::Certificate(_) => None,
        }
    }
}

/// A request as it was captured.
pub fn read_request(bytes: &[u8]) -> Result<Request, OpError> {
    Ok(Request::read(bytes)?)
}

/// The certificate with which requests would be signed.
pub fn read_certificate(bytes: &[u8]) -> Result<SignedBy, OpError> {
    let parsed = certificate::read_one(bytes)?;
    Ok(SignedBy::Certificate(Box::new(parsed)))
}

/// `None`: the request has no signature. ID Authentication looks for the certificate of the MISP whose license it knows.
pub(super) fn signed(
    ctx: &Ctx<'_>,
    conn: &mut Conn<'_>,
    signer: &SignedBy,
    (partner, misp): (Option<&Partner>, Option<&Misp>),
) -> Result<Option<Signed>, OpError> {
    let mut found = Found::default();
    let leaf = match signer {
        SignedBy::Certificate(leaf) => {
            found
                .unchecked
                .push("the signature: whether its key is the one of the certificate".to_owned());
            Some((**leaf).clone())
        }
        SignedBy::Request(request) => match &request.signature {
            Some(text) => found.signature(text.expose(), &request.body),
            None => return Ok(None),
        },
    };
    let held = Held::of(conn, partner, misp)?;
    if let Some(leaf) = &leaf {
        found.dates(ctx, leaf);
        let known = cas::list(conn, Some(TrustDomain::Auth))?;
        let mut authorities: Vec<String> = known.into_iter().map(|ca| ca.pem).collect();
        authorities.extend(held.issuers()?);
        match partner {
            Some(_) => found.trust(ctx, leaf, &authorities),
            None => found.unchecked.push(
                "whether the certificate that signs leads to a CA that is trusted".to_owned(),
            ),
        }
    }
    let signer = leaf.map(|leaf| leaf.facts.thumbprint);
    Ok(Some(Signed {
        faults: found.faults,
        signer_is: held.is(signer.as_ref()),
        signer,
        kept: held.kept,
        unchecked: found.unchecked,
    }))
}

#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
    unchecked: Vec<String>,
}

impl Found {
    fn fault(&mut self, message: String, fix: &str) {
        let fix = fix.to_owned();
        self.faults.push(Fault { message, fix });
    }

    /// The certificate that the signature carries.
    fn signature(&mut self, text: &str, body: &[u8]) -> Option<Parsed> {
        let jws = match Jws::read(text) {
            Ok(jws) => jws,
            Err(error) => {
                let message = format!("the header signature is no JWS: {error}");
                self.fault(
                    message,
                    "sign the body: HEADER..SIGNATURE, with the certificate in HEADER (x5c)",
                );
                return None;
            }
        };
        match jws.verify(body) {
            Ok(()) => {}
            Err(error @ JwsError::Unchecked(_)) => self.unchecked.push(format!("the signature: {error}")),
            Err(JwsError::Signature) => self.fault(
                if Self::fits_trimmed(&jws, body) {
                    "the signature fits the body without the line break at its end".to_owned()
                } else {
                    "the signature does not fit the body and the certificate in its header".to_owned()
                },
                "sign the very bytes that are sent, with the key of the certificate in x5c; captured bodies must not be \
                 formatted anew",
            ),
            Err(error) => self.fault(
                format!("the signature cannot be believed: {error}"),
                "sign with RS256 and the key of the certificate in x5c",
            ),
        }
        jws.leaf.ok()
    }

    /// Editors put a line break behind what was captured.
    fn fits_trimmed(jws: &Jws, body: &[u8]) -> bool {
        let bare = body.trim_ascii_end();
        bare.len() < body.len() && jws.verify(bare).is_ok()
    }

    fn dates(&mut self, ctx: &Ctx<'_>, leaf: &Parsed) {
        let (from, to) = (leaf.facts.not_before, leaf.facts.not_after);
        if ctx.now() < from || to < ctx.now() {
            let message = format!(
                "the certificate that signs is valid from {} to {}",
                from.date(),
                to.date()
            );
            self.fault(
                message,
                "upload a new one and sign with what comes back: pmctl cert upload ID --file FILE",
            );
        }
    }

    fn trust(&mut self, ctx: &Ctx<'_>, leaf: &Parsed, authorities: &[String]) {
        let candidates: Vec<&str> = authorities.iter().map(String::as_str).collect();
        if let Chain::Missing { .. } = chain_to_root(leaf, &candidates, ctx.now()) {
            let message = "the certificate that signs does not lead to a CA of domain AUTH that was uploaded from here";
            self.fault(
                message.to_owned(),
                "sign with the one that pmctl cert get gives, or let the Kernel trust its CA: pmctl ca upload FILE --domain AUTH",
            );
        }
        self.unchecked
            .push("whether ID Authentication's own Keymanager trusts the CAs that were uploaded from here".to_owned());
    }
}

/// What stands here of the certificates of partner and MISP.
struct Held {
    certificates: Vec<Certificate>,
    kept: Vec<Thumbprint>,
}

impl Held {
    fn of(
        conn: &mut Conn<'_>,
        partner: Option<&Partner>,
        misp: Option<&Misp>,
    ) -> Result<Self, OpError> {
        let mut held = Self {
            certificates: Vec::new(),
            kept: Vec::new(),
        };
        if let Some(partner) = partner {
            if let Some(pem) = certificate_for(conn, partner)? {
                let kept = certificate::read_one(pem.as_bytes())?;
                held.kept.push(kept.facts.thumbprint);
            }
            held.certificates = certs::of_holder(conn, &Holder::Partner(partner.id.clone()))?;
        }
        if let Some(misp) = misp {
            let of_misp = certs::of_holder(conn, &Holder::Misp(misp.id.clone()))?;
            let current = of_misp.iter().find(|one| one.retired_at.is_none());
            held.kept
                .extend(current.map(|one| one.resigned_thumbprint.clone()));
            held.certificates.extend(of_misp);
        }
        Ok(held)
    }

    /// The authorities with which the Kernel re-signed, one PEM block each.
    fn issuers(&self) -> Result<Vec<String>, OpError> {
        let mut found = Vec::new();
        for one in self
            .certificates
            .iter()
            .filter(|one| !one.issuers_pem.is_empty())
        {
            let all = certificate::read_all(one.issuers_pem.as_bytes())?;
            found.extend(all.into_iter().map(|parsed| parsed.pem));
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Of several uploads of one certificate the one in force counts.
    fn is(&self, signer: Option<&Thumbprint>) -> SignerIs {
        let shows = |one: &&Certificate| {
            [&one.original_thumbprint, &one.resigned_thumbprint]
                .iter()
                .any(|shown| Some(*shown) == signer)
        };
        let found = self.certificates.iter().filter(shows);
        let Some(one) = found.max_by_key(|one| one.retired_at.is_none()) else {
            return SignerIs::Other;
        };
        if one.retired_at.is_some() {
            SignerIs::Former(one.holder.clone())
        } else if self.kept.contains(&one.resigned_thumbprint) {
            SignerIs::Original(one.holder.clone())
        } else {
            SignerIs::Own
        }
    }
}

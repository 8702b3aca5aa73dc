//! What a captured request shows before its triple is looked at, and who signed it.

use super::{Facts, Found};
use crate::domain::cert::Thumbprint;
use crate::domain::id::Holder;
use crate::domain::partner::{Partner, Signer};
use crate::ida::endpoint::Endpoint;
use crate::ida::request::Request;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Deserializer, Map, Value};

const MISSING: &str = "IDA-MLC-006";
const UNREADABLE: &str = "IDA-MLC-007";
const SIGNATURE: &str = "IDA-MPA-001";
const ENCRYPTION: &str = "IDA-MPA-003";
const OTHER_CERTIFICATE: &str = "IDA-MPA-021";
const NO_CERTIFICATE: &str = "IDA-MPA-022";
const NO_TRIPLE: &str = "IDA-MPA-038";

/// Who signed a request, or would sign it, and why ID Authentication would not believe that.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Row 2.
    pub faults: Vec<Fault>,
    /// Of the certificate that it is signed with, where that can be read.
    pub signer: Option<Thumbprint>,
    pub signer_is: SignerIs,
    /// Of the certificates that ID Authentication keeps for the partner and for the MISP.
    pub kept: Vec<Thumbprint>,
    pub unchecked: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub fix: String,
}

/// What a certificate that signs is to partner and MISP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerIs {
    /// As its CA issued it: the Kernel re-signed it, and that is the one that counts.
    Original(Holder),
    /// Another took its place.
    Former(Holder),
    /// The partner's in force, but the MISP signs: ID Authentication was told of the partner's uploaded key instead.
    Own,
    /// Any other.
    Other,
}

/// Rows 1 to 5, and the path.
pub(super) fn before(facts: &Facts<'_>, found: &mut Found) {
    let Some(request) = facts.request else {
        return certificate(facts, found);
    };
    let body = body(request, found);
    if request.signature.is_none() {
        found.add(
            MISSING,
            "the header signature is missing or empty".to_owned(),
            "sign the body: a detached JWS with the certificate in its header (x5c)".to_owned(),
        );
    }
    signature(facts, found);
    if !request.has_consent {
        found.add(
            MISSING,
            "the header Authorization is missing or empty".to_owned(),
            "send the consent token in the header Authorization".to_owned(),
        );
    }
    if let Some(body) = &body {
        encrypted(request.endpoint, body, found);
    }
    let signer = facts.signed.and_then(|signed| signed.signer.as_ref());
    if request.signature.is_some() && signer.is_none() {
        found.add(
            NO_CERTIFICATE,
            "the signature carries no certificate that can be read (x5c)".to_owned(),
            "put the certificate as base64 of its DER into the header of the JWS: x5c, an array"
                .to_owned(),
        );
    }
    if request.triple.is_none() {
        found.add(
            NO_TRIPLE,
            "the path ends in fewer than three parts".to_owned(),
            "send it to PATH/LICENSE_KEY/PARTNER_ID/API_KEY".to_owned(),
        );
    }
}

/// Where only the certificate is known with which a request would be signed.
fn certificate(facts: &Facts<'_>, found: &mut Found) {
    signature(facts, found);
    found.unchecked(match facts.signed {
        Some(_) => "the request itself (--request FILE)",
        None => "the request and who signs it (--request FILE, --certificate FILE)",
    });
}

fn signature(facts: &Facts<'_>, found: &mut Found) {
    let Some(signed) = facts.signed else { return };
    for fault in &signed.faults {
        found.add(SIGNATURE, fault.message.clone(), fault.fix.clone());
    }
    found.unchecked.extend(signed.unchecked.iter().cloned());
}

/// As Jackson reads by default: what stands behind the object is not looked at.
pub(super) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    Map::deserialize(&mut Deserializer::from_slice(body)).ok()
}

/// Read before all else.
fn body(request: &Request, found: &mut Found) -> Option<Map<String, Value>> {
    let Some(body) = object(&request.body) else {
        if is_object(&request.body) {
            found.unchecked(
                "the body: half a surrogate, a number too large or a nesting too deep to be read here, which ID \
                 Authentication may read (else IDA-MLC-007)",
            );
            return None;
        }
        found.add(
            UNREADABLE,
            "the body is no JSON object".to_owned(),
            "send a JSON object in UTF-8, without a byte order mark".to_owned(),
        );
        return None;
    };
    for name in ["id", "version"] {
        if body.get(name).is_none_or(Value::is_null) {
            missing(name, found);
        }
    }
    found.unchecked("values of id, version and the times in the body");
    Some(body)
}

/// By its form alone, whatever its values are.
fn is_object(body: &[u8]) -> bool {
    let mut reader = Deserializer::from_slice(body);
    body.trim_ascii_start().starts_with(b"{") && IgnoredAny::deserialize(&mut reader).is_ok()
}

fn missing(name: &str, found: &mut Found) {
    let message = format!("the body has no {name}");
    found.add(MISSING, message, format!("send {name}"));
}

/// Row 4, as far as it can be seen without ID Authentication's private key.
fn encrypted(endpoint: Endpoint, body: &Map<String, Value>, found: &mut Found) {
    if !endpoint.is_encrypted() {
        return;
    }
    if body.get("request").is_none_or(Value::is_null) {
        return missing("request", found);
    }
    if body.get("requestHMAC").is_none_or(Value::is_null) {
        return missing("requestHMAC", found);
    }
    for (name, code) in [
        ("request", SIGNATURE),
        ("requestHMAC", SIGNATURE),
        ("requestSessionKey", ENCRYPTION),
    ] {
        packed(name, body.get(name), code, found);
    }
    let thumbprint = body.get("thumbprint").and_then(Value::as_str);
    if !thumbprint.is_some_and(is_sha256) {
        found.add(
            ENCRYPTION,
            "the body has no thumbprint of 32 bytes in hex or base64url".to_owned(),
            "send the SHA-256 of ID Authentication's certificate with which the session key is encrypted".to_owned(),
        );
    }
    found.unchecked("decryption of the request and its HMAC (IDA-MPA-003, 016): only ID Authentication has the key");
}

/// A member that is there, but no text, ends the reading of the body.
fn packed(name: &str, value: Option<&Value>, code: &'static str, found: &mut Found) {
    let fix = format!("send {name} as base64url");
    match value {
        Some(Value::String(text)) if bytes_of(text).is_some() => {}
        Some(Value::String(_)) => found.add(code, format!("{name} is no base64"), fix),
        None | Some(Value::Null) => found.add(code, format!("the body has no {name}"), fix),
        Some(_) => found.add(UNREADABLE, format!("{name} is no text"), fix),
    }
}

/// In either alphabet, with padding or without.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    let padded = format!("{bare}{}", "=".repeat((4 - bare.len() % 4) % 4));
    URL_SAFE
        .decode(&padded)
        .or_else(|_| STANDARD.decode(&padded))
        .ok()
}

fn is_sha256(text: &str) -> bool {
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex || bytes_of(text).is_some_and(|bytes| bytes.len() == 32)
}

/// Row 13.
pub(super) fn signer(facts: &Facts<'_>, found: &mut Found) {
    let (Some(signed), Some(partner)) = (facts.signed, facts.partner) else {
        return;
    };
    let Some(signer) = &signed.signer else {
        return;
    };
    if super::is_kept(facts) {
        return found.unchecked(
            "whether the certificate is the one that ID Authentication kept when it looked it up (IDA-MPA-021)",
        );
    }
    if signed.kept.contains(signer) {
        return;
    }
    let what = match &signed.signer_is {
        SignerIs::Original(_) => "as its CA issued it, not as the Kernel re-signed it",
        SignerIs::Former(_) => "that was replaced",
        SignerIs::Own => "of the partner, whose MISP signs for it",
        SignerIs::Other => "that ID Authentication keeps neither for the partner nor for the MISP",
    };
    let fix = by_another(facts, partner, &signed.signer_is);
    let message = format!("the request is signed with a certificate {what}: {signer}");
    found.add(OTHER_CERTIFICATE, message, fix);
}

fn by_another(facts: &Facts<'_>, partner: &Partner, signer: &SignerIs) -> String {
    let id = &partner.id;
    let misp = facts.license.map_or(&partner.misp, |held| &held.misp.id);
    match signer {
        SignerIs::Original(holder) => format!(
            "put what pmctl cert get {} gives into x5c; its key is the same",
            holder.as_str()
        ),
        SignerIs::Former(holder) => format!(
            "sign with the one in force, and put it into x5c: pmctl cert get {}",
            holder.as_str()
        ),
        SignerIs::Own => format!(
            "sign with the key of the one that pmctl cert get {misp} gives, or: pmctl partner update {id} --signer partner"
        ),
        SignerIs::Other if partner.signer == Signer::Misp => {
            format!("sign with the key of the one that pmctl cert get {misp} gives")
        }
        SignerIs::Other => format!(
            "sign with the key of the one that pmctl cert get {id} gives, or: pmctl cert upload {id} --file FILE"
        ),
    }
}

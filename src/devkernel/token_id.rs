//! Keymanager's token ids: one number for a person and a partner, always the same.

use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;

use super::envelope::{Failure, Visit};
use super::reply::Reply;
use super::roles;
use super::x509::sha256_hex;

const LENGTH: usize = 36;
const PERSON_SALT: &str = "u";
const PARTNER_SALT: &str = "p";

#[derive(Serialize)]
struct TokenId {
    #[serde(rename = "tokenID")]
    token_id: String,
}

pub(super) fn get(visit: &Visit<'_>) -> Reply {
    visit.get(roles::TOKEN_ID, &[], || {
        let mut segments = visit.call.path.rsplit('/');
        let partner = segments.next().unwrap_or_default();
        let person = segments.next().unwrap_or_default();
        let is_blank = |text: &&str| text.replace("%20", " ").trim().is_empty();
        if [partner, person].iter().any(is_blank) {
            return Err(Failure::one(
                "KER-TIG-010",
                "UIN and partner code cannot be empty",
            ));
        }
        Ok(TokenId {
            token_id: token_id(person, partner),
        })
    })
}

/// The text of a salted hash, read as one big number, of which the first digits count.
fn token_id(person: &str, partner: &str) -> String {
    let inner = sha256_hex(format!("{person}{PERSON_SALT}").as_bytes());
    let outer = digest(
        &SHA256,
        format!("{PARTNER_SALT}{partner}{inner}").as_bytes(),
    );
    let text = super::x509::hex(outer.as_ref()).to_uppercase();
    decimal(text.as_bytes()).chars().take(LENGTH).collect()
}

/// Big-endian bytes as a decimal number.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0u32];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = *digit * 256 + carry;
            *digit = value % 10;
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| digit.to_string()).collect()
}

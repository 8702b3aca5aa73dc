//! Who is let in: the token in the cookie, and the roles that each call asks for.

use std::time::{Duration, Instant};

use serde_json::json;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Ask, Kernel, MISP, PARTNER_ADMIN, SERVICE};

const ROOT: &str = "/getCertificate?applicationId=ROOT&referenceId=";
const NOBODY: &str = "401 KER-ATH-401 twice";
const REFUSED: &str = "401 KER-ATH-401";
const FORBIDDEN: &str = "403 KER-ATH-403";

const fn token(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("any", what, ask)
}

pub const CASES: &[Case] = &[
    token("no token", |kernel| kernel.ask(Ask::get(ROOT).by_nobody())).says(NOBODY),
    token("the token in the header only", |kernel| {
        kernel.ask(Ask::get(ROOT).bearer_header(kernel.token(SERVICE)))
    })
    .says(NOBODY),
    token("another cookie only", |kernel| {
        with(kernel, "session=1".to_owned())
    })
    .says(NOBODY),
    token("a cookie whose name holds `Authorization`", |kernel| {
        with(
            kernel,
            format!("session=1; XAuthorizationY={}", kernel.token(SERVICE)),
        )
    }),
    token("two cookies, the last one good", |kernel| {
        with(
            kernel,
            format!("Authorization=abc; Authorization={}", kernel.token(SERVICE)),
        )
    }),
    token("two cookies, the last one no token", |kernel| {
        with(
            kernel,
            format!("Authorization={}; Authorization=abc", kernel.token(SERVICE)),
        )
    })
    .says("500 HTML"),
    token("a token that is none", |kernel| {
        with(kernel, "Authorization=abc".to_owned())
    })
    .says("500 HTML"),
    token("a token whose signature is changed", |kernel| {
        with(
            kernel,
            format!("Authorization={}", tampered(&kernel.token(SERVICE))),
        )
    })
    .says(REFUSED),
    token("a token for another audience", |kernel| {
        kernel.ask(Ask::get(ROOT).by("stranger-client"))
    })
    .says(REFUSED),
    token("a token that has ended", ended).says(REFUSED),
    token("an invalid body is told before a missing role", |kernel| {
        let blank = json!({"certificateData": "", "partnerDomain": "AUTH"});
        kernel.ask(Ask::post("/uploadCACertificate", blank).by(MISP))
    })
    .says("KER-KMS-005"),
    case("uploadCACertificate", "as MISP", |kernel| {
        kernel.ask(certificate("/uploadCACertificate").by(MISP))
    })
    .says(FORBIDDEN),
    case("uploadCACertificate", "as PARTNER_ADMIN", |kernel| {
        kernel.ask(certificate("/uploadCACertificate").by(PARTNER_ADMIN))
    })
    .says("KER-CRY-003"),
    case("uploadPartnerCertificate", "as MISP", |kernel| {
        kernel.ask(certificate("/uploadPartnerCertificate").by(MISP))
    })
    .says(FORBIDDEN),
    case("uploadPartnerCertificate", "as PARTNER_ADMIN", |kernel| {
        kernel.ask(certificate("/uploadPartnerCertificate").by(PARTNER_ADMIN))
    })
    .says("KER-KMS-013"),
    case("getPartnerCertificate", "as MISP", |kernel| {
        kernel.ask(Ask::get("/getPartnerCertificate/x").by(MISP))
    })
    .says(FORBIDDEN),
    case("getPartnerCertificate", "as PARTNER_ADMIN", |kernel| {
        kernel.ask(Ask::get("/getPartnerCertificate/x").by(PARTNER_ADMIN))
    })
    .says("KER-PCM-012"),
    case("getPartnerSignedCertificate", "as MISP", |kernel| {
        kernel.ask(Ask::get("/getPartnerSignedCertificate/x").by(MISP))
    })
    .says(FORBIDDEN)
    .exists_since("1.2.1.0"),
    case("verifyCertificateTrust", "as MISP", |kernel| {
        kernel.ask(certificate("/verifyCertificateTrust").by(MISP))
    })
    .says(FORBIDDEN),
    case("uploadOtherDomainCertificate", "as MISP", |kernel| {
        kernel.ask(stored_key().by(MISP))
    })
    .says(FORBIDDEN),
    case(
        "uploadOtherDomainCertificate",
        "as PARTNER_ADMIN",
        |kernel| kernel.ask(stored_key().by(PARTNER_ADMIN)),
    )
    .says("KER-KMS-013"),
    case("getCertificate", "as PARTNER_ADMIN", |kernel| {
        kernel.ask(Ask::get(ROOT).by(PARTNER_ADMIN))
    })
    .says(FORBIDDEN),
    case("getCertificate", "as MISP", |kernel| {
        kernel.ask(Ask::get(ROOT).by(MISP))
    })
    .says(FORBIDDEN),
    case("generateMasterKey", "as PARTNER_ADMIN", |kernel| {
        let request = json!({"applicationId": "PMS", "referenceId": ""});
        kernel.ask(Ask::post("/generateMasterKey/CERTIFICATE", request).by(PARTNER_ADMIN))
    })
    .says(FORBIDDEN),
    case("revokeKey", "as PARTNER_ADMIN", |kernel| {
        let request = json!({"applicationId": "PARTNER", "referenceId": "x"});
        kernel.ask(
            Ask::post("/revokeKey", request)
                .with_verb(reqwest::Method::PUT)
                .by(PARTNER_ADMIN),
        )
    })
    .says(FORBIDDEN),
    case("encrypt", "as PARTNER_ADMIN", |kernel| {
        let request = json!({"applicationId": "PARTNER", "referenceId": "x", "data": "YWJj",
            "timeStamp": "2026-11-23T08:00:00.000Z"});
        kernel.ask(Ask::post("/encrypt", request).by(PARTNER_ADMIN))
    })
    .says(FORBIDDEN),
    case("license/generate", "as PARTNER_ADMIN", |kernel| {
        let request = json!({"tspId": "100", "licenseExpiryTime": "2099-01-01T00:00:00.000Z"});
        kernel.ask(Ask::post("/license/generate", request).by(PARTNER_ADMIN))
    })
    .says(FORBIDDEN),
    case("license/permission", "as MISP", |kernel| {
        kernel.ask(Ask::get("/license/permission?tspId=100&licenseKey=none").by(MISP))
    })
    .says("KER-LKM-004"),
    case("tokenid", "as MISP", |kernel| {
        kernel.ask(Ask::get("/tokenid/5123456789/x").by(MISP))
    })
    .says(FORBIDDEN),
    case("actuator/info", "without a token", |kernel| {
        kernel.ask(Ask::get("/actuator/info").by_nobody())
    })
    .since(&[("1.3.0", NOBODY)]),
    case("actuator/info", "with a token", |kernel| {
        kernel.get("/actuator/info")
    })
    .since(&[("1.3.0", "401")]),
    case("actuator/health", "without a token", |kernel| {
        kernel.ask(Ask::get("/actuator/health").by_nobody())
    })
    .since(&[("1.2.0.1", "503"), ("1.3.0", NOBODY)]),
    case("actuator", "another name below it", |kernel| {
        kernel.get("/actuator/noSuchName")
    })
    .says("404")
    .since(&[("1.3.0", "401")]),
];

fn with(kernel: &Kernel<'_>, cookie: String) -> Answer {
    kernel.ask(Ask::get(ROOT).cookie(cookie))
}

/// The last but four letters are changed: the last ones of a signature may hold no bits.
fn tampered(token: &str) -> String {
    let (kept, last) = token.split_at(token.len() - 8);
    let changed = if last.starts_with('A') {
        "BBBB"
    } else {
        "AAAA"
    };
    format!("{kept}{changed}{}", &last[4..])
}

/// Five seconds are the life of such a token: it is asked with until it is refused.
fn ended(kernel: &Kernel<'_>) -> Answer {
    let cookie = format!("Authorization={}", kernel.fresh_token("mosip-short-client"));
    with(kernel, cookie.clone()).must("ok");
    let begin = Instant::now();
    loop {
        let answer = with(kernel, cookie.clone());
        if answer.status != 200 || begin.elapsed() > Duration::from_secs(60) {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// A certificate that no call can read.
fn certificate(path: &str) -> Ask {
    let request = json!({"certificateData": "x", "organizationName": "x", "partnerDomain": "AUTH"});
    Ask::post(path, request)
}

fn stored_key() -> Ask {
    let request = json!({"applicationId": "PARTNER", "referenceId": "x", "certificateData": "x"});
    Ask::post("/uploadOtherDomainCertificate", request)
}

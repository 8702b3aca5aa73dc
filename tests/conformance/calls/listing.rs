//! Calls that list and show trust anchors: from 1.3 on (kernel-contract 4.4.8, 4.4.9).

use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, case};
use super::form::is_zoned;
use super::kernel::{Kernel, fresh};
use super::made::{ca, trusted};

const LIST: &str = "/getCaCertificates";

const fn list(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("getCaCertificates", what, ask).exists_since("1.3.0")
}

const fn path(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("getCACertificateTrustPath", what, ask).exists_since("1.3.0")
}

pub const CASES: &[Case] = &[
    list("by a part of the name", |kernel| {
        let name = stored(kernel);
        let answer = kernel.post(LIST, json!({"issuedTo": name.to_uppercase()}));
        if kernel.speaks("1.3.0") {
            only(&answer, &name);
        }
        answer
    }),
    list("by its own id", |kernel| {
        let name = stored(kernel);
        let id = id_of(kernel, &name);
        let answer = kernel.post(LIST, json!({"certId": id}));
        if kernel.speaks("1.3.0") {
            only(&answer, &name);
        }
        answer
    }),
    list("of another domain", |kernel| {
        let name = stored(kernel);
        none(kernel, json!({"issuedTo": name, "partnerDomain": "MISP"}))
    }),
    list("of another type", |kernel| {
        let name = stored(kernel);
        none(
            kernel,
            json!({"issuedTo": name, "caCertificateType": "INTERMEDIATE"}),
        )
    }),
    list("of the type in lower case", |kernel| {
        let name = stored(kernel);
        let answer = kernel.post(LIST, json!({"issuedTo": name, "caCertificateType": "root"}));
        if kernel.speaks("1.3.0") {
            only(&answer, &name);
        }
        answer
    }),
    list("a type that there is not", |kernel| {
        kernel.post(LIST, json!({"caCertificateType": "LEAF"}))
    })
    .says("KER-PCM-018"),
    list("a domain that there is not", |kernel| {
        kernel.post(LIST, json!({"partnerDomain": "NOPE"}))
    })
    .says("KER-PCM-011"),
    list("page 0 of no size is the first ten", |kernel| {
        let answer = kernel.post(LIST, json!({"pageNumber": 0, "pageSize": 0}));
        if kernel.speaks("1.3.0") {
            let response = answer.response();
            assert_eq!(
                (&response["pageNumber"], &response["pageSize"]),
                (&json!(1), &json!(10))
            );
        }
        answer
    }),
    list("pages of one", |kernel| {
        let root = trusted(kernel, "AUTH");
        let mark = fresh("page");
        for _ in 0..2 {
            let name = format!("{mark} {}", fresh("CA"));
            let below = ca().common_name(&name).signed_by(&root);
            kernel.upload_ca(&below.pem, "AUTH").must("Upload Success.");
        }
        let answer = kernel.post(
            LIST,
            json!({"issuedTo": mark, "pageNumber": 2, "pageSize": 1}),
        );
        if kernel.speaks("1.3.0") {
            let response = answer.response();
            let counted =
                ["pageNumber", "totalRecords", "totalPages"].map(|name| response[name].clone());
            assert_eq!(counted, [json!(2), json!(2), json!(2)]);
            assert_eq!(
                response["allPartnerCertificates"].as_array().unwrap().len(),
                1
            );
        }
        answer
    }),
    list("without MOSIP's own", |kernel| {
        none(kernel, json!({"issuedTo": "(PMS)", "excludeMosipCA": true}))
    }),
    path("of a root", |kernel| {
        let name = stored(kernel);
        trust_path(kernel, &name, 1)
    }),
    path("of an intermediate", |kernel| {
        let root = trusted(kernel, "AUTH");
        let name = fresh("CA");
        let below = ca().common_name(&name).signed_by(&root);
        kernel.upload_ca(&below.pem, "AUTH").must("Upload Success.");
        trust_path(kernel, &name, 2)
    }),
    path("an unknown id", |kernel| {
        kernel.get("/getCACertificateTrustPath/none")
    })
    .says("KER-PMS-019"),
    path("a blank id", |kernel| {
        kernel.get("/getCACertificateTrustPath/%20")
    })
    .says("KER-PCM-010"),
];

/// The name of a root that is trusted for AUTH.
fn stored(kernel: &Kernel<'_>) -> String {
    let name = fresh("Listed");
    let root = ca().common_name(&name).self_signed();
    kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
    name
}

/// What is listed is this one root.
fn only(answer: &Answer, name: &str) {
    let response = answer.response();
    let [one] = response["allPartnerCertificates"]
        .as_array()
        .unwrap()
        .as_slice()
    else {
        panic!("{}", answer.shown())
    };
    let subject = format!("CN={name},O=Alpha Bank,C=IN");
    for (member, value) in [
        ("caCertificateType", json!("ROOT")),
        ("partnerDomain", json!("AUTH")),
        ("issuedTo", json!(subject)),
        ("issuedBy", json!(subject)),
        ("status", json!(true)),
    ] {
        assert_eq!(one[member], value, "{member}");
    }
    assert_eq!(one["certThumbprint"].as_str().unwrap().len(), 40);
    for time in ["validFromDate", "validTillDate", "uploadTime"] {
        assert!(is_zoned(one[time].as_str().unwrap()), "{}", one[time]);
    }
    assert_eq!(one.as_object().unwrap().len(), 10, "{one}");
}

fn none(kernel: &Kernel<'_>, request: Value) -> Answer {
    let answer = kernel.post(LIST, request);
    if kernel.speaks("1.3.0") {
        assert_eq!(answer.response()["totalRecords"], 0);
    }
    answer
}

fn id_of(kernel: &Kernel<'_>, name: &str) -> String {
    if !kernel.speaks("1.3.0") {
        return "none".to_owned();
    }
    let listed = kernel.post(LIST, json!({"issuedTo": name})).response();
    let id = listed["allPartnerCertificates"][0]["certId"].as_str();
    id.unwrap().to_owned()
}

/// The path from the certificate of this name, as a PKCS#7 of so many.
fn trust_path(kernel: &Kernel<'_>, name: &str, certificates: usize) -> Answer {
    let answer = kernel.get(&format!(
        "/getCACertificateTrustPath/{}",
        id_of(kernel, name)
    ));
    if kernel.speaks("1.3.0") {
        check_bundle(&answer.text("p7bFile"), certificates);
    }
    answer
}

/// `BEGIN PKCS7`, 64 columns, no line break at the end.
pub fn check_bundle(text: &str, certificates: usize) {
    assert!(text.starts_with("-----BEGIN PKCS7-----\n"), "{text}");
    assert!(text.ends_with("\n-----END PKCS7-----"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 64), "{text}");
    let bundle = pem::parse(text).unwrap();
    assert_eq!(
        super::openssl::bundle(bundle.contents()).len(),
        certificates
    );
}

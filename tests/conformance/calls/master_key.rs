//! Keys that the Kernel makes for itself (kernel-contract 4.2.1, 4.2.2).

use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::openssl::{Read, chains, openssl};

/// An application whose key the suite makes.
pub const USED: &str = "IDA";
/// One whose key it never makes.
const UNUSED: &str = "PRE_REGISTRATION";

const fn make(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("generateMasterKey", what, ask)
}

const fn read(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("getCertificate", what, ask)
}

pub const CASES: &[Case] = &[
    make("PMS, which is there", |kernel| {
        let answer = generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": "PMS", "referenceId": ""}),
        );
        assert_eq!(
            answer.text("certificate"),
            master_certificate(kernel, "PMS")
        );
        answer
    }),
    make("ROOT, whose certificate it signed itself", |kernel| {
        let root = Read::certificate(&master_certificate(kernel, "ROOT"));
        assert_eq!(root.subject, root.issuer);
        assert_eq!(
            root.extension("X509v3 Basic Constraints: critical"),
            Some("CA:TRUE, pathlen:2")
        );
        assert_eq!(
            root.extension("X509v3 Key Usage: critical"),
            Some("Digital Signature, Certificate Sign")
        );
        assert_eq!(root.to.duration_since(root.from).as_hours(), 2920 * 24);
        generate(
            kernel,
            "certificate",
            json!({"applicationId": "ROOT", "referenceId": ""}),
        )
    }),
    make("an application, which ROOT signs", |kernel| {
        let answer = generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": USED, "referenceId": ""}),
        );
        let made = Read::certificate(&answer.text("certificate"));
        assert_eq!(
            made.issuer,
            Read::certificate(&master_certificate(kernel, "ROOT")).subject
        );
        assert_eq!(
            made.extension("X509v3 Basic Constraints: critical"),
            Some("CA:TRUE, pathlen:1")
        );
        assert_eq!(made.to.duration_since(made.from).as_hours(), 1095 * 24);
        answer
    }),
    make("no `force`, no names", |kernel| {
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": USED, "referenceId": ""}),
        )
    }),
    make("`referenceId` null, of a key that is there", |kernel| {
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": "PMS", "referenceId": null}),
        )
    }),
    make("no `referenceId`", |kernel| {
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": "REGISTRATION"}),
        )
    })
    .since(&[("1.3.0", "500 KER-KMS-500")]),
    make("by force, twice on one day", |kernel| {
        let forced = json!({"applicationId": "RESIDENT", "referenceId": "", "force": true});
        generate(kernel, "CERTIFICATE", forced.clone());
        let answer = generate(kernel, "CERTIFICATE", forced);
        assert!(answer.message().contains("uni_ident"), "{}", answer.shown());
        answer
    })
    .says("500 KER-KMS-500"),
    make("an application that there is not", |kernel| {
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": "NOPE", "referenceId": ""}),
        )
    })
    .says("KER-KMS-002"),
    make("no application", |kernel| {
        generate(kernel, "CERTIFICATE", json!({"referenceId": ""}))
    })
    .says("KER-KMS-005"),
    make("a reference", |kernel| {
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": USED, "referenceId": "X"}),
        )
    })
    .says("KER-KMS-010"),
    make("the Kernel's signing key", |kernel| {
        let kernel_key = json!({"applicationId": "KERNEL", "referenceId": ""});
        generate(kernel, "CERTIFICATE", kernel_key).must("ok");
        generate(
            kernel,
            "CERTIFICATE",
            json!({"applicationId": "KERNEL", "referenceId": "SIGN"}),
        )
    }),
    make("a request for the certificate", |kernel| {
        let answer = generate(
            kernel,
            "CSR",
            json!({"applicationId": USED, "referenceId": ""}),
        );
        assert!(answer.response()["certificate"].is_null());
        check_request(&answer.text("certSignRequest"));
        answer
    }),
    make("a type that there is not", |kernel| {
        generate(
            kernel,
            "NOPE",
            json!({"applicationId": USED, "referenceId": ""}),
        )
    })
    .says("500 KER-KMS-500"),
    make("a blank type", |kernel| {
        generate(
            kernel,
            "%20",
            json!({"applicationId": USED, "referenceId": ""}),
        )
    })
    .says("KER-KMS-005"),
    read("of ROOT", |kernel| {
        kernel.get("/getCertificate?applicationId=ROOT&referenceId=")
    }),
    read("without `referenceId`", |kernel| {
        kernel.get("/getCertificate?applicationId=ROOT")
    }),
    read("of PMS, which ROOT signed", |kernel| {
        let answer = kernel.get("/getCertificate?applicationId=PMS&referenceId=");
        let root = master_certificate(kernel, "ROOT");
        assert!(chains(&answer.text("certificate"), &root, &root));
        answer
    }),
    read("no application", |kernel| kernel.get("/getCertificate")).says("KER-KMS-005"),
    read("an application that there is not", |kernel| {
        kernel.get("/getCertificate?applicationId=NOPE")
    })
    .says("KER-KMS-002"),
    read("an application without key", |kernel| {
        kernel.get(&format!("/getCertificate?applicationId={UNUSED}"))
    })
    .says("KER-KMS-012"),
    read("a reference of an application without key", |kernel| {
        kernel.get(&format!(
            "/getCertificate?applicationId={UNUSED}&referenceId=X"
        ))
    })
    .says("KER-KMS-012"),
    read(
        "a reference of an application that there is not",
        |kernel| kernel.get("/getCertificate?applicationId=NOPE&referenceId=X"),
    )
    .says("KER-KMS-002"),
    read("a reference of ROOT", |kernel| {
        kernel.get("/getCertificate?applicationId=ROOT&referenceId=X")
    })
    .says("KER-KMS-016"),
    read("a reference of KERNEL", |kernel| {
        kernel.get("/getCertificate?applicationId=KERNEL&referenceId=X")
    })
    .says("KER-KMS-016"),
    read("a reference, whose key is made", |kernel| {
        let answer = base_key(kernel, &fresh("b"));
        let made = Read::certificate(&answer.text("certificate"));
        assert_eq!(
            made.issuer,
            Read::certificate(&master_certificate(kernel, USED)).subject
        );
        assert_eq!(
            made.extension("X509v3 Key Usage: critical"),
            Some("Key Encipherment")
        );
        answer
    }),
    read("a reference, a second time", |kernel| {
        let reference = fresh("b");
        let first = base_key(kernel, &reference).text("certificate");
        let again = base_key(kernel, &reference);
        assert_eq!(again.text("certificate"), first);
        again
    }),
    read("a reference that was revoked today", |kernel| {
        let reference = fresh("b");
        base_key(kernel, &reference).must("ok");
        let request =
            json!({"applicationId": USED, "referenceId": reference, "disableAutoGen": false});
        kernel.put("/revokeKey", request).must("Key Revoked");
        base_key(kernel, &reference)
    })
    .says("500 KER-KMS-500"),
];

fn generate(kernel: &Kernel<'_>, kind: &str, request: Value) -> Answer {
    kernel.post(&format!("/generateMasterKey/{kind}"), request)
}

/// The key of this reference for encryption, made when first asked for.
pub fn base_key(kernel: &Kernel<'_>, reference: &str) -> Answer {
    let master = json!({"applicationId": USED, "referenceId": ""});
    generate(kernel, "CERTIFICATE", master).must("ok");
    kernel.get(&format!(
        "/getCertificate?applicationId={USED}&referenceId={reference}"
    ))
}

/// The certificate of an application's key, which is made if there is none.
pub fn master_certificate(kernel: &Kernel<'_>, application: &str) -> String {
    let request = json!({"applicationId": application, "referenceId": ""});
    generate(kernel, "CERTIFICATE", request).text("certificate")
}

/// It is signed by the key in it.
pub fn check_request(pem: &str) {
    assert!(
        pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"),
        "{pem}"
    );
    openssl(
        &std::env::temp_dir(),
        &["req", "-noout", "-verify"],
        pem.as_bytes(),
    );
}

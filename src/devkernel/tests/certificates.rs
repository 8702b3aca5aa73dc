use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::PKCS_ECDSA_P384_SHA384;

use super::super::pkcs7;
use super::super::x509::{self, name_text};
use super::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[test]
fn an_intermediate_needs_its_root_in_the_same_domain() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    let between = Made::ca("Between").signed_by(&root);
    served
        .upload_ca(&between.pem, "AUTH")
        .refused("KER-PCM-005");
    assert_eq!(
        served.upload_ca(&root.pem, "auth").response()["status"],
        "Upload Success."
    );
    served.upload_ca(&root.pem, "AUTH").refused("KER-PCM-003");
    served
        .upload_ca(&between.pem, "DEVICE")
        .refused("KER-PCM-005");
    assert_eq!(
        served.upload_ca(&between.pem, "AUTH").response()["status"],
        "Upload Success."
    );
    served.upload_ca(&root.pem, "NOPE").refused("KER-PCM-011");
}

#[test]
fn a_ca_must_be_valid_now() {
    let served = serve();
    let expired = Made {
        from: begin() - 20 * DAY,
        days: 10,
        ..Made::ca("Old")
    };
    let coming = Made {
        from: begin() + DAY,
        ..Made::ca("Coming")
    };
    for made in [expired, coming] {
        served
            .upload_ca(&made.self_signed().pem, "AUTH")
            .refused("KER-PCM-004");
    }
}

#[test]
fn damaged_text_and_foreign_bytes_are_told_apart() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    let damaged = root.pem.replace("-----END", "-----");
    served.upload_ca(&damaged, "AUTH").refused("KER-CRY-003");
    served
        .upload_ca(&STANDARD.encode([0xfb; 48]), "AUTH")
        .refused("KER-CRY-003");
    served.upload_ca("AAAA", "AUTH").refused("KER-PCM-001");
}

#[test]
fn a_bundle_is_taken_from_its_end_and_says_how_much_got_in() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    let between = Made::ca("Between").signed_by(&root);
    let late = Made::ca("Late").signed_by(&between);
    let bundle = |certificates: &[&Signer]| {
        let ders: Vec<_> = certificates.iter().map(|signer| signer.der()).collect();
        URL_SAFE_NO_PAD.encode(pkcs7::write(&ders))
    };
    let status = |bundle: &str| served.upload_ca(bundle, "AUTH").response()["status"].clone();
    assert_eq!(status(&bundle(&[&root, &late])), "Partial Upload Success.");
    assert_eq!(status(&bundle(&[&late, &between])), "Upload Success.");
    assert_eq!(status(&bundle(&[&late, &between, &root])), "Upload Failed.");
}

#[test]
fn path_building_wants_cas_that_may_sign() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    let leaf = Made::leaf("Bank").signed_by(&root);
    let below = Made::leaf("Bank").signed_by(&leaf);
    served.upload_ca(&root.pem, "AUTH").response();
    served.upload_ca(&leaf.pem, "AUTH").response();
    served
        .upload_partner(&below.pem, "Bank", "AUTH")
        .refused("KER-PCM-006");
}

fn trusted() -> (Served, Signer) {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    served.upload_ca(&root.pem, "AUTH").response();
    (served, root)
}

#[test]
fn partner_certificates_are_refused_in_order() {
    let (served, root) = trusted();
    let sent = |made: Made| made.signed_by(&root).pem;
    let refused = |pem: &str, code: &str| served.upload_partner(pem, "Bank", "AUTH").refused(code);
    refused("zz", "KER-KMS-013");
    let good = sent(Made::leaf("Bank"));
    served
        .upload_partner(&good, "Bank", "NOPE")
        .refused("KER-PCM-011");
    refused(
        &sent(Made {
            from: begin() + DAY,
            ..Made::leaf("Bank")
        }),
        "KER-PCM-004",
    );
    refused(
        &sent(Made {
            from: begin(),
            days: 334,
            ..Made::leaf("Bank")
        }),
        "KER-PCM-004",
    );
    refused(&Made::leaf("Bank").self_signed().pem, "KER-PCM-015");
    served
        .upload_partner(&good, "Bank", "DEVICE")
        .refused("KER-PCM-006");
    let stranger = Made::ca("Root").self_signed();
    refused(&Made::leaf("Bank").signed_by(&stranger).pem, "KER-PCM-006");
    for organization in ["bank", "Bank ", "Other"] {
        served
            .upload_partner(&good, organization, "AUTH")
            .refused("KER-PCM-008");
    }
    let nameless = sent(Made {
        name: "",
        ..Made::leaf("Bank")
    });
    assert_eq!(served.upload_partner(&nameless, "Bank", "AUTH").status, 500);
    let enough = sent(Made {
        from: begin(),
        days: 335,
        ..Made::leaf("Bank")
    });
    served.upload_partner(&enough, "Bank", "AUTH").response();
}

#[test]
fn of_the_root_only_name_key_and_dates_count() {
    let served = serve();
    let root = Made {
        ca: false,
        ..Made::ca("Root")
    }
    .self_signed();
    served.upload_ca(&root.pem, "AUTH").response();
    let leaf = Made::leaf("Bank").signed_by(&root);
    served.upload_partner(&leaf.pem, "Bank", "AUTH").response();
}

#[test]
fn an_organization_is_compared_as_it_is_displayed() {
    let (served, root) = trusted();
    let leaf = Made::leaf("Acme, Inc.").signed_by(&root);
    served
        .upload_partner(&leaf.pem, "Acme, Inc.", "AUTH")
        .refused("KER-PCM-008");
    let response = served
        .upload_partner(&leaf.pem, r"Acme\, Inc.", "AUTH")
        .response();
    let resigned = &bundle_of(&response)[0];
    let parsed = x509::parse(resigned).unwrap();
    let organization = parsed.subject().iter_organization().next().unwrap();
    assert_eq!(organization.as_str(), Ok(r"Acme\, Inc."));
}

#[test]
fn an_issuer_whose_name_differs_in_case_chains_and_breaks() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    let shouted = Made {
        name: "ROOT",
        ..Made::ca("ROOT")
    };
    let shouted = shouted.params().self_signed(&root.key).unwrap().pem();
    served.upload_ca(&shouted, "AUTH").response();
    let leaf = Made::leaf("Bank").signed_by(&root);
    assert_eq!(served.upload_partner(&leaf.pem, "Bank", "AUTH").status, 500);
}

#[test]
fn a_signature_that_javas_name_does_not_begin_with_sha2_is_refused() {
    let served = serve();
    let root = Made::ca("Root").self_signed_by(&PKCS_ECDSA_P384_SHA384);
    served.upload_ca(&root.pem, "AUTH").response();
    let leaf = Made::leaf("Bank").signed_by(&root);
    served
        .upload_partner(&leaf.pem, "Bank", "AUTH")
        .refused("KER-PCM-014");
}

fn bundle_of(response: &Value) -> Vec<Vec<u8>> {
    let text = response["signedCertificateData"].as_str().unwrap();
    pkcs7::read(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

#[test]
fn what_is_re_signed_follows_the_profile() {
    let (served, root) = trusted();
    let leaf = Made::leaf("Bank").signed_by(&root);
    let response = served.upload_partner(&leaf.pem, "Bank", "AUTH").response();
    let chain = bundle_of(&response);
    let [resigned, pms, top] = chain.as_slice() else {
        panic!("{}", chain.len())
    };

    let parsed = x509::parse(resigned).unwrap();
    assert!(x509::is_signed_by(&parsed, &x509::parse(pms).unwrap()));
    assert!(x509::is_self_signed(&x509::parse(top).unwrap()));
    assert_eq!(
        x509::spki(resigned).unwrap(),
        x509::spki(&leaf.der()).unwrap()
    );
    assert_eq!(name_text(parsed.subject()), "CN=partner,O=Bank,C=IN");
    assert_eq!(x509::validity(&parsed), (begin(), begin() + 365 * DAY));
    assert!(parsed.raw_serial()[0] < 0x80);
    let constraints = parsed.basic_constraints().unwrap().unwrap();
    assert!(constraints.critical && constraints.value.ca);
    assert_eq!(constraints.value.path_len_constraint, None);
    let usage = parsed.key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.key_encipherment() && usage.value.key_cert_sign());
    let extensions: Vec<_> = parsed
        .extensions()
        .iter()
        .map(|one| one.oid.to_id_string())
        .collect();
    assert_eq!(extensions, ["2.5.29.15", "2.5.29.14", "2.5.29.19"]);

    let id = response["certificateId"].as_str().unwrap();
    let kept = served
        .get(&format!("/getPartnerCertificate/{id}"))
        .response();
    assert_eq!(der(kept["certificateData"].as_str().unwrap()), *resigned);
    served
        .get("/getPartnerCertificate/none")
        .refused("KER-PCM-012");
    assert_eq!(
        served
            .get(&format!("/getPartnerSignedCertificate/{id}"))
            .status,
        404
    );
}

#[test]
fn the_chain_that_is_returned_is_trusted_from_then_on() {
    let (served, root) = trusted();
    let leaf = Made::leaf("Bank").signed_by(&root);
    let trust = |certificate: &[u8]| {
        let request = json!({"certificateData": x509::pem(certificate), "partnerDomain": "AUTH"});
        served.post("/verifyCertificateTrust", request).response()["status"].clone()
    };
    let chain = bundle_of(&served.upload_partner(&leaf.pem, "Bank", "AUTH").response());
    assert_eq!(trust(&chain[0]), true);
    assert_eq!(trust(&Made::leaf("Bank").self_signed().der()), false);
    for certificate in &chain {
        served
            .upload_ca(&x509::pem(certificate), "AUTH")
            .refused("KER-PCM-003");
    }
}

#[test]
fn ftm_gets_its_own_chain_back() {
    let served = serve();
    let root = Made::ca("Root").self_signed();
    served.upload_ca(&root.pem, "FTM").response();
    let leaf = Made::leaf("Maker").signed_by(&root);
    let response = served.upload_partner(&leaf.pem, "Maker", "FTM").response();
    assert_eq!(bundle_of(&response), [leaf.der(), root.der()]);
    let id = response["certificateId"].as_str().unwrap();
    let kept = served
        .get(&format!("/getPartnerCertificate/{id}"))
        .response();
    assert_ne!(der(kept["certificateData"].as_str().unwrap()), leaf.der());
}

#[test]
fn the_same_certificate_again_gets_another_id() {
    let (served, root) = trusted();
    let leaf = Made::leaf("Bank").signed_by(&root);
    let id =
        || served.upload_partner(&leaf.pem, "Bank", "AUTH").response()["certificateId"].clone();
    assert_ne!(id(), id());
}

#[test]
fn the_test_ca_signs_what_the_kernel_takes_once_it_is_uploaded() {
    let served = serve();
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let csr = Made::leaf("Bank")
        .params()
        .serialize_request(&key)
        .unwrap()
        .pem()
        .unwrap();
    let body = json!({"csr": csr}).to_string();
    let signed = served
        .send("POST /pmctl-dev/ca/sign HTTP/1.1", &body)
        .json();
    let leaf = signed["certificate"].as_str().unwrap();
    served
        .upload_partner(leaf, "Bank", "AUTH")
        .refused("KER-PCM-006");
    let ca = served.send("GET /pmctl-dev/ca HTTP/1.1", "").json();
    served
        .upload_ca(ca["certificate"].as_str().unwrap(), "AUTH")
        .response();
    served.upload_partner(leaf, "Bank", "AUTH").response();

    let leaf = der(leaf);
    let parsed = x509::parse(&leaf).unwrap();
    let from = begin() - SignedDuration::from_hours(1);
    assert_eq!(x509::validity(&parsed), (from, from + 730 * DAY));
    assert!(!parsed.is_ca());
    assert_eq!(
        served
            .send("POST /pmctl-dev/ca/sign HTTP/1.1", r#"{"csr":"x"}"#)
            .status,
        400
    );
}

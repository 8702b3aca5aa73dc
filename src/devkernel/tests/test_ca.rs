use super::super::x509;
use super::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[test]
fn the_test_ca_signs_what_the_kernel_takes_once_it_is_uploaded() {
    let served = serve();
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let csr = leaf("Bank", begin())
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

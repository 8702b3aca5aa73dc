use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{PKCS_RSA_SHA256, RsaKeySize};

use super::super::x509;
use super::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const ALPHA: &str = "/getCertificate?applicationId=PARTNER&referenceId=alpha";

fn stored(served: &Served) -> String {
    served.get(ALPHA).response()["certificate"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_new_key_replaces_the_old_one_which_never_comes_back() {
    let served = serve();
    served.get(ALPHA).refused("KER-KMS-016");
    let (first, second) = (Made::leaf("A").self_signed(), Made::leaf("B").self_signed());
    assert_eq!(
        served.upload_key("alpha", &first.pem).response()["status"],
        "Upload Success"
    );
    assert_eq!(stored(&served), first.pem);
    served
        .upload_key("alpha", &first.pem)
        .refused("KER-KMS-015");
    served.upload_key("alpha", &second.pem).response();
    let back = served.upload_key("alpha", &first.pem);
    assert_eq!(
        (back.status, back.codes()),
        (500, vec!["KER-KMS-500".to_owned()])
    );
    assert!(back.body.contains("uni_ident"));
    assert_eq!(stored(&served), second.pem);
    served.upload_key("Alpha", &first.pem).response();
}

#[test]
fn a_certificate_not_yet_valid_leaves_no_usable_key_until_its_date() {
    let served = serve();
    let good = Made::leaf("A").self_signed();
    let coming = Made {
        from: begin() + DAY,
        ..Made::leaf("A")
    }
    .self_signed();
    let repair = Made::leaf("B").self_signed();
    served.upload_key("alpha", &good.pem).response();
    served.upload_key("alpha", &coming.pem).response();
    served.get(ALPHA).refused("KER-KMS-016");
    served.advance(2 * DAY);
    assert_eq!(stored(&served), coming.pem);

    served.advance(-2 * DAY);
    served.upload_key("alpha", &repair.pem).response();
    assert_eq!(stored(&served), repair.pem);
    served.advance(2 * DAY);
    served.get(ALPHA).refused("KER-KMS-003");
    served
        .upload_key("alpha", &Made::leaf("C").self_signed().pem)
        .refused("KER-KMS-003");
}

#[test]
fn a_revoked_key_is_gone() {
    let served = serve();
    served
        .upload_key("alpha", &Made::leaf("A").self_signed().pem)
        .response();
    let revoke = |reference: &str| {
        let body = json!({"request": {"applicationId": "PARTNER", "referenceId": reference}});
        served.call(
            "PUT",
            "/v1/keymanager/revokeKey",
            SERVICE,
            &body.to_string(),
        )
    };
    revoke("").refused("KER-KMS-005");
    revoke("nobody").refused("KER-KMS-003");
    assert_eq!(revoke("alpha").response()["status"], "Key Revoked");
    served.get(ALPHA).refused("KER-KMS-016");
}

#[test]
fn what_does_not_fit_or_is_unreadable_is_not_stored() {
    let served = serve();
    let pem = Made::leaf("A").self_signed().pem;
    assert_eq!(served.upload_key(&"z".repeat(129), &pem).status, 500);
    served.upload_key(&"z".repeat(128), &pem).response();
    served.upload_key(" ", &pem).refused("KER-KMS-005");
    served
        .upload_key("alpha", "no certificate")
        .refused("KER-KMS-013");
}

#[test]
fn a_master_key_is_made_once_a_day() {
    let served = serve();
    let generate = |application: &str, force: bool| {
        let request = json!({"applicationId": application, "referenceId": "", "force": force});
        served.post("/generateMasterKey/CERTIFICATE", request)
    };
    generate("NOPE", false).refused("KER-KMS-002");
    served
        .get("/getCertificate?applicationId=IDA")
        .refused("KER-KMS-012");
    let first = generate("IDA", false).response()["certificate"].clone();
    assert_eq!(generate("IDA", false).response()["certificate"], first);
    assert_eq!(generate("IDA", true).status, 500);
    served.advance(DAY);
    assert_ne!(generate("IDA", true).response()["certificate"], first);
}

#[test]
fn the_next_master_key_follows_before_the_old_one_ends() {
    let served = serve();
    let pms = || {
        let response = served
            .get("/getCertificate?applicationId=PMS&referenceId=")
            .response();
        response["expiryAt"].as_str().unwrap().to_owned()
    };
    let first = pms();
    served.advance((1460 - 396) * DAY);
    assert_eq!(pms(), first);
    served.advance(2 * DAY);
    assert!(pms() > first);
}

#[test]
fn what_is_encrypted_opens_with_the_partners_private_key() {
    let served = serve();
    let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let root = Made::ca("Root").self_signed();
    let partner = Made::leaf("A").for_key(key, &root);
    served.upload_key("alpha", &partner.pem).response();
    let request = json!({"applicationId": "PARTNER", "referenceId": "alpha",
        "timeStamp": "2031-04-05T06:07:08.000Z", "data": URL_SAFE_NO_PAD.encode("a secret")});
    let sealed = served.post("/encrypt", request).response();
    let sealed = URL_SAFE_NO_PAD
        .decode(sealed["data"].as_str().unwrap())
        .unwrap();

    assert_eq!(&sealed[..6], b"VER_R2");
    let thumbprint = x509::hex(&sealed[6..38]).to_uppercase();
    assert_eq!(thumbprint, x509::sha256_hex(&partner.der()));
    assert_eq!(&sealed[294..308], b"#KEY_SPLITTER#");
    let private = PrivateDecryptingKey::from_pkcs8(partner.key.serialized_der()).unwrap();
    let private = OaepPrivateDecryptingKey::new(private).unwrap();
    let mut session = vec![0; private.min_output_size()];
    let session = private
        .decrypt(
            &OAEP_SHA256_MGF1SHA256,
            &sealed[38..294],
            &mut session,
            None,
        )
        .unwrap();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, session).unwrap());
    let (aad, body) = sealed[308..].split_at(32);
    let nonce = Nonce::try_assume_unique_for_key(&aad[..12]).unwrap();
    let mut body = body.to_vec();
    assert_eq!(
        cipher
            .open_in_place(nonce, Aad::from(aad), &mut body)
            .unwrap(),
        b"a secret"
    );
}

#[test]
fn encrypting_needs_a_reference_and_an_rsa_key() {
    let served = serve();
    served
        .upload_key("alpha", &Made::leaf("A").self_signed().pem)
        .response();
    let encrypt = |reference: &str| {
        let request = json!({"applicationId": "PARTNER", "referenceId": reference,
            "timeStamp": "2031-04-05T06:07:08.000Z", "data": "YWJj"});
        served.post("/encrypt", request)
    };
    encrypt("").refused("KER-CRY-011");
    encrypt("nobody").refused("KER-KMS-016");
    encrypt("alpha").refused("KER-FSE-001");
}

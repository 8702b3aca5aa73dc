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
fn a_certificate_not_yet_valid_leaves_no_usable_key_until_its_date() {
    let served = serve();
    let (good, repair) = (self_signed(begin()), self_signed(begin()));
    let coming = self_signed(begin() + DAY);
    served.upload_key("alpha", &good).response();
    served.upload_key("alpha", &coming).response();
    served.get(ALPHA).refused("KER-KMS-016");
    served.advance(2 * DAY);
    assert_eq!(stored(&served), coming);

    served.advance(-2 * DAY);
    served.upload_key("alpha", &repair).response();
    assert_eq!(stored(&served), repair);
    served.advance(2 * DAY);
    served.get(ALPHA).refused("KER-KMS-003");
    served
        .upload_key("alpha", &self_signed(begin()))
        .refused("KER-KMS-003");
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

//! `encrypt` and `decrypt` (kernel-contract 4.6).

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::answer::Answer;
use super::case::{Case, OK, case};
use super::kernel::{Kernel, fresh};
use super::made::{Holder, leaf, rsa_key};
use super::openssl::openssl;

const CLEAR: &str = "c2VjcmV0IHRleHQ";

const fn encrypt(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("encrypt", what, ask)
}

const fn decrypt(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("decrypt", what, ask)
}

pub const CASES: &[Case] = &[
    encrypt("for a partner, whose private key opens it", |kernel| {
        let (reference, partner) = partner(kernel);
        let answer = send(kernel, "encrypt", for_partner(&reference));
        let sealed = URL_SAFE_NO_PAD.decode(answer.text("data")).unwrap();
        if kernel.speaks("1.2.0.1") {
            assert_eq!(opened(&sealed, &partner), b"secret text");
        }
        answer
    }),
    encrypt("twice gives two texts", |kernel| {
        let (reference, _) = partner(kernel);
        let first = send(kernel, "encrypt", for_partner(&reference)).text("data");
        let second = send(kernel, "encrypt", for_partner(&reference));
        assert_ne!(second.text("data"), first);
        second
    }),
    encrypt("for a partner that has no key", |kernel| {
        send(kernel, "encrypt", for_partner(&fresh("nobody")))
    })
    .says("KER-KMS-016"),
    encrypt("for a partner with an EC key", |kernel| {
        send(
            kernel,
            "encrypt",
            for_partner(&super::partner_key::held(kernel)),
        )
    })
    .says("KER-FSE-001"),
    encrypt("a blank reference", |kernel| {
        send(kernel, "encrypt", for_partner(""))
    })
    .says("KER-CRY-011"),
    encrypt("the Kernel's signing key", |kernel| {
        send(kernel, "encrypt", asked("KERNEL", "SIGN"))
    })
    .says("KER-CRY-011"),
    encrypt("the identity cache", |kernel| {
        send(kernel, "encrypt", asked("KERNEL", "IDENTITY_CACHE"))
    })
    .says("KER-CRY-011"),
    encrypt("no application", |kernel| {
        send(kernel, "encrypt", asked("", "x"))
    })
    .says("KER-KMS-005"),
    encrypt("no time", |kernel| with(kernel, "timeStamp", Value::Null)).says("KER-KMS-005"),
    encrypt("a time without milliseconds", |kernel| {
        with(kernel, "timeStamp", json!("2026-11-23T08:00:00Z"))
    })
    .says("KER-KMS-005"),
    encrypt("no data", |kernel| with(kernel, "data", Value::Null)).says("KER-KMS-005"),
    encrypt("empty data", |kernel| with(kernel, "data", json!(""))).says("KER-KMS-005"),
    encrypt("data that is no base64", |kernel| {
        with(kernel, "data", json!("a b!"))
    })
    .says("KER-CRY-003"),
    encrypt("data in base64", |kernel| {
        with(kernel, "data", json!("+/+/"))
    }),
    encrypt("an empty `salt`", |kernel| with(kernel, "salt", json!(""))).says("KER-KMS-005"),
    encrypt("an empty `aad`", |kernel| with(kernel, "aad", json!(""))).says("KER-KMS-005"),
    decrypt("what was encrypted for the Kernel", |kernel| {
        let reference = fresh("b");
        let sealed = sealed(kernel, &reference);
        let answer = open(kernel, "IDA", &reference, &sealed);
        assert_eq!(answer.text("data"), CLEAR);
        answer
    }),
    decrypt("too short", |kernel| {
        open(kernel, "IDA", &fresh("b"), CLEAR)
    })
    .says("KER-CRY-003")
    .since(&[("1.3.0", "500 KER-KMS-500")]),
    decrypt("no splitter", |kernel| {
        open(kernel, "IDA", &fresh("b"), &"YWJj".repeat(200))
    })
    .says("KER-CRY-003")
    .since(&[("1.3.0", "500 KER-KMS-500")]),
    decrypt("an application that there is not", |kernel| {
        let sealed = sealed(kernel, &fresh("b"));
        open(kernel, "NOPE", "x", &sealed)
    })
    .says("KER-CRY-012"),
    decrypt("for a partner", |kernel| {
        let (reference, _) = partner(kernel);
        let sealed = send(kernel, "encrypt", for_partner(&reference)).text("data");
        open(kernel, "PARTNER", &reference, &sealed)
    })
    .says("KER-CRY-012"),
    decrypt("for a key that is not the Kernel's", |kernel| {
        let foreign = leaf().key(rsa_key()).self_signed();
        let reference = fresh("b");
        let request = json!({"applicationId": "IDA", "referenceId": reference,
            "certificateData": foreign.pem});
        send(kernel, "uploadOtherDomainCertificate", request).must("Upload Success");
        let sealed = send(kernel, "encrypt", asked("IDA", &reference)).text("data");
        open(kernel, "IDA", &reference, &sealed)
    })
    .says("KER-KMS-018"),
    decrypt("for another reference of the application", |kernel| {
        let sealed = sealed(kernel, &fresh("b"));
        let other = fresh("b");
        super::master_key::base_key(kernel, &other).must("ok");
        open(kernel, "IDA", &other, &sealed)
    })
    .says("KER-KMS-024")
    .since(&[("1.2.0.1", OK)]),
    decrypt("for a reference that there is not", |kernel| {
        let sealed = sealed(kernel, &fresh("b"));
        open(kernel, "IDA", &fresh("b"), &sealed)
    })
    .says("KER-KMS-024")
    .since(&[("1.2.0.1", OK)]),
    decrypt("for another application", |kernel| {
        let sealed = sealed(kernel, &fresh("b"));
        open(kernel, "RESIDENT", "", &sealed)
    })
    .says("KER-KMS-024"),
    decrypt("for a key that nobody knows", |kernel| {
        let sealed = sealed(kernel, &fresh("b"));
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed).unwrap();
        bytes[10] ^= 1;
        open(kernel, "IDA", &fresh("b"), &URL_SAFE_NO_PAD.encode(bytes))
    })
    .says("KER-KMS-025"),
    decrypt("changed on the way", |kernel| {
        let reference = fresh("b");
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed(kernel, &reference)).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        open(kernel, "IDA", &reference, &URL_SAFE_NO_PAD.encode(bytes))
    })
    .says("KER-FSE-004"),
];

fn asked(application: &str, reference: &str) -> Value {
    with_data(application, reference, CLEAR)
}

fn for_partner(reference: &str) -> Value {
    asked("PARTNER", reference)
}

fn with_data(application: &str, reference: &str, data: &str) -> Value {
    json!({"applicationId": application, "referenceId": reference, "data": data,
        "timeStamp": "2026-11-23T08:00:00.000Z"})
}

fn send(kernel: &Kernel<'_>, call: &str, request: Value) -> Answer {
    kernel.post(&format!("/{call}"), request)
}

fn open(kernel: &Kernel<'_>, application: &str, reference: &str, sealed: &str) -> Answer {
    send(kernel, "decrypt", with_data(application, reference, sealed))
}

/// For a partner with a key, one member changed; null leaves it out.
fn with(kernel: &Kernel<'_>, member: &str, value: Value) -> Answer {
    let mut request = for_partner(&partner(kernel).0);
    match value {
        Value::Null => drop(request.as_object_mut().unwrap().remove(member)),
        value => request[member] = value,
    }
    send(kernel, "encrypt", request)
}

/// A partner whose RSA key is stored.
fn partner(kernel: &Kernel<'_>) -> (String, Holder) {
    let partner = leaf().key(rsa_key()).self_signed();
    let reference = fresh("p");
    kernel
        .store_key(&reference, &partner.pem)
        .must("Upload Success");
    (reference, partner)
}

/// Something encrypted for a key that the Kernel makes for this reference.
fn sealed(kernel: &Kernel<'_>, reference: &str) -> String {
    super::master_key::base_key(kernel, reference).must("ok");
    send(kernel, "encrypt", asked("IDA", reference)).text("data")
}

/// `VER_R2`, SHA-256 of the certificate, the session key under RSA-OAEP, the splitter, 32 bytes that are the
/// additional data and whose first 12 are the nonce, ciphertext and tag.
fn opened(sealed: &[u8], partner: &Holder) -> Vec<u8> {
    assert_eq!(&sealed[..6], b"VER_R2");
    let folder = tempfile::tempdir().unwrap();
    let thumbprint = openssl(
        folder.path(),
        &["dgst", "-sha256", "-binary"],
        &partner.der(),
    );
    assert_eq!(sealed[6..38], thumbprint);
    assert_eq!(&sealed[294..308], b"#KEY_SPLITTER#");
    std::fs::write(folder.path().join("key"), partner.key.serialize_pem()).unwrap();
    let open = [
        "pkeyutl",
        "-decrypt",
        "-inkey",
        "key",
        "-pkeyopt",
        "rsa_padding_mode:oaep",
    ];
    let open = [
        &open[..],
        &[
            "-pkeyopt",
            "rsa_oaep_md:sha256",
            "-pkeyopt",
            "rsa_mgf1_md:sha256",
        ],
    ]
    .concat();
    let session = openssl(folder.path(), &open, &sealed[38..294]);
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &session).unwrap());
    let (aad, body) = sealed[308..].split_at(32);
    let nonce = Nonce::try_assume_unique_for_key(&aad[..12]).unwrap();
    let mut body = body.to_vec();
    cipher
        .open_in_place(nonce, Aad::from(aad), &mut body)
        .unwrap()
        .to_vec()
}

//! What `uploadPartnerCertificate` gives back: the re-signed certificate and its chain (kernel-contract 4.4.5, 4.4.6).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rcgen::DnType;

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::{Kernel, fresh};
use super::made::{Holder, Made, ORGANIZATION, ca, leaf, rsa_key, trusted};
use super::openssl::{Read, Wanted, bundle, chains};

const fn resigned(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadPartnerCertificate", what, ask)
}

pub const CASES: &[Case] = &[
    resigned(
        "gives BER of no given length, in base64url without padding",
        |kernel| {
            let (answer, _) = upload(kernel, leaf(), "AUTH");
            let text = answer.text("signedCertificateData");
            let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
            assert_eq!(bytes[..2], [0x30, 0x80]);
            answer
        },
    ),
    resigned("gives the re-signed certificate, PMS, ROOT", |kernel| {
        let (answer, leaf) = upload(kernel, leaf(), "AUTH");
        let chain = chain(&answer);
        let [first, pms, root] = chain.as_slice() else {
            panic!("{}", chain.len())
        };
        assert_eq!(
            Read::certificate(first).public_key,
            Read::certificate(&leaf.pem).public_key
        );
        assert_eq!(*pms, master_key(kernel, "PMS"));
        assert_eq!(*root, master_key(kernel, "ROOT"));
        assert!(chains(first, pms, root));
        answer
    }),
    resigned(
        "re-signs for AUTH: it may sign, certify and encipher",
        |kernel| {
            profile(
                kernel,
                leaf(),
                "AUTH",
                "Digital Signature, Key Encipherment, Certificate Sign",
            )
        },
    ),
    resigned("re-signs RSA", |kernel| {
        profile(
            kernel,
            leaf().key(rsa_key()),
            "AUTH",
            "Digital Signature, Key Encipherment, Certificate Sign",
        )
    }),
    resigned("re-signs for MISP: it may not encipher", |kernel| {
        profile(
            kernel,
            leaf(),
            "MISP",
            "Digital Signature, Certificate Sign",
        )
    }),
    resigned("re-signs for DEVICE: it may not encipher", |kernel| {
        profile(
            kernel,
            leaf(),
            "DEVICE",
            "Digital Signature, Certificate Sign",
        )
    }),
    resigned("keeps six parts of the subject, in one order", |kernel| {
        let name = fresh("partner");
        let whole = leaf()
            .common_name(&name)
            .part(DnType::OrganizationalUnitName, "Cards")
            .part(DnType::StateOrProvinceName, "KA")
            .part(DnType::LocalityName, "Blr")
            .part(DnType::CustomDnType(vec![2, 5, 4, 5]), "no 5");
        let (answer, _) = upload(kernel, whole, "AUTH");
        let subject = Read::certificate(&chain(&answer)[0]).subject;
        assert_eq!(
            subject,
            format!(
                "C=PRINTABLESTRING:IN,ST=UTF8STRING:KA,L=UTF8STRING:Blr,O=UTF8STRING:{ORGANIZATION},\
                 OU=UTF8STRING:Cards,CN=UTF8STRING:{name}"
            )
        );
        answer
    }),
    resigned("skips parts that are not there", |kernel| {
        let name = fresh("partner");
        let (answer, _) = upload(
            kernel,
            leaf().common_name(&name).without(DnType::CountryName),
            "AUTH",
        );
        let subject = Read::certificate(&chain(&answer)[0]).subject;
        assert_eq!(
            subject,
            format!("O=UTF8STRING:{ORGANIZATION},CN=UTF8STRING:{name}")
        );
        answer
    }),
    resigned("keeps the last of two units", |kernel| {
        let root = ca().key(rsa_key()).self_signed();
        kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
        let subject = format!(
            "/O={ORGANIZATION}/OU=First/OU=Second/CN={}",
            fresh("partner")
        );
        let wanted = Wanted {
            key: "rsa:2048",
            subject: &subject,
            options: "",
        };
        let answer = kernel.upload_partner(&wanted.signed_by(&root), ORGANIZATION, "AUTH");
        let subject = Read::certificate(&chain(&answer)[0]).subject;
        assert!(
            subject.contains("OU=UTF8STRING:Second") && !subject.contains("First"),
            "{subject}"
        );
        answer
    }),
    resigned("writes an organization as it was given", |kernel| {
        let leaf = leaf()
            .organization("Acme, Inc.")
            .signed_by(&trusted(kernel, "AUTH"));
        let answer = kernel.upload_partner(&leaf.pem, r"Acme\, Inc.", "AUTH");
        let folder = std::env::temp_dir();
        let shown = ["x509", "-noout", "-subject", "-nameopt", "multiline"];
        let shown = super::openssl::openssl(&folder, &shown, chain(&answer)[0].as_bytes());
        let shown = String::from_utf8(shown).unwrap();
        assert!(
            shown.contains(r"= Acme\, Inc.") || shown.contains(r"= Acme\\, Inc."),
            "{shown}"
        );
        answer
    }),
    resigned("gives the chain of FTM as it came", |kernel| {
        let root = trusted(kernel, "FTM");
        let between = ca().signed_by(&root);
        kernel
            .upload_ca(&between.pem, "FTM")
            .must("Upload Success.");
        let leaf = leaf().signed_by(&between);
        let answer = kernel.upload_partner(&leaf.pem, ORGANIZATION, "FTM");
        assert_eq!(chain(&answer), [leaf.pem, between.pem, root.pem]);
        answer
    }),
    case(
        "getPartnerCertificate",
        "the re-signed certificate",
        |kernel| {
            let (uploaded, _) = upload(kernel, leaf(), "AUTH");
            let answer = get(
                kernel,
                "getPartnerCertificate",
                &uploaded.text("certificateId"),
            );
            assert_eq!(answer.text("certificateData"), chain(&uploaded)[0]);
            answer
        },
    ),
    case("getPartnerCertificate", "re-signed for FTM too", |kernel| {
        let (uploaded, leaf) = upload(kernel, leaf(), "FTM");
        let answer = get(
            kernel,
            "getPartnerCertificate",
            &uploaded.text("certificateId"),
        );
        let kept = Read::certificate(&answer.text("certificateData"));
        assert_eq!(kept.public_key, Read::certificate(&leaf.pem).public_key);
        assert_eq!(
            kept.issuer,
            Read::certificate(&master_key(kernel, "PMS")).subject
        );
        answer
    }),
    case("getPartnerCertificate", "an unknown id", |kernel| {
        get(
            kernel,
            "getPartnerCertificate",
            "00000000-0000-4000-8000-000000000000",
        )
    })
    .says("KER-PCM-012"),
    case("getPartnerCertificate", "a blank id", |kernel| {
        get(kernel, "getPartnerCertificate", "%20")
    })
    .says("KER-PCM-010"),
    case(
        "getPartnerSignedCertificate",
        "both certificates",
        |kernel| {
            let (uploaded, leaf) = upload(kernel, leaf(), "AUTH");
            let answer = get(
                kernel,
                "getPartnerSignedCertificate",
                &uploaded.text("certificateId"),
            );
            if kernel.speaks("1.2.1.0") {
                assert_eq!(answer.text("caSignedCertificateData"), leaf.pem);
                assert_eq!(
                    answer.text("mosipSignedCertificateData"),
                    chain(&uploaded)[0]
                );
            }
            answer
        },
    )
    .exists_since("1.2.1.0"),
    case("getPartnerSignedCertificate", "an unknown id", |kernel| {
        get(
            kernel,
            "getPartnerSignedCertificate",
            "00000000-0000-4000-8000-000000000000",
        )
    })
    .says("KER-PCM-012")
    .exists_since("1.2.1.0"),
    case("getPartnerSignedCertificate", "a blank id", |kernel| {
        get(kernel, "getPartnerSignedCertificate", "%20")
    })
    .says("KER-PCM-010")
    .exists_since("1.2.1.0"),
];

/// Uploads what `made` describes, below a root of its own, in this domain.
fn upload(kernel: &Kernel<'_>, made: Made, domain: &str) -> (Answer, Holder) {
    let leaf = made.signed_by(&trusted(kernel, domain));
    (kernel.upload_partner(&leaf.pem, ORGANIZATION, domain), leaf)
}

fn get(kernel: &Kernel<'_>, call: &str, id: &str) -> Answer {
    kernel.get(&format!("/{call}/{id}"))
}

/// The certificates that came back, as PEM.
pub fn chain(answer: &Answer) -> Vec<String> {
    bundle(
        &URL_SAFE_NO_PAD
            .decode(answer.text("signedCertificateData"))
            .unwrap(),
    )
}

fn master_key(kernel: &Kernel<'_>, application: &str) -> String {
    let path = format!("/getCertificate?applicationId={application}&referenceId=");
    kernel.get(&path).text("certificate")
}

/// A year from now, with three extensions and no other.
fn profile(kernel: &Kernel<'_>, made: Made, domain: &str, usage: &str) -> Answer {
    let before = Timestamp::now() - SignedDuration::from_secs(2);
    let (answer, _) = upload(kernel, made, domain);
    let read = Read::certificate(&chain(&answer)[0]);
    assert!(
        (before..=Timestamp::now()).contains(&read.from),
        "begins {}",
        read.from
    );
    assert_eq!(
        read.to.duration_since(read.from),
        SignedDuration::from_hours(365 * 24)
    );
    assert!(
        read.serial.trim_start_matches('-').len() <= 16,
        "serial {}",
        read.serial
    );
    assert_eq!(read.signature, "sha256WithRSAEncryption");
    assert_eq!(read.extension("X509v3 Key Usage: critical"), Some(usage));
    assert_eq!(
        read.extension("X509v3 Basic Constraints: critical"),
        Some("CA:TRUE")
    );
    let key = read
        .extension("X509v3 Subject Key Identifier")
        .unwrap_or_default();
    assert_eq!(key.len(), 20 * 3 - 1, "{key}");
    assert_eq!(read.extensions.len(), 3, "{:?}", read.extensions);
    answer
}

//! `uploadPartnerCertificate`: names, keys and signatures (kernel-contract 4.4.2).

use rcgen::{
    CustomExtension, DnType, KeyPair, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256,
    RsaKeySize,
};

use super::answer::Answer;
use super::case::{Case, OK, case};
use super::kernel::{Kernel, fresh};
use super::made::{Holder, ORGANIZATION, ca, ec_key, leaf, rsa_key, trusted};
use super::openssl::Wanted;

const fn upload(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadPartnerCertificate", what, ask)
}

pub const CASES: &[Case] = &[
    upload("its organization is another", |kernel| {
        as_organization(kernel, "Alpha Bank", "Beta Bank")
    })
    .says("KER-PCM-008"),
    upload("its organization differs in case", |kernel| {
        as_organization(kernel, "Alpha Bank", "ALPHA BANK")
    })
    .says("KER-PCM-008"),
    upload("a blank after the organization", |kernel| {
        as_organization(kernel, "Alpha Bank", "Alpha Bank ")
    })
    .says("KER-PCM-008"),
    upload("it has no organization", |kernel| {
        send(
            kernel,
            &leaf()
                .without(DnType::OrganizationName)
                .signed_by(&trusted(kernel, "AUTH")),
        )
    })
    .says("KER-PCM-008"),
    upload("an organization with a comma", |kernel| {
        as_organization(kernel, "Acme, Inc.", "Acme, Inc.")
    })
    .says("KER-PCM-008"),
    upload("an organization with a comma, given escaped", |kernel| {
        as_organization(kernel, "Acme, Inc.", r"Acme\, Inc.")
    }),
    upload("an organization of many signs, given escaped", |kernel| {
        as_organization(kernel, r#"#A+B=<C>;"D"\"#, r#"\#A\+B\=\<C\>\;\"D\"\\"#)
    }),
    upload("an organization beyond ASCII", |kernel| {
        as_organization(kernel, "Ünï 株式会社", "Ünï 株式会社")
    }),
    upload("an organization of 120 letters", |kernel| {
        as_organization(kernel, &"L".repeat(120), &"L".repeat(120))
    }),
    upload("an organization of 121 letters", |kernel| {
        as_organization(kernel, &"L".repeat(121), &"L".repeat(121))
    })
    .says("500 KER-KMS-500"),
    upload("the first of two organizations", |kernel| {
        two_organizations(kernel, "Alpha Bank")
    })
    .says("KER-PCM-008"),
    upload("the last of two organizations", |kernel| {
        two_organizations(kernel, "Beta Bank")
    }),
    upload("it has no common name", |kernel| {
        send(
            kernel,
            &leaf()
                .without(DnType::CommonName)
                .signed_by(&trusted(kernel, "AUTH")),
        )
    })
    .says("500 KER-KMS-500"),
    upload("version 1", |kernel| {
        let root = trusted(kernel, "AUTH");
        let leaf = leaf().signed_by(&root);
        kernel.upload_partner(&leaf.as_version_1(&root), ORGANIZATION, "AUTH")
    })
    .says("KER-PCM-007"),
    upload("an unknown critical extension", |kernel| {
        let leaf = leaf();
        let mut params = leaf.params();
        let mut unknown = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
        unknown.set_criticality(true);
        params.custom_extensions.push(unknown);
        send(kernel, &trusted(kernel, "AUTH").sign(&params, leaf.key))
    })
    .says("KER-PCM-006"),
    upload("RSA-1024", |kernel| made_by_openssl(kernel, "rsa:1024", "")).says("KER-PCM-013"),
    upload("RSA-2048", |kernel| made_by_openssl(kernel, "rsa:2048", "")),
    upload("RSA-4096", |kernel| {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_4096).unwrap();
        send(kernel, &leaf().key(key).signed_by(&trusted(kernel, "AUTH")))
    }),
    upload("P-256", |kernel| {
        send(
            kernel,
            &leaf().key(ec_key()).signed_by(&trusted(kernel, "AUTH")),
        )
    }),
    upload("P-384", |kernel| {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap();
        send(kernel, &leaf().key(key).signed_by(&trusted(kernel, "AUTH")))
    }),
    upload("Ed25519", |kernel| {
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        send(kernel, &leaf().key(key).signed_by(&trusted(kernel, "AUTH")))
    }),
    upload("secp256k1", |kernel| {
        made_by_openssl(kernel, "ec -pkeyopt ec_paramgen_curve:secp256k1", "")
    })
    .says("KER-PCM-006")
    .since(&[("1.3.0", OK)])
    .embedded("KER-PCM-006"),
    upload("signed with SHA-224", |kernel| {
        made_by_openssl(kernel, "rsa:2048", "-sha224")
    })
    .embedded("KER-PCM-006"),
    upload("signed with SHA-384", |kernel| {
        made_by_openssl(kernel, "rsa:2048", "-sha384")
    })
    .says("KER-PCM-014"),
    upload("signed with SHA-512", |kernel| {
        made_by_openssl(kernel, "rsa:2048", "-sha512")
    })
    .says("KER-PCM-014"),
    upload("signed with PSS", |kernel| {
        let pss = "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest";
        made_by_openssl(kernel, "rsa:2048", pss)
    })
    .says("KER-PCM-014"),
    upload("signed with SHA-1", |kernel| {
        made_by_openssl(kernel, "rsa:2048", "-sha1")
    })
    .says("KER-PCM-014"),
    upload("signed with ECDSA and SHA-384", |kernel| {
        below_key(kernel, &PKCS_ECDSA_P384_SHA384)
    })
    .says("KER-PCM-014"),
    upload("signed with Ed25519", |kernel| {
        below_key(kernel, &PKCS_ED25519)
    })
    .says("KER-PCM-014"),
];

fn send(kernel: &Kernel<'_>, leaf: &Holder) -> Answer {
    kernel.upload_partner(&leaf.pem, ORGANIZATION, "AUTH")
}

/// A certificate of `held`, uploaded as that of `given`.
fn as_organization(kernel: &Kernel<'_>, held: &str, given: &str) -> Answer {
    let leaf = leaf()
        .organization(held)
        .signed_by(&trusted(kernel, "AUTH"));
    kernel.upload_partner(&leaf.pem, given, "AUTH")
}

fn two_organizations(kernel: &Kernel<'_>, given: &str) -> Answer {
    let subject = format!("/C=IN/O=Alpha Bank/O=Beta Bank/CN={}", fresh("partner"));
    let wanted = Wanted {
        key: "rsa:2048",
        subject: &subject,
        options: "",
    };
    let leaf = wanted.signed_by(&trusted_rsa(kernel));
    kernel.upload_partner(&leaf, given, "AUTH")
}

fn made_by_openssl(kernel: &Kernel<'_>, key: &str, options: &str) -> Answer {
    let subject = format!("/C=IN/O=Alpha Bank/CN={}", fresh("partner"));
    let wanted = Wanted {
        key,
        subject: &subject,
        options,
    };
    kernel.upload_partner(
        &wanted.signed_by(&trusted_rsa(kernel)),
        ORGANIZATION,
        "AUTH",
    )
}

fn trusted_rsa(kernel: &Kernel<'_>) -> Holder {
    let root = ca().key(rsa_key()).self_signed();
    kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
    root
}

/// Below a root whose key signs with this algorithm.
fn below_key(kernel: &Kernel<'_>, algorithm: &'static rcgen::SignatureAlgorithm) -> Answer {
    let root = ca()
        .key(KeyPair::generate_for(algorithm).unwrap())
        .self_signed();
    kernel.upload_ca(&root.pem, "AUTH").must("Upload Success.");
    send(kernel, &leaf().signed_by(&root))
}

//! `uploadCACertificate` with anything but the PEM of one certificate.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

use super::answer::Answer;
use super::case::{Case, case};
use super::kernel::Kernel;
use super::made::{DAY, Holder, ca, leaf, trusted};
use super::openssl::bundle_of;

const STORED: &str = "Upload Success.";

const fn upload(what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    case("uploadCACertificate", what, ask).says(STORED)
}

pub const CASES: &[Case] = &[
    upload("no certificate", |kernel| kernel.upload_ca("x", "AUTH")).says("KER-CRY-003"),
    upload("base64url of no certificate", |kernel| {
        kernel.upload_ca("AAAA", "AUTH")
    })
    .says("KER-PCM-001"),
    upload("a PEM whose end is damaged", |kernel| {
        let damaged = ca().self_signed().pem.replace("-----END", "-----");
        kernel.upload_ca(&damaged, "AUTH")
    })
    .says("KER-CRY-003"),
    upload("of two PEM in one text the first counts", |kernel| {
        let (first, second) = (ca().self_signed(), ca().self_signed());
        kernel
            .upload_ca(&(first.pem.clone() + &second.pem), "AUTH")
            .must(STORED);
        kernel.upload_ca(&first.pem, "AUTH").must("KER-PCM-003");
        kernel.upload_ca(&second.pem, "AUTH")
    }),
    upload("text before the PEM", |kernel| {
        kernel.upload_ca(&format!("Bag\n{}", ca().self_signed().pem), "AUTH")
    }),
    upload("a DER in base64url", |kernel| {
        kernel.upload_ca(&URL_SAFE_NO_PAD.encode(url_only()), "AUTH")
    }),
    upload("a DER in base64", |kernel| {
        let answer = kernel.upload_ca(&STANDARD.encode(url_only()), "AUTH");
        let told = answer.message() == " input data is not base64 encoded";
        assert_eq!(told, kernel.speaks("1.3.0"), "{}", answer.shown());
        answer
    })
    .says("KER-CRY-003"),
    upload("a bundle in base64url", |kernel| {
        send(kernel, &family(&ca().self_signed()))
    }),
    upload("a bundle in base64url with padding", |kernel| {
        kernel.upload_ca(&URL_SAFE.encode(family(&ca().self_signed())), "AUTH")
    }),
    upload("a bundle in base64", |kernel| {
        let bundle = std::iter::repeat_with(|| family(&ca().self_signed()));
        let mut texts = bundle.map(|bundle| STANDARD.encode(bundle));
        kernel.upload_ca(
            &texts.find(|text| text.contains(['+', '/'])).unwrap(),
            "AUTH",
        )
    })
    .says("KER-CRY-003"),
    upload("a bundle as PEM", |kernel| {
        let pem = pem::encode(&pem::Pem::new("PKCS7", family(&ca().self_signed())));
        kernel.upload_ca(&pem, "AUTH")
    })
    .says("KER-CRY-003"),
    upload("a bundle in base64url on two lines", |kernel| {
        let mut text = URL_SAFE_NO_PAD.encode(family(&ca().self_signed()));
        text.insert(64, '\n');
        kernel.upload_ca(&text, "AUTH")
    })
    .says("KER-CRY-003"),
    upload("a bundle again", |kernel| {
        let bundle = family(&ca().self_signed());
        send(kernel, &bundle).must(STORED);
        send(kernel, &bundle)
    })
    .says("Upload Failed."),
    upload("a bundle of which one is there", |kernel| {
        send(kernel, &family(&trusted(kernel, "AUTH")))
    })
    .says("Partial Upload Success.")
    .since(&[("1.3.0", STORED)]),
    upload("a bundle that begins with the root", |kernel| {
        let root = ca().self_signed();
        let between = ca().signed_by(&root);
        send(kernel, &bundle_of(&[&root, &between]))
    })
    .says("Partial Upload Success.")
    .since(&[("1.3.0", STORED)]),
    upload("the other one of such a bundle", |kernel| {
        let root = ca().self_signed();
        let between = ca().signed_by(&root);
        send(kernel, &bundle_of(&[&root, &between]));
        kernel.upload_ca(&between.pem, "AUTH")
    }),
    upload("a bundle of a stranger between two roots", |kernel| {
        let stranger = ca().signed_by(&ca().self_signed());
        let (one, other) = (ca().self_signed(), ca().self_signed());
        send(kernel, &bundle_of(&[&one, &stranger, &other]))
    })
    .says("Partial Upload Success.")
    .since(&[("1.3.0", STORED)]),
    upload("a bundle of a root between two strangers", |kernel| {
        let stranger = || ca().signed_by(&ca().self_signed());
        let (one, other) = (stranger(), stranger());
        send(kernel, &bundle_of(&[&one, &ca().self_signed(), &other]))
    })
    .says("Partial Upload Success."),
    upload("a bundle of a root and a stranger", |kernel| {
        let stranger = ca().signed_by(&ca().self_signed());
        send(kernel, &bundle_of(&[&stranger, &ca().self_signed()]))
    })
    .says("Partial Upload Success."),
    upload("a bundle of a root and one that has ended", |kernel| {
        let ended = ca().from(-400 * DAY).to(-DAY).self_signed();
        send(kernel, &bundle_of(&[&ended, &ca().self_signed()]))
    })
    .says("Partial Upload Success."),
    upload("a bundle of strangers", |kernel| {
        let between = ca().signed_by(&ca().self_signed());
        send(kernel, &bundle_of(&[&leaf().signed_by(&between), &between]))
    })
    .says("Upload Failed."),
    upload("a bundle for a domain that there is not", |kernel| {
        let text = URL_SAFE_NO_PAD.encode(family(&ca().self_signed()));
        kernel.upload_ca(&text, "NOPE")
    })
    .says("KER-PCM-011"),
];

/// An intermediate, then its root.
fn family(root: &Holder) -> Vec<u8> {
    bundle_of(&[&ca().signed_by(root), root])
}

fn send(kernel: &Kernel<'_>, bundle: &[u8]) -> Answer {
    kernel.upload_ca(&URL_SAFE_NO_PAD.encode(bundle), "AUTH")
}

/// A root whose base64 has letters that base64url has not.
fn url_only() -> Vec<u8> {
    let roots = std::iter::repeat_with(|| ca().self_signed().der());
    let mut roots = roots.filter(|der| STANDARD.encode(der).contains(['+', '/']));
    roots.next().unwrap()
}

//! Each writing call broken before, within and after its effect: the same command again ends with one of everything,
//! and says what the Kernel keeps twice.

use crate::desk::{APPLY, Desk, RETAIL};
use crate::env::shown;
use crate::ledger::Ledger;
use crate::proxy::{Fault, Proxy};
use crate::target::Target;

/// All but those for which one has to wait.
const QUICK: [Fault; 10] = [
    Fault::CutBefore,
    Fault::CutWithin,
    Fault::CutDuring,
    Fault::CutAfter,
    Fault::CutAnswer,
    Fault::Page(502),
    Fault::Page(503),
    Fault::LatePage(504),
    Fault::Short,
    Fault::Drip,
];

/// All of them at a real Kernel; at the embedded one half in each of its languages, and one for which one has to wait.
fn faults(target: &Target) -> Vec<Fault> {
    let all = QUICK.into_iter().chain([Fault::Silence, Fault::Stall]);
    let half = usize::from(target.version == "1.3.0");
    let here = |place: usize| target.is_real || place % 2 == half;
    let chosen = all.enumerate().filter(|(place, _)| here(*place));
    chosen.map(|(_, fault)| fault).collect()
}

/// Long enough for a Kernel that answers, where it is not to be waited for.
fn patience(fault: Fault) -> [&'static str; 2] {
    match fault {
        Fault::Silence | Fault::Stall => ["--timeout", "3s"],
        _ => ["--timeout", "30s"],
    }
}

/// A desk whose way to the Kernel can be broken.
fn breakable(target: &Target) -> (Proxy, Desk) {
    let proxy = Proxy::before(target);
    let desk = Desk::through(target, &proxy.keymanager());
    (proxy, desk)
}

/// Runs into the fault, then again until it is done; gives what the runs told, and how many there were.
fn through(desk: &Desk, proxy: &Proxy, work: &[&str], path: &'static str, fault: Fault) -> String {
    proxy.once(path, fault);
    let impatient = [work, &patience(fault)].concat();
    let first = desk.env.run(&impatient);
    proxy.spent();
    let told = shown(&first);
    match (first.status.code(), fault) {
        (Some(0), _) => told,
        (Some(10), _) => {
            assert!(
                told.contains("PM-KER-003") && told.contains("fix:"),
                "{told}"
            );
            let second = desk.env.run(work);
            let again = shown(&second);
            assert!(second.status.success(), "{fault:?}\n{told}\n{again}");
            told + &again
        }
        _ => panic!("{fault:?} at {path}\n{told}"),
    }
}

#[test]
fn a_license_call_that_breaks() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarded();
        let (misp, mut ledger) = (desk.misp(), Ledger::open());
        let work = ["misp", "renew-license", &misp, "--early"];
        let mut orphans = 0;
        for (done, fault) in faults(&target).into_iter().enumerate() {
            let told = through(&desk, &proxy, &work, "license/generate", fault);
            let said = told.contains("the Kernel may keep a license key");
            assert_eq!(said, fault != Fault::Drip, "{fault:?}: {told}");
            let held = desk.rows(&["license", "list"]).len();
            assert_eq!(held, done + 2, "{}: {fault:?}", target.name());
            if let Some(kept) = ledger.licenses(&misp) {
                orphans += i64::from(said);
                let held = i64::try_from(held).unwrap();
                assert!((held..=held + orphans).contains(&kept), "{fault:?}: {kept}");
            }
        }
        desk.env.ok(&["ida", "check", &desk.partner()]);
        desk.env.ok(&["audit", "verify"]);
    }
}

#[test]
fn an_authority_call_that_breaks() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        let (bank, mut ledger) = (desk.bank(), Ledger::open());
        for (done, fault) in faults(&target).into_iter().enumerate() {
            let name = format!("Root {} of {}", done, desk.start);
            let file = bank.root("root", &format!("/O=Trust/CN={name}"));
            let work = ["ca", "upload", &file, "--domain", "AUTH"];
            through(&desk, &proxy, &work, "uploadCACertificate", fault);
            assert_eq!(desk.rows(&["ca", "list"]).len(), done + 1, "{fault:?}");
            assert!(ledger.authorities(&name).is_none_or(|kept| kept == 1));
        }
        desk.env.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_certificate_call_that_breaks() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarded();
        let (partner, mut ledger) = (desk.partner(), Ledger::open());
        desk.env
            .ok(&["key", "rotate", &partner, "--to-certificate"]);
        let work = [
            "cert",
            "upload",
            &partner,
            "--file",
            "pki/retail.pem",
            "--re-sign",
        ];
        let mut orphans = 0;
        for (done, fault) in faults(&target).into_iter().enumerate() {
            let told = through(&desk, &proxy, &work, "uploadPartnerCertificate", fault);
            let said = told.contains("the Kernel may keep a re-signed certificate");
            assert_eq!(said, fault != Fault::Drip, "{fault:?}: {told}");
            let held = desk.current(&["cert", "list"]);
            assert_eq!(held.len(), 1, "{}: {fault:?}", target.name());
            desk.proves(&partner, RETAIL);
            if let Some(kept) = ledger.resigned(held[0]["id"].as_str().unwrap()) {
                orphans += i64::from(said);
                let held = i64::try_from(done + 2).unwrap();
                assert!((held..=held + orphans).contains(&kept), "{fault:?}: {kept}");
            }
        }
        desk.env.ok(&["ida", "check", &partner]);
        desk.env.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_key_call_that_breaks() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        let bank = desk.onboarded();
        let (partner, mut ledger) = (desk.partner(), Ledger::open());
        bank.pair("second");
        let (mut held, mut next) = ("first", "second");
        for fault in faults(&target) {
            rotates_in_spite_of(&desk, &proxy, fault, (next, next));
            (held, next) = (next, held);
            rotates_in_spite_of(&desk, &proxy, fault, (next, held));
            let kept = ledger.current_keys(&partner);
            assert!(kept.is_none_or(|kept| kept == 1), "{fault:?}: {kept:?}");
        }
        desk.env.ok(&["audit", "verify"]);
    }
}

/// To one key with a fault, and at once to the same or to another, which must not meet the first at the Kernel.
fn rotates_in_spite_of(desk: &Desk, proxy: &Proxy, fault: Fault, (broken, then): (&str, &str)) {
    let partner = desk.partner();
    let rotate = |key: &str, more: &[&str]| {
        let file = format!("pki/{key}.pub");
        let words = [&["key", "rotate", &partner, "--file", &file][..], more].concat();
        desk.env.run(&words)
    };
    proxy.once("uploadOtherDomainCertificate", fault);
    let first = rotate(broken, &patience(fault));
    proxy.spent();
    let told = shown(&first);
    match fault.takes_effect() {
        // What came of a lost answer the Kernel can be asked, so it is made good at once.
        Some(true) => assert!(first.status.success(), "{fault:?}\n{told}"),
        Some(false) => assert_eq!(first.status.code(), Some(10), "{fault:?}\n{told}"),
        None => assert!(matches!(first.status.code(), Some(0 | 10)), "{told}"),
    }
    let second = rotate(then, &[]);
    assert!(second.status.success(), "{fault:?}\n{}", shown(&second));
    desk.proves(&partner, &format!("pki/{then}.key"));
}

#[test]
fn a_master_key_call_that_breaks() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        let keys = desk.env.ok(&["kernel", "provision", "-o", "id"]);
        for fault in faults(&target) {
            through(
                &desk,
                &proxy,
                &["kernel", "provision"],
                "CERTIFICATE",
                fault,
            );
        }
        assert_eq!(desk.env.ok(&["kernel", "provision", "-o", "id"]), keys);
    }
}

#[test]
fn a_file_whose_every_call_breaks_once() {
    for target in Target::all() {
        let (proxy, desk) = breakable(&target);
        desk.onboarding(&desk.bank());
        let calls = [
            "license/generate",
            "uploadCACertificate",
            "uploadPartnerCertificate",
            "uploadOtherDomainCertificate",
        ];
        for call in calls {
            proxy.once(call, Fault::CutDuring);
            proxy.once(call, Fault::CutBefore);
        }
        let mut runs = 1;
        while desk.status(&APPLY) != 0 {
            runs += 1;
            assert!(runs < 12, "{}: it never gets done", target.name());
        }
        proxy.spent();
        desk.settled();
        for noun in ["misp", "license", "partner", "api-key", "mapping", "cert"] {
            assert_eq!(desk.current(&[noun, "list"]).len(), 1, "{noun}");
        }
        desk.proves(&desk.partner(), "pki/first.key");
    }
}

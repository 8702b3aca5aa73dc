//! The Kernel's entry for a partner cannot be destroyed from here: two commands at once, death and cut connections at
//! random moments, round after round, and after each the Kernel encrypts to what the tool says.

use crate::desk::Desk;
use crate::env::shown;
use crate::ledger::Ledger;
use crate::proxy::{Fault, Proxy};
use crate::target::Target;
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const KEYS: [&str; 4] = ["first", "second", "third", "fourth"];

/// Against a real Kernel as many as show something that happens now and then.
fn rounds(target: &Target) -> usize {
    if target.is_real { 50 } else { 3 }
}

/// A partner whose keys lie in `pki`, and where the tool goes to the Kernel.
fn with_keys<'a>(desk: &'a Desk, target: &Target) -> Round<'a> {
    let bank = desk.onboarded();
    for key in &KEYS[1..] {
        bank.pair(key);
    }
    Round {
        desk,
        partner: desk.partner(),
        ledger: Ledger::open(),
        target: target.name(),
        chance: Chance::new(),
    }
}

struct Round<'a> {
    desk: &'a Desk,
    partner: String,
    ledger: Ledger,
    target: String,
    chance: Chance,
}

impl Round<'_> {
    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.desk.env.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    fn rotation(&self, key: &str) -> [String; 5] {
        let file = format!("pki/{key}.pub");
        ["key", "rotate", &self.partner, "--file", &file].map(str::to_owned)
    }

    fn rotating(&self, key: &str) -> Child {
        self.start(&self.rotation(key).each_ref().map(String::as_str))
    }

    /// What is in force here is what the Kernel encrypts to, and the Kernel keeps no second one.
    fn is_whole(&mut self, what: &str, of: &[&str]) {
        let state = self.desk.env.json(0, &["key", "show", &self.partner]);
        let whose = |key: &&&str| {
            let path = format!("pki/{key}.key");
            let words = ["key", "verify", &self.partner, "--private-key", &path];
            self.desk.env.run(&words).status.success()
        };
        let found: Vec<_> = of.iter().filter(whose).collect();
        let seed = self.chance.seed;
        assert_eq!(found.len(), 1, "{}: {what} ({seed}): {state}", self.target);
        let kept = self.ledger.current_keys(&self.partner);
        assert!(kept.is_none_or(|kept| kept == 1), "{what}: {kept:?}");
        let rotation = self.rotation(found[0]);
        let mut again: Vec<&str> = rotation.iter().map(String::as_str).collect();
        if *found[0] == "retail" {
            again.splice(3.., ["--to-certificate"]);
        }
        let again = self.desk.env.json(0, &again);
        assert_eq!(again["data"]["outcome"], "unchanged", "{what}: {state}");
    }

    /// The command, as often as it takes; gives what it told.
    fn until_done(&self, arguments: &[&str]) -> String {
        let mut told = String::new();
        for _ in 0..5 {
            let done = self.desk.env.run(arguments);
            told.push_str(&shown(&done));
            if done.status.success() {
                return told;
            }
            assert_eq!(done.status.code(), Some(10), "{}: {told}", self.target);
        }
        panic!("{}: it never gets done\n{told}", self.target);
    }
}

fn ended(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

#[test]
fn two_keys_at_once() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let mut round = with_keys(&desk, &target);
        for number in 0..rounds(&target) {
            let [one, two] = [KEYS[(number + 1) % 4], KEYS[(number + 2) % 4]];
            let both = [round.rotating(one), round.rotating(two)].map(ended);
            for done in &both {
                assert!(done.status.success(), "{}", shown(done));
            }
            round.is_whole("two keys at once", &[one, two]);
        }
        desk.env.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_certificate_and_a_key_at_once() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let mut round = with_keys(&desk, &target);
        let partner = round.partner.clone();
        let mut upload = vec!["cert", "upload", &partner, "--file", "pki/retail.pem"];
        upload.push("--re-sign");
        for number in 0..rounds(&target) {
            desk.env
                .ok(&["key", "rotate", &partner, "--to-certificate"]);
            let key = KEYS[number % 4];
            let both = [round.start(&upload), round.rotating(key)].map(ended);
            for done in &both {
                assert!(done.status.success(), "{}", shown(done));
            }
            round.is_whole("a certificate and a key at once", &[key, "retail"]);
            // Whoever came first, the key that was asked for goes before the certificate's.
            desk.proves(&partner, &format!("pki/{key}.key"));
        }
    }
}

#[test]
fn the_first_key_of_a_partner_twice_at_once() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let mut round = with_keys(&desk, &target);
        for number in 0..rounds(&target) {
            let name = format!("Branch {number}");
            let misp = desk.misp();
            let mut add = vec!["partner", "add", &name, "--misp", &misp, "--contact", "A B"];
            add.extend(["--phone", "+918055500101", "--email", "a@bank.example"]);
            add.extend(["--group", "banking", "-o", "id"]);
            round.partner = desk.env.ok(&add).trim().to_owned();
            let [one, two] = [KEYS[number % 4], KEYS[(number + 1) % 4]];
            let upload = |key: &str| {
                let file = format!("pki/{key}.pub");
                round.start(&["key", "upload", &round.partner, "--file", &file])
            };
            let both = [upload(one), upload(two)].map(ended);
            let mut ends = both.each_ref().map(|done| done.status.code());
            ends.sort_unstable();
            // The one that comes second is told that there is a key, and how to rotate it.
            let told = shown(&both[0]) + &shown(&both[1]);
            assert_eq!(ends, [Some(0), Some(6)], "{told}");
            assert!(told.contains("pmctl key rotate"), "{told}");
            round.is_whole("the first key twice at once", &[one, two]);
        }
    }
}

#[test]
fn death_at_a_random_moment() {
    for target in Target::all() {
        let desk = Desk::at(&target);
        let mut round = with_keys(&desk, &target);
        let begun = Instant::now();
        ended(round.rotating(KEYS[1]));
        let usual = begun.elapsed();
        for number in 0..rounds(&target) {
            let [one, two] = [KEYS[(number + 2) % 4], KEYS[(number + 3) % 4]];
            let mut dying = round.rotating(one);
            std::thread::sleep(round.chance.below(usual));
            dying.kill().unwrap();
            ended(dying);
            // At once, with the same key or with another one.
            let next = if round.chance.coin() { one } else { two };
            let again = round.rotation(next);
            round.until_done(&again.each_ref().map(String::as_str));
            round.is_whole("death", &[next]);
        }
        desk.env.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_connection_cut_at_a_random_moment() {
    const CUTS: [Fault; 4] = [
        Fault::CutDuring,
        Fault::CutAfter,
        Fault::CutBefore,
        Fault::CutWithin,
    ];
    for target in Target::all() {
        let proxy = Proxy::before(&target);
        let desk = Desk::through(&target, &proxy.keymanager());
        let mut round = with_keys(&desk, &target);
        for number in 0..rounds(&target) {
            let [one, two] = [KEYS[(number + 1) % 4], KEYS[(number + 3) % 4]];
            // The cut while the Kernel is at work is the one that can destroy.
            let cut = if round.chance.coin() { 0 } else { number % 4 };
            proxy.once("uploadOtherDomainCertificate", CUTS[cut]);
            let first = ended(round.rotating(one));
            proxy.spent();
            let told = shown(&first);
            assert!(matches!(first.status.code(), Some(0 | 10)), "{told}");
            let next = if round.chance.coin() { one } else { two };
            let again = round.rotation(next);
            round.until_done(&again.each_ref().map(String::as_str));
            round.is_whole(&format!("{:?}", CUTS[cut]), &[next]);
        }
        desk.env.ok(&["audit", "verify"]);
    }
}

/// Where a round breaks; the seed stands in what a failure says.
struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = u64::from(since.subsec_nanos()) | 1;
        Self { seed, state: seed }
    }

    /// xorshift64
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    fn coin(&mut self) -> bool {
        self.next() & 64 == 0
    }

    fn below(&mut self, longest: Duration) -> Duration {
        let micros = u64::try_from(longest.as_micros()).unwrap().max(1);
        Duration::from_micros(self.next() % micros)
    }
}

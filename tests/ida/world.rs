//! The tool, the post, and every ID Authentication that hears of it.

use crate::env::{TestEnv, shown};
use crate::judge::{Judge, Triple};
use crate::post::{Mode, Post};
use crate::rules;
use crate::start::{CERTIFICATES, MISP_POLICIES, POLICIES};
use crate::step::{Cutover, Nth, OldKey, Span, Step};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What came of it: why not, if not.
pub type Checked = Result<(), String>;

/// What a command of a history may come to: done, unknown, refused by the state, an invalid value, not delivered.
const FORESEEN: [i32; 5] = [0, 3, 6, 7, 8];

pub struct World<'a> {
    env: TestEnv,
    now: Timestamp,
    post: &'a Post,
    judges: &'a Judges,
    /// By those that keep what they looked up, since their last restart.
    accepted: HashSet<Triple>,
    /// Keys in clear, by their id.
    clear: HashMap<String, String>,
    names: u32,
    pub story: Vec<String>,
    pub tally: Tally,
}

pub struct Judges {
    /// Look again each time.
    pub plain: Vec<Judge>,
    /// Keep what they looked up, as MOSIP ships it.
    pub cached: Vec<Judge>,
}

impl Judges {
    pub fn all(&self) -> impl Iterator<Item = &Judge> {
        self.plain.iter().chain(&self.cached)
    }
}

/// What really happened, so that nothing is proved by doing nothing.
#[derive(Debug, Default)]
pub struct Tally {
    pub done: BTreeSet<String>,
    pub verdicts: BTreeMap<String, usize>,
    pub cached: BTreeMap<String, usize>,
    pub events: usize,
}

impl<'a> World<'a> {
    pub fn new(start: &TestEnv, now: Timestamp, post: &'a Post, judges: &'a Judges) -> Self {
        let mut world = Self {
            env: start.another(),
            now,
            post,
            judges,
            accepted: HashSet::new(),
            clear: HashMap::new(),
            names: 0,
            story: Vec::new(),
            tally: Tally::default(),
        };
        post.empty();
        judges.all().for_each(Judge::lose);
        world.pass(SignedDuration::ZERO);
        world
    }

    pub fn live(&mut self, steps: &[Step]) -> Checked {
        self.run(&["ida", "reconcile"])?;
        for step in steps {
            self.pass(SignedDuration::from_secs(1));
            self.story.push(format!("# {step:?}"));
            self.perform(step)?;
        }
        self.story.push("# the end".to_owned());
        self.settled()?;
        self.compare()?;
        self.env.ok(&["audit", "verify"]);
        Ok(())
    }

    fn perform(&mut self, step: &Step) -> Checked {
        match step {
            Step::Pass(span) => {
                self.pass(length(*span));
                Ok(())
            }
            Step::PostDown => self.post_is(Mode::Down),
            Step::PostLoses => self.post_is(Mode::Losing),
            Step::PostHolds => self.post_is(Mode::Holding),
            Step::PostOpen => {
                self.post.release();
                self.post_is(Mode::Open)
            }
            Step::Repeat(nth) => {
                self.post.repeat(usize::from(*nth));
                self.deliver()
            }
            Step::Restart => {
                self.judges.cached.iter().for_each(Judge::restart);
                self.accepted.clear();
                Ok(())
            }
            Step::Request(license, key) => self.request(*license, *key),
            Step::Compare => self.compare(),
            command => self.command(command),
        }
    }

    fn post_is(&mut self, mode: Mode) -> Checked {
        self.post.set(mode);
        self.deliver()
    }

    fn pass(&mut self, length: SignedDuration) {
        self.now += length;
        let now = self.now.to_string();
        self.env.set_clock(&now);
        for judge in self.judges.all() {
            judge.set_clock(&now);
        }
    }

    /// A step that has nothing to act on is none.
    fn command(&mut self, step: &Step) -> Checked {
        let Some(words) = self.words(step) else {
            return Ok(());
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.run(&words)
    }

    fn words(&mut self, step: &Step) -> Option<Vec<String>> {
        let misp = |nth: &Nth| self.nth(&["misp", "list"], *nth);
        let license = |nth: &Nth| self.nth(&["license", "list"], *nth);
        let partner = |nth: &Nth| self.nth(&["partner", "list"], *nth);
        let waiting = |nth: &Nth| self.nth(&["mapping", "list", "--state", "requested"], *nth);
        let key = |nth: &Nth| self.nth(&["api-key", "list"], *nth);
        let line = match step {
            Step::RegisterMisp => {
                let name = self.name("Relay");
                format!("misp register {name} {CONTACT}")
            }
            Step::RenameMisp(nth) => {
                let misp = misp(nth)?;
                format!("misp update {misp} --name {}", self.name("Relay"))
            }
            Step::BlockMisp(nth) => format!("misp block {} --reason fraud --yes", misp(nth)?),
            Step::UnblockMisp(nth) => format!("misp unblock {}", misp(nth)?),
            Step::GiveMispPolicy(nth) => {
                let policy = one_of(&MISP_POLICIES, *nth);
                format!("misp update {} --policy {policy}", misp(nth)?)
            }
            Step::TakeMispPolicy(nth) => format!("misp update {} --no-policy", misp(nth)?),
            Step::RenewLicense(nth, Cutover::AtOnce) => {
                format!("misp renew-license {} --early", misp(nth)?)
            }
            Step::RenewLicense(nth, Cutover::Overlap) => {
                format!("misp renew-license {} --early --overlap 10d", misp(nth)?)
            }
            Step::RevokeLicense(nth) => {
                format!("license revoke {} --reason leak --yes", license(nth)?)
            }
            Step::RestoreLicense(nth) => format!("license restore {}", license(nth)?),
            Step::AddPartner(nth) => {
                let misp = misp(nth)?;
                let name = self.name("Branch");
                format!(
                    "partner add {name} --misp {misp} --group banking --organization Bank_One {CONTACT}"
                )
            }
            Step::RenamePartner(nth) => {
                let partner = partner(nth)?;
                format!("partner update {partner} --name {}", self.name("Branch"))
            }
            Step::BlockPartner(nth) => {
                format!("partner block {} --reason fraud --yes", partner(nth)?)
            }
            Step::UnblockPartner(nth) => format!("partner unblock {}", partner(nth)?),
            Step::UploadCertificate(nth, file) => {
                let file = one_of(&CERTIFICATES, *file);
                format!("cert upload {} --file {file}", partner(nth)?)
            }
            Step::UploadMispCertificate(nth, file) => {
                let file = one_of(&CERTIFICATES, *file);
                format!("cert upload {} --file {file}", misp(nth)?)
            }
            Step::Map(nth, policy) => {
                let policy = one_of(&POLICIES, *policy);
                format!("partner map-policy {} --policy {policy}", partner(nth)?)
            }
            Step::Replace(nth, policy) => {
                let policy = one_of(&POLICIES, *policy);
                format!(
                    "partner map-policy {} --policy {policy} --replace",
                    partner(nth)?
                )
            }
            Step::Approve(nth) => format!("mapping approve {}", waiting(nth)?),
            Step::Reject(nth) => format!("mapping reject {} --reason no --yes", waiting(nth)?),
            Step::RevokeApiKey(nth) => format!("api-key revoke {} --reason leak --yes", key(nth)?),
            Step::RestoreApiKey(nth) => format!("api-key restore {}", key(nth)?),
            Step::ReissueApiKey(nth, OldKey::Revoked) => format!("api-key reissue {}", key(nth)?),
            Step::ReissueApiKey(nth, OldKey::Kept) => {
                format!("api-key reissue {} --keep-old", key(nth)?)
            }
            Step::DeactivatePolicy(nth) => {
                format!(
                    "policy deactivate {} --reason law --yes",
                    one_of(&POLICIES, *nth)
                )
            }
            Step::ActivatePolicy(nth) => format!("policy activate {}", one_of(&POLICIES, *nth)),
            Step::DeactivateGroup => {
                "policy-group deactivate banking --reason law --yes".to_owned()
            }
            Step::ActivateGroup => "policy-group activate banking".to_owned(),
            Step::Push => "outbox push".to_owned(),
            Step::ReconcileOne(nth) => format!("ida reconcile {}", partner(nth)?),
            _ => return None,
        };
        Some(line.split(' ').map(|word| word.replace('_', " ")).collect())
    }

    fn name(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind}_{}", self.names)
    }

    fn nth(&self, list: &[&str], nth: Nth) -> Option<String> {
        let ids = self.ids(list);
        let at = usize::from(nth) % ids.len().max(1);
        ids.get(at).cloned()
    }

    fn ids(&self, list: &[&str]) -> Vec<String> {
        let mut words = list.to_vec();
        words.extend(["-o", "id"]);
        let ids = self.env.ok(&words);
        ids.lines().map(str::to_owned).collect()
    }

    /// Runs a command that may be refused, and delivers what it told.
    fn run(&mut self, words: &[&str]) -> Checked {
        let done = self.env.run(words);
        let status = done.status.code().unwrap_or(-1);
        self.story
            .push(format!("pmctl {}  -> {status}", words.join(" ")));
        if !FORESEEN.contains(&status) {
            return Err(format!("{words:?}\n{}", shown(&done)));
        }
        if matches!(status, 0 | 8) {
            self.tally.done.insert(words[..2].join(" "));
        }
        self.deliver()
    }

    /// Every event is taken by everybody, whatever came before it.
    fn deliver(&mut self) -> Checked {
        for event in self.post.due() {
            self.tally.events += 1;
            for judge in self.judges.all() {
                judge.hear(&event)?;
            }
        }
        Ok(())
    }

    /// Everything has left, whether it arrived or not: then the last that was sent of each is true.
    fn settled(&mut self) -> Checked {
        self.post_is(Mode::Open)?;
        self.run(&["outbox", "push"])?;
        let waiting = self.env.json(0, &["outbox", "list"]);
        let due = rules::due(&waiting, &self.now.to_string());
        if due > 0 {
            return Err(format!("{due} messages did not leave: {waiting}"));
        }
        self.post.read(|letters| rules::hold(&self.env, letters))
    }

    /// Told all of it again, everybody says what the tool says, of every triple that ever was.
    fn compare(&mut self) -> Checked {
        self.post.set(Mode::Open);
        self.post.release();
        self.deliver()?;
        self.env.ok(&["ida", "reconcile"]);
        self.story.push("pmctl ida reconcile".to_owned());
        self.deliver()?;
        for (triple, words) in self.triples() {
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            self.same(&triple, &words)?;
            self.ask_cached(&triple)?;
            if self.accepted.contains(&triple) {
                words.push("--cached");
                self.same_cached(&triple, &words)?;
            }
        }
        Ok(())
    }

    fn same(&mut self, triple: &Triple, words: &[&str]) -> Checked {
        let foreseen = self.foreseen(words);
        for judge in &self.judges.plain {
            let verdict = judge.verdict(triple);
            if verdict != foreseen {
                return Err(format!(
                    "{}: {verdict}; pmctl {}: {foreseen}",
                    judge.name,
                    words.join(" ")
                ));
            }
        }
        *self.tally.verdicts.entry(foreseen).or_default() += 1;
        Ok(())
    }

    fn same_cached(&mut self, triple: &Triple, words: &[&str]) -> Checked {
        let foreseen = self.foreseen(words);
        let verdict = self.judges.cached[0].verdict(triple);
        if verdict != foreseen {
            return Err(format!(
                "with a cache: {verdict}; pmctl {}: {foreseen}",
                words.join(" ")
            ));
        }
        *self.tally.cached.entry(foreseen).or_default() += 1;
        Ok(())
    }

    /// The code that `ida check` finds first.
    fn foreseen(&self, words: &[&str]) -> String {
        let mut words = words.to_vec();
        words.extend(["-o", "json"]);
        let done = self.env.run(&words);
        let said: Value = serde_json::from_slice(&done.stdout).unwrap_or_default();
        match (
            done.status.code(),
            said["data"]["findings"][0]["code"].as_str(),
        ) {
            (Some(0), None) => "accepted".to_owned(),
            (Some(6), Some(code)) => code.to_owned(),
            _ => shown(&done),
        }
    }

    fn request(&mut self, license: Nth, key: Nth) -> Checked {
        let keys = self.rows(&["api-key", "list"]);
        let licenses = self.ids(&["license", "list"]);
        if keys.is_empty() {
            return Ok(());
        }
        let key = &keys[usize::from(key) % keys.len()];
        let triple = Triple {
            license: self.clear("license", &licenses[usize::from(license) % licenses.len()]),
            partner: text(&key["partner"]),
            api_key: self.clear("api-key", &text(&key["id"])),
        };
        self.ask_cached(&triple)
    }

    /// All that keep what they looked up were told and asked the same: they answer the same.
    fn ask_cached(&mut self, triple: &Triple) -> Checked {
        let verdicts: Vec<String> = self
            .judges
            .cached
            .iter()
            .map(|it| it.verdict(triple))
            .collect();
        if verdicts.iter().any(|verdict| *verdict != verdicts[0]) {
            return Err(format!(
                "those with a cache differ: {verdicts:?} on {triple:?}"
            ));
        }
        if verdicts[0] == "accepted" {
            self.accepted.insert(triple.clone());
        }
        Ok(())
    }

    /// Each license with each key of each partner, and once with somebody else's partner; with the command that asks the
    /// tool about it.
    fn triples(&mut self) -> Vec<(Triple, Vec<String>)> {
        let licenses = self.ids(&["license", "list"]);
        let keys = self.rows(&["api-key", "list"]);
        let partners = self.ids(&["partner", "list"]);
        let mut found = Vec::new();
        for key in &keys {
            let (id, own) = (text(&key["id"]), text(&key["partner"]));
            for license in &licenses {
                found.push(self.triple(&own, license, &id));
            }
            if let Some(other) = partners.iter().find(|partner| **partner != own) {
                found.push(self.triple(other, &licenses[0], &id));
            }
        }
        found
    }

    fn triple(&mut self, partner: &str, license: &str, key: &str) -> (Triple, Vec<String>) {
        let words = [
            "ida",
            "check",
            partner,
            "--license-id",
            license,
            "--api-key-id",
            key,
        ];
        let words = words.map(str::to_owned).to_vec();
        let triple = Triple {
            license: self.clear("license", license),
            partner: partner.to_owned(),
            api_key: self.clear("api-key", key),
        };
        (triple, words)
    }

    fn clear(&mut self, noun: &str, id: &str) -> String {
        if let Some(known) = self.clear.get(id) {
            return known.clone();
        }
        let shown = self.env.json(0, &[noun, "show", id, "--reveal"]);
        let key = text(&shown["data"]["key"]);
        self.clear.insert(id.to_owned(), key.clone());
        key
    }

    fn rows(&self, list: &[&str]) -> Vec<Value> {
        rules::rows(&self.env, list)
    }
}

const CONTACT: &str = "--contact C --phone +918055500100 --email ops@relay.example";

fn length(span: Span) -> SignedDuration {
    SignedDuration::from_hours(match span {
        Span::Hour => 1,
        Span::Week => 7 * 24,
        Span::Quarter => 92 * 24,
        Span::Year => 366 * 24,
    })
}

fn one_of<'a>(words: &[&'a str], nth: Nth) -> &'a str {
    words[usize::from(nth) % words.len()]
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

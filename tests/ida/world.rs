//! The tool, the post, and every ID Authentication that hears of it.

mod command;
mod compare;

use crate::env::{TestEnv, shown};
use crate::judge::{Judge, Triple};
use crate::post::{Mode, Post};
use crate::step::{Span, Step};
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
                self.arrived()?;
                self.pass(length(*span));
                Ok(())
            }
            Step::Arrive => self.arrived(),
            Step::PostSilent => self.post_is(Mode::Silent),
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

    /// Nothing is under way for longer than a history without a [`Step::Pass`] lasts, a few minutes.
    fn arrived(&mut self) -> Checked {
        self.post.arrive();
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
}

fn length(span: Span) -> SignedDuration {
    SignedDuration::from_hours(match span {
        Span::Hour => 1,
        Span::Week => 7 * 24,
        Span::Quarter => 92 * 24,
        Span::Year => 366 * 24,
    })
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

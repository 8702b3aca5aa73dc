//! Many histories, each with a number that tells it again.

use crate::env::TestEnv;
use crate::judge::Judge;
use crate::post::Post;
use crate::start::{first_day, prepared};
use crate::step::{Step, steps};
use crate::world::{Judges, Tally, World};
use jiff::Timestamp;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Without a number of them: enough to meet every kind of step.
const FEW: u32 = 12;
/// How often a history that fails is tried shorter.
const SHORTER: usize = 80;

struct Stage {
    post: Post,
    judges: Judges,
    start: TestEnv,
    now: Timestamp,
}

impl Stage {
    fn set() -> Self {
        let mut plain = vec![Judge::stand_in("the stand-in", "none")];
        plain.extend(Judge::real("ID Authentication", "IDA_URL"));
        let mut cached = vec![Judge::stand_in("the stand-in with a cache", "simple")];
        cached.extend(Judge::real(
            "ID Authentication with a cache",
            "IDA_CACHED_URL",
        ));
        let post = Post::start();
        let now = first_day();
        let start = prepared(&post, now);
        Self {
            post,
            judges: Judges { plain, cached },
            start,
            now,
        }
    }

    fn tell(&self, steps: &[Step]) -> (Result<Tally, String>, Vec<String>) {
        let mut world = World::new(&self.start, self.now, &self.post, &self.judges);
        let lived = world.live(steps);
        (lived.map(|()| world.tally), world.story)
    }
}

fn number(name: &str, default: u32) -> u32 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn runner(history: u32) -> TestRunner {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&history.to_be_bytes());
    TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    )
}

#[test]
fn after_any_history_the_tool_and_id_authentication_agree() {
    let stage = Stage::set();
    let first = number("IDA_FIRST", 0);
    let end = first + number("IDA_HISTORIES", FEW);
    let mut whole = Tally::default();
    for history in first..end {
        if history > first && history % 50 == 0 {
            eprintln!("{history} of {end}");
        }
        let mut tree = steps().new_tree(&mut runner(history)).unwrap();
        match stage.tell(&tree.current()).0 {
            Ok(tally) => whole.add(tally),
            Err(why) => {
                let (why, story) = shortest(&stage, &mut tree, why);
                panic!("history {history}: {why}\n\n{}", story.join("\n"));
            }
        }
    }
    eprintln!("{whole:#?}");
    if end - first >= FEW {
        whole.is_worth_something();
    }
}

/// Leaves out of a failing history what does not matter.
fn shortest(
    stage: &Stage,
    tree: &mut impl ValueTree<Value = Vec<Step>>,
    mut why: String,
) -> (String, Vec<String>) {
    let mut story = stage.tell(&tree.current()).1;
    let mut moved = tree.simplify();
    for _ in 0..SHORTER {
        if !moved {
            break;
        }
        let (told, shorter) = stage.tell(&tree.current());
        moved = match told {
            Err(still) => {
                (why, story) = (still, shorter);
                tree.simplify()
            }
            Ok(_) => tree.complicate(),
        };
    }
    (why, story)
}

impl Tally {
    /// So many histories meet what they are for; one that is told again need not.
    fn is_worth_something(&self) {
        for kind in [
            "misp block",
            "partner block",
            "mapping approve",
            "misp renew-license",
        ] {
            assert!(self.done.contains(kind), "{kind} never came to anything");
        }
        let accepted = self.verdicts.contains_key("accepted");
        assert!(accepted, "nothing was ever accepted");
        let twice = self.cached.contains_key("accepted");
        assert!(twice, "no cache was ever asked twice");
    }

    fn add(&mut self, other: Self) {
        self.done.extend(other.done);
        self.events += other.events;
        for (verdict, count) in other.verdicts {
            *self.verdicts.entry(verdict).or_default() += count;
        }
        for (verdict, count) in other.cached {
            *self.cached.entry(verdict).or_default() += count;
        }
    }
}

//! A case: what is asked of which call, and what each release says to it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::answer::Answer;
use super::kernel::Kernel;
use crate::target::Target;

/// What success is called where the answer has no status of its own.
pub const OK: &str = "ok";
/// Stands where a Kernel was not asked: MOSIP publishes neither authmanager nor audit manager.
pub const NOT_ASKED: &str = "–";

#[derive(Clone, Copy)]
pub struct Case {
    pub call: &'static str,
    pub what: &'static str,
    ask: fn(&Kernel<'_>) -> Answer,
    says: &'static str,
    /// From each of these releases on it says that.
    later: &'static [(&'static str, &'static str)],
    /// Before this release there is no such call.
    exists_since: Option<&'static str>,
    embedded_only: bool,
    /// Where the embedded Kernel is known to say something else.
    embedded: Option<&'static str>,
}

/// A case that ends in success. The preparations in `ask` must succeed; its last answer is the one that counts.
pub const fn case(call: &'static str, what: &'static str, ask: fn(&Kernel<'_>) -> Answer) -> Case {
    Case {
        call,
        what,
        ask,
        says: OK,
        later: &[],
        exists_since: None,
        embedded_only: false,
        embedded: None,
    }
}

impl Case {
    /// The word for the answer, see [`Answer::word`].
    pub const fn says(mut self, word: &'static str) -> Self {
        self.says = word;
        self
    }

    /// From these releases on, the earliest first, it says something else.
    pub const fn since(mut self, later: &'static [(&'static str, &'static str)]) -> Self {
        self.later = later;
        self
    }

    pub const fn exists_since(mut self, version: &'static str) -> Self {
        self.exists_since = Some(version);
        self
    }

    pub const fn embedded_only(mut self) -> Self {
        self.embedded_only = true;
        self
    }

    /// A difference that stays, because our libraries cannot do better; the table shows it.
    pub const fn embedded(mut self, word: &'static str) -> Self {
        self.embedded = Some(word);
        self
    }

    /// What this release is expected to say.
    pub fn expected(&self, version: &str, is_real: bool) -> &'static str {
        if self.embedded_only && is_real {
            return NOT_ASKED;
        }
        if self
            .exists_since
            .is_some_and(|first| !reaches(version, first))
        {
            return "404";
        }
        if let Some(word) = self.embedded.filter(|_| !is_real) {
            return word;
        }
        let mut later = self.later.iter().rev();
        let word = later.find(|(since, _)| reaches(version, since));
        word.map_or(self.says, |(_, word)| word)
    }

    /// The word of the answer, and what is wrong with it.
    pub fn put_to(&self, kernel: &Kernel<'_>) -> (String, Option<String>) {
        let expected = self.expected(kernel.version(), kernel.is_real());
        if expected == NOT_ASKED {
            return (NOT_ASKED.to_owned(), None);
        }
        let told = |problem: &str| {
            let name = kernel.name();
            Some(format!("{name}: {}: {}: {problem}", self.call, self.what))
        };
        match catch_unwind(AssertUnwindSafe(|| (self.ask)(kernel))) {
            Ok(answer) if answer.word() == expected => (answer.word(), None),
            Ok(answer) => {
                let word = answer.word();
                let text = format!("says {word}, not {expected}: {}", answer.shown());
                (word, told(&text))
            }
            Err(panic) => ("broken".to_owned(), told(&said(panic.as_ref()))),
        }
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it panicked").to_owned()
}

/// Whether a release is `first` or a later one.
pub fn reaches(version: &str, first: &str) -> bool {
    let numbers =
        |text: &str| -> Vec<u32> { text.split('.').map(|part| part.parse().unwrap()).collect() };
    numbers(version) >= numbers(first)
}

/// The answers of one Kernel, a word for each case.
pub struct Column {
    pub version: String,
    pub is_real: bool,
    pub words: Vec<String>,
}

impl Column {
    pub fn new(target: &Target) -> Self {
        Self {
            version: target.version.clone(),
            is_real: target.is_real,
            words: Vec::new(),
        }
    }
}

//! What the tool says of a triple, and what every ID Authentication says.

use super::{Checked, World, text};
use crate::env::shown;
use crate::judge::Triple;
use crate::post::Mode;
use crate::rules;
use crate::step::Nth;
use jiff::SignedDuration;
use serde_json::Value;

impl World<'_> {
    /// Everything has left, whether it arrived or not: then the last that was sent of each is true.
    pub(super) fn settled(&mut self) -> Checked {
        self.post_is(Mode::Open)?;
        self.run(&["outbox", "push"])?;
        self.arrived()?;
        self.pass(SignedDuration::from_mins(6));
        self.run(&["outbox", "push"])?;
        let waiting = self.env.json(0, &["outbox", "list"]);
        let due = rules::due(&waiting, &self.now.to_string());
        if due > 0 {
            return Err(format!("{due} messages did not leave: {waiting}"));
        }
        self.post.read(|letters| rules::hold(&self.env, letters))
    }

    /// Told all of it again, everybody says what the tool says, of every triple that ever was.
    pub(super) fn compare(&mut self) -> Checked {
        self.post.set(Mode::Open);
        self.post.release();
        self.arrived()?;
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

    pub(super) fn request(&mut self, license: Nth, key: Nth) -> Checked {
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

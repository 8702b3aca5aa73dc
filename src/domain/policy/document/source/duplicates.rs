//! Members whose name stands in their object already.

use super::escaped;
use crate::domain::policy::document::{FINDINGS_MAX, SOURCE_MAX};
use jsonc_parser::ast::{Object, Value};
use std::collections::HashSet;

pub(super) struct Repeated {
    pub(super) pointer: String,
    pub(super) name: String,
    /// Where the member begins.
    pub(super) offset: usize,
}

enum Step<'v> {
    Element(usize),
    Member(&'v str),
}

/// A pointer is made for what is found only: names may be long and elements many, and their product is no bound.
struct Search<'v> {
    path: Vec<Step<'v>>,
    found: Vec<Repeated>,
    /// Bytes that the pointers found may still take.
    room: usize,
}

/// In their order; no more than anybody reads.
pub(super) fn of(root: &Value<'_>) -> Vec<Repeated> {
    let mut search = Search {
        path: Vec::new(),
        found: Vec::new(),
        room: SOURCE_MAX,
    };
    search.value(root);
    search.found
}

impl<'v> Search<'v> {
    fn value(&mut self, value: &'v Value<'_>) {
        match value {
            Value::Array(array) => {
                for (index, element) in array.elements.iter().enumerate() {
                    self.below(Step::Element(index), element);
                }
            }
            Value::Object(object) => self.object(object),
            _ => {}
        }
    }

    fn below(&mut self, step: Step<'v>, value: &'v Value<'_>) {
        self.path.push(step);
        self.value(value);
        self.path.pop();
    }

    fn object(&mut self, object: &'v Object<'_>) {
        let mut seen = HashSet::new();
        for member in &object.properties {
            let name = member.name.as_str();
            if !seen.insert(name) {
                self.note(name, member.range.start);
            }
            self.below(Step::Member(name), &member.value);
        }
    }

    fn note(&mut self, name: &str, offset: usize) {
        if self.found.len() == FINDINGS_MAX || self.room == 0 {
            return;
        }
        let pointer = self.pointer(name);
        self.room = self.room.saturating_sub(pointer.len());
        self.found.push(Repeated {
            pointer,
            name: name.to_owned(),
            offset,
        });
    }

    fn pointer(&self, name: &str) -> String {
        let mut pointer = String::new();
        for step in self.path.iter().chain([&Step::Member(name)]) {
            pointer.push('/');
            match step {
                Step::Element(index) => pointer.push_str(&index.to_string()),
                Step::Member(name) => pointer.push_str(&escaped(name)),
            }
        }
        pointer
    }
}

/// Takes out of each object what a later member of the same name stands for.
pub(super) fn keep_last(value: &mut Value<'_>) {
    match value {
        Value::Array(array) => array.elements.iter_mut().for_each(keep_last),
        Value::Object(object) => {
            let last = last_ones(object);
            let mut last = last.iter();
            object.properties.retain(|_| last.next() == Some(&true));
            let members = object.properties.iter_mut();
            members.for_each(|member| keep_last(&mut member.value));
        }
        _ => {}
    }
}

/// For each member, whether it is the last of its name.
fn last_ones(object: &Object<'_>) -> Vec<bool> {
    let mut seen = HashSet::new();
    let names = object.properties.iter().rev();
    let mut last: Vec<bool> = names
        .map(|member| seen.insert(member.name.as_str()))
        .collect();
    last.reverse();
    last
}

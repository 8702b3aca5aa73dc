//! Values of a TOML tree, each with its place; what does not fit is collected, not thrown.

use super::finding::{Finding, Kind};
use super::spec::Target;
use crate::domain::invalid::Invalid;
use crate::domain::nearest::{nearest, quoted};
use crate::domain::place::{Lines, Location};
use crate::domain::policy::document::Severity;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Node<'t> = Spanned<DeValue<'t>>;

/// Reads one onboarding file. A method that returns `None` has reported why, unless the key is absent and optional.
pub(super) struct Reader<'t> {
    name: &'t str,
    pub(super) folder: &'t Path,
    lines: Lines<'t>,
    pub(super) findings: Vec<Finding>,
    /// What may be there once only, and the line on which it is.
    seen: HashMap<(&'static str, String), usize>,
    /// Files that are read, as `plain` paths.
    pub(super) inputs: Vec<PathBuf>,
    pub(super) targets: Vec<Target>,
}

/// What somebody may write because the command line calls it so, and the file's own word for it.
const SYNONYMS: [(&str, &str); 1] = [("kind", "type")];

/// A table of the file; keys that nobody asked for are unknown.
pub(super) struct Section<'t> {
    /// As the user wrote it: `[[partner]]`.
    title: &'static str,
    pub(super) at: Location,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    pub(super) fn top(table: &'t DeTable<'t>) -> Self {
        Self {
            title: "the file",
            at: Location::START,
            table,
            asked: Vec::new(),
        }
    }

    /// The value of `key`, which is known from now on.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Node<'t>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(name: &'t str, folder: &'t Path, text: &'t str) -> Self {
        Self {
            name,
            folder,
            lines: Lines::new(text),
            findings: Vec::new(),
            seen: HashMap::new(),
            inputs: Vec::new(),
            targets: Vec::new(),
        }
    }

    pub(super) fn place(&self, node: &Node<'_>) -> Location {
        self.lines.at(node.span().start)
    }

    pub(super) fn error(&mut self, at: Location, kind: Kind, message: impl Into<String>) {
        let finding = Finding::error(self.name, at, kind, message);
        self.findings.push(finding);
    }

    pub(super) fn warning(&mut self, at: Location, message: String) {
        let finding = Finding::error(self.name, at, Kind::Value, message);
        self.findings.push(Finding {
            severity: Severity::Warning,
            ..finding
        });
    }

    pub(super) fn missing(&mut self, section: &Section<'_>, key: &str) {
        let message = format!("{key:?} is missing in {}", section.title);
        self.error(section.at, Kind::MissingKey, message);
    }

    /// Reports a second thing of the same class and key.
    pub(super) fn once(&mut self, class: &'static str, key: String, at: Location, what: &str) {
        match self.seen.entry((class, key)) {
            Entry::Vacant(entry) => {
                entry.insert(at.line);
            }
            Entry::Occupied(entry) => {
                let message = format!("{what} is there already, on line {}", entry.get());
                self.error(at, Kind::Duplicate, message);
            }
        }
    }

    /// Reports every key of the section that was not asked for.
    pub(super) fn finish(&mut self, section: &Section<'_>) {
        for (key, _) in section.table {
            let name = key.get_ref().as_ref();
            if section.asked.contains(&name) {
                continue;
            }
            let synonym = SYNONYMS.iter().find(|(said, _)| *said == name);
            let synonym = synonym.filter(|(_, key)| section.asked.contains(key));
            let near = synonym.map(|(_, key)| *key);
            let hint = match near.or_else(|| nearest(name, section.asked.iter().copied())) {
                Some(near) => format!("is {near:?} meant?"),
                None => format!("known are {}", section.asked.join(", ")),
            };
            let message = format!("unknown key {} in {}; {hint}", quoted(name), section.title);
            self.error(self.lines.at(key.span().start), Kind::UnknownKey, message);
        }
    }

    fn wrong_type(&mut self, node: &Node<'_>, key: &str, wanted: &str) {
        let is = match node.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("{key}: must be {wanted}, is {is}");
        self.error(self.place(node), Kind::WrongType, message);
    }

    pub(super) fn text(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
    ) -> Option<(&'t str, Location)> {
        let node = section.get(key)?;
        match node.get_ref() {
            DeValue::String(text) => Some((text.as_ref(), self.place(node))),
            _ => {
                self.wrong_type(node, key, "a text in quotes");
                None
            }
        }
    }

    /// A value of the domain, if the key is there.
    pub(super) fn optional<T>(&mut self, section: &mut Section<'t>, key: &'static str) -> Option<T>
    where
        T: FromStr<Err = Invalid>,
    {
        let (text, at) = self.text(section, key)?;
        self.parse(text, at, key)
    }

    /// A value of the domain; an absent key is reported.
    pub(super) fn required<T>(&mut self, section: &mut Section<'t>, key: &'static str) -> Option<T>
    where
        T: FromStr<Err = Invalid>,
    {
        if section.get(key).is_none() {
            self.missing(section, key);
        }
        self.optional(section, key)
    }

    pub(super) fn parse<T>(&mut self, text: &str, at: Location, key: &str) -> Option<T>
    where
        T: FromStr<Err = Invalid>,
    {
        let parsed = text.parse::<T>();
        parsed
            .map_err(|invalid| self.error(at, Kind::Value, format!("{key}: {}", invalid.why)))
            .ok()
    }

    /// `false` when absent.
    pub(super) fn flag(&mut self, section: &mut Section<'t>, key: &'static str) -> bool {
        let Some(node) = section.get(key) else {
            return false;
        };
        match node.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => {
                self.wrong_type(node, key, "true or false");
                false
            }
        }
    }

    /// Texts of a list, each with its place.
    pub(super) fn texts(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
    ) -> Option<Vec<(&'t str, Location)>> {
        let node = section.get(key)?;
        let DeValue::Array(array) = node.get_ref() else {
            self.wrong_type(node, key, "a list of texts");
            return None;
        };
        let mut texts = Vec::new();
        for element in array.iter() {
            match element.get_ref() {
                DeValue::String(text) => texts.push((text.as_ref(), self.place(element))),
                _ => self.wrong_type(element, key, "a text in quotes"),
            }
        }
        Some(texts)
    }

    /// The table under `key`; `title` names it in messages.
    pub(super) fn table(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        title: &'static str,
    ) -> Option<Section<'t>> {
        let node = section.get(key)?;
        let opened = self.open(node, title);
        if opened.is_none() {
            self.wrong_type(node, key, "a table");
        }
        opened
    }

    /// The tables of the list under `key`; empty when absent.
    pub(super) fn tables(
        &mut self,
        section: &mut Section<'t>,
        key: &'static str,
        title: &'static str,
    ) -> Vec<Section<'t>> {
        let Some(node) = section.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = node.get_ref() else {
            self.wrong_type(node, key, &format!("a list of tables ({title})"));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for element in array.iter() {
            match self.open(element, title) {
                Some(section) => sections.push(section),
                None => self.wrong_type(element, key, "a table"),
            }
        }
        sections
    }

    fn open(&self, node: &'t Node<'t>, title: &'static str) -> Option<Section<'t>> {
        Some(Section {
            title,
            at: self.place(node),
            table: node.get_ref().as_table()?,
            asked: Vec::new(),
        })
    }
}

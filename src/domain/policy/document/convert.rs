//! Documents of MOSIP 1.0 made into documents of today, so that nothing is released or allowed that was not before.

use super::source::{self, Source, compact};
use super::{Finding, PolicyDocument, Report, Severity, child, envelope};
use crate::domain::invalid::Invalid;
use crate::domain::nearest::quoted;
use crate::domain::policy::PolicyKind;
use jsonc_parser::ast::{Object, Value};

/// Which token ID Authentication answers with; MOSIP 1.0 did not know the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthTokenType {
    Random,
    Partner,
    Policy,
}

impl AuthTokenType {
    const ALL: [Self; 3] = [Self::Random, Self::Partner, Self::Policy];

    /// MOSIP's spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Partner => "partner",
            Self::Policy => "policy",
        }
    }
}

impl std::str::FromStr for AuthTokenType {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let found = Self::ALL.into_iter().find(|one| one.word() == text);
        found.ok_or_else(|| Invalid::new("authTokenType", "is not one of random, partner, policy"))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conversion {
    /// A document of today that passes the check of its kind.
    Unchanged {
        /// What `policy check` doubts.
        notes: Vec<String>,
    },
    Converted {
        /// JSON for people: a line for each element of a list.
        document: String,
        /// What was left out or assumed, and what `policy check` doubts.
        notes: Vec<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotConverted {
    /// The document says nothing of it, and nothing was given.
    TokenTypeMissing,
    /// The document says something else than was given.
    TokenTypeDiffers(String),
    /// Placed in the text as it was given.
    Faulty(Vec<Finding>),
}

/// Converts `text`, a bare document or MOSIP's request around one.
///
/// MOSIP 1.0 released an attribute only where it said `required: true`; any other is left out. What it masked cannot be
/// masked by a document of today, and is refused instead of being released in clear. The outcome passes the check of
/// [`PolicyDocument::read`].
pub fn convert(text: &str, given: Option<AuthTokenType>) -> Result<Conversion, NotConverted> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = source::parse(text).map_err(|fault| NotConverted::Faulty(vec![fault]))?;
    let mut report = Report::new(&source);
    source::duplicates(&mut report);
    let Some(at) = envelope::open(&mut report) else {
        return Err(faulty(report));
    };
    let Some(object) = source.ast(&at).and_then(Value::as_object) else {
        report.error("POL-012", &at, "must be an object");
        return Err(faulty(report));
    };
    if !report.findings.is_empty() {
        return Err(faulty(report));
    }
    let token = token_type(object, given)?;
    if !is_old(object) {
        return of_today(text);
    }
    let mut draft = Draft::new(&at);
    draft.members(object, &mut report);
    if !report.findings.is_empty() {
        return Err(faulty(report));
    }
    let token = token.ok_or(NotConverted::TokenTypeMissing)?;
    draft.finish(&token, &source)
}

/// Nothing to convert; what comes out passes the check all the same.
fn of_today(text: &str) -> Result<Conversion, NotConverted> {
    let findings = findings_of_its_kind(text);
    if findings.iter().any(|one| one.severity == Severity::Error) {
        return Err(NotConverted::Faulty(findings));
    }
    let notes = findings.iter().map(Finding::to_string).collect();
    Ok(Conversion::Unchanged { notes })
}

/// Of the first kind that the document can be of.
fn findings_of_its_kind(text: &str) -> Vec<Finding> {
    let read = |kind| PolicyDocument::read(kind, text).findings;
    let fits = |findings: &Vec<Finding>| findings.iter().all(|one| one.code != "POL-007");
    let found = PolicyKind::ALL.into_iter().map(read).find(fits);
    found.unwrap_or_else(|| read(PolicyKind::Auth))
}

fn faulty(report: Report<'_>) -> NotConverted {
    NotConverted::Faulty(report.findings)
}

/// Whether the document has what only MOSIP 1.0 had.
fn is_old(object: &Object<'_>) -> bool {
    let attributes = object.get_array("allowedKycAttributes");
    let attributes = attributes.map(|list| list.elements.iter());
    let required = attributes.into_iter().flatten().any(|attribute| {
        attribute
            .as_object()
            .is_some_and(|attribute| attribute.get("required").is_some())
    });
    object.get("authPolicies").is_some() || required
}

/// As JSON: what the document says, or what was given.
fn token_type(
    object: &Object<'_>,
    given: Option<AuthTokenType>,
) -> Result<Option<String>, NotConverted> {
    let given = given.map(|one| format!("\"{}\"", one.word()));
    let said = object.get("authTokenType");
    let Some(said) = said.map(|member| compact(&member.value)) else {
        return Ok(given);
    };
    match given {
        Some(given) if given != said => Err(NotConverted::TokenTypeDiffers(said)),
        _ => Ok(Some(said)),
    }
}

/// A list of the new document: the elements, and where each stood in the old one.
#[derive(Default)]
struct List {
    name: &'static str,
    old_name: &'static str,
    elements: Vec<(String, usize)>,
}

/// The new document while it is made.
struct Draft<'t> {
    /// Where the old document lies in its text.
    at: &'t str,
    types: List,
    attributes: List,
    /// Whatever else there is, as JSON; MOSIP's schema says what may be.
    rest: Vec<(String, String)>,
    notes: Vec<String>,
}

impl<'t> Draft<'t> {
    fn new(at: &'t str) -> Self {
        let list = |name, old_name| List {
            name,
            old_name,
            elements: Vec::new(),
        };
        Self {
            at,
            types: list("allowedAuthTypes", "allowedAuthTypes"),
            attributes: list("allowedKycAttributes", "allowedKycAttributes"),
            rest: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn members(&mut self, object: &Object<'_>, report: &mut Report<'_>) {
        let is_of_1_0 = object.get("authPolicies").is_some();
        if is_of_1_0 && object.get("allowedAuthTypes").is_some() {
            let message = "stands beside authPolicies: one of them is left over";
            let at = child(self.at, "allowedAuthTypes");
            report.error("POL-008", &at, message);
        }
        let mut left_out = Vec::new();
        for member in &object.properties {
            match member.name.as_str() {
                "authPolicies" => {
                    self.types.old_name = "authPolicies";
                    self.types(&member.value, report);
                }
                "allowedAuthTypes" => self.types(&member.value, report),
                "allowedKycAttributes" => self.attributes(&member.value, report),
                "authTokenType" => {}
                // MOSIP 1.0 wrote them into the document too.
                name @ ("policyId" | "name" | "desc" | "descr") if is_of_1_0 => left_out.push(name),
                name => self.rest.push((name.to_owned(), compact(&member.value))),
            }
        }
        if !left_out.is_empty() {
            let names = left_out.join(", ");
            self.notes
                .push(format!("left out, being no part of a document: {names}"));
        }
        if object.get("allowedKycAttributes").is_none() {
            self.notes
                .push("assumed: allowedKycAttributes is empty".to_owned());
        }
    }

    fn types(&mut self, value: &Value<'_>, report: &mut Report<'_>) {
        let at = child(self.at, self.types.old_name);
        let Some(list) = elements(value, &at, report) else {
            return;
        };
        let mut assumed = 0;
        for (index, entry) in list.iter().enumerate() {
            let element = match entry.as_object() {
                Some(entry) => auth_type(entry, &mut assumed),
                None => compact(entry),
            };
            self.types.elements.push((element, index));
        }
        if assumed > 0 {
            self.notes.push(format!(
                "assumed: mandatory is false in {assumed} of {}, as MOSIP 1.0 read what says nothing",
                self.types.old_name
            ));
        }
    }

    fn attributes(&mut self, value: &Value<'_>, report: &mut Report<'_>) {
        let at = child(self.at, self.attributes.old_name);
        let Some(list) = elements(value, &at, report) else {
            return;
        };
        let mut left_out = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            if report.is_full() {
                return;
            }
            let Some(attribute) = entry.as_object() else {
                self.attributes.elements.push((compact(entry), index));
                continue;
            };
            let at = child(&at, index);
            let released = switch(attribute, "required", &at, report);
            let masked = switch(attribute, "masked", &at, report);
            if !released {
                let name = attribute.get("attributeName");
                left_out.push(name.map_or_else(String::new, |name| shown(&name.value)));
                continue;
            }
            if masked {
                let message = "asks for a masked value, and a document of today cannot: without masked it would be \
                               released in clear; take the attribute out, or masked if that is meant";
                report.error("POL-009", &child(&at, "masked"), message);
            }
            let element = without(attribute, &["required", "masked"]);
            self.attributes.elements.push((braced(&element), index));
        }
        if !left_out.is_empty() {
            self.notes.push(format!(
                "left out, because MOSIP 1.0 released only what says required: true: {}",
                left_out.join(", ")
            ));
        }
    }

    /// Checks the outcome; what is wrong with it is placed where it comes from.
    fn finish(mut self, token: &str, source: &Source<'_>) -> Result<Conversion, NotConverted> {
        let document = self.document(token);
        let read = PolicyDocument::read(PolicyKind::Auth, &document);
        let found = read
            .findings
            .into_iter()
            .map(|finding| self.placed(finding, source));
        let (mut errors, doubts): (Vec<_>, Vec<_>) =
            found.partition(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() {
            errors.sort_by_key(|finding| (finding.line, finding.column));
            return Err(NotConverted::Faulty(errors));
        }
        let notes = doubts.iter().map(Finding::to_string);
        self.notes.extend(notes);
        Ok(Conversion::Converted {
            document,
            notes: self.notes,
        })
    }

    fn document(&self, token: &str) -> String {
        let lists = [&self.types, &self.attributes].map(|list| {
            let lines: Vec<String> = list
                .elements
                .iter()
                .map(|(element, _)| format!("    {element}"))
                .collect();
            match lines.as_slice() {
                [] => format!("  \"{}\": []", list.name),
                _ => format!("  \"{}\": [\n{}\n  ]", list.name, lines.join(",\n")),
            }
        });
        let mut members = vec![format!("  \"authTokenType\": {token}")];
        members.extend(lists);
        let rest = self.rest.iter();
        members.extend(rest.map(|(name, value)| format!("  {}: {value}", source::json(name))));
        format!("{{\n{}\n}}\n", members.join(",\n"))
    }

    /// The same finding about the text that was given.
    fn placed(&self, finding: Finding, source: &Source<'_>) -> Finding {
        let mut pointer = self.old_pointer(&finding.pointer);
        while source.ast(&pointer).is_none() && pointer.len() > self.at.len() {
            let end = pointer.rfind('/').unwrap_or_default();
            pointer.truncate(end);
        }
        let place = source.lines.at(source.value_offset(&pointer));
        Finding {
            pointer,
            line: place.line,
            column: place.column,
            ..finding
        }
    }

    fn old_pointer(&self, new: &str) -> String {
        for list in [&self.types, &self.attributes] {
            let Some(below) = new.strip_prefix(&child("", list.name)) else {
                continue;
            };
            let base = child(self.at, list.old_name);
            let mut steps = below.splitn(3, '/').skip(1);
            let Some(index) = steps.next() else {
                return base;
            };
            let element = index
                .parse()
                .ok()
                .and_then(|at: usize| list.elements.get(at));
            let index = element.map_or(0, |(_, index)| *index);
            let rest = steps
                .next()
                .map_or(String::new(), |rest| format!("/{rest}"));
            return format!("{}{rest}", child(&base, index));
        }
        format!("{}{new}", self.at)
    }
}

/// The elements of a list that may be null, which MOSIP 1.0 wrote where there was none.
fn elements<'v, 'a>(
    value: &'v Value<'a>,
    at: &str,
    report: &mut Report<'_>,
) -> Option<&'v [Value<'a>]> {
    match value {
        Value::Array(array) => Some(&array.elements),
        Value::NullKeyword(_) => Some(&[]),
        _ => {
            report.error("POL-012", at, "must be an array");
            None
        }
    }
}

/// Without a sub-type that is null, which says the same; with `mandatory`, which today must be there.
fn auth_type(entry: &Object<'_>, assumed: &mut usize) -> String {
    let null = matches!(
        entry.get("authSubType").map(|member| &member.value),
        Some(Value::NullKeyword(_))
    );
    let mut members = without(entry, if null { &["authSubType"] } else { &[] });
    if entry.get("mandatory").is_none() {
        *assumed += 1;
        members.push("\"mandatory\": false".to_owned());
    }
    braced(&members)
}

/// Absent means no, as it did to MOSIP 1.0.
fn switch(object: &Object<'_>, name: &str, at: &str, report: &mut Report<'_>) -> bool {
    match object.get(name).map(|member| &member.value) {
        None => false,
        Some(Value::BooleanLit(literal)) => literal.value,
        Some(_) => {
            report.error("POL-012", &child(at, name), "must be a boolean");
            false
        }
    }
}

fn without(object: &Object<'_>, names: &[&str]) -> Vec<String> {
    let kept = object
        .properties
        .iter()
        .filter(|member| !names.contains(&member.name.as_str()));
    kept.map(|member| {
        let name = source::json(member.name.as_str());
        format!("{name}: {}", compact(&member.value))
    })
    .collect()
}

fn braced(members: &[String]) -> String {
    format!("{{{}}}", members.join(", "))
}

fn shown(value: &Value<'_>) -> String {
    let text = value.as_string_lit();
    text.map_or_else(|| compact(value), |text| quoted(&text.value))
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;

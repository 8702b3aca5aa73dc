//! The onboarding file: read whole, with every finding at its line and column.

mod file;
mod finding;
mod partner;
mod reader;
mod sections;
mod spec;
mod whole;

pub use crate::domain::place::Location;
pub use crate::domain::policy::document::Severity;
pub use finding::{Failed, Finding, Kind};
pub use spec::{
    CaSource, CaSpec, CertificateSpec, GroupSpec, LicenseSpec, Manifest, MispSpec, PartnerSpec,
    PolicyPath, PolicySpec, SourceFile, Target,
};

use crate::domain::place::Lines;
use reader::{Reader, Section};
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Bytes of an onboarding file: room for some ten thousand partners.
pub const FILE_MAX: usize = 16 << 20;

/// The one `format` that is known.
const FORMAT: &str = "1";

/// A file without errors.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub manifest: Manifest,
    /// By place; never an error.
    pub warnings: Vec<Finding>,
}

/// Reads an onboarding file and every file that it names; `-` is standard input, whose paths are
/// relative to the current folder.
pub fn load(path: &Path) -> Result<Loaded, Failed> {
    let is_stdin = path == Path::new("-");
    let bytes = if is_stdin {
        file::read_most(std::io::stdin().lock(), FILE_MAX)
    } else {
        file::read_any(path, FILE_MAX)
    };
    let name = if is_stdin {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = bytes.map_err(|why| Failed::Unreadable {
        file: name.clone(),
        why,
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let at = sections::broken_at(&bytes, error);
        Failed::Syntax(Finding::error(&name, at, Kind::Syntax, "is not UTF-8 here"))
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    load_text(&name, folder, text)
}

/// Reads `text` as an onboarding file called `name`, whose paths are relative to `folder`.
pub fn load_text(name: &str, folder: &Path, text: &str) -> Result<Loaded, Failed> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = DeTable::parse(text).map_err(|error| {
        let offset = error.span().map_or(text.len(), |span| span.start);
        let at = Lines::new(text).at(offset);
        let message = error.message().replace('\n', ", ");
        Failed::Syntax(Finding::error(name, at, Kind::Syntax, message))
    })?;
    let mut reader = Reader::new(name, folder, text);
    let mut top = Section::top(table.get_ref());
    if !is_known_format(&mut reader, &mut top) {
        return Err(Failed::Invalid(reader.findings));
    }
    let manifest = read(&mut reader, &mut top, name);
    whole::targets(&mut reader, Path::new(name));
    if let Some(manifest) = &manifest
        && reader
            .findings
            .iter()
            .all(|found| found.severity == Severity::Warning)
    {
        whole::logins(&mut reader, manifest);
        whole::misp_policy(&mut reader, manifest);
        whole::references(&mut reader, manifest);
    }
    decide(name, manifest, reader.findings)
}

/// A file of another format means something else by its keys, so that nothing more is said about it.
fn is_known_format<'t>(reader: &mut Reader<'t>, top: &mut Section<'t>) -> bool {
    let Some(node) = top.get("format") else {
        let message = format!("\"format\" is missing: format = {FORMAT} is the one known");
        reader.error(Location::START, Kind::Format, message);
        return true;
    };
    let at = reader.place(node);
    match node.get_ref() {
        DeValue::Integer(number) if number.as_str() == FORMAT => true,
        DeValue::Integer(number) => {
            let message = format!("format {number} is not known here, only format = {FORMAT}");
            reader.error(at, Kind::Format, message);
            false
        }
        _ => {
            let message = format!("format: must be the number {FORMAT}");
            reader.error(at, Kind::WrongType, message);
            true
        }
    }
}

fn read<'t>(reader: &mut Reader<'t>, top: &mut Section<'t>, name: &str) -> Option<Manifest> {
    let misp = sections::misp(reader, top);
    let cas = each(reader, top, ("ca", "[[ca]]"), sections::ca);
    let group = ("policy_group", "[[policy_group]]");
    let groups = each(reader, top, group, sections::group);
    let policies = each(reader, top, ("policy", "[[policy]]"), sections::policy);
    let partners = each(reader, top, ("partner", "[[partner]]"), partner::partner);
    reader.finish(top);
    Some(Manifest {
        source: name.to_owned(),
        misp: misp?,
        cas,
        groups,
        policies,
        partners,
    })
}

fn each<'t, T>(
    reader: &mut Reader<'t>,
    top: &mut Section<'t>,
    (key, title): (&'static str, &'static str),
    one: fn(&mut Reader<'t>, &mut Section<'t>) -> Option<T>,
) -> Vec<T> {
    let mut sections = reader.tables(top, key, title);
    let read = sections.iter_mut().map(|section| one(reader, section));
    read.flatten().collect()
}

fn decide(
    name: &str,
    manifest: Option<Manifest>,
    mut findings: Vec<Finding>,
) -> Result<Loaded, Failed> {
    // The onboarding file itself first.
    findings.sort_by(|a, b| {
        let place = (a.file != name, &a.file, a.at, &a.message);
        place.cmp(&(b.file != name, &b.file, b.at, &b.message))
    });
    findings.dedup();
    let refused = findings.iter().any(|f| f.severity == Severity::Error);
    match manifest {
        Some(manifest) if !refused => Ok(Loaded {
            manifest,
            warnings: findings,
        }),
        _ => Err(Failed::Invalid(findings)),
    }
}

#[cfg(test)]
mod tests;

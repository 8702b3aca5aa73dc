//! `pmctl misp register`.

use super::view;
use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::cli::contact::ContactArgs;
use crate::cli::license::KeyArgs;
use crate::domain::id::MispId;
use crate::domain::text::Name;
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::KernelEntry;
use crate::ops::misp::NewMisp;
use clap::Args;

/// Register a MISP with an id and a license key from the Kernel
///
/// The same MISP again is `unchanged`; one of that name that differs is a conflict. The license key is
/// shown masked unless it is asked for.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl misp register \"Northern Relay\" --contact \"Asha Rao\" \\
    --phone +918055500100 --email ops@relay.example --key-to license.key")]
pub struct RegisterArgs {
    /// Its name, unique among MISPs
    name: Option<Name>,
    #[command(flatten)]
    contact: ContactArgs,
    /// Id to use instead of the next one; begins with a letter, digit or _
    #[arg(long, value_name = "ID")]
    id: Option<MispId>,
    /// Take the id although the Kernel keeps a key under it
    #[arg(long, requires = "id")]
    adopt: bool,
    /// How long the license is valid (default: the context's)
    #[arg(long, value_name = "DURATION")]
    validity: Option<Lifetime>,
    /// Policy of kind MISP: what it may ask ID Authentication for in place of others; by id, or as group/name
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    #[command(flatten)]
    key: KeyArgs,
}

pub(super) fn run(app: &App, args: RegisterArgs) -> Result<Exit, Failure> {
    args.key.ready()?;
    let [contact, phone, email] = args.contact.needed();
    ask::needed(app, &[("NAME", args.name.is_some()), contact, phone, email])?;
    let name = Question {
        flag: "NAME",
        what: "Name of the MISP",
        rule: "1 to 128 characters, unique",
    };
    let entry = if args.adopt {
        KernelEntry::Adopt
    } else {
        KernelEntry::MustBeFree
    };
    let new = NewMisp {
        name: ask::value(app, args.name, name)?,
        contact: args.contact.complete(app)?,
        id: args.id.map(|id| (id, entry)),
        license_validity: args.validity,
        policy: args.policy,
    };
    let parts = app.open()?;
    let written = ops::misp::register(&parts.ctx(), &new)?;
    let license = written.entity.license.as_ref();
    let handed = license.map_or(Ok(None), |license| args.key.issued(&parts, license));
    let (key, failed) = match handed {
        Ok(key) => (key, None),
        Err(failure) => (None, Some(failure)),
    };
    let exit = app.wrote(written, |found| {
        let mut shown = view(&parts, found);
        if let (Some(license), Some(key)) = (&mut shown.license, key) {
            license.key = key;
        }
        shown
    })?;
    Ok(exit.or_worse(app.failed(failed.as_slice(), usize::MAX)))
}

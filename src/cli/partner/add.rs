//! `pmctl partner add`.

use super::view;
use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::cli::contact::ContactArgs;
use crate::domain::id::{MispId, PartnerId};
use crate::domain::partner::{PartnerType, Signer};
use crate::domain::text::{Name, Organization};
use crate::error::{Exit, Failure, catalogue};
use crate::ops;
use crate::ops::KernelEntry;
use crate::ops::partner::NewPartner;
use clap::Args;

/// Add a partner to a MISP
///
/// The organization is what the O of its certificate must equal byte for byte. The same partner again is
/// `unchanged`; one of that name in the group that differs is a conflict.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl partner add \"Bank One Retail\" --misp 100 --group banking --organization \"Bank One\" \\
    --contact \"Lea Okoro\" --phone +918055500101 --email pki@bank.example")]
pub struct AddArgs {
    /// Its name, unique within the policy group
    name: Option<Name>,
    /// MISP that it belongs to (default: the one that is logged in)
    #[arg(long, value_name = "MISP")]
    misp: Option<MispId>,
    /// Id or name of its policy group
    #[arg(long, value_name = "GROUP")]
    group: Option<Name>,
    #[command(flatten)]
    contact: ContactArgs,
    /// Organization in its certificate (default: the name)
    #[arg(long, value_name = "NAME")]
    organization: Option<Organization>,
    /// Partner type, as MOSIP names it
    #[arg(long = "type", value_name = "TYPE", default_value = "Auth_Partner")]
    kind: PartnerType,
    /// Who signs requests to ID Authentication: partner or misp
    #[arg(long, value_name = "WHO", default_value = "partner")]
    signer: Signer,
    /// Id to use instead of the next one; begins with a letter, digit or _
    #[arg(long, value_name = "ID")]
    id: Option<PartnerId>,
    /// Take the id although the Kernel keeps a key under it
    #[arg(long, requires = "id")]
    adopt: bool,
}

pub(super) fn run(app: &App, args: AddArgs) -> Result<Exit, Failure> {
    let [contact, phone, email] = args.contact.needed();
    let name = ("NAME", args.name.is_some());
    let group = ("--group", args.group.is_some());
    ask::needed(app, &[name, group, contact, phone, email])?;
    let name = Question {
        flag: "NAME",
        what: "Name of the partner",
        rule: "1 to 128 characters, unique within the policy group",
    };
    let group = Question {
        flag: "--group",
        what: "Policy group",
        rule: "id or name",
    };
    let name = ask::value(app, args.name, name)?;
    let group = ask::value(app, args.group, group)?;
    let contact = args.contact.complete(app)?;
    let parts = app.open()?;
    let entry = if args.adopt {
        KernelEntry::Adopt
    } else {
        KernelEntry::MustBeFree
    };
    let misp = args.misp.or_else(|| parts.actor().misp.clone());
    let misp = misp.ok_or_else(|| {
        Failure::new(&catalogue::VALUE_NEEDED, "--misp must be given")
            .why("whoever is logged in is no MISP")
    })?;
    let new = NewPartner {
        misp,
        name,
        organization: args.organization,
        contact,
        kind: args.kind,
        group: group.to_string(),
        signer: args.signer,
        id: args.id.map(|id| (id, entry)),
    };
    let written = ops::partner::add(&parts.ctx(), &new)?;
    app.wrote(written, view)
}

//! `pmctl license list`.

use super::view;
use crate::app::App;
use crate::cli::page::PageArgs;
use crate::domain::id::MispId;
use crate::domain::license::LicenseStatus;
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::license::Wanted;
use clap::{Args, ValueEnum};

/// List licenses, those of one MISP newest first
///
/// AT IDA says which key ID Authentication holds for the MISP: it holds one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl license list --misp 100
  pmctl license list --status expired -o jsonl")]
pub struct ListArgs {
    /// Of this MISP only
    #[arg(long, value_name = "MISP")]
    misp: Option<MispId>,
    /// Of this status only
    #[arg(long, value_enum, value_name = "STATUS")]
    status: Option<Status>,
    #[command(flatten)]
    page: PageArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Status {
    /// Valid now
    Active,
    /// Valid from a day to come
    #[value(alias = "inactive")]
    Scheduled,
    /// Past its end
    Expired,
    /// Revoked, or of a blocked MISP
    Blocked,
}

pub(super) fn run(app: &App, args: ListArgs) -> Result<Exit, Failure> {
    let parts = app.open()?;
    let wanted = Wanted {
        misp: args.misp,
        status: args.status.map(Status::of_license),
    };
    let found = ops::license::list(&parts.ctx(), &wanted, &args.page.page())?;
    let views: Vec<_> = found.iter().map(|held| view(&parts, held)).collect();
    let nothing = match wanted.status {
        Some(status) => format!("no license is {}", status.word()),
        None => "no licenses yet".to_owned(),
    };
    app.printer.list(&views, &nothing)?;
    let last = views.last().map(|view| view.id.as_str());
    args.page.note_more(app, found.len(), last);
    Ok(Exit::Ok)
}

impl Status {
    fn of_license(self) -> LicenseStatus {
        match self {
            Self::Active => LicenseStatus::Active,
            Self::Scheduled => LicenseStatus::Scheduled,
            Self::Expired => LicenseStatus::Expired,
            Self::Blocked => LicenseStatus::Blocked,
        }
    }
}

//! `pmctl policy convert`.

use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::cli::input;
use crate::domain::policy::document::convert::{AuthTokenType, Conversion, NotConverted, convert};
use crate::error::{Exit, Failure, catalogue};
use crate::ops::{OpError, files};
use crate::output::Format;
use crate::output::view::policy::ConversionView;
use clap::Args;
use std::path::PathBuf;

/// Make a policy document of MOSIP 1.0 into one of today
///
/// authPolicies become allowedAuthTypes. MOSIP 1.0 released only the attributes that say required: true;
/// all others are left out, and named. What MOSIP 1.0 did not know must be said: authTokenType. The
/// outcome passes policy check; a document of today comes out as it is, or is refused with all findings,
/// whatever its kind. Needs neither store nor Kernel.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  pmctl policy convert old.json --auth-token-type partner --to bank-kyc.json
  pmctl policy check bank-kyc.json")]
pub struct ConvertArgs {
    /// JSON document, with or without MOSIP's request around it; - is standard input
    file: PathBuf,
    /// Token that ID Authentication answers with: random, partner or policy
    #[arg(long, value_name = "TYPE")]
    auth_token_type: Option<AuthTokenType>,
    /// File to write it to; - is standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(super) fn run(app: &App, args: &ConvertArgs) -> Result<Exit, Failure> {
    let text = input::text(&args.file)?;
    let view = match converted(app, &text, args.auth_token_type)? {
        Conversion::Unchanged { notes } => ConversionView {
            outcome: "unchanged",
            document: text,
            notes,
        },
        Conversion::Converted { document, notes } => ConversionView {
            outcome: "converted",
            document,
            notes,
        },
    };
    for note in &view.notes {
        app.printer.note(&format!("note: {note}"));
    }
    if let Some(path) = args.to.as_ref().filter(|path| path.as_os_str() != "-") {
        files::write_public(path, view.document.as_bytes())?;
        let outcome = view.outcome;
        app.printer
            .note(&format!("{outcome}: wrote {}", path.display()));
        return Ok(Exit::Ok);
    }
    match app.printer.format {
        Format::Table => {
            app.printer.raw(view.document.as_bytes())?;
            app.printer.note(view.outcome);
        }
        _ => app.printer.one(&view)?,
    }
    Ok(Exit::Ok)
}

/// The token type is asked for only where the document needs one.
fn converted(app: &App, text: &str, given: Option<AuthTokenType>) -> Result<Conversion, Failure> {
    match convert(text, given) {
        Ok(conversion) => Ok(conversion),
        Err(NotConverted::TokenTypeMissing) => {
            let question = Question {
                flag: "--auth-token-type",
                what: "authTokenType",
                rule: "random: a new token each time; partner: the same for a partner; policy: for its policy group",
            };
            converted(app, text, Some(ask::value(app, None, question)?))
        }
        Err(NotConverted::TokenTypeDiffers(said)) => Err(Failure::new(
            &catalogue::USAGE,
            format!("the document says authTokenType {said}, and --auth-token-type something else"),
        )
        .fix("leave --auth-token-type out, or correct the document")),
        Err(NotConverted::Faulty(findings)) => Err(OpError::Policy(findings).into()),
    }
}

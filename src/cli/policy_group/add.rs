//! `pmctl policy-group add`.

use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::domain::text::{Description, Name};
use crate::error::{Exit, Failure};
use crate::ops;
use crate::ops::policy_group::NewGroup;
use crate::output::view::policy_group::PolicyGroupView;
use clap::Args;

/// Add a policy group
///
/// The same group again is `unchanged`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// Its name, unique among groups, without /
    name: Option<Name>,
    /// What it is for (default: the name)
    #[arg(long, value_name = "TEXT")]
    description: Option<Description>,
}

pub(super) fn run(app: &App, args: AddArgs) -> Result<Exit, Failure> {
    let question = Question {
        flag: "NAME",
        what: "Name of the policy group",
        rule: "1 to 128 characters without /, unique",
    };
    let new = NewGroup {
        name: ask::value(app, args.name, question)?,
        description: args.description,
    };
    let parts = app.open()?;
    let written = ops::policy_group::add(&parts.ctx(), &new)?;
    app.wrote(written, |group| PolicyGroupView::from(group))
}

//! `pmctl completions`.

use crate::app::App;
use crate::error::{Exit, Failure};
use clap::Args;
use clap_complete::Shell;

/// Print the completion script of a shell
///
/// For bash: pmctl completions bash > ~/.local/share/bash-completion/completions/pmctl
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell that will read it
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(app: &App, args: CompletionsArgs) -> Result<Exit, Failure> {
    app.printer.raw(&script(args.shell))?;
    Ok(Exit::Ok)
}

/// File name and content for every shell.
pub fn scripts() -> Vec<(String, Vec<u8>)> {
    use clap::ValueEnum;
    use clap_complete::Generator;
    Shell::value_variants()
        .iter()
        .map(|shell| (shell.file_name("pmctl"), script(*shell)))
        .collect()
}

fn script(shell: Shell) -> Vec<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut super::tree(), "pmctl", &mut bytes);
    bytes
}

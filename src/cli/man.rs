//! `pmctl man`.

use crate::app::App;
use crate::error::{Exit, Failure, catalogue};
use clap::Args;
use std::path::PathBuf;

/// Write the manual pages into a folder
///
/// One page per command; man reads them with MANPATH or -l.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Folder to write to; it is made when it is not there
    folder: PathBuf,
}

pub(super) fn run(app: &App, args: ManArgs) -> Result<Exit, Failure> {
    let refused = |error: std::io::Error| {
        Failure::new(
            &catalogue::OUTPUT,
            format!("{} cannot be written", args.folder.display()),
        )
        .source(error)
    };
    std::fs::create_dir_all(&args.folder).map_err(refused)?;
    let pages = pages()?;
    for (name, page) in &pages {
        std::fs::write(args.folder.join(name), page).map_err(refused)?;
    }
    app.printer.note(&format!(
        "wrote {} pages to {}",
        pages.len(),
        args.folder.display()
    ));
    Ok(Exit::Ok)
}

/// File name and roff of every command's page.
pub fn pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut tree = super::tree();
    tree.build();
    let mut pages = Vec::new();
    collect(&tree, &mut pages)?;
    Ok(pages)
}

fn collect(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let name = command
        .get_display_name()
        .unwrap_or(command.get_name())
        .to_owned();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    pages.push((format!("{name}.1"), page));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        collect(sub, pages)?;
    }
    Ok(())
}

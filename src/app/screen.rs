//! What stdout and stderr are.

use crate::output::printer::Screen;
use std::io::IsTerminal;

/// `NO_COLOR` with any value, or `TERM=dumb`, means no colour.
pub fn screen() -> Screen {
    let dumb = super::variable("TERM").is_some_and(|term| term == "dumb");
    let no_color = dumb || super::variable("NO_COLOR").is_some();
    let stdout = std::io::stdout().is_terminal();
    let stderr = std::io::stderr().is_terminal();
    let columns = dialoguer::console::Term::stdout()
        .size_checked()
        .map(|(_, columns)| usize::from(columns));
    Screen {
        width: if stdout { columns } else { None },
        color: stdout && !no_color,
        stderr_color: stderr && !no_color,
        stderr_terminal: stderr,
    }
}

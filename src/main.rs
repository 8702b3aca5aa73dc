//! `pmctl`: parse, run, report.

use pmctl::app::App;
use pmctl::cli::{self, Start};
use pmctl::error::report::report;
use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = match cli::start(std::env::args_os().collect()) {
        Start::Done(exit) => exit,
        Start::Refused(printer, failure) => {
            report(&printer, &failure);
            failure.exit()
        }
        Start::Run(cli) => {
            let mut app = App::new(&cli.global);
            match cli::run(&mut app, cli.command) {
                Ok(exit) => exit,
                Err(failure) => {
                    report(&app.printer, &failure);
                    failure.exit()
                }
            }
        }
    };
    ExitCode::from(exit.number())
}

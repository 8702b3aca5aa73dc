//! `pmctl kernel serve`.

use crate::app::{App, IdaCache, Release, Speaking};
use crate::error::{Exit, Failure};
use crate::output::view::kernel::ServerView;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Run the embedded Kernel for others, until it is interrupted
///
/// For development: its clients and users have known secrets, each its name followed by -secret. Users:
/// pm-operator and ida-admin (ida-admin), policy-manager, misp-operator (misp), partner-user (partner) and ida-user
/// (ida); e.g. pm-operator with pm-operator-secret. Client of the service principal: mosip-pms-client. It also stands in
/// for ID Authentication and its hub, for which the secret of the callback is ida-callback-secret. Without --state it
/// serves the Kernel of context dev.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8088")]
    listen: SocketAddr,
    /// Folder of its state
    #[arg(long, value_name = "FOLDER")]
    state: Option<PathBuf>,
    /// Release of MOSIP's Keymanager as which it answers: 1.2.0.1 or 1.3.0
    #[arg(long, value_name = "RELEASE", default_value = "1.2.0.1")]
    speak: Release,
    /// Whether its stand-in for ID Authentication keeps what it looked up, as MOSIP ships it: simple or none
    #[arg(long, value_name = "CACHE", default_value = "simple")]
    ida_cache: IdaCache,
}

pub(super) fn run(app: &App, args: ServeArgs) -> Result<Exit, Failure> {
    let server = app.start_kernel(
        args.listen,
        args.state,
        Speaking {
            release: args.speak,
            ida_cache: args.ida_cache,
        },
    )?;
    app.printer.one(&ServerView {
        url: server.url.clone(),
        keymanager: server.keymanager.clone(),
        issuer: server.issuer.clone(),
        ida_callback: server.ida_callback.clone(),
        ida_hub: server.hub.clone(),
        client_id: server.client_id.to_owned(),
        state: server.state.display().to_string(),
    })?;
    if !args.listen.ip().is_loopback() {
        app.printer
            .warn("others can reach it, and its secrets are known: for development only");
    }
    app.printer.note(&format!(
        "users: {}; the secret of a user or client is NAME-secret",
        server.people.join(", ")
    ));
    app.printer.note("serving; Ctrl-C ends it");
    server.serve()?;
    Ok(Exit::Ok)
}

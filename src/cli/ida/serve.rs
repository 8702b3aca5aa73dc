//! `pmctl ida serve`.

use crate::app::{App, ServeIda, TlsFiles, Transport};
use crate::error::{Exit, Failure};
use crate::output::view::ida::IdaServerView;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Answer the pulls of ID Authentication 1.0 and 1.1, until it is interrupted
///
/// GET /partnermanagement/v1/pmpartners/pmpartners/validatePartnerMisp/partnerId/ID/partnerApiKey/KEY/mispLicenseKey/KEY
/// (1.0.0; also without /partnermanagement/v1/pmpartners in front) and GET
/// /v1/partnermanager/partners/ID/apikey/KEY/misp/KEY/validate?needPartnerCert=true (1.1.5) answer as MOSIP's partner
/// management did: the checks in its order, its codes, refusals with HTTP status 200. Every answer is read from the store
/// when it is asked for: a block holds from the next request on. A license key that is not the one in force of its MISP
/// does not exist (PMS_PMP_020).
///
/// A token of the context's issuer is required, as bearer header or as cookie Authorization, with one of MOSIP's roles:
/// for 1.0.0 PARTNERMANAGER, partnermanager or ID_AUTHENTICATION; for 1.1.5 PARTNERMANAGER, PARTNER_ADMIN,
/// ID_AUTHENTICATION or CREDENTIAL_ISSUANCE. The issuer's keys are read at the start, every half hour, and when a token
/// names a new one (once in ten seconds at most); while they are read, tokens whose key is known are taken. Without an
/// issuer authmanager is asked, once a minute for each token: while it does not answer, the answer is HTTP status 503, for
/// a token that held before too.
///
/// GET /health says whether the store answers, GET /metrics counts pulls by outcome and time for Prometheus; neither
/// wants a token, and neither shows an id or a key. License keys, API keys and tokens are never written anywhere.
///
/// A pull is not in the audit trail, for there may be thousands a second; begin and end of the server are, the end with
/// how many pulls were answered and how. SIGINT, SIGTERM and SIGHUP end it; what is under way gets its answer, for 10
/// seconds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pmctl ida serve
  pmctl ida serve --listen 10.0.0.5:8443 --tls-cert server.pem --tls-key server.key")]
pub struct ServeArgs {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// PEM file with the server's certificate, its intermediates after it; read again every minute, with the key
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// PEM file with the private key of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Serve an address that others can reach without TLS: something in front of it encrypts
    #[arg(long, conflicts_with = "tls_cert")]
    insecure_http: bool,
    /// OAuth client whose tokens are taken, repeatable. Default: any of the issuer's
    #[arg(long = "client", value_name = "CLIENT")]
    clients: Vec<String>,
}

pub(super) fn run(app: &App, args: ServeArgs) -> Result<Exit, Failure> {
    let transport = match (args.tls_cert, args.tls_key) {
        (Some(cert), Some(key)) => Transport::Tls(TlsFiles { cert, key }),
        _ if args.insecure_http => Transport::PlainAnywhere,
        _ => Transport::Plain,
    };
    let server = app.serve_ida(ServeIda {
        listen: args.listen,
        transport,
        clients: args.clients,
    })?;
    app.printer.one(&IdaServerView::new(&server.url))?;
    app.printer.note("serving; Ctrl-C ends it");
    let (shared, asked) = server.serve()?.shared();
    app.printer.note(&format!(
        "ended; {asked} pulls answered, {shared} of them with a policy"
    ));
    Ok(Exit::Ok)
}

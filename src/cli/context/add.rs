//! `pmctl context add`.

use super::{settings_of, view};
use crate::app::App;
use crate::cli::ask::{self, Question};
use crate::config::edit::{self, Edited, NewContext, quoted};
use crate::domain::invalid::Invalid;
use crate::domain::time::Lifetime;
use crate::error::{Exit, Failure, catalogue};
use clap::Args;
use std::path::{Path, PathBuf};

/// Add a context to the configuration file
///
/// Secrets are named by their source and stay there. The first context of a file becomes the current
/// one. The same context again is `unchanged`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example, for a Keymanager with the Keycloak that it trusts:
  pmctl context add staging --keymanager http://127.0.0.1:8088/v1/keymanager \\
    --issuer http://127.0.0.1:8080/auth/realms/mosip --auditmanager none \\
    --client-id mosip-pms-client --secret-file pms.secret"
)]
pub struct AddArgs {
    /// Its name
    name: String,
    /// Address of the Kernel, below which /v1/keymanager, /v1/authmanager and /v1/auditmanager are
    #[arg(long = "kernel", value_name = "URL")]
    url: Option<Address>,
    /// Address of the Keymanager, where it lives elsewhere
    #[arg(long, value_name = "URL")]
    keymanager: Option<Address>,
    /// Address of the authmanager, where it lives elsewhere
    #[arg(long, value_name = "URL")]
    authmanager: Option<Address>,
    /// Address of the audit manager, or none to keep the audit trail here
    #[arg(long, value_name = "URL|none")]
    auditmanager: Option<AuditAddress>,
    /// Issuer to log in at (Keycloak realm) instead of the authmanager
    #[arg(long, value_name = "URL")]
    issuer: Option<Address>,
    /// Client id of the service principal
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    #[command(flatten)]
    secret: SecretArgs,
    /// PEM file with the roots that the Kernel's TLS certificate is checked against
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Store; sqlite:PATH or postgres://HOST/DATABASE (default: a SQLite file in the data folder)
    #[arg(long = "store-url", value_name = "URL")]
    store_url: Option<String>,
    /// File with the key that seals secrets in the store; made for a new SQLite store
    #[arg(long, value_name = "FILE")]
    seal_file: Option<PathBuf>,
    /// Address of ID Authentication's partner callback
    #[arg(long, value_name = "URL", requires = "ida_secret_file")]
    ida_callback: Option<Address>,
    /// Address of the websub hub through which ID Authentication is told instead
    #[arg(long, value_name = "URL", conflicts_with = "ida_callback")]
    ida_hub: Option<Address>,
    /// File with the secret that ID Authentication's callback checks
    #[arg(long, value_name = "FILE", requires = "ida_callback")]
    ida_secret_file: Option<PathBuf>,
    /// First MISP id that is counted here
    #[arg(long, value_name = "NUMBER")]
    misp_ids_from: Option<i64>,
    /// First partner id that is counted here
    #[arg(long, value_name = "NUMBER")]
    partner_ids_from: Option<i64>,
    /// Who makes license keys
    #[arg(long, value_name = "WHO", value_parser = ["kernel", "builtin"])]
    license_source: Option<String>,
    /// How long a new license is valid (default 90d)
    #[arg(long, value_name = "DURATION")]
    license_validity: Option<Lifetime>,
    /// How long before its end a license is renewed (default 30d)
    #[arg(long, value_name = "DURATION")]
    renew_within: Option<Lifetime>,
    /// How long a new API key is valid (default 365d)
    #[arg(long, value_name = "DURATION")]
    api_key_validity: Option<Lifetime>,
    /// Make it the current context
    #[arg(long = "use")]
    make_current: bool,
}

/// Where the service principal's secret comes from.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct SecretArgs {
    /// File with the service principal's secret
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// Variable with the service principal's secret
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// Open file descriptor with the service principal's secret
    #[arg(long, value_name = "NUMBER")]
    secret_fd: Option<u32>,
    /// Command that prints the service principal's secret; words are split at blanks
    #[arg(long, value_name = "COMMAND")]
    secret_command: Option<String>,
}

/// `http://…` or `https://…` without user and password.
#[derive(Debug, Clone)]
struct Address(String);

impl std::str::FromStr for Address {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| Invalid::new("address", "must begin with https:// or http://"))?;
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Invalid::new("address", "names no host"));
        }
        if host.contains('@') {
            return Err(Invalid::new("address", "must not hold a user or password"));
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

#[derive(Debug, Clone)]
struct AuditAddress(String);

impl std::str::FromStr for AuditAddress {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text == "none" {
            return Ok(Self(text.to_owned()));
        }
        text.parse::<Address>().map(|address| Self(address.0))
    }
}

pub(super) fn run(app: &App, mut args: AddArgs) -> Result<Exit, Failure> {
    if args.url.is_none() && args.keymanager.is_none() {
        let question = Question {
            flag: "--kernel",
            what: "Address of the Kernel",
            rule: "https://…",
        };
        args.url = Some(ask::value(app, None, question)?);
    }
    if args.secret.is_given() != args.client_id.is_some() {
        return Err(Failure::new(
            &catalogue::VALUE_NEEDED,
            "the service principal needs its client id and the source of its secret",
        )
        .fix(
            "give --client-id with --secret-file, --secret-env, --secret-fd or --secret-command",
        ));
    }
    let path = app.places()?.config_file;
    let is_first = app.config_file_or_empty()?.contexts.is_empty();
    let edited = edit::add(&path, &args.name, &new_context(&args)?)?;
    let make_current = args.make_current || (is_first && edited == Edited::Changed);
    let marked = if make_current {
        edit::mark_current(&path, &args.name)?
    } else {
        Edited::Unchanged
    };
    let outcome = match (edited, marked) {
        (Edited::Changed, _) => "created",
        (Edited::Unchanged, Edited::Changed) => "updated",
        (Edited::Unchanged, Edited::Unchanged) => "unchanged",
    };
    let file = app.config_file()?;
    let is_current = file.current.as_deref() == Some(&args.name);
    let settings = settings_of(app, &file, &args.name)?;
    app.printer
        .one(&view(&settings, is_current, Some(outcome)))?;
    app.printer
        .note(&format!("next: pmctl context test {}", args.name));
    Ok(Exit::Ok)
}

fn new_context(args: &AddArgs) -> Result<NewContext, Failure> {
    let mut new = NewContext::default();
    let address = |address: &Option<Address>| address.as_ref().map(|address| quoted(&address.0));
    let lifetime = |length: Option<Lifetime>| length.map(|length| quoted(&length.to_string()));
    let file = |path: &Option<PathBuf>| path.as_deref().map(absolute).transpose();
    let source = |path: String| format!("{{ file = {} }}", quoted(&path));
    new.set(
        "",
        "store",
        args.store_url.as_deref().map(store_url).transpose()?,
    );
    new.set("", "seal", file(&args.seal_file)?.map(source));
    new.set("kernel", "url", address(&args.url));
    new.set("kernel", "keymanager", address(&args.keymanager));
    new.set("kernel", "authmanager", address(&args.authmanager));
    let audit = args.auditmanager.as_ref().map(|address| quoted(&address.0));
    new.set("kernel", "auditmanager", audit);
    new.set("kernel", "issuer", address(&args.issuer));
    new.set("kernel", "service", service(args)?);
    new.set("kernel", "ca", file(&args.ca)?.map(|path| quoted(&path)));
    new.set("ida", "callback", address(&args.ida_callback));
    new.set("ida", "hub", address(&args.ida_hub));
    new.set("ida", "secret", file(&args.ida_secret_file)?.map(source));
    let ids = |start: i64| format!("{{ source = \"builtin\", start = {start} }}");
    new.set("ids", "misp", args.misp_ids_from.map(ids));
    new.set("ids", "partner", args.partner_ids_from.map(ids));
    new.set(
        "license",
        "source",
        args.license_source.as_deref().map(quoted),
    );
    new.set("license", "validity", lifetime(args.license_validity));
    new.set("license", "renew_within", lifetime(args.renew_within));
    new.set("api_key", "validity", lifetime(args.api_key_validity));
    Ok(new)
}

impl SecretArgs {
    fn is_given(&self) -> bool {
        self.secret_file.is_some()
            || self.secret_env.is_some()
            || self.secret_fd.is_some()
            || self.secret_command.is_some()
    }

    fn toml(&self) -> Result<Option<String>, Failure> {
        if let Some(path) = &self.secret_file {
            return Ok(Some(format!("{{ file = {} }}", quoted(&absolute(path)?))));
        }
        if let Some(name) = &self.secret_env {
            return Ok(Some(format!("{{ env = {} }}", quoted(name))));
        }
        if let Some(number) = self.secret_fd {
            return Ok(Some(format!("{{ fd = {number} }}")));
        }
        Ok(self.secret_command.as_ref().map(|command| {
            let words: Vec<String> = command.split_whitespace().map(quoted).collect();
            format!("{{ command = [{}] }}", words.join(", "))
        }))
    }
}

fn service(args: &AddArgs) -> Result<Option<String>, Failure> {
    let (Some(client), Some(secret)) = (&args.client_id, args.secret.toml()?) else {
        return Ok(None);
    };
    let client = quoted(client);
    Ok(Some(format!(
        "{{ client_id = {client}, secret = {secret} }}"
    )))
}

/// Paths on the command line start from the working directory, those in the file from the file.
fn absolute(path: &Path) -> Result<String, Failure> {
    let path = std::path::absolute(path).map_err(|error| {
        Failure::new(&catalogue::INPUT_FILE, "there is no such path").source(error)
    })?;
    Ok(path.display().to_string())
}

fn store_url(url: &str) -> Result<String, Failure> {
    match url.strip_prefix("sqlite:") {
        Some(path) => Ok(quoted(&format!("sqlite:{}", absolute(Path::new(path))?))),
        None => Ok(quoted(url)),
    }
}

//! The way to the Kernel: the one inside the process, or the one that the context names.

use super::session::{Logins, Whose};
use super::{App, duration, now};
use crate::config::{ConfigError, KernelSettings, Remote, Settings};
use crate::devkernel::{self, DevKernel, DevKernelError, IdaCache, IssuerName, Options, Release};
use crate::domain::secret::Secret;
use crate::error::{Failure, catalogue};
use crate::kernel::{
    Connection, Credentials, Endpoints, KernelClient, KernelError, Link, Settings as Setup,
    Timeouts,
};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Holds an embedded Kernel that was started for this run.
pub(super) type Embedded = Arc<Mutex<Option<DevKernel>>>;

/// The realm of the embedded Kernel, below its address.
const REALM: &str = "/auth/realms/mosip";

/// The link that opens the Kernel at the first call, as the service principal or the person.
pub(super) fn link(settings: &Settings, logins: &Arc<Logins>) -> Link {
    let settings = settings.clone();
    let logins = Arc::clone(logins);
    let open = move || {
        let credentials = credentials(&settings, &logins)?;
        Ok(KernelClient::new(logins.connection()?.clone(), credentials))
    };
    Link::new(Box::new(open))
}

/// A connection as nobody; starts the embedded Kernel where the context means that.
pub(super) fn connect(settings: &Settings, held: &Embedded) -> Result<Connection, KernelError> {
    let endpoints = match &settings.kernel {
        KernelSettings::Embedded(embedded) => {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let kernel = match held.take() {
                Some(kernel) => kernel,
                None => DevKernel::start(options(embedded.state.clone())).map_err(setup)?,
            };
            let endpoints = endpoints_of(&kernel.base_url());
            *held = Some(kernel);
            endpoints
        }
        KernelSettings::Remote(remote) => named(remote),
    };
    let ca_bundle = match &settings.kernel {
        KernelSettings::Remote(Remote { ca: Some(path), .. }) => {
            let read = std::fs::read_to_string(path);
            Some(read.map_err(|error| KernelError::Setup {
                cause: format!("{} cannot be read: {error}", path.display()),
            })?)
        }
        _ => None,
    };
    let setup = Setup {
        endpoints,
        timeouts: Timeouts {
            connect: duration(settings.connect_timeout),
            total: duration(settings.timeout.value),
        },
        ca_bundle,
    };
    Connection::new(setup, Arc::new(|| now().timestamp()))
}

fn options(state: PathBuf) -> Options {
    Options::new(state, Arc::new(|| now().timestamp()))
}

fn setup(error: DevKernelError) -> KernelError {
    KernelError::Setup {
        cause: chain(&error),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn endpoints_of(base: &str) -> Endpoints {
    Endpoints {
        keymanager: format!("{base}/v1/keymanager"),
        authmanager: Some(format!("{base}/v1/authmanager")),
        auditmanager: Some(format!("{base}/v1/auditmanager")),
        issuer: Some(format!("{base}{REALM}")),
        ids: Some(format!("{base}/pmctl-dev/ids")),
    }
}

fn named(remote: &Remote) -> Endpoints {
    // The id calls of an embedded Kernel that runs elsewhere stand beside its services.
    let ids = remote
        .keymanager
        .strip_suffix("/v1/keymanager")
        .map(|base| format!("{base}/pmctl-dev/ids"));
    Endpoints {
        keymanager: remote.keymanager.clone(),
        authmanager: remote.authmanager.clone(),
        auditmanager: remote.auditmanager.clone(),
        issuer: remote.issuer.clone(),
        ids,
    }
}

/// Kernel calls are made as the service principal where there is one, else as the person.
fn credentials(settings: &Settings, logins: &Arc<Logins>) -> Result<Credentials, KernelError> {
    let service = service(settings)?;
    let whose = match service {
        // The Kernel inside the process costs no login worth keeping.
        Some((client_id, secret)) if is_embedded(settings) => {
            return Ok(Credentials::ServiceClient { client_id, secret });
        }
        Some(_) => Whose::Service,
        None if logins.has_person()? => Whose::Person,
        None => {
            return Err(KernelError::Setup {
                cause: "the context names no service client and nobody is logged in".to_owned(),
            });
        }
    };
    let logins = Arc::clone(logins);
    Ok(Credentials::Lent(Box::new(move |rejected| {
        logins.lend(whose, rejected)
    })))
}

/// The service principal's client and secret.
pub(super) fn service(settings: &Settings) -> Result<Option<(String, Secret)>, KernelError> {
    match &settings.kernel {
        KernelSettings::Embedded(_) => Ok(Some((
            devkernel::SERVICE_CLIENT.to_owned(),
            // The secret of every client of the embedded Kernel is its name followed by this.
            Secret::new(format!("{}-secret", devkernel::SERVICE_CLIENT)),
        ))),
        KernelSettings::Remote(remote) => {
            let Some(service) = &remote.service else {
                return Ok(None);
            };
            let secret = service.secret.read("the service client");
            let secret = secret.map_err(|error: ConfigError| KernelError::Setup {
                cause: error.to_string(),
            })?;
            Ok(Some((service.client_id.clone(), secret)))
        }
    }
}

pub(super) fn is_embedded(settings: &Settings) -> bool {
    matches!(settings.kernel, KernelSettings::Embedded(_))
}

/// The embedded Kernel has an audit manager.
pub(super) fn has_audit_manager(settings: &Settings) -> bool {
    match &settings.kernel {
        KernelSettings::Embedded(_) => true,
        KernelSettings::Remote(remote) => remote.auditmanager.is_some(),
    }
}

/// Requests in flight at once: a Kernel elsewhere is waited for, the embedded one shares this machine.
pub(super) fn workers(settings: &Settings) -> usize {
    if is_embedded(settings) { 4 } else { 8 }
}

/// Where ID Authentication hears of partners, below its own address.
const IDA_CALLBACK: &str = "/idauthentication/v1/internal/callback/partnermanagement";

/// What an embedded Kernel is to be like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Speaking {
    pub release: Release,
    pub ida_cache: IdaCache,
}

/// An embedded Kernel that serves others until the process is told to end.
pub struct Server {
    kernel: DevKernel,
    pub url: String,
    pub keymanager: String,
    pub issuer: String,
    /// Of the stand-in for ID Authentication.
    pub ida_callback: String,
    pub hub: String,
    pub client_id: &'static str,
    /// Who can log in there; the password of each is its name followed by `-secret`.
    pub people: Vec<&'static str>,
    pub state: PathBuf,
}

impl App {
    /// Starts the embedded Kernel alone. Without `state` it shares the one of context `dev`.
    pub fn start_kernel(
        &self,
        listen: SocketAddr,
        state: Option<PathBuf>,
        speak: Speaking,
    ) -> Result<Server, Failure> {
        let state = match state {
            Some(folder) => folder.join("dev-kernel.db"),
            None => self.places()?.data.join("dev-kernel.db"),
        };
        let mut options = options(state.clone());
        options.listen = listen;
        options.issuer = IssuerName::Address;
        options.speak = speak.release;
        options.ida_cache = speak.ida_cache;
        options.faults = cfg!(feature = "testing");
        let kernel = DevKernel::start(options).map_err(refused)?;
        let url = kernel.base_url();
        Ok(Server {
            keymanager: format!("{url}/v1/keymanager"),
            ida_callback: format!("{url}/pmctl-dev/ida{IDA_CALLBACK}"),
            hub: format!("{url}/pmctl-dev/hub/"),
            issuer: kernel.issuer().to_owned(),
            client_id: devkernel::SERVICE_CLIENT,
            people: devkernel::people().collect(),
            url,
            state,
            kernel,
        })
    }
}

impl Server {
    /// Serves until SIGINT or SIGTERM, then ends cleanly.
    pub fn serve(self) -> Result<(), Failure> {
        self.kernel.serve_until_signal().map_err(refused)
    }
}

fn refused(error: DevKernelError) -> Failure {
    Failure::new(&catalogue::DEV_KERNEL, "the embedded Kernel cannot run").source(error)
}

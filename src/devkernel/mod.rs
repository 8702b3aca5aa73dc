//! The embedded Kernel: Keymanager 1.2.0.1 or 1.3.0, authmanager, Keycloak and audit manager on loopback.

mod actuator;
mod audit;
mod auth;
mod authmanager;
mod calls;
mod certificates;
mod crypto;
mod device;
mod envelope;
mod faults;
mod ida;
mod ids;
mod issue;
mod issue_tokens;
mod key_calls;
mod keys;
mod keystore;
mod license;
mod listing;
mod oidc;
mod other_domain;
mod partner_upload;
mod pkcs7;
mod read;
mod realm;
mod realm_admin;
mod realm_keys;
mod reply;
mod roles;
mod routes;
mod server;
mod sessions;
mod state;
mod test_ca;
#[cfg(test)]
mod tests;
mod token;
mod token_id;
mod trust;
mod x509;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

pub use ida::IdaCache;
pub use realm::people;

/// Where the embedded Kernel gets the time from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The issuer in every token, whatever port is listened on, so that tokens of one state file hold in
/// every process that serves it. Nothing answers there: keys are read from [`DevKernel::base_url`].
pub const ISSUER: &str = "https://dev-kernel.pmctl.invalid/auth/realms/mosip";

/// The client as which the tool calls. Its secret, like every secret and password here, is its name
/// followed by `-secret`: this server is for development and listens on loopback.
pub const SERVICE_CLIENT: &str = "mosip-pms-client";

/// The secret of [`SERVICE_CLIENT`].
pub fn service_secret() -> String {
    realm::secret_of(SERVICE_CLIENT)
}

/// The secret under which the stand-in for ID Authentication has subscribed to its partner events.
pub fn ida_secret() -> &'static str {
    ida::CALLBACK_SECRET
}

/// As which release of the Keymanager an embedded Kernel answers, where releases differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    #[default]
    V1_2_0_1,
    V1_3_0,
}

impl std::str::FromStr for Release {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "1.2.0.1" => Ok(Self::V1_2_0_1),
            "1.3.0" => Ok(Self::V1_3_0),
            _ => Err("it speaks as 1.2.0.1 or as 1.3.0".to_owned()),
        }
    }
}

/// How an embedded Kernel is to run.
pub struct Options {
    /// A SQLite file of its own. It is made with mode 0600, its folder with mode 0700.
    pub state: PathBuf,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub clock: Clock,
    pub speak: Release,
    /// Keymanager writes the 401 of a missing token twice into one body.
    pub two_bodies_on_401: bool,
    /// Whether `POST /pmctl-dev/faults` may make it misbehave.
    pub faults: bool,
    /// What the stand-in for ID Authentication keeps of what it looked up.
    pub ida_cache: IdaCache,
    /// The name of the issuer in its tokens.
    pub issuer: IssuerName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerName {
    /// [`ISSUER`], so that a token holds in every process that serves the state.
    Fixed,
    /// Its own address, as a Keycloak does, so that clients find what they asked.
    Address,
}

impl Options {
    /// A free loopback port, the answers of 1.2.0.1, no faults.
    pub fn new(state: PathBuf, clock: Clock) -> Self {
        Self {
            state,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock,
            speak: Release::default(),
            two_bodies_on_401: true,
            faults: false,
            ida_cache: IdaCache::default(),
            issuer: IssuerName::Fixed,
        }
    }
}

/// Why an embedded Kernel did not start.
#[derive(Debug, thiserror::Error)]
pub enum DevKernelError {
    #[error("cannot listen on {listen}")]
    Listen {
        listen: SocketAddr,
        source: io::Error,
    },
    #[error("cannot make {path}")]
    Folder { path: PathBuf, source: io::Error },
    #[error("cannot use {path} as the embedded Kernel's state")]
    State {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("{path} was written by a newer pmctl (state version {found}, known {known})")]
    Newer {
        path: PathBuf,
        found: i64,
        known: i64,
    },
    #[error("cannot make the embedded Kernel's first keys: {0}")]
    Keys(String),
    #[error("cannot start the embedded Kernel's thread")]
    Thread(#[source] io::Error),
}

/// A running embedded Kernel. It ends with [`stop`](Self::stop) or when dropped; requests under way
/// get their answer, for two seconds at most.
pub struct DevKernel {
    addr: SocketAddr,
    issuer: String,
    server: server::Server,
}

impl DevKernel {
    /// Opens the state and listens; the first start on a new state makes its keys (about half a
    /// second), later ones make and check nothing. When this returns, requests are answered.
    ///
    /// Several processes may serve one state at once: every request that writes is one immediate
    /// transaction, and nothing is kept between requests but keys, which never change, and device codes.
    pub fn start(options: Options) -> Result<Self, DevKernelError> {
        let state = state::State::open(&options.state, (options.clock)())?;
        let listen = options.listen;
        let refused = |source| DevKernelError::Listen { listen, source };
        let listener = std::net::TcpListener::bind(listen).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let addr = listener.local_addr().map_err(refused)?;
        let issuer = match options.issuer {
            IssuerName::Fixed => ISSUER.to_owned(),
            IssuerName::Address => format!("http://{addr}/auth/realms/mosip"),
        };
        let kernel = routes::Kernel::new(state, options, addr, issuer.clone());
        let server = server::Server::spawn(listener, kernel).map_err(DevKernelError::Thread)?;
        Ok(Self {
            addr,
            issuer,
            server,
        })
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// `http://127.0.0.1:PORT`, below which every service stands, Keycloak's realm included
    /// (`/auth/realms/mosip`).
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The issuer that its tokens name.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The secret of [`SERVICE_CLIENT`].
    pub fn service_secret(&self) -> String {
        service_secret()
    }

    pub fn stop(self) {
        drop(self.server);
    }

    /// Serves until the process gets SIGINT or SIGTERM, then ends as [`stop`](Self::stop) does: for
    /// `pmctl kernel serve`.
    pub fn serve_until_signal(self) -> Result<(), DevKernelError> {
        server::wait_for_signal().map_err(DevKernelError::Thread)
    }
}

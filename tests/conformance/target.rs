//! Which Kernel the suite asks: the one that the environment names, else the embedded one in each of its languages.

use crate::env::TestEnv;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A Kernel, and how to reach it.
///
/// The secret of each client and the password of each user is its name followed by `-secret`, at either kind.
pub struct Target {
    /// `1.2.0`, `1.2.0.1`, `1.2.1.0` or `1.3.0`.
    pub version: String,
    /// `http://127.0.0.1:PORT/v1/keymanager`
    pub keymanager: String,
    /// `http://127.0.0.1:PORT/auth/realms/mosip`
    pub issuer: String,
    /// Not embedded: MOSIP's own Keymanager and a real Keycloak.
    pub is_real: bool,
    /// Ends with the target.
    _served: Option<Served>,
}

impl Target {
    /// All that are to be asked in this run. `real-kernel run` sets the variables.
    pub fn all() -> Vec<Self> {
        match std::env::var("KERNEL_VERSION") {
            Ok(version) => vec![Self {
                version,
                keymanager: variable("KEYMANAGER_URL"),
                issuer: variable("KEYCLOAK_ISSUER"),
                is_real: true,
                _served: None,
            }],
            Err(_) => vec![Self::embedded("1.2.0.1"), Self::embedded("1.3.0")],
        }
    }

    /// A fresh embedded Kernel that speaks as this version.
    pub fn embedded(version: &str) -> Self {
        let served = Served::start(version);
        Self {
            version: version.to_owned(),
            keymanager: format!("http://{}/v1/keymanager", served.address),
            issuer: format!("http://{}/auth/realms/mosip", served.address),
            is_real: false,
            _served: Some(served),
        }
    }

    /// Makes a context named after the client, which acts as it, and uses it.
    pub fn context(&self, env: &TestEnv, client: &str) {
        let secret = format!("{client}.secret");
        env.write(&secret, format!("{client}-secret\n"));
        let mut arguments = vec!["context", "add", client, "--keymanager", &self.keymanager];
        arguments.extend(["--issuer", &self.issuer, "--auditmanager", "none"]);
        arguments.extend(["--client-id", client, "--secret-file", &secret, "--use"]);
        env.ok(&arguments);
    }

    /// How it stands in messages and in the table.
    pub fn name(&self) -> String {
        match self.is_real {
            true => self.version.clone(),
            false => format!("embedded {}", self.version),
        }
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("KERNEL_VERSION is set and {name} is not"))
}

/// `pmctl kernel serve` on a state of its own.
struct Served {
    child: Child,
    address: String,
    state: tempfile::TempDir,
}

impl Served {
    /// The keys of a Kernel cost most of a second: they are made once, and each starts from a copy.
    fn start(version: &str) -> Self {
        static KEYS: OnceLock<tempfile::TempDir> = OnceLock::new();
        let keys = KEYS.get_or_init(|| {
            let mut first = Self::on(tempfile::tempdir().unwrap(), version);
            first.end();
            std::mem::replace(&mut first.state, tempfile::tempdir().unwrap())
        });
        let state = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(keys.path()).unwrap().flatten() {
            std::fs::copy(file.path(), state.path().join(file.file_name())).unwrap();
        }
        Self::on(state, version)
    }

    fn on(state: tempfile::TempDir, version: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pmctl"))
            .args(["kernel", "serve", "--listen", "127.0.0.1:0", "-o", "csv"])
            .args(["--speak", version, "--state"])
            .arg(state.path())
            .env_clear()
            .env("HOME", state.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line = line.unwrap();
            let (_, rest) = line.split_once("http://")?;
            Some(rest.split(['/', ',']).next().unwrap().to_owned())
        });
        let address = address.expect("the Kernel starts and says where");
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address,
            state,
        }
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}

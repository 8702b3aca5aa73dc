//! A PostgreSQL of the tests' own: one cluster per test binary, in a temporary folder, gone with the process.

use std::fs::{DirBuilder, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The superuser of the cluster; it is let in without a password, from this machine only.
const USER: &str = "pm";

/// One who must show a password.
pub const GUARDED: &str = "guarded";
pub const PASSWORD: &str = "correct horse";

/// Ends the server and removes its folder as soon as the pipe to it closes, however this process ends.
const KEEPER: &str = r#"
"$1" -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
  -c shared_buffers=16MB -c max_connections=200 -c ssl=on >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$2"
"#;

pub struct Server {
    port: u16,
    folder: PathBuf,
    databases: AtomicU32,
    /// Its standard input is the pipe.
    _keeper: Child,
}

/// The one cluster of this process, started at the first call.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

impl Server {
    fn start() -> Self {
        let bin = binaries();
        let folder = own_folder();
        let user = unprivileged(&folder);
        make_cluster(&bin, &folder, user);
        certify(&folder, user);
        guard(&folder);
        let port = free_port();
        let mut keeper = as_user(Path::new("/bin/sh"), user);
        keeper.args(["-c", KEEPER, "keeper"]);
        keeper
            .arg(bin.join("postgres"))
            .arg(&folder)
            .arg(port.to_string());
        keeper
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Self {
            port,
            folder,
            databases: AtomicU32::new(0),
            _keeper: keeper.spawn().unwrap(),
        };
        server.wait_until_ready();
        server.run(&format!(
            "create role {GUARDED} login password '{PASSWORD}'"
        ));
        server
    }

    fn wait_until_ready(&self) {
        for _ in 0..1200 {
            if postgres::Client::connect(&self.url("postgres"), postgres::NoTls).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start within a minute:\n{log}");
    }

    fn run(&self, sql: &str) {
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).unwrap();
        client.batch_execute(sql).unwrap();
    }

    /// `HOST:PORT`.
    pub fn at(&self, host: &str) -> String {
        format!("{host}:{}", self.port)
    }

    /// The certificate that the server shows, which names it `localhost` only.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("server.pem")
    }

    /// The address of a database of this cluster.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{USER}@127.0.0.1:{}/{database}?sslmode=disable",
            self.port
        )
    }

    /// An empty database, which sorts like a dictionary where the server can: the store must not care.
    pub fn fresh_database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("t{number}");
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).unwrap();
        let plain = format!("create database {name} template template0");
        let sorted = format!("{plain} locale_provider icu icu_locale 'en-US'");
        if client.batch_execute(&sorted).is_err() {
            client.batch_execute(&plain).unwrap();
        }
        name
    }

    /// What the files of the tables and indexes of one database hold, once all of it is written out.
    pub fn file_bytes(&self, database: &str) -> Vec<u8> {
        let mut client = postgres::Client::connect(&self.url(database), postgres::NoTls).unwrap();
        client.batch_execute("checkpoint").unwrap();
        let own = "select oid, reltoastrelid from pg_class
            where relnamespace = current_schema()::regnamespace and relkind in ('r', 'i')";
        let sql = format!(
            "select pg_relation_filepath(r.oid) from pg_class r, ({own}) own
             where r.oid in (own.oid, own.reltoastrelid)"
        );
        let paths = client.query(&sql, &[]).unwrap();
        let paths = paths
            .iter()
            .map(|row| self.folder.join("data").join(row.get::<_, String>(0)));
        paths
            .flat_map(|path| std::fs::read(path).unwrap())
            .collect()
    }
}

/// The newest installed PostgreSQL: Debian keeps its programs out of the path.
fn binaries() -> PathBuf {
    let version =
        |path: &Path| -> Option<u32> { path.parent()?.file_name()?.to_str()?.parse().ok() };
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let debian = debian.flatten().map(|entry| entry.path().join("bin"));
    let complete = |path: &PathBuf| path.join("initdb").exists() && path.join("postgres").exists();
    let newest = debian.filter(complete).max_by_key(|path| version(path));
    newest
        .or_else(|| in_path().into_iter().find(complete))
        .unwrap_or_else(|| {
            panic!(
                "PostgreSQL is not installed, and every rule of the store is tested on it, too: \
                 run  tests/run  or  apt-get install -y --no-install-recommends postgresql"
            )
        })
}

fn in_path() -> Vec<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test looks for an installed program"
    )]
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// Short, because the path of a Unix socket may have 107 bytes only.
fn own_folder() -> PathBuf {
    let folder = PathBuf::from(format!("/tmp/pmctl-pg-{}", std::process::id()));
    let _absent = std::fs::remove_dir_all(&folder);
    DirBuilder::new().mode(0o700).create(&folder).unwrap();
    folder
}

#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

/// PostgreSQL refuses to run as root: then the folder is given to somebody else.
fn unprivileged(folder: &Path) -> Option<User> {
    if std::fs::metadata(folder).unwrap().uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let user = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| find_user(&users, name));
    let user = user.expect("a user postgres or nobody, as whom PostgreSQL can run");
    std::os::unix::fs::chown(folder, Some(user.uid), Some(user.gid)).unwrap();
    Some(user)
}

fn find_user(users: &str, name: &str) -> Option<User> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let uid = fields.next()?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(User { uid, gid })
}

fn as_user(program: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

fn make_cluster(bin: &Path, folder: &Path, user: Option<User>) {
    let mut initdb = as_user(&bin.join("initdb"), user);
    initdb.arg("-D").arg(folder.join("data"));
    initdb.args([
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]);
    let made = initdb.output().unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "initdb: {said}");
}

fn certify(folder: &Path, user: Option<User>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (shown, key) = (made.cert.pem(), folder.join("data/server.key"));
    std::fs::write(folder.join("server.pem"), &shown).unwrap();
    std::fs::write(folder.join("data/server.crt"), &shown).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    std::fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    if let Some(user) = user {
        std::os::unix::fs::chown(&key, Some(user.uid), Some(user.gid)).unwrap();
    }
}

/// The first rule that fits decides.
fn guard(folder: &Path) {
    let rules = folder.join("data/pg_hba.conf");
    let rest = std::fs::read_to_string(&rules).unwrap();
    let first = format!("host all {GUARDED} 127.0.0.1/32 scram-sha-256\n");
    std::fs::write(&rules, first + &rest).unwrap();
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

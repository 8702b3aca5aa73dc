//! How it begins, runs beside others, and ends.

use super::*;
use crate::env::shown;

/// An open write transaction delays nobody, and shows nothing before it is committed.
#[test]
fn a_writer_is_not_waited_for() {
    let block = FAULTS[3].0;
    let blocked = || Some("PMS_PMP_016".to_owned());

    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let writer = world.file();
    writer
        .execute_batch(&format!("begin immediate; {block}"))
        .unwrap();
    assert_eq!(world.verdicts(&serving), [None, None]);
    writer.execute_batch("commit").unwrap();
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);

    let world = World::on_postgres();
    let serving = world.serve(&[]);
    let mut writer = postgres_client(world.postgres.as_ref().unwrap());
    let head = "update store_head set sequence = sequence + 1";
    writer
        .batch_execute(&format!("begin; {head}; {block}"))
        .unwrap();
    assert_eq!(world.verdicts(&serving), [None, None]);
    writer.batch_execute("commit").unwrap();
    assert_eq!(world.verdicts(&serving), [blocked(), blocked()]);
}

#[test]
fn connections_that_the_database_ended_are_opened_again() {
    let world = World::on_postgres();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    world.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()",
    );
    assert_eq!(world.verdicts(&serving), [None, None]);
    let health = client()
        .get(format!("{}/health", serving.url))
        .send()
        .unwrap();
    assert_eq!(health.status(), 200);
    serving.signal("-TERM");
    assert_eq!(
        serving.ended(),
        Some(0),
        "{}",
        serving.printed.lock().unwrap()
    );
}

/// The look-up is held by a lock on a table; the answer still comes, and so does the entry in the audit trail.
#[test]
fn what_is_under_way_gets_its_answer() {
    let world = World::on_postgres();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    let url = world.postgres.clone().unwrap();
    let mut holder = postgres_client(&url);
    holder
        .batch_execute("begin; lock table partners in access exclusive mode")
        .unwrap();
    let (asked, token) = (world.v11(&serving), world.ida());
    let answer = std::thread::spawn(move || code(with_cookie(&asked, &token)));
    let waits = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
                  where d.datname = current_database() and not l.granted";
    let mut watch = postgres_client(&url);
    while watch.query_one(waits, &[]).unwrap().get::<_, i64>(0) == 0 {
        std::thread::yield_now();
    }
    serving.signal("-TERM");
    // It listens no more, but is not gone.
    let address = serving.url.trim_start_matches("http://").to_owned();
    while std::net::TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    assert!(serving.child.try_wait().unwrap().is_none());
    holder.batch_execute("rollback").unwrap();
    assert_eq!(answer.join().unwrap(), None);
    assert_eq!(serving.ended(), Some(0));
    let list = world
        .env
        .ok(&["audit", "list", "--store", &url, "-o", "jsonl"]);
    let entries: Vec<Value> = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["data"].take())
        .filter(|entry| entry["action"] == "ida.serve")
        .collect();
    let details: Vec<&str> = entries
        .iter()
        .map(|one| one["detail"].as_str().unwrap())
        .collect();
    let end = "ends; shared 3, refused 0; 1.0 accepted 1; 1.1 accepted 2";
    assert!(
        details.contains(&"begins") && details.contains(&end),
        "{details:?}"
    );
    assert_eq!(entries.len(), 2, "a pull has no entry of its own");
}

#[test]
fn an_interrupt_ends_it_well() {
    let world = World::on_sqlite();
    let mut serving = world.serve(&[]);
    assert_eq!(world.verdicts(&serving), [None, None]);
    serving.signal("-INT");
    assert_eq!(serving.ended(), Some(0));
    world.env.ok(&["audit", "verify"]);
}

fn noted(world: &World) -> Vec<String> {
    let list = world.env.ok(&["audit", "list", "-o", "jsonl"]);
    let entries = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["data"].take())
        .filter(|entry| entry["action"] == "ida.serve");
    let detail = |entry: Value| entry["detail"].as_str().unwrap().to_owned();
    let mut noted: Vec<String> = entries.map(detail).collect();
    noted.sort();
    noted
}

#[test]
fn a_closed_terminal_ends_it_well() {
    let world = World::on_sqlite();
    let mut serving = world.serve(&[]);
    serving.signal("-HUP");
    assert_eq!(serving.ended(), Some(0));
    assert_eq!(noted(&world), ["begins", "ends; shared 0, refused 0"]);
}

#[test]
fn whoever_started_it_to_stay_keeps_it() {
    let world = World::on_sqlite();
    let plain = world.command(&[]);
    let mut nohup = Command::new("nohup");
    nohup.arg(plain.get_program()).args(plain.get_args());
    nohup.current_dir(plain.get_current_dir().unwrap());
    nohup.env_clear();
    for (name, value) in plain.get_envs() {
        nohup.env(name, value.unwrap());
    }
    let mut serving = Serving::start(nohup);
    serving.signal("-HUP");
    assert_eq!(world.verdicts(&serving), [None, None]);
    serving.signal("-TERM");
    assert_eq!(serving.ended(), Some(0));
}

/// The entry of the begin waits for another writer; it is not written without one of the end.
#[test]
fn a_signal_before_the_begin_is_noted_ends_it_after() {
    let world = World::on_sqlite();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let writer = world.file();
    writer.execute_batch("begin immediate").unwrap();
    let words = ["ida", "serve", "-c", "served", "--listen", &address];
    let mut command = world.env.command(&words);
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    while std::net::TcpStream::connect(&address).is_err() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    let done = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(done.success());
    writer.execute_batch("rollback").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(noted(&world), ["begins", "ends; shared 0, refused 0"]);
}

#[test]
fn a_certificate_made_by_openssl_serves_over_tls() {
    let world = World::on_sqlite();
    let openssl = |words: &str| {
        let done = Command::new("openssl")
            .args(words.split(' '))
            .current_dir(world.env.path(""))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", shown(&done));
    };
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.pem -days 2 \
         -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE",
    );
    openssl("ecparam -name prime256v1 -genkey -noout -out other.key");
    let serving = world.serve(&["--tls-cert", "tls.pem", "--tls-key", "tls.key"]);
    assert!(serving.url.starts_with("https://"));
    let root = std::fs::read(world.env.path("tls.pem")).unwrap();
    let root = reqwest::Certificate::from_pem(&root).unwrap();
    let trusting = Client::builder()
        .no_proxy()
        .tls_certs_only([root])
        .build()
        .unwrap();
    let asked = trusting.get(world.v11(&serving)).bearer_auth(world.ida());
    assert_eq!(code(asked.send().unwrap()), None);
    let plain = serving.url.replace("https", "http");
    assert!(client().get(format!("{plain}/health")).send().is_err());

    for (cert, key) in [
        ("tls.pem", "other.key"),
        ("tls.key", "tls.key"),
        ("tls.pem", "tls.pem"),
        ("absent.pem", "tls.key"),
    ] {
        let done = world
            .command(&["--tls-cert", cert, "--tls-key", key])
            .output()
            .unwrap();
        assert_eq!(
            done.status.code(),
            Some(7),
            "{cert} {key}\n{}",
            shown(&done)
        );
        assert!(shown(&done).contains("PM-IDA-006"), "{}", shown(&done));
    }
}

#[test]
fn what_cannot_be_served_says_why() {
    let world = World::on_sqlite();
    let serving = world.serve(&[]);
    let taken = serving.url.trim_start_matches("http://").to_owned();
    let refused = |more: &[&str], exit: i32, code: &str| {
        let mut words = vec!["ida", "serve", "-c", "served"];
        words.extend(more);
        let done = world.env.run(&words);
        assert_eq!(done.status.code(), Some(exit), "{}", shown(&done));
        assert!(shown(&done).contains(code), "{}", shown(&done));
    };
    refused(&["--listen", &taken], 6, "PM-IDA-004");
    refused(&["--listen", "0.0.0.0:0"], 2, "PM-IDA-005");
    refused(&["--listen", "[::]:0"], 2, "PM-IDA-005");
    refused(&["--listen", "here"], 2, "");
    refused(&["--tls-cert", "tls.pem"], 2, "");
    let mut words = vec!["ida", "serve", "-c", "served", "-o", "jsonl"];
    words.extend(["--insecure-http", "--listen", "0.0.0.0:0"]);
    let anywhere = Serving::start(world.env.command(&words));
    assert!(anywhere.url.starts_with("http://0.0.0.0:"));
    // An issuer that is not there: nothing is served that could not check a token.
    let text = std::fs::read_to_string(world.env.path("config/pmctl/config.toml")).unwrap();
    world.env.write(
        "config/pmctl/config.toml",
        text.replace(&world.issuer.address, "http://127.0.0.1:9"),
    );
    let done = world
        .env
        .run(&["ida", "serve", "-c", "served", "--listen", "127.0.0.1:0"]);
    assert_eq!(done.status.code(), Some(10), "{}", shown(&done));
}

/// Not in what it prints, not in its figures, not in the audit trail, not in a refusal.
#[test]
fn no_key_and_no_token_is_written_anywhere() {
    let world = World::on_sqlite();
    let mut serving = world.serve(&[]);
    let token = world.ida();
    let mut said = String::new();
    let (v10, v11) = (world.v10(&serving), world.v11(&serving));
    for url in [&v10, &v11] {
        for strange in ["9999", "1000%FF", "1000/x"] {
            let url = url.replace("/1000/", &format!("/{strange}/"));
            said += &with_cookie(&url, &token).text().unwrap();
        }
        let swapped = url
            .replace(&world.api_key, "X")
            .replace(&world.license, &world.api_key);
        said += &with_cookie(&swapped, &token).text().unwrap();
        said += &with_cookie(url, "eyJhbGciOiJub25lIn0.e30.").text().unwrap();
        said += &with_cookie(&format!("{url}/more"), &token).text().unwrap();
        said += &client().post(url).send().unwrap().text().unwrap();
        assert_eq!(code(with_bearer(url, &token)), None);
    }
    // The store is taken away while it is asked: the complaint on stderr names no key either.
    world.sql("alter table api_keys rename to gone");
    assert_eq!(with_cookie(&v11, &token).status(), 503);
    assert_eq!(code_of_health(&serving), 200, "its head is still there");
    world.sql("alter table gone rename to api_keys");
    for path in ["metrics", "health"] {
        said += &client()
            .get(format!("{}/{path}", serving.url))
            .send()
            .unwrap()
            .text()
            .unwrap();
    }
    serving.signal("-TERM");
    assert_eq!(serving.ended(), Some(0));
    said += &world.env.ok(&["audit", "list", "-o", "json"]);
    let printed = serving.printed.lock().unwrap().clone();
    assert!(printed.contains("the store does not answer"), "{printed}");
    assert!(printed.contains("pulls answered"), "{printed}");
    said += &printed;
    for secret in [&world.license, &world.api_key, &token] {
        assert!(!said.contains(secret.as_str()), "{said}");
        assert!(!said.contains(&secret[..12]), "{said}");
    }
}

fn code_of_health(serving: &Serving) -> u16 {
    let answer = client().get(format!("{}/health", serving.url)).send();
    answer.unwrap().status().as_u16()
}

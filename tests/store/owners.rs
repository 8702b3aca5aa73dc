//! Who is alive: until it is dropped, or its process ends, however it ends.

use crate::place::{Back, NOW, Place, at, key};
use crate::values::{id, intent};
use pmctl::domain::id::OwnerId;
use pmctl::domain::journal::{IntentKind, IntentState};
use pmctl::domain::secret::Secret;
use pmctl::store::{Opening, Store, intents};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const URL: &str = "PMCTL_TEST_STORE";
const SEAL: &str = "PMCTL_TEST_SEAL";

pub fn an_owner_lives_until_it_is_dropped(place: &Place) {
    let store = place.open();
    let other = place.open();
    let owner = store.claim().unwrap();
    let name = owner.id().clone();
    assert!(store.is_alive(&name).unwrap(), "by its own process");
    assert!(other.is_alive(&name).unwrap());
    assert!(!other.is_alive(&id("never-was")).unwrap());
    {
        let _tx = store.write().unwrap();
        assert!(
            store.is_alive(&name).unwrap(),
            "in the middle of a transaction"
        );
    }
    drop(owner);
    until_dead(&other, &name);
    until_dead(&store, &name);
}

pub fn owners_of_workers_are_apart(place: &Place) {
    let store = place.open();
    let worker = store.another().unwrap();
    let (mine, theirs) = (store.claim().unwrap(), worker.claim().unwrap());
    assert_ne!(mine.id(), theirs.id());
    let gone = mine.id().clone();
    drop(mine);
    until_dead(&store, &gone);
    assert!(store.is_alive(theirs.id()).unwrap());
    drop(worker);
    assert!(
        store.is_alive(theirs.id()).unwrap(),
        "it does not hang on its store"
    );
}

pub fn a_killed_process_is_dead(place: &Place) {
    let store = place.open();
    let mut child = Helper::start(place);
    let name = child.owner.clone();
    assert!(store.is_alive(&name).unwrap());
    let left = intents::find_open(&mut store.read().unwrap(), IntentKind::KeyStore, "b-1");
    let left = left.unwrap().unwrap();
    assert_eq!((&left.owner, left.state), (&name, IntentState::Sent));
    child.process.kill().unwrap();
    child.process.wait().unwrap();
    until_dead(&store, &name);
    let me = store.claim().unwrap();
    let mut tx = store.write().unwrap();
    let mine = intents::take_over(&mut tx, &left, me.id()).unwrap();
    intents::end(&mut tx, &mine, IntentState::Abandoned).unwrap();
    tx.commit().unwrap();
    if place.back == Back::Sqlite {
        let folder = place.folder.path().join("data/pmctl.db.owners");
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        assert_eq!(
            files.collect::<Vec<_>>(),
            [me.id().as_str()],
            "the dead one's was swept"
        );
    }
}

/// A server notices the end of a session when it comes to it.
fn until_dead(store: &Store, owner: &OwnerId) {
    for _ in 0..600 {
        if !store.is_alive(owner).unwrap() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{owner} is still alive after half a minute");
}

/// This test binary again, as a process that holds an owner and has sent something.
struct Helper {
    process: Child,
    owner: OwnerId,
}

impl Helper {
    fn start(place: &Place) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "owners::child_that_holds_an_owner",
            "--nocapture",
        ]);
        command
            .env(URL, place.address())
            .env(SEAL, place.seal.expose());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut owners = lines.map_while(Result::ok).filter_map(|line| {
            let (_, owner) = line.split_once("owner=")?;
            Some(owner.to_owned())
        });
        let owner = owners.next().expect("the child says who it is");
        Self {
            process,
            owner: id(&owner),
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _reaped = self.process.wait();
    }
}

/// No test of its own: what [`Helper`] runs. It waits until it is killed, or its parent is gone.
#[test]
fn child_that_holds_an_owner() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a parent process tells what to do by it"
    )]
    let (url, seal) = match (std::env::var(URL), std::env::var(SEAL)) {
        (Ok(url), Ok(seal)) => (url, Secret::new(seal)),
        _ => return,
    };
    let store = Store::open(&url.parse().unwrap(), key(&seal), Opening::Existing, NOW).unwrap();
    let owner = store.claim().unwrap();
    let intent = intent(1, IntentKind::KeyStore, "b-1", owner.id().as_str());
    let mut tx = store.write().unwrap();
    intents::insert(&mut tx, &intent).unwrap();
    intents::sent(&mut tx, &intent, at(1)).unwrap();
    tx.commit().unwrap();
    let _unfinished = store.write().unwrap();
    writeln!(std::io::stdout(), "\nowner={}", owner.id()).unwrap();
    let _parent_gone = std::io::stdin().read(&mut [0]);
}

//! A database that hangs: connections stay open, and nothing comes.

use super::*;
use crate::env::shown;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Condvar, PoisonError};
use std::thread;

/// A way to the database that can be stopped, without a word to either side, and opened again.
struct Way {
    port: u16,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    changed: Condvar,
}

impl Gate {
    fn set(&self, closed: bool) {
        *self.closed.lock().unwrap() = closed;
        self.changed.notify_all();
    }

    fn wait(&self) {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let _open = self.changed.wait_while(closed, |closed| *closed).unwrap();
    }
}

impl Way {
    fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let gate = Arc::<Gate>::default();
        let (address, passed) = (address.to_owned(), Arc::clone(&gate));
        thread::spawn(move || {
            for near in listener.incoming() {
                let (near, gate) = (near.unwrap(), Arc::clone(&passed));
                let far = TcpStream::connect(&address).unwrap();
                carry(near.try_clone().unwrap(), far.try_clone().unwrap(), &gate);
                carry(far, near, &gate);
            }
        });
        Self { port, gate }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, gate: &Arc<Gate>) {
    let gate = Arc::clone(gate);
    thread::spawn(move || {
        let mut bytes = [0; 4_096];
        loop {
            let read = from.read(&mut bytes).unwrap_or(0);
            gate.wait();
            if read == 0 || to.write_all(&bytes[..read]).is_err() {
                let _gone = to.shutdown(std::net::Shutdown::Both);
                return;
            }
        }
    });
}

/// More ask than look-ups run at once; each gets an answer, and so does who asks for the health.
#[test]
fn a_database_that_hangs_is_told_as_down() {
    let mut world = World::on_postgres();
    let direct = world.postgres.clone().unwrap();
    let (_, rest) = direct.split_once('@').unwrap();
    let (address, _) = rest.split_once('/').unwrap();
    let way = Way::to(address);
    let stalling = direct.replace(address, &format!("127.0.0.1:{}", way.port));
    world = World::over(world.env, &stalling, Some(direct));

    let mut serving = world.serve(&[]);
    let (url, token) = (world.v11(&serving), world.ida());
    let status = |url: &str| with_cookie(url, &token).status().as_u16();
    let health = format!("{}/health", serving.url);
    assert_eq!((status(&url), status(&health)), (200, 200));

    way.gate.set(true);
    thread::scope(|scope| {
        let asked: Vec<_> = (0..10).map(|_| scope.spawn(|| status(&url))).collect();
        for one in asked {
            assert_eq!(one.join().unwrap(), 503);
        }
    });
    // The last answer to that is a second old at most; the probe of this one stays under way.
    while status(&health) == 200 {
        thread::yield_now();
    }
    assert_eq!(status(&health), 503);

    way.gate.set(false);
    while status(&health) != 200 {
        thread::yield_now();
    }
    assert_eq!(status(&url), 200);

    way.gate.set(true);
    serving.signal("-TERM");
    assert_eq!(serving.ended(), Some(11));
    let said = || serving.printed.lock().unwrap().clone();
    // What it printed last is read by a thread of its own.
    while !said().contains("no end of this server") {
        thread::yield_now();
    }
    let done = world.env.run(&[
        "audit",
        "verify",
        "--store",
        world.postgres.as_ref().unwrap(),
    ]);
    assert_eq!(done.status.code(), Some(0), "{}", shown(&done));
}

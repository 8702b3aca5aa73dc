//! What lies between the tool and ID Authentication, and goes wrong: letters are lost, held back, doubled.

use crate::ida::{Letter, NO_ANSWER, listen};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Open,
    /// Nobody answers for it: 503.
    Down,
    /// Taken, and gone.
    Losing,
    /// Taken, and kept until it is released.
    Holding,
    /// Under way, and nobody answers: it arrives some minutes later, or after what is sent meanwhile.
    Silent,
}

pub struct Post {
    pub callback: String,
    desk: Arc<Mutex<Desk>>,
}

struct Desk {
    mode: Mode,
    /// All that was ever taken, in that order.
    taken: Vec<Letter>,
    due: Vec<Value>,
    held: Vec<Value>,
    late: Vec<Letter>,
}

impl Post {
    pub fn start() -> Self {
        let desk = Arc::new(Mutex::new(Desk {
            mode: Mode::Open,
            taken: Vec::new(),
            due: Vec::new(),
            held: Vec::new(),
            late: Vec::new(),
        }));
        let shared = Arc::clone(&desk);
        let callback = listen(move |letter| shared.lock().unwrap().take(letter));
        Self { callback, desk }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    pub fn set(&self, mode: Mode) {
        self.desk().mode = mode;
    }

    /// As on its first day.
    pub fn empty(&self) {
        let mut desk = self.desk();
        desk.mode = Mode::Open;
        desk.taken.clear();
        desk.due.clear();
        desk.held.clear();
        desk.late.clear();
    }

    /// What was held back goes out, the last first: nothing on the way keeps an order.
    pub fn release(&self) {
        let mut desk = self.desk();
        let held: Vec<Value> = desk.held.drain(..).rev().collect();
        desk.due.extend(held);
    }

    /// What was under way arrives. Only now it counts as sent: nobody said that it was.
    pub fn arrive(&self) {
        let mut desk = self.desk();
        let late: Vec<Letter> = desk.late.drain(..).rev().collect();
        for letter in late {
            desk.due.push(letter.body.clone());
            desk.taken.push(letter);
        }
    }

    /// One that was taken before goes out once more.
    pub fn repeat(&self, nth: usize) {
        let mut desk = self.desk();
        if !desk.taken.is_empty() {
            let again = desk.taken[nth % desk.taken.len()].body.clone();
            desk.due.push(again);
        }
    }

    /// What is to be delivered now.
    pub fn due(&self) -> Vec<Value> {
        std::mem::take(&mut self.desk().due)
    }

    pub fn read<T>(&self, look: impl FnOnce(&[Letter]) -> T) -> T {
        look(&self.desk().taken)
    }
}

impl Desk {
    fn take(&mut self, letter: Letter) -> u16 {
        match self.mode {
            Mode::Down => return 503,
            Mode::Open => self.due.push(letter.body.clone()),
            Mode::Holding => self.held.push(letter.body.clone()),
            Mode::Losing => {}
            Mode::Silent => {
                self.late.push(letter);
                return NO_ANSWER;
            }
        }
        self.taken.push(letter);
        200
    }
}

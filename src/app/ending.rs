//! What is taken along when the process is told to end.

use super::serve::hangup;
use crate::error::{Failure, catalogue};
use crate::ida::server::Hearing;
use crate::ops::license::Running;

/// From here on a signal that ends this process ends the hook that runs too: it is in a group of its own, so that not even
/// Ctrl-C reaches it.
pub fn end_hook_too(running: Running) -> Result<(), Failure> {
    let hearing = Hearing::begin(hangup()).map_err(|error| {
        Failure::new(&catalogue::FAILURE, "signals cannot be listened for").source(error)
    })?;
    std::thread::spawn(move || {
        let signal = hearing.first();
        running.end(|| leave(signal));
    });
    Ok(())
}

/// With the status that a shell gives to a process that ended by the signal. Nothing is half-written: what this command
/// had under way is finished by the next one, as after any other death.
#[expect(clippy::exit, reason = "a signal ends the process wherever it is")]
fn leave(signal: i32) {
    std::process::exit(128 + signal);
}

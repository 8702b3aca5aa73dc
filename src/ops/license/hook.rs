//! A command that takes a new key on its standard input, in a process group of its own that ends in time.

use super::Held;
use crate::domain::invalid::Invalid;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use std::io::{ErrorKind, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

/// Enough for a vault that is slow; one that hangs must not hold up the renewal of others for ever.
const LONGEST: Duration = Duration::from_secs(5 * 60);
/// Between being told to end and being ended.
const GRACE: Duration = Duration::from_secs(2);
/// Between two looks at one that runs: a quick one is not waited for longer than it takes.
const LOOKS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(50)];

/// The run of a hook, for whoever must end it; its clones are of the same.
///
/// It holds the process group, and whoever holds the lock may be sure that the id is not another's by now.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<Option<Pid>>>);

impl Running {
    fn group(&self) -> MutexGuard<'_, Option<Pid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the hook, with whatever it has started, and then calls `last`, which ends this process: meanwhile no other
    /// begins.
    pub fn end(&self, last: impl FnOnce()) {
        let group = self.group();
        if let Some(group) = *group {
            end(group);
        }
        last();
    }
}

/// A command, split at blanks; no shell reads it. Clones share what runs.
#[derive(Debug, Clone)]
pub struct Hook {
    words: Vec<String>,
    limit: Duration,
    running: Running,
}

impl std::str::FromStr for Hook {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(Invalid::new("hook", "must name a command"));
        }
        Ok(Self {
            words,
            limit: LONGEST,
            running: Running::default(),
        })
    }
}

impl Hook {
    /// With another limit than its own.
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    pub fn running(&self) -> Running {
        self.running.clone()
    }

    pub(super) fn name(&self) -> &str {
        &self.words[0]
    }

    /// The key stands on the hook's standard input, followed by a line break, and nowhere else; what it prints is dropped,
    /// errors too, so that a careless one (`set -x`) puts no key into a log.
    pub(super) fn run(&self, held: &Held) -> Result<(), String> {
        let license = &held.license;
        let mut child = self.start(held)?;
        let written = child.stdin.take().map_or(Ok(()), |mut pipe| {
            pipe.write_all(license.key.expose().as_bytes())
                .and_then(|()| pipe.write_all(b"\n"))
        });
        let ended = self
            .wait(&mut child)
            .map_err(|error| error.to_string())?
            .ok_or_else(|| {
                let limit = self.limit.as_secs_f64();
                format!("it did not end within {limit} s, and was ended")
            })?;
        if !ended.success() {
            return Err(format!("it ended with {ended}"));
        }
        match written {
            // It has said itself that all is well.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| error.to_string()),
        }
    }

    fn start(&self, held: &Held) -> Result<Child, String> {
        let license = &held.license;
        let mut group = self.running.group();
        let child = Command::new(Path::new(self.name()))
            .args(&self.words[1..])
            .env("PMCTL_HOOK_MISP", held.misp.id.as_str())
            .env("PMCTL_HOOK_MISP_NAME", held.misp.name.as_str())
            .env("PMCTL_HOOK_LICENSE", license.id.as_str())
            .env("PMCTL_HOOK_VALID_FROM", license.valid_from.to_string())
            .env("PMCTL_HOOK_VALID_TO", license.valid_to.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("it does not start: {error}"))?;
        *group = Some(Pid::from_child(&child));
        Ok(child)
    }

    /// `None` where the time was up.
    fn wait(&self, child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
        let mut left = self.limit;
        let [mut pause, longest] = LOOKS;
        loop {
            let mut group = self.running.group();
            if let Some(ended) = child.try_wait()? {
                *group = None;
                return Ok(Some(ended));
            }
            if left.is_zero() {
                end(Pid::from_child(child));
                child.wait()?;
                *group = None;
                return Ok(None);
            }
            drop(group);
            sleep(pause.min(left));
            left = left.saturating_sub(pause);
            pause = (pause * 2).min(longest);
        }
    }
}

/// Asks first. The group may outlive its leader, so it is ended in any case; one that is gone is no error.
fn end(group: Pid) {
    let _gone = kill_process_group(group, Signal::TERM);
    let [_, step] = LOOKS;
    let mut left = GRACE;
    while !left.is_zero() && !has_ended(group) {
        sleep(step);
        left = left.saturating_sub(step);
    }
    let _gone = kill_process_group(group, Signal::KILL);
}

/// Looks without taking the status: until then the id stays its own.
fn has_ended(leader: Pid) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    !matches!(waitid(WaitId::Pid(leader), look), Ok(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_split_at_blanks() {
        let hook: Hook = " /etc/pmctl/put-key  --into vault ".parse().unwrap();
        assert_eq!(hook.words, ["/etc/pmctl/put-key", "--into", "vault"]);
        assert!("  ".parse::<Hook>().is_err());
    }
}

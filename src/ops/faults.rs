//! Fail points: places where a test kills the process, to show that nothing is lost or doubled.

/// Counts the points that are passed and ends the process at the chosen one. Does nothing without the
/// feature `testing`, which no release build has.
#[derive(Debug, Default)]
pub struct FailPoints {
    #[cfg(feature = "testing")]
    kill_at: Option<usize>,
    #[cfg(feature = "testing")]
    passed: std::sync::atomic::AtomicUsize,
}

impl FailPoints {
    #[cfg(feature = "testing")]
    pub fn kill_at(point: usize) -> Self {
        Self {
            kill_at: Some(point),
            passed: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    /// Between two lines of which the first has taken effect and the second has not.
    #[cfg(feature = "testing")]
    pub fn pass(&self) {
        let passed = self
            .passed
            .fetch_add(1, std::sync::atomic::Ordering::SeqCst)
            + 1;
        if self.kill_at == Some(passed) {
            let me = std::process::id().to_string();
            let _ = std::process::Command::new("kill")
                .args(["-KILL", &me])
                .status();
            std::process::abort();
        }
    }

    #[cfg(not(feature = "testing"))]
    pub fn pass(&self) {}
}

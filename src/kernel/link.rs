//! A Kernel that is opened when it is first needed.

use std::sync::OnceLock;

use super::client::KernelClient;
use super::error::KernelError;

type Open = dyn Fn() -> Result<KernelClient, KernelError> + Send + Sync;

/// Commands that only read the store never open it. Threads share it.
pub struct Link {
    open: Box<Open>,
    opened: OnceLock<Result<KernelClient, KernelError>>,
}

impl Link {
    pub fn new(open: Box<Open>) -> Self {
        Self {
            open,
            opened: OnceLock::new(),
        }
    }

    /// Opens at most once; a failure is remembered too.
    pub fn get(&self) -> Result<&KernelClient, KernelError> {
        self.opened
            .get_or_init(|| (self.open)())
            .as_ref()
            .map_err(Clone::clone)
    }
}

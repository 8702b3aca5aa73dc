//! Many keys from the Kernel, several requests at a time.

use crate::domain::id::MispId;
use crate::domain::secret::Secret;
use crate::domain::time::Moment;
use crate::kernel::{KernelError, Link};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One key that is to be asked for.
pub(super) struct Request<'a> {
    pub(super) misp: &'a MispId,
    pub(super) valid_to: Moment,
}

/// The answers, in the order of the requests. Once nobody answers at the Kernel, the rest is not tried.
pub(super) fn from_kernel(
    kernel: &Link,
    workers: usize,
    requests: &[Request<'_>],
) -> Vec<Result<Secret, KernelError>> {
    let next = Mutex::new(requests.iter().enumerate());
    let answers = Mutex::new(Vec::with_capacity(requests.len()));
    let away = Mutex::new(None::<KernelError>);
    let work = || {
        loop {
            let Some((place, request)) = locked(&next).next() else {
                return;
            };
            let gone = locked(&away).clone();
            let answer = match gone {
                Some(error) => Err(error),
                None => one(kernel, request),
            };
            if let Err(error @ KernelError::Unreachable { .. }) = &answer {
                *locked(&away) = Some(error.clone());
            }
            locked(&answers).push((place, answer));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..workers.min(requests.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut answers = std::mem::take(&mut *locked(&answers));
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn one(kernel: &Link, request: &Request<'_>) -> Result<Secret, KernelError> {
    let expires = request.valid_to.timestamp();
    kernel
        .get()?
        .generate_license(request.misp.as_str(), expires)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

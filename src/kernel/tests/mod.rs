//! The client against prepared answers: every oddity of the services that it must stand.

mod answers;
mod calls;
mod iam;
mod logins;

use crate::domain::secret::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

//! What a Keycloak's administrator can do with the realm, for tests: an extension of ours, off unless faults are offered.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::json;

use super::realm_keys;
use super::reply::{Call, Reply};
use super::routes::Kernel;

/// What the administrator has set, and what happened since the start.
#[derive(Default)]
pub(super) struct Realm {
    rules: Mutex<Rules>,
}

#[derive(Default)]
struct Rules {
    refresh_tokens_once: bool,
    /// The ids of refresh tokens that were spent since.
    spent: HashSet<String>,
    /// How often each kind was granted.
    grants: BTreeMap<String, u64>,
}

/// `{"rotate_key":true}` or `{"refresh_tokens_once":true}`.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Order {
    /// A new key signs from now on; tokens of the old one hold until they expire.
    rotate_key: bool,
    /// A refresh token that comes twice ends its session (Keycloak's `revokeRefreshToken`).
    refresh_tokens_once: bool,
}

impl Realm {
    pub(super) fn count(&self, grant: &str) {
        let mut rules = self.rules();
        *rules.grants.entry(grant.to_owned()).or_default() += 1;
    }

    pub(super) fn may_spend(&self, refresh_token: &str) -> bool {
        let mut rules = self.rules();
        !rules.refresh_tokens_once || rules.spent.insert(refresh_token.to_owned())
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `GET /pmctl-dev/realm`: `{"grants":{"password":1}}`.
pub(super) fn seen(kernel: &Kernel) -> Reply {
    if !kernel.faults.offered() {
        return Reply::empty(404);
    }
    Reply::json(200, &json!({"grants": kernel.realm.rules().grants}))
}

/// `POST /pmctl-dev/realm`.
pub(super) fn order(kernel: &Kernel, call: &Call) -> Reply {
    if !kernel.faults.offered() {
        return Reply::empty(404);
    }
    let Some(order) = call.json::<Order>() else {
        return Reply::text(400, "no such order");
    };
    if order.refresh_tokens_once {
        kernel.realm.rules().refresh_tokens_once = true;
    }
    if order.rotate_key {
        if kernel.state.write(|tx| realm_keys::make_key(tx)).is_err() {
            return Reply::text(500, "no key was made");
        }
        kernel.forget_realm_keys();
    }
    Reply::empty(204)
}

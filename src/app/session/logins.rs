//! The tokens of a context: at hand while they are good, renewed under a lock before they end.

use super::files::Files;
use super::keys::Rejected;
use crate::app::kernel::{self, Embedded, connect};
use crate::app::{duration, now};
use crate::config::{KernelSettings, Settings};
use crate::crypto::token::{self, Claims, SKEW, TokenError};
use crate::devkernel;
use crate::domain::secret::Secret;
use crate::domain::time::{Lifetime, Moment};
use crate::kernel::iam::{self, OauthClient, Tokens};
use crate::kernel::{Connection, KernelError, Lent};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

/// The OAuth client that people log in through where the context names no service client.
const PUBLIC_CLIENT: &str = "pmctl";

/// How long a token is used that does not say when it ends: authmanager's always do.
const UNTOLD: Lifetime = Lifetime::from_micros(60 * 1_000_000);

/// The logins of one run.
pub(in crate::app) struct Logins {
    pub(super) settings: Settings,
    pub(super) files: Files,
    embedded: Embedded,
    connection: OnceLock<Connection>,
    pub(super) keys_reread: AtomicBool,
}

/// Whose token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Whose {
    Person,
    Service,
}

/// A token that passed every check.
pub(super) struct Login {
    pub(super) claims: Claims,
    token: Secret,
    good_until: Moment,
}

/// What is kept of a login.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// The OAuth client that it went through.
    pub(super) client: String,
    pub(super) access: String,
    pub(super) refresh: Option<String>,
    /// By this machine's clock.
    good_until: i64,
    /// When the session ends unless it is refreshed, by this machine's clock.
    pub(super) session_until: Option<i64>,
}

/// No login to use as it is, why, and with what to get another.
struct Stale {
    why: String,
    refresh: Option<Secret>,
}

impl Whose {
    /// In the names of files.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Person => "login",
            Self::Service => "token",
        }
    }
}

impl Logins {
    pub(in crate::app) fn new(settings: &Settings, embedded: &Embedded) -> Self {
        Self {
            settings: settings.clone(),
            files: Files::of(settings),
            embedded: Embedded::clone(embedded),
            connection: OnceLock::new(),
            keys_reread: AtomicBool::new(false),
        }
    }

    /// One for the whole run, as nobody.
    pub(in crate::app) fn connection(&self) -> Result<&Connection, KernelError> {
        if let Some(connection) = self.connection.get() {
            return Ok(connection);
        }
        let connection = connect(&self.settings, &self.embedded)?;
        Ok(self.connection.get_or_init(|| connection))
    }

    pub(in crate::app) fn has_person(&self) -> Result<bool, KernelError> {
        let kept: Option<Kept> = self.files.load(Whose::Person.word())?;
        Ok(kept.is_some())
    }

    /// A token to call with, other than the rejected one.
    pub(in crate::app) fn lend(
        &self,
        whose: Whose,
        rejected: Option<&Secret>,
    ) -> Result<Lent, KernelError> {
        let login = self.current(whose, rejected)?;
        Ok(Lent {
            token: login.token,
            good_until: Some(login.good_until.timestamp()),
        })
    }

    /// The login that is kept, or a new one. Runs at the same time get one between them: whoever comes
    /// first fetches it, the others wait, and a refresh token is never spent twice.
    pub(super) fn current(
        &self,
        whose: Whose,
        rejected: Option<&Secret>,
    ) -> Result<Login, KernelError> {
        if let Ok(login) = self.at_hand(whose, rejected)? {
            return Ok(login);
        }
        let _lock = self.files.lock(duration(self.settings.timeout.value))?;
        let stale = match self.at_hand(whose, rejected)? {
            Ok(login) => return Ok(login),
            Err(stale) => stale,
        };
        let asked = now();
        let tokens = match whose {
            Whose::Person => self.refreshed(stale)?,
            Whose::Service => self.logged_in()?,
        };
        self.take(whose, &tokens, asked)
    }

    fn at_hand(
        &self,
        whose: Whose,
        rejected: Option<&Secret>,
    ) -> Result<Result<Login, Stale>, KernelError> {
        let Some(kept) = self.files.load::<Kept>(whose.word())? else {
            let why = "nobody is logged in".to_owned();
            return Ok(Err(Stale { why, refresh: None }));
        };
        let stale = |why: String| Stale {
            why,
            refresh: kept.refresh.clone().map(Secret::new),
        };
        let token = Secret::new(kept.access.clone());
        let good_until = Moment::from_micros(kept.good_until);
        if now() >= good_until {
            return Ok(Err(stale(format!("the token was good until {good_until}"))));
        }
        if rejected.is_some_and(|rejected| rejected.expose() == kept.access) {
            return Ok(Err(stale("the Kernel refused the token".to_owned())));
        }
        match self.verified(&token) {
            Ok(claims) => Ok(Ok(Login {
                claims,
                token,
                good_until,
            })),
            Err(Rejected::Token(error)) => {
                Ok(Err(stale(format!("the token was refused: {error}"))))
            }
            Err(Rejected::Kernel(error)) => Err(error),
        }
    }

    fn refreshed(&self, stale: Stale) -> Result<Tokens, KernelError> {
        let Some(refresh) = &stale.refresh else {
            return Err(KernelError::Ended { cause: stale.why });
        };
        let connection = self.connection()?;
        let tokens = self.with_client(|client| iam::refresh(connection, client, refresh));
        tokens.map_err(|error| match error {
            KernelError::Unauthorized { cause, .. } => KernelError::Ended {
                cause: format!("{}, and the IAM renews it no more: {cause}", stale.why),
            },
            other => other,
        })
    }

    fn logged_in(&self) -> Result<Tokens, KernelError> {
        let Some((client, secret)) = kernel::service(&self.settings)? else {
            return Err(KernelError::Setup {
                cause: "the context names no service client".to_owned(),
            });
        };
        iam::login_service(self.connection()?, &client, &secret)
    }

    /// Checks tokens that just came, and keeps them. They were asked for at `asked`.
    pub(super) fn take(
        &self,
        whose: Whose,
        tokens: &Tokens,
        asked: Moment,
    ) -> Result<Login, KernelError> {
        let claims = self.accepted(&tokens.access, asked)?;
        let received = now();
        let good_until = tokens.good_until(received.timestamp());
        let good_until = good_until.map_or(received.plus(UNTOLD), Moment::from_timestamp);
        let session_until = tokens
            .refresh_expires_in
            .and_then(|length| received.timestamp().checked_add(length).ok())
            .map(|end| Moment::from_timestamp(end).micros());
        let refresh = tokens.refresh.as_ref();
        let kept = Kept {
            client: self.client_id().to_owned(),
            access: tokens.access.expose().to_owned(),
            refresh: refresh.map(|token| token.expose().to_owned()),
            good_until: good_until.micros(),
            session_until,
        };
        self.files.save(whose.word(), kept)?;
        Ok(Login {
            claims,
            token: tokens.access.clone(),
            good_until,
        })
    }

    /// A token that was issued a moment ago shows what the issuer's clock says.
    fn accepted(&self, token: &Secret, asked: Moment) -> Result<Claims, KernelError> {
        let issued_at = |claims: &Claims| claims.issued_at.unwrap_or(asked);
        let apart = |there: Moment| KernelError::Clocks {
            here: asked.timestamp(),
            there: there.timestamp(),
        };
        match self.verified(token) {
            Ok(claims) if issued_at(&claims).plus(SKEW) < asked => Err(apart(issued_at(&claims))),
            Ok(claims) => Ok(claims),
            Err(Rejected::Kernel(error)) => Err(error),
            Err(Rejected::Token(error)) => match (&error, token::read_unverified(token)) {
                (
                    TokenError::Expired { .. }
                    | TokenError::NotYet { .. }
                    | TokenError::Future { .. },
                    Ok(claims),
                ) => Err(apart(issued_at(&claims))),
                _ => Err(KernelError::Untrusted {
                    cause: error.to_string(),
                }),
            },
        }
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        match &self.settings.kernel {
            KernelSettings::Embedded(_) => Some(devkernel::ISSUER),
            KernelSettings::Remote(remote) => remote.issuer.as_deref(),
        }
    }

    /// The client of the service principal, where the context names one.
    pub(super) fn service_client(&self) -> Option<&str> {
        match &self.settings.kernel {
            KernelSettings::Embedded(_) => Some(devkernel::SERVICE_CLIENT),
            KernelSettings::Remote(remote) => {
                let service = remote.service.as_ref();
                service.map(|service| service.client_id.as_str())
            }
        }
    }

    /// The client that people log in through: the service's, or a public one.
    pub(super) fn client_id(&self) -> &str {
        self.service_client().unwrap_or(PUBLIC_CLIENT)
    }

    pub(super) fn with_client<T>(
        &self,
        call: impl FnOnce(&OauthClient<'_>) -> Result<T, KernelError>,
    ) -> Result<T, KernelError> {
        match kernel::service(&self.settings)? {
            Some((id, secret)) => call(&OauthClient {
                id: &id,
                secret: Some(&secret),
            }),
            None => call(&OauthClient {
                id: PUBLIC_CLIENT,
                secret: None,
            }),
        }
    }
}

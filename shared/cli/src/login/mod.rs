//! Signing in, staying signed in, and signing out.

use wavecast_client::types;
use wavecast_identity::{FlowError, Http, HttpError, SignIn, Tokens};

use crate::clock;
use crate::config::Config;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::remote::{Remote, sent};

mod store;

pub use store::Login;

/// Seconds before its end at which a token is renewed.
const EARLY: i64 = 30;
/// How long a token is taken to work whose issuer doesn't say.
const UNSAID: i64 = 60;

impl Login {
    /// Of tokens that were just got.
    pub fn new(url: &str, issuer: &str, client: &str, tokens: Tokens) -> Self {
        Self {
            url: url.to_owned(),
            issuer: issuer.to_owned(),
            client: client.to_owned(),
            access: tokens.access,
            refresh: tokens.refresh,
            user: None,
            expires: clock::now().plus(tokens.expires_in.unwrap_or(UNSAID)),
        }
    }

    /// Of a session that the server itself opened, or took up again.
    pub fn of_session(url: &str, made: types::SessionMade) -> Self {
        Self {
            url: url.to_owned(),
            issuer: url.to_owned(),
            client: String::new(),
            access: made.access_token,
            refresh: Some(made.refresh_token),
            user: Some(made.user),
            expires: clock::now().plus(made.expires_in),
        }
    }
}

/// Renews the sign-in that the next request would use, where it is about to end.
///
/// # Errors
/// The session ended, or the issuer can't be reached.
pub async fn renew(config: &Config) -> Result {
    if config.says_token() {
        return Ok(());
    }
    let Some(login) = Login::find(&config.url())? else {
        return Ok(());
    };
    if login.expires.plus(-EARLY) > clock::now() {
        return Ok(());
    }
    let ended = || {
        Failure::new(Exit::Denied, format!("the sign-in at {} ended", login.url))
            .hint("sign in again with `wavecast login`")
    };
    let refresh = login.refresh.as_deref().ok_or_else(ended)?;
    if let Some(user) = &login.user {
        return take_up(&login, refresh).await.map_err(|failure| {
            let hint = format!("sign in again with `wavecast login --user {user}`");
            match failure.exit {
                Exit::Denied => ended().hint(hint),
                _ => failure,
            }
        });
    }
    let client = at(&login.issuer, &login.client).await?;
    match client.refresh(refresh).await {
        Ok(tokens) => Login::new(&login.url, &login.issuer, &login.client, tokens).keep(),
        Err(FlowError::Refused { .. }) => Err(ended()),
        Err(error) => Err(failed(&login.issuer, &error)),
    }
}

/// Takes a session of the server's own up again. Who asks twice at once gets the same tokens.
async fn take_up(login: &Login, refresh: &str) -> Result {
    let remote = Remote::new(&login.url, "none", false)?;
    let body = types::RefreshSession {
        refresh_token: refresh.to_owned(),
    };
    let send = || remote.client.refresh_session().body(body.clone());
    let made = remote.read(async || sent!(send())).await?;
    Login::of_session(&login.url, made).keep()
}

/// A client at an issuer.
///
/// # Errors
/// The issuer can't be reached, or isn't what it should be.
pub async fn at(issuer: &str, client: &str) -> Result<SignIn> {
    let http = Http::new().map_err(|error| failed(issuer, &error.into()))?;
    let found = SignIn::at(http, issuer, client, None).await;
    found.map_err(|error| failed(issuer, &error))
}

/// Why the issuer gave no tokens.
pub fn failed(issuer: &str, error: &FlowError) -> Failure {
    let exit = match error {
        FlowError::Refused { .. } | FlowError::NotOurs(_) => Exit::Denied,
        FlowError::NotOffered(_) => Exit::Usage,
        FlowError::Issuer(_) => Exit::Unreachable,
        FlowError::Random(_) => Exit::Machine,
    };
    Failure::new(exit, format!("sign-in at {issuer}: {error}"))
}

impl From<HttpError> for Failure {
    fn from(error: HttpError) -> Self {
        let exit = match error {
            // It wasn't even asked.
            HttpError::Url(_) => Exit::Usage,
            _ => Exit::Unreachable,
        };
        Self::new(exit, error.to_string())
    }
}

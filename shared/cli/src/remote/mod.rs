//! The control plane, through the generated client alone.

use std::time::Duration;

use wavecast_client::{Client, ClientError};

use crate::config::{AppPath, Config};
use crate::error::{Failure, Result};
use crate::exit::Exit;

mod answer;
mod channel;
mod pages;
mod people;
mod publication;
mod trail;

pub use answer::failure;
pub(crate) use answer::sent;
pub use trail::Trail;

/// The server, on behalf of whoever holds the token.
#[derive(Clone, Debug)]
pub struct Remote {
    /// The generated client.
    pub client: Client,
    /// The server's base URL.
    pub url: String,
    /// Whether nothing may change.
    dry_run: bool,
}

/// An application at the server.
#[derive(Clone, Debug)]
pub struct RemoteApp {
    /// The server.
    pub remote: Remote,
    /// The organization.
    pub org: String,
    /// The application.
    pub app: String,
}

/// What goes along with every change.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The idempotency key.
    pub key: String,
    /// Whether to decide only.
    pub dry: bool,
}

/// What the client answers.
type Answered<T> = std::result::Result<T, ClientError>;

/// Tries of a request whose outcome is unknown, or that came at a bad moment.
const TRIES: u32 = 4;

impl Remote {
    /// The server that flags, environment and file name.
    ///
    /// # Errors
    /// No token is known.
    pub fn of(config: &Config) -> Result<Self> {
        Self::new(&config.url(), &config.token()?, config.globals.dry_run)
    }

    /// A server by its base URL.
    ///
    /// # Errors
    /// A URL or a token that no request can carry.
    pub fn new(url: &str, token: &str, dry_run: bool) -> Result<Self> {
        let client = Client::connect(url, token).map_err(|error| failure(url, error))?;
        Ok(Self {
            client,
            url: url.to_owned(),
            dry_run,
        })
    }

    /// An application there.
    pub fn app(&self, path: &AppPath) -> RemoteApp {
        RemoteApp {
            remote: self.clone(),
            org: path.org.to_string(),
            app: path.app.to_string(),
        }
    }

    /// The same, deciding only.
    pub fn deciding_only(&self) -> Self {
        Self {
            dry_run: true,
            ..self.clone()
        }
    }

    /// Carries out a change under a key of its own, so that trying again never does it twice.
    ///
    /// # Errors
    /// What the server answered, or that it can't be reached.
    pub async fn change<T>(&self, send: impl AsyncFn(&Ask) -> Answered<T>) -> Result<T> {
        let mut key = [0; 16];
        getrandom::fill(&mut key)
            .map_err(|error| Failure::new(Exit::Machine, format!("no randomness: {error}")))?;
        let ask = Ask {
            key: wavecast_wire::hash::to_hex(&key),
            dry: self.dry_run,
        };
        self.tries(async || send(&ask).await).await
    }

    /// Reads something.
    ///
    /// # Errors
    /// As [`Remote::change`].
    pub async fn read<T>(&self, send: impl AsyncFn() -> Answered<T>) -> Result<T> {
        self.tries(send).await
    }

    /// Asks once, for somebody who types: who has to wait is told so, and isn't made to.
    ///
    /// # Errors
    /// As [`Remote::change`].
    pub async fn once<T>(&self, sent: impl Future<Output = Answered<T>>) -> Result<T> {
        sent.await.map_err(|error| failure(&self.url, error))
    }

    async fn tries<T>(&self, send: impl AsyncFn() -> Answered<T>) -> Result<T> {
        for attempt in 1..TRIES {
            match send().await {
                Err(error) if answer::is_worth_trying_again(&error) => {
                    let pause = Duration::from_millis(200 << attempt);
                    tokio::time::sleep(error.wait().unwrap_or(pause)).await;
                }
                done => return done.map_err(|error| failure(&self.url, error)),
            }
        }
        send().await.map_err(|error| failure(&self.url, error))
    }
}

//! Where people sign in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{Auth, Way};

/// How people sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignIn {
    /// An issuer of OpenID Connect, as it calls itself; absent where none is trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://id.example.com/realms/wavecast")]
    pub issuer: Option<String>,
    /// As which of its clients the command line signs in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "wavecast-cli")]
    pub client: Option<String>,
    /// The ways with a browser.
    pub browser: Vec<BrowserWay>,
    /// Whether this server signs people of its own in by passwords.
    pub passwords: bool,
}

/// A way to sign in with a browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrowserWay {
    /// The last part of the path where it begins: `/api/sign-in/github`.
    pub way: Way,
    /// What people call it.
    #[schema(example = "GitHub")]
    pub title: String,
}

impl SignIn {
    /// As a server is set up; `None` where nobody signs in.
    pub(crate) fn of(auth: &Auth) -> Option<Self> {
        let place = auth.place().cloned();
        let (issuer, client) = place.map(|place| (place.issuer, place.client)).unzip();
        let browser = auth.providers().map(|(way, provider)| BrowserWay {
            way,
            title: provider.title().to_owned(),
        });
        let ways = Self {
            issuer,
            client,
            browser: browser.collect(),
            passwords: auth.people().is_ok(),
        };
        let is_any = ways.issuer.is_some() || ways.passwords || !ways.browser.is_empty();
        is_any.then_some(ways)
    }
}

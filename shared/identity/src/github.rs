//! Sign-in with an account at GitHub, by its OAuth: no OpenID Connect, so no token of it reaches the API.
//! It is asked once who somebody is, and its token is dropped.

use std::fmt;

use async_trait::async_trait;
use serde::Deserialize;
use wavecast_domain::user::GitHubPerson;
use wavecast_engine::port::{Begun, Callback, IdentityError, IdentityProvider, Issued, Proven};
use wavecast_wire::time::Timestamp;
use zeroize::Zeroizing;

use crate::flow::{FlowError, brought, challenge, random};
use crate::http::{Http, HttpError, check};

/// GitHub's own place; an Enterprise server has another.
const GITHUB: &str = "https://github.com";

/// An OAuth app at a GitHub.
pub struct GitHub {
    http: Http,
    host: String,
    client: String,
    secret: Zeroizing<String>,
}

/// GitHub refuses a code with status 200 and says so in the body.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Token {
        access_token: String,
    },
    Refused {
        error: String,
        #[serde(default)]
        error_description: Option<String>,
    },
}

/// An account, as far as we ask.
#[derive(Deserialize)]
struct Account {
    id: u64,
    login: String,
}

impl GitHub {
    /// The app by this client id, at GitHub itself or at an Enterprise server.
    ///
    /// # Errors
    /// An address that can't be asked.
    pub fn new(
        http: Http,
        host: Option<&str>,
        client: &str,
        secret: Zeroizing<String>,
    ) -> Result<Self, HttpError> {
        let host = host.unwrap_or(GITHUB).trim_end_matches('/').to_owned();
        check(&host)?;
        Ok(Self {
            http,
            host,
            client: client.to_owned(),
            secret,
        })
    }

    /// Where an account is asked for: GitHub's API has a host of its own, an Enterprise server's a path.
    fn api(&self, path: &str) -> String {
        match self.host.as_str() {
            GITHUB => format!("https://api.github.com{path}"),
            host => format!("{host}/api/v3{path}"),
        }
    }

    /// The account for whom a code speaks.
    async fn account(
        &self,
        code: &str,
        verifier: &str,
        redirect: &str,
    ) -> Result<Account, FlowError> {
        let place = format!("{}/login/oauth/access_token", self.host);
        let form = [
            ("client_id", self.client.as_str()),
            ("client_secret", self.secret.as_str()),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        let given: Given = self.http.post(&place, &form).await?;
        let token = match given {
            Given::Token { access_token } => Zeroizing::new(access_token),
            Given::Refused {
                error,
                error_description,
            } => {
                return Err(FlowError::Refused {
                    code: error,
                    about: error_description,
                });
            }
        };
        Ok(self.http.get_as(&self.api("/user"), &token).await?)
    }
}

#[async_trait]
impl IdentityProvider for GitHub {
    fn title(&self) -> &str {
        "GitHub"
    }

    fn issuer(&self) -> &str {
        &self.host
    }

    async fn begin(&self, redirect: &str) -> Result<(String, Begun), IdentityError> {
        let begun = Begun {
            state: random()?,
            nonce: String::new(),
            verifier: random()?,
        };
        let mut url =
            check(&format!("{}/login/oauth/authorize", self.host)).map_err(FlowError::from)?;
        // No scope: who somebody is, everybody may read.
        url.query_pairs_mut()
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", redirect)
            .append_pair("state", &begun.state)
            .append_pair("code_challenge", &challenge(&begun.verifier))
            .append_pair("code_challenge_method", "S256");
        Ok((url.into(), begun))
    }

    async fn finish(
        &self,
        begun: &Begun,
        redirect: &str,
        back: &Callback,
        _: Timestamp,
    ) -> Result<Proven, IdentityError> {
        let code = brought(back, &begun.state, &self.host)?;
        let account = self.account(code, &begun.verifier, redirect).await?;
        let person = GitHubPerson::new(&self.host, account.id, &account.login);
        let person = person.ok_or_else(|| {
            let why = "GitHub describes an account that has no name or number";
            IdentityError::Refused(why.to_owned())
        })?;
        Ok(Proven::GitHub(person))
    }

    async fn go_on(&self, _: &str) -> Result<Issued, IdentityError> {
        Err(IdentityError::Refused("GitHub gives no tokens".to_owned()))
    }

    async fn end(&self, _: &str) -> Result<(), IdentityError> {
        Ok(())
    }
}

impl fmt::Debug for GitHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GitHub({} at {})", self.client, self.host)
    }
}

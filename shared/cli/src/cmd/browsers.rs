//! Where people sign in with a browser, as `dev` and `serve` are told.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use wavecast_api::{Auth, Way};
use wavecast_identity::{GitHub, Http, OpenId};

use super::sign_in::secret_in;
use crate::error::{Failure, Result};

/// Where people sign in with a browser.
#[derive(Clone, Debug, Default, Args)]
pub struct BrowserArgs {
    /// As which of the issuer's clients browsers sign in; it must be allowed to send them back to
    /// /api/sign-in/oidc/callback. Its secret, if it has one, is in --oidc-browser-secret-file or
    /// WAVECAST_OIDC_BROWSER_SECRET
    #[arg(
        long,
        value_name = "NAME",
        env = "WAVECAST_OIDC_BROWSER_CLIENT",
        requires = "oidc_issuer"
    )]
    oidc_browser_client: Option<String>,
    /// The file that holds that client's secret
    #[arg(
        long,
        value_name = "FILE",
        env = "WAVECAST_OIDC_BROWSER_SECRET_FILE",
        requires = "oidc_browser_client"
    )]
    oidc_browser_secret_file: Option<PathBuf>,
    /// By which OAuth app people sign in with an account at GitHub; its secret is in --github-secret-file or
    /// WAVECAST_GITHUB_SECRET
    #[arg(long, value_name = "ID", env = "WAVECAST_GITHUB_CLIENT")]
    github_client: Option<String>,
    /// The file that holds the app's secret
    #[arg(
        long,
        value_name = "FILE",
        env = "WAVECAST_GITHUB_SECRET_FILE",
        requires = "github_client"
    )]
    github_secret_file: Option<PathBuf>,
    /// Which GitHub, if an Enterprise server
    #[arg(
        long,
        value_name = "URL",
        env = "WAVECAST_GITHUB_URL",
        requires = "github_client"
    )]
    github_url: Option<String>,
    /// Let in whoever has an account there, and not only who was added by `wavecast user add`
    #[arg(long, env = "WAVECAST_GITHUB_ANYBODY", requires = "github_client")]
    github_anybody: bool,
}

/// Where secrets are looked for, if no file is said.
const OIDC_SECRET: &str = "WAVECAST_OIDC_BROWSER_SECRET";
const GITHUB_SECRET: &str = "WAVECAST_GITHUB_SECRET";

impl BrowserArgs {
    /// Lets people in where the arguments say.
    ///
    /// # Errors
    /// A secret that is missing or can't be read, or an address that can't be asked.
    pub fn apply(
        self,
        auth: Auth,
        issuer: Option<&str>,
        http: &Http,
        api_url: &str,
    ) -> Result<Auth> {
        let mut auth = auth;
        if let (Some(client), Some(issuer)) = (&self.oidc_browser_client, issuer) {
            let secret = secret_in(self.oidc_browser_secret_file.as_deref(), OIDC_SECRET)?;
            let provider = OpenId::new(http.clone(), issuer, client, secret);
            auth = auth.with_provider(Way::Oidc, Arc::new(provider), api_url);
        }
        let Some(client) = &self.github_client else {
            return Ok(auth);
        };
        let secret = secret_in(self.github_secret_file.as_deref(), GITHUB_SECRET)?;
        let secret = secret.ok_or_else(|| {
            let hint = format!("say --github-secret-file, or set {GITHUB_SECRET}");
            Failure::usage("the OAuth app at GitHub has no secret").hint(hint)
        })?;
        let provider = GitHub::new(http.clone(), self.github_url.as_deref(), client, secret)
            .map_err(|error| Failure::usage(format!("--github-url {error}")))?;
        let auth = auth.with_provider(Way::GitHub, Arc::new(provider), api_url);
        Ok(match self.github_anybody {
            true => auth.with_anybody(),
            false => auth,
        })
    }
}

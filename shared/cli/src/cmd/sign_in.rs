//! Who signs people in, as `dev` and `serve` are told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use wavecast_api::{Auth, SignInPlace};
use wavecast_identity::{Http, RoleMap, Settings, Verifier, WorkflowVerifier};

use crate::error::{Failure, Result};

/// Who signs people in.
#[derive(Clone, Debug, Default, Args)]
pub struct SignInArgs {
    /// Who signs people in: an issuer of OpenID Connect, as it calls itself
    #[arg(long, value_name = "URL", env = "WAVECAST_OIDC_ISSUER")]
    oidc_issuer: Option<String>,
    /// Whom its access tokens must be for
    #[arg(
        long,
        value_name = "NAME",
        default_value = "wavecast",
        env = "WAVECAST_OIDC_AUDIENCE"
    )]
    oidc_audience: String,
    /// As which of its clients the command line signs in
    #[arg(
        long,
        value_name = "NAME",
        default_value = "wavecast-cli",
        env = "WAVECAST_OIDC_CLIENT"
    )]
    oidc_client: String,
    /// Which of its claims give which roles: a TOML file, docs/identity.md has one
    #[arg(
        long,
        value_name = "FILE",
        env = "WAVECAST_OIDC_ROLES",
        requires = "oidc_issuer"
    )]
    oidc_roles: Option<PathBuf>,
    /// Whose workflows may exchange their tokens for short-lived ones; may repeat, none with ''
    #[arg(
        long = "workflow-issuer",
        value_name = "URL",
        value_delimiter = ',',
        default_value = "https://token.actions.githubusercontent.com",
        env = "WAVECAST_WORKFLOW_ISSUERS"
    )]
    workflow_issuers: Vec<String>,
}

impl SignInArgs {
    /// Lets the issuer's people in, where one is said, and workflows get tokens for this server.
    ///
    /// # Errors
    /// No TLS provider, or a file of roles that can't be read.
    pub fn apply(self, auth: Auth, api_url: &str) -> Result<Auth> {
        let http = Http::new()?;
        let mut issuers = self.workflow_issuers;
        issuers.retain(|issuer| !issuer.is_empty());
        let auth = match issuers.is_empty() {
            true => auth,
            false => {
                let workflows = WorkflowVerifier::new(issuers, api_url.to_owned(), &http);
                auth.with_workflows(Arc::new(workflows))
            }
        };
        let Some(issuer) = self.oidc_issuer else {
            return Ok(auth);
        };
        let roles = self.oidc_roles.as_deref().map(roles).transpose()?;
        let settings = Settings {
            issuer: issuer.clone(),
            audience: self.oidc_audience,
            roles: roles.unwrap_or_default(),
        };
        let place = SignInPlace {
            issuer,
            client: self.oidc_client,
        };
        Ok(auth.with_identity(Arc::new(Verifier::new(settings, http)), place))
    }
}

/// Reads which claims give which roles.
fn roles(path: &Path) -> Result<RoleMap> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("read the roles in", path, &error))?;
    toml::from_str(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

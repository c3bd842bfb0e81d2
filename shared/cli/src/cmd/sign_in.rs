//! Who signs people in, as `dev` and `serve` are told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use wavecast_api::{Auth, SignInPlace};
use wavecast_identity::{Http, RoleMap, Settings, Verifier};

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
}

impl SignInArgs {
    /// Lets the issuer's people in, where one is said.
    ///
    /// # Errors
    /// No TLS provider, or a file of roles that can't be read.
    pub fn apply(self, auth: Auth) -> Result<Auth> {
        let Some(issuer) = self.oidc_issuer else {
            return Ok(auth);
        };
        let settings = Settings {
            issuer: issuer.clone(),
            audience: self.oidc_audience,
            roles: self
                .oidc_roles
                .as_deref()
                .map_or_else(|| Ok(RoleMap::default()), roles)?,
        };
        let verifier = Verifier::new(settings, Http::new()?);
        let place = SignInPlace {
            issuer,
            client: self.oidc_client,
        };
        Ok(auth.with_identity(Arc::new(verifier), place))
    }
}

/// Reads which claims give which roles.
fn roles(path: &Path) -> Result<RoleMap> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("read the roles in", path, &error))?;
    toml::from_str(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

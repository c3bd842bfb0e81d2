//! Who signs people in, as `dev` and `serve` are told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use wavecast_api::{Auth, SignInPlace};
use wavecast_engine::port::Groups;
use wavecast_identity::{
    AUDIENCE, CLIENT, GITHUB, Http, Keycloak, KeycloakSettings, RoleMap, Settings, Trusted,
};
use zeroize::Zeroizing;

use super::browsers::BrowserArgs;
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
        default_value = AUDIENCE,
        env = "WAVECAST_OIDC_AUDIENCE"
    )]
    oidc_audience: String,
    /// As which of its clients the command line signs in
    #[arg(
        long,
        value_name = "NAME",
        default_value = CLIENT,
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
    /// As which client of the issuer's, a Keycloak, groups are made there; its secret is in
    /// --keycloak-secret-file or WAVECAST_KEYCLOAK_SECRET
    #[arg(
        long,
        value_name = "NAME",
        env = "WAVECAST_KEYCLOAK_CLIENT",
        requires = "oidc_issuer"
    )]
    keycloak_client: Option<String>,
    /// The file that holds the client's secret
    #[arg(
        long,
        value_name = "FILE",
        env = "WAVECAST_KEYCLOAK_SECRET_FILE",
        requires = "keycloak_client"
    )]
    keycloak_secret_file: Option<PathBuf>,
    /// The group that holds all that is made there; an administrator of Keycloak's makes it
    #[arg(
        long,
        value_name = "PATH",
        default_value = "/wavecast",
        env = "WAVECAST_KEYCLOAK_PARENT"
    )]
    keycloak_parent: String,
    #[command(flatten)]
    browsers: BrowserArgs,
    /// Whose workflows may exchange their tokens for short-lived ones; may repeat, none with ''
    #[arg(
        long = "workflow-issuer",
        value_name = "URL",
        value_delimiter = ',',
        default_value = GITHUB,
        env = "WAVECAST_WORKFLOW_ISSUERS"
    )]
    workflow_issuers: Vec<String>,
}

/// Where the secret is looked for, if no file is said.
const SECRET: &str = "WAVECAST_KEYCLOAK_SECRET";

impl SignInArgs {
    /// Where groups are made, if they are.
    ///
    /// # Errors
    /// No secret, or an issuer that is no realm of Keycloak.
    pub fn groups(&self) -> Result<Option<Arc<dyn Groups>>> {
        let (Some(client), Some(issuer)) = (&self.keycloak_client, &self.oidc_issuer) else {
            return Ok(None);
        };
        let settings = KeycloakSettings {
            issuer: issuer.clone(),
            client: client.clone(),
            secret: self.secret()?,
            parent: self.keycloak_parent.clone(),
        };
        let keycloak = Keycloak::new(settings, Http::new()?)
            .map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Some(Arc::new(keycloak)))
    }

    fn secret(&self) -> Result<Zeroizing<String>> {
        let found = secret_in(self.keycloak_secret_file.as_deref(), SECRET)?;
        found.ok_or_else(|| {
            let what = "the client that makes groups has no secret";
            let hint = format!("say --keycloak-secret-file, or set {SECRET}");
            Failure::usage(what).hint(hint)
        })
    }

    /// Lets the issuer's people in, where one is said, and workflows get tokens for this server.
    ///
    /// # Errors
    /// No TLS provider, an issuer that would never be asked, or a file of roles that can't be read.
    pub fn apply(self, auth: Auth, api_url: &str) -> Result<Auth> {
        let place = self.oidc_issuer.clone().map(|issuer| SignInPlace {
            issuer,
            client: self.oidc_client.clone(),
        });
        let issuer = self.oidc_issuer.as_deref();
        let browsers = self.browsers.clone();
        let mut auth = browsers.apply(auth, issuer, &Http::new()?, api_url)?;
        if place.is_some() && self.keycloak_client.is_some() {
            auth = auth.with_groups(&self.keycloak_parent);
        }
        let judges = self.trusted(api_url)?.judges()?;
        if let Some(workflows) = judges.workflows {
            auth = auth.with_workflows(Arc::new(workflows));
        }
        Ok(match judges.people.zip(place) {
            Some((people, place)) => auth.with_identity(Arc::new(people), place),
            None => auth,
        })
    }

    fn trusted(self, api_url: &str) -> Result<Trusted> {
        let mut workflows = self.workflow_issuers;
        workflows.retain(|issuer| !issuer.is_empty());
        let mut roles = match &self.oidc_roles {
            Some(path) => roles(path)?,
            None => RoleMap::default(),
        };
        if self.keycloak_client.is_some() {
            roles = roles.with_groups(&self.keycloak_parent);
        }
        let people = self.oidc_issuer.map(|issuer| Settings {
            issuer,
            audience: self.oidc_audience,
            roles,
        });
        Ok(Trusted {
            people,
            workflows,
            public_url: api_url.to_owned(),
        })
    }
}

/// A secret in a file, or in a variable; on a command line everybody could read it.
pub(super) fn secret_in(file: Option<&Path>, variable: &str) -> Result<Option<Zeroizing<String>>> {
    let found = match file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Failure::file("read the secret in", path, &error))?,
        None => std::env::var(variable).unwrap_or_default(),
    };
    let found = Zeroizing::new(found);
    let secret = Zeroizing::new(found.trim().to_owned());
    Ok((!secret.is_empty()).then_some(secret))
}

/// Reads which claims give which roles.
fn roles(path: &Path) -> Result<RoleMap> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("read the roles in", path, &error))?;
    toml::from_str(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

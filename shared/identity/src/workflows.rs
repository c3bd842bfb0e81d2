//! Judges the tokens of workflows, such as those of GitHub Actions.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::Deserialize;
use wavecast_domain::org::Workflow;
use wavecast_engine::port::{IdentityError, Workflows};
use wavecast_wire::time::Timestamp;

use crate::claims::{self, Claims, TokenError};
use crate::http::{Http, HttpError, check};
use crate::roles::RoleMap;
use crate::verifier::{Settings, Verifier, refuse};

/// Judges tokens of the issuers that an installation trusts, for itself as their audience.
#[derive(Debug)]
pub struct WorkflowVerifier {
    audience: String,
    issuers: BTreeMap<String, Verifier>,
}

impl WorkflowVerifier {
    /// Of issuers, as they call themselves. Nothing is asked before the first token comes.
    #[must_use]
    pub fn new(issuers: Vec<String>, audience: String, http: &Http) -> Self {
        let verifier = |issuer: String| {
            let settings = Settings {
                issuer: issuer.clone(),
                audience: audience.clone(),
                roles: RoleMap::default(),
            };
            (issuer, Verifier::new(settings, http.clone()))
        };
        Self {
            issuers: issuers.into_iter().map(verifier).collect(),
            audience,
        }
    }
}

#[async_trait]
impl Workflows for WorkflowVerifier {
    fn issuers(&self) -> Vec<&str> {
        self.issuers.keys().map(String::as_str).collect()
    }

    fn audience(&self) -> &str {
        &self.audience
    }

    async fn judge(&self, token: &str, now: Timestamp) -> Result<Workflow, IdentityError> {
        // It says itself whose keys are to judge it: of those that are trusted.
        let issuer = claims::said_issuer(token).map_err(refuse)?;
        let verifier = self.issuers.get(&issuer);
        let verifier = verifier.ok_or_else(|| refuse(TokenError::Issuer))?;
        workflow(verifier.claims(token, now).await?).map_err(refuse)
    }
}

/// Asks GitHub Actions for the token of the job that runs: at the place, and with the token for it, that
/// the job's environment names.
///
/// # Errors
/// The place can't be asked, or answers something else.
pub async fn job_token(
    http: &Http,
    place: &str,
    token: &str,
    audience: &str,
) -> Result<String, HttpError> {
    #[derive(Deserialize)]
    struct Given {
        value: String,
    }
    let mut url = check(place)?;
    url.query_pairs_mut().append_pair("audience", audience);
    let given: Given = http.get_as(url.as_str(), token).await?;
    Ok(given.value)
}

/// By the claims of GitHub Actions.
fn workflow(claims: Claims) -> Result<Workflow, TokenError> {
    let text = |name: &str| match claims.at(name) {
        None => Ok(None),
        Some(value) => match value.as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(TokenError::Claim(name.to_owned())),
        },
    };
    let repository = text("repository")?;
    let workflow = Workflow {
        repository: repository.ok_or_else(|| TokenError::Claim("repository".to_owned()))?,
        reference: text("ref")?,
        environment: text("environment")?,
        run: text("run_id")?,
        issuer: claims.iss,
    };
    if workflow.is_plain() {
        return Ok(workflow);
    }
    Err(TokenError::Claim(
        "repository, ref, environment or run_id".to_owned(),
    ))
}

//! Whose tokens a server takes besides its own, as whoever runs it says: one machine by its flags, a
//! function by its environment.

use crate::http::{Http, HttpError, check};
use crate::verifier::{Settings, Verifier};
use crate::workflows::WorkflowVerifier;

/// Whom the access tokens of people must be for, if nothing else is said.
pub const AUDIENCE: &str = "wavecast";
/// As which of an issuer's clients the command line signs in, if nothing else is said.
pub const CLIENT: &str = "wavecast-cli";
/// Whose workflows may exchange their tokens, if nothing else is said.
pub const GITHUB: &str = "https://token.actions.githubusercontent.com";

/// Whose tokens a server takes besides its own. The default takes nobody's.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// Who signs people in, and which of its tokens are accepted.
    pub people: Option<Settings>,
    /// Issuers whose workflows may exchange their tokens.
    pub workflows: Vec<String>,
    /// The server's own URL, which those tokens must be for.
    pub public_url: String,
}

/// Who judges the tokens that a server takes.
#[derive(Debug, Default)]
pub struct Judges {
    /// Those of people.
    pub people: Option<Verifier>,
    /// Those of workflows.
    pub workflows: Option<WorkflowVerifier>,
}

impl Trusted {
    /// Who judges them. Nothing is asked before the first token comes.
    ///
    /// # Errors
    /// An issuer that would never be asked, or no TLS provider.
    pub fn judges(self) -> Result<Judges, HttpError> {
        let people = self.people.iter().map(|settings| &settings.issuer);
        for issuer in people.chain(&self.workflows) {
            check(issuer)?;
        }
        let http = Http::new()?;
        let (issuers, here) = (self.workflows, self.public_url);
        Ok(Judges {
            workflows: (!issuers.is_empty()).then(|| WorkflowVerifier::new(issuers, here, &http)),
            people: self.people.map(|settings| Verifier::new(settings, http)),
        })
    }
}

//! What control reads from Secrets Manager: hashes of tokens, when it starts and when one is presented
//! that it doesn't know; and what proves that a request came through the firewall. The environment names
//! the secrets and holds none.

use async_trait::async_trait;
use serde::Deserialize;
use wavecast_api::{Fixed, FixedTokens};
use wavecast_aws::Backend;
use wavecast_domain::principal::Principal;
use wavecast_engine::port::PortError;
use wavecast_wire::hash::Sha256;

/// Names the secret with the hashes of tokens.
const TOKENS: &str = "WAVECAST_TOKEN_SECRET";
/// Names the secret that the firewall adds to requests, where there is one.
const ORIGIN: &str = "WAVECAST_ORIGIN_SECRET";
/// The format of the tokens' secret.
const V: u32 = 1;

/// Reads secrets.
pub(crate) struct Secrets {
    client: aws_sdk_secretsmanager::Client,
    tokens: String,
    origin: Option<String>,
}

/// `{"v":1,"tokens":[{"sha256":"…","name":"bootstrap"}]}`.
#[derive(Deserialize)]
struct Tokens {
    v: u32,
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
struct Token {
    sha256: Sha256,
    name: String,
}

impl Secrets {
    /// The secrets that the environment names.
    pub(crate) fn of(backend: &Backend) -> Result<Self, PortError> {
        let named = |name| {
            std::env::var(name)
                .ok()
                .filter(|value: &String| !value.is_empty())
        };
        let tokens = named(TOKENS).ok_or_else(|| {
            PortError::Setup(format!(
                "{TOKENS} is not set (the ARN of the secret with the hashes of tokens)"
            ))
        })?;
        Ok(Self {
            client: aws_sdk_secretsmanager::Client::new(backend.sdk.config()),
            tokens,
            origin: named(ORIGIN),
        })
    }

    /// Who is let in.
    pub(crate) async fn tokens(&self) -> Result<Vec<Fixed>, PortError> {
        let text = self.read(TOKENS, &self.tokens).await?;
        known(&text)
    }

    /// What a request must carry; `None` where no firewall stands before the API.
    pub(crate) async fn origin(&self) -> Result<Option<String>, PortError> {
        match &self.origin {
            Some(name) => self.read(ORIGIN, name).await.map(Some),
            None => Ok(None),
        }
    }

    async fn read(&self, setting: &str, name: &str) -> Result<String, PortError> {
        let read = self.client.get_secret_value().secret_id(name).send().await;
        let found = read.map_err(|error| {
            let why = error.into_service_error();
            PortError::Setup(format!(
                "{setting}={name}: can't be read ({}); let the role read it, or deploy again",
                why.meta().code().unwrap_or("no answer")
            ))
        })?;
        found
            .secret_string
            .ok_or_else(|| PortError::Setup(format!("{setting}={name}: holds no text")))
    }
}

/// A secret that can't be read now, or was broken, lets in those who were let in before.
#[async_trait]
impl FixedTokens for Secrets {
    async fn now(&self) -> Option<Vec<Fixed>> {
        match self.tokens().await {
            Ok(tokens) => {
                tracing::info!(tokens = tokens.len(), "the secret of tokens was read again");
                Some(tokens)
            }
            Err(error) => {
                tracing::error!(%error, "the secret of tokens can't be read again");
                None
            }
        }
    }
}

/// The tokens that a secret's text names. What is in it is never repeated.
fn known(text: &str) -> Result<Vec<Fixed>, PortError> {
    let wrong = |rule: &str| {
        PortError::Setup(format!(
            "{TOKENS}: {rule}; it must be {{\"v\":1,\"tokens\":[{{\"sha256\":\"…\",\"name\":\"…\"}}]}}"
        ))
    };
    let tokens: Tokens = serde_json::from_str(text).map_err(|_| wrong("it can't be read"))?;
    if tokens.v != V {
        return Err(wrong("it has another version"));
    }
    let principal = |token: Token| {
        // Nobody else has a token here: people and machines of organizations have theirs in the table.
        let principal = Principal::Bootstrap;
        tracing::debug!(token = token.name, "knows");
        (token.sha256, principal)
    };
    Ok(tokens.tokens.into_iter().map(principal).collect())
}

#[cfg(test)]
mod tests {
    use wavecast_api::Auth;

    use super::*;

    #[test]
    fn tokens_are_known_by_their_hashes() {
        let hash = Sha256::of(b"wct_x");
        let text = format!(r#"{{"v":1,"tokens":[{{"sha256":"{hash}","name":"bootstrap"}}]}}"#);
        let auth = Auth::from_hashes(known(&text).unwrap());
        assert_eq!(auth.principal("wct_x"), Some(Principal::Bootstrap));
        assert_eq!(auth.principal("wct_y"), None);
        let nobody = known(r#"{"v":1,"tokens":[]}"#).unwrap();
        assert_eq!(nobody, []);
    }

    #[test]
    fn a_broken_secret_is_told_without_a_word_of_it() {
        for text in [
            "wct_x",
            r#"{"v":2,"tokens":[]}"#,
            r#"{"v":1,"tokens":[{"sha256":"wct_x","name":""}]}"#,
        ] {
            let said = known(text).unwrap_err().to_string();
            assert!(
                said.starts_with("WAVECAST_TOKEN_SECRET: it ") && !said.contains("wct_x"),
                "{said}"
            );
        }
    }
}

//! A connection to a server, with its token.

use std::ops::Deref;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use crate::error::ClientError;
use crate::generated;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the server may be silent; the longest long poll is 20 s.
const SILENCE: Duration = Duration::from_secs(60);

/// A client of one server. Every operation of the API is a method.
#[derive(Clone, Debug)]
pub struct Client {
    api: generated::Client,
    /// Without the token: presigned URLs may point anywhere.
    pub(crate) plain: reqwest::Client,
}

impl Client {
    /// Prepares a client of the server at `base`, such as `http://127.0.0.1:8080`, that calls with
    /// this token. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ClientError::Setup`] for a base that is no HTTP URL, or a token that no header can carry.
    pub fn connect(base: &str, token: &str) -> Result<Self, ClientError> {
        let url = reqwest::Url::parse(base)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        if url.is_none() {
            let rule = format!("'{base}' is no server's URL; write it like http://127.0.0.1:8080");
            return Err(ClientError::Setup(rule));
        }
        let mut bearer = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
            ClientError::Setup("the token has characters that no header can carry".to_owned())
        })?;
        bearer.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, bearer)]);
        let with_token = prepared().default_headers(headers).build();
        let with_token = with_token.map_err(|error| ClientError::Setup(error.to_string()))?;
        let plain = prepared().build();
        let plain = plain.map_err(|error| ClientError::Setup(error.to_string()))?;
        Ok(Self {
            api: generated::Client::new_with_client(base.trim_end_matches('/'), with_token),
            plain,
        })
    }
}

fn prepared() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .user_agent(concat!("wavecast/", env!("CARGO_PKG_VERSION")))
}

impl Deref for Client {
    type Target = generated::Client;

    fn deref(&self) -> &generated::Client {
        &self.api
    }
}

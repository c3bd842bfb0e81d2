//! Reading a request that changes something.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use futures_util::StreamExt as _;
use serde::de::{DeserializeOwned, IgnoredAny};
use wavecast_domain::principal::Principal;
use wavecast_engine::control;
use wavecast_wire::hash::Hasher;
use wavecast_wire::json::JsonError;
use wavecast_wire::time::Timestamp;

use crate::ask::read_query;
use crate::frame::Frame;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::sight::Watched;

/// Bytes of a body that the API reads; files go through `/uploads`.
pub const BODY_BYTES: usize = 1 << 20;
/// Bytes of a body that lists devices: 100,000 ids of 32 characters.
pub const DEVICES_BYTES: usize = 4 << 20;

/// A request that changes something: what the engine needs of it, and its input.
#[derive(Debug)]
pub(crate) struct Call<T> {
    /// Who, under which conditions.
    pub request: control::Request,
    /// What.
    pub input: T,
}

/// The query of a request that changes something.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeQuery {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    ask: bool,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Call<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let known = parts.extensions.get::<Principal>().cloned();
        let principal = known.ok_or_else(|| Problem::unauthenticated("nobody is signed in"))?;
        let frame = parts.extensions.get::<Frame>().cloned();
        let frame = frame.ok_or_else(|| Problem::internal("the request has no frame"))?;
        let query: ChangeQuery = read_query(&frame.uri)?;
        let key = idempotency_key(&parts.headers)?;
        let expected = expected_revision(&parts.headers)?;
        let most = most_bytes(frame.uri.path());
        let bytes = read_body(&parts.headers, body, most).await?;
        let input = read_input(&bytes, most)?;
        let idempotency = key.map(|key| {
            let mut hasher = Hasher::default();
            // The digest is kept: of a body with a secret in it nobody finds out more without the key.
            hasher.update(key.as_bytes());
            hasher.update(&[0]);
            for part in [parts.method.as_str(), frame.uri.path()] {
                hasher.update(part.as_bytes());
                hasher.update(&[0]);
            }
            // To ask for approvals is another request than to do it.
            hasher.update(if query.ask { "ask\0" } else { "" }.as_bytes());
            hasher.update(&bytes);
            (key, hasher.finish())
        });
        let request = control::Request {
            principal,
            id: frame.id,
            idempotency,
            expected,
            dry_run: query.dry_run,
            ask: query.ask,
        };
        Ok(Self { request, input })
    }
}

/// Bytes of what somebody says who isn't known yet.
const STRANGERS_BYTES: usize = 8 * 1024;
/// Characters of what a client says of itself.
const AGENT_CHARS: usize = 100;

/// A request of somebody who isn't known yet.
#[derive(Debug)]
pub(crate) struct Stranger<T> {
    /// The request's id.
    pub id: String,
    /// From where.
    pub origin: Origin,
    /// By which client, as it says.
    pub agent: String,
    /// What.
    pub input: T,
}

impl<T> Stranger<T> {
    /// The request, as it is noted.
    pub(crate) fn watched(&self, subject: &str, now: Timestamp) -> Watched {
        Watched::at(Some(self.id.clone()), self.origin, subject.to_owned(), now)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Stranger<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let frame = parts.extensions.get::<Frame>();
        let frame = frame.ok_or_else(|| Problem::internal("the request has no frame"))?;
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
        let bytes = read_body(&parts.headers, body, STRANGERS_BYTES).await?;
        Ok(Self {
            id: frame.id.clone(),
            origin: Origin::of(&parts.extensions, &parts.headers),
            agent: agent.chars().take(AGENT_CHARS).collect(),
            input: read_input(&bytes, STRANGERS_BYTES)?,
        })
    }
}

/// Lists of devices are longer than anything else that is said in a body.
fn most_bytes(path: &str) -> usize {
    if path.contains("/groups/") || path.ends_with("/compare") {
        DEVICES_BYTES
    } else {
        BODY_BYTES
    }
}

async fn read_body(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk =
            chunk.map_err(|error| Problem::malformed(format!("the body ended early: {error}")))?;
        if bytes.len() + chunk.len() > most {
            return Err(Problem::too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    if !bytes.is_empty() && !says_json(headers) {
        return Err(Problem::media_type("application/json"));
    }
    Ok(bytes)
}

fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let text = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let media = text.split(';').next().unwrap_or("").trim();
    media.eq_ignore_ascii_case("application/json")
}

/// An empty body is an empty object: a verb without input needs none.
fn read_input<T: DeserializeOwned>(bytes: &[u8], most: usize) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    // The strict pass comes first: nothing is built of bytes that are too deep or have a key twice.
    wavecast_wire::json::scan(bytes, most).map_err(|error| unacceptable(bytes, &error))?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let rule = error.inner().to_string();
        // Where it lies in the bytes is of no use beside the field's name.
        let rule = rule.split(" at line ").next().unwrap_or_default();
        match error.path().to_string().as_str() {
            "." => Problem::malformed_at("body", rule),
            field => Problem::malformed_at(field, rule),
        }
    })
}

/// JSON that breaks a rule of ours, such as a fraction, can be read; what is no JSON can't.
fn unacceptable(bytes: &[u8], error: &JsonError) -> Problem {
    let text = str::from_utf8(bytes).unwrap_or_default();
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Problem::invalid("body", error.to_string()),
        Err(_) => Problem::malformed(format!("the body is not acceptable JSON: {error}")),
    }
}

/// The header that makes a repeated request the same request.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = only_one(headers, IDEMPOTENCY_KEY)? else {
        return Ok(None);
    };
    let text = value.to_str().ok().filter(|text| {
        (1..=128).contains(&text.len()) && text.bytes().all(|b| (0x21..0x7f).contains(&b))
    });
    let rule = "must be 1 to 128 printable ASCII characters without spaces";
    let text = text.ok_or_else(|| Problem::invalid(IDEMPOTENCY_KEY, rule))?;
    Ok(Some(text.to_owned()))
}

/// The revision of `If-Match`; `*` asks for no particular one.
fn expected_revision(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = only_one(headers, "if-match")? else {
        return Ok(None);
    };
    if value.as_bytes() == b"*" {
        return Ok(None);
    }
    let revision = value.to_str().ok().and_then(|text| {
        let digits = text.strip_prefix('"')?.strip_suffix('"')?;
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    });
    let rule = "must be one ETag as it was answered, such as \"42\", or *";
    revision
        .map(Some)
        .ok_or_else(|| Problem::invalid("if-match", rule))
}

fn only_one<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> Result<Option<&'a header::HeaderValue>, Problem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::invalid(name, "must be sent once"));
    }
    Ok(first)
}

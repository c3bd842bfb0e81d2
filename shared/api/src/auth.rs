//! Who calls.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq as _;
use wavecast_domain::principal::Principal;
use wavecast_wire::hash::Sha256;

use crate::problem::Problem;
use crate::state::ApiState;

/// Turns a bearer token into a principal. Keeps hashes alone, so that no token can leak from it.
#[derive(Clone, Debug)]
pub struct Auth {
    tokens: Arc<[(Sha256, Principal)]>,
}

impl Auth {
    /// Knows the bootstrap token (`wct_…`) alone.
    #[must_use]
    pub fn bootstrap(token: &str) -> Self {
        let known = (Sha256::of(token.as_bytes()), Principal::Bootstrap);
        Self {
            tokens: Arc::new([known]),
        }
    }

    /// The principal of a token. Hashes are compared in constant time, so that no clock tells how
    /// near a guess came.
    #[must_use]
    pub fn principal(&self, token: &str) -> Option<Principal> {
        let asked = Sha256::of(token.as_bytes());
        let mut known = self.tokens.iter();
        let found = known.find(|(hash, _)| bool::from(hash.0.ct_eq(&asked.0)));
        found.map(|(_, principal)| principal.clone())
    }
}

/// Lets only known principals pass, and tells the handlers who it is.
pub(crate) async fn require(
    State(state): State<ApiState>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let given = request.headers().get(header::AUTHORIZATION);
    let given = given.ok_or_else(|| Problem::unauthenticated("this request carries no token"))?;
    let token = given.to_str().ok().and_then(bearer).ok_or_else(|| {
        Problem::unauthenticated("the authorization header isn't 'Bearer' and a token")
    })?;
    let principal = state.auth.principal(token);
    let principal =
        principal.ok_or_else(|| Problem::unauthenticated("this token isn't known here"))?;
    request.extensions_mut().insert(principal);
    Ok(next.run(request).await)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

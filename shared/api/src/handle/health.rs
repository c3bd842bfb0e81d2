//! Whether the server lives, and whether it can work.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wavecast_engine::control::PageAsk;

use crate::problem::Problem;
use crate::state::ApiState;

/// How a server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    status: &'static str,
    /// The server's version.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Says that the server lives.
#[utoipa::path(get, path = "/healthz", tag = "server", responses((status = 200, body = Health)))]
pub(crate) async fn get_health(State(state): State<ApiState>) -> Json<Health> {
    Json(Health {
        status: "ok",
        version: state.info.version,
    })
}

/// Says that the server can work: it reads the ledger.
#[utoipa::path(get, path = "/readyz", tag = "server", responses((status = 200, body = Health)))]
pub(crate) async fn get_readiness(State(state): State<ApiState>) -> Result<Json<Health>, Problem> {
    let one = PageAsk {
        limit: 1,
        ..PageAsk::default()
    };
    state.control.orgs(&one).await.map_err(|error| {
        // Anybody may ask: what exactly fails is for the log.
        tracing::warn!(%error, "the ledger can't be read");
        let (title, detail) = ("The server can't work now", "the ledger can't be read");
        Problem::unavailable("not-ready", title, detail).hint("the server's log says why")
    })?;
    Ok(get_health(State(state)).await)
}

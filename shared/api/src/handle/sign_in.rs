//! Where people sign in: asked before anybody is known.

use axum::extract::State;

use crate::answer::Answer;
use crate::contract::sign_in::SignIn;
use crate::problem::Problem;
use crate::state::ApiState;

/// Says where people sign in, for `wavecast login`.
#[utoipa::path(get, path = "/api/sign-in", tag = "server", responses((status = 200, body = SignIn)))]
pub(crate) async fn get_sign_in(State(state): State<ApiState>) -> Result<Answer<SignIn>, Problem> {
    let place = state.auth.place().cloned().ok_or_else(|| {
        let hint = "it takes tokens alone: --token-file, or WAVECAST_TOKEN";
        Problem::not_found("a sign-in at this server", hint)
    })?;
    Ok(Answer::ok(place.into()))
}

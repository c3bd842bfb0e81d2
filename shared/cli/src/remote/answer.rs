//! What the server answered, for people and exit codes.

use wavecast_client::ClientError;
use wavecast_client::types::Problem;

use crate::error::Failure;
use crate::exit::Exit;

/// Sends a request of the generated client, and takes its answer out.
macro_rules! sent {
    ($request:expr) => {
        Ok::<_, wavecast_client::ClientError>($request.send().await?.into_inner())
    };
}
pub(crate) use sent;

/// Whether the request surely or possibly didn't happen, for a reason that passes.
pub fn is_worth_trying_again(error: &ClientError) -> bool {
    match error {
        // A connection that was refused will be refused again; one that broke is worth a try.
        ClientError::Unreachable(why) => {
            !why.contains("Connection refused") && !why.contains("dns error")
        }
        ClientError::Problem { problem, .. } => problem.status == 503 || error.wait().is_some(),
        _ => false,
    }
}

/// Any error of the client.
pub fn failure(url: &str, error: ClientError) -> Failure {
    match error {
        ClientError::Problem { problem, .. } => of_problem(*problem),
        ClientError::Unreachable(why) => Failure::new(
            Exit::Unreachable,
            format!("the server {url} can't be reached: {}", innermost(&why)),
        )
        .hint("is it running (wavecast dev)? --url or WAVECAST_URL names another one"),
        ClientError::Unexpected(what) => Failure::new(
            Exit::Unreachable,
            format!("{url} doesn't answer as a Wavecast server does: {what}"),
        )
        .hint("check --url, and that this wavecast is of the server's version"),
        ClientError::Setup(why) => Failure::usage(why),
        ClientError::File(why) => Failure::new(Exit::Machine, why),
    }
}

/// The client tells the whole chain of causes; the last one says what happened.
fn innermost(chain: &str) -> &str {
    chain.rsplit(": ").next().unwrap_or(chain)
}

fn of_problem(problem: Problem) -> Failure {
    let reason = problem
        .type_
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let exit = match (problem.status, reason.as_str()) {
        (401 | 403, _) => Exit::Denied,
        // Where a token was asked for, OAuth 2.0 has no other status for a refusal.
        (400, _) if problem.error.is_some() => Exit::Denied,
        (404, _) => Exit::NotFound,
        (412, _) | (_, "exists" | "key-reused" | "contended") => Exit::Conflict,
        (400 | 409 | 413 | 415 | 422, _) => Exit::Refused,
        (502..=504, _) => Exit::Unreachable,
        _ => Exit::Failure,
    };
    let message = match problem.status {
        500.. => format!("{} (request {})", problem.detail, problem.request_id),
        _ => problem.detail,
    };
    let mut failure = Failure::new(exit, message).hint(problem.hint.unwrap_or_default());
    failure.reason = Some(reason);
    failure
}

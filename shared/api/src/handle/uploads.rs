//! Uploads: begin, look, complete. The bytes themselves go to presigned URLs.

use axum::extract::State;
use wavecast_engine::control::Begun;
use wavecast_engine::port::ETag;

use crate::answer::Answer;
use crate::at::{AppPath, At, UploadPath};
use crate::call::Call;
use crate::contract::upload::{BeginUpload, CompleteUpload, Upload};
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Begins an upload, or goes on with the one of the same file and tells what arrived; `ready` when the file is here already.
#[utoipa::path(post, path = "/uploads", tag = "uploads", params(AppPath), request_body = BeginUpload, responses((status = 200, body = Upload)))]
pub(crate) async fn begin_upload(
    State(state): State<ApiState>,
    At(AppPath { org, app }): At<AppPath>,
    call: Call<BeginUpload>,
) -> Result<Answer<Upload>, Problem> {
    let sha256 = parse("sha256", &call.input.sha256)?;
    let (control, principal, size) = (&state.control, &call.request.principal, call.input.size);
    if call.request.dry_run {
        let is_here = control.is_uploaded(principal, &org, &app, sha256, size);
        return Ok(Answer::ok(match is_here.await? {
            true => Upload::ready(),
            false => Upload::missing(),
        }));
    }
    let begun = control
        .begin_upload(principal, &org, &app, sha256, size)
        .await?;
    match begun {
        Begun::Ready => Ok(Answer::ok(Upload::ready())),
        // One part is sent again whole, whatever arrived: most files are small, and nothing more
        // need be read for them.
        Begun::Plan(plan) if plan.parts.len() == 1 => {
            Ok(Answer::ok(Upload::open(plan, Vec::new())))
        }
        Begun::Plan(plan) => {
            let id = plan.id;
            get_upload(State(state), At(UploadPath { org, app, id })).await
        }
    }
}

/// Shows an unfinished upload: what arrived, and all parts with new URLs.
#[utoipa::path(get, path = "/uploads/{id}", tag = "uploads", params(UploadPath), responses((status = 200, body = Upload)))]
pub(crate) async fn get_upload(
    State(state): State<ApiState>,
    At(path): At<UploadPath>,
) -> Result<Answer<Upload>, Problem> {
    let found = state.control.upload(&path.org, &path.app, &path.id).await?;
    let found = found.ok_or_else(|| {
        let hint = "begin it again; what is here already isn't uploaded twice";
        Problem::not_found(&format!("upload {}", path.id), hint)
    })?;
    Ok(Answer::ok(Upload::open(found.plan, found.received)))
}

/// Joins an upload's parts and verifies size and hash; a wrong one leaves nothing behind.
#[utoipa::path(post, path = "/uploads/{id}/complete", tag = "uploads", params(UploadPath), request_body = CompleteUpload, responses((status = 200, body = Upload)))]
pub(crate) async fn complete_upload(
    State(state): State<ApiState>,
    At(path): At<UploadPath>,
    call: Call<CompleteUpload>,
) -> Result<Answer<Upload>, Problem> {
    if call.request.dry_run {
        // What joining would find is known only by joining: this says what has arrived.
        return get_upload(State(state), At(path)).await;
    }
    let parts = call.input.parts.into_iter();
    let parts: Vec<(u32, ETag)> = parts
        .map(|part| (part.number, ETag(part.etag.trim_matches('"').to_owned())))
        .collect();
    let principal = &call.request.principal;
    state
        .control
        .complete_upload(principal, &path.org, &path.app, &path.id, &parts)
        .await?;
    Ok(Answer::ok(Upload::ready()))
}

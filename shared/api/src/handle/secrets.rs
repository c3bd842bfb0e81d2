//! Secrets of an application: set, told of, tried; never shown.

use axum::Extension;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::Command;
use wavecast_domain::decide::Outcome;
use wavecast_domain::principal::Principal;
use wavecast_domain::vault::Remind;
use wavecast_engine::control::{Done, NewSecret, SecretValue};
use zeroize::Zeroizing;

use crate::answer::Answer;
use crate::ask::{Ask, ByName, page};
use crate::at::{AppPath, AppSecretPath, At};
use crate::call::Call;
use crate::contract::page::Page;
use crate::contract::secret::ShownOnce;
use crate::contract::vault::{AppSecret, SecretChange, SecretCheck, SetSecret, UseSecret};
use crate::contract::verb::Nothing;
use crate::frame::Frame;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

/// Which secrets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretsQuery {
    /// Whether those are listed too that were removed.
    #[serde(default)]
    pub removed: bool,
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `name`, or `-name` for the last first.
    #[param(inline)]
    pub sort: Option<ByName>,
}

/// Lists an application's secrets, without values. A page may be short with more to come.
#[utoipa::path(get, path = "/secrets", tag = "secrets", params(AppPath, SecretsQuery), responses((status = 200, body = Page<AppSecret>)))]
pub(crate) async fn list_secrets(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<SecretsQuery>,
) -> Result<Answer<Page<AppSecret>>, Problem> {
    super::apps::head(&state, &path.org, &path.app).await?;
    let wish = page(query.limit, query.cursor, ByName::ascends(query.sort))?;
    let control = &state.control;
    let found = control
        .secrets_of(&path.org, &path.app, query.removed, &wish)
        .await?;
    let now = state.now();
    let items = found.items.iter();
    Ok(Answer::ok(Page {
        items: items.filter_map(|one| AppSecret::of(one, now)).collect(),
        next: found.next,
    }))
}

/// Shows a secret with its versions, without values; also one that was removed.
#[utoipa::path(get, path = "/secrets/{secret}", tag = "secrets", params(AppSecretPath), responses((status = 200, body = AppSecret)))]
pub(crate) async fn get_secret(
    State(state): State<ApiState>,
    At(path): At<AppSecretPath>,
) -> Result<Answer<AppSecret>, Problem> {
    let found = read(&state, &path).await?;
    let missing = || {
        let hint = "`wavecast secret list` shows the secrets";
        Problem::not_found(&format!("secret {}", path.secret), hint)
    };
    Ok(Answer::ok(found.ok_or_else(missing)?))
}

/// Sets the next version of a secret, which is in use from then on. It is sealed before it is kept.
#[utoipa::path(put, path = "/secrets/{secret}", tag = "secrets", params(AppSecretPath), request_body = SetSecret, responses((status = 200, body = SecretChange)))]
pub(crate) async fn set_secret(
    State(state): State<ApiState>,
    At(path): At<AppSecretPath>,
    call: Call<SetSecret>,
) -> Result<Answer<SecretChange>, Problem> {
    let input = call.input;
    let remind = input.remind_days.map(|days| match days {
        0 => Remind::Never,
        days => Remind::Days(days),
    });
    let new = NewSecret {
        name: path.secret.clone(),
        value: value(input.value, input.base64)?,
        remind,
        note: input.note,
    };
    let control = &state.control;
    let done = control
        .set_secret(&path.org, &path.app, call.request, &new)
        .await?;
    changed(&state, &path, &done).await
}

/// Uses another version of a secret, one of those whose values are kept.
#[utoipa::path(post, path = "/secrets/{secret}/use", tag = "secrets", params(AppSecretPath), request_body = UseSecret, responses((status = 200, body = SecretChange)))]
pub(crate) async fn use_secret(
    State(state): State<ApiState>,
    At(path): At<AppSecretPath>,
    call: Call<UseSecret>,
) -> Result<Answer<SecretChange>, Problem> {
    let command = Command::UseSecret {
        name: path.secret.clone(),
        version: call.input.version,
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    changed(&state, &path, &done).await
}

/// Forgets all values of a secret. Its history stays.
#[utoipa::path(delete, path = "/secrets/{secret}", tag = "secrets", params(AppSecretPath), responses((status = 200, body = SecretChange)))]
pub(crate) async fn remove_secret(
    State(state): State<ApiState>,
    At(path): At<AppSecretPath>,
    call: Call<Nothing>,
) -> Result<Answer<SecretChange>, Problem> {
    let command = Command::RemoveSecret {
        name: path.secret.clone(),
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    changed(&state, &path, &done).await
}

/// Tries whether the version of a secret that is in use opens, and tells no more than that.
#[utoipa::path(get, path = "/secrets/{secret}/check", tag = "secrets", params(AppSecretPath), responses((status = 200, body = SecretCheck)))]
pub(crate) async fn check_secret(
    State(state): State<ApiState>,
    Extension(frame): Extension<Frame>,
    Extension(origin): Extension<Origin>,
    Extension(principal): Extension<Principal>,
    At(path): At<AppSecretPath>,
) -> Result<Answer<SecretCheck>, Problem> {
    let control = &state.control;
    let proof = control
        .check_secret(&path.org, &path.app, &path.secret)
        .await?;
    let (org, app, secret, version) = (&path.org, &path.app, &path.secret, proof.version);
    let subject = format!("version {version} of secret {secret} of {org}/{app}");
    let watched = Watched::at(Some(frame.id), origin, subject, state.now());
    state.sight_opened(&watched, &principal, org).await;
    Ok(Answer::ok(proof.into()))
}

/// The bytes of a value. A refusal says nothing of them.
fn value(text: Option<ShownOnce>, base64: Option<ShownOnce>) -> Result<SecretValue, Problem> {
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => {
            let text = text.into_bytes();
            let decoded = BASE64.decode(&*text).map(Zeroizing::new);
            decoded.map_err(|_| Problem::invalid("base64", "must be base 64 with padding"))?
        }
        _ => {
            let rule = "give either a value, or its bytes in base64";
            return Err(Problem::invalid("value", rule));
        }
    };
    Ok(SecretValue::new(bytes)?)
}

async fn read(state: &ApiState, path: &AppSecretPath) -> Result<Option<AppSecret>, Problem> {
    let control = &state.control;
    let found = control.secret(&path.org, &path.app, &path.secret).await?;
    let now = state.now();
    Ok(found.and_then(|found| AppSecret::with_history(&found, now)))
}

async fn changed(
    state: &ApiState,
    path: &AppSecretPath,
    done: &Done,
) -> Result<Answer<SecretChange>, Problem> {
    let version = match done.outcome {
        Outcome::Secret { version, .. } => Some(version),
        _ => None,
    };
    Ok(Answer::ok(SecretChange {
        secret: read(state, path).await?,
        version,
        dry_run: done.dry_run,
        replayed: done.replayed,
    }))
}

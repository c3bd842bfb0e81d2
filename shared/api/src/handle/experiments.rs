//! Experiments of a channel.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewExperiment, NewVariant, PackageRef};
use wavecast_domain::share::Share;

use super::channels::{execute, load};
use super::release_input::parse_policy;
use crate::answer::Answer;
use crate::at::{At, ChannelPath, ExperimentPath};
use crate::call::Call;
use crate::contract::change::ChannelChange;
use crate::contract::experiment::{
    ConcludeExperiment, CreateExperiment, CreateVariant, Experiments, HoldOut, RampExperiment,
    VariantPackage,
};
use crate::contract::verb::Nothing;
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// Shows a channel's experiments.
#[utoipa::path(get, path = "/channels/{channel}/experiments", tag = "channels", params(ChannelPath), responses((status = 200, body = Experiments)))]
pub(crate) async fn list_experiments(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<Experiments>, Problem> {
    let channel = load(&state, &path).await?;
    let revision = channel.changed;
    Ok(Answer::ok(channel.experiments.into()).revision(revision))
}

/// Makes an experiment.
#[utoipa::path(post, path = "/channels/{channel}/experiments", tag = "channels", params(ChannelPath), request_body = CreateExperiment, responses((status = 201, body = ChannelChange)))]
pub(crate) async fn create_experiment(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<CreateExperiment>,
) -> Result<Answer<ChannelChange>, Problem> {
    let input = call.input;
    let policy = match input.policy {
        None => None,
        Some(policy) => Some(parse_policy(&state, &path.app(), policy).await?),
    };
    let command = Command::CreateExperiment(NewExperiment {
        policy,
        notes: input.notes,
        channel: path.channel.clone(),
        rule: input.rule.map(RuleName),
        layer: optional("layer", input.layer.as_ref())?,
        reserve: parse("reserve", &input.reserve)?,
        share: optional("share", input.share.as_ref())?.unwrap_or(Share::ALL),
        variants: input
            .variants
            .into_iter()
            .enumerate()
            .map(|(place, one)| variant(place, one))
            .collect::<Result<_, Problem>>()?,
        name: input.name,
    });
    execute(&state, &path, call.request, command, StatusCode::CREATED).await
}

fn variant(place: usize, input: CreateVariant) -> Result<NewVariant, Problem> {
    let field = |name: &str| format!("variants[{place}].{name}");
    let package = |package: VariantPackage| {
        Ok::<_, Problem>(PackageRef {
            name: parse(&field("package.name"), &package.name)?,
            version: parse(&field("package.version"), &package.version)?,
        })
    };
    Ok(NewVariant {
        weight: parse(&field("weight"), &input.weight)?,
        package: input.package.map(package).transpose()?,
        name: input.name,
        properties: input.properties,
    })
}

/// Lets an experiment reach more of what it reserves.
#[utoipa::path(post, path = "/channels/{channel}/experiments/{experiment}/ramp", tag = "channels", params(ExperimentPath), request_body = RampExperiment, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn ramp_experiment(
    State(state): State<ApiState>,
    At(path): At<ExperimentPath>,
    call: Call<RampExperiment>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::RampExperiment {
        channel: path.channel.clone(),
        name: path.experiment.to_string(),
        to: parse("to", &call.input.to)?,
    };
    execute(
        &state,
        &path.channel(),
        call.request,
        command,
        StatusCode::OK,
    )
    .await
}

/// Holds an experiment: who has a variant keeps it, nobody new gets one.
#[utoipa::path(post, path = "/channels/{channel}/experiments/{experiment}/pause", tag = "channels", params(ExperimentPath), request_body = Nothing, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn pause_experiment(
    State(state): State<ApiState>,
    At(path): At<ExperimentPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    hold(&state, &path, call, true).await
}

/// Opens a paused experiment again.
#[utoipa::path(post, path = "/channels/{channel}/experiments/{experiment}/resume", tag = "channels", params(ExperimentPath), request_body = Nothing, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn resume_experiment(
    State(state): State<ApiState>,
    At(path): At<ExperimentPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    hold(&state, &path, call, false).await
}

async fn hold(
    state: &ApiState,
    path: &ExperimentPath,
    call: Call<Nothing>,
    held: bool,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::HoldExperiment {
        channel: path.channel.clone(),
        name: path.experiment.to_string(),
        held,
    };
    execute(
        state,
        &path.channel(),
        call.request,
        command,
        StatusCode::OK,
    )
    .await
}

/// Ends an experiment: everybody gets again what they would get without it.
#[utoipa::path(post, path = "/channels/{channel}/experiments/{experiment}/stop", tag = "channels", params(ExperimentPath), request_body = Nothing, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn stop_experiment(
    State(state): State<ApiState>,
    At(path): At<ExperimentPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::StopExperiment {
        channel: path.channel.clone(),
        name: path.experiment.to_string(),
    };
    execute(
        &state,
        &path.channel(),
        call.request,
        command,
        StatusCode::OK,
    )
    .await
}

/// Ends an experiment with one variant for all of its audience.
#[utoipa::path(post, path = "/channels/{channel}/experiments/{experiment}/conclude", tag = "channels", params(ExperimentPath), request_body = ConcludeExperiment, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn conclude_experiment(
    State(state): State<ApiState>,
    At(path): At<ExperimentPath>,
    call: Call<ConcludeExperiment>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::ConcludeExperiment {
        channel: path.channel.clone(),
        name: path.experiment.to_string(),
        variant: call.input.variant,
    };
    execute(
        &state,
        &path.channel(),
        call.request,
        command,
        StatusCode::OK,
    )
    .await
}

/// Keeps a share of all devices out of every experiment, for good.
#[utoipa::path(post, path = "/channels/{channel}/holdout", tag = "channels", params(ChannelPath), request_body = HoldOut, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn hold_out(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<HoldOut>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::HoldOut {
        channel: path.channel.clone(),
        share: parse("share", &call.input.share)?,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

impl ExperimentPath {
    fn channel(&self) -> ChannelPath {
        ChannelPath {
            org: self.org.clone(),
            app: self.app.clone(),
            channel: self.channel.clone(),
        }
    }
}

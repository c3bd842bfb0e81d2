//! Packages.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use tokio::time::{Duration, Instant, sleep};
use utoipa::IntoParams;
use wavecast_domain::Command;
use wavecast_domain::command::NewPackage;
use wavecast_domain::package::{Package as Stored, PackageStatus};
use wavecast_engine::control::Request;
use wavecast_wire::manifest::DsseSignature;

use super::change::Changed;
use super::publications::WaitQuery;
use crate::answer::Answer;
use crate::ask::{Ask, ByVersion, listing, page};
use crate::at::{AppPath, At, PackagePath};
use crate::call::Call;
use crate::contract::change::PackageChange;
use crate::contract::package::{CreatePackage, Package, YankPackage};
use crate::contract::page::Page;
use crate::field::{each, entries, optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// How often a waiting reader looks again.
const LOOK: Duration = Duration::from_millis(200);

/// Which packages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackageQuery {
    /// Of this name.
    pub name: Option<String>,
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `-version` for the highest first (if not said), `version` for the lowest first.
    #[param(inline)]
    pub sort: Option<ByVersion>,
}

/// Lists packages, by name and version.
#[utoipa::path(get, path = "/packages", tag = "packages", params(AppPath, PackageQuery), responses((status = 200, body = Page<Package>)))]
pub(crate) async fn list_packages(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<PackageQuery>,
) -> Result<Answer<Page<Package>>, Problem> {
    super::apps::head(&state, &path.org, &path.app).await?;
    let name = optional("name", query.name.as_ref())?;
    let wish = page(query.limit, query.cursor, ByVersion::ascends(query.sort))?;
    let control = &state.control;
    let found = control
        .packages(&path.org, &path.app, name.as_ref(), &wish)
        .await?;
    Ok(Answer::ok(listing(found)))
}

/// Creates a package from uploaded files; it is `checking` until its files were verified.
///
/// The same name and version with the same content is a success.
#[utoipa::path(post, path = "/packages", tag = "packages", params(AppPath), request_body = CreatePackage, responses((status = 201, body = PackageChange)))]
pub(crate) async fn create_package(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<CreatePackage>,
) -> Result<Answer<PackageChange>, Problem> {
    let input = call.input;
    let signatures = input.signatures.into_iter().map(|one| DsseSignature {
        keyid: one.keyid,
        sig: one.sig,
    });
    let command = Command::CreatePackage(NewPackage {
        name: parse("name", &input.name)?,
        version: parse("version", &input.version)?,
        requires: entries("requires", &input.requires)?,
        rollback_index: input.rollback_index,
        list: parse("list", &input.list)?,
        signatures: signatures.collect(),
        bytes: None,
    });
    execute(&state, &path, call.request, command, StatusCode::CREATED).await
}

/// Shows a package, at once or when it is no longer `checking`.
#[utoipa::path(get, path = "/packages/{name}/{version}", tag = "packages", params(PackagePath, WaitQuery), responses((status = 200, body = Package)))]
pub(crate) async fn get_package(
    State(state): State<ApiState>,
    At(path): At<PackagePath>,
    Ask(query): Ask<WaitQuery>,
) -> Result<Answer<Package>, Problem> {
    let until = Instant::now() + query.duration()?;
    loop {
        let package = load(&state, &path).await?;
        if package.status != PackageStatus::Checking || Instant::now() >= until {
            return Ok(Answer::ok(package.into()));
        }
        sleep(LOOK).await;
    }
}

async fn load(state: &ApiState, path: &PackagePath) -> Result<Stored, Problem> {
    let found = state
        .control
        .package(&path.org, &path.app, &path.name, &path.version)
        .await?;
    found.ok_or_else(|| {
        let what = format!("package {} {}", path.name, path.version);
        Problem::not_found(&what, "`wavecast package list` shows the packages")
    })
}

/// Takes a package out of use: no release, promotion or fallback may use it any more.
#[utoipa::path(post, path = "/packages/{name}/{version}/yank", tag = "packages", params(PackagePath), request_body = YankPackage, responses((status = 200, body = PackageChange)))]
pub(crate) async fn yank_package(
    State(state): State<ApiState>,
    At(path): At<PackagePath>,
    call: Call<YankPackage>,
) -> Result<Answer<PackageChange>, Problem> {
    let command = Command::YankPackage {
        name: path.name,
        version: path.version,
        reason: call.input.reason,
        now: each("now", &call.input.now)?,
    };
    let path = AppPath {
        org: path.org,
        app: path.app,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

async fn execute(
    state: &ApiState,
    path: &AppPath,
    request: Request,
    command: Command,
    status: StatusCode,
) -> Result<Answer<PackageChange>, Problem> {
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, request, command)
        .await?;
    Changed::new(state, &path.org, &path.app, done)
        .package(status)
        .await
}

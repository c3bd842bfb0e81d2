//! Applications.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::access::Place;
use wavecast_domain::app::{AppHead, Settings};
use wavecast_domain::org::OrgCommand;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_wire::name::{AppName, OrgName};

use super::change::Changed;
use super::dimensions::dimensions;
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{AppPath, At, OrgPath};
use crate::call::Call;
use crate::contract::app::{App, AppSettingsInput, CreateApp, EditApp};
use crate::contract::change::AppChange;
use crate::contract::page::Page;
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists those of an organization's applications that the caller may read, by name.
#[utoipa::path(get, path = "/orgs/{org}/apps", tag = "applications", params(OrgPath, NamesQuery), responses((status = 200, body = Page<App>)))]
pub(crate) async fn list_apps(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Extension(caller): Extension<Principal>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<App>>, Problem> {
    let org = super::orgs::find(&state, &path.org).await?;
    let may_read = |app: &AppName| allows(&caller, Permission::Read, Place::App(&path.org, app));
    let names: Vec<AppName> = org.apps.into_keys().filter(may_read).collect();
    // The cursor is the last name, so it must be one that the caller may know.
    let page = page_of(names, &query.ask()?, AppName::as_str);
    let heads = state.control.heads(&path.org, &page.items).await?;
    Ok(Answer::ok(Page {
        items: heads.into_iter().map(Into::into).collect(),
        next: page.next,
    }))
}

/// Creates an application.
#[utoipa::path(post, path = "/orgs/{org}/apps", tag = "applications", params(OrgPath), request_body = CreateApp, responses((status = 201, body = AppChange)))]
pub(crate) async fn create_app(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<CreateApp>,
) -> Result<Answer<AppChange>, Problem> {
    let input = call.input;
    let name: AppName = parse("name", &input.name)?;
    let settings = input.settings;
    let command = OrgCommand::CreateApp {
        name: name.clone(),
        kind: input.kind.into(),
        settings: settings
            .map(|settings| overlay(settings, Settings::default()))
            .transpose()?,
        dimensions: input.dimensions.map(dimensions).transpose()?,
    };
    let dry_run = call.request.dry_run;
    let replayed = state.control.answered_org(&path.org, &call.request).await?;
    state
        .control
        .execute_org(&path.org, call.request, command)
        .await?;
    let found = state.control.app(&path.org, &name, &[]).await?;
    let app: Option<App> = found.map(|app| app.head.into());
    let revision = app.as_ref().map(|app| app.revision);
    let body = AppChange {
        app,
        approval: None,
        publications: Vec::new(),
        movements: Vec::new(),
        previews: Vec::new(),
        dry_run,
        replayed,
    };
    let status = if dry_run {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok(Answer::ok(body).status(status).revision(revision))
}

/// Shows an application.
#[utoipa::path(get, path = "/orgs/{org}/apps/{app}", tag = "applications", params(AppPath), responses((status = 200, body = App)))]
pub(crate) async fn get_app(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
) -> Result<Answer<App>, Problem> {
    let head = head(&state, &path.org, &path.app).await?;
    let revision = head.changed;
    Ok(Answer::ok(head.into()).revision(revision))
}

/// Changes an application's settings or dimensions.
#[utoipa::path(patch, path = "/orgs/{org}/apps/{app}", tag = "applications", params(AppPath), request_body = EditApp, responses((status = 200, body = AppChange)))]
pub(crate) async fn edit_app(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    mut call: Call<EditApp>,
) -> Result<Answer<AppChange>, Problem> {
    let settings = match call.input.settings {
        None => None,
        Some(input) => {
            // What is kept is written back, so nobody else may have changed it in between.
            let head = head(&state, &path.org, &path.app).await?;
            call.request.expected.get_or_insert(head.changed);
            Some(overlay(input, head.settings)?)
        }
    };
    let command = Command::ConfigureApp {
        settings,
        dimensions: call.input.dimensions.map(dimensions).transpose()?,
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .app(StatusCode::OK)
        .await
}

/// An application's head.
pub(crate) async fn head(
    state: &ApiState,
    org: &OrgName,
    app: &AppName,
) -> Result<AppHead, Problem> {
    let found = state.control.app(org, app, &[]).await?;
    let found = found.ok_or_else(|| {
        let hint = "`wavecast app list` shows the applications";
        Problem::not_found(&format!("application {org}/{app}"), hint)
    })?;
    Ok(found.head)
}

fn overlay(input: AppSettingsInput, present: Settings) -> Result<Settings, Problem> {
    let salt = match input.salt.as_deref() {
        None => present.salt,
        Some("") => None,
        Some(text) => Some(parse("settings.salt", text)?),
    };
    let first_step = optional("settings.first_step", input.first_step.as_ref())?;
    Ok(Settings {
        first_step: first_step.unwrap_or(present.first_step),
        salt,
        downgrade: input.downgrade.unwrap_or(present.downgrade),
        confirm_seconds: input.confirm_seconds.unwrap_or(present.confirm_seconds),
    })
}

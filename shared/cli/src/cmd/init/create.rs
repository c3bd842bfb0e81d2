//! Creates at the server what is missing.

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use super::Wish;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::remote::{RemoteApp, sent};
use crate::run::Run;

/// Creates organization, application and channel as far as they are missing; says which.
pub async fn missing(app: &RemoteApp, wish: &Wish, run: &Run) -> Result<Vec<String>> {
    let mut created = Vec::new();
    let client = &app.remote.client;
    let get = || client.get_org().org(&app.org);
    if is_missing(app.remote.read(async || sent!(get())).await)? {
        if !run.is_dry() {
            org(app).await?;
        }
        created.push(format!("organization {}", app.org));
    }
    if let Some(kind) = wish.kind {
        if !run.is_dry() {
            application(app, kind).await?;
        }
        created.push(format!("application {}/{}", app.org, app.app));
    }
    let get = || {
        client
            .get_channel()
            .org(&app.org)
            .app(&app.app)
            .channel(&wish.channel)
    };
    if wish.kind.is_some() || is_missing(app.remote.read(async || sent!(get())).await)? {
        if !run.is_dry() {
            channel(app, &wish.channel).await?;
        }
        created.push(format!("channel {}/{}/{}", app.org, app.app, wish.channel));
    }
    Ok(created)
}

/// Creates organization, application and channel as far as they are missing.
///
/// # Errors
/// The server can't be reached or refuses.
pub async fn ensure(app: &RemoteApp, kind: Kind, name: &str) -> Result {
    let client = &app.remote.client;
    let get = || client.get_org().org(&app.org);
    if is_missing(app.remote.read(async || sent!(get())).await)? {
        org(app).await?;
    }
    let get = || client.get_app().org(&app.org).app(&app.app);
    if is_missing(app.remote.read(async || sent!(get())).await)? {
        application(app, kind).await?;
    }
    let get = || {
        client
            .get_channel()
            .org(&app.org)
            .app(&app.app)
            .channel(name)
    };
    if is_missing(app.remote.read(async || sent!(get())).await)? {
        channel(app, name).await?;
    }
    Ok(())
}

fn is_missing<T>(found: Result<T>) -> Result<bool> {
    match found {
        Ok(_) => Ok(false),
        Err(Failure {
            exit: Exit::NotFound,
            ..
        }) => Ok(true),
        Err(failure) => Err(failure),
    }
}

/// Creates the organization.
async fn org(app: &RemoteApp) -> Result {
    let body = types::CreateOrg {
        name: app.org.clone(),
        title: None,
    };
    let create = || app.remote.client.create_org().body(body.clone());
    app.remote
        .change(async |ask| sent!(create().idempotency_key(&ask.key)))
        .await?;
    Ok(())
}

/// Creates the application.
async fn application(app: &RemoteApp, kind: Kind) -> Result {
    let kind = match kind {
        Kind::Bundle => types::Kind::Bundle,
        Kind::Firmware => types::Kind::Firmware,
    };
    let body = types::CreateApp {
        name: app.app.clone(),
        kind,
        settings: None,
        dimensions: std::collections::BTreeMap::new(),
    };
    let create = || {
        app.remote
            .client
            .create_app()
            .org(&app.org)
            .body(body.clone())
    };
    app.remote
        .change(async |ask| sent!(create().idempotency_key(&ask.key)))
        .await?;
    Ok(())
}

/// Creates a channel.
async fn channel(app: &RemoteApp, name: &str) -> Result {
    let body = types::CreateChannel {
        name: name.to_owned(),
        settings: None,
    };
    let create = || {
        app.remote
            .client
            .create_channel()
            .org(&app.org)
            .app(&app.app)
            .body(body.clone())
    };
    app.remote
        .change(async |ask| sent!(create().idempotency_key(&ask.key)))
        .await?;
    Ok(())
}

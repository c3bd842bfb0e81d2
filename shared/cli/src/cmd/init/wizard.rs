//! What is to be set up: said, or asked on a terminal.

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;

use super::{Init, Wish, parse_kind};
use crate::config::AppPath;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::remote::{Remote, sent};
use crate::run::Run;

/// What flags say; the rest is asked on a terminal, and an error elsewhere.
pub async fn wish(init: &Init, run: &Run, remote: &Remote) -> Result<Wish> {
    let said = run
        .config
        .globals
        .app
        .clone()
        .or_else(|| run.config.project.app.clone());
    let app = match said {
        Some(app) => app,
        None if run.out.can_ask() => ask(run, "Application (organization/name)", &proposal())?,
        None => {
            return Err(Failure::usage("no application is named")
                .hint("wavecast init --app acme/shop --kind bundle"));
        }
    };
    let channel: ChannelName = match &run.config.globals.channel {
        None if run.out.can_ask() => ask(run, "Channel", &run.config.channel()?.to_string())?,
        _ => run.config.channel()?,
    };
    let kind = match existing_kind(remote, &app).await? {
        Some(existing) => {
            agree(&app, existing, init.kind.or(run.config.project.kind))?;
            None
        }
        None => Some(new_kind(init, run)?),
    };
    Ok(Wish {
        app,
        channel: channel.to_string(),
        kind,
    })
}

fn ask<T: std::str::FromStr<Err: std::fmt::Display>>(
    run: &Run,
    question: &str,
    default: &str,
) -> Result<T> {
    loop {
        match run.out.ask(question, default)?.parse() {
            Ok(answer) => return Ok(answer),
            Err(error) => run.out.note(error),
        }
    }
}

/// The directory's name, as far as it is one for an application.
fn proposal() -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let name = here
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("app")
        .to_lowercase();
    let proposal = format!("acme/{name}");
    if proposal.parse::<AppPath>().is_ok() {
        proposal
    } else {
        "acme/app".to_owned()
    }
}

async fn existing_kind(remote: &Remote, app: &AppPath) -> Result<Option<Kind>> {
    let get = || {
        remote
            .client
            .get_app()
            .org(app.org.as_str())
            .app(app.app.as_str())
    };
    match remote.read(async || sent!(get())).await {
        Ok(found) => parse_kind(&found.kind.to_string())
            .map(Some)
            .map_err(Failure::failed),
        Err(failure) if failure.exit == Exit::NotFound => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn agree(app: &AppPath, existing: Kind, said: Option<Kind>) -> Result {
    match said {
        Some(said) if said != existing => Err(Failure::new(
            Exit::Conflict,
            format!("{app} exists, and its packages are {}", name(existing)),
        )
        .hint("an application never changes its kind: name another one")),
        _ => Ok(()),
    }
}

fn new_kind(init: &Init, run: &Run) -> Result<Kind> {
    match init.kind.or(run.config.project.kind) {
        Some(kind) => Ok(kind),
        None if run.out.can_ask() => loop {
            let answer = run.out.ask(
                "Kind: bundle (files of an app) or firmware (images)",
                "bundle",
            )?;
            match parse_kind(&answer) {
                Ok(kind) => return Ok(kind),
                Err(rule) => run.out.note(rule),
            }
        },
        None => Err(Failure::usage("it isn't said what the packages are")
            .hint("--kind bundle, or --kind firmware")),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bundle => "bundles",
        Kind::Firmware => "firmware",
    }
}

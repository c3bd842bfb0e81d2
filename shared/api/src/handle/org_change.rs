//! What a change of an organization came to, and fields that such changes share.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use wavecast_domain::access::Place;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::role::Grants;
use wavecast_engine::control::Request;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use super::orgs::readable;
use crate::answer::Answer;
use crate::contract::change::OrgChange;
use crate::contract::member::EVERY;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Carries out a command on an organization, and answers what it came to.
pub(super) async fn change(
    state: &ApiState,
    org: &OrgName,
    request: Request,
    command: OrgCommand,
) -> Result<Answer<OrgChange>, Problem> {
    let (dry_run, caller) = (request.dry_run, request.principal.clone());
    let done = state.control.change_org(org, request, command).await?;
    let revision = done.org.revision;
    let body = OrgChange {
        // Who left since, and asks again what came of it, is told that and no more.
        org: allows(&caller, Permission::See, Place::Org(org)).then(|| readable(done.org, &caller)),
        publications: Vec::new(),
        movements: Vec::new(),
        previews: Vec::new(),
        dry_run,
        replayed: done.replayed,
    };
    Ok(Answer::ok(body).revision(revision))
}

/// 201, or 200 for a dry run.
pub(super) fn created(dry_run: bool) -> StatusCode {
    if dry_run {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    }
}

/// Roles by application; `*` stands for every one.
pub(super) fn grants(input: BTreeMap<String, String>) -> Result<Grants, Problem> {
    let mut grants = Grants::default();
    for (app, role) in input {
        let field = format!("grants.{app}");
        let role = parse(&field, &role)?;
        if app == EVERY {
            grants.every = Some(role);
        } else {
            grants.apps.insert(parse(&field, &app)?, role);
        }
    }
    Ok(grants)
}

/// When something ends: as said, else so many days from now.
pub(super) fn end(said: Option<&String>, now: Timestamp, days: i64) -> Result<Timestamp, Problem> {
    match said {
        Some(text) => parse("expires", text),
        None => Ok(now.plus(days * 86_400)),
    }
}

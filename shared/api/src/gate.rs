//! Which routes a caller may take: what the path names must be theirs to see, and the operation
//! theirs to call. The rules check once more, with the same table, when they decide.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use wavecast_domain::access::Place;
use wavecast_domain::permission::{self, Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_wire::name::{AppName, OrgName};

use crate::auth::{Caller, Live};
use crate::call::IDEMPOTENCY_KEY;
use crate::limits::Origin;
use crate::need::{self, Need};
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

/// What stands before every guarded route.
#[derive(Clone)]
pub(crate) struct Gate {
    state: ApiState,
    /// By method and path; `None` for an operation without a line in the tables.
    needs: Arc<HashMap<(Method, String), Option<Need>>>,
}

impl Gate {
    /// Of all operations: the method, the path, and the id.
    pub(crate) fn new(
        state: ApiState,
        operations: impl Iterator<Item = (Method, String, &'static str)>,
    ) -> Self {
        let needs = operations.map(|(method, path, id)| {
            let need = need::of(id, &path, method == Method::GET);
            ((method, path), need)
        });
        Self {
            state,
            needs: Arc::new(needs.collect()),
        }
    }

    /// What a request needs. What the table of routes doesn't have is answered here, so that nothing
    /// is ever served that no line of the tables guards.
    fn need(&self, request: &Request) -> Result<Option<Need>, Box<Response>> {
        let Some(path) = request.extensions().get::<MatchedPath>() else {
            return Err(Box::new(Problem::no_route().into_response()));
        };
        let path = path.as_str().trim_end_matches('/');
        let method = match request.method() {
            &Method::HEAD => Method::GET,
            method => method.clone(),
        };
        let found = self.needs.get(&(method, path.to_owned())).copied();
        found.ok_or_else(|| Box::new(self.no_method(path)))
    }

    fn no_method(&self, path: &str) -> Response {
        let there = self.needs.keys().filter(|(_, at)| at == path);
        let mut methods: Vec<_> = there.map(|(method, _)| method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.sort_unstable();
        let mut reply = Problem::no_method().into_response();
        if let Ok(allow) = methods.join(",").parse() {
            reply.headers_mut().insert(header::ALLOW, allow);
        }
        reply
    }
}

/// Lets only known principals pass, only where they may, and tells the handlers who it is.
pub(crate) async fn pass(
    State(gate): State<Gate>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (state, need) = (&gate.state, gate.need(&request));
    let (mut parts, body) = request.into_parts();
    let at = At::of(&mut parts).await;
    let place = at.org.as_ref().and_then(Option::as_ref);
    let watched = Watched::of(&parts, (place, at.app.as_ref()), state.now());
    let caller = known(state, &parts, &watched, place).await?;
    let need = match need {
        Ok(need) => need,
        Err(reply) => return Ok(*reply),
    };
    let principal = with_access(state, caller.principal.clone(), &at).await?;
    state
        .sight_sign_in(&watched, &caller, &principal, place)
        .await;
    let admitted = admit(&principal, need, &at);
    let is_repeated = parts.headers.contains_key(IDEMPOTENCY_KEY) && parts.method != Method::GET;
    let may_be_done = is_repeated && at.org.is_some() && at.app.is_none();
    parts.extensions.insert(principal.clone());
    if let Some(live) = caller.live {
        parts.extensions.insert::<Live>(live);
    }
    let go_on = next.run(Request::from_parts(parts, body));
    let done = answer(admitted, may_be_done, go_on).await;
    if let Some(why) = refused(&done) {
        let by = (&principal, caller.org.as_ref());
        state.sight_refusal(&watched, by, place, &why).await;
    }
    done
}

async fn answer(
    admitted: Result<(), Problem>,
    may_be_done: bool,
    go_on: impl Future<Output = Response>,
) -> Result<Response, Problem> {
    match admitted {
        Ok(()) => Ok(go_on.await),
        // Who left, or handed over, and didn't hear that it was done, asks once more: the engine
        // repeats its answer before the rules decide, and they refuse whatever wasn't done.
        Err(refusal) if may_be_done => {
            let reply = go_on.await;
            // A problem is written out by the frame alone; here it is still in the extensions.
            if reply.extensions().get::<Problem>().is_some() {
                return Err(refusal);
            }
            Ok(reply)
        }
        Err(refusal) => Err(refusal),
    }
}

/// Why somebody known may not have what they asked for, if that is the answer.
fn refused(done: &Result<Response, Problem>) -> Option<String> {
    let problem = match done {
        Err(problem) => Some(problem),
        Ok(reply) => {
            let problem = reply.extensions().get::<Problem>();
            problem.filter(|problem| problem.is_forbidden())
        }
    };
    problem.map(|problem| problem.detail().to_owned())
}

/// Who calls, unless they call too often.
async fn known(
    state: &ApiState,
    parts: &Parts,
    watched: &Watched,
    place: Option<&OrgName>,
) -> Result<Caller, Problem> {
    let origin = Origin::of(&parts.extensions, &parts.headers);
    let given = parts.headers.get(header::AUTHORIZATION);
    let (limits, now) = (&state.limits, state.now());
    limits.check_refused(origin, now)?;
    // A token that is said goes before a cookie, which a browser sends by itself.
    let by_cookie = match given {
        Some(_) => None,
        None => state.of_cookie(&parts.method, &parts.headers).await,
    };
    let is_guess = given.is_some() || by_cookie.is_some();
    let caller = match by_cookie {
        Some(caller) => caller,
        None => state.caller(given).await,
    };
    let caller = match caller {
        Ok(caller) => caller,
        Err(turned) => {
            // Who forgot the token guessed nothing.
            if is_guess && turned.problem.is_unauthenticated() {
                limits.count_refused(origin, now);
            }
            // What failed on our side was refused to nobody.
            if is_guess && !turned.problem.is_ours() {
                state.sight_turned_away(watched, &turned).await;
            }
            return Err(turned.problem);
        }
    };
    if let Err(problem) = limits.count_principal(origin, &caller.principal, now) {
        let by = (&caller.principal, caller.org.as_ref());
        let why = "asks too often";
        state.sight_refusal(watched, by, place, why).await;
        return Err(problem);
    }
    Ok(caller)
}

/// What the path names, as far as it can be a name.
#[derive(Default)]
struct At {
    /// `Some(None)` for what can't be the name of an organization.
    org: Option<Option<OrgName>>,
    app: Option<AppName>,
}

impl At {
    async fn of(parts: &mut Parts) -> Self {
        let names = RawPathParams::from_request_parts(parts, &()).await;
        let mut at = Self::default();
        for (name, value) in names.iter().flatten() {
            match name {
                "org" => at.org = Some(value.parse().ok()),
                "app" => at.app = value.parse().ok(),
                _ => {}
            }
        }
        at
    }
}

/// Somebody who doesn't belong to an organization is told what they would be told if there were
/// none of that name, and so of an application.
fn admit(principal: &Principal, need: Option<Need>, at: &At) -> Result<(), Problem> {
    if *principal == Principal::Bootstrap || need == Some(Need::Known) {
        return Ok(());
    }
    let org = match &at.org {
        Some(Some(org)) => org,
        // The handler refuses it by name; until then the principal may do nothing anywhere.
        Some(None) => return Ok(()),
        // What is about no organization is the installation's.
        None => {
            let needed = match need {
                Some(Need::Holds(permission)) => permission,
                _ => Permission::Organize,
            };
            return Err(permission::lacks(needed).into());
        }
    };
    if !allows(principal, Permission::See, Place::Org(org)) {
        let hint = "`wavecast org list` shows the organizations that you belong to";
        return Err(Problem::not_found(&format!("organization {org}"), hint));
    }
    let place = match &at.app {
        Some(app) => Place::App(org, app),
        None => Place::Org(org),
    };
    if let Some(app) = &at.app
        && !allows(principal, Permission::Read, place)
    {
        let hint = "`wavecast app list` shows the applications that you may read";
        let what = format!("application {org}/{app}");
        return Err(Problem::not_found(&what, hint));
    }
    match need {
        Some(Need::Holds(permission)) if !allows(principal, permission, place) => {
            Err(permission::lacks(permission).into())
        }
        Some(_) => Ok(()),
        None => Err(permission::lacks(Permission::Organize).into()),
    }
}

/// The principal with what it may do there. A person's roles are looked up where they act; a token
/// came with its access.
async fn with_access(
    state: &ApiState,
    principal: Principal,
    at: &At,
) -> Result<Principal, Problem> {
    let (Some((user, _)), Some(Some(org))) = (principal.in_person(), &at.org) else {
        return Ok(principal);
    };
    let access = state.control.access(org, user, principal.said(org)).await?;
    Ok(principal.with_access(access.unwrap_or_default()))
}

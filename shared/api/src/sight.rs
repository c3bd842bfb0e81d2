//! What of a request is noted for its organization, or else for the installation: who signs in, and
//! what is refused. Paths are noted
//! as the table of routes has them, with the names of organization and application alone.

use axum::extract::MatchedPath;
use axum::http::request::Parts;
use wavecast_domain::access::Place;
use wavecast_domain::name::SecretId;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::sighting::{Kind, Sighting, Watch};
use wavecast_domain::user::Owner;
use wavecast_engine::control::Who;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::auth::{Caller, TurnedAway};
use crate::frame::Frame;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::state::ApiState;

/// Characters of a reason that are noted.
const WHY_CHARS: usize = 300;

/// A request, as it is noted.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    at: Timestamp,
    id: Option<String>,
    source: Option<String>,
    subject: String,
}

impl Watched {
    /// A request for what the table of routes has.
    pub(crate) fn of(
        parts: &Parts,
        names: (Option<&OrgName>, Option<&AppName>),
        now: Timestamp,
    ) -> Self {
        let route = parts.extensions.get::<MatchedPath>();
        let mut path = route.map_or("", MatchedPath::as_str).to_owned();
        if let Some(org) = names.0 {
            path = path.replace("{org}", org.as_str());
        }
        if let Some(app) = names.1 {
            path = path.replace("{app}", app.as_str());
        }
        let frame = parts.extensions.get::<Frame>();
        let id = frame.map(|frame| frame.id.clone());
        let origin = parts.extensions.get::<Origin>().copied();
        let subject = format!("{} {path}", parts.method);
        Self::at(id, origin.unwrap_or(Origin::Unknown), subject, now)
    }

    /// A request by its id.
    pub(crate) fn at(id: Option<String>, origin: Origin, subject: String, now: Timestamp) -> Self {
        let source = match origin {
            Origin::Here => Some("this machine".to_owned()),
            Origin::Address(address) => Some(address.to_string()),
            Origin::Unknown => None,
        };
        Self {
            at: now,
            id,
            source,
            subject,
        }
    }

    fn sighting(&self, kind: Kind) -> Sighting {
        Sighting {
            source: self.source.clone(),
            request: self.id.clone(),
            ..Sighting::new(kind, self.at, self.subject.as_str())
        }
    }

    fn refusal(&self, why: &str) -> Sighting {
        Sighting {
            why: Some(why.chars().take(WHY_CHARS).collect()),
            ..self.sighting(Kind::Refusal)
        }
    }
}

impl ApiState {
    /// Notes whom a token lets in, where it begins or comes after a rest: at its organization, or at
    /// the one that a person works in; outside of organizations, at the installation.
    pub(crate) async fn sight_sign_in(
        &self,
        watched: &Watched,
        caller: &Caller,
        principal: &Principal,
        place: Option<&OrgName>,
    ) {
        let (watch, who) = match (&caller.org, place) {
            (Some(org), _) if caller.signs_in => (Watch::from(org), Who::Its),
            (Some(_), _) => return,
            (None, Some(org)) if allows(principal, Permission::See, Place::Org(org)) => {
                (Watch::from(org), Who::Its)
            }
            // A session was noted when it was opened.
            (None, None) if caller.live.is_none() => (Watch::Installation, Who::Stranger),
            (None, _) => return,
        };
        let seen = Sighting {
            actor: Some(principal.clone()),
            ..watched.sighting(Kind::SignIn)
        };
        match caller.token {
            Some(token) => {
                let control = &self.control;
                control.sight_first(&watch, who, token, seen).await;
            }
            None => self.control.sight(&watch, who, seen).await,
        }
    }

    /// Notes what somebody known was refused: at the organization that the path names, else at their
    /// token's.
    pub(crate) async fn sight_refusal(
        &self,
        watched: &Watched,
        (principal, own): (&Principal, Option<&OrgName>),
        place: Option<&OrgName>,
        why: &str,
    ) {
        let org = place.or(own);
        let is_its = org.is_some_and(|org| {
            own == Some(org) || allows(principal, Permission::See, Place::Org(org))
        });
        let who = if is_its { Who::Its } else { Who::Stranger };
        let seen = Sighting {
            actor: Some(principal.clone()),
            ..watched.refusal(why)
        };
        let watch = org.map_or(Watch::Installation, Watch::from);
        self.control.sight(&watch, who, seen).await;
    }

    /// Notes a token that wasn't let in: at the organization whose it is, where that is known.
    pub(crate) async fn sight_turned_away(&self, watched: &Watched, turned: &TurnedAway) {
        let watch = turned.org.as_ref();
        let watch = watch.map_or(Watch::Installation, Watch::from);
        let seen = Sighting {
            token: turned.token.clone(),
            ..watched.refusal(turned.problem.detail())
        };
        self.control.sight(&watch, Who::Stranger, seen).await;
    }

    /// Notes that one of the installation's own people opened a session.
    pub(crate) async fn sight_session(&self, watched: &Watched, owner: &Owner<'_>) {
        let shown = owner.shown.unwrap_or(owner.name.as_str());
        let seen = Sighting {
            actor: Some(Principal::person(owner.person.clone(), shown)),
            ..watched.sighting(Kind::SignIn)
        };
        let watch = Watch::Installation;
        self.control.sight(&watch, Who::Its, seen).await;
    }

    /// Notes a password, a code or a token to go on with that wasn't taken.
    pub(crate) async fn sight_stranger(
        &self,
        watched: &Watched,
        token: Option<&SecretId>,
        why: &str,
    ) {
        let seen = Sighting {
            token: token.cloned(),
            ..watched.refusal(why)
        };
        let watch = Watch::Installation;
        self.control.sight(&watch, Who::Stranger, seen).await;
    }

    /// Notes that a secret was opened, to try it.
    pub(crate) async fn sight_opened(&self, watched: &Watched, by: &Principal, org: &OrgName) {
        let seen = Sighting {
            actor: Some(by.clone()),
            ..watched.sighting(Kind::KeyUse)
        };
        self.control.sight(&Watch::from(org), Who::Its, seen).await;
    }

    /// Notes a workflow that no rule takes.
    pub(crate) async fn sight_untrusted(
        &self,
        watched: &Watched,
        org: &OrgName,
        problem: &Problem,
    ) {
        let seen = watched.refusal(problem.detail());
        self.control
            .sight(&Watch::from(org), Who::Stranger, seen)
            .await;
    }
}

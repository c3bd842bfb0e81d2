//! The audit trail.

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::event;
use wavecast_domain::principal::Principal;
use wavecast_engine::control::Part;

/// One commit, as the trail keeps it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// When.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub at: String,
    /// Who.
    pub actor: Actor,
    /// The verb.
    #[schema(example = "release.ramp")]
    pub verb: String,
    /// The channels concerned.
    pub channels: Vec<String>,
    /// The resource concerned.
    #[schema(example = "release 01KAJ5W3M0Q8Z4T7V2X6Y9B1CD")]
    pub subject: String,
    /// The application's revision after it.
    pub revision: u64,
    /// The request that caused it.
    pub request: String,
    /// What changed.
    pub changes: Vec<Change>,
}

/// A part of a chain of events, to be kept elsewhere and verified there.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChainPart {
    /// Events, the oldest first, each as one line of canonical JSON: its SHA-256 is `previous` of
    /// the line after it.
    pub lines: Vec<String>,
    /// The cursor of the next part; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Where the chain ended when this part was read; nothing after it is in the part.
    pub end: ChainEnd,
}

/// Signed statements of where an organization's chains ended, to be kept elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadsPart {
    /// Statements, each as one line of canonical JSON with its key and signature.
    pub lines: Vec<String>,
    /// The cursor of the next part; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The last event of a chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChainEnd {
    /// The revision that it led to.
    pub revision: u64,
    /// SHA-256 of its line.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub digest: String,
}

impl From<Part> for ChainPart {
    fn from(part: Part) -> Self {
        Self {
            lines: part.lines,
            next: part.next,
            end: ChainEnd {
                revision: part.end.revision,
                digest: part.end.digest.to_string(),
            },
        }
    }
}

/// Who acted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Actor {
    /// What kind of actor.
    #[serde(rename = "type")]
    pub kind: ActorType,
    /// A person's stable id, or the name of a function or service account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// For people to read.
    #[schema(example = "bootstrap token")]
    pub name: String,
    /// The token that acted, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "4j7c9q2m8x0d5v1k")]
    pub token: Option<String>,
}

/// What kind of actor.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActorType {
    /// The token of the first start.
    Bootstrap,
    /// One of Wavecast's own functions.
    System,
    /// A person, or a token of theirs.
    User,
    /// A service account.
    Service,
}

/// One field before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// Which.
    #[schema(example = "share")]
    pub field: String,
    /// Before; absent when there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "5%")]
    pub before: Option<String>,
    /// After; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "50%")]
    pub after: Option<String>,
}

impl From<Principal> for Actor {
    fn from(principal: Principal) -> Self {
        match principal {
            Principal::Bootstrap => Self {
                kind: ActorType::Bootstrap,
                id: None,
                name: String::from("bootstrap token"),
                token: None,
            },
            Principal::System { function } => Self {
                kind: ActorType::System,
                name: function.clone(),
                id: Some(function),
                token: None,
            },
            Principal::User {
                id, name, token, ..
            } => Self {
                kind: ActorType::User,
                id: Some(id.into()),
                name,
                token: token.map(Into::into),
            },
            Principal::Service { account, token, .. } => Self {
                kind: ActorType::Service,
                name: format!("service {account}"),
                id: Some(account.into()),
                token: Some(token.into()),
            },
        }
    }
}

impl From<event::Event> for Event {
    fn from(event: event::Event) -> Self {
        let changes = event.changes.into_iter().map(|change| Change {
            field: change.field,
            before: change.before,
            after: change.after,
        });
        Self {
            id: event.id.0,
            at: event.at.into(),
            actor: event.actor.into(),
            verb: event.verb,
            channels: event.channels.into_iter().map(Into::into).collect(),
            subject: event.subject,
            revision: event.revision,
            request: event.request,
            changes: changes.collect(),
        }
    }
}

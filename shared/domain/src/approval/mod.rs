//! Approvals: what an application lets nobody do alone.
//!
//! A [`Policy`] says which deeds need the approvals of others. Whoever wants to do one asks, which
//! makes a [`Request`] that names the digest of exactly what would be done; others approve that
//! digest. The verb itself looks for the request of its own digest when it is decided, so whatever
//! changes in between has another digest, and no approval.

pub(crate) mod deed;
mod standing;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ChannelName, ReleaseId};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{PackageKeys, Role};

use crate::app::AppHead;
use crate::command::Command;
use crate::decide::{Context, Facts, Movement};
use crate::event::Change;
use crate::id::Ulid;
use crate::plan::Plan;
use crate::principal::Principal;
use crate::record::{Record, RecordKey};
use crate::refusal::Refusal;
use crate::share::Share;
use crate::{App, audit, verb};

pub use standing::standing;
pub(crate) use standing::{electorate, may_approve};

/// Requests of one application that wait at the same time.
pub(crate) const MOST_OPEN: usize = 20;
/// Comments of one request.
pub(crate) const MOST_COMMENTS: usize = 30;
/// Approvals that a policy may ask for.
pub(crate) const COUNTS: std::ops::RangeInclusive<u32> = 1..=10;
/// Hours that a request may wait: up to 30 days.
pub(crate) const HOURS: std::ops::RangeInclusive<u32> = 1..=720;

/// What needs approvals, and how many.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Policy {
    /// How many, of different people or machines, none of them an author.
    pub count: u32,
    /// Whether starting a release needs them.
    pub start: bool,
    /// Whether reaching more than this share does; `None` for not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<Share>,
    /// Whether changing keys does.
    pub keys: bool,
    /// Hours after which a request is over.
    pub hours: u32,
}

/// The approvals of an application, as its head knows them.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Approvals {
    /// What needs them; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// Requests that wait, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Open>,
}

/// A request that waits; the rest stands in its own record.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Open {
    /// Which.
    pub id: Ulid,
    /// Of what would be done.
    pub digest: Sha256,
    /// When it is over.
    pub until: Timestamp,
    /// The release that it is about, if it is about one that exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseId>,
}

/// A request for approvals.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Request {
    /// Its id.
    pub id: Ulid,
    /// The clause of the policy that it is about.
    pub kind: Kind,
    /// What would be done, for people.
    pub what: String,
    /// The channel concerned, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelName>,
    /// The release concerned, if there is one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseId>,
    /// Of exactly what would be done: SHA-256 of its canonical JSON.
    pub digest: Sha256,
    /// That canonical JSON, so that anybody can see and hash what they approve.
    pub content: String,
    /// Who would move, as it stood when it was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub movements: Vec<Movement>,
    /// Who asked.
    pub by: Principal,
    /// Who can't approve it, by [`Principal::identity`]: who asked, and who made the release.
    pub authors: BTreeSet<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// Where it stands.
    pub state: State,
    /// When it came there, once it no longer waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// Who approved, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// What was said about it, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
}

/// The clauses of a policy.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A release starts.
    Start,
    /// Something reaches more.
    Ramp,
    /// Keys change.
    Keys,
    /// The policy asks for less.
    Policy,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits.
    Open,
    /// What it asked for was done.
    Used,
    /// Somebody who may approve refused to.
    Rejected,
    /// What it was about changed.
    Void,
    /// Nobody did it in time. Never stored: see [`Request::state_at`].
    Expired,
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Vote {
    /// Whose.
    pub by: Principal,
    /// When.
    pub at: Timestamp,
}

/// Something that was said about a request.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Comment {
    /// By whom.
    pub by: Principal,
    /// When.
    pub at: Timestamp,
    /// What, on one line.
    pub text: String,
}

/// What somebody asks approvals for.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum Asked {
    /// A command.
    Command(Box<Command>),
    /// New keys of a channel, which the engine itself wants made.
    Keys(KeyChange),
}

/// New keys of a channel.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct KeyChange {
    /// The channel.
    pub channel: ChannelName,
    /// The roles that get new ones.
    pub roles: Vec<Role>,
    /// What replaces the keys that must sign packages.
    pub package_keys: Option<PackageKeys>,
}

impl Policy {
    /// Whether reaching this share needs approvals.
    #[must_use]
    pub fn is_beyond(&self, share: Share) -> bool {
        self.beyond.is_some_and(|most| share > most)
    }

    /// Whether it asks for less than another in any way.
    #[must_use]
    pub fn is_weaker_than(&self, other: &Self) -> bool {
        let reaches_further = match (self.beyond, other.beyond) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(others)) => own > others,
        };
        self.count < other.count
            || (other.start && !self.start)
            || (other.keys && !self.keys)
            || self.hours > other.hours
            || reaches_further
    }
}

impl Approvals {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.policy.is_none() && self.open.is_empty()
    }
}

impl Request {
    /// Where it stands by now.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> State {
        match self.state {
            State::Open if self.until <= now => State::Expired,
            state => state,
        }
    }

    /// Whether somebody's approval of it would be of their own doing.
    #[must_use]
    pub fn is_by(&self, principal: &Principal) -> bool {
        let who = principal.identity();
        who.is_none_or(|who| self.authors.contains(&who))
    }
}

/// Whether a command may need approvals: then the organization decides too.
pub(crate) fn concerns(command: &Command) -> bool {
    use crate::command::{StartWhen, VariantVerb, Who};
    match command {
        Command::Start { .. }
        | Command::Promote { .. }
        | Command::Ramp { .. }
        | Command::NextStage(_)
        | Command::Conclude(_)
        | Command::CreateExperiment(_)
        | Command::RampExperiment { .. }
        | Command::ConcludeExperiment { .. }
        | Command::Revert { to: Some(_), .. }
        | Command::SetApprovals { .. }
        | Command::Ask(_) => true,
        Command::CreateRelease(new) => matches!(new.start, StartWhen::Now(_)),
        Command::Variants { verb, .. } => *verb == VariantVerb::Conclude,
        Command::Pin { who, .. } => matches!(who, Who::Group(_)),
        _ => false,
    }
}

/// The records that approvals add to those of a command.
pub(crate) fn needs(head: &AppHead, command: &Command) -> Vec<RecordKey> {
    let own = match command {
        Command::Approve { request, .. }
        | Command::Reject { request, .. }
        | Command::Comment { request, .. } => vec![RecordKey::Approval(request.clone())],
        Command::EditRelease { release, .. } | Command::DeleteRelease(release) => {
            let about = |open: &&Open| open.release.as_ref() == Some(&release.id);
            let open = head.approvals.open.iter().filter(about);
            open.map(|open| RecordKey::Approval(open.id.clone()))
                .collect()
        }
        _ if head.approvals.policy.is_some() && concerns(command) => waiting(head),
        _ => Vec::new(),
    };
    let is_vote = matches!(command, Command::Approve { .. });
    let decides = is_vote || (head.approvals.policy.is_some() && concerns(command));
    let org = decides.then_some(RecordKey::Org);
    own.into_iter().chain(org).collect()
}

/// The records of all requests that wait, and the organization whose members approve.
#[must_use]
pub fn needs_of_keys(head: &AppHead) -> Vec<RecordKey> {
    if head.approvals.policy.is_none() {
        return Vec::new();
    }
    let mut keys = waiting(head);
    keys.push(RecordKey::Org);
    keys
}

/// What the trail says of a request whose approvals were spent on keys.
#[must_use]
pub fn spent(request: &Request) -> Vec<Change> {
    audit::spent(request)
}

fn waiting(head: &AppHead) -> Vec<RecordKey> {
    let open = head.approvals.open.iter();
    open.map(|open| RecordKey::Approval(open.id.clone()))
        .collect()
}

/// Holds a change of keys against the policy: the head and the request as they are once the
/// approvals are spent on it; `None` where it needs none.
///
/// # Errors
/// It needs approvals that there aren't.
pub fn spend_on_keys(
    app: &App,
    facts: &Facts,
    cx: &Context,
    change: &KeyChange,
) -> Result<Option<(AppHead, Box<Request>)>, Refusal> {
    let mut plan = Plan::new(app, facts, cx);
    verb::guard::keys(&mut plan, change)?;
    let spent = plan.made().find_map(|record| match record {
        Record::Approval(request) => Some(request.clone()),
        _ => None,
    });
    Ok(spent.map(|request| (plan.app.head, request)))
}

impl std::fmt::Display for Policy {
    /// For people: `2 approvals for starts, beyond 20%, keys; within 72 hours`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let beyond = self.beyond.map(|share| format!("beyond {share}"));
        let clauses: Vec<String> = [
            self.start.then(|| "starts".to_owned()),
            beyond,
            self.keys.then(|| "keys".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let approvals = if self.count == 1 {
            "approval"
        } else {
            "approvals"
        };
        write!(
            f,
            "{} {approvals} for {}; within {} hours",
            self.count,
            clauses.join(", "),
            self.hours
        )
    }
}

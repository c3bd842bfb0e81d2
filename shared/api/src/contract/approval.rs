//! Approvals: what an application lets nobody do alone.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app::AppHead;
use wavecast_domain::approval;
use wavecast_domain::org::Org;
use wavecast_engine::control::Waiting;
use wavecast_wire::time::Timestamp;

use super::audit::Actor;
use super::change::Movement;

/// What needs the approvals of others, and how many.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalPolicy {
    /// How many, of different people or machines, none of them an author.
    #[schema(example = 1)]
    pub count: u32,
    /// Whether starting a release needs them.
    pub start: bool,
    /// Reaching more than this share needs them; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "20%")]
    pub beyond: Option<String>,
    /// Whether changing keys needs them.
    pub keys: bool,
    /// Hours after which a request is over.
    #[schema(example = 72)]
    pub hours: u32,
}

/// What shall need approvals: all of it, whatever it was before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetApprovalPolicy {
    /// How many: 1 to 10.
    #[schema(example = 1)]
    pub count: u32,
    /// Whether starting a release needs them; not if not said.
    #[serde(default)]
    pub start: bool,
    /// Reaching more than this share needs them; none does if not said.
    #[schema(example = "20%")]
    pub beyond: Option<String>,
    /// Whether changing keys needs them; not if not said.
    #[serde(default)]
    pub keys: bool,
    /// Hours after which a request is over: 1 to 720, 72 if not said.
    #[schema(example = 72)]
    pub hours: Option<u32>,
}

/// A request for approvals.
#[derive(Debug, Serialize, ToSchema)]
pub struct Approval {
    /// Its id.
    pub id: String,
    /// What of the policy it is about.
    pub kind: ApprovalKind,
    /// What would be done, for people.
    #[schema(example = "ramping lamp 1.1.0 in stable to 50%")]
    pub what: String,
    /// The channel concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "stable")]
    pub channel: Option<String>,
    /// The release concerned, if there is one already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// SHA-256 of `content`: what an approval names.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub digest: String,
    /// Exactly what would be done, as canonical JSON.
    pub content: String,
    /// Who would move, as it stood when it was asked.
    pub movements: Vec<Movement>,
    /// Who asked.
    pub by: Actor,
    /// When.
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub created: String,
    /// When it is over.
    #[schema(example = "2026-12-01T09:00:00Z")]
    pub until: String,
    /// Where it stands.
    pub state: ApprovalState,
    /// When it came there, once it no longer waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// How many approvals the policy asks for now; 0 without one.
    pub needed: u32,
    /// Who approved, the first first.
    pub approvals: Vec<ApprovalVote>,
    /// What was said about it, the oldest first.
    pub comments: Vec<ApprovalComment>,
}

/// What of a policy a request is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ApprovalKind {
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
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ApprovalState {
    /// It waits.
    Open,
    /// What it asked for was done.
    Used,
    /// Somebody who may approve refused to.
    Rejected,
    /// What it was about changed.
    Void,
    /// Nobody did it in time.
    Expired,
}

/// An approval.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalVote {
    /// Whose.
    pub by: Actor,
    /// When.
    #[schema(example = "2026-11-28T10:00:00Z")]
    pub at: String,
    /// Whether it counts now: who lost the permission since doesn't.
    pub counts: bool,
}

/// Something that was said about a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalComment {
    /// By whom.
    pub by: Actor,
    /// When.
    #[schema(example = "2026-11-28T10:00:00Z")]
    pub at: String,
    /// What.
    pub text: String,
}

/// What is approved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRequest {
    /// The request's digest, as it was read: an approval is of nothing else.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub digest: String,
    /// What there is to say about it: up to 500 characters on one line.
    pub comment: Option<String>,
}

/// Why a request ends without approval.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectRequest {
    /// What there is to say about it: up to 500 characters on one line.
    pub comment: Option<String>,
}

/// Something to say about a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentOnRequest {
    /// Up to 500 characters on one line.
    pub text: String,
}

/// What a change of a request came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalChange {
    /// Afterwards; on a dry run as it is.
    pub approval: Approval,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request with the same idempotency key.
    pub replayed: bool,
}

/// Something that is due and waits for approvals.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingApproval {
    /// The release.
    pub release: String,
    /// What is missing.
    pub why: String,
    /// What may be done about it.
    pub hint: String,
}

impl From<approval::Policy> for ApprovalPolicy {
    fn from(policy: approval::Policy) -> Self {
        Self {
            count: policy.count,
            start: policy.start,
            beyond: policy.beyond.map(|share| share.to_string()),
            keys: policy.keys,
            hours: policy.hours,
        }
    }
}

impl From<approval::Kind> for ApprovalKind {
    fn from(kind: approval::Kind) -> Self {
        match kind {
            approval::Kind::Start => Self::Start,
            approval::Kind::Ramp => Self::Ramp,
            approval::Kind::Keys => Self::Keys,
            approval::Kind::Policy => Self::Policy,
        }
    }
}

impl From<approval::State> for ApprovalState {
    fn from(state: approval::State) -> Self {
        match state {
            approval::State::Open => Self::Open,
            approval::State::Used => Self::Used,
            approval::State::Rejected => Self::Rejected,
            approval::State::Void => Self::Void,
            approval::State::Expired => Self::Expired,
        }
    }
}

impl From<ApprovalState> for approval::State {
    fn from(state: ApprovalState) -> Self {
        match state {
            ApprovalState::Open => Self::Open,
            ApprovalState::Used => Self::Used,
            ApprovalState::Rejected => Self::Rejected,
            ApprovalState::Void => Self::Void,
            ApprovalState::Expired => Self::Expired,
        }
    }
}

impl From<Waiting> for WaitingApproval {
    fn from(waiting: Waiting) -> Self {
        Self {
            release: waiting.release.into(),
            why: waiting.why.rule,
            hint: waiting.why.hint,
        }
    }
}

impl Approval {
    /// A request as it stands now, where its organization and its application are as given.
    pub(crate) fn of(
        request: approval::Request,
        org: &Org,
        head: &AppHead,
        now: Timestamp,
    ) -> Self {
        let counted: Vec<_> = approval::standing(org, head, &request)
            .into_iter()
            .cloned()
            .collect();
        let needed = head.approvals.policy.as_ref().map_or(0, |one| one.count);
        let state = request.state_at(now).into();
        let votes = request.votes.into_iter().map(|vote| ApprovalVote {
            counts: counted.contains(&vote),
            by: vote.by.into(),
            at: vote.at.into(),
        });
        let comments = request.comments.into_iter().map(|one| ApprovalComment {
            by: one.by.into(),
            at: one.at.into(),
            text: one.text,
        });
        Self {
            id: request.id.0,
            kind: request.kind.into(),
            what: request.what,
            channel: request.channel.map(Into::into),
            release: request.release.map(Into::into),
            digest: request.digest.to_string(),
            content: request.content,
            movements: request.movements.into_iter().map(Into::into).collect(),
            by: request.by.into(),
            created: request.created.into(),
            until: request.until.into(),
            state,
            ended: request.ended.map(Into::into),
            needed,
            approvals: votes.collect(),
            comments: comments.collect(),
        }
    }
}

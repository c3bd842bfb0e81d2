//! How a channel stands.

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::head;

use super::app::ChannelState;
use super::approval::WaitingApproval;
use super::change::NamedRelease;
use super::channel::Due;
use super::experiment::Experiment;
use super::pin::Pin;
use super::publication::Publication;
use super::release::ReleaseStatus;
use super::rule::{RuleFinding, VariantShare};

/// How a channel stands: what is at the edge, what moves, what is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelStatus {
    /// The channel.
    #[schema(example = "acme/lamp/stable")]
    pub scope: String,
    /// Whether it still serves.
    pub state: ChannelState,
    /// What each rule's audience gets, in priority order.
    pub rules: Vec<RuleStatus>,
    /// How often devices ask now, in seconds.
    pub poll_seconds: u32,
    /// Seconds until every online device knows of a change made now (cache time and interval with jitter).
    pub reach_seconds: u32,
    /// What it does by itself, the soonest first.
    pub agenda: Vec<Due>,
    /// What of it is due and waits for approvals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<WaitingApproval>,
    /// Devices and groups that get a named release for a time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Experiments that run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experiments: Vec<Experiment>,
    /// Rules that share devices, and rules that are never reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<RuleFinding>,
    /// What is on its way to the edge.
    pub pending: Vec<Publication>,
    /// The last one that was published, with what the CDN was told; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Publication>,
    /// What is at the edge; absent before the first publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<EdgeStatus>,
}

/// What one rule's audience gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleStatus {
    /// The rule.
    #[schema(example = "everyone")]
    pub name: String,
    /// What is placed, the newest first.
    pub releases: Vec<PlacedRelease>,
    /// Concluded releases that devices below them install before anything newer, the lowest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub floors: Vec<NamedRelease>,
    /// Whether devices go back to what shipped in the binary when nothing else matches.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub embedded: bool,
}

/// A placed release.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedRelease {
    /// Its id.
    pub release: String,
    /// The package's name.
    #[schema(example = "lamp")]
    pub package: String,
    /// The package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// Where it stands.
    pub status: ReleaseStatus,
    /// How much of the audience it reaches; where variants differ, the least of them.
    #[schema(example = "12.5%")]
    pub share: String,
    /// How much of each variant's devices it reaches, where they differ or one was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<VariantShare>,
    /// Whether only those who run it keep it.
    pub held: bool,
}

/// What of a channel is at the edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct EdgeStatus {
    /// The number of the last publication.
    pub seq: u64,
    /// When it was issued.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub issued: String,
    /// The newest root.
    pub root: u64,
    /// Whether all of it is written.
    pub written: bool,
    /// When freshness is renewed.
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub renew: String,
    /// An edge that is ahead of the ledger: nothing is published until the channel is adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fence: Option<Fence>,
}

/// An edge that is ahead of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fence {
    /// The edge's number.
    pub edge: u64,
    /// When it was found.
    pub at: String,
    /// What was found.
    pub why: String,
}

impl From<head::Head> for EdgeStatus {
    fn from(head: head::Head) -> Self {
        Self {
            seq: head.seq,
            issued: head.issued.into(),
            root: head.root,
            written: head.written,
            renew: head.renew.into(),
            fence: head.fence.map(|fence| Fence {
                edge: fence.edge,
                at: fence.at.into(),
                why: fence.why,
            }),
        }
    }
}

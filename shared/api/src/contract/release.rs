//! Releases.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::release;

use super::policy::Policy;

/// A release: a package for an audience, and how far it got.
#[derive(Debug, Serialize, ToSchema)]
pub struct Release {
    /// Its id.
    #[schema(example = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD")]
    pub id: String,
    /// The channel it is for.
    #[schema(example = "stable")]
    pub channel: String,
    /// The rule it belongs to.
    #[schema(example = "everyone")]
    pub rule: String,
    /// The package's name.
    #[schema(example = "lamp")]
    pub package: String,
    /// The package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// Where it stands.
    pub status: ReleaseStatus,
    /// The share it reached.
    #[schema(example = "12.5%")]
    pub share: String,
    /// Where its devices are hashed to.
    pub salt: String,
    /// Raised by a retry.
    pub attempt: u32,
    /// How devices go about it.
    pub policy: Policy,
    /// Notes by language tag.
    pub notes: BTreeMap<String, String>,
    /// Settings that go with it.
    pub properties: BTreeMap<String, serde_json::Value>,
    /// Whether 100 % stays open instead of concluding.
    pub keep_open: bool,
    /// Whether devices below it install it before anything newer, once it concluded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub floor: bool,
    /// When it starts and grows by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// The concluded release that it replaced, to which a revert returns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced: Option<String>,
    /// The release that it came from: cloned, promoted or superseded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// When it was created.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// When it last changed what devices get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// By whom it was created.
    pub created_by: String,
}

/// The life of a release.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseStatus {
    /// Nothing of it is at the edge.
    Draft,
    /// It starts by itself.
    Scheduled,
    /// Its start was missed by more than its window; it asks.
    Missed,
    /// It reaches a share of its audience.
    Active,
    /// Whoever has it keeps it, nobody new gets it.
    Paused,
    /// A variant of an experiment, which alone decides about it.
    Experimental,
    /// It reached everybody.
    Concluded,
    /// It was stopped.
    Aborted,
    /// Another took its place.
    Superseded,
    /// It was concluded and then taken back.
    Reverted,
}

/// When a release starts and grows by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Schedule {
    /// When it starts; absent for one that was started by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-22T09:00:00Z")]
    pub start: Option<String>,
    /// Seconds by which the start may be late before it is missed.
    pub window: u32,
    /// Growing shares, in order; the first is reached at the start.
    pub stages: Vec<Stage>,
    /// How many stages were reached.
    pub reached: u32,
}

/// One stage of a schedule.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The share.
    #[schema(example = "10%")]
    pub share: String,
    /// Seconds after the stage before it.
    #[schema(example = 3600)]
    pub after: u32,
}

macro_rules! statuses {
    ($($status:ident),*) => {
        impl From<release::Status> for ReleaseStatus {
            fn from(status: release::Status) -> Self {
                match status { $(release::Status::$status => Self::$status),* }
            }
        }

        impl From<ReleaseStatus> for release::Status {
            fn from(status: ReleaseStatus) -> Self {
                match status { $(ReleaseStatus::$status => Self::$status),* }
            }
        }
    };
}
statuses!(
    Draft,
    Scheduled,
    Missed,
    Active,
    Paused,
    Experimental,
    Concluded,
    Aborted,
    Superseded,
    Reverted
);

impl From<release::Schedule> for Schedule {
    fn from(schedule: release::Schedule) -> Self {
        let stages = schedule.stages.into_iter().map(|stage| Stage {
            share: stage.share.to_string(),
            after: stage.after,
        });
        Self {
            start: schedule.start.map(Into::into),
            window: schedule.window,
            stages: stages.collect(),
            reached: schedule.reached,
        }
    }
}

impl From<release::Release> for Release {
    fn from(release: release::Release) -> Self {
        Self {
            id: release.id.into(),
            channel: release.channel.into(),
            rule: release.rule.0,
            package: release.package.into(),
            version: release.version.to_string(),
            status: release.status.into(),
            share: release.share.to_string(),
            salt: release.salt.into(),
            attempt: release.attempt,
            policy: release.policy.into(),
            notes: release.notes,
            properties: release.properties,
            keep_open: release.keep_open,
            floor: release.floor,
            schedule: release.schedule.map(Into::into),
            replaced: release.replaced.map(Into::into),
            origin: release.origin.map(Into::into),
            created: release.times.created.into(),
            started: release.times.started.map(Into::into),
            moved: release.times.moved.map(Into::into),
            ended: release.times.ended.map(Into::into),
            created_by: release.created_by,
        }
    }
}

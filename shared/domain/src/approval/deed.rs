//! What needs approvals, down to its bytes: two deeds with the same digest are the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wavecast_wire::config::{Policy as DevicePolicy, Properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;
use wavecast_wire::name::{ChannelName, PackageName, ReleaseId};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use super::{KeyChange, Kind, Policy};
use crate::app::RuleName;
use crate::channel::Placement;
use crate::device_group::GroupName;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Schedule};
use crate::share::Share;

/// Something that is about to be done.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// The clause of the policy.
    pub kind: Kind,
    /// For people, as in "ramping lamp 1.1.0 in stable to 50%".
    pub what: String,
    /// The channel concerned.
    pub channel: Option<ChannelName>,
    /// The release concerned, if it was there before.
    pub release: Option<ReleaseId>,
    /// Who made what it is about.
    pub authors: BTreeSet<String>,
    /// Its bytes.
    pub act: Act,
}

/// What is hashed of a deed. A field that is added changes the digest of what it is said of, so
/// approvals that were given before are void then.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub(crate) enum Act {
    Start {
        release: Box<Content>,
        share: Share,
        only: Option<When>,
        replaces: Option<Replaced>,
    },
    Reach {
        release: Box<Content>,
        to: Share,
        only: Option<When>,
        concludes: bool,
    },
    /// To a release that never reached everybody, from what the rule places.
    Return {
        release: Box<Content>,
        from: Vec<ReleaseId>,
    },
    Pin {
        release: Box<Content>,
        group: Listed,
        until: Timestamp,
    },
    Try {
        verb: &'static str,
        name: String,
        rule: RuleName,
        width: u16,
        share: Share,
        variants: Vec<Variant>,
    },
    Keys(KeyChange),
    Policy {
        policy: Option<Policy>,
    },
}

/// The content of a release, with whom it is for. Not how far it got: that is the deed's to say.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Content {
    /// Absent while it is only to be made.
    id: Option<ReleaseId>,
    channel: ChannelName,
    rule: RuleName,
    audience: When,
    devices: Option<Listed>,
    package: PackageName,
    version: Version,
    manifest: Sha256,
    attempt: u32,
    policy: DevicePolicy,
    notes: BTreeMap<String, String>,
    properties: Properties,
    keep_open: bool,
    floor: bool,
    schedule: Option<Schedule>,
}

/// A group of devices as it is at present.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Listed {
    group: GroupName,
    sha256: Option<Sha256>,
}

/// What a release takes the place of.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Replaced {
    release: ReleaseId,
    share: Share,
    /// How far each variant got.
    variants: Vec<(When, Share)>,
}

/// A variant of an experiment on packages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Variant {
    pub name: String,
    pub weight: Share,
    pub release: Option<Content>,
}

impl From<&Placement> for Replaced {
    fn from(placement: &Placement) -> Self {
        Self {
            release: placement.release.clone(),
            share: placement.share,
            variants: placement
                .variants
                .iter()
                .map(|variant| (variant.when.clone(), placement.share_of(variant)))
                .collect(),
        }
    }
}

impl Content {
    /// Of a release as it would be placed now.
    pub fn of(plan: &mut Plan<'_>, release: &Release) -> Result<Self, Refusal> {
        let (_, ready) = plan.ready(&release.package, &release.version)?;
        let rule = plan.rule(&release.channel, &release.rule)?;
        let (audience, group) = (rule.audience.clone(), rule.devices.clone());
        let devices = group.map(|group| Listed::of(plan, group)).transpose()?;
        let schedule = release.schedule.clone().map(|schedule| Schedule {
            reached: 0,
            ..schedule
        });
        Ok(Self {
            id: plan.was_there(&release.id).then(|| release.id.clone()),
            channel: release.channel.clone(),
            rule: release.rule.clone(),
            audience,
            devices,
            package: release.package.clone(),
            version: release.version.clone(),
            manifest: ready.manifest.sha256,
            attempt: release.attempt,
            policy: release.policy.clone(),
            notes: release.notes.clone(),
            properties: release.properties.clone(),
            keep_open: release.keep_open,
            floor: release.floor,
            schedule,
        })
    }
}

impl Listed {
    pub fn of(plan: &Plan<'_>, group: GroupName) -> Result<Self, Refusal> {
        let devices = plan.head().groups.get(&group);
        let sha256 = devices.map(bytes).transpose()?;
        let sha256 = sha256.map(|bytes| Sha256::of(&bytes));
        Ok(Self { group, sha256 })
    }
}

impl Deed {
    /// A deed about a release.
    pub fn on(plan: &Plan<'_>, kind: Kind, what: String, release: &Release, act: Act) -> Self {
        Self {
            kind,
            what,
            channel: Some(release.channel.clone()),
            release: plan.was_there(&release.id).then(|| release.id.clone()),
            authors: release.authors.clone(),
            act,
        }
    }

    /// What is hashed: canonical JSON that names the application too.
    pub fn content(&self, plan: &Plan<'_>) -> Result<String, Refusal> {
        #[derive(Serialize)]
        struct Named<'a> {
            app: String,
            #[serde(flatten)]
            act: &'a Act,
        }
        let head = plan.head();
        let app = format!("{}/{}", head.org, head.name);
        let bytes = bytes(&Named {
            app,
            act: &self.act,
        })?;
        String::from_utf8(bytes).map_err(|error| unwritable(&error))
    }
}

fn bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, Refusal> {
    json::file(value).map_err(|error| unwritable(&error))
}

fn unwritable(error: &dyn std::fmt::Display) -> Refusal {
    let hint = "this is a defect: please report it";
    Refusal::invalid("approvals", error.to_string(), hint)
}

//! What a change came to.

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::decide;

use super::app::App;
use super::approval::Approval;
use super::channel::Channel;
use super::org::Org;
use super::package::Package;
use super::preview::Preview;
use super::publication::Publication;
use super::release::Release;
use super::rule::RuleFinding;

/// A share of an audience that gets something else.
#[derive(Debug, Serialize, ToSchema)]
pub struct Movement {
    /// The channel.
    #[schema(example = "stable")]
    pub channel: String,
    /// The rule.
    #[schema(example = "everyone")]
    pub rule: String,
    /// How much of the rule's audience moves, at most.
    #[schema(example = "5%")]
    pub share: String,
    /// What it leaves; absent when that is nothing of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NamedRelease>,
    /// What it goes to; absent for what shipped in the binary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NamedRelease>,
}

/// A release for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedRelease {
    /// Its id.
    pub release: String,
    /// Its package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
}

/// A release at the edge whose package is yanked.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveUse {
    /// Its channel.
    #[schema(example = "stable")]
    pub channel: String,
    /// Its rule.
    #[schema(example = "everyone")]
    pub rule: String,
    /// Which release.
    pub release: NamedRelease,
    /// How much of the rule's audience it reaches.
    #[schema(example = "100%")]
    pub share: String,
    /// Whether this change replaces it.
    pub replaced: bool,
}

macro_rules! change {
    ($name:ident, $field:ident: $resource:ident, $what:literal $(, $(#[$meta:meta])* $more:ident: $type:ty)*) => {
        #[doc = concat!("What a change of ", $what, " came to.")]
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $name {
            #[doc = concat!("Afterwards; absent once ", $what, " is gone, and on a dry run that would create it.")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub $field: Option<$resource>,
            $($(#[$meta])* pub $more: $type,)*
            /// What was wanted at the edge; the answer is 202 while one of them is pending.
            pub publications: Vec<Publication>,
            /// Who moves.
            pub movements: Vec<Movement>,
            /// On a dry run, what the devices of each channel that looks different would do.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub previews: Vec<Preview>,
            /// Whether nothing was committed because it was a dry run.
            pub dry_run: bool,
            /// Whether this repeats the answer to an earlier request with the same idempotency key.
            pub replayed: bool,
        }
    };
}

change!(OrgChange, org: Org, "an organization");
change!(
    AppChange, app: App, "an application",
    /// The request for approvals that was made instead, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>
);
change!(
    ChannelChange, channel: Channel, "a channel",
    /// Where rules, or whom they are for, changed: rules that share devices, and rules that are
    /// never reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<RuleFinding>,
    /// The request for approvals that was made instead, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>
);
change!(
    PackageChange, package: Package, "a package",
    /// Where a yanked package is still at the edge.
    uses: Vec<LiveUse>
);
change!(
    ReleaseChange, release: Release, "a release",
    /// The request for approvals that was made instead, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>
);

impl From<decide::Named> for NamedRelease {
    fn from(named: decide::Named) -> Self {
        Self {
            release: named.release.into(),
            version: named.version.to_string(),
        }
    }
}

impl From<decide::LiveUse> for LiveUse {
    fn from(live: decide::LiveUse) -> Self {
        Self {
            channel: live.channel.into(),
            rule: live.rule.0,
            release: live.release.into(),
            share: live.share.to_string(),
            replaced: live.replaced,
        }
    }
}

impl From<decide::Movement> for Movement {
    fn from(movement: decide::Movement) -> Self {
        Self {
            channel: movement.channel.into(),
            rule: movement.rule.0,
            share: movement.share.to_string(),
            from: movement.from.map(Into::into),
            to: movement.to.map(Into::into),
        }
    }
}

//! What a command changes, or why it is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wavecast_wire::name::{ChannelName, PackageName, ReleaseId};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::access::Place;
use crate::app::{App, RuleName};
use crate::command::Command;
use crate::coverage::Finding;
use crate::event::Event;
use crate::id::{Fresh, Ulid};
use crate::name::SecretName;
use crate::org::Founding;
use crate::permission;
use crate::plan::Plan;
use crate::preview::Preview;
use crate::principal::Principal;
use crate::record::{Record, RecordKey};
use crate::refusal::Refusal;
use crate::schema::Judge;
use crate::share::Share;
use crate::verb;

pub use crate::needs::{channels, every_channel, more, needs};

/// Who, when, and the seed of new ids.
#[derive(Clone, Debug)]
pub struct Context {
    /// The clock's reading.
    pub now: Timestamp,
    /// Who acts.
    pub principal: Principal,
    /// The seed of new ids.
    pub fresh: Fresh,
    /// The request's id.
    pub request: String,
    /// The longest message that the keys of this installation sign, in bytes; `None` for any.
    pub message_limit: Option<usize>,
    /// Holds values against the application's schema.
    pub judge: Judge,
    /// How organizations begin here.
    pub founding: Founding,
}

/// The records that [`needs`](crate::needs()) named; a record that doesn't exist is absent here.
pub type Facts = BTreeMap<RecordKey, Record>;

/// All that one command changes, to be committed in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The application afterwards. Parts equal to the loaded ones aren't written.
    pub app: App,
    /// Records to write.
    pub records: BTreeMap<RecordKey, Record>,
    /// Records to delete.
    pub deleted: BTreeSet<RecordKey>,
    /// The audit event.
    pub event: Event,
    /// Channels whose publication is wanted.
    pub publish: BTreeSet<ChannelName>,
    /// Channels that need a root: their first, or one that a channel which moved there vouches for.
    pub keys: BTreeSet<ChannelName>,
    /// What it was about, for the answer.
    pub outcome: Outcome,
    /// Who moves, for people to confirm.
    pub movements: Vec<Movement>,
    /// Live uses of a package that is yanked, among the loaded channels.
    pub uses: Vec<LiveUse>,
    /// What devices see of each channel, before and after.
    pub previews: Vec<Preview>,
    /// Where rules, or whom they are for, changed: which of them share devices now.
    pub findings: Vec<Finding>,
}

/// A release at the edge whose package is yanked.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct LiveUse {
    /// Its channel.
    pub channel: ChannelName,
    /// Its rule.
    pub rule: RuleName,
    /// Which.
    pub release: Named,
    /// How much of the rule's audience it reaches.
    pub share: Share,
    /// Whether this command replaces it.
    pub replaced: bool,
}

/// What a command was about.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// The application itself.
    App,
    /// A channel.
    Channel {
        /// Which.
        channel: ChannelName,
    },
    /// A package.
    Package {
        /// Its name.
        name: PackageName,
        /// Its version.
        version: Version,
    },
    /// A release.
    Release {
        /// Its channel.
        channel: ChannelName,
        /// Its id.
        release: ReleaseId,
    },
    /// A request for approvals.
    Approval {
        /// Its id.
        request: Ulid,
    },
    /// A secret.
    Secret {
        /// Its name.
        name: SecretName,
        /// The version that is in use, or was when it was removed.
        version: u32,
    },
}

/// A share of an audience that will get something else.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Movement {
    /// The channel.
    pub channel: ChannelName,
    /// The rule.
    pub rule: RuleName,
    /// How much of the rule's audience moves, at most.
    pub share: Share,
    /// What it leaves; `None` when that is nothing of ours.
    pub from: Option<Named>,
    /// What it goes to; `None` for what shipped in the binary.
    pub to: Option<Named>,
}

/// A release for people.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Named {
    /// Its id.
    pub release: ReleaseId,
    /// Its package's version.
    pub version: Version,
}

/// Decides a command: permission, precondition, the verb, then a rendering of every channel that
/// changes, so that each limit refuses before anything is written.
///
/// The application afterwards has the next revision, in its head and in every part that changed.
///
/// # Errors
/// A [`Refusal`]; nothing has changed.
pub fn decide(
    app: &App,
    facts: &Facts,
    cx: &Context,
    command: Command,
) -> Result<Decision, Refusal> {
    let place = Place::App(&app.head.org, &app.head.name);
    permission::check(&cx.principal, &command, place)?;
    let mut plan = Plan::new(app, facts, cx);
    let outcome = verb::apply(&mut plan, &command)?;
    plan.finish(&command, outcome)
}

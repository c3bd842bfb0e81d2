//! The steps of a random story, and the commands that they come to.

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::release::Stage;
use wavecast_domain::share::Share;
use wavecast_wire::config::Policy;
use wavecast_wire::name::ChannelName;

use crate::world::{World, channel};

pub const CHANNELS: [&str; 2] = ["stable", "beta"];

/// Versions and what they require of binaries: a package's identity.
pub const VERSIONS: [(&str, Option<&str>); 8] = [
    ("1.0", None),
    ("1.1", None),
    ("1.2", Some(">=1")),
    ("2.0-rc.1", None),
    ("2.0", Some(">=2")),
    ("2.1", None),
    ("2.2", Some(">=2")),
    ("3.0", Some(">=1")),
];

/// One step in a channel; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub struct Step {
    pub channel: usize,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Ship(Ship),
    /// A verb on what moves there.
    Moving(Verb),
    /// A verb on any release there.
    Any(usize, Verb),
    Rollback(Option<usize>),
    Promote(Option<u16>, bool),
    Schedule(usize, i64),
    /// A package, here alone or with what uses it in so many channels.
    Yank(usize, usize),
    /// So many hours.
    Wait(i64),
}

#[derive(Clone, Debug)]
pub struct Ship {
    version: usize,
    to: Option<u16>,
    replace: bool,
    downgrade: bool,
    keep_open: bool,
}

#[derive(Clone, Debug)]
pub enum Verb {
    Ramp(u16),
    Pause,
    Resume,
    Conclude,
    Abort(bool),
    Retry,
    Clone,
    Start,
    Delete,
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        8 => ships().prop_map(What::Ship),
        6 => verbs().prop_map(What::Moving),
        1 => (0..16usize, verbs()).prop_map(|(release, verb)| What::Any(release, verb)),
        4 => prop::option::of(0..16usize).prop_map(What::Rollback),
        2 => (shares(), any::<bool>()).prop_map(|(to, replace)| What::Promote(to, replace)),
        1 => (0..16usize, 1..40i64).prop_map(|(release, hours)| What::Schedule(release, hours)),
        1 => (0..VERSIONS.len(), 0..3usize).prop_map(|(version, now)| What::Yank(version, now)),
        1 => (1..30i64).prop_map(What::Wait),
    ];
    // Most of a story happens in one channel, so that it gets long there.
    let at = prop_oneof![4 => Just(0), 1 => Just(1)];
    let step = (at, what).prop_map(|(channel, what)| Step { channel, what });
    prop::collection::vec(step, 1..30)
}

fn shares() -> impl Strategy<Value = Option<u16>> {
    prop_oneof![
        1 => Just(None),
        2 => (0u16..=10_000).prop_map(Some),
        3 => Just(Some(10_000)),
    ]
}

fn ships() -> impl Strategy<Value = Ship> {
    let flag = |chance| prop::bool::weighted(chance);
    let parts = (0..VERSIONS.len(), shares(), flag(0.2), flag(0.4), flag(0.2));
    parts.prop_map(|(version, to, replace, downgrade, keep_open)| Ship {
        version,
        to,
        replace,
        downgrade,
        keep_open,
    })
}

fn verbs() -> impl Strategy<Value = Verb> {
    prop_oneof![
        3 => (0u16..=10_000).prop_map(Verb::Ramp),
        2 => Just(Verb::Ramp(10_000)),
        2 => Just(Verb::Pause),
        2 => Just(Verb::Resume),
        2 => Just(Verb::Conclude),
        3 => any::<bool>().prop_map(Verb::Abort),
        1 => Just(Verb::Retry),
        1 => Just(Verb::Clone),
        1 => Just(Verb::Start),
        1 => Just(Verb::Delete),
    ]
}

impl Step {
    /// The command of this step, if it has an object; `released` are all releases so far.
    pub fn command(&self, world: &World, released: &[ReleaseRef]) -> Option<Command> {
        let at = channel(CHANNELS[self.channel]);
        let here: Vec<_> = released
            .iter()
            .filter(|release| release.channel == at)
            .collect();
        let any = |number: usize| {
            let found = here.get(number % here.len().max(1));
            found.map(|release| ReleaseRef::clone(release))
        };
        Some(match &self.what {
            What::Ship(ship) => Command::CreateRelease(ship.of(world, at)),
            What::Moving(verb) => {
                let id = world.channels[&at].rules[0].moving.clone()?;
                verb.of(ReleaseRef { channel: at, id })
            }
            What::Any(number, verb) => verb.of(any(*number)?),
            What::Rollback(to) => Command::Revert {
                channel: at,
                rule: RuleName::everyone(),
                to: to.and_then(any).map(|release| release.id),
            },
            What::Promote(to, replace) => Command::Promote {
                from: channel(CHANNELS[1 - self.channel]),
                to: at,
                share: to.and_then(Share::permyriad),
                replace: *replace,
            },
            What::Schedule(number, hours) => Command::Schedule {
                release: any(*number)?,
                start: world.now.plus(hours * 3600),
                window: 3600,
                stages: stages(),
            },
            What::Yank(version, now) => Command::YankPackage {
                name: "app".parse().expect("a name"),
                version: VERSIONS[*version].0.parse().expect("a version"),
                reason: "bad".into(),
                now: CHANNELS
                    .iter()
                    .take(*now)
                    .map(|name| channel(name))
                    .collect(),
            },
            What::Wait(_) => return None,
        })
    }
}

fn stages() -> Vec<Stage> {
    let stage = |(to, after)| Stage {
        share: Share::permyriad(to).expect("a share"),
        after,
    };
    [(1000, 0), (5000, 3600), (10_000, 7200)]
        .map(stage)
        .to_vec()
}

impl Ship {
    fn of(&self, world: &World, at: ChannelName) -> NewRelease {
        let policy = Policy {
            downgrade: self.downgrade,
            ..Policy::default()
        };
        let start = StartWhen::Now(self.to.and_then(Share::permyriad));
        NewRelease {
            channel: at,
            replace: self.replace,
            edit: ReleaseEdit {
                policy: Some(policy),
                keep_open: Some(self.keep_open),
                ..ReleaseEdit::default()
            },
            ..world.new_release(VERSIONS[self.version].0, start)
        }
    }
}

impl Verb {
    fn of(&self, release: ReleaseRef) -> Command {
        match self {
            Self::Ramp(to) => Command::Ramp {
                release,
                to: Share::permyriad(*to).expect("a share"),
                keep_open: to % 2 == 1,
                only: None,
            },
            Self::Pause => Command::Pause(release),
            Self::Resume => Command::Resume(release),
            Self::Conclude => Command::Conclude(release),
            Self::Abort(keep) => Command::Abort {
                release,
                keep: *keep,
            },
            Self::Retry => Command::Retry(release),
            Self::Clone => Command::Clone {
                release,
                into: None,
            },
            Self::Start => Command::Start {
                release,
                share: None,
                replace: false,
                only: None,
            },
            Self::Delete => Command::DeleteRelease(release),
        }
    }
}

//! Every request and every commit of making groups and taking them away, failed both ways; for the
//! groups in memory and for the real ones alike.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test's helper can't do fails the test"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wavecast_domain::org::{GroupPath, Org, OrgCommand, Unit};
use wavecast_domain::saga::Mark;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{OrgName, Scope};

use super::act::request;
use super::clock::TestIds;
use super::faulty::{Faults, Plan, Point};
use super::world::{Memory, World};
use crate::groups::GroupKeeper;
use crate::local::Machine;
use crate::port::Groups;
use crate::record::own::GroupRound;
use crate::record::{entry, key};

/// Ticks within which everything must be over.
const TICKS: usize = 40;
/// Trials so far: each is an installation of its own, or one would sweep what another makes.
static TRIALS: AtomicU64 = AtomicU64::new(0);
/// Seeds that a trial needs at most.
const SEEDS: u64 = 1 << 20;
/// Seconds between two ticks: longer than any pause.
const PAUSE: i64 = 301;

/// One organization with one application, and where its groups are.
pub struct GroupTrial {
    /// Its backends.
    pub memory: Memory,
    /// Its groups, without faults.
    pub groups: Arc<dyn Groups>,
    /// Its name.
    pub org: OrgName,
}

/// What happens to groups.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GroupStory {
    /// They are made.
    Make,
    /// They are given up when half of them are made.
    TurnBack,
    /// They stand, and are taken away.
    Remove,
}

impl GroupStory {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Make, Self::TurnBack, Self::Remove];
}

impl GroupTrial {
    /// An organization with the application `lamp`.
    pub async fn new(groups: Arc<dyn Groups>, org: &str) -> Self {
        let trials = TRIALS.fetch_add(1, Ordering::SeqCst);
        let trial = Self {
            memory: Memory {
                ids: TestIds::after(trials * SEEDS),
                ..Memory::default()
            },
            groups,
            org: org.parse().expect("a name"),
        };
        let scope: Scope = format!("{org}/lamp/stable").parse().expect("a scope");
        let world = World::of(&trial.memory);
        world.open(&scope, Kind::Firmware).await.expect("opened");
        trial
    }

    /// Who makes its groups: a process of its own.
    #[must_use]
    pub fn keeper(&self) -> GroupKeeper {
        self.keeper_with(&Faults::default())
    }

    /// The same with faults around what it asks.
    #[must_use]
    pub fn keeper_with(&self, faults: &Faults) -> GroupKeeper {
        let machine = Machine::new(faults.around(self.memory.ports()), 0);
        GroupKeeper {
            control: machine.control,
            groups: faults.around_groups(self.groups.clone()),
        }
    }

    /// Carries a command on the organization out.
    pub async fn order(&self, command: OrgCommand) {
        let control = self.keeper().control;
        let done = control.execute_org(&self.org, request(), command).await;
        done.expect("carried out");
    }

    /// The organization as it stands.
    pub async fn state(&self) -> Org {
        let found = self.keeper().control.org(&self.org).await;
        found.expect("read").expect("there")
    }

    /// Ticks until nothing is due any more.
    ///
    /// # Panics
    /// That never comes.
    pub async fn settle(&self, keeper: &GroupKeeper) {
        for _ in 0..TICKS {
            keeper.tick().await;
            self.memory.clock.advance(PAUSE);
            let control = &keeper.control;
            let saga = control.group_saga(&self.org).await;
            if self.state().await.next_task().is_none() && saga.is_ok_and(|saga| saga.is_none()) {
                return;
            }
        }
        panic!("the groups of {} never settle", self.org);
    }

    /// The paths of groups of the organization, by the words of the domain.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let lamp = Unit::App("lamp".parse().expect("a name"));
        let both = [Unit::Org, lamp];
        let groups = both.iter().flat_map(|unit| unit.groups(&self.org));
        let mut paths: Vec<_> = groups.map(|(path, _)| path.to_string()).collect();
        paths.sort();
        paths
    }

    /// The path of one of its groups, such as `apps/lamp/read`.
    ///
    /// # Panics
    /// There is no such group.
    #[must_use]
    pub fn path(&self, rest: &str) -> GroupPath {
        let lamp = Unit::App("lamp".parse().expect("a name"));
        let groups = Unit::Org.groups(&self.org).into_iter();
        let mut groups = groups.chain(lamp.groups(&self.org));
        let wanted = format!("{}/{rest}", self.org);
        let found = groups.find(|(path, _)| path.as_str() == wanted.trim_end_matches('/'));
        found.expect("one of its groups").0
    }

    /// The mark of a group that a saga of this installation made.
    pub async fn mark(&self, saga: &str) -> Mark {
        let found = self.memory.ports().ledger.get(&[key::group_round()]).await;
        let found = found.expect("read").pop().flatten().expect("there");
        let round: GroupRound = entry::read(&found).expect("whole");
        Mark {
            installation: round.installation,
            org: self.org.clone(),
            saga: saga.parse().expect("an id"),
        }
    }

    /// Brings it to where the story's own part begins.
    async fn prepare(&self, story: GroupStory) {
        self.order(OrgCommand::MakeGroups).await;
        match story {
            GroupStory::Make => return,
            GroupStory::TurnBack => {
                let faults = Faults::default();
                faults.plan(Plan {
                    point: Point {
                        port: "groups",
                        method: "create",
                        kind: self.path("apps/lamp/read").to_string(),
                        occurrence: 0,
                    },
                    landed: true,
                    dead: true,
                });
                self.keeper_with(&faults).tick().await;
                assert!(faults.was_met(), "half of them are made");
            }
            GroupStory::Remove => self.settle(&self.keeper()).await,
        }
        self.order(OrgCommand::RemoveGroups).await;
    }
}

/// Fails each point of each story: what is asked lands or doesn't, and is told as unknown; then the
/// same process goes on, or a new one. `look` says which groups of an organization there are.
/// Answers how many trials there were. `counts` says which points are tried: all in memory; at the real
/// groups, where each takes its time, those that change something there.
///
/// # Panics
/// What is there in the end isn't what should be.
pub async fn every_fault(
    groups: Arc<dyn Groups>,
    counts: impl Fn(&Point) -> bool,
    look: impl AsyncFn(&str) -> Vec<String>,
) -> usize {
    let mut trials = 0;
    for story in GroupStory::ALL {
        let first = GroupTrial::new(groups.clone(), "recorded").await;
        first.prepare(story).await;
        let faults = Faults::default();
        first.settle(&first.keeper_with(&faults)).await;
        let points = faults.points().into_iter().filter(&counts);
        clear(&first).await;
        for point in points {
            for (landed, dead) in [(true, true), (true, false), (false, true), (false, false)] {
                trials += 1;
                let org = format!("t{trials}");
                let trial = GroupTrial::new(groups.clone(), &org).await;
                let point = Point {
                    kind: point.kind.replacen("recorded", &org, 1),
                    ..point.clone()
                };
                let plan = Plan {
                    point,
                    landed,
                    dead,
                };
                one_fault(&trial, story, plan, &look).await;
                clear(&trial).await;
            }
        }
    }
    trials
}

async fn one_fault(
    trial: &GroupTrial,
    story: GroupStory,
    plan: Plan,
    look: &impl AsyncFn(&str) -> Vec<String>,
) {
    trial.prepare(story).await;
    let faults = Faults::default();
    faults.plan(plan.clone());
    let keeper = trial.keeper_with(&faults);
    for _ in 0..TICKS {
        keeper.tick().await;
        trial.memory.clock.advance(PAUSE);
        if faults.was_met() {
            break;
        }
    }
    assert!(faults.was_met(), "{story:?} {plan:?}: never reached");
    let after = if plan.dead { trial.keeper() } else { keeper };
    trial.settle(&after).await;
    let wanted = match story {
        GroupStory::Make => trial.all(),
        GroupStory::TurnBack | GroupStory::Remove => Vec::new(),
    };
    assert_eq!(look(trial.org.as_str()).await, wanted, "{story:?} {plan:?}");
    // Whatever it may have left, a sweep finds; here there is nothing.
    trial.memory.clock.advance(2 * PAUSE);
    let swept = after.tick().await;
    assert_eq!((swept.swept, swept.troubles), (0, Vec::new()), "{plan:?}");
    assert_eq!(look(trial.org.as_str()).await, wanted, "{story:?} {plan:?}");
}

/// Deletes what is left of a trial.
async fn clear(trial: &GroupTrial) {
    let whole = trial.groups.find(&trial.path("")).await.expect("looked");
    if let Some(whole) = whole {
        trial.groups.delete(&whole).await.expect("deleted");
    }
}

//! One run: choices applied one by one.

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use wavecast_domain::head::Head;
use wavecast_engine::port::Ledger as _;
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::memory::{MemoryLedger, MemoryObjects, MemoryUploads};
use wavecast_wire::object::ObjectKey;

use super::gate::{Call, Gate, Grant};
use super::scene::{Part, Scene};
use super::watch::Watch;

/// One decision of a schedule. Actors are numbered as the scene lists them.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Choice {
    /// This actor makes the call that it waits to make.
    Go(usize),
    /// It makes the call, and never hears the answer.
    Land(usize),
    /// Its call is lost on the way, and it never hears the answer.
    Lose(usize),
    /// Its process dies, and another one begins in its place.
    Kill(usize),
}

/// The backends of one run, and what watches them.
pub struct Stand {
    /// Where state lives.
    pub ledger: Arc<MemoryLedger>,
    /// The edge.
    pub objects: Arc<MemoryObjects>,
    /// Where files are staged.
    pub uploads: Arc<MemoryUploads>,
    /// Everybody's clock.
    pub clock: TestClock,
    /// Sees every write that lands.
    pub watch: Watch,
}

pub(super) struct Actor {
    pub(super) gate: Gate,
    work: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

/// One run of a scene.
pub struct Run<'s> {
    pub(super) scene: &'s Scene,
    /// Its backends.
    pub stand: Stand,
    pub(super) actors: Vec<Actor>,
    pub(super) kills: u32,
    pub(super) losses: u32,
    pub(super) last: usize,
    /// What was chosen so far.
    pub path: Vec<Choice>,
    shared: (u64, u64),
}

impl<'s> Run<'s> {
    /// The beginning, with so many deaths and lost answers allowed.
    pub async fn begin(scene: &'s Scene, kills: u32, losses: u32) -> Self {
        let ledger = MemoryLedger::default();
        ledger.restore(scene.ledger.clone());
        let objects = Arc::new(MemoryObjects::default());
        let mut edge = std::collections::BTreeMap::new();
        for (path, bytes) in &scene.edge {
            let key = ObjectKey::parse(path).expect("an object's path");
            objects.tamper(&key, Some(bytes.clone()));
            edge.insert(key, bytes.clone());
        }
        let found = ledger.get(&[key::head(&scene.scope)]).await.unwrap();
        let head: Option<Head> = found[0].as_ref().map(|found| entry::read(found).unwrap());
        let watch = Watch::new(
            &scene.scope,
            head.unwrap_or_default(),
            edge,
            scene.may_fence,
        );
        let stand = Stand {
            ledger: Arc::new(ledger),
            uploads: Arc::new(MemoryUploads::new("memory:", objects.clone())),
            objects,
            clock: TestClock::at(wavecast_engine::port::Clock::now(&scene.memory.clock)),
            watch,
        };
        let mut run = Self {
            scene,
            stand,
            actors: Vec::new(),
            kills,
            losses,
            // Whoever begins takes the turn from nobody.
            last: usize::MAX,
            path: Vec::new(),
            shared: (u64::MAX, 0),
        };
        for part in 0..scene.parts.len() {
            let actor = run.actor(part);
            run.actors.push(actor);
            run.settle(part).await;
        }
        run
    }

    fn actor(&self, part: usize) -> Actor {
        let gate = Gate::default();
        let work = self.scene.work(part, &self.stand, &gate);
        Actor {
            gate,
            work: Some(work),
        }
    }

    /// Polls an actor until it waits at its gate, or is done.
    async fn settle(&mut self, number: usize) {
        let actor = &mut self.actors[number];
        let Some(work) = &mut actor.work else { return };
        let mut context = Context::from_waker(Waker::noop());
        for poll in 0.. {
            if let Poll::Ready(()) = work.as_mut().poll(&mut context) {
                actor.work = None;
                return;
            }
            if actor.gate.is_waiting() {
                return;
            }
            // In the midst of a call, or asleep after a lost race: the runtime's clock goes on.
            if poll > 1 {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Makes a choice come true.
    pub async fn apply(&mut self, choice: Choice) {
        self.path.push(choice);
        let (number, grant) = match choice {
            Choice::Go(number) => (number, Grant::Go),
            Choice::Land(number) => (number, Grant::Landed),
            Choice::Lose(number) => (number, Grant::Lost),
            Choice::Kill(number) => {
                self.kills -= 1;
                self.actors[number].work = None;
                self.actors[number] = self.actor(number);
                self.settle(number).await;
                return;
            }
        };
        if grant != Grant::Go {
            self.losses -= 1;
        }
        self.last = number;
        self.actors[number].gate.open(grant);
        self.settle(number).await;
    }

    /// The call that an actor waits to make; `None` when it is done.
    #[must_use]
    pub fn waiting(&self, number: usize) -> Option<Call> {
        let actor = self.actors.get(number)?;
        actor.work.as_ref().and_then(|_| actor.gate.waiting())
    }

    /// All choices, the one that goes on with the same actor first, and whether each takes the
    /// turn from an actor that could go on.
    #[must_use]
    pub fn choices(&self) -> Vec<(Choice, bool)> {
        let (mut go, mut faults) = (Vec::new(), Vec::new());
        let goes_on = self.waiting(self.last).is_some();
        for number in 0..self.actors.len() {
            let Some(call) = self.waiting(number) else {
                continue;
            };
            if number == self.last {
                go.insert(0, (Choice::Go(number), false));
            } else {
                go.push((Choice::Go(number), goes_on));
            }
            if !call.writes || !self.scene.parts[number].is_publisher() {
                // Dying before a reading leaves the same behind as dying before the write after it.
                continue;
            }
            let preempts = goes_on && number != self.last;
            if self.kills > 0 {
                faults.push((Choice::Kill(number), preempts));
            }
            if self.losses > 0 {
                faults.push((Choice::Land(number), preempts));
                faults.push((Choice::Lose(number), preempts));
            }
        }
        go.extend(faults);
        go
    }

    /// What everybody shares, and where every actor stands, as one number: two schedules that
    /// come to the same have the same futures. Publishers are told apart by nothing else, so
    /// their order doesn't count.
    pub fn fingerprint(&mut self, with_turn: bool) -> u64 {
        let mut places: Vec<(bool, usize, u64, Option<Call>)> = Vec::new();
        for number in 0..self.actors.len() {
            let part = &self.scene.parts[number];
            let kind = match part {
                Part::Publisher => 0,
                _ => number + 1,
            };
            let has_turn = with_turn && number == self.last;
            let call = self.waiting(number);
            // Who is done does nothing more, whatever it learned.
            let seen = call.as_ref().map_or(0, |_| self.actors[number].gate.seen());
            places.push((has_turn, kind, seen, call));
        }
        places.sort_by_key(|(turn, kind, seen, call)| {
            (
                *turn,
                *kind,
                *seen,
                call.as_ref().map(|call| call.name.clone()),
            )
        });
        let mut hasher = DefaultHasher::new();
        self.shared_state().hash(&mut hasher);
        wavecast_engine::port::Clock::now(&self.stand.clock)
            .0
            .hash(&mut hasher);
        (places, self.kills, self.losses).hash(&mut hasher);
        hasher.finish()
    }

    fn shared_state(&mut self) -> u64 {
        let writes = self.stand.watch.writes();
        if self.shared.0 != writes {
            let mut hasher = DefaultHasher::new();
            for entry in self.stand.ledger.dump() {
                (&entry.key, entry.revision, &entry.body[..]).hash(&mut hasher);
            }
            for (path, bytes) in self.stand.objects.dump() {
                (path, &bytes[..]).hash(&mut hasher);
            }
            self.shared = (writes, hasher.finish());
        }
        self.shared.1
    }
}

impl Part {
    pub(super) fn is_publisher(&self) -> bool {
        matches!(self, Self::Publisher | Self::Keyless | Self::Signing(_))
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Go(number) => write!(f, "{number}"),
            Self::Land(number) => write!(f, "{number}+"),
            Self::Lose(number) => write!(f, "{number}-"),
            Self::Kill(number) => write!(f, "{number}x"),
        }
    }
}

impl FromStr for Choice {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim_end_matches(['+', '-', 'x']);
        let number = digits.parse()?;
        Ok(match text.chars().last() {
            Some('+') => Self::Land(number),
            Some('-') => Self::Lose(number),
            Some('x') => Self::Kill(number),
            _ => Self::Go(number),
        })
    }
}

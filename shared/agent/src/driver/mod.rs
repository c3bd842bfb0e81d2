//! The driver: the core's inputs and actions, one after the other.

mod act;

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use wavecast_device::agent::{Action, Agent, Goal, Input, Report, Settings};
use wavecast_wire::time::Timestamp;

use crate::cache::Cache;
use crate::fetch::Fetcher;
use crate::http::Edge;
use crate::slots::Slots;
use crate::{AgentError, DataDir, DeviceFile, Hooks, World, clock};

/// Failures in a row after which a driver that should end gives up.
const MOST_FAILURES: u32 = 3;
/// The longest sleep: a clock that jumps is noticed within it.
const NAP: Duration = Duration::from_secs(30);

/// How a driver runs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How far it goes.
    pub goal: Goal,
    /// Whether it ends when nothing is left to do now.
    pub once: bool,
    /// Whether a person agrees to what is staged.
    pub approve: bool,
    /// The operator's commands.
    pub hooks: Hooks,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Nothing is left to do now.
    Settled,
    /// The edge or the disk failed too often; another run goes on from here.
    GaveUp,
    /// It was told to stop.
    Stopped,
}

/// One device at work.
pub struct Driver {
    agent: Agent,
    options: Options,
    clock: fn() -> Timestamp,
    data: DataDir,
    fetcher: Fetcher,
    queue: VecDeque<Action>,
    sender: mpsc::UnboundedSender<Input>,
    inputs: mpsc::UnboundedReceiver<Input>,
    download: Option<JoinHandle<()>>,
    wake_at: Option<Timestamp>,
    failures: u32,
}

impl Driver {
    /// A device from its configuration and its data directory, which it holds from now on.
    ///
    /// # Errors
    /// The configuration or the data directory isn't usable.
    pub fn open(config: &Path, data: &Path, options: Options) -> Result<Self, AgentError> {
        Self::open_in(World::default(), config, data, options)
    }

    /// [`Driver::open`] in another world than the real one.
    ///
    /// # Errors
    /// As there.
    pub fn open_in(
        world: World,
        config: &Path,
        data: &Path,
        options: Options,
    ) -> Result<Self, AgentError> {
        let World {
            clock,
            disk,
            patience,
        } = world;
        let file = DeviceFile::read(config)?;
        let data = DataDir::open(data, disk.clone())?;
        let state = data.state(config, &file)?;
        let settings = Settings {
            build: clock::build(),
            goal: options.goal,
            utc_offset_minutes: file.utc_offset_minutes.unwrap_or(0),
            ..Settings::default()
        };
        let fetcher = Fetcher {
            edge: Edge::new(&file.base_url, patience)?,
            cache: Cache::open(data.path(), disk.clone())?,
            slots: Slots::open(data.path(), disk.clone())?,
            disk,
        };
        let (sender, inputs) = mpsc::unbounded_channel();
        Ok(Self {
            agent: Agent::new(state, settings, file.attributes),
            options,
            clock,
            data,
            fetcher,
            queue: VecDeque::new(),
            sender,
            inputs,
            download: None,
            wake_at: None,
            failures: 0,
        })
    }

    /// The core, for what it remembers and decided.
    #[must_use]
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// How far it goes.
    #[must_use]
    pub fn goal(&self) -> Goal {
        self.options.goal
    }

    /// Starts the device and runs it until nothing is left to do (with [`Options::once`]) or
    /// `stop` is ready.
    ///
    /// # Errors
    /// The state can't be saved: nothing goes on then, and nothing is lost.
    pub async fn run(
        &mut self,
        stop: impl Future<Output = ()>,
        tell: &mut dyn FnMut(&Report),
    ) -> Result<Outcome, AgentError> {
        tokio::pin!(stop);
        let mut approve = self.options.approve;
        self.feed(Input::Start);
        loop {
            self.work_off(tell)?;
            if self.agent.state().staged.is_some() && self.is_quiet() {
                let agreed = if core::mem::take(&mut approve) {
                    Input::Approve
                } else {
                    Input::Idle
                };
                // The device counts as idle whenever the agent has nothing to do.
                self.feed(agreed);
                self.work_off(tell)?;
            }
            if self.options.once && self.failures >= MOST_FAILURES {
                return Ok(Outcome::GaveUp);
            }
            if self.options.once && self.is_quiet() {
                let failed = self.failures > 0;
                return Ok(if failed {
                    Outcome::GaveUp
                } else {
                    Outcome::Settled
                });
            }
            let wait = self.wait();
            tokio::select! {
                () = &mut stop => return Ok(Outcome::Stopped),
                input = self.inputs.recv() => self.queue_step(input),
                () = tokio::time::sleep(wait) => self.wake(),
            }
        }
    }

    fn is_quiet(&self) -> bool {
        self.agent.is_settled() && self.queue.is_empty() && self.inputs.is_empty()
    }

    fn queue_step(&mut self, input: Option<Input>) {
        if let Some(input) = input {
            self.feed(input);
        }
    }

    fn feed(&mut self, input: Input) {
        let actions = self.agent.step((self.clock)(), input);
        self.queue.extend(actions);
    }

    fn wait(&self) -> Duration {
        let Some(at) = self.wake_at else { return NAP };
        let seconds = at.0.saturating_sub((self.clock)().0).max(0).unsigned_abs();
        Duration::from_secs(seconds).min(NAP)
    }

    fn wake(&mut self) {
        let now = (self.clock)();
        // A clock that fell back far is the core's business too.
        let fell = self.wake_at.is_some_and(|at| at.0 - now.0 > 2 * 86_400);
        if fell || self.wake_at.is_some_and(|at| at <= now) {
            self.wake_at = None;
            self.feed(Input::Tick);
        }
    }

    fn work_off(&mut self, tell: &mut dyn FnMut(&Report)) -> Result<(), AgentError> {
        while let Some(action) = self.queue.pop_front() {
            self.execute(action, tell)?;
        }
        Ok(())
    }
}

//! The driver: the core's actions, executed.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use wavecast_device::Installed;
use wavecast_device::agent::{Action, Agent, Failed, Goal, Input, Report, Settings, State};
use wavecast_device::download::Item;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use crate::cache::Cache;
use crate::data::replace;
use crate::fetch::Fetcher;
use crate::hooks::Situation;
use crate::http::Edge;
use crate::slots::Slots;
use crate::{AgentError, DataDir, DeviceFile, Hooks, clock};

/// Files that are fetched at the same time.
const PARALLEL: usize = 4;
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
        let file = DeviceFile::read(config)?;
        let data = DataDir::open(data)?;
        let state = data.state(config, &file)?;
        let settings = Settings {
            build: clock::build(),
            goal: options.goal,
            utc_offset_minutes: file.utc_offset_minutes.unwrap_or(0),
            ..Settings::default()
        };
        let fetcher = Fetcher {
            edge: Edge::new(&file.base_url)?,
            cache: Cache::open(data.path())?,
            slots: Slots::open(data.path())?,
        };
        let (sender, inputs) = mpsc::unbounded_channel();
        Ok(Self {
            agent: Agent::new(state, settings, file.attributes),
            options,
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
        let actions = self.agent.step(clock::now(), input);
        self.queue.extend(actions);
    }

    fn wait(&self) -> Duration {
        let Some(at) = self.wake_at else { return NAP };
        let seconds = at.0.saturating_sub(clock::now().0).max(0).unsigned_abs();
        Duration::from_secs(seconds).min(NAP)
    }

    fn wake(&mut self) {
        let now = clock::now();
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

    fn execute(&mut self, action: Action, tell: &mut dyn FnMut(&Report)) -> Result<(), AgentError> {
        match action {
            Action::Save(state) => {
                self.data.save(&state)?;
                self.feed(Input::Saved);
            }
            Action::Get {
                object,
                if_none_match,
                max_bytes,
            } => self.get(object, if_none_match, max_bytes),
            Action::Download { items } => self.fetch(items),
            Action::Cancel => self.cancel(),
            Action::Stage { slot, items } => {
                let done = self.fetcher.slots.stage(slot, &items, &self.fetcher.cache);
                self.staged(slot, done);
            }
            Action::Place { slot, items } => {
                let done = self.fetcher.slots.place(slot, &items, &self.fetcher.cache);
                self.staged(slot, done);
            }
            Action::Activate(installed) => self.activate(&installed),
            Action::GoBack(installed) => self.go_back(installed.as_deref()),
            Action::CheckHealth { seconds } => self.check_health(seconds),
            Action::Confirm => {}
            Action::Prune { slots } => self.prune(&slots)?,
            Action::Properties(properties) => {
                let path = self.data.path().join("properties.json");
                let bytes = serde_json::to_vec_pretty(&properties).unwrap_or_default();
                replace(&path, &bytes)?;
            }
            Action::WakeAt(at) => self.wake_at = Some(at),
            Action::Report(report) => {
                self.count(&report);
                tell(&report);
            }
        }
        Ok(())
    }

    fn count(&mut self, report: &Report) {
        match report {
            Report::PollFailed { .. } | Report::InstallFailed { .. } => self.failures += 1,
            Report::Staged { .. } | Report::Complete { .. } => self.failures = 0,
            _ => {}
        }
    }

    fn get(&self, object: ObjectKey, if_none_match: Option<String>, max_bytes: u64) {
        let (edge, sender) = (self.fetcher.edge.clone(), self.sender.clone());
        tokio::spawn(async move {
            let answer = edge
                .get(&object.path(), if_none_match.as_deref(), max_bytes)
                .await;
            // The receiver is gone only when the driver is.
            let _ = sender.send(match answer {
                Ok(answer) => Input::Answer { object, answer },
                Err(error) => Input::Failed(Failed::Get {
                    object,
                    why: error.to_string(),
                }),
            });
        });
    }

    fn fetch(&mut self, items: Vec<Item>) {
        self.cancel();
        let (fetcher, sender) = (self.fetcher.clone(), self.sender.clone());
        self.download = Some(tokio::spawn(async move {
            let fetches = items.into_iter().map(|item| fetcher.fetch(item));
            let mut results = stream::iter(fetches).buffered(PARALLEL);
            while let Some(input) = results.next().await {
                let failed = matches!(input, Input::Failed(_));
                if sender.send(input).is_err() || failed {
                    return;
                }
            }
        }));
    }

    fn cancel(&mut self) {
        if let Some(download) = self.download.take() {
            download.abort();
        }
    }

    fn staged(&mut self, slot: u64, done: Result<(), AgentError>) {
        self.feed(match done {
            Ok(()) => Input::Staged { slot },
            Err(error) => Input::Failed(Failed::Stage {
                why: error.to_string(),
            }),
        });
    }

    fn activate(&self, installed: &Installed) {
        let slot = installed.slot;
        let switched = self.fetcher.slots.switch_to(slot);
        let situation = self.situation(Some(installed), "update");
        let (hooks, sender) = (self.options.hooks.clone(), self.sender.clone());
        tokio::spawn(async move {
            let result = match switched {
                Ok(()) => hooks.activated(&situation).await,
                Err(error) => Err(error.to_string()),
            };
            let _ = sender.send(match result {
                Ok(()) => Input::Activated { slot },
                Err(why) => Input::Failed(Failed::Activate { why }),
            });
        });
    }

    fn go_back(&self, installed: Option<&Installed>) {
        let switched = self
            .fetcher
            .slots
            .return_to(installed.map(|installed| installed.slot));
        let situation = self.situation(installed, "return");
        let (hooks, sender) = (self.options.hooks.clone(), self.sender.clone());
        tokio::spawn(async move {
            let result = match switched {
                Ok(()) => hooks.activated(&situation).await,
                Err(error) => Err(error.to_string()),
            };
            let _ = sender.send(match result {
                Ok(()) => Input::WentBack,
                Err(why) => Input::Failed(Failed::GoBack { why }),
            });
        });
    }

    fn check_health(&self, seconds: u32) {
        let running = self.agent.state().device.running.as_ref();
        let situation = self.situation(running, "health");
        let (hooks, sender) = (self.options.hooks.clone(), self.sender.clone());
        tokio::spawn(async move {
            let _ = sender.send(hooks.check(&situation, seconds).await);
        });
    }

    fn situation(&self, installed: Option<&Installed>, reason: &'static str) -> Situation {
        let state: &State = self.agent.state();
        let base = Situation {
            data: self.data.path().into(),
            device_id: state.device.id.clone(),
            reason,
            ..Situation::default()
        };
        let Some(installed) = installed else {
            return base;
        };
        Situation {
            release: installed.release.to_string(),
            version: installed.package.version().to_string(),
            package: installed.package.manifest.name.to_string(),
            slot: self.fetcher.slots.dir(installed.slot),
            ..base
        }
    }

    fn prune(&mut self, slots: &[u64]) -> Result<(), AgentError> {
        self.fetcher.slots.prune(slots)?;
        if self.download.as_ref().is_none_or(JoinHandle::is_finished) {
            self.fetcher.cache.clear();
        }
        Ok(())
    }
}

//! The core's actions, executed. What takes time runs beside the core and answers with an input.

use futures_util::{StreamExt as _, stream};
use tokio::task::JoinHandle;
use wavecast_device::Installed;
use wavecast_device::agent::{Action, Failed, Input, Report, State};
use wavecast_device::download::Item;
use wavecast_wire::object::ObjectKey;

use super::{Driver, MOST_FAILURES};
use crate::AgentError;
use crate::hooks::Situation;

/// Files that are fetched at the same time.
const PARALLEL: usize = 4;

impl Driver {
    pub(super) fn execute(
        &mut self,
        action: Action,
        tell: &mut dyn FnMut(&Report),
    ) -> Result<(), AgentError> {
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
            Action::Properties(properties) => self.data.hand_out(&properties)?,
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
            Report::InstallFailed { local: true, .. } => self.failures = MOST_FAILURES,
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
            let index = fetcher.slots.index();
            let fetches = items.into_iter().map(|item| fetcher.fetch(item, &index));
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
            Err(error) => Input::Failed(disk(&error)),
        });
    }

    fn activate(&self, installed: &Installed) {
        let slot = installed.slot;
        let switched = self.fetcher.slots.switch_to(slot);
        let situation = self.situation(Some(installed), "update");
        let (hooks, sender) = (self.options.hooks.clone(), self.sender.clone());
        tokio::spawn(async move {
            let done = match switched {
                Ok(()) => hooks.activated(&situation).await.map_err(activate),
                Err(error) => Err(disk(&error)),
            };
            let _ = sender.send(match done {
                Ok(()) => Input::Activated { slot },
                Err(failed) => Input::Failed(failed),
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
        // What this process fetched stands in a slot by now. What one before it fetched may still
        // be wanted.
        if self.download.as_ref().is_some_and(JoinHandle::is_finished) {
            self.fetcher.cache.clear();
        }
        Ok(())
    }
}

fn disk(error: &AgentError) -> Failed {
    Failed::Disk {
        why: error.to_string(),
    }
}

fn activate(why: String) -> Failed {
    Failed::Activate { why }
}

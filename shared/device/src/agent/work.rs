//! Fetching and building: from a decision to a slot that stands ready.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use wavecast_wire::hash::Sha256;

use super::{Action, Agent, Goal, Report, Staged};
use crate::Install;
use crate::download::{Item, VerifiedFile};

/// What is being made.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Idle,
    /// The files without which a release can't run.
    Downloading {
        install: Install,
        items: Vec<Item>,
        missing: BTreeSet<Sha256>,
    },
    /// Its slot.
    Staging {
        install: Install,
        slot: u64,
    },
    /// The lazy files of what runs.
    Completing {
        slot: u64,
        items: Vec<Item>,
        missing: BTreeSet<Sha256>,
    },
    /// Their places in its slot.
    Placing {
        slot: u64,
    },
}

impl Agent {
    /// Fetches a release, unless that is under way, or waits for its next try.
    pub(super) fn fetch(&mut self, install: Install) {
        let same = match &self.work {
            Work::Downloading { install: other, .. } | Work::Staging { install: other, .. } => {
                other.is_same(&install)
            }
            _ => false,
        };
        let building = matches!(self.work, Work::Staging { .. } | Work::Placing { .. });
        if same || building || self.retry_at.is_some() {
            return;
        }
        let Some(items) = self.items(&install, false) else {
            return;
        };
        self.stop_work();
        let bytes = items
            .iter()
            .map(|item| item.size)
            .fold(0, u64::saturating_add);
        let (release, files) = (install.release.clone(), items.len());
        self.say(Report::Downloading {
            release,
            files,
            bytes,
        });
        let (unique, missing) = unique(&items);
        self.work = Work::Downloading {
            install,
            items,
            missing,
        };
        if unique.is_empty() {
            return self.build();
        }
        self.queue.push(Action::Download { items: unique });
    }

    /// Fetches the lazy files of what runs.
    pub(super) fn complete(&mut self) {
        let Some(running) = &self.state.device.running else {
            return;
        };
        let idle = matches!(self.work, Work::Idle) && self.retry_at.is_none();
        if running.complete || !idle || self.settings.goal == Goal::Check {
            return;
        }
        let slot = running.slot;
        let files = self
            .verified
            .as_ref()
            .and_then(|verified| verified.files(&running.package));
        let Some(files) = files else { return };
        let scope = &self.state.scope;
        let items: Vec<_> = files
            .iter()
            .map(|file| Item::new(scope, file))
            .filter(Item::is_lazy)
            .collect();
        let (unique, missing) = unique(&items);
        if unique.is_empty() {
            return self.completed(slot);
        }
        self.work = Work::Completing {
            slot,
            items,
            missing,
        };
        self.queue.push(Action::Download { items: unique });
    }

    fn items(&self, install: &Install, lazy: bool) -> Option<Vec<Item>> {
        let files = self.verified.as_ref()?.files(&install.package)?;
        let items = files.iter().map(|file| Item::new(&self.state.scope, file));
        Some(items.filter(|item| item.is_lazy() == lazy).collect())
    }

    pub(super) fn fetched(&mut self, file: VerifiedFile) {
        match &mut self.work {
            Work::Downloading { missing, .. } | Work::Completing { missing, .. } => {
                missing.remove(&file.sha256());
                if missing.is_empty() {
                    self.build();
                }
            }
            _ => {}
        }
    }

    fn build(&mut self) {
        match core::mem::replace(&mut self.work, Work::Idle) {
            Work::Downloading { install, items, .. } => {
                let slot = self.state.next_slot;
                self.work = Work::Staging { install, slot };
                self.queue.push(Action::Stage { slot, items });
            }
            Work::Completing { slot, items, .. } => {
                self.work = Work::Placing { slot };
                self.queue.push(Action::Place { slot, items });
            }
            other => self.work = other,
        }
    }

    pub(super) fn staged(&mut self, slot: u64) {
        match core::mem::replace(&mut self.work, Work::Idle) {
            Work::Staging {
                install,
                slot: built,
            } if built == slot => {
                let (release, version) =
                    (install.release.clone(), install.package.version().clone());
                self.say(Report::Staged {
                    release,
                    version,
                    slot,
                });
                self.state.staged = Some(Staged {
                    install,
                    slot,
                    approved: false,
                });
                self.state.next_slot = slot + 1;
                self.work_failures = 0;
                self.save();
                self.prune();
                self.reconsider();
            }
            Work::Placing { slot: built } if built == slot => self.completed(slot),
            other => self.work = other,
        }
    }

    fn completed(&mut self, slot: u64) {
        let Some(running) = self
            .state
            .device
            .running
            .as_mut()
            .filter(|r| r.slot == slot)
        else {
            return;
        };
        running.complete = true;
        let release = running.release.clone();
        self.work_failures = 0;
        self.save();
        self.say(Report::Complete { release });
    }

    pub(super) fn prune(&mut self) {
        let mut slots = self.state.device.slots();
        slots.extend(self.state.staged.as_ref().map(|staged| staged.slot));
        self.queue.push(Action::Prune { slots });
    }
}

/// One item per content, and the hashes of all.
fn unique(items: &[Item]) -> (Vec<Item>, BTreeSet<Sha256>) {
    let mut missing = BTreeSet::new();
    let unique = items
        .iter()
        .filter(|item| missing.insert(item.sha256))
        .cloned()
        .collect();
    (unique, missing)
}

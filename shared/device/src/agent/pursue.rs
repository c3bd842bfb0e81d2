//! From a decision to what the device does about it.

use alloc::string::{String, ToString as _};

use wavecast_wire::name::LayerName;
use wavecast_wire::version::Version;

use super::work::Work;
use super::{Action, Agent, Gate, Goal, Report, activate};
use crate::{Decision, Fallback, Install, Keep, LayerDecision};

impl Agent {
    pub(super) fn decided(&mut self, decision: Decision) {
        if self.decision.as_ref() != Some(&decision) {
            if let Some(report) = self.report_of(&decision) {
                self.say(report);
            }
            self.decision = Some(decision);
        }
        self.pursue();
    }

    /// Does what the latest decision asks for, unless a trial or a return is under way.
    pub(super) fn pursue(&mut self) {
        if self.state.trial.is_some() || self.state.returning {
            return;
        }
        let Some(decision) = self.decision.clone() else {
            return;
        };
        match decision {
            Decision::Install(install) => return self.pursue_install(*install),
            _ => self.stop_install(),
        }
        match decision {
            Decision::Keep(Keep::Current) => self.complete(),
            Decision::Adopt(install) if self.settings.goal > Goal::Check => self.adopt(*install),
            Decision::Embedded { .. } if self.settings.goal == Goal::Run => {
                self.leave(Fallback::Embedded)
            }
            Decision::Moved(scope) if self.settings.goal > Goal::Check => self.enter(scope),
            _ => {}
        }
    }

    fn pursue_install(&mut self, install: Install) {
        self.warn(&install);
        if self.settings.goal == Goal::Check {
            return;
        }
        if let Some(staged) = &mut self.state.staged
            && staged.install.is_same(&install)
        {
            if staged.install != install {
                staged.install = install;
                self.save();
            }
            return self.try_activate(activate::Cause::Time);
        }
        self.fetch(install);
    }

    fn adopt(&mut self, install: Install) {
        self.say(Report::Adopted {
            release: install.release.clone(),
        });
        self.state.device.adopt(install);
        self.decision = Some(Decision::Keep(Keep::Current));
        self.save();
        self.refresh_properties();
        self.complete();
    }

    pub(super) fn apply_layers(&mut self, layers: &[(LayerName, LayerDecision)]) {
        if self.settings.goal == Goal::Check {
            return;
        }
        if self.state.device.apply_layers(layers) {
            self.save();
        }
        self.refresh_properties();
    }

    /// Hands the app its properties when they changed.
    pub(super) fn refresh_properties(&mut self) {
        let Some(verified) = &self.verified else {
            return;
        };
        let seen = self.state.device.effective_properties(verified);
        if seen != self.state.properties {
            self.state.properties = seen.clone();
            self.save();
            self.queue.push(Action::Properties(seen.into()));
        }
    }

    /// A newer decision than the one that is being fetched for.
    pub(super) fn stop_install(&mut self) {
        self.reported_gate = None;
        if matches!(self.work, Work::Downloading { .. }) {
            self.work = Work::Idle;
            self.queue.push(Action::Cancel);
        }
    }

    /// What the policy wants people to know.
    fn warn(&mut self, install: &Install) {
        let policy = &install.policy;
        let binary = self
            .attributes
            .get("app_version")
            .and_then(|text| text.parse::<Version>().ok());
        let old = |least: &&Version| binary.as_ref().is_some_and(|binary| binary < *least);
        if let Some(least) = policy.least_binary.as_ref().filter(old) {
            let (least, store_url) = (least.clone(), policy.store_url.clone());
            self.say(Report::StoreUpdate { least, store_url });
        }
        if let Some(below) = self.must_leave_below(install) {
            self.say(Report::MustUpdate { below });
        }
    }

    /// The version below which a device must update before it goes on, if the running one is.
    pub(super) fn must_leave_below(&self, install: &Install) -> Option<Version> {
        let running = self.state.device.running.as_ref()?;
        install
            .policy
            .force_below
            .clone()
            .filter(|below| running.package.version() < below)
    }

    pub(super) fn hold_back(&mut self, gate: Gate) {
        if self.reported_gate != Some(gate)
            && let Some(staged) = &self.state.staged
        {
            let release = staged.install.release.clone();
            self.say(Report::Waiting { release, gate });
        }
        self.reported_gate = Some(gate);
    }

    fn report_of(&self, decision: &Decision) -> Option<Report> {
        Some(match decision {
            Decision::Keep(keep) => Report::Keep {
                why: keep.to_string(),
            },
            Decision::Install(install) => {
                let files = self
                    .verified
                    .as_ref()
                    .and_then(|verified| verified.files(&install.package));
                let needed = files.unwrap_or_default().iter();
                let needed =
                    needed.filter(|file| file.role != wavecast_wire::manifest::FileRole::Lazy);
                let bytes = needed.map(|file| file.size).fold(0, u64::saturating_add);
                let version = install.package.version().clone();
                Report::Available {
                    release: install.release.clone(),
                    version,
                    bytes,
                }
            }
            Decision::Hold { why } => Report::Hold {
                why: String::clone(why),
            },
            Decision::Retired => Report::Retired,
            Decision::Needs(_)
            | Decision::Adopt(_)
            | Decision::Embedded { .. }
            | Decision::Moved(_) => {
                return None;
            }
        })
    }
}

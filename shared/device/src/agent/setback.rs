//! What doesn't work, and when it is tried again.

use alloc::string::String;

use super::work::Work;
use super::{Action, Agent, Failed, Report};

impl Agent {
    pub(super) fn failed(&mut self, failed: Failed) {
        match failed {
            Failed::Get { object, why } => self.unanswered(&object, why),
            Failed::Download {
                sha256,
                why,
                retry_after,
            } => {
                let expected = match &self.work {
                    Work::Downloading { missing, .. } | Work::Completing { missing, .. } => {
                        missing.contains(&sha256)
                    }
                    _ => false,
                };
                if expected {
                    self.stop_work();
                    self.work_failed(why, retry_after, false);
                }
            }
            Failed::Disk { why } => {
                if self.is_switching() || !matches!(self.work, Work::Idle) {
                    self.stop_work();
                    self.work = Work::Idle;
                    self.work_failed(why, None, true);
                }
            }
            Failed::Activate { why } => self.go_back(why),
            Failed::GoBack { why } => self.work_failed(why, None, true),
        }
    }

    fn work_failed(&mut self, why: String, retry_after: Option<u32>, local: bool) {
        self.work_failures = self.work_failures.saturating_add(1);
        let retry_at = self.after_failures(self.work_failures, retry_after);
        self.retry_at = Some(retry_at);
        self.say(Report::InstallFailed {
            why,
            local,
            retry_at,
        });
    }

    /// Whether a release is about to run: a disk that refuses that says nothing about the release.
    fn is_switching(&self) -> bool {
        self.state.trial.is_some_and(|trial| !trial.activated)
    }

    /// After a pause: goes on with whatever is undone.
    pub(super) fn resume(&mut self) {
        if self.state.returning {
            self.run_what_should();
        } else if self.is_switching() {
            self.run_trial();
        } else {
            self.reconsider();
        }
    }

    pub(super) fn stop_work(&mut self) {
        if matches!(
            self.work,
            Work::Downloading { .. } | Work::Completing { .. }
        ) {
            self.work = Work::Idle;
            self.queue.push(Action::Cancel);
        }
    }
}

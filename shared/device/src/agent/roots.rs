//! The walk over the chain of roots.

use alloc::string::{String, ToString as _};

use wavecast_wire::limit;
use wavecast_wire::object::ObjectKey;

use super::link::Link;
use super::{Agent, Answer, Report};

/// Why the roots are walked.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    /// A day has passed since the end was last seen.
    Daily,
    /// A verified timestamp names a higher one.
    Hint,
    /// A check failed; perhaps keys changed.
    Failure(String),
}

impl Agent {
    pub(super) fn walk(&mut self, why: Walk) {
        match self.root_version() {
            Some(from) => self.ask_root(from + 1, from, why),
            None => self.link_failed(
                "the stored root is damaged; provision the device again".into(),
                None,
            ),
        }
    }

    fn root_version(&self) -> Option<u64> {
        self.state.trusted()?.root_version().ok()
    }

    fn ask_root(&mut self, next: u64, from: u64, why: Walk) {
        self.link = Link::Walking { next, from, why };
        let most = u64::try_from(limit::ROOT_BYTES_CLIENT).unwrap_or(u64::MAX);
        self.get(ObjectKey::Root(self.state.scope.clone(), next), None, most);
    }

    pub(super) fn root_came(&mut self, next: u64, from: u64, why: Walk, answer: Answer) {
        let Some(trusted) = self.trusted_mut() else {
            return;
        };
        match answer.status {
            404 => self.end_of_roots(from, why),
            200 => match trusted.update_root(&answer.body) {
                Ok(()) if next - from >= limit::ROOT_WALK => self.end_of_roots(from, why),
                Ok(()) => self.ask_root(next + 1, from, why),
                Err(error) => {
                    self.settle_roots();
                    self.link_refused(error.to_string());
                }
            },
            status => {
                self.settle_roots();
                let failure = alloc::format!("root {next}: the edge answered {status}");
                self.link_failed(failure, answer.retry_after);
            }
        }
    }

    /// What is stored must hold under the root that is trusted now, however far the walk came.
    pub(super) fn settle_roots(&mut self) {
        let dropped = self
            .trusted_mut()
            .is_some_and(|trusted| trusted.settle_roots() != Ok(false));
        if dropped {
            self.live = false;
            self.save();
            self.reload();
        }
    }

    fn end_of_roots(&mut self, from: u64, why: Walk) {
        self.settle_roots();
        self.state.roots_at = self.now;
        // By now another channel's root may be vouched for, or be vouched for by the newer root.
        self.refused_move = None;
        self.save();
        let version = self.root_version().unwrap_or(from);
        let advanced = version > from;
        if advanced {
            // Package keys may have changed with it.
            self.reload();
            self.say(Report::Root { version });
        }
        let clock = self.clock();
        if let Some(Err(error)) = self
            .state
            .trusted()
            .map(|trusted| trusted.check_root(clock))
        {
            self.live = false;
            self.say(Report::Expired {
                why: error.to_string(),
            });
            return self.link_refused(error.to_string());
        }
        match why {
            Walk::Hint if !advanced => {
                self.link_failed("the newest root is not at the edge yet".into(), None);
            }
            Walk::Failure(error) if !advanced => self.link_refused(error),
            _ => self.ask_latest(true),
        }
    }
}

//! The conversation with the edge: one question at a time.

use alloc::string::{String, ToString as _};

use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::activate::Cause;
use super::roots::Walk;
use super::{Agent, Answer, Report};
use crate::trust::{Polled, Source, TrustedState};
use crate::{Need, Verified};

/// A day, in seconds.
pub(super) const DAY: i64 = 86_400;
/// How old the stored time of the last verified poll may get before it is stored again.
const HOUR: i64 = 3600;

/// What was asked last and is not answered yet.
#[derive(Clone, Debug)]
pub(super) enum Link {
    Idle,
    /// The root with this number; the walk began above `from`.
    Walking {
        next: u64,
        from: u64,
        why: Walk,
    },
    /// `latest.ndjson`; `walked` when the roots were just walked.
    Polling {
        walked: bool,
    },
    /// A small target.
    Learning(Need),
    /// The root with this number of the channel that this one moved to.
    Entering(Scope, u64),
}

impl Agent {
    pub(super) fn begin_poll(&mut self) {
        if !matches!(self.link, Link::Idle) {
            return;
        }
        if self.is_within(self.state.roots_at, DAY) {
            self.ask_latest(false);
        } else {
            self.walk(Walk::Daily);
        }
    }

    /// Whether a stored device time lies within `seconds` of now, on either side: clocks jump.
    pub(super) fn is_within(&self, time: Timestamp, seconds: i64) -> bool {
        self.now.0.abs_diff(time.0) < seconds.unsigned_abs()
    }

    /// After a walk the whole file is asked for: an ETag is the edge's word, and a wrong one would
    /// hide what is new for as long as it goes on saying 304.
    pub(super) fn ask_latest(&mut self, walked: bool) {
        let whole = self.verified.is_some();
        let etag = self
            .state
            .trusted()
            .and_then(TrustedState::etag)
            .filter(|_| whole && !walked)
            .map(String::from);
        self.link = Link::Polling { walked };
        let most = u64::try_from(TrustedState::MAX_POLL_BYTES).unwrap_or(u64::MAX);
        self.get(ObjectKey::Latest(self.state.scope.clone()), etag, most);
    }

    pub(super) fn answered(&mut self, object: &ObjectKey, answer: Answer) {
        if self.asked().as_ref() != Some(object) {
            return;
        }
        match core::mem::replace(&mut self.link, Link::Idle) {
            Link::Idle => {}
            Link::Walking { next, from, why } => self.root_came(next, from, why, answer),
            Link::Polling { walked } => self.polled(walked, answer),
            Link::Learning(need) => self.target_came(&need, &answer),
            Link::Entering(scope, n) => self.entered(scope, n, &answer),
        }
    }

    pub(super) fn unanswered(&mut self, object: &ObjectKey, why: String) {
        if self.asked().as_ref() == Some(object) {
            self.link = Link::Idle;
            self.settle_roots();
            self.link_failed(why, None);
        }
    }

    fn asked(&self) -> Option<ObjectKey> {
        let scope = self.state.scope.clone();
        match &self.link {
            Link::Idle => None,
            Link::Walking { next, .. } => Some(ObjectKey::Root(scope, *next)),
            Link::Polling { .. } => Some(ObjectKey::Latest(scope)),
            Link::Learning(need) => self.verified.as_ref().map(|verified| verified.object(need)),
            Link::Entering(scope, n) => Some(ObjectKey::Root(scope.clone(), *n)),
        }
    }

    fn polled(&mut self, walked: bool, answer: Answer) {
        let clock = self.clock();
        let before = self
            .state
            .trusted()
            .and_then(TrustedState::etag)
            .map(String::from);
        let Some(trusted) = self.trusted_mut() else {
            return;
        };
        let result = match answer.status {
            200 => trusted
                .poll_verified(Source::Network, &answer.body, answer.etag.as_deref(), clock)
                .map(Some),
            304 => trusted.not_modified(Source::Network, clock).map(|()| None),
            status => {
                return self.link_failed(
                    alloc::format!("the edge answered {status}"),
                    answer.retry_after,
                );
            }
        };
        match result {
            Ok(Some((Polled::Same, _))) if before == answer.etag => {
                self.verified_poll(walked, false)
            }
            Ok(Some((_, verified))) => {
                self.go_by(Some(verified));
                self.save();
                self.verified_poll(walked, true);
            }
            Ok(None) => self.verified_poll(walked, false),
            Err(error) => {
                if error.is_expired() {
                    self.live = false;
                    self.say(Report::Expired {
                        why: error.to_string(),
                    });
                }
                if walked {
                    self.link_refused(error.to_string());
                } else {
                    self.walk(Walk::Failure(error.to_string()));
                }
            }
        }
    }

    fn verified_poll(&mut self, walked: bool, changed: bool) {
        let hinted = self
            .state
            .trusted()
            .is_some_and(|t| t.newer_root_hinted(Source::Network) == Ok(true));
        if hinted && walked {
            return self.link_failed("the newest root is not at the edge yet".into(), None);
        }
        if hinted {
            return self.walk(Walk::Hint);
        }
        let seq = self.verified.as_ref().map_or(0, Verified::seq);
        self.say(if changed {
            Report::Verified { seq }
        } else {
            Report::Unchanged
        });
        self.live = true;
        self.link_failures = 0;
        if changed || !self.is_within(self.state.verified_at, HOUR) {
            self.state.verified_at = self.now;
            if self.state.staged.is_some() {
                self.save();
            }
        }
        self.poll_at = self.after_poll();
        self.reconsider();
    }

    /// Nothing useful came: back off, and begin with a poll then.
    pub(super) fn link_failed(&mut self, why: String, retry_after: Option<u32>) {
        self.back_off(why, retry_after, false);
    }

    /// What came is not trusted: back off just the same, and say so.
    pub(super) fn link_refused(&mut self, why: String) {
        self.back_off(why, None, true);
    }

    fn back_off(&mut self, why: String, retry_after: Option<u32>, refused: bool) {
        self.link_failures = self.link_failures.saturating_add(1);
        self.poll_at = self.after_failures(self.link_failures, retry_after);
        self.say(Report::PollFailed {
            why,
            refused,
            retry_at: self.poll_at,
        });
        // A start waits for the newest word before it runs what is staged. There is none: a
        // verified poll younger than a day is enough.
        if self.at_start {
            self.try_activate(Cause::Time);
        }
    }
}

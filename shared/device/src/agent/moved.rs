//! A channel that moved: the way into another one of the same application.

use alloc::string::ToString as _;

use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use crate::trust::TrustError;

use super::link::Link;
use super::state::SCOPES;
use super::{Agent, Answer, Report};

impl Agent {
    pub(super) fn enter(&mut self, scope: Scope) {
        if self.refused_move.as_ref() == Some(&scope) {
            return;
        }
        if self.state.trusted.contains_key(&scope) {
            // Known already: switch, and ask it at the usual time, so that two channels that name
            // each other don't chase a device around.
            self.follow(scope);
            self.poll_at = self.after_poll();
        } else if self.state.trusted.len() >= SCOPES {
            self.refuse_move(
                scope,
                "this device has followed too many channels; provision it again",
            );
        } else if matches!(self.link, Link::Idle) {
            self.ask_entry(scope, 1);
        }
    }

    /// Any root of the other channel may be the one that the present channel's keys have signed:
    /// it was made when this channel moved there.
    fn ask_entry(&mut self, scope: Scope, n: u64) {
        self.link = Link::Entering(scope.clone(), n);
        let most = u64::try_from(limit::ROOT_BYTES_CLIENT).unwrap_or(u64::MAX);
        self.get(ObjectKey::Root(scope, n), None, most);
    }

    pub(super) fn entered(&mut self, scope: Scope, n: u64, answer: &Answer) {
        let stranger = TrustError::Stranger {
            scope: scope.clone(),
        };
        match answer.status {
            200 => {}
            404 if n > 1 => return self.refuse_move(scope, &stranger.to_string()),
            status => {
                let why = alloc::format!("{scope}: its root {n}: the edge answered {status}");
                return self.link_failed(why, answer.retry_after);
            }
        }
        let Some(trusted) = self.state.trusted() else {
            return;
        };
        match trusted.enter(&scope, &answer.body) {
            Ok(entered) => {
                self.state.trusted.insert(scope.clone(), entered);
                self.follow(scope);
                self.begin_poll();
            }
            Err(error) if error == stranger && n < limit::ROOT_WALK => {
                self.ask_entry(scope, n + 1);
            }
            Err(error) => self.refuse_move(scope, &error.to_string()),
        }
    }

    fn follow(&mut self, scope: Scope) {
        self.say(Report::Moved { to: scope.clone() });
        self.state.scope = scope;
        self.state.forget_times();
        self.verified = None;
        self.decision = None;
        self.live = false;
        self.reload();
        self.save();
    }

    fn refuse_move(&mut self, to: Scope, why: &str) {
        self.refused_move = Some(to.clone());
        self.say(Report::MoveRefused {
            to,
            why: why.into(),
        });
    }
}

//! From a verified publication to a decision, and the small targets that it takes.

use alloc::string::ToString as _;

use super::link::Link;
use super::{Agent, Answer, Report};
use crate::trust::Source;
use crate::{Decision, LayerDecision, Need, Verified};

impl Agent {
    /// Parses the stored publication.
    pub(super) fn reload(&mut self) {
        let next = self
            .state
            .trusted()
            .and_then(|trusted| trusted.verified(Source::Network).ok());
        self.go_by(next);
    }

    /// Goes by another publication, and keeps what was learned of the one before.
    pub(super) fn go_by(&mut self, next: Option<Verified>) {
        let older = self.verified.take();
        self.verified = next.map(|mut next| {
            if let Some(older) = older {
                next.inherit(older);
            }
            next
        });
    }

    /// Decides anew about the publication that is live; asks for what the decision lacks.
    pub(super) fn reconsider(&mut self) {
        if !self.live || !matches!(self.link, Link::Idle) {
            return;
        }
        let Some(verified) = &self.verified else {
            return;
        };
        let clock = self.clock();
        if let Some(Err(error)) = self
            .state
            .trusted()
            .map(|t| t.not_modified(Source::Network, clock))
        {
            self.live = false;
            return self.say(Report::Expired {
                why: error.to_string(),
            });
        }
        let decision = self.state.device.decide(verified, &self.attributes);
        if let Decision::Needs(need) = decision {
            return self.learn(need);
        }
        let layers = self.state.device.decide_layers(verified, &self.attributes);
        let missing = layers.iter().find_map(|(_, layer)| match layer {
            LayerDecision::Needs(need) => Some(need.clone()),
            _ => None,
        });
        self.decided(decision);
        self.apply_layers(&layers);
        self.at_start = false;
        if let Some(need) = missing
            && matches!(self.link, Link::Idle)
        {
            self.learn(need);
        }
    }

    fn learn(&mut self, need: Need) {
        if let Some(verified) = &self.verified {
            let object = verified.object(&need);
            let most = need.length;
            self.link = Link::Learning(need);
            self.get(object, None, most);
        }
    }

    pub(super) fn target_came(&mut self, need: &Need, answer: &Answer) {
        let Some(verified) = &mut self.verified else {
            return;
        };
        // A missing object that verified metadata names is on its way: back off, as for any other.
        if answer.status != 200 {
            let why = alloc::format!("{}: the edge answered {}", need.target, answer.status);
            return self.link_failed(why, answer.retry_after);
        }
        match verified.learn(need, &answer.body) {
            Ok(()) => self.reconsider(),
            Err(error) => self.link_refused(error.to_string()),
        }
    }
}

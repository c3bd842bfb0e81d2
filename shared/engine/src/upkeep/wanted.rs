//! Publications that somebody waits for: handed over while the tick still reads whom they wait for, so
//! that one which runs out of time has handed over what it read.

use std::collections::BTreeSet;

use wavecast_domain::head::Head;
use wavecast_wire::name::Scope;

use super::Upkeep;
use super::hand::{TOGETHER, Way};
use super::tick::Tick;
use crate::port::{PortError, Wake};
use crate::record::{entry, key};

/// Whom a channel's pending publication waits for.
enum Waits {
    /// The publisher, or the key maker.
    For(Wake),
    /// An admin, and then the publisher.
    Fenced(Wake),
}

/// How many publications are still handed over at once.
struct Places {
    left: usize,
    is_backlog: bool,
}

impl Upkeep {
    /// Every channel once: wanted publications, and heads that aren't wholly at the edge. Those of
    /// fenced channels come last: they wait for an admin, and mustn't hide what doesn't.
    pub(super) async fn publish_all(
        &self,
        wanted: &BTreeSet<Scope>,
        unwritten: &BTreeSet<Scope>,
        tick: &mut Tick,
    ) {
        let unwritten = unwritten.difference(wanted).cloned();
        let unwritten: Vec<Wake> = unwritten.map(Wake::Publish).collect();
        let wanted: Vec<&Scope> = wanted.iter().collect();
        let is_backlog = wanted.len() + unwritten.len() > self.pace.direct;
        let mut places = Places {
            left: self.pace.direct,
            is_backlog,
        };
        let mut fenced = Vec::new();
        for some in wanted.chunks(TOGETHER) {
            let mut wakes = Vec::new();
            for scope in some {
                if tick.is_over() {
                    break;
                }
                let waits = self.waits(scope, tick).await;
                match tick.note(scope, waits) {
                    Some(Waits::For(wake)) => wakes.push(wake),
                    Some(Waits::Fenced(wake)) => fenced.push(wake),
                    None => {}
                }
            }
            tick.report.published += self.hand_wanted(tick, wakes, &mut places).await;
        }
        tick.report.renewed += self.hand_wanted(tick, unwritten, &mut places).await;
        tick.report.published += self.hand_wanted(tick, fenced, &mut places).await;
    }

    /// Hands over what there is a place for, and puts the rest behind what waits; says how many
    /// channels are shown.
    async fn hand_wanted(&self, tick: &mut Tick, wakes: Vec<Wake>, places: &mut Places) -> u32 {
        let now = self.control.clock.now();
        let is_soon = |wake: &Wake| {
            let is_publication = matches!(wake, Wake::Publish(_));
            if !is_publication || !places.is_backlog {
                return true;
            }
            if places.left == 0 || self.asked.is_lately(wake, Way::Queued, now) {
                return false;
            }
            places.left -= 1;
            true
        };
        let (soon, later) = wakes.into_iter().partition(is_soon);
        let shown = self.hand(tick, soon).await.shown;
        shown + self.hand_backlog(tick, later).await.shown
    }

    async fn waits(&self, scope: &Scope, tick: &mut Tick) -> Result<Waits, PortError> {
        let keys = [key::root(scope, 1), key::head(scope)];
        let mut read = self.control.ledger.get(&keys).await?.into_iter();
        let (root, head) = (read.next().flatten(), read.next().flatten());
        let wake = match root {
            Some(_) => Wake::Publish(scope.clone()),
            None => Wake::Keys(scope.clone()),
        };
        let head = head.and_then(|head| entry::read::<Head>(&head).ok());
        if head.is_some_and(|head| head.fence.is_some()) {
            tick.fenced(scope);
            return Ok(Waits::Fenced(wake));
        }
        Ok(Waits::For(wake))
    }
}

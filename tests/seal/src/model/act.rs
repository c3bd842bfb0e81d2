//! Everything that can happen next, and what must hold everywhere.

use stateright::{Model, Property};

use super::land::is_at_edge;
use super::rules::Protocol;
use super::state::{At, Edge, Head, Ledger, Pointer, SEQS, Sealed, Sig, State, Wanted};
use super::step::Told;

/// One thing that happens.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Act {
    /// A publisher makes its next call, and is answered.
    Step(usize),
    /// Its write lands, and the answer is lost.
    Landed(usize),
    /// Its write is on its way when it gives up waiting.
    Flies(usize),
    /// Its process dies before its next write; another begins in its place.
    Crash(usize),
    /// A write that was on its way arrives.
    Arrives(usize),
    /// An admin commits a change.
    Commit,
    /// Freshness runs out.
    Time,
    /// The signer loses its keys.
    Outage,
    /// The ledger is copied.
    Backup,
    /// All processes stop, and the ledger is what it was when it was copied.
    Restore,
    /// Somebody removes a pointer from the edge.
    Damage(Pointer),
    /// An admin adopts the edge that fenced the channel.
    Adopt,
}

impl Act {
    /// Whether it is neither a fault nor new work.
    #[must_use]
    pub fn is_ordinary(self) -> bool {
        matches!(self, Self::Step(_) | Self::Adopt)
    }
}

impl State {
    /// Whether a tick would call a publisher.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let head = &self.ledger.head;
        let pending = |wanted: &Wanted| wanted.shown.is_none();
        // Repair compares the pointers, while no fence stands.
        let differs = head.fence.is_none() && !self.is_finished();
        let behind = !head.written || head.issued < self.now || differs;
        let behind = head.sealed.is_some() && behind;
        behind || self.ledger.wanted.iter().any(pending)
    }

    /// Whether nobody is at work, nothing is due, and no admin is waited for.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        !self.is_due()
            && self.ledger.head.fence.is_none()
            && self.publishers.iter().all(|at| *at == At::Look)
    }

    /// Whether the edge shows all that was sealed, and it is marked.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        let head = &self.ledger.head;
        let (timestamp, latest) = (self.edge.timestamp, self.edge.latest);
        head.written
            && head
                .sealed
                .is_none_or(|sealed| timestamp == Some(sealed.timestamp) && latest == Some(sealed))
    }
}

fn begin(protocol: &Protocol) -> State {
    let bounds = protocol.bounds;
    let mut ledger = Ledger {
        rev: 1,
        changed: 1,
        ..Ledger::default()
    };
    let mut edge = Edge::default();
    if bounds.published {
        // Signed by one that is gone.
        let (seq, rev, by, after) = (1, 1, u8::MAX, false);
        let timestamp = Sig {
            seq,
            rev,
            by,
            after,
        };
        let content = timestamp;
        let sealed = Sealed { timestamp, content };
        ledger.head = Head {
            seq,
            rev,
            sealed: Some(sealed),
            written: true,
            ..Head::default()
        };
        ledger.at = 1;
        edge.timestamp = Some(timestamp);
        edge.latest = Some(sealed);
        edge.targets[1] = Some(content);
        edge.snapshot[1] = Some(content);
    } else {
        // One by the channel's creation, one by the key maker's first root.
        ledger.wanted.extend([wanted(1), wanted(1)]);
    }
    State {
        ledger,
        edge,
        publishers: vec![At::Look; bounds.publishers],
        flying: Vec::new(),
        now: 0,
        keys: true,
        backup: None,
        restored: false,
        commits: bounds.commits,
        renewals: bounds.renewals,
        crashes: bounds.crashes,
        losses: bounds.losses,
        outages: bounds.outages,
        damages: bounds.damages,
        seen: [u8::from(bounds.published); 2],
        damaged: false,
        broken: None,
    }
}

fn wanted(rev: u8) -> Wanted {
    Wanted {
        rev,
        at: 1,
        trouble: None,
        shown: None,
    }
}

impl Protocol {
    fn publisher_acts(&self, state: &State, by: usize, acts: &mut Vec<Act>) {
        let at = &state.publishers[by];
        if *at == At::Look && !state.is_due() {
            return;
        }
        acts.push(Act::Step(by));
        if self.write(at).is_none() {
            // Dying before a reading leaves the same behind as dying before the write after it.
            return;
        }
        if state.losses > 0 {
            acts.extend([Act::Landed(by), Act::Flies(by)]);
        }
        if state.crashes > 0 {
            acts.push(Act::Crash(by));
        }
    }

    fn publisher_does(&self, state: &mut State, act: Act, by: usize) {
        let at = state.publishers[by].clone();
        let next = match (self.write(&at), act) {
            (None, _) => self.read(state, by),
            (Some(write), Act::Flies(_)) => {
                state.losses -= 1;
                state.flying.push(write);
                self.wrote(state, by, Told::Unknown)
            }
            (Some(write), _) => {
                let landed = self.land(state, &write);
                let lost = matches!(act, Act::Landed(_));
                state.losses -= u8::from(lost);
                // Only success can be lost: that nothing happened is told by any store.
                let told = match (landed, lost) {
                    (true, true) => Told::Unknown,
                    (true, false) => Told::Done,
                    (false, _) => Told::Conflict,
                };
                self.wrote(state, by, told)
            }
        };
        state.publishers[by] = next;
    }

    /// What anything but a publisher does.
    fn happens(&self, state: &mut State, act: Act) {
        let ledger = &mut state.ledger;
        match act {
            Act::Commit => {
                state.commits -= 1;
                ledger.rev += 1;
                ledger.changed = ledger.rev;
                ledger.wanted.push(wanted(ledger.rev));
            }
            Act::Adopt => {
                ledger.adopted = ledger.head.fence;
                ledger.rev += 1;
                ledger.wanted.push(wanted(ledger.rev));
            }
            Act::Time => {
                state.renewals -= 1;
                state.now += 1;
            }
            Act::Outage => {
                state.outages -= 1;
                state.keys = false;
            }
            Act::Damage(pointer) => {
                state.damages -= 1;
                state.damaged = true;
                match pointer {
                    Pointer::Timestamp => state.edge.timestamp = None,
                    Pointer::Latest => state.edge.latest = None,
                }
            }
            Act::Backup => state.backup = Some(ledger.clone()),
            Act::Restore => {
                state.ledger = state.backup.take().unwrap_or_default();
                state.restored = true;
                state.flying.clear();
                state.publishers.fill(At::Look);
            }
            Act::Arrives(number) => {
                let write = state.flying.remove(number);
                self.land(state, &write);
            }
            Act::Crash(by) => {
                state.crashes -= 1;
                state.publishers[by] = At::Look;
            }
            Act::Step(_) | Act::Landed(_) | Act::Flies(_) => {}
        }
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![begin(self)]
    }

    fn actions(&self, state: &State, acts: &mut Vec<Act>) {
        for by in 0..state.publishers.len() {
            self.publisher_acts(state, by, acts);
        }
        acts.extend((0..state.flying.len()).map(Act::Arrives));
        let ledger = &state.ledger;
        let restores = self.bounds.restores > 0 && !state.restored;
        let adopts = ledger.head.fence.is_some() && ledger.adopted < ledger.head.fence;
        let removes = |pointer| state.damages > 0 && state.edge.shown(pointer).is_some();
        let others = [
            (state.commits > 0, Act::Commit),
            (state.renewals > 0, Act::Time),
            (state.outages > 0, Act::Outage),
            (restores && state.backup.is_none(), Act::Backup),
            (restores && state.backup.is_some(), Act::Restore),
            (adopts, Act::Adopt),
            (removes(Pointer::Timestamp), Act::Damage(Pointer::Timestamp)),
            (removes(Pointer::Latest), Act::Damage(Pointer::Latest)),
        ];
        acts.extend(others.iter().filter(|(can, _)| *can).map(|(_, act)| *act));
    }

    fn next_state(&self, state: &State, act: Act) -> Option<State> {
        let mut next = state.clone();
        match act {
            Act::Step(by) | Act::Landed(by) | Act::Flies(by) => {
                self.publisher_does(&mut next, act, by);
            }
            other => self.happens(&mut next, other),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("every write keeps every rule", |_, state: &State| {
                state.broken.is_none()
            }),
            Property::always("one number, one content", |_, state: &State| {
                let (first, second) = (Pointer::Timestamp, Pointer::Latest);
                match (state.edge.shown(first), state.edge.shown(second)) {
                    (Some(first), Some(second)) => first.seq != second.seq || first == second,
                    (None, Some(_)) => state.damaged,
                    _ => true,
                }
            }),
            Property::always(
                "at rest the edge shows the last change",
                |_, state: &State| {
                    let ledger = &state.ledger;
                    let shows = state.is_finished() && ledger.head.rev >= ledger.changed;
                    !state.is_at_rest() || shows
                },
            ),
            Property::always("a marked head is at the edge", |_, state: &State| {
                let head = &state.ledger.head;
                let marked = head.written && head.sealed.is_some() && head.fence.is_none();
                !marked || state.restored || is_at_edge(state, head.seq)
            }),
            Property::always("the bounds hold all numbers", |_, state: &State| {
                usize::from(state.ledger.head.seq) + 1 < SEQS
            }),
        ]
    }
}

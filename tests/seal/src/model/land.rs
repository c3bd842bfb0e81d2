//! Writes that land, and what must hold each time one does.

use super::rules::{Protocol, Without};
use super::state::{Head, Pointer, Sealed, Sig, State, Wanted, Write};

impl Protocol {
    /// Lands a write if what it expects holds; says whether it did.
    pub fn land(&self, state: &mut State, write: &Write) -> bool {
        match write {
            Write::Commit { head, marks } => self.commit(state, *head, marks),
            Write::Targets(sig) => create(&mut state.edge.targets, *sig),
            Write::Snapshot(sig) => create(&mut state.edge.snapshot, *sig),
            Write::Point(pointer, sealed, expected) => {
                let there = state.edge.shown(*pointer);
                let compares = self.without != Without::SwapCompares || expected.is_none();
                if compares && there != *expected {
                    return false;
                }
                if let Some(broken) = wrong_pointer(state, *pointer, *sealed) {
                    state.broken.get_or_insert(broken);
                }
                state.seen[*pointer as usize] = sealed.timestamp.seq;
                match pointer {
                    Pointer::Timestamp => state.edge.timestamp = Some(sealed.timestamp),
                    Pointer::Latest => state.edge.latest = Some(*sealed),
                }
                true
            }
        }
    }

    fn commit(
        &self,
        state: &mut State,
        head: Option<(Head, u8)>,
        marks: &[(u8, u8, Wanted)],
    ) -> bool {
        let compares = self.without != Without::SealCompares;
        let head_holds = head.is_none_or(|(_, at)| at == state.ledger.at || !compares);
        let mark_holds =
            |(n, at, _): &(u8, u8, Wanted)| state.ledger.wanted[usize::from(*n)].at == *at;
        if !head_holds || !marks.iter().all(mark_holds) {
            return false;
        }
        if let Some((head, _)) = head {
            if let Some(broken) = wrong_head(state, &head) {
                state.broken.get_or_insert(broken);
            }
            state.ledger.head = head;
            state.ledger.at += 1;
        }
        for (n, at, mark) in marks {
            if mark.shown.is_some() && !shows(state, mark) {
                state
                    .broken
                    .get_or_insert("marked as published, and not at the edge");
            }
            let mark = Wanted {
                at: at + 1,
                ..*mark
            };
            state.ledger.wanted[usize::from(*n)] = mark;
        }
        true
    }
}

fn create(files: &mut [Option<Sig>], sig: Sig) -> bool {
    let place = &mut files[usize::from(sig.seq)];
    if place.is_some() {
        return false;
    }
    *place = Some(sig);
    true
}

/// Whether both pointers show what a publication wants.
fn shows(state: &State, wanted: &Wanted) -> bool {
    both(state, |shown| {
        Some(shown.seq) >= wanted.shown && shown.rev >= wanted.rev
    })
}

/// Whether both pointers show at least this number.
#[must_use]
pub fn is_at_edge(state: &State, seq: u8) -> bool {
    both(state, |shown| shown.seq >= seq)
}

/// Whether both pointers are so; one that somebody removed was.
fn both(state: &State, is_so: impl Fn(Sig) -> bool) -> bool {
    let pointers = [Pointer::Timestamp, Pointer::Latest];
    pointers
        .iter()
        .all(|pointer| state.edge.shown(*pointer).map_or(state.damaged, &is_so))
}

fn wrong_pointer(state: &State, pointer: Pointer, sealed: Sealed) -> Option<&'static str> {
    let edge = &state.edge;
    let (seq, content) = (sealed.timestamp.seq, sealed.content);
    let place = usize::from(content.seq);
    if state.seen[pointer as usize] > seq {
        return Some("a number at the edge fell");
    }
    if edge
        .shown(pointer)
        .is_some_and(|there| there.seq == seq && there != sealed.timestamp)
    {
        return Some("one number with two contents at the edge");
    }
    if edge.targets[place] != Some(content) || edge.snapshot[place] != Some(content) {
        return Some("a pointer names what isn't there");
    }
    let leads = edge
        .timestamp
        .map_or(state.damaged, |first| first.seq >= seq);
    (pointer == Pointer::Latest && !leads).then_some("latest before timestamp")
}

fn wrong_head(state: &State, head: &Head) -> Option<&'static str> {
    let last = &state.ledger.head;
    if head.seq < last.seq || head.rev < last.rev {
        return Some("the head fell");
    }
    if head.fence.is_some() && !state.restored {
        return Some("fenced before its own edge");
    }
    let sealed = head.sealed?;
    if head.seq == last.seq {
        return (last.sealed != Some(sealed)).then_some("one number sealed twice");
    }
    if head.seq != last.seq + 1 {
        return Some("a number was left out");
    }
    let unfinished = last.sealed.is_some() && !last.written && !is_at_edge(state, last.seq);
    unfinished.then_some("sealed before the last one was finished")
}

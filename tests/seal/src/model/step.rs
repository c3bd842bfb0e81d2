//! One call of one publisher, and what it does next.

use super::land::is_at_edge;
use super::rules::{Protocol, Without};
use super::state::{
    After, At, Head, Ledger, Pair, Pointer, Sealed, Sig, Stands, State, Trouble, View, Wanted,
    Write,
};

/// What a write was told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// It landed.
    Done,
    /// It didn't, because an expectation didn't hold.
    Conflict,
    /// It may have landed.
    Unknown,
}

impl Protocol {
    /// What the call reads, and where the publisher stands then. Only for calls that write nothing.
    pub fn read(&self, state: &mut State, by: usize) -> At {
        let (ledger, edge) = (&state.ledger, &state.edge);
        match state.publishers[by].clone() {
            At::Look if self.without == Without::EdgeFirst => {
                At::LateTimestamp(ledger.view([None, None]))
            }
            At::LateTimestamp(view) => {
                let found = [edge.shown(Pointer::Timestamp), None];
                At::LateLatest(View { found, ..view })
            }
            At::LateLatest(view) => {
                let found = [view.found[0], edge.shown(Pointer::Latest)];
                self.compared(state, View { found, ..view }, by)
            }
            At::Look => At::LookLatest(edge.shown(Pointer::Timestamp)),
            At::LookLatest(timestamp) => At::Read([timestamp, edge.shown(Pointer::Latest)]),
            At::Read(found) => {
                let view = ledger.view(found);
                self.compared(state, view, by)
            }
            At::Wanted(view) if is_above(&ledger.wanted, view.head.rev) => {
                self.bring(state, view, by)
            }
            At::Wanted(view) => mark(state, view, After::Over),
            At::SealRead(view, head) if ledger.head == head => self.sealed(view, head),
            At::FenceRead(_, head) if ledger.head == head => fenced(&head),
            At::SealRead(..) | At::FenceRead(..) | At::GoAboveRead => At::Look,
            At::TargetsRead(view) => match there(&view, &edge.targets) {
                Some(true) => At::Snapshot(view),
                Some(false) => At::TargetsLook(view),
                None => At::Targets(view),
            },
            At::SnapshotRead(view) => match there(&view, &edge.snapshot) {
                Some(true) => self.first_swap(view, Pointer::Timestamp),
                Some(false) => At::SnapshotLook(view),
                None => At::Snapshot(view),
            },
            At::TargetsLook(view) if self.without == Without::Fence => At::Snapshot(view),
            At::SnapshotLook(view) if self.without == Without::Fence => {
                self.first_swap(view, Pointer::Timestamp)
            }
            At::TargetsLook(view) | At::SnapshotLook(view) => At::Adopted(view, view.head.seq),
            At::Swap(view, pointer) => self.swap(view, pointer, edge.shown(pointer)),
            At::SwapNotLower(view, _, seq) => {
                let head = ledger.head.seq;
                let superseded = head > view.head.seq && head >= seq;
                if superseded {
                    At::Look
                } else {
                    At::Adopted(view, seq)
                }
            }
            At::SwapMissing(view, pointer) => {
                let holds = ledger.head.seq == view.head.seq;
                if holds || self.without == Without::MissingLooks {
                    At::SwapWrite(view, pointer, None)
                } else {
                    At::Look
                }
            }
            At::Back(view, pointer) => {
                let shown = edge.shown(pointer) == view.timestamp();
                match pointer {
                    _ if !shown => At::Look,
                    Pointer::Timestamp => At::Back(view, Pointer::Latest),
                    Pointer::Latest => At::WantedAfter(view),
                }
            }
            At::WantedAfter(view) => {
                let above = is_above(&ledger.wanted, view.head.rev);
                let after = if above {
                    After::Again
                } else {
                    After::OverIfMarked
                };
                mark(state, view, after)
            }
            At::Adopted(view, seq) => adopted(ledger.adopted, view, seq),
            At::Trouble(trouble) => {
                let mut open = pending(&ledger.wanted);
                open.retain(|(_, _, wanted)| wanted.trouble != Some(trouble));
                complain(trouble, open)
            }
            writes => writes,
        }
    }

    /// `Publisher::turn` from `compare` on.
    fn compared(&self, state: &State, view: View, by: usize) -> At {
        let head = &view.head;
        let unfinished = head.sealed.is_some() && !head.written;
        let [timestamp, latest] = view.found.map(|found| stands(head, found));
        match (timestamp.and(latest), head.fence) {
            (Stands::Ahead(seq), _) if self.without != Without::Fence => At::Adopted(view, seq),
            (_, Some(fence)) => At::Adopted(view, fence),
            _ if self.without == Without::FinishFirst => self.wanted(state, view, by),
            (Stands::Behind, _) => self.finish(view),
            _ if unfinished => self.finish(view),
            _ => self.wanted(state, view, by),
        }
    }

    /// `Publisher::is_due`.
    fn wanted(&self, state: &State, view: View, by: usize) -> At {
        let head = &view.head;
        let is_due = head.sealed.is_none() || head.issued < state.now || view.changed > head.rev;
        if is_due {
            self.bring(state, view, by)
        } else {
            At::Wanted(view)
        }
    }

    /// `Publisher::bring`: signed, and ready to be sealed.
    fn bring(&self, state: &State, view: View, by: usize) -> At {
        let head = &view.head;
        if !state.keys {
            return At::Trouble(Trouble::Keys);
        }
        let (seq, rev) = (head.seq + 1, head.rev.max(view.rev));
        let by = u8::try_from(by).unwrap_or(u8::MAX);
        let after = state.restored;
        let timestamp = Sig {
            seq,
            rev,
            by,
            after,
        };
        let stays = head
            .sealed
            .filter(|sealed| view.changed <= sealed.content.rev);
        let content = stays.map_or(timestamp, |sealed| sealed.content);
        let sealed = Some(Sealed { timestamp, content });
        let next = Head {
            seq,
            rev,
            sealed,
            written: false,
            issued: state.now,
            fence: None,
        };
        At::Seal(view, next)
    }

    /// After the seal: what the publication before had at the edge isn't written again.
    fn sealed(&self, view: View, head: Head) -> At {
        let content = |head: &Head| head.sealed.map(|sealed| sealed.content);
        let stands = view.head.written && content(&view.head) == content(&head);
        let view = view.sealed_as(head);
        if stands {
            self.first_swap(view, Pointer::Timestamp)
        } else {
            self.finish(view)
        }
    }

    /// `Publisher::finish`: from its first write on, the state isn't needed any more.
    fn finish(&self, view: View) -> At {
        if self.without == Without::ContentFirst {
            return self.first_swap(view, Pointer::Timestamp);
        }
        At::Targets(View {
            rev: 0,
            changed: 0,
            ..view
        })
    }

    /// `Publisher::swap`, by what was found when the turn began.
    fn first_swap(&self, view: View, pointer: Pointer) -> At {
        let found = view.found[pointer as usize];
        let mut view = View {
            rev: 0,
            changed: 0,
            ..view
        };
        view.found[pointer as usize] = None;
        self.swap(view, pointer, found)
    }

    fn swapped(&self, view: View, pointer: Pointer) -> At {
        match pointer {
            Pointer::Timestamp => self.first_swap(view, Pointer::Latest),
            Pointer::Latest => At::Back(view, Pointer::Timestamp),
        }
    }

    fn swap(&self, view: View, pointer: Pointer, found: Option<Sig>) -> At {
        let Some(found) = found else {
            return At::SwapMissing(view, pointer);
        };
        if Some(found) == view.timestamp() {
            return self.swapped(view, pointer);
        }
        let blind = self.without == Without::SwapLooks || self.without == Without::Fence;
        if found.seq >= view.head.seq && !blind {
            return At::SwapNotLower(view, pointer, found.seq);
        }
        At::SwapWrite(view, pointer, Some(found))
    }

    /// The write that a publisher is about to make; `None` when its call only reads.
    #[must_use]
    pub fn write(&self, at: &At) -> Option<Write> {
        let commit = |head: Head, view: &View| Write::Commit {
            head: Some((head, view.at)),
            marks: Vec::new(),
        };
        Some(match at {
            At::Seal(view, head) | At::GoAbove(view, head) | At::Fence(view, head) => {
                commit(*head, view)
            }
            At::Targets(view) => Write::Targets(view.head.sealed?.content),
            At::Snapshot(view) => Write::Snapshot(view.head.sealed?.content),
            At::SwapWrite(view, pointer, expected) => {
                Write::Point(*pointer, view.head.sealed?, *expected)
            }
            At::Mark(view, marks, _) => Write::Commit {
                head: view.unmarked(),
                marks: marks.clone(),
            },
            At::Complain(_, open) => Write::Commit {
                head: None,
                marks: open[..1].to_vec(),
            },
            _ => return None,
        })
    }

    /// Where a publisher stands after its write was answered.
    pub fn wrote(&self, state: &mut State, by: usize, told: Told) -> At {
        match (state.publishers[by].clone(), told) {
            (At::Seal(view, head), Told::Done) => self.sealed(view, head),
            (At::Seal(view, head), Told::Unknown) => At::SealRead(view, head),
            (At::Targets(view), Told::Done) => At::Snapshot(view),
            (At::Targets(view), _) => At::TargetsRead(view),
            (At::Snapshot(view), Told::Done) => self.first_swap(view, Pointer::Timestamp),
            (At::Snapshot(view), _) => At::SnapshotRead(view),
            (At::SwapWrite(view, pointer, _), Told::Done) => self.swapped(view, pointer),
            (At::SwapWrite(view, pointer, _), _) => At::Swap(view, pointer),
            (At::Mark(view, _, After::Over), _)
            | (At::Mark(view, _, After::OverIfMarked), Told::Done) => over(state, &view),
            (At::GoAbove(..), Told::Unknown) => At::GoAboveRead,
            (At::Fence(_, head), Told::Done) => fenced(&head),
            (At::Fence(view, head), Told::Unknown) => At::FenceRead(view, head),
            (At::Complain(trouble, mut open), _) => {
                open.remove(0);
                complain(trouble, open)
            }
            _ => At::Look,
        }
    }
}

impl Ledger {
    /// Head and state, as one reading has them.
    fn view(&self, found: Pair) -> View {
        View {
            head: self.head,
            at: self.at,
            rev: self.rev,
            changed: self.changed,
            found,
        }
    }
}

impl View {
    /// After the swap of its head.
    fn sealed_as(self, head: Head) -> Self {
        let at = self.at + 1;
        Self { head, at, ..self }
    }

    fn timestamp(&self) -> Option<Sig> {
        self.head.sealed.map(|sealed| sealed.timestamp)
    }

    /// The head as a mark writes it; `None` when it is marked already.
    fn unmarked(&self) -> Option<(Head, u8)> {
        let written = true;
        let head = Head {
            written,
            ..self.head
        };
        (!self.head.written).then_some((head, self.at))
    }
}

impl Stands {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Ahead(one), Self::Ahead(two)) => Self::Ahead(one.max(two)),
            (Self::Ahead(seq), _) | (_, Self::Ahead(seq)) => Self::Ahead(seq),
            (Self::Behind, _) | (_, Self::Behind) => Self::Behind,
            _ => Self::Same,
        }
    }
}

/// `Publisher::stands`.
fn stands(head: &Head, shown: Option<Sig>) -> Stands {
    match (&head.sealed, shown) {
        (None, Some(shown)) if shown.seq > head.seq => Stands::Ahead(shown.seq),
        (None, _) => Stands::Same,
        (Some(sealed), Some(shown)) if sealed.timestamp == shown => Stands::Same,
        (Some(_), Some(shown)) if shown.seq >= head.seq => Stands::Ahead(shown.seq),
        _ => Stands::Behind,
    }
}

/// Whether an immutable file is there with these bytes; `None` when it is missing.
fn there(view: &View, files: &[Option<Sig>]) -> Option<bool> {
    let content = view.head.sealed?.content;
    files[usize::from(content.seq)].map(|found| found == content)
}

/// `Publisher::fence`.
fn adopted(adopted: Option<u8>, view: View, seq: u8) -> At {
    if adopted.is_some_and(|adopted| adopted >= seq) {
        let head = Head {
            seq: view.head.seq.max(seq),
            sealed: None,
            written: true,
            fence: None,
            ..view.head
        };
        return At::GoAbove(view, head);
    }
    if view.head.fence.is_some_and(|fence| fence >= seq) {
        return fenced(&view.head);
    }
    let head = Head {
        fence: Some(seq),
        ..view.head
    };
    At::Fence(view, head)
}

fn fenced(head: &Head) -> At {
    At::Trouble(Trouble::Fenced(head.fence.unwrap_or_default()))
}

/// `Publisher::wanted`: newest first.
fn pending(wanted: &[Wanted]) -> Vec<(u8, u8, Wanted)> {
    let all = (0..).zip(wanted).collect::<Vec<_>>();
    all.into_iter()
        .rev()
        .filter(|(_, wanted)| wanted.shown.is_none())
        .map(|(n, wanted)| (n, wanted.at, *wanted))
        .collect()
}

fn is_above(wanted: &[Wanted], rev: u8) -> bool {
    wanted
        .iter()
        .any(|wanted| wanted.shown.is_none() && wanted.rev > rev)
}

/// `Publisher::mark`: a commit, if there is anything to mark.
fn mark(state: &mut State, view: View, after: After) -> At {
    let mut marks = pending(&state.ledger.wanted);
    marks.retain(|(_, _, wanted)| wanted.rev <= view.head.rev);
    for (_, _, mark) in &mut marks {
        mark.shown = Some(view.head.seq);
        mark.trouble = None;
    }
    if view.unmarked().is_some() || !marks.is_empty() {
        return At::Mark(view, marks, after);
    }
    match after {
        After::Over | After::OverIfMarked => over(state, &view),
        After::Again => At::Look,
    }
}

/// The call ends, and says that the edge shows this number.
fn over(state: &mut State, view: &View) -> At {
    if !is_at_edge(state, view.head.seq) {
        state
            .broken
            .get_or_insert("answered as published, and not at the edge");
    }
    At::Look
}

/// `Publisher::note_trouble`: one commit for each publication that doesn't say so yet.
fn complain(trouble: Trouble, mut open: Vec<(u8, u8, Wanted)>) -> At {
    for (_, _, wanted) in &mut open {
        wanted.trouble = Some(trouble);
    }
    if open.is_empty() {
        return At::Look;
    }
    At::Complain(trouble, open)
}

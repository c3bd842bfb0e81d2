//! Publishers differ in nothing but their number: states that differ only by who is who count once.

use stateright::Representative;

use super::state::{At, Edge, Head, Ledger, Pair, Sealed, Sig, State, View, Wanted, Write};

/// Who is who: the new number of each publisher.
struct Names(Vec<u8>);

impl Names {
    fn sig(&self, sig: Sig) -> Sig {
        let by = self.0.get(usize::from(sig.by)).copied();
        Sig {
            by: by.unwrap_or(sig.by),
            ..sig
        }
    }

    fn sealed(&self, sealed: Sealed) -> Sealed {
        Sealed {
            timestamp: self.sig(sealed.timestamp),
            content: self.sig(sealed.content),
        }
    }

    fn head(&self, head: Head) -> Head {
        Head {
            sealed: head.sealed.map(|sealed| self.sealed(sealed)),
            ..head
        }
    }

    fn view(&self, view: View) -> View {
        View {
            head: self.head(view.head),
            found: self.pair(view.found),
            ..view
        }
    }

    fn pair(&self, pair: Pair) -> Pair {
        pair.map(|found| found.map(|sig| self.sig(sig)))
    }

    fn files<const N: usize>(&self, files: [Option<Sig>; N]) -> [Option<Sig>; N] {
        files.map(|file| file.map(|sig| self.sig(sig)))
    }

    fn ledger(&self, ledger: &Ledger) -> Ledger {
        Ledger {
            head: self.head(ledger.head),
            ..ledger.clone()
        }
    }

    fn write(&self, write: &Write) -> Write {
        match write {
            Write::Commit { head, marks } => Write::Commit {
                head: head.map(|(head, at)| (self.head(head), at)),
                marks: marks.clone(),
            },
            Write::Targets(sig) => Write::Targets(self.sig(*sig)),
            Write::Snapshot(sig) => Write::Snapshot(self.sig(*sig)),
            Write::Point(pointer, sealed, expected) => {
                let expected = expected.map(|sig| self.sig(sig));
                Write::Point(*pointer, self.sealed(*sealed), expected)
            }
        }
    }

    fn at(&self, at: &At) -> At {
        let marks = |marks: &[(u8, u8, Wanted)]| marks.to_vec();
        match at {
            At::Look => At::Look,
            At::LookLatest(found) => At::LookLatest(found.map(|sig| self.sig(sig))),
            At::Read(pair) => At::Read(self.pair(*pair)),
            At::LateTimestamp(view) => At::LateTimestamp(self.view(*view)),
            At::LateLatest(view) => At::LateLatest(self.view(*view)),
            At::Wanted(view) => At::Wanted(self.view(*view)),
            At::Seal(view, head) => At::Seal(self.view(*view), self.head(*head)),
            At::SealRead(view, head) => At::SealRead(self.view(*view), self.head(*head)),
            At::Targets(view) => At::Targets(self.view(*view)),
            At::TargetsRead(view) => At::TargetsRead(self.view(*view)),
            At::TargetsLook(view) => At::TargetsLook(self.view(*view)),
            At::Snapshot(view) => At::Snapshot(self.view(*view)),
            At::SnapshotRead(view) => At::SnapshotRead(self.view(*view)),
            At::SnapshotLook(view) => At::SnapshotLook(self.view(*view)),
            At::Swap(view, pointer) => At::Swap(self.view(*view), *pointer),
            At::SwapNotLower(view, pointer, seq) => {
                At::SwapNotLower(self.view(*view), *pointer, *seq)
            }
            At::SwapMissing(view, pointer) => At::SwapMissing(self.view(*view), *pointer),
            At::SwapWrite(view, pointer, expected) => {
                let expected = expected.map(|sig| self.sig(sig));
                At::SwapWrite(self.view(*view), *pointer, expected)
            }
            At::Back(view, pointer) => At::Back(self.view(*view), *pointer),
            At::WantedAfter(view) => At::WantedAfter(self.view(*view)),
            At::Mark(view, some, after) => At::Mark(self.view(*view), marks(some), *after),
            At::Adopted(view, seq) => At::Adopted(self.view(*view), *seq),
            At::GoAbove(view, head) => At::GoAbove(self.view(*view), self.head(*head)),
            At::GoAboveRead => At::GoAboveRead,
            At::Fence(view, head) => At::Fence(self.view(*view), self.head(*head)),
            At::FenceRead(view, head) => At::FenceRead(self.view(*view), self.head(*head)),
            At::Trouble(trouble) => At::Trouble(*trouble),
            At::Complain(trouble, some) => At::Complain(*trouble, marks(some)),
        }
    }
}

impl Representative for State {
    /// Publishers in the order of where they stand.
    fn representative(&self) -> Self {
        let mut order: Vec<usize> = (0..self.publishers.len()).collect();
        order.sort_by(|one, two| self.publishers[*one].cmp(&self.publishers[*two]));
        let mut names = Names(vec![0; order.len()]);
        for (new, old) in (0..).zip(&order) {
            names.0[*old] = new;
        }
        let edge = &self.edge;
        let mut flying: Vec<Write> = self.flying.iter().map(|write| names.write(write)).collect();
        flying.sort();
        Self {
            ledger: names.ledger(&self.ledger),
            edge: Edge {
                timestamp: edge.timestamp.map(|sig| names.sig(sig)),
                latest: edge.latest.map(|sealed| names.sealed(sealed)),
                targets: names.files(edge.targets),
                snapshot: names.files(edge.snapshot),
            },
            publishers: order
                .iter()
                .map(|old| names.at(&self.publishers[*old]))
                .collect(),
            flying,
            backup: self.backup.as_ref().map(|backup| names.ledger(backup)),
            ..self.clone()
        }
    }
}

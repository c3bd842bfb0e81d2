//! What must hold after every write that lands, whoever made it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use wavecast_domain::head::{Head, Sealed};
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Entry, Write};
use wavecast_engine::record::entry;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::latest::{self, Lines};
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::TimestampBody;

/// Sees every landed write of one run. Clones share it.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Inner>>);

struct Inner {
    scope: Scope,
    /// Whether an edge that this ledger didn't write may be found.
    may_fence: bool,
    head: Head,
    /// What was sealed under each number, with the revision that it shows.
    sealed: BTreeMap<u64, (Sealed, u64)>,
    edge: BTreeMap<ObjectKey, Bytes>,
    complaint: Option<String>,
    writes: u64,
}

impl Watch {
    /// Begins with a channel's head and edge.
    #[must_use]
    pub fn new(
        scope: &Scope,
        head: Head,
        edge: BTreeMap<ObjectKey, Bytes>,
        may_fence: bool,
    ) -> Self {
        let mut sealed = BTreeMap::new();
        if let Some(first) = &head.sealed {
            sealed.insert(head.seq, (first.clone(), head.revision));
        }
        Self(Arc::new(Mutex::new(Inner {
            scope: scope.clone(),
            may_fence,
            head,
            sealed,
            edge,
            complaint: None,
            writes: 0,
        })))
    }

    /// A commit that landed.
    pub fn committed(&self, writes: &[Write]) {
        let mut inner = self.lock();
        inner.writes += 1;
        // The head before the publications that it shows.
        for letter in ["H#", "P#"] {
            for write in writes {
                if let Write::Put(entry, _) = write
                    && entry.key.pk.starts_with(letter)
                {
                    inner.put(entry);
                }
            }
        }
    }

    /// An object that was stored.
    pub fn stored(&self, key: &ObjectKey, bytes: &Bytes) {
        let mut inner = self.lock();
        inner.writes += 1;
        inner.check_object(key, bytes);
        inner.edge.insert(key.clone(), bytes.clone());
    }

    /// An object that was deleted: nothing that a whole channel has may go.
    pub fn deleted(&self, key: &ObjectKey) {
        let mut inner = self.lock();
        inner.writes += 1;
        inner.complain(format!("{} was deleted", key.path()));
    }

    /// An object was removed behind everybody's back: what devices saw of it stays what they saw.
    pub fn tampered(&self) {
        self.lock().writes += 1;
    }

    /// What a publisher answered: that the edge shows this number.
    pub fn told(&self, seq: u64) {
        let mut inner = self.lock();
        inner.must_show(seq, "an answer");
    }

    /// A fence was answered.
    pub fn told_fenced(&self, edge: u64) {
        let mut inner = self.lock();
        if !inner.may_fence {
            inner.complain(format!("fenced before its own edge {edge}"));
        }
    }

    /// What was wrong first.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        self.lock().complaint.clone()
    }

    /// How many writes landed.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn complain(&mut self, what: String) {
        self.complaint.get_or_insert(what);
    }

    fn put(&mut self, put: &Entry) {
        if put.key.pk.starts_with("P#") {
            let state: PublicationState = entry::read(put).expect("a publication");
            let Some(seq) = state.seq else { return };
            self.must_show(seq, "a mark");
            let shown = self.sealed.get(&seq).map_or(0, |(_, revision)| *revision);
            if shown < state.revision {
                let wanted = state.revision;
                self.complain(format!(
                    "revision {wanted} is marked as shown by {seq}, which shows {shown}"
                ));
            }
            return;
        }
        let head: Head = entry::read(put).expect("a head");
        if let Some(what) = self.wrong_head(&head) {
            self.complain(what);
        }
        if let Some(sealed) = &head.sealed {
            let kept = (sealed.clone(), head.revision);
            self.sealed.entry(head.seq).or_insert(kept);
        }
        if head.written && head.sealed.is_some() {
            self.must_show(head.seq, "a written head");
        }
        self.head = head;
    }

    /// Heads are one line: each number sealed once, and nothing falls.
    fn wrong_head(&self, head: &Head) -> Option<String> {
        let (last, seq) = (&self.head, head.seq);
        if head.fence.is_some() && !self.may_fence {
            return Some(format!("publication {seq} is fenced before its own edge"));
        }
        if seq < last.seq || head.revision < last.revision || head.issued < last.issued {
            return Some(format!("the head fell from {} to {seq}", last.seq));
        }
        if head.sealed.is_none() {
            // Only an adopted edge puts a head's own bytes aside.
            return (!self.may_fence).then(|| format!("the head {seq} lost what was sealed"));
        }
        if let Some((sealed, _)) = self.sealed.get(&seq) {
            let same = head.sealed.as_ref() == Some(sealed);
            return (!same).then(|| format!("publication {seq} was sealed twice"));
        }
        if seq != last.seq + 1 {
            return Some(format!("publication {seq} follows {}", last.seq));
        }
        let unfinished = last.sealed.is_some() && !last.written;
        (unfinished && !self.is_shown(last.seq))
            .then(|| format!("{seq} was sealed while {} isn't at the edge", last.seq))
    }

    fn check_object(&mut self, key: &ObjectKey, bytes: &Bytes) {
        let path = key.path();
        let wrong = match key {
            ObjectKey::Timestamp(_) | ObjectKey::Latest(_) => self.wrong_pointer(key, bytes),
            ObjectKey::Targets(_, n) => self.wrong_content(key, *n, bytes),
            ObjectKey::Snapshot(_, n) => self.wrong_content(key, *n, bytes),
            _ => match self.edge.get(key) {
                Some(before) if before != bytes => Some("it was rewritten".to_owned()),
                _ => None,
            },
        };
        if let Some(wrong) = wrong {
            self.complain(format!("{path}: {wrong}"));
        }
    }

    fn wrong_content(&self, key: &ObjectKey, n: u64, bytes: &Bytes) -> Option<String> {
        if self.edge.get(key).is_some_and(|before| before != bytes) {
            return Some("it was rewritten".to_owned());
        }
        let Some((sealed, _)) = self.sealed.get(&n) else {
            return Some("nothing was sealed under this number".to_owned());
        };
        let file = match key {
            ObjectKey::Targets(..) => &sealed.targets,
            _ => &sealed.snapshot,
        };
        (*bytes != file.as_bytes()).then(|| "it isn't what was sealed".to_owned())
    }

    /// A pointer only ever moves up, to bytes that were sealed, whose content is there.
    fn wrong_pointer(&self, key: &ObjectKey, bytes: &Bytes) -> Option<String> {
        let Some(seq) = seq(key, bytes) else {
            return Some("it can't be read".to_owned());
        };
        let there = self.edge.get(key);
        let before = there.and_then(|before| self::seq(key, before));
        if before.is_some_and(|before| seq < before) {
            return Some(format!("it fell from {before:?} to {seq}"));
        }
        if before == Some(seq) && there != Some(bytes) {
            return Some(format!("it shows {seq} with other bytes than before"));
        }
        let Some((sealed, _)) = self.sealed.get(&seq) else {
            return Some(format!("{seq} was never sealed"));
        };
        if *bytes != of_sealed(key, sealed) {
            return Some(format!("it shows {seq} with other bytes than were sealed"));
        }
        let scope = &self.scope;
        let named = [
            (
                ObjectKey::Targets(scope.clone(), sealed.targets_seq),
                &sealed.targets,
            ),
            (
                ObjectKey::Snapshot(scope.clone(), sealed.snapshot_seq),
                &sealed.snapshot,
            ),
        ];
        for (name, file) in named {
            if self
                .edge
                .get(&name)
                .is_none_or(|there| *there != file.as_bytes())
            {
                return Some(format!("{seq} names {}, which isn't there", name.path()));
            }
        }
        let root = timestamp(sealed.timestamp.as_bytes())?.wavecast?.root;
        let root = ObjectKey::Root(scope.clone(), root);
        if !self.edge.contains_key(&root) {
            return Some(format!(
                "{seq} announces {}, which isn't there",
                root.path()
            ));
        }
        let first = ObjectKey::Timestamp(scope.clone());
        let leads = self
            .edge
            .get(&first)
            .and_then(|there| self::seq(&first, there));
        let follows = matches!(key, ObjectKey::Timestamp(_)) || leads >= Some(seq);
        (!follows).then(|| format!("latest.ndjson shows {seq} before timestamp.json does"))
    }

    fn is_shown(&self, seq: u64) -> bool {
        let scope = &self.scope;
        let pair = [
            ObjectKey::Timestamp(scope.clone()),
            ObjectKey::Latest(scope.clone()),
        ];
        pair.iter().all(|key| {
            let shown = self.edge.get(key).and_then(|bytes| self::seq(key, bytes));
            shown >= Some(seq)
        })
    }

    fn must_show(&mut self, seq: u64, who: &str) {
        if !self.is_shown(seq) {
            self.complain(format!(
                "{who} says that {seq} is at the edge, and it isn't"
            ));
        }
    }
}

/// The exact bytes of a mutable object.
fn of_sealed(key: &ObjectKey, sealed: &Sealed) -> Vec<u8> {
    match key {
        ObjectKey::Latest(_) => latest::join(Lines {
            timestamp: sealed.timestamp.as_bytes(),
            snapshot: sealed.snapshot.as_bytes(),
            targets: sealed.targets.as_bytes(),
        }),
        _ => sealed.timestamp.clone().into_bytes(),
    }
}

fn timestamp(line: &[u8]) -> Option<TimestampBody> {
    let envelope = Envelope::<TimestampBody>::read(line, limit::TIMESTAMP_BYTES);
    Some(envelope.ok()?.signed)
}

/// The number that a mutable object shows.
#[must_use]
pub fn seq(key: &ObjectKey, bytes: &[u8]) -> Option<u64> {
    let line = match key {
        ObjectKey::Latest(_) => latest::split(bytes).ok()?.timestamp,
        _ => bytes,
    };
    Some(timestamp(line)?.version)
}

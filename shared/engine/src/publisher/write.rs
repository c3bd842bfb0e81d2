//! What was sealed, written to the edge in the order that never lets a device see a gap.

use bytes::Bytes;
use wavecast_domain::head::{Fence, Head, Sealed};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::Poll;

use super::fence::Pair;
use super::state::State;
use super::swap::{Before, Swapped};
use super::{PublishError, Publisher, lines};
use crate::port::PortError;
use crate::record::own::StoredRoot;
use crate::record::{entry, key};

/// How often a create is tried after an unknown outcome.
const TRIES: u32 = 4;

/// What writing came to.
pub(super) enum Written {
    /// Both mutable objects were read back.
    Whole {
        /// How often the readers of the publication before ask; `None` when that isn't known.
        replaced: Option<Poll>,
    },
    /// Look again: a later seal goes before this one.
    Superseded,
    /// The edge holds what this ledger didn't seal.
    Foreign(Fence),
}

/// What the publication before proves to be at the edge already. What is damaged there nevertheless
/// is a repair's.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    root: u64,
    targets_seq: Option<u64>,
}

impl Standing {
    /// Nothing is known: all is created, or found.
    pub const NOTHING: Self = Self {
        root: 0,
        targets_seq: None,
    };

    /// After a publication that was wholly written.
    pub fn of(head: &Head) -> Self {
        match &head.sealed {
            Some(sealed) if head.written => Self {
                root: head.root,
                targets_seq: Some(sealed.targets_seq),
            },
            _ => Self::NOTHING,
        }
    }
}

impl Publisher {
    /// Root, targets, snapshot, then the mutable pair, as it was found; then reads the pair back. A
    /// crash in between leaves the older publication whole, and the next call goes on here.
    pub(super) async fn write(
        &self,
        state: &State,
        pair: Pair,
        standing: Standing,
    ) -> Result<Written, PublishError> {
        let Some(sealed) = &state.head.sealed else {
            return Ok(Written::Whole { replaced: None });
        };
        self.write_roots(state, standing.root).await?;
        if standing.targets_seq != Some(sealed.targets_seq)
            && let Some(fence) = self.write_content(state, sealed).await?
        {
            return Ok(Written::Foreign(fence));
        }
        let pointers = lines::mutable(&state.scope);
        let mut replaced = None;
        for (key, found) in pointers.iter().zip(pair) {
            replaced = match self.swap(state, key, sealed, found).await? {
                Swapped::Superseded => return Ok(Written::Superseded),
                Swapped::Foreign(fence) => return Ok(Written::Foreign(fence)),
                // Nobody can have read what wasn't there.
                Swapped::Shown(Before::Missing) => lines::sealed_poll(&state.scope, sealed),
                Swapped::Shown(Before::Older(poll)) => poll,
                Swapped::Shown(Before::Same) => None,
            };
        }
        for key in &pointers {
            let found = self.objects.get(key).await?;
            let shown = found.is_some_and(|found| *found.bytes == *lines::of_sealed(key, sealed));
            if !shown {
                return Ok(Written::Superseded);
            }
        }
        Ok(Written::Whole { replaced })
    }

    /// Roots first and without gaps: from the newest that is at the edge on, or from the one that
    /// stands there for sure.
    async fn write_roots(&self, state: &State, standing: u64) -> Result<(), PublishError> {
        let mut missing = Vec::new();
        for n in (standing + 1..=state.head.root).rev() {
            let key = ObjectKey::Root(state.scope.clone(), n);
            let root = self.stored_root(state, n).await?;
            match self.objects.get(&key).await? {
                Some(found) if found.bytes == root.file.as_bytes() => break,
                Some(found) if is_metadata(&found.bytes) => return Err(foreign(&key).into()),
                Some(_) => self.objects.delete(&key).await?,
                None => {}
            }
            missing.push((key, root));
        }
        for (key, root) in missing.into_iter().rev() {
            if !self.create(&key, root.file.into()).await? {
                return Err(foreign(&key).into());
            }
        }
        Ok(())
    }

    /// A root as it was committed.
    pub(super) async fn stored_root(
        &self,
        state: &State,
        n: u64,
    ) -> Result<StoredRoot, PublishError> {
        if let Some(newest) = state.root.as_ref().filter(|newest| newest.n == n) {
            return Ok(newest.clone());
        }
        let found = self.ledger.get(&[key::root(&state.scope, n)]).await?;
        let Some(found) = found.into_iter().next().flatten() else {
            let scope = &state.scope;
            return Err(PublishError::Layout(format!(
                "root {n} of {scope} isn't in the ledger: restore it from a backup"
            )));
        };
        Ok(entry::read(&found)?)
    }

    /// Targets, then the snapshot that names them. Other metadata under the same number means that
    /// a ledger before a restore sealed it; what is no metadata at all is damage.
    async fn write_content(
        &self,
        state: &State,
        sealed: &Sealed,
    ) -> Result<Option<Fence>, PublishError> {
        for (key, file) in content(state, sealed) {
            if self.create(&key, file.clone().into()).await? {
                continue;
            }
            let found = self.objects.get(&key).await?;
            if found.is_some_and(|found| is_metadata(&found.bytes)) {
                return Ok(Some(self.ahead(state, state.head.seq)));
            }
            self.objects.delete(&key).await?;
            if !self.create(&key, file.clone().into()).await? {
                return Err(PortError::Conflict.into());
            }
        }
        Ok(None)
    }

    /// Creates an immutable object, or finds it with the same bytes. `false` means other bytes.
    pub(super) async fn create(&self, key: &ObjectKey, file: Bytes) -> Result<bool, PublishError> {
        for _ in 0..TRIES {
            match self.objects.create(key, file.clone(), 0).await {
                Ok(_) => return Ok(true),
                Err(PortError::Conflict | PortError::Unknown(_)) => {}
                Err(error) => return Err(error.into()),
            }
            if let Some(found) = self.objects.get(key).await? {
                return Ok(found.bytes == file);
            }
        }
        Err(PortError::Conflict.into())
    }

    /// Creates an object that is named after its hash. Other bytes under that name can only be
    /// damage, so they are replaced. Says whether anything was mended.
    pub(super) async fn place(
        &self,
        key: &ObjectKey,
        sha256: Sha256,
        file: Bytes,
    ) -> Result<bool, PublishError> {
        if Sha256::of(&file) != sha256 {
            let what = format!(
                "the record of {} has another hash: restore the ledger from a backup",
                key.path()
            );
            return Err(PublishError::Layout(what));
        }
        if self.create(key, file.clone()).await? {
            return Ok(false);
        }
        self.objects.delete(key).await?;
        self.create(key, file).await
    }
}

/// Whether bytes are signed metadata of any kind: then they are another's, and no damage.
pub(super) fn is_metadata(bytes: &[u8]) -> bool {
    let most = wavecast_wire::limit::ROOT_BYTES_CLIENT;
    wavecast_wire::envelope::Envelope::<serde_json::Value>::read(bytes, most).is_ok()
}

/// Devices trust the root at the edge for ever, so it is never touched.
fn foreign(key: &ObjectKey) -> PortError {
    PortError::Setup(format!(
        "{} at the edge isn't the ledger's: the ledger was restored from a backup before that root, or one of them belongs to another installation; restore a ledger that has this root",
        key.path()
    ))
}

/// The immutable files of a sealed publication, in the order in which they are written.
pub(super) fn content<'a>(state: &State, sealed: &'a Sealed) -> [(ObjectKey, &'a String); 2] {
    let scope = &state.scope;
    [
        (
            ObjectKey::Targets(scope.clone(), sealed.targets_seq),
            &sealed.targets,
        ),
        (
            ObjectKey::Snapshot(scope.clone(), sealed.snapshot_seq),
            &sealed.snapshot,
        ),
    ]
}

//! Edge and ledger compared, and the edge mended.

use wavecast_domain::head::Sealed;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use super::state::State;
use super::targets::{Named, named, targets_of};
use super::write::{content, is_metadata};
use super::{PublishError, Published, Publisher, Publishing, lines};
use crate::port::Work;

/// Targets that are looked at together.
const BATCH: usize = 100;

impl Publisher {
    /// Compares a channel's edge with what was sealed and mends what is missing or damaged; says
    /// how many objects, or that the edge is another ledger's. An unwritten or fenced channel is
    /// [`Publisher::publish`]'s.
    ///
    /// # Errors
    /// [`PublishError`]; calling again is always safe.
    pub async fn repair(&self, scope: &Scope) -> Result<Work, PublishError> {
        let _turn = self.turns.take(scope).await;
        let state = self.read(scope).await?;
        let Some(sealed) = &state.head.sealed else {
            return Ok(Work::Mended(0));
        };
        if !state.head.written || state.head.fence.is_some() {
            return Ok(Work::Mended(0));
        }
        let targets = targets_of(sealed)?;
        let named: Vec<Named<'_>> = targets.iter().map(named).collect::<Result<_, _>>()?;
        let mut mended = 0;
        for some in named.chunks(BATCH) {
            mended += self.place_targets(scope, some).await?;
        }
        mended += self.mend_roots(&state).await?;
        mended += self.mend_content(&state, sealed).await?;
        let broken = self.broken_pointers(&state, sealed).await?;
        // The head is read after the pointers, and sealed before they are written: one that stands as it
        // was says that nobody published meanwhile. Else they show the newer one, or will.
        if broken > 0 && self.read_head(scope).await?.1 != state.at {
            return Ok(Work::Mended(mended));
        }
        // The same turns as a publication's: they also tell a damaged edge from a foreign one.
        if broken > 0
            && let fenced @ Published::Fenced { .. } =
                self.advance(&state.scope, &mut Vec::new()).await?
        {
            let marked = Vec::new();
            let published = fenced;
            return Ok(Work::Published(Publishing { published, marked }));
        }
        Ok(Work::Mended(mended + broken))
    }

    /// A root of other bytes is damage only if it is no metadata at all.
    async fn mend_roots(&self, state: &State) -> Result<u32, PublishError> {
        let mut mended = 0;
        for n in 1..=state.head.root {
            let key = ObjectKey::Root(state.scope.clone(), n);
            let root = self.stored_root(state, n).await?;
            match self.objects.get(&key).await? {
                Some(found) if found.bytes == root.file.as_bytes() => continue,
                Some(found) if is_metadata(&found.bytes) => continue,
                Some(_) => self.objects.delete(&key).await?,
                None => {}
            }
            self.create(&key, root.file.into()).await?;
            mended += 1;
        }
        Ok(mended)
    }

    /// Only while the mutable pair is ours: then other bytes under these numbers are damage.
    async fn mend_content(&self, state: &State, sealed: &Sealed) -> Result<u32, PublishError> {
        let mut mended = 0;
        for (key, file) in content(state, sealed) {
            match self.objects.get(&key).await? {
                Some(found) if found.bytes == file.as_bytes() => continue,
                Some(_) if !self.shows(state, sealed).await? => continue,
                Some(_) => self.objects.delete(&key).await?,
                None => {}
            }
            self.create(&key, file.clone().into()).await?;
            mended += 1;
        }
        Ok(mended)
    }

    /// Whether the timestamp at the edge is the sealed one.
    async fn shows(&self, state: &State, sealed: &Sealed) -> Result<bool, PublishError> {
        let key = ObjectKey::Timestamp(state.scope.clone());
        let found = self.objects.get(&key).await?;
        Ok(found.is_some_and(|found| found.bytes == sealed.timestamp.as_bytes()))
    }

    async fn broken_pointers(&self, state: &State, sealed: &Sealed) -> Result<u32, PublishError> {
        let mut broken = 0;
        for key in lines::mutable(&state.scope) {
            let found = self.objects.get(&key).await?;
            let shown = found.is_some_and(|found| *found.bytes == *lines::of_sealed(&key, sealed));
            broken += u32::from(!shown);
        }
        Ok(broken)
    }
}

//! One channel's edge brought to its present state: step 5 of the straight line.

use std::time::Duration;

use wavecast_domain::head::{Fence, Head};
use wavecast_domain::render;
use wavecast_wire::name::Scope;

use super::fence::{Edge, Pair};
use super::mark::{Marks, Over};
use super::state::State;
use super::write::{Standing, Written};
use super::{PublishError, Published, Publisher, Publishing};
use crate::control::{CdnState, PublicationState};
use crate::port::{Invalidated, PortError};
use crate::record::own::StoredRoot;

/// Turns of one call: each finishes something, and the last finds nothing left to do.
const TURNS: u32 = 10;
/// The longest first pause after losing to another publisher.
const PAUSE_MILLIS: u64 = 20;

/// What one turn came to.
enum Turn {
    /// It is done.
    Over(Published),
    /// Something is done, or another was faster: look again.
    Again,
}

impl Publisher {
    /// Brings the edge to the channel's present state, and finishes what was sealed before.
    ///
    /// # Errors
    /// [`PublishError`]; calling again is always safe.
    pub async fn publish(&self, scope: &Scope) -> Result<Published, PublishError> {
        Ok(self.publish_and_tell(scope).await?.published)
    }

    /// The same, and tells which publications it marked: whoever waits for them needn't look.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub async fn publish_and_tell(&self, scope: &Scope) -> Result<Publishing, PublishError> {
        let _turn = self.turns.take(scope).await;
        let mut marked = Vec::new();
        let result = self.advance(scope, &mut marked).await;
        let trouble = match &result {
            Ok(Published::At { .. }) => None,
            Ok(Published::Waiting { why }) => Some((why.clone(), Over::Nothing)),
            Ok(Published::Fenced { edge }) => Some((fenced(scope, *edge), Over::Anything)),
            Err(error) => Some((error.to_string(), Over::Anything)),
        };
        if let Some((trouble, over)) = trouble {
            self.note_trouble(scope, &trouble, over).await;
        }
        let published = result?;
        Ok(Publishing { published, marked })
    }

    /// Turn after turn until it is done; adds the publications that are marked to `marked`.
    pub(super) async fn advance(
        &self,
        scope: &Scope,
        marked: &mut Vec<PublicationState>,
    ) -> Result<Published, PublishError> {
        for turn in 0..TURNS {
            match self.turn(scope, marked).await? {
                Turn::Over(published) => return Ok(published),
                Turn::Again => self.pause(turn).await,
            }
        }
        Err(PortError::Conflict.into())
    }

    async fn turn(
        &self,
        scope: &Scope,
        marked: &mut Vec<PublicationState>,
    ) -> Result<Turn, PublishError> {
        let pair = self.look(scope).await?;
        let state = self.read(scope).await?;
        // ① What was sealed is finished first; a foreign edge fences before anything is sealed.
        match self.compare(&state, &pair) {
            Edge::Ahead(fence) => return self.stand_before(&state, fence).await,
            Edge::Same | Edge::Behind if state.head.fence.is_some() => {
                return self.stand_still(&state).await;
            }
            Edge::Same if !is_unfinished(&state.head) => {}
            Edge::Same | Edge::Behind => {
                return self.finish(&state, pair, Standing::NOTHING, marked).await;
            }
        }
        let Some(root) = &state.root else {
            return Ok(waiting(
                "its first root: the key maker is asked again by the next tick",
            ));
        };
        if self.is_due(&state, root) {
            return self.bring(&state, root, pair, marked).await;
        }
        let wanted = self.wanted(scope).await?;
        if wanted.wants_root_above(root.n) {
            return Ok(Turn::Again);
        }
        // Such as an admin's word that changed no state: it is answered by a publication all the same.
        if wanted.is_above(state.head.revision) {
            return self.bring(&state, root, pair, marked).await;
        }
        let marks = self.mark(&state, &wanted, Marks::default()).await?;
        marked.extend(marks.shown);
        let seq = state.head.seq;
        Ok(Turn::Over(Published::At { seq }))
    }

    /// Whether the edge must change: a newer state, a newer root, or freshness that runs out.
    fn is_due(&self, state: &State, root: &StoredRoot) -> bool {
        let head = &state.head;
        head.sealed.is_none()
            || root.n > head.root
            || head.renew <= self.clock.now()
            || state.changed() > head.revision
    }

    /// Steps ② to ⑦.
    async fn bring(
        &self,
        state: &State,
        root: &StoredRoot,
        pair: Pair,
        marked: &mut Vec<PublicationState>,
    ) -> Result<Turn, PublishError> {
        let Some(app) = &state.app else {
            return Ok(waiting("its state: the channel doesn't exist"));
        };
        // ② What devices are to see: without time in it.
        let publication = render(app, &state.scope.channel)?;
        // ③ Signed in memory first: a key that doesn't sign leaves nothing behind at the edge.
        let head = self
            .sign(state, &publication, app.head.revision, root)
            .await?;
        // ④ What its table names is at the edge before anything names it.
        self.create_targets(&state.scope, &publication, state.head.sealed.as_ref())
            .await?;
        // ⑤ Sealed: from here on it is finished without a key.
        if !self.seal_head(state, &head).await? {
            return Ok(Turn::Again);
        }
        // ⑥ ⑦ are those of the recovery, which doesn't know what stands already.
        let standing = Standing::of(&state.head);
        self.finish(&state.with_head(head), pair, standing, marked)
            .await
    }

    /// ⑥ writes what was sealed, and ⑦ marks it. Needs no key.
    async fn finish(
        &self,
        state: &State,
        pair: Pair,
        standing: Standing,
        marked: &mut Vec<PublicationState>,
    ) -> Result<Turn, PublishError> {
        let replaced = match self.write(state, pair, standing).await? {
            Written::Superseded => return Ok(Turn::Again),
            Written::Foreign(fence) => return self.stand_before(state, fence).await,
            Written::Whole { replaced } => replaced,
        };
        let cdn = self.invalidate(state).await;
        let wanted = self.wanted(&state.scope).await?;
        let marks = self.mark(state, &wanted, Marks { replaced, cdn }).await?;
        marked.extend(marks.shown);
        // More was wanted meanwhile: a newer state, or a root that this one doesn't show.
        let more = wanted.is_above(state.head.revision) || wanted.wants_root_above(state.head.root);
        if !marks.whole || more {
            return Ok(Turn::Again);
        }
        let seq = state.head.seq;
        Ok(Turn::Over(Published::At { seq }))
    }

    async fn stand_before(&self, state: &State, fence: Fence) -> Result<Turn, PublishError> {
        Ok(match self.fence(state, fence).await? {
            Some(fence) => Turn::Over(Published::Fenced { edge: fence.edge }),
            None => Turn::Again,
        })
    }

    /// A fence stands although the edge isn't ahead any more; an admin's word lifts it all the same.
    async fn stand_still(&self, state: &State) -> Result<Turn, PublishError> {
        match state.head.fence.clone() {
            Some(fence) => self.stand_before(state, fence).await,
            None => Ok(Turn::Again),
        }
    }

    /// A best-effort accelerator: what isn't invalidated ends with its cache time. A renewal shows the
    /// same state, so nobody waits for it.
    async fn invalidate(&self, state: &State) -> Option<CdnState> {
        let cdn = self.cdn.as_ref()?;
        let sealed = state.head.sealed.as_ref()?;
        if sealed.targets_seq != state.head.seq {
            return None;
        }
        let paths = super::lines::mutable(&state.scope).map(|key| format!("/{}", key.path()));
        match cdn.invalidate(&paths).await {
            Ok(Invalidated::Needless) => None,
            Ok(Invalidated::Asked) => Some(CdnState::Asked),
            Ok(Invalidated::Queued) => Some(CdnState::Queued),
            Err(error) => {
                tracing::warn!(scope = %state.scope, %error, "the CDN wasn't invalidated");
                Some(CdnState::Failed(error.to_string()))
            }
        }
    }

    async fn pause(&self, turn: u32) {
        if turn > 2 {
            let most = PAUSE_MILLIS << turn.min(5);
            tokio::time::sleep(Duration::from_millis(self.ids.jitter() % (most + 1))).await;
        }
    }
}

fn waiting(why: &str) -> Turn {
    let why = format!("the channel waits for {why}");
    Turn::Over(Published::Waiting { why })
}

pub(super) fn fenced(scope: &Scope, edge: u64) -> String {
    format!(
        "the edge is at publication {edge}, ahead of the ledger; look at it with wavecast status, then go on with: wavecast channel adopt {scope}"
    )
}

/// Whether the edge may lack some of what was sealed.
fn is_unfinished(head: &Head) -> bool {
    head.sealed.is_some() && !head.written
}

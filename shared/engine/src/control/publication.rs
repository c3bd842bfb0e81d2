//! Wanted publications: reading and watching them.

use std::time::Duration;

use wavecast_domain::id::Ulid;
use wavecast_wire::name::{ChannelName, Scope};
use wavecast_wire::time::Timestamp;

use super::list::{Listing, PageAsk, prefix};
use super::{Control, ControlError};
use crate::record::key;

/// The longest that one watch waits.
const WATCH: Duration = Duration::from_secs(20);
/// How often a watch looks again by itself: another process may have published.
const LOOK: Duration = Duration::from_millis(500);

/// A wanted publication.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct PublicationState {
    /// Its id, to watch it.
    pub id: Ulid,
    /// Of which channel.
    pub channel: ChannelName,
    /// The revision that it must show at least.
    pub revision: u64,
    /// The root that it must show at least; the key maker's alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<u64>,
    /// When it was wanted.
    pub wanted: Timestamp,
    /// `None` while pending; the `seq` that shows it once both mutable objects were read back.
    pub seq: Option<u64>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When every online device with a working clock has polled past it (cache time + interval with jitter).
    pub visible_by: Option<Timestamp>,
    /// Why it is still pending, if something is wrong.
    pub trouble: Option<String>,
    /// What the CDN before the edge was told, where there is one. `visible_by` doesn't count on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cdn: Option<CdnState>,
}

/// What the CDN before the edge was told: a best effort of its own, which no publication waits for.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CdnState {
    /// It was asked to forget the old state.
    Asked,
    /// It couldn't be asked, and is later.
    Queued,
    /// It wasn't asked: why.
    Failed(String),
}

impl PublicationState {
    /// A publication that was just wanted.
    #[must_use]
    pub fn wanted(id: Ulid, channel: ChannelName, revision: u64, at: Timestamp) -> Self {
        Self {
            id,
            channel,
            revision,
            root: None,
            wanted: at,
            seq: None,
            published: None,
            visible_by: None,
            trouble: None,
            cdn: None,
        }
    }
}

impl Control {
    /// A publication; `None` when there is none of this id.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn publication(
        &self,
        scope: &Scope,
        id: &Ulid,
    ) -> Result<Option<PublicationState>, ControlError> {
        self.read_one(key::publication(scope, id)).await
    }

    /// Publications of a channel.
    ///
    /// # Errors
    /// As [`Control::publication`].
    pub async fn publications(
        &self,
        scope: &Scope,
        ask: &PageAsk,
    ) -> Result<Listing<PublicationState>, ControlError> {
        self.walk(&prefix(key::publications(scope), ""), ask, |_| true)
            .await
    }

    /// Waits until a publication is published, at most this long and never longer than 20 s; then
    /// answers its present state.
    ///
    /// # Errors
    /// As [`Control::publication`].
    pub async fn watch(
        &self,
        scope: &Scope,
        id: &Ulid,
        wait: Duration,
    ) -> Result<Option<PublicationState>, ControlError> {
        let deadline = tokio::time::Instant::now() + wait.min(WATCH);
        let mut shown = self.shown.listen();
        loop {
            let state = self.publication(scope, id).await?;
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            let pending = state.as_ref().is_some_and(|state| state.seq.is_none());
            if !pending || left.is_zero() {
                return Ok(state);
            }
            shown.wait(left.min(LOOK)).await;
        }
    }
}

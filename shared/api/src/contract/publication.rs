//! Publications.

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_engine::control::{CdnState, PublicationState};

/// A wanted publication: one whole state of a channel on its way to the edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publication {
    /// Its id, to watch it.
    #[schema(example = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CE")]
    pub id: String,
    /// Of which channel.
    #[schema(example = "stable")]
    pub channel: String,
    /// Whether the edge shows it.
    pub state: PublicationStage,
    /// The revision that it must show at least.
    pub revision: u64,
    /// When it was wanted.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub wanted: String,
    /// The number at the edge that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T09:00:01Z")]
    pub published: Option<String>,
    /// When every online device has polled past it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T09:08:01Z")]
    pub visible_by: Option<String>,
    /// Why it is still pending, if something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What the CDN before the edge was told; absent where there is none. `visible_by` doesn't count
    /// on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cdn: Option<CdnStatus>,
}

/// What the CDN before the edge was told: to forget the state before. A best effort of its own, which
/// no publication waits for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CdnStatus {
    /// Whether it was asked.
    pub state: CdnStage,
    /// Why it wasn't asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// Whether the CDN was asked to forget the state before.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CdnStage {
    /// It was asked, and carries it out.
    Asked,
    /// It couldn't be asked at once, and is later.
    Queued,
    /// It wasn't asked: the old state ends with its cache time.
    Failed,
}

/// Whether the edge shows a publication.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PublicationStage {
    /// It is committed and on its way.
    Pending,
    /// Both mutable objects were read back from the edge.
    Published,
}

impl From<PublicationState> for Publication {
    fn from(publication: PublicationState) -> Self {
        Self {
            id: publication.id.0,
            channel: publication.channel.into(),
            state: if publication.seq.is_some() {
                PublicationStage::Published
            } else {
                PublicationStage::Pending
            },
            revision: publication.revision,
            wanted: publication.wanted.into(),
            seq: publication.seq,
            published: publication.published.map(Into::into),
            visible_by: publication.visible_by.map(Into::into),
            trouble: publication.trouble,
            cdn: publication.cdn.map(Into::into),
        }
    }
}

impl From<CdnState> for CdnStatus {
    fn from(cdn: CdnState) -> Self {
        let (state, trouble) = match cdn {
            CdnState::Asked => (CdnStage::Asked, None),
            CdnState::Queued => (CdnStage::Queued, None),
            CdnState::Failed(why) => (CdnStage::Failed, Some(why)),
        };
        Self { state, trouble }
    }
}

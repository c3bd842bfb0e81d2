//! Uploads of files, in the shape of presigned URLs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_engine::port;

/// A file to upload.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginUpload {
    /// Of the whole file, 64 lower-case hex digits.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// Bytes; at most 16 GiB.
    #[schema(example = 4)]
    pub size: u64,
}

/// An upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct Upload {
    /// Whether bytes are still to come.
    pub status: UploadStatus,
    /// Its id; absent when the file is here already, and on a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What to send: each part is PUT to its URL with exactly its headers.
    pub parts: Vec<UploadPart>,
    /// What arrived.
    pub received: Vec<ReceivedPart>,
    /// When the URLs end; reading the upload mints new ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:00:00Z")]
    pub expires: Option<String>,
}

/// Whether bytes of an upload are still to come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UploadStatus {
    /// Send the parts, then complete it.
    Open,
    /// The whole file is here and its hash is right.
    Ready,
}

/// One part to send.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadPart {
    /// From 1.
    pub number: u32,
    /// Where it begins in the file.
    pub offset: u64,
    /// Bytes.
    pub size: u64,
    /// Presigned: it needs no token of ours.
    pub url: String,
    /// To be sent exactly.
    pub headers: BTreeMap<String, String>,
}

/// A part that arrived.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedPart {
    /// From 1.
    pub number: u32,
    /// The ETag that its PUT answered, without quotes.
    pub etag: String,
    /// Bytes.
    pub size: u64,
}

/// All parts of an upload.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteUpload {
    /// Every part, in order.
    pub parts: Vec<CompletePart>,
}

/// A part that was sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePart {
    /// From 1.
    #[schema(example = 1)]
    pub number: u32,
    /// The ETag that its PUT answered, with or without quotes.
    pub etag: String,
}

impl Upload {
    /// Of a file that is here already.
    pub(crate) fn ready() -> Self {
        Self {
            status: UploadStatus::Ready,
            id: None,
            parts: Vec::new(),
            received: Vec::new(),
            expires: None,
        }
    }

    /// Of a file that is still to come, and that nobody has begun to upload.
    pub(crate) fn missing() -> Self {
        Self {
            status: UploadStatus::Open,
            ..Self::ready()
        }
    }

    /// Of a file that is still to come.
    pub(crate) fn open(plan: port::UploadPlan, received: Vec<port::Received>) -> Self {
        let parts = plan.parts.into_iter().map(|part| UploadPart {
            number: part.number,
            offset: part.offset,
            size: part.size,
            url: part.url,
            headers: part.headers,
        });
        let received = received.into_iter().map(|part| ReceivedPart {
            number: part.number,
            etag: part.etag.0,
            size: part.size,
        });
        Self {
            status: UploadStatus::Open,
            id: Some(plan.id),
            parts: parts.collect(),
            received: received.collect(),
            expires: Some(plan.expires.into()),
        }
    }
}

//! Whether a store honours the conditions that everything here rests on. Tried before one is trusted.

use bytes::Bytes;
use wavecast_engine::port::{ETag, PortError};

use super::S3Objects;
use super::put::Put;
use crate::fault::code_of;

/// Where probes write: no object's name.
const FOLDER: &str = ".wavecast-probe";

/// A condition that a store must honour.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Condition {
    /// `If-None-Match: *` creates once.
    CreateIfAbsent,
    /// `If-Match` replaces what has the ETag, and nothing else.
    ReplaceIfMatch,
    /// `If-Match` on a missing object creates nothing.
    NoReplaceOfNothing,
    /// A body of another SHA-256 than announced is refused.
    Checksum,
    /// What was written is read back, byte for byte.
    ReadBack,
}

/// What the probe found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// The conditions that aren't honoured; empty for a store to be trusted.
    pub broken: Vec<Condition>,
}

impl Condition {
    /// What goes wrong without it.
    #[must_use]
    pub fn consequence(self) -> &'static str {
        match self {
            Self::CreateIfAbsent => {
                "If-None-Match: * is ignored: a published object could be overwritten"
            }
            Self::ReplaceIfMatch => {
                "If-Match is ignored: a slow publisher could bring back an old state"
            }
            Self::NoReplaceOfNothing => "If-Match on a missing object creates it",
            Self::Checksum => "a body with another SHA-256 than announced is taken",
            Self::ReadBack => "what was written isn't what is read right after",
        }
    }
}

impl S3Objects {
    /// Writes a few small objects below `.wavecast-probe/` and removes them again. `name` keeps
    /// probes apart that run at the same time.
    ///
    /// # Errors
    /// As a reading or a write; the store's conditions are the answer, not an error.
    pub async fn probe(&self, name: &str) -> Result<Verdict, PortError> {
        let path = format!("{FOLDER}/{name}");
        self.bucket.delete(&path, None).await?;
        let mut broken = Vec::new();
        let mut note = |holds: bool, condition| {
            if !holds {
                broken.push(condition);
            }
        };
        let nothing = ETag(String::from("d41d8cd98f00b204e9800998ecf8427e"));
        let replaced = self.try_put(&path, "x", Some(&nothing)).await?;
        note(replaced.is_none(), Condition::NoReplaceOfNothing);
        if replaced.is_some() {
            self.bucket.delete(&path, None).await?;
        }
        let first = self.try_put(&path, "one", None).await?;
        let again = self.try_put(&path, "two", None).await?;
        note(
            first.is_some() && again.is_none(),
            Condition::CreateIfAbsent,
        );
        let found = self.bucket.get(&path).await?;
        let tag = found.as_ref().map(|found| found.etag.clone());
        note(
            tag.is_some() && (again.is_some() || tag == first),
            Condition::ReadBack,
        );
        let swapped = self.try_put(&path, "three", tag.as_ref()).await?;
        let stale = self.try_put(&path, "four", tag.as_ref()).await?;
        note(
            swapped.is_some() && stale.is_none(),
            Condition::ReplaceIfMatch,
        );
        note(self.refuses_wrong_bytes(&path).await?, Condition::Checksum);
        self.bucket.delete(&path, None).await?;
        Ok(Verdict { broken })
    }

    /// `None` when the condition didn't hold.
    async fn try_put(
        &self,
        path: &str,
        text: &'static str,
        replaces: Option<&ETag>,
    ) -> Result<Option<ETag>, PortError> {
        let put = Put {
            path,
            bytes: Bytes::from_static(text.as_bytes()),
            content_type: "text/plain",
            cache_control: None,
            replaces,
        };
        match self.bucket.put(&put).await {
            Ok(etag) => Ok(Some(etag)),
            Err(PortError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn refuses_wrong_bytes(&self, path: &str) -> Result<bool, PortError> {
        let path = format!("{path}-checksum");
        let sent = self
            .bucket
            .client
            .put_object()
            .bucket(self.bucket.name())
            .key(&path)
            .set_expected_bucket_owner(self.bucket.owner())
            .checksum_sha256(super::put::checksum(wavecast_wire::hash::Sha256::of(
                b"other",
            )))
            .body(Bytes::from_static(b"bytes").into())
            .send()
            .await;
        match sent {
            Ok(_) => {
                self.bucket.delete(&path, None).await?;
                Ok(false)
            }
            Err(error) if code_of(&error).0 == Some(400) => Ok(true),
            Err(error) => Err(self.bucket.place.read("trying a wrong checksum", &error)),
        }
    }
}

//! Follows one channel with the trust rules of a device.

use wavecast_device::Verified;
use wavecast_device::trust::{Polled, Source, TrustError, TrustedState};
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use super::{Poll, Reader};
use crate::clock;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// One channel, as a device trusts it.
pub struct Follower {
    reader: Reader,
    scope: Scope,
    trusted: TrustedState,
}

impl Follower {
    /// Begins with the root that a device would be provisioned with.
    ///
    /// # Errors
    /// The root doesn't verify itself, or speaks for another channel.
    pub fn new(reader: Reader, scope: Scope, root: &[u8]) -> Result<Self> {
        let trusted = TrustedState::provision(scope.clone(), root).map_err(untrusted)?;
        Ok(Self {
            reader,
            scope,
            trusted,
        })
    }

    /// The edge that it reads.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What is trusted now.
    pub fn trusted(&self) -> &TrustedState {
        &self.trusted
    }

    /// The stored publication.
    ///
    /// # Errors
    /// Nothing was polled yet.
    pub fn verified(&self) -> Result<Verified> {
        self.trusted.verified(Source::Network).map_err(untrusted)
    }

    /// Polls once; answers whether the publication is newer than the stored one. After a failed
    /// check, and when the channel announces it, the chain of roots is walked first.
    ///
    /// # Errors
    /// The edge can't be reached, or what it answers is not to be trusted.
    pub async fn poll(&mut self) -> Result<bool> {
        let etag = self.trusted.etag().map(str::to_owned);
        let first = match self.reader.poll(&self.scope, etag.as_deref()).await? {
            Poll::NotModified => {
                let good = self
                    .trusted
                    .not_modified(Source::Network, clock::of_device());
                return good.map(|()| false).map_err(untrusted);
            }
            Poll::Fresh(bytes, etag) => self.take(&bytes, etag.as_deref()),
        };
        let walk = match &first {
            Ok(_) => self
                .trusted
                .newer_root_hinted(Source::Network)
                .map_err(untrusted)?,
            Err(_) => true,
        };
        if !walk || !self.walk_roots().await? {
            return first
                .map(|polled| polled == Polled::Newer)
                .map_err(untrusted);
        }
        match self.reader.poll(&self.scope, None).await? {
            Poll::NotModified => Ok(false),
            Poll::Fresh(bytes, etag) => {
                self.take(&bytes, etag.as_deref()).map_err(untrusted)?;
                Ok(true)
            }
        }
    }

    fn take(
        &mut self,
        bytes: &[u8],
        etag: Option<&str>,
    ) -> std::result::Result<Polled, TrustError> {
        self.trusted
            .poll(Source::Network, bytes, etag, clock::of_device())
    }

    /// Walks to the newest root; answers whether there was a newer one.
    ///
    /// # Errors
    /// The edge can't be reached, or a root of the chain is not to be trusted.
    pub async fn walk_roots(&mut self) -> Result<bool> {
        let begin = self.trusted.root_version().map_err(untrusted)?;
        let mut newest = begin;
        while newest - begin < limit::ROOT_WALK {
            let key = ObjectKey::Root(self.scope.clone(), newest + 1);
            let Some(bytes) = self.reader.get(&key, limit::ROOT_BYTES_CLIENT).await? else {
                break;
            };
            self.trusted.update_root(&bytes).map_err(untrusted)?;
            newest += 1;
        }
        if newest > begin {
            self.trusted.settle_roots().map_err(untrusted)?;
        }
        Ok(newest > begin)
    }
}

/// Bytes that a device would not trust.
pub fn untrusted(error: TrustError) -> Failure {
    Failure::new(Exit::Untrusted, format!("not to be trusted: {error}"))
}

//! The chain of roots: from the provisioned one to the newest, without gaps.

use alloc::string::String;
use core::marker::PhantomData;

use wavecast_wire::envelope::Envelope;
use wavecast_wire::key::Keys;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, Role, Root, Snapshot, Targets, TimestampBody};

use super::body::{self, check_live};
use super::plain::PlainTargets;
use super::state::{Source, Track, TrustedState};
use super::{Clock, TrustError};

impl<K: Keys> TrustedState<K> {
    pub(super) fn begin(scope: Option<Scope>, bytes: &[u8]) -> Result<Self, TrustError> {
        read_self_signed::<K>(bytes, scope.as_ref())?;
        let root = body::text(bytes, Role::Root)?;
        Ok(Self {
            scope,
            root,
            network: Track::default(),
            media: Track::default(),
            keys: PhantomData,
        })
    }

    /// The trusted root's version.
    ///
    /// # Errors
    /// The stored bytes were damaged.
    pub fn root_version(&self) -> Result<u64, TrustError> {
        Ok(self.root()?.version)
    }

    /// Takes the next root: signed by a threshold of the present one's root keys and of its own.
    /// Its expiry is not checked here, so that a device may walk over old ones.
    ///
    /// # Errors
    /// The root is not the next one, or not signed by both; nothing changes then.
    pub fn update_root(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let present = self.root()?;
        let next = read_self_signed::<K>(bytes, self.scope())?;
        body::verify::<_, K>(&next, &present)?;
        let (expected, found) = (present.version.saturating_add(1), next.signed.version);
        if found != expected {
            return Err(TrustError::Version {
                role: Role::Root,
                expected,
                found,
            });
        }
        self.root = body::text(bytes, Role::Root)?;
        Ok(())
    }

    /// Verifies again what is stored, after new roots: what fails is dropped together with its
    /// ETag, its `issued` floor and its versions. This is how a device recovers from a
    /// fast-forward. Answers whether anything was dropped.
    ///
    /// # Errors
    /// The stored root was damaged.
    pub fn settle_roots(&mut self) -> Result<bool, TrustError> {
        let root = self.root()?;
        let scope = self.scope.clone();
        let network = settle::<K>(&mut self.network, &root, scope.as_ref());
        let media = settle::<K>(&mut self.media, &root, scope.as_ref());
        Ok(network || media)
    }

    /// Whether the root itself is still good. The floor of `issued` is not applied.
    ///
    /// # Errors
    /// [`TrustError::Expired`].
    pub fn check_root(&self, clock: Clock) -> Result<(), TrustError> {
        self.live_root(clock).map(drop)
    }

    /// The trusted root, if it is still good.
    pub(super) fn live_root(&self, clock: Clock) -> Result<Root, TrustError> {
        let root = self.root()?;
        check_live(&root, clock.for_root())?;
        Ok(root)
    }

    /// Takes a newer root from whoever provisions the device, without a chain. An older one
    /// changes nothing.
    ///
    /// # Errors
    /// The root doesn't verify itself, or speaks for another scope.
    pub fn reprovision(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let offered = read_self_signed::<K>(bytes, self.scope())?;
        if offered.signed.version > self.root_version()? {
            self.root = body::text(bytes, Role::Root)?;
            self.settle_roots()?;
        }
        Ok(())
    }

    /// Enters another channel of the same application, through a root that verifies itself and is
    /// signed by a threshold of the root keys trusted now. Both states live on side by side.
    ///
    /// # Errors
    /// [`TrustError::Stranger`], or the root doesn't verify itself.
    pub fn enter(&self, scope: &Scope, bytes: &[u8]) -> Result<Self, TrustError> {
        let stranger = TrustError::Stranger {
            scope: scope.clone(),
        };
        let same_app = self
            .scope()
            .is_some_and(|own| own.org == scope.org && own.app == scope.app);
        if !same_app {
            return Err(stranger);
        }
        let entered = Self::begin(Some(scope.clone()), bytes)?;
        let envelope = body::read::<Root>(bytes, Some(scope))?;
        body::verify::<_, K>(&envelope, &self.root()?).map_err(|_| stranger)?;
        Ok(entered)
    }

    /// The version of the stored timestamp's hint, when it is above the trusted root's.
    ///
    /// # Errors
    /// The stored bytes were damaged.
    pub fn newer_root_hinted(&self, source: Source) -> Result<bool, TrustError> {
        let hint = self
            .timestamp(source)?
            .and_then(|body| body.wavecast)
            .map_or(0, |x| x.root);
        Ok(hint > self.root_version()?)
    }
}

fn read_self_signed<K: Keys>(
    bytes: &[u8],
    scope: Option<&Scope>,
) -> Result<Envelope<Root>, TrustError> {
    let envelope = body::read::<Root>(bytes, scope)?;
    body::verify::<_, K>(&envelope, &envelope.signed)?;
    Ok(envelope)
}

fn settle<K: Keys>(track: &mut Track, root: &Root, scope: Option<&Scope>) -> bool {
    let mut dropped = drop_unsigned::<TimestampBody, K>(&mut track.timestamp, root, scope);
    if dropped {
        track.issued = Timestamp::default();
    }
    dropped |= drop_unsigned::<Snapshot, K>(&mut track.snapshot, root, scope);
    dropped |= match scope {
        Some(_) => drop_unsigned::<Targets, K>(&mut track.targets, root, scope),
        None => drop_unsigned::<PlainTargets, K>(&mut track.targets, root, scope),
    };
    if dropped {
        track.etag = None;
    }
    dropped
}

fn drop_unsigned<B: Body, K: Keys>(
    stored: &mut Option<String>,
    root: &Root,
    scope: Option<&Scope>,
) -> bool {
    let holds = |text: &String| body::open::<B, K>(text.as_bytes(), root, scope).is_ok();
    let fails = stored.as_ref().is_some_and(|text| !holds(text));
    if fails {
        *stored = None;
    }
    fails
}

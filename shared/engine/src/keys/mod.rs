//! Makes and seals keys, and signs roots; alone in that.
//!
//! A root is committed exactly as it will stand at the edge, together with the sealed keys that
//! are new in it and the publication that shows it: all or none, so no root ever lists a key that
//! is lost.

use std::sync::Arc;

use wavecast_domain::channel::Channel;
use wavecast_domain::id::Ulid;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::{PackageKeys, Role};

use crate::port::{Clock, Ids, KeyMaker, Ledger, PortError};
use crate::record::layout::LayoutError;
use crate::record::own::{Rotation, StoredRoot};
use crate::record::{entry, key};

mod commit;
mod compose;
pub(crate) mod heads;
pub(crate) mod roots;
mod trouble;
mod vouch;

pub(crate) use compose::longest_root;

/// The key maker's function.
#[derive(Clone)]
pub struct Keys {
    /// Where seeds (sealed) and roots lie.
    pub ledger: Arc<dyn Ledger>,
    /// Makes keys.
    pub maker: Arc<dyn KeyMaker>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// What the next root changes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RootChange {
    /// These roles get new keys.
    pub roles: Vec<Role>,
    /// The keys that must sign packages from now on; `None` keeps what the root before says.
    pub package_keys: Option<PackageKeys>,
    /// The asked rotation that this fulfils.
    fulfils: Option<Ulid>,
    /// Only while the newest root is this one (0: there is none); nothing to do after it.
    only_after: Option<u64>,
}

impl RootChange {
    /// Nothing but a new number and a new end, on top of this root.
    fn after(n: u64) -> Self {
        Self {
            only_after: Some(n),
            ..Self::default()
        }
    }
}

impl Keys {
    /// Makes sure that a channel has its first root, one that every channel which moved there
    /// vouches for, every rotation that was asked for, and one that doesn't end soon; answers its
    /// newest version. All that the key maker is woken for.
    ///
    /// # Errors
    /// A failing port, which the publications that wait for it name too; calling again is always safe.
    pub async fn ensure(&self, scope: &Scope) -> Result<u64, PortError> {
        let made = self.ensure_all(scope).await;
        if let Err(error) = &made {
            self.note_trouble(scope, error).await;
        }
        made
    }

    async fn ensure_all(&self, scope: &Scope) -> Result<u64, PortError> {
        let newest = match self.newest(scope).await? {
            Some(newest) if self.is_vouched_for(scope, &newest).await? => newest.n,
            Some(newest) => self.make(scope, &RootChange::after(newest.n)).await?,
            None => self.make(scope, &RootChange::after(0)).await?,
        };
        let newest = match self.asked(scope).await? {
            Some(rotation) => self.fulfil(scope, rotation).await?,
            None => newest,
        };
        Ok(self.renew(scope).await?.unwrap_or(newest))
    }

    /// Rotates the keys of these roles and wants a publication; answers the new root's version.
    ///
    /// Keys of timestamp and snapshot overlap: this root lists the newest old one and the new one,
    /// the next root drops the old. Keys of targets and root are replaced at once.
    ///
    /// # Errors
    /// A failing port; nothing is rotated by halves.
    pub async fn rotate(&self, scope: &Scope, roles: &[Role]) -> Result<u64, PortError> {
        let change = RootChange {
            roles: roles.to_vec(),
            ..RootChange::default()
        };
        self.make(scope, &change).await
    }

    /// Makes the next root with a change of any kind; answers its version.
    ///
    /// # Errors
    /// As [`Keys::rotate`].
    pub async fn change(&self, scope: &Scope, change: &RootChange) -> Result<u64, PortError> {
        self.make(scope, change).await
    }

    /// Makes a next root with the same keys when the newest ends soon, or when a channel that
    /// moved here doesn't vouch for it yet; says its version then.
    ///
    /// # Errors
    /// As [`Keys::rotate`].
    pub async fn renew(&self, scope: &Scope) -> Result<Option<u64>, PortError> {
        let Some(newest) = self.newest(scope).await? else {
            return Ok(None);
        };
        let is_fresh = !roots::ends_soon(&newest, self.clock.now());
        if is_fresh && self.is_vouched_for(scope, &newest).await? {
            return Ok(None);
        }
        self.make(scope, &RootChange::after(newest.n))
            .await
            .map(Some)
    }

    /// The rotation that an admin asked for, if no root fulfils it yet.
    async fn asked(&self, scope: &Scope) -> Result<Option<Rotation>, PortError> {
        let found = self.ledger.get(&[key::rotation(scope)]).await?;
        let Some(found) = found.into_iter().next().flatten() else {
            return Ok(None);
        };
        let rotation: Rotation = entry::read(&found).map_err(unreadable)?;
        let fulfilled = roots::fulfils(&*self.ledger, &rotation).await?;
        Ok((!fulfilled).then_some(rotation))
    }

    async fn fulfil(&self, scope: &Scope, rotation: Rotation) -> Result<u64, PortError> {
        let change = RootChange {
            roles: rotation.roles,
            package_keys: rotation.package_keys,
            fulfils: Some(rotation.id),
            only_after: None,
        };
        self.make(scope, &change).await
    }

    async fn newest(&self, scope: &Scope) -> Result<Option<StoredRoot>, PortError> {
        roots::newest(&*self.ledger, scope).await
    }

    async fn channel(&self, scope: &Scope) -> Result<Channel, PortError> {
        let at = key::channel(&scope.org, &scope.app, &scope.channel);
        let Some(found) = self.ledger.get(&[at]).await?.into_iter().next().flatten() else {
            let what = format!("the channel {scope} doesn't exist, so it gets no keys");
            return Err(PortError::Setup(what));
        };
        entry::read(&found).map_err(unreadable)
    }
}

fn unreadable(error: LayoutError) -> PortError {
    PortError::Setup(error.0)
}

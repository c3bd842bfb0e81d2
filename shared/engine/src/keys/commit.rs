//! A root and its new keys, committed create-if-absent on its number.

use std::collections::BTreeMap;

use wavecast_domain::app::AppHead;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::compose::{RoleKeys, body, next_keys, read};
use super::{Keys, RootChange, unreadable};
use crate::control::PublicationState;
use crate::port::{Expect, PortError, SealedKey, Write};
use crate::record::own::{StoredKey, StoredRoot};
use crate::record::{entry, key, used};

/// How often a root is made anew after another took its number.
const TRIES: u32 = 6;

impl Keys {
    /// Makes the next root. Keys that were made stay the same over the tries; a seed whose commit
    /// is lost is sealed and listed nowhere, so it can sign nothing that anyone believes.
    pub(super) async fn make(&self, scope: &Scope, change: &RootChange) -> Result<u64, PortError> {
        let mut made = BTreeMap::new();
        for _ in 0..TRIES {
            let newest = self.newest(scope).await?;
            if let Some(n) = is_done(newest.as_ref(), change) {
                return Ok(n);
            }
            let before = self.listed(scope, newest.as_ref()).await?;
            self.make_keys(scope, newest.is_none(), change, &mut made)
                .await?;
            let n = newest.as_ref().map_or(1, |root| root.n + 1);
            let after = next_keys(&before, &made, n);
            let root = self
                .sign_next(scope, newest.as_ref(), &before, &after, change)
                .await?;
            let writes = self.writes(scope, &root, &after).await?;
            match self.ledger.commit(writes).await {
                Ok(()) => return Ok(n),
                Err(PortError::Conflict) => {}
                Err(PortError::Unknown(why)) => {
                    if self.newest(scope).await?.as_ref() == Some(&root) {
                        return Ok(n);
                    }
                    tracing::warn!(%scope, n, why, "a root's commit was unknown and didn't land");
                }
                Err(error) => return Err(error),
            }
        }
        Err(PortError::Conflict)
    }

    async fn make_keys(
        &self,
        scope: &Scope,
        first: bool,
        change: &RootChange,
        made: &mut BTreeMap<Role, SealedKey>,
    ) -> Result<(), PortError> {
        let roles: &[Role] = if first { &Role::ALL } else { &change.roles };
        made.retain(|role, _| roles.contains(role));
        for role in roles {
            if !made.contains_key(role) {
                made.insert(*role, self.maker.make(scope, *role).await?);
            }
        }
        Ok(())
    }

    async fn sign_next(
        &self,
        scope: &Scope,
        newest: Option<&StoredRoot>,
        before: &RoleKeys,
        after: &RoleKeys,
        change: &RootChange,
    ) -> Result<StoredRoot, PortError> {
        let life = self.channel(scope).await?.settings.root_lifetime;
        let now = self.clock.now();
        let expires = now.plus(i64::from(life));
        let old = newest.map(read).transpose()?;
        let root = body(scope, after, old.as_ref(), change, expires);
        let vouching = self.vouching(scope).await?;
        let file = self.sign(&root, before, after, &vouching).await?;
        // Carried on, so that a later root doesn't make an old request look unfulfilled.
        let fulfilled = newest.and_then(|newest| newest.fulfils.clone());
        Ok(StoredRoot {
            n: root.version,
            file,
            made: now,
            expires,
            fulfils: change.fulfils.clone().or(fulfilled),
        })
    }

    /// New keys, the root, and the publication that shows it.
    async fn writes(
        &self,
        scope: &Scope,
        root: &StoredRoot,
        after: &RoleKeys,
    ) -> Result<Vec<Write>, PortError> {
        let mut writes = Vec::new();
        for key in after.values().flatten().filter(|key| key.root == root.n) {
            writes.push(sealed(scope, key)?);
        }
        let at = key::root(scope, root.n);
        let put = entry::plain(at, root).map_err(unreadable)?;
        writes.push(Write::Put(put, Expect::Absent));
        let now = self.clock.now();
        let id = self.ids.fresh(now).id("publication");
        let revision = self.revision(scope).await?;
        let wanted = PublicationState {
            root: Some(root.n),
            ..PublicationState::wanted(id, scope.channel.clone(), revision, now)
        };
        let put = entry::publication(scope, &wanted).map_err(unreadable)?;
        writes.push(Write::Put(put, Expect::Absent));
        let note = used::by_key_maker(scope, root, now).map_err(unreadable)?;
        writes.push(Write::Put(note, Expect::Any));
        Ok(writes)
    }

    /// The state that the publication must show at least.
    async fn revision(&self, scope: &Scope) -> Result<u64, PortError> {
        let at = key::app(&scope.org, &scope.app);
        let found = self.ledger.get(&[at]).await?.into_iter().next().flatten();
        let head = found.as_ref().map(entry::read::<AppHead>).transpose();
        Ok(head.map_err(unreadable)?.map_or(0, |head| head.revision))
    }
}

/// The newest root's number when there is nothing to make: the first root exists, or the request
/// was fulfilled by another.
fn is_done(newest: Option<&StoredRoot>, change: &RootChange) -> Option<u64> {
    let newest = newest?;
    let fulfilled = change.fulfils.is_some() && newest.fulfils == change.fulfils;
    let overtaken = change.only_after.is_some_and(|before| newest.n > before);
    (fulfilled || overtaken).then_some(newest.n)
}

fn sealed(scope: &Scope, key: &StoredKey) -> Result<Write, PortError> {
    let at = key::sealed(scope, key.key.role, key.key.public.id());
    let put = entry::plain(at, key).map_err(unreadable)?;
    Ok(Write::Put(put, Expect::Absent))
}

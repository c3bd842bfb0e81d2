//! The next root: which keys each role has, and who signs it.

use std::collections::BTreeMap;

use wavecast_wire::envelope::{self, Envelope};
use wavecast_wire::key::{PublicKey, Signature};
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{PackageKeys, Role, Root};

use super::{Keys, RootChange, unreadable};
use crate::port::{Key, PortError, SealedKey};
use crate::record::own::{StoredKey, StoredRoot};
use crate::record::{entry, key};

/// The keys of each role, newest last.
pub(super) type RoleKeys = BTreeMap<Role, Vec<StoredKey>>;

impl Keys {
    /// The keys that a root lists, with their sealed halves; empty before the first.
    pub(super) async fn listed(
        &self,
        scope: &Scope,
        stored: Option<&StoredRoot>,
    ) -> Result<RoleKeys, PortError> {
        let mut listed = RoleKeys::new();
        let Some(stored) = stored else {
            return Ok(listed);
        };
        let root = read(stored)?;
        for role in Role::ALL {
            let public = root.role(role).map(|role| role.keys).unwrap_or_default();
            let wanted: Vec<Key> = public
                .values()
                .map(|public| key::sealed(scope, role, public.id()))
                .collect();
            let mut keys = Vec::new();
            for found in self.ledger.get(&wanted).await?.iter().flatten() {
                keys.push(entry::read::<StoredKey>(found).map_err(unreadable)?);
            }
            keys.sort_by_key(|key| key.root);
            listed.insert(role, keys);
        }
        Ok(listed)
    }

    /// Signs a root with the keys of the root before and its own, so that clients of either
    /// accept it, and with those of the channels that vouch for it.
    pub(super) async fn sign(
        &self,
        root: &Root,
        before: &RoleKeys,
        after: &RoleKeys,
        vouching: &[SealedKey],
    ) -> Result<String, PortError> {
        let message =
            envelope::message(root).map_err(|error| PortError::Setup(error.to_string()))?;
        let mut signers: Vec<&SealedKey> = Vec::new();
        let own = [before, after].map(|keys| keys.get(&Role::Root).into_iter().flatten());
        let own = own.into_iter().flatten().map(|key| &key.key);
        for key in own.chain(vouching) {
            if !signers.contains(&key) {
                signers.push(key);
            }
        }
        let mut signatures = Vec::new();
        for key in signers {
            let bytes = self.maker.sign_root(key, &message).await?;
            signatures.push(Signature::new(key.public.id(), &bytes));
        }
        let file = envelope::seal(root, &signatures)
            .map_err(|error| PortError::Setup(error.to_string()))?;
        String::from_utf8(file).map_err(|_| PortError::Setup("a root must be text".to_owned()))
    }
}

/// The keys of the next root. `made` holds a new key for every role that changes.
pub(super) fn next_keys(before: &RoleKeys, made: &BTreeMap<Role, SealedKey>, n: u64) -> RoleKeys {
    let mut after = before.clone();
    // An overlap lasts for one root, whatever the next is made for: of the keys before, only the
    // newest goes on.
    for keys in after.values_mut() {
        keys.drain(..keys.len().saturating_sub(1));
    }
    for (role, new) in made {
        let keys = after.entry(*role).or_default();
        // An online key overlaps with the one before it, so that what was signed stays good until
        // the next publication; a key of targets or root is gone at once.
        if matches!(role, Role::Root | Role::Targets) {
            keys.clear();
        }
        keys.push(StoredKey {
            key: new.clone(),
            root: n,
        });
    }
    after
}

/// The body of the next root.
pub(super) fn body(
    scope: &Scope,
    keys: &RoleKeys,
    before: Option<&Root>,
    change: &RootChange,
    expires: Timestamp,
) -> Root {
    let standing = before.and_then(Root::package_keys);
    let package_keys = change.package_keys.as_ref().or(standing).cloned();
    // One of the listed keys is enough: two stand only while they overlap.
    let roles = keys.iter().map(|(role, keys)| {
        let public = keys.iter().map(|key| key.key.public.clone()).collect();
        (*role, (1, public))
    });
    let version = before.map_or(1, |root| root.version + 1);
    Root::new(
        scope.clone(),
        version,
        expires,
        &roles.collect(),
        package_keys,
    )
}

/// Bytes of the largest root of these package keys as it is signed: under the highest number, while
/// every key that may overlap does.
pub(crate) fn longest_root(scope: &Scope, package_keys: &PackageKeys) -> usize {
    let mut count = 0;
    let mut keys = |many: u8| {
        let key = |n| PublicKey::ed25519(&[n; 32]);
        let keys = (count..count + many).map(key).collect();
        count += many;
        (1, keys)
    };
    let roles = [
        (Role::Root, keys(1)),
        (Role::Targets, keys(1)),
        (Role::Snapshot, keys(2)),
        (Role::Timestamp, keys(2)),
    ];
    let highest = limit::JSON_INTEGER.unsigned_abs();
    let root = Root::new(
        scope.clone(),
        highest,
        Timestamp::MAX,
        &roles.into(),
        Some(package_keys.clone()),
    );
    envelope::message(&root).map_or(usize::MAX, |message| message.len())
}

pub(super) fn read(stored: &StoredRoot) -> Result<Root, PortError> {
    let envelope = Envelope::<Root>::read(stored.file.as_bytes(), limit::ROOT_BYTES_CLIENT);
    match envelope {
        Ok(envelope) => Ok(envelope.signed),
        Err(error) => Err(PortError::Setup(format!(
            "root {} in the ledger is damaged ({error}): restore the ledger from a backup",
            stored.n
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key of a role, told apart by one byte.
    fn key(role: Role, byte: u8) -> SealedKey {
        SealedKey {
            scope: "acme/lamp/stable".parse().unwrap(),
            role,
            public: PublicKey::ed25519(&[byte; 32]),
            sealed: String::new(),
        }
    }

    /// The keys of a role after these roots, each with what was made for it.
    fn after(role: Role, roots: &[Option<u8>]) -> Vec<SealedKey> {
        let mut keys = RoleKeys::new();
        for (n, made) in (1..).zip(roots) {
            let made = made.map(|byte| (role, key(role, byte)));
            keys = next_keys(&keys, &made.into_iter().collect(), n);
        }
        let keys = keys.remove(&role).unwrap();
        keys.into_iter().map(|stored| stored.key).collect()
    }

    #[test]
    fn an_overlap_lasts_for_one_root() {
        for role in [Role::Timestamp, Role::Snapshot] {
            let [one, two, three] = [1, 2, 3].map(|byte| key(role, byte));
            let rotated = after(role, &[Some(1), Some(2)]);
            assert_eq!(rotated, [one, two.clone()]);
            // A renewal, or a root for another's sake: the next drops the old all the same.
            let renewed = after(role, &[Some(1), Some(2), None]);
            assert_eq!(renewed, std::slice::from_ref(&two));
            assert_eq!(after(role, &[Some(1), Some(2), None, None]), renewed);
            let again = after(role, &[Some(1), Some(2), Some(3)]);
            assert_eq!(again, [two, three]);
        }
        for role in [Role::Root, Role::Targets] {
            assert_eq!(after(role, &[Some(1), Some(2)]), [key(role, 2)]);
            assert_eq!(after(role, &[Some(1), None]), [key(role, 1)]);
        }
    }
}

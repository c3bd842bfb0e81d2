//! Signing with the keys that the newest root lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use wavecast_wire::envelope::{self, Envelope};
use wavecast_wire::json::JsonError;
use wavecast_wire::key::Signature;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::{Role, Root};

use super::{PublishError, Publisher};
use crate::port::{Key, PortError, SealedKey};
use crate::record::own::{StoredKey, StoredRoot};
use crate::record::{entry, key};

/// The keys that may sign, by role, as one root lists them.
pub(super) struct Keyring {
    /// That root, as it was committed.
    pub of: StoredRoot,
    root: Root,
    keys: BTreeMap<Role, Vec<SealedKey>>,
}

/// The roles that the publisher signs for.
const ONLINE: [Role; 3] = [Role::Targets, Role::Snapshot, Role::Timestamp];

impl Publisher {
    /// The online keys of a root, and only those: a key that no root lists convinces nobody.
    pub(super) async fn keyring(
        &self,
        scope: &Scope,
        stored: &StoredRoot,
    ) -> Result<Arc<Keyring>, PublishError> {
        if let Some(known) = self.known.get(scope).filter(|known| known.of == *stored) {
            return Ok(known);
        }
        let root: Root = Envelope::read(stored.file.as_bytes(), limit::ROOT_BYTES_CLIENT)
            .map_err(unsignable)?
            .signed;
        let roles = ONLINE.map(|role| (role, root.role(role)));
        let listed = roles.iter().flat_map(|(role, listed)| {
            let public = listed.iter().flat_map(|listed| listed.keys.values());
            public.map(|public| key::sealed(scope, *role, public.id()))
        });
        let listed: Vec<Key> = listed.collect();
        let found = self.ledger.get(&listed).await?;
        let is_whole = found.iter().all(Option::is_some);
        let mut keys: BTreeMap<Role, Vec<SealedKey>> = BTreeMap::new();
        for found in found.iter().flatten() {
            let sealed = entry::read::<StoredKey>(found)?.key;
            keys.entry(sealed.role).or_default().push(sealed);
        }
        let of = stored.clone();
        let keyring = Arc::new(Keyring { of, root, keys });
        if is_whole {
            self.known.keep(scope, &keyring);
        }
        Ok(keyring)
    }

    /// The signed file of a body. Every listed key signs, so that clients of the root before and
    /// of this one accept it alike while keys overlap.
    pub(super) async fn sign_with<T: Serialize>(
        &self,
        keyring: &Keyring,
        role: Role,
        body: &T,
    ) -> Result<String, PublishError> {
        let message = envelope::message(body).map_err(unsignable)?;
        self.fits(role, &message)?;
        let mut signatures = Vec::new();
        for key in keyring.keys.get(&role).into_iter().flatten() {
            let bytes = self.signer.sign(key, &message).await?;
            signatures.push(Signature::new(key.public.id(), &bytes));
        }
        keyring.suffices(role, signatures.len())?;
        let file = envelope::seal(body, &signatures).map_err(unsignable)?;
        String::from_utf8(file)
            .map_err(|_| PublishError::Layout("metadata must be text".to_owned()))
    }

    fn fits(&self, role: Role, message: &[u8]) -> Result<(), PortError> {
        match self.signer.message_limit() {
            Some(most) if message.len() > most => Err(PortError::Setup(format!(
                "{role} has {} bytes to sign, and its key signs at most {most}: use a key of another kind",
                message.len()
            ))),
            _ => Ok(()),
        }
    }
}

impl Keyring {
    fn suffices(&self, role: Role, signatures: usize) -> Result<(), PortError> {
        let threshold = self
            .root
            .role(role)
            .map_or(usize::MAX, |role| role.threshold);
        if signatures >= threshold.max(1) {
            return Ok(());
        }
        Err(PortError::Setup(format!(
            "root {} wants {threshold} signatures of {role}, and {signatures} of its keys are here: restore the keys, or rotate them",
            self.root.version
        )))
    }
}

pub(super) fn unsignable(error: JsonError) -> PublishError {
    PublishError::Layout(format!("metadata can't be written or read: {error}"))
}

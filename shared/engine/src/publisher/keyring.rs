//! Signing with the keys that the newest root lists.

use std::collections::BTreeMap;

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
    ) -> Result<Keyring, PublishError> {
        let root: Root = Envelope::read(stored.file.as_bytes(), limit::ROOT_BYTES_CLIENT)
            .map_err(unsignable)?
            .signed;
        let mut keys = BTreeMap::new();
        for role in ONLINE {
            let listed = root.role(role).map(|role| role.keys).unwrap_or_default();
            let wanted: Vec<Key> = listed
                .values()
                .map(|public| key::sealed(scope, role, public.id()))
                .collect();
            let mut found = Vec::new();
            if !wanted.is_empty() {
                for entry in self.ledger.get(&wanted).await?.iter().flatten() {
                    found.push(entry::read::<StoredKey>(entry)?.key);
                }
            }
            keys.insert(role, found);
        }
        Ok(Keyring { root, keys })
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

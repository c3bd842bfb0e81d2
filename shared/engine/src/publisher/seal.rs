//! The next publication, signed in memory: what the seal stores.

use wavecast_domain::head::{Head, Sealed};
use wavecast_domain::refusal::Reason;
use wavecast_domain::stamp::Unsigned;
use wavecast_domain::{Publication, Refusal, stamp};
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use super::keyring::Keyring;
use super::state::State;
use super::{PublishError, Publisher};
use crate::record::own::StoredRoot;

/// Snapshot and targets of a publication, new or still good.
struct Content {
    targets: String,
    targets_seq: u64,
    snapshot: String,
    snapshot_seq: u64,
    expires: Timestamp,
}

impl Publisher {
    /// Signs `seq + 1`. The result is worth nothing until the ledger took it as the head.
    pub(super) async fn sign(
        &self,
        state: &State,
        publication: &Publication,
        revision: u64,
        root: &StoredRoot,
    ) -> Result<Head, PublishError> {
        let keyring = self.keyring(&state.scope, root).await?;
        let unsigned = stamp(publication, &state.head, root.n, self.clock.now());
        let content = self.content(&unsigned, &state.head, &keyring).await?;
        let body = unsigned.timestamp(content.snapshot.as_bytes(), content.snapshot_seq);
        let timestamp = self.sign_with(&keyring, Role::Timestamp, &body).await?;
        Ok(Head {
            seq: unsigned.seq,
            revision: revision.max(state.head.revision),
            issued: unsigned.issued,
            root: root.n,
            renew: unsigned.renew_at(),
            written: false,
            fence: None,
            sealed: Some(Sealed {
                timestamp,
                snapshot: content.snapshot,
                snapshot_seq: content.snapshot_seq,
                targets: content.targets,
                targets_seq: content.targets_seq,
                targets_expires: content.expires,
            }),
        })
    }

    async fn content(
        &self,
        unsigned: &Unsigned,
        basis: &Head,
        keyring: &Keyring,
    ) -> Result<Content, PublishError> {
        let Some(body) = &unsigned.targets else {
            return standing(basis);
        };
        let targets = self.sign_with(keyring, Role::Targets, body).await?;
        fits(&targets)?;
        let snapshot = unsigned.snapshot(targets.as_bytes());
        let expires = body.expires.min(snapshot.expires);
        Ok(Content {
            targets_seq: body.version,
            targets,
            snapshot_seq: snapshot.version,
            snapshot: self.sign_with(keyring, Role::Snapshot, &snapshot).await?,
            expires,
        })
    }
}

/// The content that stays, when only the timestamp is renewed.
fn standing(basis: &Head) -> Result<Content, PublishError> {
    let Some(sealed) = &basis.sealed else {
        let what = "a renewal needs the content that was sealed before".to_owned();
        return Err(PublishError::Layout(what));
    };
    Ok(Content {
        targets: sealed.targets.clone(),
        targets_seq: sealed.targets_seq,
        snapshot: sealed.snapshot.clone(),
        snapshot_seq: sealed.snapshot_seq,
        expires: sealed.targets_expires,
    })
}

fn fits(targets: &str) -> Result<(), Refusal> {
    if targets.len() <= limit::TARGETS_BYTES {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Limit,
        "channel",
        format!(
            "its signed targets take {} bytes; at most {} fit",
            targets.len(),
            limit::TARGETS_BYTES
        ),
        "conclude or abort releases of this channel, or use fewer variants",
    ))
}

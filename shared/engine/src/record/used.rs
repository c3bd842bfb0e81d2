//! Which keys signed, as it is noted in the commit that keeps what they signed: once for each.

use serde::Deserialize;
use wavecast_domain::head::Head;
use wavecast_domain::id::Ulid;
use wavecast_domain::principal::Principal;
use wavecast_domain::sighting::{Kind, Sighting, Watch};
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::KeyId;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use super::layout::LayoutError;
use super::own::StoredRoot;
use super::{entry, key};
use crate::port::Entry;

/// The signatures of a file of metadata.
#[derive(Deserialize)]
struct Signed {
    signatures: Vec<By>,
}

/// Who made one.
#[derive(Deserialize)]
struct By {
    keyid: KeyId,
}

/// The note of a publication: of the files in it that are new, who signed them.
pub(crate) fn by_publisher(
    scope: &Scope,
    head: &Head,
    now: Timestamp,
) -> Result<Entry, LayoutError> {
    let mut keys = Vec::new();
    if let Some(sealed) = &head.sealed {
        keys.extend(signers(&sealed.timestamp));
        if sealed.snapshot_seq == head.seq {
            keys.extend(signers(&sealed.snapshot));
        }
        if sealed.targets_seq == head.seq {
            keys.extend(signers(&sealed.targets));
        }
    }
    let subject = format!("publication {} of {scope}", head.seq);
    note(scope, "publisher", subject, keys, now)
}

/// The note of a root: all that signed it, the keys before it among them.
pub(crate) fn by_key_maker(
    scope: &Scope,
    root: &StoredRoot,
    now: Timestamp,
) -> Result<Entry, LayoutError> {
    let subject = format!("root {} of {scope}", root.n);
    note(scope, "keys", subject, signers(&root.file), now)
}

fn note(
    scope: &Scope,
    function: &str,
    subject: String,
    mut keys: Vec<KeyId>,
    now: Timestamp,
) -> Result<Entry, LayoutError> {
    keys.sort_unstable();
    keys.dedup();
    // The same for the same bytes: whoever writes it twice notes it once.
    let id = Sha256::of(subject.as_bytes()).to_string();
    let order = key::note_order(now, &Ulid(id[..26].to_owned()));
    let seen = Sighting {
        actor: Some(Principal::System {
            function: function.to_owned(),
        }),
        keys,
        ..Sighting::new(Kind::KeyUse, now, subject)
    };
    entry::note(&Watch::from(&scope.org), &order, &seen)
}

/// What can't be read was signed by nobody: it was written a moment ago.
fn signers(file: &str) -> Vec<KeyId> {
    let signed: Option<Signed> = serde_json::from_str(file).ok();
    let signatures = signed.map(|signed| signed.signatures).unwrap_or_default();
    signatures.into_iter().map(|by| by.keyid).collect()
}

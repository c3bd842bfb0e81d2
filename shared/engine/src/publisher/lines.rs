//! What can be said of the bytes at the edge without trusting them.

use wavecast_domain::head::Sealed;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::latest::{self, Lines};
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{Poll, TimestampBody};

/// The two mutable objects of a channel, in the order in which they are written.
pub(super) fn mutable(scope: &Scope) -> [ObjectKey; 2] {
    [
        ObjectKey::Timestamp(scope.clone()),
        ObjectKey::Latest(scope.clone()),
    ]
}

/// The exact bytes that a mutable object must have for what was sealed.
pub(super) fn of_sealed(key: &ObjectKey, sealed: &Sealed) -> Vec<u8> {
    match key {
        ObjectKey::Latest(_) => latest::join(Lines {
            timestamp: sealed.timestamp.as_bytes(),
            snapshot: sealed.snapshot.as_bytes(),
            targets: sealed.targets.as_bytes(),
        }),
        _ => sealed.timestamp.clone().into_bytes(),
    }
}

/// The timestamp line of a mutable object; `None` when it is cut short.
fn timestamp_line<'a>(key: &ObjectKey, bytes: &'a [u8]) -> Option<&'a [u8]> {
    match key {
        ObjectKey::Latest(_) => Some(latest::split(bytes).ok()?.timestamp),
        _ => Some(bytes),
    }
}

/// The timestamp that a mutable object shows; `None` when it is damaged or speaks for another
/// channel.
fn timestamp(key: &ObjectKey, scope: &Scope, bytes: &[u8]) -> Option<TimestampBody> {
    let line = timestamp_line(key, bytes)?;
    let body: TimestampBody = Envelope::read(line, limit::TIMESTAMP_BYTES).ok()?.signed;
    let speaks = body
        .wavecast
        .as_ref()
        .is_some_and(|extra| extra.scope == *scope);
    speaks.then_some(body)
}

/// The `seq` that a mutable object shows.
pub(super) fn seq(key: &ObjectKey, scope: &Scope, bytes: &[u8]) -> Option<u64> {
    Some(timestamp(key, scope, bytes)?.version)
}

/// How often the devices that read these bytes ask again.
pub(super) fn poll(key: &ObjectKey, scope: &Scope, bytes: &[u8]) -> Option<Poll> {
    Some(timestamp(key, scope, bytes)?.wavecast?.poll)
}

/// How often the devices that read what was sealed ask again.
pub(super) fn sealed_poll(scope: &Scope, sealed: &Sealed) -> Option<Poll> {
    let key = ObjectKey::Timestamp(scope.clone());
    poll(&key, scope, sealed.timestamp.as_bytes())
}

/// Whether an object shows the very timestamp that was sealed: what else is wrong with it is
/// damage, because that timestamp pins the rest by hash.
pub(super) fn is_ours(key: &ObjectKey, bytes: &[u8], sealed: &Sealed) -> bool {
    timestamp_line(key, bytes) == Some(sealed.timestamp.as_bytes())
}

//! What DynamoDB can't hold is refused before it is asked.

use std::collections::BTreeSet;

use wavecast_engine::port::{Entry, Expect, Index, Key, PortError, Write};

use super::item;

/// Keys of one reading, and writes of one commit: what one DynamoDB transaction takes.
pub(super) const TOGETHER: usize = 100;
/// Bytes of all entries of one commit, keys and indexes included.
const COMMIT_BYTES: usize = 4 << 20;
/// Bytes of one body: DynamoDB holds 400 KB in an item, and keys and indexes take the rest.
const BODY_BYTES: usize = 380 << 10;
/// Bytes of the two parts of a key, and of a place in an index.
const KEY_BYTES: (usize, usize) = (2048, 1024);

pub(super) fn refused(rule: String) -> PortError {
    PortError::Refused(rule)
}

pub(super) fn check_reading(keys: &[Key]) -> Result<(), PortError> {
    if keys.len() > TOGETHER {
        return Err(refused(format!(
            "a reading of {} keys: must be at most {TOGETHER}; split it",
            keys.len()
        )));
    }
    keys.iter().try_for_each(check_key)
}

pub(super) fn check_commit(writes: &[Write]) -> Result<(), PortError> {
    if !(1..=TOGETHER).contains(&writes.len()) {
        return Err(refused(format!(
            "a commit of {} writes: must have 1 to {TOGETHER}; split it",
            writes.len()
        )));
    }
    let mut seen = BTreeSet::new();
    let mut total = 0;
    for write in writes {
        let key = target(write).0;
        check_key(key)?;
        if !seen.insert(key) {
            return Err(refused(format!(
                "key {}/{} stands twice in one commit",
                key.pk, key.sk
            )));
        }
        total += key.pk.len() + key.sk.len();
        if let Write::Put(entry, _) = write {
            total += check_entry(entry)?;
        }
    }
    if total > COMMIT_BYTES {
        return Err(refused(format!(
            "a commit of {total} bytes: must be at most {COMMIT_BYTES}; split it"
        )));
    }
    Ok(())
}

/// Refuses what doesn't fit; answers the entry's bytes without its key.
fn check_entry(entry: &Entry) -> Result<usize, PortError> {
    let Key { pk, sk } = &entry.key;
    if entry.body.len() > BODY_BYTES {
        return Err(refused(format!(
            "entry {pk}/{sk} has {} bytes: must be at most {BODY_BYTES}",
            entry.body.len()
        )));
    }
    let mut bytes = entry.body.len();
    for index in entry.due.iter().chain(&entry.by) {
        bytes += check_index(index, &entry.key)?;
    }
    Ok(bytes)
}

fn check_index(index: &Index, key: &Key) -> Result<usize, PortError> {
    let place = item::place(&index.order, key);
    check_pair("index", &index.group, &place)?;
    // The place goes on behind the order with a space, which nothing in it may undercut.
    if index.order.bytes().any(|byte| byte <= b' ') {
        return Err(refused(format!(
            "index order '{}': must have no spaces and no control characters",
            index.order.escape_debug()
        )));
    }
    Ok(index.group.len() + place.len())
}

fn check_key(key: &Key) -> Result<(), PortError> {
    check_pair("key", &key.pk, &key.sk)
}

pub(super) fn check_pair(what: &str, first: &str, second: &str) -> Result<(), PortError> {
    let (most, least) = KEY_BYTES;
    let fit = (1..=most).contains(&first.len()) && (1..=least).contains(&second.len());
    if fit {
        return Ok(());
    }
    Err(refused(format!(
        "{what} of {} and {} bytes: must be 1 to {most} and 1 to {least}",
        first.len(),
        second.len()
    )))
}

/// What a write is about.
pub(super) fn target(write: &Write) -> (&Key, Expect) {
    match write {
        Write::Put(entry, expect) => (&entry.key, *expect),
        Write::Delete(key, expect) | Write::Check(key, expect) => (key, *expect),
    }
}

//! One commit, inside one write transaction.

use std::collections::BTreeSet;

use redb::{ReadableTable as _, StorageError, Table, WriteTransaction};
use wavecast_engine::port::{Entry, Expect, Index, Key, PortError, Write};
use wavecast_wire::time::Timestamp;

use super::schema::{self, BY, COUNTS, DUE, ENTRIES, EXPIRY, EntryRow, KeyRow};

/// Writes of one commit.
const WRITES: usize = 100;
/// Bytes of all bodies of one commit.
const COMMIT_BYTES: usize = 4 << 20;
/// Bytes of one body.
const BODY_BYTES: usize = 380 << 10;
/// Bytes of the two parts of a key, and of an index.
const KEY_BYTES: (usize, usize) = (2048, 1024);

/// Why a commit stops before it is committed.
pub(super) enum Stop {
    /// An expectation didn't hold.
    Conflict,
    /// The file can't be read or written.
    Storage(redb::Error),
}

impl<E: Into<redb::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Storage(error.into())
    }
}

/// Refuses a commit that breaks the ledger's limits.
pub(super) fn check(writes: &[Write]) -> Result<(), PortError> {
    if !(1..=WRITES).contains(&writes.len()) {
        return Err(refused(format!(
            "a commit of {} writes: must have 1 to {WRITES}; split it",
            writes.len()
        )));
    }
    let mut seen = BTreeSet::new();
    let mut total = 0;
    for write in writes {
        let key = key_of(write);
        check_pair("key", &key.pk, &key.sk)?;
        if !seen.insert(key) {
            return Err(refused(format!(
                "key {}/{} stands twice in one commit",
                key.pk, key.sk
            )));
        }
        if let Write::Put(entry, _) = write {
            total += entry.body.len();
            check_entry(entry)?;
        }
    }
    if total > COMMIT_BYTES {
        return Err(refused(format!(
            "a commit of {total} bytes: must be at most {COMMIT_BYTES}; split it"
        )));
    }
    Ok(())
}

fn check_entry(entry: &Entry) -> Result<(), PortError> {
    if entry.body.len() > BODY_BYTES {
        return Err(refused(format!(
            "entry {}/{} has {} bytes: must be at most {BODY_BYTES}",
            entry.key.pk,
            entry.key.sk,
            entry.body.len()
        )));
    }
    for Index { group, order } in entry.due.iter().chain(&entry.by) {
        check_pair("index", group, order)?;
    }
    Ok(())
}

/// Refuses keys that another backend could not hold.
pub(super) fn check_pair(what: &str, first: &str, second: &str) -> Result<(), PortError> {
    let (most, least) = KEY_BYTES;
    if first.len() > most || second.len() > least {
        return Err(refused(format!(
            "{what} of {} and {} bytes: must be at most {most} and {least}",
            first.len(),
            second.len()
        )));
    }
    Ok(())
}

fn refused(message: String) -> PortError {
    PortError::Refused(message)
}

fn key_of(write: &Write) -> &Key {
    match write {
        Write::Put(entry, _) => &entry.key,
        Write::Delete(key, _) | Write::Check(key, _) => key,
    }
}

/// Whether all that a commit expects holds in an open transaction.
pub(super) fn holds(
    transaction: &WriteTransaction,
    writes: &[Write],
    now: Timestamp,
) -> Result<bool, Stop> {
    let entries = transaction.open_table(ENTRIES)?;
    for write in writes {
        let (Write::Put(_, expect) | Write::Delete(_, expect) | Write::Check(_, expect)) = write;
        let holds = match expect {
            Expect::Absent => revision(&entries, key_of(write), now)?.is_none(),
            Expect::Revision(expected) => {
                revision(&entries, key_of(write), now)? == Some(*expected)
            }
            Expect::Any => true,
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The revision of an entry. What has ended is gone for expectations as it is for readers.
fn revision(
    entries: &Table<'_, KeyRow, EntryRow<'static>>,
    key: &Key,
    now: Timestamp,
) -> Result<Option<u64>, StorageError> {
    let found = schema::read(entries, key)?;
    Ok(found
        .filter(|found| !schema::has_ended(found, now))
        .map(|found| found.revision))
}

/// Applies all writes of a commit whose expectations hold.
pub(super) fn apply(
    transaction: &WriteTransaction,
    writes: &[Write],
    now: Timestamp,
) -> Result<(), Stop> {
    writes
        .iter()
        .try_for_each(|write| apply_one(transaction, write, now))
}

/// Counts this commit; answers its number.
pub(super) fn count(transaction: &WriteTransaction) -> Result<u64, Stop> {
    let mut counts = transaction.open_table(COUNTS)?;
    let number = counts.get("commits")?.map_or(0, |count| count.value()) + 1;
    counts.insert("commits", number)?;
    Ok(number)
}

fn apply_one(transaction: &WriteTransaction, write: &Write, now: Timestamp) -> Result<(), Stop> {
    let put = match write {
        Write::Check(..) => return Ok(()),
        Write::Put(entry, _) => Some(entry),
        Write::Delete(..) => None,
    };
    let mut entries = transaction.open_table(ENTRIES)?;
    let key = key_of(write);
    let old = schema::read(&entries, key)?;
    let revision = old
        .as_ref()
        .filter(|old| !schema::has_ended(old, now))
        .map(|old| old.revision);
    if let Some(old) = &old {
        index(transaction, old, false)?;
    }
    let Some(entry) = put else {
        entries.remove((key.pk.as_str(), key.sk.as_str()))?;
        return Ok(());
    };
    index(transaction, entry, true)?;
    let pair = |place: &Index| (place.group.clone(), place.order.clone());
    let (due, by) = (entry.due.as_ref().map(pair), entry.by.as_ref().map(pair));
    let row = (
        revision.unwrap_or(0) + 1,
        entry.expires.map(|expires| expires.0),
        due.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
        by.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
        entry.body.as_ref(),
    );
    entries.insert((key.pk.as_str(), key.sk.as_str()), row)?;
    Ok(())
}

/// Puts an entry into the indices that it names, or takes it out of them.
pub(super) fn index(
    transaction: &WriteTransaction,
    entry: &Entry,
    put: bool,
) -> Result<(), redb::Error> {
    let (pk, sk) = (entry.key.pk.as_str(), entry.key.sk.as_str());
    for (definition, place) in [(DUE, &entry.due), (BY, &entry.by)] {
        if let Some(Index { group, order }) = place {
            let mut table = transaction.open_table(definition)?;
            let row = (group.as_str(), order.as_str(), pk, sk);
            if put {
                table.insert(row, ())?;
            } else {
                table.remove(row)?;
            }
        }
    }
    if let Some(expires) = entry.expires {
        let mut table = transaction.open_table(EXPIRY)?;
        if put {
            table.insert((expires.0, pk, sk), ())?;
        } else {
            table.remove((expires.0, pk, sk))?;
        }
    }
    Ok(())
}

//! The tables of the ledger's file.

use redb::{ReadableTable, StorageError, TableDefinition};
use wavecast_engine::port::{Entry, Index, Key};
use wavecast_wire::time::Timestamp;

/// Partition and order.
pub(super) type KeyRow = (&'static str, &'static str);
/// Group and order of an index, then the key that stands there.
pub(super) type PlaceRow = (&'static str, &'static str, &'static str, &'static str);
/// When it ends, then the key.
type ExpiryRow = (i64, &'static str, &'static str);
/// Group and order.
type PlaceOf<'a> = Option<(&'a str, &'a str)>;
/// Revision, expiry, due, by, body.
pub(super) type EntryRow<'a> = (u64, Option<i64>, PlaceOf<'a>, PlaceOf<'a>, &'a [u8]);

/// Entries under their keys.
pub(super) const ENTRIES: TableDefinition<'_, KeyRow, EntryRow<'static>> =
    TableDefinition::new("entries");
/// The index of due things.
pub(super) const DUE: TableDefinition<'_, PlaceRow, ()> = TableDefinition::new("due");
/// The index for listings.
pub(super) const BY: TableDefinition<'_, PlaceRow, ()> = TableDefinition::new("by");
/// What ends, by when.
pub(super) const EXPIRY: TableDefinition<'_, ExpiryRow, ()> = TableDefinition::new("expiry");
/// Under `commits`, how many there were: tells after a failure whether the last one landed.
pub(super) const COUNTS: TableDefinition<'_, &str, u64> = TableDefinition::new("counts");

/// The entry of a key, ended or not.
pub(super) fn read(
    table: &impl ReadableTable<KeyRow, EntryRow<'static>>,
    key: &Key,
) -> Result<Option<Entry>, StorageError> {
    let row = table.get((key.pk.as_str(), key.sk.as_str()))?;
    Ok(row.map(|row| entry(key.clone(), row.value())))
}

/// The entry of a row.
pub(super) fn entry(key: Key, (revision, expires, due, by, body): EntryRow<'_>) -> Entry {
    let place = |(group, order): (&str, &str)| Index {
        group: group.to_owned(),
        order: order.to_owned(),
    };
    Entry {
        key,
        revision,
        body: bytes::Bytes::copy_from_slice(body),
        due: due.map(place),
        by: by.map(place),
        expires: expires.map(Timestamp),
    }
}

/// Whether an entry counts as gone: its time is over.
pub(super) fn has_ended(entry: &Entry, now: Timestamp) -> bool {
    entry.expires.is_some_and(|expires| expires < now)
}

//! Giving back the space of what has ended.

use redb::ReadableTable as _;
use wavecast_engine::port::{Key, PortError};
use wavecast_wire::time::Timestamp;

use super::commit::{self, Stop};
use super::file::LedgerFile;
use super::schema::{self, ENTRIES, EXPIRY};

/// Entries of one transaction, so that commits wait only briefly.
const BATCH: usize = 500;

/// Removes what ended before `now`, batch by batch; says how many entries went.
pub(super) fn purge(file: &LedgerFile, now: Timestamp) -> Result<u64, PortError> {
    let mut total = 0;
    loop {
        let mut removed = 0;
        file.commit(|transaction| {
            let ended: Vec<Key> = {
                let table = transaction.open_table(EXPIRY)?;
                let rows = table.range((i64::MIN, "", "")..(now.0, "", ""))?;
                rows.take(BATCH)
                    .map(|row| {
                        let (key, _) = row?;
                        let (_, pk, sk) = key.value();
                        Ok(Key {
                            pk: pk.to_owned(),
                            sk: sk.to_owned(),
                        })
                    })
                    .collect::<Result<_, redb::StorageError>>()?
            };
            for key in &ended {
                let mut entries = transaction.open_table(ENTRIES)?;
                let old = schema::read(&entries, key)?;
                entries.remove((key.pk.as_str(), key.sk.as_str()))?;
                if let Some(old) = old {
                    commit::index(transaction, &old, false)?;
                }
            }
            removed = ended.len();
            if removed == 0 {
                // Nothing to write: the transaction is given up, which costs no sync.
                return Err(Stop::Conflict);
            }
            commit::count(transaction)
        })
        .or_else(|error| match error {
            PortError::Conflict => Ok(()),
            error => Err(error),
        })?;
        total += removed as u64;
        if removed < BATCH {
            return Ok(total);
        }
    }
}

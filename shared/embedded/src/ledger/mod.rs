//! The ledger in one redb file.

mod commit;
mod create;
mod cursor;
mod file;
mod group;
mod page;
mod purge;
mod schema;

use std::sync::Arc;

use async_trait::async_trait;
use redb::ReadableDatabase as _;
use wavecast_engine::port::{Clock, Entry, Key, Ledger, Page, PortError, Query, Write};

pub(crate) use create::create;

use crate::fault::blocking;
use crate::home::Home;
use file::LedgerFile;
use group::Groups;
use schema::ENTRIES;

/// Keys of one reading.
const KEYS: usize = 100;

/// Entries in one redb file: a commit is durable when it returns. Those that wait for the disk at the
/// same time share a write transaction and its sync.
///
/// What has ended (`Entry::expires`) is gone at once for readers and expectations; its bytes go with
/// [`crate::Embedded::purge`].
#[derive(Clone)]
pub(crate) struct RedbLedger {
    file: Arc<LedgerFile>,
    groups: Arc<Groups>,
    clock: Arc<dyn Clock>,
}

impl RedbLedger {
    /// Opens the file that [`create`] made.
    pub(crate) fn open(home: Arc<Home>, clock: Arc<dyn Clock>) -> Result<Self, redb::Error> {
        let file = Arc::new(LedgerFile::open(home)?);
        let groups = Arc::default();
        Ok(Self {
            file,
            groups,
            clock,
        })
    }

    /// Removes entries that have ended, durably; says how many.
    pub(crate) async fn purge(&self) -> Result<u64, PortError> {
        let (file, now) = (self.file.clone(), self.clock.now());
        blocking(move || purge::purge(&file, now)).await
    }
}

#[async_trait]
impl Ledger for RedbLedger {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        if keys.len() > KEYS {
            return Err(PortError::Refused(format!(
                "a reading of {} keys: must be at most {KEYS}; split it",
                keys.len()
            )));
        }
        let (file, keys, now) = (self.file.clone(), keys.to_vec(), self.clock.now());
        blocking(move || {
            file.read(|database| {
                let entries = database.begin_read()?.open_table(ENTRIES)?;
                keys.iter()
                    .map(|key| {
                        let entry = schema::read(&entries, key)?;
                        Ok(entry.filter(|entry| !schema::has_ended(entry, now)))
                    })
                    .collect()
            })
        })
        .await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        commit::check(&writes)?;
        let (file, groups) = (self.file.clone(), self.groups.clone());
        let now = self.clock.now();
        blocking(move || groups.commit(&file, writes, now)).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        let plan = page::Plan::new(query, after, limit, descending)?;
        let (file, now) = (self.file.clone(), self.clock.now());
        blocking(move || file.read(|database| plan.read(&database.begin_read()?, now))).await
    }
}

//! A ledger in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use async_trait::async_trait;

use super::lock;
use crate::port::{Entry, Expect, Index, Key, Ledger, Page, PortError, Query, Write};

/// Entries and bytes of one commit, and bytes of one body.
const WRITES: usize = 100;
const COMMIT_BYTES: usize = 4 << 20;
const BODY_BYTES: usize = 380 << 10;

/// A ledger in memory.
#[derive(Default)]
pub struct MemoryLedger(Mutex<BTreeMap<Key, Entry>>);

impl MemoryLedger {
    /// Everything that it holds, for a test to look at.
    #[must_use]
    pub fn dump(&self) -> Vec<Entry> {
        lock(&self.0).values().cloned().collect()
    }

    /// Another ledger that holds the same.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Mutex::new(lock(&self.0).clone()))
    }

    /// Back to what was dumped: a restored backup.
    pub fn restore(&self, entries: Vec<Entry>) {
        let entries = entries.into_iter();
        *lock(&self.0) = entries.map(|entry| (entry.key.clone(), entry)).collect();
    }
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        if keys.len() > WRITES {
            return Err(refused("at most 100 entries are read at once"));
        }
        // Others get their turn between two calls, as they would on a network.
        tokio::task::yield_now().await;
        let entries = lock(&self.0);
        Ok(keys.iter().map(|key| entries.get(key).cloned()).collect())
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        check(&writes)?;
        tokio::task::yield_now().await;
        let mut entries = lock(&self.0);
        let held = |write: &Write| {
            let (key, expect) = target(write);
            let revision = entries.get(key).map(|entry| entry.revision);
            match expect {
                Expect::Absent => revision.is_none(),
                Expect::Revision(wanted) => revision == Some(wanted),
                Expect::Any => true,
            }
        };
        if !writes.iter().all(held) {
            return Err(PortError::Conflict);
        }
        for write in writes {
            match write {
                Write::Put(mut entry, _) => {
                    let before = entries.get(&entry.key).map_or(0, |entry| entry.revision);
                    entry.revision = before + 1;
                    entries.insert(entry.key.clone(), entry);
                }
                Write::Delete(key, _) => drop(entries.remove(&key)),
                Write::Check(..) => {}
            }
        }
        Ok(())
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        if !(1..=1000).contains(&limit) {
            return Err(refused("a page has 1 to 1,000 entries"));
        }
        tokio::task::yield_now().await;
        let entries = lock(&self.0);
        let mut found: Vec<(String, &Entry)> = entries
            .values()
            .filter_map(|entry| Some((place(query, entry)?, entry)))
            .collect();
        found.sort_by(|left, right| left.0.cmp(&right.0));
        if descending {
            found.reverse();
        }
        let beyond = |place: &String| match after {
            None => true,
            Some(after) if descending => place.as_str() < after,
            Some(after) => place.as_str() > after,
        };
        let mut rest = found.into_iter().filter(|(place, _)| beyond(place));
        let page: Vec<(String, &Entry)> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(page.last()).map(|(place, _)| place.clone());
        Ok(Page {
            entries: page.into_iter().map(|(_, entry)| entry.clone()).collect(),
            next,
        })
    }
}

/// Where an entry stands in a listing; `None` when it isn't in it.
fn place(query: &Query, entry: &Entry) -> Option<String> {
    let Key { pk, sk } = &entry.key;
    let indexed = |index: &Index| format!("{}\0{pk}\0{sk}", index.order);
    match query {
        Query::Prefix { pk: wanted, prefix } => {
            (pk == wanted && sk.starts_with(prefix)).then(|| sk.clone())
        }
        Query::Due { group, until } => {
            let due = entry.due.as_ref()?;
            (due.group == *group && due.order <= *until).then(|| indexed(due))
        }
        Query::By { group } => {
            let by = entry.by.as_ref()?;
            (by.group == *group).then(|| indexed(by))
        }
    }
}

fn target(write: &Write) -> (&Key, Expect) {
    match write {
        Write::Put(entry, expect) => (&entry.key, *expect),
        Write::Delete(key, expect) | Write::Check(key, expect) => (key, *expect),
    }
}

fn check(writes: &[Write]) -> Result<(), PortError> {
    let keys: BTreeSet<&Key> = writes.iter().map(|write| target(write).0).collect();
    let body = |write: &Write| match write {
        Write::Put(entry, _) => entry.body.len(),
        _ => 0,
    };
    if writes.is_empty() || writes.len() > WRITES {
        return Err(refused("a commit has 1 to 100 writes"));
    }
    if keys.len() < writes.len() {
        return Err(refused("a commit writes no key twice"));
    }
    if writes.iter().any(|write| body(write) > BODY_BYTES) {
        return Err(refused("an entry has at most 380 KiB"));
    }
    if writes.iter().map(body).sum::<usize>() > COMMIT_BYTES {
        return Err(refused("a commit has at most 4 MiB"));
    }
    Ok(())
}

fn refused(rule: &str) -> PortError {
    PortError::Refused(rule.to_owned())
}

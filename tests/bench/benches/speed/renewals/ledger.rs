//! A ledger in memory with indexes: the test's own sorts all of its entries for each page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use wavecast_engine::port::{Entry, Expect, Index, Key, Ledger, Page, PortError, Query, Write};

/// A place in an index: group, then order with the key.
type Place = (String, String);

/// Entries and their places.
#[derive(Default)]
pub struct Indexed(Mutex<State>);

#[derive(Default)]
struct State {
    entries: BTreeMap<Key, Entry>,
    places: [BTreeMap<Place, Key>; 2],
}

fn place(index: &Index, key: &Key) -> Place {
    let order = format!("{} {} {}", index.order, key.pk, key.sk);
    (index.group.clone(), order)
}

impl State {
    fn forget(&mut self, key: &Key) -> u64 {
        let Some(old) = self.entries.remove(key) else {
            return 0;
        };
        for (places, index) in self.places.iter_mut().zip([&old.due, &old.by]) {
            if let Some(index) = index {
                places.remove(&place(index, key));
            }
        }
        old.revision
    }

    fn put(&mut self, mut entry: Entry) {
        entry.revision = self.forget(&entry.key) + 1;
        for (places, index) in self.places.iter_mut().zip([&entry.due, &entry.by]) {
            if let Some(index) = index {
                places.insert(place(index, &entry.key), entry.key.clone());
            }
        }
        self.entries.insert(entry.key.clone(), entry);
    }

    fn holds(&self, key: &Key, expect: Expect) -> bool {
        let revision = self.entries.get(key).map(|entry| entry.revision);
        match expect {
            Expect::Absent => revision.is_none(),
            Expect::Revision(wanted) => revision == Some(wanted),
            Expect::Any => true,
        }
    }
}

impl Indexed {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panics with it")
    }
}

#[async_trait]
impl Ledger for Indexed {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        let state = self.state();
        Ok(keys
            .iter()
            .map(|key| state.entries.get(key).cloned())
            .collect())
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        let mut state = self.state();
        let all = writes.iter().all(|write| match write {
            Write::Put(entry, expect) => state.holds(&entry.key, *expect),
            Write::Delete(key, expect) | Write::Check(key, expect) => state.holds(key, *expect),
        });
        if !all {
            return Err(PortError::Conflict);
        }
        for write in writes {
            match write {
                Write::Put(entry, _) => state.put(entry),
                Write::Delete(key, _) => drop(state.forget(&key)),
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
        let state = self.state();
        let (number, group, until) = match query {
            Query::Prefix { pk, prefix } => {
                let from = Key {
                    pk: pk.clone(),
                    sk: prefix.clone(),
                };
                let all = state.entries.range(from..);
                let all = all.take_while(|(key, _)| key.pk == *pk && key.sk.starts_with(prefix));
                let mut entries: Vec<Entry> = all.map(|(_, entry)| entry.clone()).collect();
                if descending {
                    entries.reverse();
                }
                // Partitions are small here: one page holds all of each.
                entries.truncate(limit);
                let next = None;
                return Ok(Page { entries, next });
            }
            Query::Due { group, until } => (0, group, Some(format!("{until}!"))),
            Query::By { group } => (1, group, None),
        };
        let from = Bound::Excluded((group.clone(), after.unwrap_or_default().to_owned()));
        let places = state.places[number].range((from, Bound::Unbounded));
        let inside = places.take_while(|((found, order), _)| {
            found == group && until.as_ref().is_none_or(|until| order < until)
        });
        let mut found: Vec<_> = inside.take(limit + 1).collect();
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().map(|((_, order), _)| order.clone());
        let known: BTreeSet<&Key> = found.iter().map(|(_, key)| *key).collect();
        assert_eq!(known.len(), found.len(), "one place for each");
        Ok(Page {
            entries: found
                .iter()
                .filter_map(|(_, key)| state.entries.get(*key).cloned())
                .collect(),
            next: last.filter(|_| more),
        })
    }
}

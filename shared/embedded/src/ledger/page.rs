//! Listings, page by page.

use redb::ReadTransaction;
use std::ops::Bound;
use wavecast_engine::port::{Entry, Key, Page, PortError, Query};
use wavecast_wire::time::Timestamp;

use super::cursor::{self, Position, behind, successor};
use super::schema::{self, BY, DUE, ENTRIES};

/// Entries of a page.
const ENTRIES_MAX: usize = 1000;
/// Bytes of all bodies of a page, after which it ends early.
const PAGE_BYTES: usize = 4 << 20;
/// What a page is made of, checked.
pub(super) struct Plan {
    query: Query,
    after: Option<Position>,
    limit: usize,
    descending: bool,
}

impl Plan {
    pub(super) fn new(
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Self, PortError> {
        if !(1..=ENTRIES_MAX).contains(&limit) {
            return Err(PortError::Refused(format!(
                "a page of {limit}: must be 1 to {ENTRIES_MAX}"
            )));
        }
        let parts = if matches!(query, Query::Prefix { .. }) {
            1
        } else {
            3
        };
        Ok(Self {
            query: query.clone(),
            after: after
                .map(|cursor| cursor::read(cursor, parts))
                .transpose()?,
            limit,
            descending,
        })
    }

    /// The page, as it stands in this transaction.
    pub(super) fn read(
        &self,
        transaction: &ReadTransaction,
        now: Timestamp,
    ) -> Result<Page, redb::Error> {
        match &self.query {
            Query::Prefix { pk, prefix } => self.read_prefix(transaction, pk, prefix, now),
            Query::Due { group, until } => {
                self.read_index(transaction, DUE, group, Some(until), now)
            }
            Query::By { group } => self.read_index(transaction, BY, group, None, now),
        }
    }

    fn read_prefix(
        &self,
        transaction: &ReadTransaction,
        pk: &str,
        prefix: &str,
        now: Timestamp,
    ) -> Result<Page, redb::Error> {
        let table = transaction.open_table(ENTRIES)?;
        let past = successor(prefix);
        let next_pk = behind(pk);
        let after = self.after.as_ref().map(|position| position[0].as_str());
        let end = past
            .as_deref()
            .map_or((next_pk.as_str(), ""), |past| (pk, past));
        let (low, high) = self.bounds((pk, prefix), end, after.map(|sk| (pk, sk)));
        if is_empty(&low, &high) {
            return Ok(Page::default());
        }
        let mut filling = Filling::new(self.limit);
        let mut range = table.range((low, high))?;
        while let Some(row) = self.step(&mut range) {
            let (key, value) = row?;
            let (pk, sk) = key.value();
            let key = Key {
                pk: pk.to_owned(),
                sk: sk.to_owned(),
            };
            let entry = schema::entry(key, value.value());
            if !schema::has_ended(&entry, now) && !filling.take(vec![sk.to_owned()], entry) {
                break;
            }
        }
        Ok(filling.page())
    }

    fn read_index(
        &self,
        transaction: &ReadTransaction,
        definition: redb::TableDefinition<'_, schema::PlaceRow, ()>,
        group: &str,
        until: Option<&str>,
        now: Timestamp,
    ) -> Result<Page, redb::Error> {
        let entries = transaction.open_table(ENTRIES)?;
        let table = transaction.open_table(definition)?;
        let (next_group, next_order) = (behind(group), until.map(behind));
        let end = next_order
            .as_deref()
            .map_or((next_group.as_str(), "", "", ""), |order| {
                (group, order, "", "")
            });
        let after = self
            .after
            .as_ref()
            .map(|at| (group, at[0].as_str(), at[1].as_str(), at[2].as_str()));
        let (low, high) = self.bounds((group, "", "", ""), end, after);
        if is_empty(&low, &high) {
            return Ok(Page::default());
        }
        let mut filling = Filling::new(self.limit);
        let mut range = table.range((low, high))?;
        while let Some(row) = self.step(&mut range) {
            let (place, _) = row?;
            let (_, order, pk, sk) = place.value();
            let key = Key {
                pk: pk.to_owned(),
                sk: sk.to_owned(),
            };
            let position = vec![order.to_owned(), pk.to_owned(), sk.to_owned()];
            // Index and entry are written in one transaction, so the entry is always there.
            let entry =
                schema::read(&entries, &key)?.filter(|entry| !schema::has_ended(entry, now));
            if entry.is_some_and(|entry| !filling.take(position, entry)) {
                break;
            }
        }
        Ok(filling.page())
    }

    /// The next row in the direction of travel.
    fn step<I: DoubleEndedIterator>(&self, rows: &mut I) -> Option<I::Item> {
        if self.descending {
            rows.next_back()
        } else {
            rows.next()
        }
    }

    /// The range from `start` (inclusive) to `end` (exclusive), cut behind `after` in the direction
    /// of travel. A cursor from outside of the range never widens it.
    fn bounds<K: Copy + Ord>(&self, start: K, end: K, after: Option<K>) -> (Bound<K>, Bound<K>) {
        match after {
            Some(at) if self.descending => (Bound::Included(start), Bound::Excluded(end.min(at))),
            Some(at) if at >= start => (Bound::Excluded(at), Bound::Excluded(end)),
            _ => (Bound::Included(start), Bound::Excluded(end)),
        }
    }
}

/// redb refuses a range that ends before it begins.
fn is_empty<K: Ord>(low: &Bound<K>, high: &Bound<K>) -> bool {
    let (Bound::Included(low) | Bound::Excluded(low), Bound::Excluded(high)) = (low, high) else {
        return false;
    };
    low >= high
}

/// A page that is being filled.
struct Filling {
    limit: usize,
    bytes: usize,
    entries: Vec<Entry>,
    last: Position,
    more: bool,
}

impl Filling {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            bytes: 0,
            entries: Vec::new(),
            last: Vec::new(),
            more: false,
        }
    }

    /// Takes one more; `false` when the page is full and this one stays for the next.
    fn take(&mut self, position: Position, entry: Entry) -> bool {
        self.bytes += entry.body.len();
        if self.entries.len() == self.limit || (self.bytes > PAGE_BYTES && !self.entries.is_empty())
        {
            self.more = true;
            return false;
        }
        self.last = position;
        self.entries.push(entry);
        true
    }

    fn page(self) -> Page {
        let next = self.more.then(|| cursor::write(&self.last));
        Page {
            entries: self.entries,
            next,
        }
    }
}

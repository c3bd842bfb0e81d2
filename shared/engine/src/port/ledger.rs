//! The ledger: entries under two-part keys, committed all or none.

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_wire::time::Timestamp;

use super::PortError;

/// A two-part key: entries of one `pk` are kept together, ordered by `sk` as bytes.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Key {
    /// Partition.
    pub pk: String,
    /// Order within it.
    pub sk: String,
}

/// An entry. The ledger never looks into `body`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Where.
    pub key: Key,
    /// Counts the writes of this key, from 1; the ledger sets it on commit (what a `Write::Put` holds here is ignored).
    pub revision: u64,
    /// At most 380 KiB.
    pub body: Bytes,
    /// A place in the index of due things.
    pub due: Option<Index>,
    /// A place in the index for listings.
    pub by: Option<Index>,
    /// After this it may vanish; readers check it themselves too.
    pub expires: Option<Timestamp>,
}

/// A place in an index: entries of one `group`, ordered by `order` as bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Index {
    /// Such as a shard, or a channel.
    pub group: String,
    /// Such as a time.
    pub order: String,
}

/// What a write expects of the entry before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expect {
    /// It doesn't exist.
    Absent,
    /// It exists with this revision.
    Revision(u64),
    /// Anything.
    Any,
}

/// One write of a commit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Write {
    /// Create or replace.
    Put(Entry, Expect),
    /// Delete; a missing entry is fine under [`Expect::Any`].
    Delete(Key, Expect),
    /// Only check.
    Check(Key, Expect),
}

/// A listing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Query {
    /// Entries of `pk` whose `sk` begins with `prefix`; always up to date.
    Prefix {
        /// Partition.
        pk: String,
        /// Begin of `sk`.
        prefix: String,
    },
    /// Entries whose `due` group is this and whose order is at most `until`; may lag.
    Due {
        /// Group.
        group: String,
        /// Highest order, inclusive.
        until: String,
    },
    /// Entries whose `by` group is this; may lag.
    By {
        /// Group.
        group: String,
    },
}

/// One page of a listing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Page {
    /// In order.
    pub entries: Vec<Entry>,
    /// Where to go on; opaque. `None` at the end.
    pub next: Option<String>,
}

/// Durable, linearizable storage of small entries.
///
/// Contract: a commit is atomic and durable when `Ok` returns; `get` sees every commit that
/// returned before it began, and sees all its keys at one instant; `Conflict` means that nothing
/// was written; `Unknown` means that it may have been. At most 100 writes, 4 MiB a commit, and no
/// key twice.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// The entries of these keys, in order, at one instant. At most 100.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError>;

    /// All writes or none.
    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError>;

    /// A page of at most `limit` (1 to 1,000) entries after `after`; `descending` turns the order.
    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError>;
}

//! Commits that wait for the disk at the same time, written together.
//!
//! A sync costs the same for one commit as for many, and redb takes one write transaction at a
//! time. So whoever comes while another's transaction is under way queues, and the next one to
//! write takes the whole queue along. A commit that comes alone is written alone, at once.
//!
//! Invariant: a commit of a group is what it would be by itself. It sees those before it, its
//! expectations are all checked before any of its writes, and one that conflicts writes nothing.
//! The group lands whole or not at all; nobody is answered before it has.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::WriteTransaction;
use wavecast_engine::port::{PortError, Write};
use wavecast_wire::time::Timestamp;

use super::commit::{self, Stop};
use super::file::LedgerFile;

/// Commits of one group: its transaction stays small, and what waits is bounded by who waits.
const MOST: usize = 64;

/// Who waits for the next transaction.
#[derive(Default)]
pub(super) struct Groups {
    waiting: Mutex<Vec<Arc<Waiting>>>,
    /// Held by whoever writes for all.
    writing: Mutex<()>,
}

/// One commit on its way.
struct Waiting {
    writes: Vec<Write>,
    now: Timestamp,
    /// Set once, by whoever wrote.
    result: Mutex<Option<Result<(), PortError>>>,
}

impl Groups {
    /// Commits, together with whoever waits. Blocks until it is durable, or surely isn't.
    pub(super) fn commit(
        &self,
        file: &LedgerFile,
        writes: Vec<Write>,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let own = Arc::new(Waiting {
            writes,
            now,
            result: Mutex::new(None),
        });
        lock(&self.waiting).push(own.clone());
        loop {
            let _writing = lock(&self.writing);
            if let Some(result) = lock(&own.result).take() {
                return result;
            }
            let Some(group) = self.next(&own) else {
                // Whoever took it along died of a panic: nothing says how far it got.
                let what = "a disk task ended while it wrote for others";
                return Err(PortError::Unknown(what.to_owned()));
            };
            let results = write(file, &group);
            for (one, result) in group.iter().zip(results) {
                *lock(&one.result) = Some(result);
            }
        }
    }

    /// The oldest of those who wait; `None` if `own` doesn't wait any more.
    fn next(&self, own: &Arc<Waiting>) -> Option<Vec<Arc<Waiting>>> {
        let mut waiting = lock(&self.waiting);
        if !waiting.iter().any(|one| Arc::ptr_eq(one, own)) {
            return None;
        }
        let count = waiting.len().min(MOST);
        Some(waiting.drain(..count).collect())
    }
}

/// One transaction for all of a group; what became of each. What surely didn't land is tried once
/// more by itself: a neighbour may have been more than the disk had room for.
fn write(file: &LedgerFile, group: &[Arc<Waiting>]) -> Vec<Result<(), PortError>> {
    let results = write_once(file, group);
    let lost = results
        .iter()
        .all(|result| matches!(result, Err(PortError::Lost(_))));
    if group.len() < 2 || !lost {
        return results;
    }
    let alone = |one| write_once(file, std::slice::from_ref(one));
    group.iter().flat_map(alone).collect()
}

fn write_once(file: &LedgerFile, group: &[Arc<Waiting>]) -> Vec<Result<(), PortError>> {
    let mut held = Vec::new();
    let outcome = file.commit(|transaction| {
        held = apply(transaction, group)?;
        if held.contains(&true) {
            Ok(commit::count(transaction)?)
        } else {
            Err(Stop::Conflict)
        }
    });
    let result = |holds: bool| match &outcome {
        // Nothing was written at all, so every one of them conflicts.
        Err(PortError::Conflict) => Err(PortError::Conflict),
        _ if !holds => Err(PortError::Conflict),
        other => other.clone(),
    };
    // A transaction that broke off before all was seen is the same answer for all.
    held.resize(group.len(), true);
    held.into_iter().map(result).collect()
}

/// Applies each commit whose expectations hold; says which did.
fn apply(transaction: &WriteTransaction, group: &[Arc<Waiting>]) -> Result<Vec<bool>, Stop> {
    let mut held = Vec::with_capacity(group.len());
    for one in group {
        let holds = commit::holds(transaction, &one.writes, one.now)?;
        if holds {
            commit::apply(transaction, &one.writes, one.now)?;
        }
        held.push(holds);
    }
    Ok(held)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use wavecast_engine::port::{Entry, Expect, Key};

    use super::*;
    use crate::home::Home;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn key(sk: &str) -> Key {
        Key {
            pk: "group".to_owned(),
            sk: sk.to_owned(),
        }
    }

    fn put(sk: &str, body: &'static str, expect: Expect) -> Write {
        let entry = Entry {
            key: key(sk),
            revision: 0,
            body: body.into(),
            due: None,
            by: None,
            expires: None,
        };
        Write::Put(entry, expect)
    }

    fn waiting(writes: Vec<Write>) -> Arc<Waiting> {
        let result = Mutex::new(None);
        let now = NOW;
        Arc::new(Waiting {
            writes,
            now,
            result,
        })
    }

    fn open(dir: &std::path::Path) -> LedgerFile {
        LedgerFile::open(Arc::new(Home::open(dir).unwrap())).unwrap()
    }

    fn read(file: &LedgerFile, sk: &str) -> Option<(u64, bytes::Bytes)> {
        use redb::ReadableDatabase as _;
        let found = file.read(|database| {
            let entries = database.begin_read()?.open_table(super::super::ENTRIES)?;
            Ok(super::super::schema::read(&entries, &key(sk))?)
        });
        found.unwrap().map(|entry| (entry.revision, entry.body))
    }

    #[test]
    fn each_of_a_group_is_what_it_would_be_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = open(dir.path());
        let group = [
            waiting(vec![put("a", "one", Expect::Absent)]),
            // It sees the one before it.
            waiting(vec![put("a", "two", Expect::Absent)]),
            waiting(vec![put("a", "three", Expect::Revision(1))]),
            // It conflicts in its last write, so its first isn't there either.
            waiting(vec![
                put("b", "half", Expect::Absent),
                Write::Check(key("a"), Expect::Revision(1)),
            ]),
            waiting(vec![put("c", "last", Expect::Any)]),
        ];
        let conflict = || Err(PortError::Conflict);
        let results = write(&file, &group);
        assert_eq!(results, [Ok(()), conflict(), Ok(()), conflict(), Ok(())]);
        drop(file);
        let file = open(dir.path());
        assert_eq!(read(&file, "a"), Some((2, "three".into())));
        assert_eq!(read(&file, "b"), None);
        assert_eq!(read(&file, "c"), Some((1, "last".into())));
    }

    #[test]
    fn a_group_of_conflicts_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = open(dir.path());
        let wrong = || waiting(vec![put("a", "no", Expect::Revision(7))]);
        let results = write(&file, &[wrong(), wrong()]);
        assert_eq!(
            results,
            [Err(PortError::Conflict), Err(PortError::Conflict)]
        );
        assert_eq!(read(&file, "a"), None);
    }

    #[test]
    fn who_waits_is_taken_along() {
        let dir = tempfile::tempdir().unwrap();
        let (file, groups) = (open(dir.path()), Groups::default());
        // More than one group takes, while nobody can write.
        std::thread::scope(|scope| {
            let writing = lock(&groups.writing);
            let count = MOST + 10;
            let begin = |n: usize| {
                let name: &'static str = Box::leak(format!("w{n}").into_boxed_str());
                let (file, groups) = (&file, &groups);
                scope.spawn(move || {
                    groups.commit(file, vec![put(name, "here", Expect::Absent)], NOW)
                })
            };
            let writers: Vec<_> = (0..count).map(begin).collect();
            while lock(&groups.waiting).len() < count {
                std::thread::yield_now();
            }
            drop(writing);
            for writer in writers {
                assert_eq!(writer.join().unwrap(), Ok(()));
            }
        });
        assert!(lock(&groups.waiting).is_empty());
        for n in 0..MOST + 10 {
            assert!(read(&file, &format!("w{n}")).is_some(), "w{n}");
        }
    }
}

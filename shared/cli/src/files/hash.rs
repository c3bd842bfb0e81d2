//! Hashes files on all cores, streaming, so that no file is in memory whole.

use std::fs::File;
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wavecast_wire::hash::{Hasher, Sha256};

use super::LocalFile;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// A file with its hash.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hashed {
    /// The file.
    pub file: LocalFile,
    /// Its hash.
    pub sha256: Sha256,
}

const CHUNK_BYTES: usize = 256 << 10;

/// Hashes all files, in their order; `read` hears of bytes as they are read.
///
/// # Errors
/// A file that can't be read, or whose size changed since it was found.
pub fn hash_all(files: Vec<LocalFile>, read: impl Fn(u64) + Sync) -> Result<Vec<Hashed>> {
    let workers = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(files.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, file)) = take(&files, &next) {
            done.push((index, hash(file, &read)?));
        }
        Ok(done)
    };
    let hashes = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Result<Vec<(usize, Sha256)>>>| {
            worker
                .join()
                .unwrap_or_else(|_| Err(Failure::failed("hashing stopped")))
        };
        workers.into_iter().map(join).collect::<Result<Vec<_>>>()
    })?;
    let mut hashes: Vec<(usize, Sha256)> = hashes.into_iter().flatten().collect();
    hashes.sort_unstable_by_key(|(index, _)| *index);
    let with_hash = |(file, (_, sha256))| Hashed { file, sha256 };
    Ok(files.into_iter().zip(hashes).map(with_hash).collect())
}

fn take<'a>(files: &'a [LocalFile], next: &AtomicUsize) -> Option<(usize, &'a LocalFile)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    files.get(index).map(|file| (index, file))
}

fn hash(local: &LocalFile, read: &impl Fn(u64)) -> Result<Sha256> {
    let failed = |error: &std::io::Error| Failure::file("read", &local.disk, error);
    let mut file = File::open(&local.disk).map_err(|error| failed(&error))?;
    let (mut hasher, mut chunk, mut size) = (Hasher::default(), vec![0; CHUNK_BYTES], 0);
    loop {
        let count = file.read(&mut chunk).map_err(|error| failed(&error))?;
        if count == 0 {
            break;
        }
        hasher.update(&chunk[..count]);
        size += count as u64;
        read(count as u64);
    }
    if size != local.size {
        return Err(Failure::new(
            Exit::Conflict,
            format!("{}: changed while it was read", local.disk.display()),
        )
        .hint("ship when the build has finished"));
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::walk;

    #[test]
    fn hashes_stand_at_their_files() {
        let root = tempfile::tempdir().unwrap();
        for n in 0..50 {
            std::fs::write(
                root.path().join(format!("{n:02}")),
                format!("file {n}").repeat(n * 100),
            )
            .unwrap();
        }
        let files = walk(root.path(), &[]).unwrap().files;
        let total: u64 = files.iter().map(|file| file.size).sum();
        let seen = std::sync::atomic::AtomicU64::new(0);
        let hashed = hash_all(files, |n| {
            seen.fetch_add(n, Ordering::Relaxed);
        })
        .unwrap();
        assert_eq!(seen.into_inner(), total);
        for (n, hashed) in hashed.iter().enumerate() {
            assert_eq!(
                hashed.sha256,
                Sha256::of(format!("file {n}").repeat(n * 100).as_bytes())
            );
        }
    }

    #[test]
    fn a_file_that_grew_is_refused() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a"), "abc").unwrap();
        let mut files = walk(root.path(), &[]).unwrap().files;
        files[0].size = 2;
        assert_eq!(hash_all(files, |_| ()).unwrap_err().exit, Exit::Conflict);
    }
}

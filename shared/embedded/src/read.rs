//! Reading files in bounded memory.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use wavecast_wire::hash::{Hasher, Sha256};

use crate::disk;

/// Bytes of the buffer that files stream through.
pub(crate) const BUFFER: usize = 256 * 1024;

/// Opens a regular file; `None` if there is none.
pub(crate) fn open(path: &Path) -> io::Result<Option<(File, u64)>> {
    match File::open(path) {
        Ok(file) => {
            let meta = file.metadata()?;
            Ok(meta.is_file().then_some((file, meta.len())))
        }
        Err(error) if disk::is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Bytes of a regular file; `None` if there is none.
pub(crate) fn size(path: &Path) -> io::Result<Option<u64>> {
    match std::fs::symlink_metadata(path) {
        Ok(meta) => Ok(meta.is_file().then_some(meta.len())),
        Err(error) if disk::is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A file of at most `max` bytes; `Some(None)` when it has more.
pub(crate) fn whole(path: &Path, max: u64) -> io::Result<Option<Option<Vec<u8>>>> {
    let Some((file, size)) = open(path)? else {
        return Ok(None);
    };
    if size > max {
        return Ok(Some(None));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(max + 1).read_to_end(&mut bytes)?;
    Ok(Some((bytes.len() as u64 <= max).then_some(bytes)))
}

/// Hash and size of a file.
pub(crate) fn hash(path: &Path) -> io::Result<Option<(Sha256, u64)>> {
    let Some((mut file, _)) = open(path)? else {
        return Ok(None);
    };
    let mut hasher = Hasher::default();
    let size = stream(&mut file, |chunk| {
        hasher.update(chunk);
        Ok(())
    })?;
    Ok(Some((hasher.finish(), size)))
}

/// Hands a file on, chunk by chunk; answers how many bytes there were.
pub(crate) fn stream(
    file: &mut File,
    mut sink: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut buffer = vec![0; BUFFER];
    let mut total = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(count) => {
                sink(&buffer[..count])?;
                total += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

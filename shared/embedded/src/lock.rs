//! The lock that keeps a data directory to one process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::OpenError;

/// How long it waits for a process that is just ending, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(10);

/// Takes the lock and writes this process's id into it. The system drops it when the process ends,
/// however it ends, so a lock file that is left behind holds nobody back.
pub(crate) fn take(dir: &Path) -> Result<File, OpenError> {
    let failed = |source| OpenError::Disk {
        dir: dir.to_path_buf(),
        source,
    };
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o644)
        .open(dir.join("lock"))
        .map_err(failed)?;
    match lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            // What can't be read is left out of the message; the refusal stands.
            let _ = (&file).take(32).read_to_string(&mut pid);
            return Err(OpenError::Held {
                dir: dir.to_path_buf(),
                pid: pid.trim().parse().ok(),
            });
        }
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    let write = |file: &mut File| {
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())
    };
    write(&mut file).map_err(failed)?;
    Ok(file)
}

/// A lock outlives its process for a moment: the system still tears it down after a kill, and a
/// child that was forked has it until it executes its own program.
fn lock(file: &File) -> Result<(), TryLockError> {
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => sleep(LOOK),
            result => return result,
        }
    }
}

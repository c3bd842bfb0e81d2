//! What the disk said, as a port says it.

use std::io;
use std::path::Path;

use wavecast_engine::port::PortError;

use crate::disk::Halt;

/// An error that came before anything could land.
pub(crate) fn lost(doing: &str, dir: &Path, error: &io::Error) -> PortError {
    match error.kind() {
        _ if is_full(error) => PortError::Lost(full(dir)),
        io::ErrorKind::CrossesDevices => PortError::Setup(format!(
            "{doing}: {} and all folders in it must lie on one file system; move them back together",
            dir.display()
        )),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => PortError::Setup(
            format!("{doing}: {error}; let this user write to {}", dir.display()),
        ),
        _ => PortError::Lost(format!("{doing} in {}: {error}", dir.display())),
    }
}

/// A change that failed, by how far it came.
pub(crate) fn halted(doing: &str, dir: &Path, halt: Halt) -> PortError {
    match halt {
        Halt::Before(error) => lost(doing, dir, &error),
        Halt::After(error) => PortError::Unknown(format!("{doing} in {}: {error}", dir.display())),
    }
}

/// The message of a full disk.
pub(crate) fn full(dir: &Path) -> String {
    format!(
        "the disk that holds {dir} is full: free some space (`df -h {dir}` shows it), then try again",
        dir = dir.display()
    )
}

/// Whether an error is of a full disk.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// Runs blocking work off the async threads. It goes on to its end even if nobody waits any more.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PortError> + Send + 'static,
) -> Result<T, PortError> {
    tokio::task::spawn_blocking(work)
        .await
        // The work panicked, or the runtime is going down: nothing says how far it got.
        .unwrap_or_else(|error| Err(PortError::Unknown(format!("a disk task ended: {error}"))))
}

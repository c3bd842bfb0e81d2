//! What the disk said, as a port says it.

use std::io;
use std::path::Path;

use wavecast_engine::port::PortError;

/// An error that came before anything could land.
pub(crate) fn lost(doing: &str, dir: &Path, error: &io::Error) -> PortError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => PortError::Lost(full(dir)),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => PortError::Setup(
            format!("{doing}: {error}; let this user write to {}", dir.display()),
        ),
        _ => PortError::Lost(format!("{doing} in {}: {error}", dir.display())),
    }
}

/// An error after which something may have landed.
pub(crate) fn unknown(doing: &str, dir: &Path, error: &io::Error) -> PortError {
    PortError::Unknown(format!("{doing} in {}: {error}", dir.display()))
}

/// The message of a full disk.
pub(crate) fn full(dir: &Path) -> String {
    format!(
        "the disk that holds {dir} is full: free some space (`df -h {dir}` shows it), then try again",
        dir = dir.display()
    )
}

/// Whether an error, or one that it was made from, is of a full disk.
pub(crate) fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut here = Some(error);
    while let Some(error) = here {
        if error.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(
                error.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
            )
        }) {
            return true;
        }
        here = error.source();
    }
    false
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

//! A data directory that can't be opened, for people.

use wavecast_embedded::OpenError;

use crate::error::Failure;
use crate::exit::Exit;

/// Why the data directory can't be opened, and the way out, which stands behind the semicolon.
pub fn open_failed(error: OpenError) -> Failure {
    let text = error.to_string();
    let (message, hint) = text.split_once("; ").unwrap_or((&text, ""));
    Failure::new(Exit::Machine, message).hint(hint)
}

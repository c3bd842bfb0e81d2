//! All ports in memory, with the whole of their contracts: for tests and for nothing else.

mod groups;
mod ledger;
mod objects;
mod signer;
mod uploads;
mod vault;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use groups::MemoryGroups;
pub use ledger::MemoryLedger;
pub use objects::MemoryObjects;
pub use signer::MemorySigner;
pub use uploads::MemoryUploads;
pub use vault::MemoryVault;

/// A test that failed while holding a lock has failed already.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

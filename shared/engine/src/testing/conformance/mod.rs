//! What every backend must do: one suite for all.
//!
//! Each function takes a maker of fresh, empty backends and panics where a contract is broken.
//! They need a Tokio runtime, better one of several threads.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a backend that breaks its contract fails its test here"
)]

mod indexes;
mod ledger;
mod objects;
mod races;
mod signer;
mod uploads;
mod vault;

pub use ledger::ledger;
pub use objects::objects;
pub use signer::signer;
pub use uploads::{Staging, uploads};
pub use vault::vault;

use std::future::Future;

use crate::port::PortError;

/// Tasks of a race.
const RACERS: usize = 16;

/// Runs the same thing in many tasks at once; answers what each came to.
async fn race<T, F>(task: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..RACERS).map(|n| tokio::spawn(task(n))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("a racer panicked"));
    }
    results
}

/// Exactly one racer won, and all others were told so.
fn one_winner<T>(results: &[Result<T, PortError>]) {
    let won = results.iter().filter(|result| result.is_ok()).count();
    let lost = results
        .iter()
        .filter(|result| matches!(result, Err(PortError::Conflict)));
    assert_eq!(
        (won, lost.count()),
        (1, RACERS - 1),
        "one wins, all others conflict"
    );
}

/// A call that breaks a port's rule is refused.
fn refused<T: std::fmt::Debug>(what: &str, result: Result<T, PortError>) {
    assert!(
        matches!(result, Err(PortError::Refused(_))),
        "{what} must be refused, not {result:?}"
    );
}

/// A write whose expectation doesn't hold.
fn conflict<T: std::fmt::Debug>(what: &str, result: Result<T, PortError>) {
    assert!(
        matches!(result, Err(PortError::Conflict)),
        "{what} must conflict, not {result:?}"
    );
}

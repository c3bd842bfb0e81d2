//! The id that follows a request from the API to the publisher.

use std::future::Future;

tokio::task_local! {
    static ID: String;
}

/// Runs a future under an id: what it says to other functions carries it.
pub async fn with<F: Future>(id: String, future: F) -> F::Output {
    ID.scope(id, future).await
}

/// The id that this task runs under.
#[must_use]
pub fn current() -> Option<String> {
    ID.try_with(Clone::clone).ok()
}

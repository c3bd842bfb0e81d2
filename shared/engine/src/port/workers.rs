//! Handing over what a tick found due, to those who may do it.

use async_trait::async_trait;

use super::{PortError, Wake};
use crate::publisher::{PublishError, Publishing};

/// What became of something that was handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Handed {
    /// Others have it. How it ends is seen by what is still due later.
    Over,
    /// It was done in this process.
    Done(Work),
}

/// What a worker did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Work {
    /// A channel was published or renewed, or what hinders that was found.
    Published(Publishing),
    /// A package was checked, whatever that came to.
    Checked,
    /// A channel's edge was compared with the ledger, and so many objects were mended.
    Mended(u32),
    /// The heads of an organization's chains were signed, or there was nothing to sign.
    Signed(bool),
}

/// Those who may sign and write the edge.
///
/// Contract: each of some wakes is answered, in order. [`Handed::Over`] promises only that somebody
/// was told; who hands over looks again later, because what was done isn't due any more. An error
/// leaves the thing due. Handing over twice is harmless.
#[async_trait]
pub trait Workers: Send + Sync {
    /// How much of what was queued waits still, about.
    async fn waiting(&self) -> Result<usize, PortError>;

    /// Hands over what somebody waits for, or does it: it is begun soon.
    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>>;

    /// Hands over what may wait, or does it: it takes no place from what is handed over.
    async fn queue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>>;
}

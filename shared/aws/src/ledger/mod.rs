//! The ledger on DynamoDB: one table, one transaction per commit, no scan.
//!
//! `docs/dynamodb.md` has the layout of the table and what asks for what.

mod commit;
mod cursor;
mod item;
mod layout;
mod limits;
mod page;
mod read;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use wavecast_engine::port::{Clock, Entry, Key, Ledger, Page, PortError, Query, Write};

pub use layout::LAYOUT;

use crate::fault::Place;
use crate::sdk::Sdk;
use layout::Gate;

/// An index: its name, and the attributes that order it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct IndexName {
    pub name: &'static str,
    pub group: &'static str,
    pub at: &'static str,
}

/// The index of due things.
pub(crate) const DUE: IndexName = IndexName {
    name: "due",
    group: "due",
    at: "due_at",
};
/// The index for listings. DynamoDB wants three characters in a name.
pub(crate) const BY: IndexName = IndexName {
    name: "by-group",
    group: "by",
    at: "by_at",
};

/// The first pause before a call is made anew; it doubles from time to time.
const PAUSE: Duration = Duration::from_millis(15);

/// Entries in one DynamoDB table.
///
/// What has ended (`Entry::expires`) is gone at once for readers and expectations; DynamoDB removes
/// it within days.
#[derive(Clone)]
pub struct DynamoLedger {
    client: Client,
    place: Arc<Place>,
    clock: Arc<dyn Clock>,
    gate: Arc<Gate>,
}

impl DynamoLedger {
    /// The ledger in a table. The table's layout is checked before the first entry is read or
    /// written.
    #[must_use]
    pub fn new(sdk: &Sdk, table: &str, clock: Arc<dyn Clock>) -> Self {
        let place = Place {
            setting: "WAVECAST_TABLE",
            name: table.to_owned(),
            region: sdk.region().to_owned(),
        };
        Self {
            client: sdk.dynamodb(),
            place: Arc::new(place),
            clock,
            gate: Arc::default(),
        }
    }

    /// Checks that the table is there and that this version knows its layout; `None` for one that
    /// nothing was written to yet. Writes nothing.
    ///
    /// # Errors
    /// [`PortError::Setup`] for a missing table, another layout, or no permission; otherwise as a
    /// reading.
    pub async fn check(&self) -> Result<Option<u64>, PortError> {
        self.read_layout().await
    }

    /// Makes a new table say its layout, before anything else is written to it. Every commit does this
    /// too; whoever may write more than others calls it when it starts.
    ///
    /// # Errors
    /// As [`DynamoLedger::check`], or as a write.
    pub async fn prepare(&self) -> Result<(), PortError> {
        self.enter_to_write().await
    }

    fn table(&self) -> &str {
        &self.place.name
    }
}

#[async_trait]
impl Ledger for DynamoLedger {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        limits::check_reading(keys)?;
        self.enter().await?;
        self.read(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        limits::check_commit(&writes)?;
        self.enter_to_write().await?;
        self.write(&writes).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        let plan = page::Plan::new(query, after, limit, descending)?;
        self.enter().await?;
        self.read_page(&plan).await
    }
}

/// Waits before the next try of something that others were in the way of: longer from turn to turn,
/// and never as long as the others wait.
async fn pause(turn: u32) {
    let most = PAUSE * (1 << turn.min(5));
    let mut random = [0; 4];
    // Without randomness they only meet more often.
    let _ = getrandom::fill(&mut random);
    let share = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
    tokio::time::sleep(most.mul_f64(share)).await;
}

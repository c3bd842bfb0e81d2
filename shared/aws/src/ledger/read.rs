//! Reading entries by key, at one instant.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsError;
use aws_sdk_dynamodb::types::{Get, TransactGetItem};
use aws_smithy_types::error::metadata::ProvideErrorMetadata as _;
use wavecast_engine::port::{Entry, Key, PortError};

use super::item::{self, Item};
use super::{DynamoLedger, pause};

/// How often a reading that met a commit is made anew.
const TRIES: u32 = 12;
/// Keys that are read together when all of them are too large for one transaction: of the largest
/// entries as many as fit in 4 MB.
const FEW: usize = 10;

type Found = HashMap<Key, Entry>;

/// Why a transaction didn't read.
enum Stop {
    /// All in all more than 4 MB.
    TooLarge,
    Failed(PortError),
}

impl DynamoLedger {
    pub(super) async fn read(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        let mut unique: Vec<&Key> = keys.iter().collect();
        unique.sort_unstable();
        unique.dedup();
        let found = match unique[..] {
            [] => Found::new(),
            // Of one entry a plain reading is as good, and costs half.
            [one] => self.read_one(one).await?.into_iter().collect(),
            ref many => match self.read_together(many).await {
                Ok(found) => found,
                Err(Stop::TooLarge) => self.read_large(many).await?,
                Err(Stop::Failed(error)) => return Err(error),
            },
        };
        let now = self.clock.now();
        let live = |key: &Key| {
            let entry = found.get(key);
            entry.filter(|entry| !has_ended(entry, now)).cloned()
        };
        Ok(keys.iter().map(live).collect())
    }

    async fn read_one(&self, key: &Key) -> Result<Option<(Key, Entry)>, PortError> {
        let found = self
            .client
            .get_item()
            .table_name(self.table())
            .set_key(Some(item::key(key)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| self.place.read("reading an entry", &error))?;
        let entry = found.item.map(item::entry).transpose()?;
        Ok(entry.map(|entry| (key.clone(), entry)))
    }

    /// One transaction: all keys as they were at one instant.
    async fn read_together(&self, keys: &[&Key]) -> Result<Found, Stop> {
        let gets: Vec<TransactGetItem> = keys
            .iter()
            .map(|key| self.get_of(key))
            .collect::<Result<_, _>>()
            .map_err(Stop::Failed)?;
        for turn in 0..TRIES {
            let sent = self
                .client
                .transact_get_items()
                .set_transact_items(Some(gets.clone()))
                .send()
                .await;
            let error = match sent {
                Ok(found) => {
                    let items = found.responses.unwrap_or_default().into_iter();
                    let items: Vec<Item> = items.filter_map(|one| one.item).collect();
                    return entries(items).map_err(Stop::Failed);
                }
                Err(error) => error,
            };
            if is_too_large(&error) {
                return Err(Stop::TooLarge);
            }
            if !met_another(&error) {
                return Err(Stop::Failed(self.place.read("reading entries", &error)));
            }
            pause(turn).await;
        }
        let busy = format!("{}: its entries are being changed all the time", self.place);
        Err(Stop::Failed(PortError::Throttled(busy)))
    }

    /// More than one transaction can answer: a few at a time, twice. What has the same revisions
    /// both times was so at the instant between.
    async fn read_large(&self, keys: &[&Key]) -> Result<Found, PortError> {
        let mut before = self.read_in_turns(keys).await?;
        for turn in 0..TRIES {
            let after = self.read_in_turns(keys).await?;
            let revision = |found: &Found, key: &Key| found.get(key).map(|entry| entry.revision);
            if keys
                .iter()
                .all(|key| revision(&before, key) == revision(&after, key))
            {
                return Ok(after);
            }
            before = after;
            pause(turn).await;
        }
        Err(PortError::Throttled(format!(
            "{}: its entries are being changed all the time",
            self.place
        )))
    }

    async fn read_in_turns(&self, keys: &[&Key]) -> Result<Found, PortError> {
        let mut found = Found::new();
        for few in keys.chunks(FEW) {
            match self.read_together(few).await {
                Ok(some) => found.extend(some),
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::TooLarge) => {
                    return Err(PortError::Refused(String::from(
                        "ten entries take more than 4 MB; none may be that large",
                    )));
                }
            }
        }
        Ok(found)
    }

    fn get_of(&self, key: &Key) -> Result<TransactGetItem, PortError> {
        let get = Get::builder()
            .table_name(self.table())
            .set_key(Some(item::key(key)))
            .build()
            .map_err(|error| PortError::Refused(error.to_string()))?;
        Ok(TransactGetItem::builder().get(get).build())
    }
}

/// Items as entries by their keys.
pub(super) fn entries(items: Vec<Item>) -> Result<Found, PortError> {
    let mut found = Found::new();
    for item in items {
        let entry = item::entry(item)?;
        found.insert(entry.key.clone(), entry);
    }
    Ok(found)
}

/// Whether an entry counts as gone: its time is over.
pub(super) fn has_ended(entry: &Entry, now: wavecast_wire::time::Timestamp) -> bool {
    entry.expires.is_some_and(|expires| expires < now)
}

fn is_too_large<R>(error: &SdkError<TransactGetItemsError, R>) -> bool {
    let Some(error) = error.as_service_error() else {
        return false;
    };
    let says = |text: &str| {
        error
            .message()
            .is_some_and(|message| message.contains(text))
    };
    // AWS and DynamoDB Local find other words for the same.
    says("too large") || says("exceed")
}

/// A transaction that was cut off only because a commit was on its way, or by too much at once.
fn met_another<R>(error: &SdkError<TransactGetItemsError, R>) -> bool {
    let Some(TransactGetItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    else {
        return false;
    };
    cancelled
        .cancellation_reasons()
        .iter()
        .filter_map(|reason| reason.code())
        .any(|code| code != "None")
}

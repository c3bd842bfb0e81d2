//! Listings, page by page: a query of the table, or of an index and then of the entries it names.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use wavecast_engine::port::{Entry, Index, Key, Page, PortError, Query};

use super::cursor::{self, Position};
use super::item::{self, Item};
use super::limits::{TOGETHER, refused};
use super::read::{entries, has_ended};
use super::{BY, DUE, DynamoLedger, IndexName, pause};

/// Entries of a page.
const ENTRIES: usize = 1000;
/// How often what DynamoDB left over is asked for again.
const TRIES: u32 = 10;

/// What a page is made of, checked.
pub(super) struct Plan {
    query: Query,
    after: Option<Position>,
    limit: i32,
    descending: bool,
}

/// What one query found: entries, and where the next goes on.
struct Step {
    entries: Vec<Entry>,
    last: Option<Position>,
}

impl Plan {
    pub(super) fn new(
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Self, PortError> {
        let bounded = i32::try_from(limit)
            .ok()
            .filter(|_| (1..=ENTRIES).contains(&limit));
        let limit =
            bounded.ok_or_else(|| refused(format!("a page of {limit}: must be 1 to {ENTRIES}")))?;
        let after = after.map(|cursor| position(query, cursor)).transpose()?;
        Ok(Self {
            query: query.clone(),
            after,
            limit,
            descending,
        })
    }
}

/// The place that a cursor names, if it lies in this listing.
fn position(query: &Query, cursor: &str) -> Result<Position, PortError> {
    let parts = if matches!(query, Query::Prefix { .. }) {
        1
    } else {
        3
    };
    let position = cursor::read(cursor, parts)?;
    let inside = match (query, &position[..]) {
        (Query::Prefix { prefix, .. }, [sk]) => sk.starts_with(prefix.as_str()),
        (query, [place, pk, sk]) => {
            let (pk, sk) = (pk.clone(), sk.clone());
            let bound = match query {
                Query::Due { until, .. } => *place < above(until),
                _ => true,
            };
            bound && place.ends_with(&item::place("", &Key { pk, sk }))
        }
        _ => false,
    };
    if inside {
        Ok(position)
    } else {
        Err(cursor::foreign())
    }
}

/// Below this are all places of this order, and none of a higher one: a place goes on behind its
/// order with a space, and the next character is this one.
fn above(order: &str) -> String {
    format!("{order}!")
}

impl DynamoLedger {
    /// A page that has at least one entry, unless there is none behind `after`: entries that have
    /// ended, or that an index still names though they moved, are passed over.
    pub(super) async fn read_page(&self, plan: &Plan) -> Result<Page, PortError> {
        let mut after = plan.after.clone();
        loop {
            let step = match &plan.query {
                Query::Prefix { pk, prefix } => self.step(plan, pk, prefix, after.take()).await?,
                Query::Due { group, until } => {
                    self.step_in_index(plan, DUE, group, Some(until), after.take())
                        .await?
                }
                Query::By { group } => {
                    self.step_in_index(plan, BY, group, None, after.take())
                        .await?
                }
            };
            if !step.entries.is_empty() || step.last.is_none() {
                let next = step.last.as_ref().map(cursor::write);
                let entries = step.entries;
                return Ok(Page { entries, next });
            }
            after = step.last;
        }
    }

    fn query(&self, plan: &Plan) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(self.table())
            .limit(plan.limit)
            .scan_index_forward(!plan.descending)
    }

    async fn step(
        &self,
        plan: &Plan,
        pk: &str,
        prefix: &str,
        after: Option<Position>,
    ) -> Result<Step, PortError> {
        let mut query = self
            .query(plan)
            .consistent_read(true)
            .expression_attribute_names("#pk", "pk")
            .expression_attribute_values(":pk", item::text(pk));
        query = if prefix.is_empty() {
            query.key_condition_expression("#pk = :pk")
        } else {
            query
                .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
                .expression_attribute_names("#sk", "sk")
                .expression_attribute_values(":prefix", item::text(prefix))
        };
        let sk = after.and_then(|position| position.into_iter().next());
        let start = sk.map(|sk| {
            item::key(&Key {
                pk: pk.to_owned(),
                sk,
            })
        });
        let (items, last) = self.ask(query.set_exclusive_start_key(start)).await?;
        let now = self.clock.now();
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            let entry = item::entry(item)?;
            if !has_ended(&entry, now) {
                found.push(entry);
            }
        }
        let last = last.map(|mut last| item::key_of(&mut last)).transpose()?;
        let last = last.map(|key| vec![key.sk]);
        Ok(Step {
            entries: found,
            last,
        })
    }

    /// The index tells keys, and may lag; the entries themselves are read as they are now.
    async fn step_in_index(
        &self,
        plan: &Plan,
        index: IndexName,
        group: &str,
        until: Option<&str>,
        after: Option<Position>,
    ) -> Result<Step, PortError> {
        let at = index.at;
        let mut query = self
            .query(plan)
            .index_name(index.name)
            .expression_attribute_names("#group", index.group)
            .expression_attribute_values(":group", item::text(group));
        query = match until {
            None => query.key_condition_expression("#group = :group"),
            Some(until) => query
                .key_condition_expression("#group = :group AND #at < :above")
                .expression_attribute_names("#at", at)
                .expression_attribute_values(":above", item::text(above(until))),
        };
        let start = after.and_then(|position| <[String; 3]>::try_from(position).ok());
        let start = start.map(|[place, pk, sk]| {
            let mut start = item::key(&Key { pk, sk });
            start.insert(index.group.to_owned(), item::text(group));
            start.insert(at.to_owned(), item::text(place));
            start
        });
        let (items, last) = self.ask(query.set_exclusive_start_key(start)).await?;
        let mut places = Vec::with_capacity(items.len());
        for mut item in items {
            let place = item::string(item.remove(at)).unwrap_or_default();
            places.push((item::key_of(&mut item)?, place));
        }
        let entries = self.read_named(index, group, &places).await?;
        let last = last.map(|mut last| {
            let place = item::string(last.remove(at)).unwrap_or_default();
            let key = item::key_of(&mut last)?;
            Ok::<_, PortError>(vec![place, key.pk, key.sk])
        });
        let last = last.transpose()?;
        Ok(Step { entries, last })
    }

    /// The entries that still stand where the index found them.
    async fn read_named(
        &self,
        index: IndexName,
        group: &str,
        places: &[(Key, String)],
    ) -> Result<Vec<Entry>, PortError> {
        let now = self.clock.now();
        let mut found = Vec::with_capacity(places.len());
        for some in places.chunks(TOGETHER) {
            let keys: Vec<Item> = some.iter().map(|(key, _)| item::key(key)).collect();
            let mut read = entries(self.read_batch(keys).await?)?;
            for (key, place) in some {
                let Some(entry) = read.remove(key).filter(|entry| !has_ended(entry, now)) else {
                    continue;
                };
                let stands = if index == DUE { &entry.due } else { &entry.by };
                let is_here = |stands: &Index| {
                    stands.group == group && item::place(&stands.order, key) == *place
                };
                if stands.as_ref().is_some_and(is_here) {
                    found.push(entry);
                }
            }
        }
        Ok(found)
    }

    async fn read_batch(&self, keys: Vec<Item>) -> Result<Vec<Item>, PortError> {
        let (mut open, mut found) = (keys, Vec::new());
        for turn in 0..TRIES {
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(std::mem::take(&mut open)))
                .consistent_read(true)
                .build()
                .map_err(|error| PortError::Refused(error.to_string()))?;
            let mut answer = self
                .client
                .batch_get_item()
                .request_items(self.table(), wanted)
                .send()
                .await
                .map_err(|error| self.place.read("reading entries", &error))?;
            let mut answered = answer.responses.take().unwrap_or_default();
            found.append(&mut answered.remove(self.table()).unwrap_or_default());
            let left = answer
                .unprocessed_keys
                .take()
                .unwrap_or_default()
                .remove(self.table());
            open = left.map(|left| left.keys).unwrap_or_default();
            if open.is_empty() {
                return Ok(found);
            }
            pause(turn).await;
        }
        Err(PortError::Throttled(format!(
            "{}: it answers readings only in part",
            self.place
        )))
    }

    async fn ask(&self, query: QueryFluentBuilder) -> Result<(Vec<Item>, Option<Item>), PortError> {
        let found = query.send().await;
        let found = found.map_err(|error| self.place.read("reading a page", &error))?;
        let last = found.last_evaluated_key.filter(|last| !last.is_empty());
        Ok((found.items.unwrap_or_default(), last))
    }
}

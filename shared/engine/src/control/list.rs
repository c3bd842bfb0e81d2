//! Pages of a listing, and what they are filtered by.

use serde::de::DeserializeOwned;
use wavecast_domain::event::Event;
use wavecast_domain::org::Org;
use wavecast_domain::package::Package;
use wavecast_domain::release::{Release, Status};
use wavecast_wire::name::{AppName, ChannelName, OrgName, PackageName};
use wavecast_wire::time::Timestamp;

use super::{Control, ControlError};
use crate::port::{Entry, Query};
use crate::record::{due, entry, key, order};

/// The largest page.
pub const PAGE: usize = 200;
/// Ledger pages that one filtered page may read; it then ends early, with a cursor.
const READS: usize = 20;
/// Months of audit events that one page may walk over.
const MONTHS: usize = 24;

/// Which page of a listing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PageAsk {
    /// A cursor from the page before; opaque.
    pub after: Option<String>,
    /// At most so many items: 1 to 200.
    pub limit: usize,
    /// Oldest (or lowest) first; newest first if not said.
    pub ascending: bool,
}

/// One page of a listing. A filtered page may be short, or empty, with more to come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listing<T> {
    /// In order.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` at the end.
    pub next: Option<String>,
}

/// Which releases.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReleaseFilter {
    /// Of this channel.
    pub channel: Option<ChannelName>,
    /// Of this status.
    pub status: Option<Status>,
}

/// Which audit events.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EventFilter {
    /// About this channel.
    pub channel: Option<ChannelName>,
    /// By this actor: `bootstrap`, `system:{function}` or `user:{id}`.
    pub actor: Option<String>,
    /// Of this verb, such as `release.ramp`.
    pub verb: Option<String>,
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Not after this.
    pub until: Option<Timestamp>,
}

impl Control {
    /// Organizations, by name.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn orgs(&self, ask: &PageAsk) -> Result<Listing<Org>, ControlError> {
        let query = prefix(key::ORGS.to_owned(), "");
        self.walk(&query, ask, |_: &Org| true).await
    }

    /// Releases of an application. Of one channel and status they come from an index, which may
    /// lag a moment.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn releases(
        &self,
        org: &OrgName,
        app: &AppName,
        filter: &ReleaseFilter,
        ask: &PageAsk,
    ) -> Result<Listing<Release>, ControlError> {
        let query = match (&filter.channel, filter.status) {
            (Some(channel), Some(status)) => Query::By {
                group: due::releases_group(org, app, channel, status),
            },
            _ => prefix(key::releases(org, app), ""),
        };
        let fits = |release: &Release| {
            filter
                .channel
                .as_ref()
                .is_none_or(|channel| *channel == release.channel)
                && filter.status.is_none_or(|status| status == release.status)
        };
        self.walk(&query, ask, fits).await
    }

    /// Packages of an application, by name and version; of one name if said.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn packages(
        &self,
        org: &OrgName,
        app: &AppName,
        name: Option<&PackageName>,
        ask: &PageAsk,
    ) -> Result<Listing<Package>, ControlError> {
        let begin = name.map(|name| format!("{name}#")).unwrap_or_default();
        let query = prefix(key::packages(org, app), &begin);
        self.walk(&query, ask, |_: &Package| true).await
    }

    /// The audit trail of an application, or of an organization itself, newest first.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn events(
        &self,
        org: &OrgName,
        app: Option<&AppName>,
        filter: &EventFilter,
        ask: &PageAsk,
    ) -> Result<Listing<Event>, ControlError> {
        let aggregate = app.map_or_else(|| org.to_string(), |app| key::space(org, app));
        let fits = |event: &Event| {
            filter
                .channel
                .as_ref()
                .is_none_or(|channel| event.channels.contains(channel))
                && filter.verb.as_ref().is_none_or(|verb| *verb == event.verb)
                && filter.since.is_none_or(|since| event.at >= since)
                && filter.until.is_none_or(|until| event.at <= until)
                && filter
                    .actor
                    .as_ref()
                    .is_none_or(|actor| *actor == entry::actor(&event.actor))
        };
        match &filter.actor {
            Some(actor) => {
                let group = due::actor_group(&aggregate, actor);
                self.walk(&Query::By { group }, ask, fits).await
            }
            None => self.events_by_month(&aggregate, fits, ask).await,
        }
    }

    /// Month by month, back from now; the cursor is `yyyymm:` and the ledger's own.
    async fn events_by_month(
        &self,
        aggregate: &str,
        fits: impl Fn(&Event) -> bool,
        ask: &PageAsk,
    ) -> Result<Listing<Event>, ControlError> {
        let (mut month, mut after) = match ask.after.as_deref().and_then(|at| at.split_once(':')) {
            Some((month, after)) => (month.to_owned(), Some(after.to_owned())),
            None => (order::month(self.clock.now()), None),
        };
        let mut items = Vec::new();
        for _ in 0..MONTHS {
            let page = PageAsk {
                after: after.take().filter(|after| !after.is_empty()),
                limit: limit_of(ask) - items.len(),
                ascending: false,
            };
            let query = prefix(key::events(aggregate, &month), "");
            let found = self.walk(&query, &page, &fits).await?;
            items.extend(found.items);
            if let Some(next) = found.next {
                let next = Some(format!("{month}:{next}"));
                return Ok(Listing { items, next });
            }
            let Some(before) = order::month_before(&month) else {
                return Ok(Listing { items, next: None });
            };
            month = before;
            if items.len() >= limit_of(ask) {
                let next = Some(format!("{month}:"));
                return Ok(Listing { items, next });
            }
        }
        // Two years without an end in sight: nothing older is likely, and each page stays bounded.
        Ok(Listing { items, next: None })
    }

    /// Reads on until the page is full, the listing ends, or it has read enough for one page.
    pub(super) async fn walk<T: DeserializeOwned>(
        &self,
        query: &Query,
        ask: &PageAsk,
        fits: impl Fn(&T) -> bool,
    ) -> Result<Listing<T>, ControlError> {
        let (limit, now) = (limit_of(ask), self.clock.now());
        let mut items = Vec::new();
        let mut next = ask.after.clone();
        for _ in 0..READS {
            // Never more than still fits, so that the cursor is always the ledger's own.
            let room = limit - items.len();
            let page = self
                .ledger
                .page(query, next.as_deref(), room, !ask.ascending)
                .await?;
            for found in page
                .entries
                .iter()
                .filter(|found| !entry::is_over(found, now))
            {
                let value = read_listed(found)?;
                if fits(&value) {
                    items.push(value);
                }
            }
            next = page.next;
            if next.is_none() || items.len() >= limit {
                break;
            }
        }
        Ok(Listing { items, next })
    }
}

fn read_listed<T: DeserializeOwned>(found: &Entry) -> Result<T, ControlError> {
    Ok(entry::read(found)?)
}

fn limit_of(ask: &PageAsk) -> usize {
    ask.limit.clamp(1, PAGE)
}

/// A listing of a partition.
pub(super) fn prefix(pk: String, begin: &str) -> Query {
    Query::Prefix {
        pk,
        prefix: begin.to_owned(),
    }
}

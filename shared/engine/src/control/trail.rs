//! The audit trail, month by month.

use wavecast_domain::event::Event;
use wavecast_domain::name::UserId;
use wavecast_wire::name::{AppName, ChannelName, OrgName};
use wavecast_wire::time::Timestamp;

use super::list::{Listing, PageAsk, limit_of, prefix};
use super::{Control, ControlError};
use crate::port::Query;
use crate::record::{due, entry, key, order};

/// Months of audit events that one page may walk over.
const MONTHS: usize = 24;

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
        self.events_of(&aggregate, filter, ask).await
    }

    /// The audit trail of one of the installation's own people, also of one who was removed, newest
    /// first.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn person_events(
        &self,
        person: &UserId,
        filter: &EventFilter,
        ask: &PageAsk,
    ) -> Result<Listing<Event>, ControlError> {
        self.events_of(&key::person(person), filter, ask).await
    }

    async fn events_of(
        &self,
        aggregate: &str,
        filter: &EventFilter,
        ask: &PageAsk,
    ) -> Result<Listing<Event>, ControlError> {
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
                let group = due::actor_group(aggregate, actor);
                self.walk(&Query::By { group }, ask, fits).await
            }
            None => self.events_by_month(aggregate, filter, fits, ask).await,
        }
    }

    /// Month by month, back from the end of the time asked for; the cursor is `yyyymm:` and the
    /// ledger's own.
    async fn events_by_month(
        &self,
        aggregate: &str,
        filter: &EventFilter,
        fits: impl Fn(&Event) -> bool,
        ask: &PageAsk,
    ) -> Result<Listing<Event>, ControlError> {
        let (mut month, mut after) = match ask.after.as_deref().and_then(|at| at.split_once(':')) {
            Some((month, after)) => (month.to_owned(), Some(after.to_owned())),
            None => {
                let now = self.clock.now();
                let end = filter.until.map_or(now, |until| until.min(now));
                (order::month(end), None)
            }
        };
        let first = filter.since.map(order::month);
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
            let before = order::month_before(&month);
            let within = |before: &String| first.as_ref().is_none_or(|first| first <= before);
            let Some(before) = before.filter(within) else {
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
}

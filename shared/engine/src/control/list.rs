//! Pages of a listing, and what they are filtered by.

use serde::de::DeserializeOwned;
use wavecast_domain::Refusal;
use wavecast_domain::org::Org;
use wavecast_domain::package::Package;
use wavecast_domain::release::{Release, Status};
use wavecast_wire::name::{AppName, ChannelName, OrgName, PackageName};

use super::{Control, ControlError};
use crate::port::{Entry, PortError, Query};
use crate::record::{due, entry, key};

/// The largest page.
pub const PAGE: usize = 200;
/// Ledger pages that one filtered page may read; it then ends early, with a cursor.
const READS: usize = 20;

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

impl Control {
    /// Organizations, by name.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn orgs(&self, ask: &PageAsk) -> Result<Listing<Org>, ControlError> {
        self.orgs_that(ask, |_| true).await
    }

    /// The organizations that fit, by name. A page may be short with more to come.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn orgs_that(
        &self,
        ask: &PageAsk,
        fits: impl Fn(&Org) -> bool,
    ) -> Result<Listing<Org>, ControlError> {
        let query = prefix(key::ORGS.to_owned(), "");
        self.walk(&query, ask, fits).await
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
                .await
                .map_err(no_cursor)?;
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

pub(super) fn limit_of(ask: &PageAsk) -> usize {
    ask.limit.clamp(1, PAGE)
}

/// A listing of a partition.
pub(super) fn prefix(pk: String, begin: &str) -> Query {
    Query::Prefix {
        pk,
        prefix: begin.to_owned(),
    }
}

/// All that a ledger refuses of a listing is where it shall go on.
fn no_cursor(error: PortError) -> ControlError {
    match error {
        PortError::Refused(rule) => {
            Refusal::invalid("cursor", rule, "begin at the first page").into()
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_the_ledger_refuses_is_named() {
        let refused = no_cursor(PortError::Refused("no cursor of this listing".to_owned()));
        assert!(
            matches!(&refused, ControlError::Refused(refusal) if refusal.field == "cursor"),
            "{refused}"
        );
        assert!(matches!(
            no_cursor(PortError::Conflict),
            ControlError::Port(PortError::Conflict)
        ));
    }
}

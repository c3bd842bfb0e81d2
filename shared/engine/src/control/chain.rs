//! The audit trail as a chain, from its begin: to be kept elsewhere, and to be verified there.

use wavecast_domain::event::Event;
use wavecast_domain::trail::Link;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use super::list::{PageAsk, limit_of, prefix};
use super::{Control, ControlError};
use crate::record::{key, order};

/// Months that one page may walk over; it then ends early, with a cursor.
const MONTHS: usize = 24;

/// A part of a chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// Events as [lines](Event::line), the oldest first.
    pub lines: Vec<String>,
    /// The cursor of the next part; `None` at the end.
    pub next: Option<String>,
    /// Where the chain ended when this part was read; nothing after it is in the part.
    pub end: Link,
}

/// An aggregate, as far as its chain is concerned.
struct Aggregate {
    key: String,
    created: Timestamp,
    end: Link,
}

impl Control {
    /// A part of the chain of an application, or of an organization itself; `None` when there is
    /// no such thing. The cursor is `yyyymm:` and the ledger's own.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn chain(
        &self,
        org: &OrgName,
        app: Option<&AppName>,
        ask: &PageAsk,
    ) -> Result<Option<Part>, ControlError> {
        let Some(aggregate) = self.aggregate(org, app).await? else {
            return Ok(None);
        };
        let (mut month, mut after) = match ask.after.as_deref().and_then(|at| at.split_once(':')) {
            Some((month, after)) => (month.to_owned(), Some(after.to_owned())),
            None => (order::month(aggregate.created), None),
        };
        let last = order::month(self.clock.now());
        let (mut lines, mut next) = (Vec::new(), None);
        for _ in 0..MONTHS {
            let page = PageAsk {
                after: after.take().filter(|after| !after.is_empty()),
                limit: limit_of(ask) - lines.len(),
                ascending: true,
            };
            let query = prefix(key::events(&aggregate.key, &month), "");
            let within = |event: &Event| event.revision <= aggregate.end.revision;
            let found = self.walk(&query, &page, within).await?;
            for event in found.items {
                lines.push(event.line()?);
            }
            next = found.next.map(|next| format!("{month}:{next}"));
            if next.is_none() {
                let following = order::month_after(&month).filter(|month| *month <= last);
                next = following.as_ref().map(|month| format!("{month}:"));
                month = following.unwrap_or_default();
            }
            if next.is_none() || lines.len() >= limit_of(ask) {
                break;
            }
        }
        let end = aggregate.end;
        Ok(Some(Part { lines, next, end }))
    }

    async fn aggregate(
        &self,
        org: &OrgName,
        app: Option<&AppName>,
    ) -> Result<Option<Aggregate>, ControlError> {
        let found = match app {
            Some(app) => self.app(org, app, &[]).await?.map(|found| {
                let head = found.head;
                let key = key::space(org, app);
                (key, head.created, head.revision, head.trail)
            }),
            None => self.org(org).await?.map(|found| {
                let key = org.to_string();
                (key, found.created, found.revision, found.trail)
            }),
        };
        Ok(found.and_then(|(key, created, revision, trail)| {
            let end = Link {
                revision,
                digest: trail?,
            };
            Some(Aggregate { key, created, end })
        }))
    }
}

//! Reading queries.

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};
use wavecast_engine::control::{Listing, PageAsk};

use crate::contract::page::Page;
use crate::problem::Problem;

/// A query, read strictly: what is unknown, said twice or of the wrong type is refused.
#[derive(Debug)]
pub(crate) struct Ask<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Ask<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        read_query(&parts.uri).map(Self)
    }
}

/// What a refusal begins with; the field and its rule follow.
const QUERY_REFUSED: &str = "Failed to deserialize query string: ";

/// The query of a URI.
pub(crate) fn read_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let query = Query::try_from_uri(uri).map_err(|rejection| {
        let text = rejection.body_text();
        let text = text.strip_prefix(QUERY_REFUSED).unwrap_or(&text);
        let (field, rule) = text.split_once(": ").unwrap_or(("query", text));
        Problem::malformed_at(field, rule)
    })?;
    Ok(query.0)
}

/// Which page of a listing that is ordered by name.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesQuery {
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `name`, or `-name` for the last first.
    #[param(inline)]
    pub sort: Option<ByName>,
}

/// Which page of a listing that is ordered by time.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimesQuery {
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `-created` for the newest first (if not said), `created` for the oldest first.
    #[param(inline)]
    pub sort: Option<ByCreation>,
}

// Literals come as `tt`: as `literal` the document's macro wouldn't see them, and say `Up` and `Down`.
macro_rules! order {
    ($(#[$doc:meta])* $name:ident: $up:tt or $down:tt, else $default:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ToSchema)]
        pub(crate) enum $name {
            /// The lowest first.
            #[serde(rename = $up)]
            Up,
            /// The highest first.
            #[serde(rename = $down)]
            Down,
        }

        impl $name {
            /// Whether the lowest come first.
            pub(crate) fn ascends(said: Option<Self>) -> bool {
                said.unwrap_or(Self::$default) == Self::Up
            }
        }
    };
}

order!(
    /// Ordered by name.
    ByName: "name" or "-name", else Up
);
order!(
    /// Ordered by creation.
    ByCreation: "created" or "-created", else Down
);
order!(
    /// Ordered by version.
    ByVersion: "version" or "-version", else Down
);

/// How many a page has when nothing is said.
const LIMIT: usize = 50;
/// How many a page may have.
const LIMIT_MOST: usize = 200;

/// Checks what was asked of a page.
pub(crate) fn page(
    limit: Option<usize>,
    cursor: Option<String>,
    ascending: bool,
) -> Result<PageAsk, Problem> {
    let limit = limit.unwrap_or(LIMIT);
    if !(1..=LIMIT_MOST).contains(&limit) {
        return Err(Problem::invalid("limit", "must be 1 to 200"));
    }
    if cursor.as_ref().is_some_and(|cursor| cursor.len() > 1024) {
        return Err(Problem::invalid(
            "cursor",
            "must be 'next' of the page before",
        ));
    }
    Ok(PageAsk {
        after: cursor,
        limit,
        ascending,
    })
}

impl NamesQuery {
    /// Checks it.
    pub(crate) fn ask(self) -> Result<PageAsk, Problem> {
        page(self.limit, self.cursor, ByName::ascends(self.sort))
    }
}

impl TimesQuery {
    /// Checks it.
    pub(crate) fn ask(self) -> Result<PageAsk, Problem> {
        page(self.limit, self.cursor, ByCreation::ascends(self.sort))
    }
}

/// A page as the API answers it.
pub(crate) fn listing<S, T: From<S>>(found: Listing<S>) -> Page<T> {
    Page {
        items: found.items.into_iter().map(Into::into).collect(),
        next: found.next,
    }
}

/// A page whose items are made with more than themselves.
pub(crate) fn listing_of<S, T>(found: Listing<S>, make: impl Fn(S) -> T) -> Page<T> {
    Page {
        items: found.items.into_iter().map(make).collect(),
        next: found.next,
    }
}

/// A page of a whole list that is ordered by name; the cursor is the last name.
pub(crate) fn page_of<T>(mut all: Vec<T>, ask: &PageAsk, name: impl Fn(&T) -> &str) -> Page<T> {
    if !ask.ascending {
        all.reverse();
    }
    if let Some(after) = &ask.after {
        let after = after.as_str();
        all.retain(|one| (name(one) > after) == ask.ascending && name(one) != after);
    }
    let next = all.get(ask.limit).is_some();
    all.truncate(ask.limit);
    let next = all.last().filter(|_| next).map(|one| name(one).to_owned());
    Page { items: all, next }
}

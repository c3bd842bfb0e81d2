//! One page of a listing.

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a listing. Ask again with `cursor` set to `next` for the one after it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// In the order asked for.
    pub items: Vec<T>,
    /// The cursor of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

//! The API client: one method per operation, generated from our OpenAPI document, and a thin
//! layer by hand: the token, errors that carry the server's problem, and uploads.
//!
//! ```no_run
//! # async fn show() -> Result<(), wavecast_client::ClientError> {
//! let client = wavecast_client::Client::connect("http://127.0.0.1:8080", "wct_…")?;
//! let change = client
//!     .ramp_release()
//!     .org("acme")
//!     .app("lamp")
//!     .id("01KAJ5W3M0Q8Z4T7V2X6Y9B1CD")
//!     .body_map(|body| body.to("50%"))
//!     .send()
//!     .await?
//!     .into_inner();
//! # let _ = change; Ok(()) }
//! ```
//!
//! Requests need a TLS provider: a `main` installs one (`rustls`'s ring) before it connects.

mod connect;
mod error;
#[allow(
    clippy::all,
    clippy::restriction,
    clippy::too_many_lines,
    missing_docs,
    rustdoc::private_intra_doc_links,
    unused_imports,
    unused_qualifications,
    reason = "generated"
)]
#[rustfmt::skip]
mod generated;
mod upload;

pub use connect::Client;
pub use error::ClientError;
pub use generated::{builder, types};
pub use upload::{Progress, UploadFile};

//! The admin API: HTTP in, commands out.
//!
//! A request runs through `frame` (id, log, problem written out), `auth` (a
//! principal), then a handler: it parses the path, the query and the body into a command, has
//! [`Control`](wavecast_engine::control::Control) carry it out, and answers in the API's own
//! words ([`contract`]). Everything that goes wrong is one type, [`contract::problem::Problem`].

mod answer;
mod ask;
mod at;
mod auth;
mod call;
pub mod contract;
mod cookie;
mod document;
mod field;
mod frame;
mod gate;
#[allow(unused_qualifications, reason = "utoipa::path writes them")]
mod handle;
mod limits;
mod lockout;
mod need;
mod page;
mod problem;
mod routes;
mod rules;
mod sight;
mod state;

pub use auth::{Auth, Fixed, FixedTokens, SignInPlace, Way};
pub use document::document;
pub use frame::{REQUEST_ID, given_id};
pub use limits::{Limits, Origin, Proxies, Rate, Rates};
pub use routes::router;
pub use state::{ApiState, Info};

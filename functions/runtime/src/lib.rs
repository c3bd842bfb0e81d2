//! What every function does around its work: it starts, hears events one at a time, logs as JSON,
//! and measures in CloudWatch's embedded format. Each `main` is a composition root over this.
//!
//! Nothing runs after an answer was given: Lambda freezes the process then.

mod call;
mod event;
mod log;
mod metric;
mod start;
mod trace;

pub use call::Call;
pub use event::{Failed, Handler, correlation_of, hear};
pub use metric::{Measure, Meter};
pub use start::{Stopped, start};

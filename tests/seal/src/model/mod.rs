//! The seal protocol as a state machine.
//!
//! One step is one call of a port, named after the engine's function that makes it, so that a
//! trace of the model is a schedule of the real publisher: `tests/it/honest.rs` plays them.

pub mod act;
pub mod home;
pub mod land;
pub mod rules;
pub mod same;
#[allow(
    missing_docs,
    reason = "fields and steps have the names that they have in the engine"
)]
pub mod state;
pub mod step;

//! For tests of every backend: the in-memory one, the conformance suite, the fault layer.

pub mod act;
pub mod clock;
pub mod conformance;
pub mod counted;
pub mod crowd;
pub mod faulty;
pub mod group_trials;
pub mod look;
pub mod memory;
pub mod sender;
pub mod world;

//! The engine over the in-memory backends: whole lives, races, faults, repair.

mod backends;
mod life;
mod stage;

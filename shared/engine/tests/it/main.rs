//! The engine over the in-memory backends: whole lives, races, faults, repair.

mod life;
mod stage;

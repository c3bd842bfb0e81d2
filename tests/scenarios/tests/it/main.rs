//! Scenarios from end to end: the real server, the real edge, real devices.

mod life;
mod world;

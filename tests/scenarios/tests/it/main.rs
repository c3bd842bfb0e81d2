//! Scenarios from end to end: the real server, the real edge, real devices.

mod admins;
mod channels;
mod clocks;
mod damage;
mod disk;
mod hostile;
mod life;
mod outage;
mod packages;
mod schedule;
mod setbacks;
mod starts;
mod world;

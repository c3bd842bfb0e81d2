//! The generated client is what our document says, and the layer by hand works over loopback.

mod calls;
mod generated;
mod lower;
mod server;
mod uploads;

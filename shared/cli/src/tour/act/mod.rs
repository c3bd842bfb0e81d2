//! The acts of the tour, in their order.

pub mod broken;
pub mod bundle;
pub mod device;
pub mod first;
pub mod waves;

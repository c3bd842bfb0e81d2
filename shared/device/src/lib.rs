//! The pure core of a device: what it trusts, and what it does next.

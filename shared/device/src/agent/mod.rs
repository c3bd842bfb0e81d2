//! The state machine of one device.

//! Ports, and the straight line that a change travels through them.

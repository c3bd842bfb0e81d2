//! The static server of one machine: it answers as the CDN would.

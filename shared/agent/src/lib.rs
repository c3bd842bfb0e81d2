//! The driver of a device: HTTP, files and slots around the pure core.

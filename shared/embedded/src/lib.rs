//! The backend of one machine: redb, files with fsync, keys on disk.

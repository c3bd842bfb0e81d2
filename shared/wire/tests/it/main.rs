//! Tests of the published bytes: vectors that every client shares, schemas, whole files.

mod channel;
mod files;
mod keys;
mod schema;
mod table;
mod vectors;

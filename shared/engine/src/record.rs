//! Domain values as ledger entries: keys, indexes and layout versions.

//! The rules of the house that no compiler checks: which crate may use which, what stays pure,
//! what must be finished, and where a document leads. See `tests/`.

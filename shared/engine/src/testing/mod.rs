//! For tests of every backend: the in-memory one, the conformance suite, the fault layer.

//! What benches count, as assertions: bytes and memory, never time.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod memory;
mod wire;

use wavecast_bench::heap::Heap;

#[global_allocator]
static HEAP: Heap = Heap;

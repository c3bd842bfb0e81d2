//! A heap that counts what each thread holds, so that peak memory is a number and no guess.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's heap, counted. Make it the program's: `#[global_allocator] static HEAP: Heap = Heap;`
pub struct Heap;

thread_local! {
    /// Bytes that this thread allocated and didn't free; negative where others' were freed.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    /// The highest of it since the last look.
    static PEAK: Cell<isize> = const { Cell::new(0) };
    /// Allocations.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// What some work took of the heap.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Taken {
    /// Bytes at the highest, above what was held before.
    pub peak: usize,
    /// Bytes still held after it.
    pub kept: isize,
    /// Allocations, reallocations included.
    pub count: u64,
}

/// Runs work on this thread, and tells what it took. 0 of everything unless [`Heap`] is the
/// program's allocator.
pub fn taken<T>(work: impl FnOnce() -> T) -> (T, Taken) {
    let (before, count) = (LIVE.get(), COUNT.get());
    PEAK.set(before);
    let result = work();
    let taken = Taken {
        peak: usize::try_from(PEAK.get() - before).unwrap_or(0),
        kept: LIVE.get() - before,
        count: COUNT.get() - count,
    };
    (result, taken)
}

fn hold(bytes: usize) {
    // A thread that is ending has no counters any more, and nobody asks for them.
    let held = LIVE.try_with(|live| {
        live.set(live.get().wrapping_add_unsigned(bytes));
        live.get()
    });
    let peak = |held| PEAK.try_with(|peak| peak.set(peak.get().max(held)));
    held.and_then(peak).ok();
    COUNT.try_with(|count| count.set(count.get() + 1)).ok();
}

fn free(bytes: usize) {
    LIVE.try_with(|live| live.set(live.get().wrapping_sub_unsigned(bytes)))
        .ok();
}

#[allow(
    unsafe_code,
    reason = "an allocator can't be written without; each call is passed on as it came"
)]
// SAFETY: every call goes to the system's allocator with the arguments that came, and answers what
// it answered; the counters are thread-local cells that allocate nothing.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        hold(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        hold(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        free(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    /// Counted as if it always moved: both blocks are there for a moment.
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        hold(size);
        let moved = unsafe { System.realloc(pointer, layout, size) };
        free(layout.size());
        moved
    }
}

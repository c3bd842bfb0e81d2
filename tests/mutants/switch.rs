//! Which one of the woven mutants acts in this process: the one that `MUTANT` numbers, or none.
//! Under `MUTANT_REACHED` none acts, and the number of each that is reached goes into that file.
#![allow(missing_docs, clippy::all)]

extern crate std;

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::io::Write as _;

const UNREAD: u32 = u32::MAX;
const RECORD: u32 = u32::MAX - 1;

static ACTIVE: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; 1 << 14] = [const { AtomicBool::new(false) }; 1 << 14];

#[inline(always)]
pub fn acts(number: u32) -> bool {
    let active = ACTIVE.load(Relaxed);
    if active >= RECORD {
        return first(number, active);
    }
    active == number
}

#[inline(never)]
fn first(number: u32, mut active: u32) -> bool {
    let path = std::env::var_os("MUTANT_REACHED");
    if active == UNREAD {
        let wanted = std::env::var("MUTANT").ok();
        let wanted = wanted.and_then(|number| number.parse().ok()).unwrap_or(0);
        active = if path.is_some() { RECORD } else { wanted };
        ACTIVE.store(active, Relaxed);
    }
    if active != RECORD {
        return active == number;
    }
    if !REACHED[number as usize].swap(true, Relaxed) {
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path.unwrap());
        writeln!(file.unwrap(), "{number}").unwrap();
    }
    false
}

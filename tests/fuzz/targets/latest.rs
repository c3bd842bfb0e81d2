//! `latest.ndjson`: it is split exactly where a naive reading splits it, every line is within its
//! limit, and the lines joined again are what the file begins with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wavecast_wire::latest::{join, split};

/// KiB of the whole file, then of its three lines.
const KIB: [usize; 4] = [384, 16, 64, 256];

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    // Now and then once more, with lines long enough to meet their limits.
    if !bytes.len().is_multiple_of(16) {
        return;
    }
    let factor = 1 + usize::from(bytes.first().copied().unwrap_or(0)) * 40;
    let stretched: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| std::iter::repeat_n(*byte, if *byte == b'\n' { 1 } else { factor }))
        .take(500 * 1024)
        .collect();
    check(&stretched);
});

fn check(bytes: &[u8]) {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    // A last line feed leaves an empty piece behind it.
    let whole =
        bytes.len() <= KIB[0] << 10 && lines.len() >= 4 && lines[lines.len() - 1].is_empty();
    let fits = whole && (0..3).all(|n| lines[n].len() <= KIB[n + 1] << 10);
    match split(bytes) {
        Ok(read) => {
            assert!(fits);
            assert_eq!([read.timestamp, read.snapshot, read.targets], lines[..3]);
            assert!(bytes.starts_with(&join(read)));
        }
        Err(error) => assert!(!fits, "{error}"),
    }
}

//! Strict and canonical JSON.
//!
//! - The scanner accepts exactly what a second, independent reading accepts.
//! - What it calls canonical is byte for byte what canonical writing gives.
//! - A file is read as it was written, and writing what was read gives the same file.
//! - A second implementation of OLPC canonical JSON writes the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wavecast_fuzz::strict::is_strict;
use wavecast_wire::json::{self, Scan};

fuzz_target!(|bytes: &[u8]| {
    let scan = json::scan(bytes, bytes.len());
    assert_eq!(scan.is_ok(), is_strict(bytes), "{scan:?}");
    let read = json::read::<Value>(bytes, bytes.len());
    let (Ok(scan), Ok(value)) = (scan, read) else {
        return;
    };
    let canonical = json::canonical(&value).expect("what was read can be written");
    assert_eq!(scan.canonical, canonical == bytes);
    let file = json::file(&value).expect("what was read can be written");
    assert_eq!(json::read::<Value>(&file, file.len()), Ok(value.clone()));
    let is_canonical = Scan {
        canonical: canonical == file,
    };
    assert_eq!(json::scan(&file, file.len()), Ok(is_canonical));
    assert!(!file.contains(&b'\n'), "a file is one line");
    let theirs = sigstore_tuf::canonical_json::to_canonical_bytes(&value).expect("integers alone");
    assert_eq!(theirs, canonical);
});

//! The envelope and the four bodies of TUF metadata, and the table in targets.
//!
//! - The signed bytes are the canonical form of `signed`, as a second implementation writes it.
//! - What was read and written again is read as the same, and written as the same.
//! - No check of a body panics, and none accepts a body of another type or version 0.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::fmt::Debug;
use wavecast_wire::envelope::{self, Envelope};
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::{Body, Role, Root, Snapshot, Targets, TimestampBody};

fuzz_target!(|bytes: &[u8]| {
    let scope: Scope = "acme/lamp/stable".parse().expect("a scope");
    if let Some(root) = read::<Root>(bytes, &scope) {
        for role in Role::ALL {
            let keys = root.role(role).map(|keys| keys.keys.len());
            assert!(keys.is_none_or(|count| count <= root.keys.len()));
        }
    }
    if let Some(timestamp) = read::<TimestampBody>(bytes, &scope) {
        assert!(timestamp.snapshot().is_some());
    }
    if let Some(snapshot) = read::<Snapshot>(bytes, &scope) {
        assert!(snapshot.targets().is_some());
    }
    if let Some(targets) = read::<Targets>(bytes, &scope) {
        let table = targets.wavecast.expect("it speaks for a channel");
        let _ = (table.check(), table.check_line(bytes.len()), table.newer());
    }
});

/// The body, if it is one that speaks for `scope`.
fn read<B: Body + Clone + Debug + PartialEq>(bytes: &[u8], scope: &Scope) -> Option<B> {
    let read = Envelope::<B>::read(bytes, B::MAX_BYTES).ok()?;
    let signed = serde_json::from_slice::<Value>(bytes).expect("JSON")["signed"].take();
    let message = sigstore_tuf::canonical_json::to_canonical_bytes(&signed).expect("integers");
    assert_eq!(read.message, message);

    let sealed = envelope::seal(&read.signed, &read.signatures).expect("what was read is written");
    let again = Envelope::<B>::read(&sealed, usize::MAX).expect("what was written is read");
    assert_eq!(again.signed, read.signed);
    assert_eq!(again.signatures, read.signatures);
    assert_eq!(
        again.message,
        envelope::message(&read.signed).expect("canonical")
    );
    assert_eq!(
        envelope::seal(&again.signed, &again.signatures).as_ref(),
        Ok(&sealed)
    );

    let _ = read.signed.newer(&[]);
    read.signed.check(scope).ok()?;
    let header = read.signed.header();
    assert_eq!(header.kind, B::ROLE.as_str());
    assert!(header.version > 0 && header.spec_version.starts_with("1."));
    assert_eq!(header.wavecast.map(|(_, scope, _)| scope), Some(scope));
    Some(read.signed)
}

//! Every limit of the published bytes, for the publisher and (where it is laxer) for clients.
//!
//! The publisher refuses above its limit; a client accepts up to its own, so that a publisher may
//! grow without stranding devices.

/// Bytes of a whole targets line that the publisher may write.
pub const TARGETS_BYTES: usize = 128 * 1024;
/// Bytes of a whole targets line that a client accepts.
pub const TARGETS_BYTES_CLIENT: usize = 256 * 1024;
/// Rows in all of a table, its properties layers included.
pub const ROWS: usize = 256;
/// Properties layers of a table.
pub const LAYERS: usize = 16;
/// Bytes of a whole timestamp line.
pub const TIMESTAMP_BYTES: usize = 16 * 1024;
/// Bytes of a whole snapshot line that a client accepts.
pub const SNAPSHOT_BYTES_CLIENT: usize = 64 * 1024;
/// Bytes of a whole root that a client accepts.
pub const ROOT_BYTES_CLIENT: usize = 512 * 1024;
/// Bytes of `latest.ndjson` that a client accepts.
pub const LATEST_BYTES_CLIENT: usize = 384 * 1024;
/// Bytes of a release config that the publisher may write.
pub const CONFIG_BYTES: usize = 256 * 1024;
/// Bytes of a release config that a client accepts.
pub const CONFIG_BYTES_CLIENT: usize = 512 * 1024;
/// Bytes of a manifest that anyone accepts: 100,000 files of a path of 512 bytes and their entries.
pub const MANIFEST_BYTES: usize = 128 * 1024 * 1024;
/// Bytes of a path inside a package.
pub const PATH_BYTES: usize = 512;
/// Bytes of one file.
pub const FILE_BYTES: u64 = 16 << 30;
/// Bytes of one package.
pub const PACKAGE_BYTES: u64 = 64 << 30;
/// Files of one package, over all its variants.
pub const PACKAGE_FILES: usize = 100_000;
/// Files that a release config lists in place; a longer list is read from the manifest.
pub const INLINE_FILES: usize = 256;
/// Bytes of a target name: with its hash and a dot before it, it must still be a file name.
pub const TARGET_NAME_BYTES: usize = 190;
/// Bytes of a package's version, so that the longest target name made from it fits.
pub const PACKAGE_VERSION_BYTES: usize = 100;
/// Bytes of a device attribute's value.
pub const ATTRIBUTE_BYTES: usize = 256;
/// Bytes of a device id.
pub const DEVICE_ID_BYTES: usize = 128;
/// Characters of a salt.
pub const SALT_CHARS: usize = 64;
/// Device hashes that a row holds in place.
pub const DEVICES_INLINE: usize = 500;
/// Device hashes of a list that stands as a target of its own.
pub const DEVICES_LISTED: usize = 100_000;
/// Bytes of a device list that the publisher may write.
pub const DEVICE_LIST_BYTES: usize = 2 << 20;
/// Bytes of a device list that a client accepts.
pub const DEVICE_LIST_BYTES_CLIENT: usize = 4 << 20;
/// Withdrawn releases that a table names.
pub const WITHDRAWN: usize = 64;
/// Signatures of one envelope.
pub const SIGNATURES: usize = 64;
/// Roots that a client walks in one go.
pub const ROOT_WALK: u64 = 1024;
/// Bytes of localized notes in a release config.
pub const NOTES_BYTES: usize = 4 * 1024;
/// Nesting of any published JSON.
pub const JSON_DEPTH: usize = 32;
/// Values of any published JSON, nested ones included: 100,000 files of a manifest and room to grow.
pub const JSON_VALUES: usize = 1 << 20;
/// The largest integer of any published JSON: 2^53 - 1.
pub const JSON_INTEGER: i64 = (1 << 53) - 1;
/// Buckets that a device may fall into, and the unit of a share: permyriad.
pub const BUCKETS: u16 = 10_000;

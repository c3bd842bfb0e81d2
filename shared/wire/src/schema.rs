//! A JSON Schema (2020-12) of every published file, for people who check or generate them.
//!
//! They say what we publish, not what a client must accept: a client ignores fields that it doesn't
//! know, and a schema can't say everything (sorted lists, ranges that overlap, canonical form).

/// Name and text of each schema; the name is that of its file under `shared/wire/schema`.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("root", include_str!("../schema/root.schema.json")),
    ("timestamp", include_str!("../schema/timestamp.schema.json")),
    ("snapshot", include_str!("../schema/snapshot.schema.json")),
    ("targets", include_str!("../schema/targets.schema.json")),
    (
        "release-config",
        include_str!("../schema/release-config.schema.json"),
    ),
    (
        "package-envelope",
        include_str!("../schema/package-envelope.schema.json"),
    ),
    (
        "package-manifest",
        include_str!("../schema/package-manifest.schema.json"),
    ),
    (
        "device-list",
        include_str!("../schema/device-list.schema.json"),
    ),
    (
        "properties",
        include_str!("../schema/properties.schema.json"),
    ),
];

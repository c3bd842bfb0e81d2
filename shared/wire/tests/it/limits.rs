//! Every limit holds at its edge: the last that fits is taken, the first that doesn't is refused.
//! And `docs/wire.md` names each as the code has it.

use serde_json::json;
use wavecast_wire::bucket::check_id;
use wavecast_wire::config::{ConfigError, ReleaseConfig, read_properties, write_properties};
use wavecast_wire::envelope::{Envelope, seal};
use wavecast_wire::json::{canonical, read};
use wavecast_wire::key::Signature;
use wavecast_wire::latest::{self, Lines};
use wavecast_wire::limit;
use wavecast_wire::tuf::{Body as _, TimestampBody};

use crate::channel::Publication;
use crate::sample::{bundle, config};

/// 1234567 as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Bytes in the largest unit that leaves no rest.
fn size(bytes: impl TryInto<u64, Error: std::fmt::Debug>) -> String {
    let bytes: u64 = bytes.try_into().unwrap();
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units
        .into_iter()
        .find(|(shift, _)| bytes.is_multiple_of(1 << shift));
    unit.map_or_else(
        || format!("{bytes} bytes"),
        |(shift, unit)| format!("{} {unit}", bytes >> shift),
    )
}

#[test]
fn the_page_names_each_as_the_code_has_it() {
    use limit::*;
    let count = |number: usize| grouped(number as u64);
    let rows = [
        format!(
            "JSON | depth {JSON_DEPTH}, {} values | same",
            count(JSON_VALUES)
        ),
        format!("`latest.ndjson` | – | {}", size(LATEST_BYTES_CLIENT)),
        format!("root | – | {}", size(ROOT_BYTES_CLIENT)),
        format!("timestamp | {0} | {0}", size(TIMESTAMP_BYTES)),
        format!("snapshot | – | {}", size(SNAPSHOT_BYTES_CLIENT)),
        format!(
            "targets | {}; {ROWS} rows in all; {LAYERS} layers; {WITHDRAWN} withdrawn | {}",
            size(TARGETS_BYTES),
            size(TARGETS_BYTES_CLIENT)
        ),
        format!("signatures of an envelope | {SIGNATURES} | {SIGNATURES}"),
        format!("devices in a row | {DEVICES_INLINE} | –"),
        format!(
            "device list | {0} devices, {1} | {0} devices, {2}",
            count(DEVICES_LISTED),
            size(DEVICE_LIST_BYTES),
            size(DEVICE_LIST_BYTES_CLIENT)
        ),
        format!(
            "release config, properties file | {0}; {INLINE_FILES} files; notes {2} | {1}; {INLINE_FILES} files; notes {2}",
            size(CONFIG_BYTES),
            size(CONFIG_BYTES_CLIENT),
            size(NOTES_BYTES)
        ),
        format!("manifest | {} | same", size(MANIFEST_BYTES)),
        format!(
            "package | {} files over all variants, {} | same",
            count(PACKAGE_FILES),
            size(PACKAGE_BYTES)
        ),
        format!(
            "file | {}; path {PATH_BYTES} bytes | same",
            size(FILE_BYTES)
        ),
        format!("package version | {PACKAGE_VERSION_BYTES} bytes | same"),
        format!("target name | {TARGET_NAME_BYTES} characters | same"),
        format!("attribute value | {ATTRIBUTE_BYTES} bytes | same"),
        format!("device id | {DEVICE_ID_BYTES} bytes | –"),
        format!("salt | {SALT_CHARS} characters | same"),
        format!("roots walked in one go | – | {ROOT_WALK}"),
    ];
    let table: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
    let page = include_str!("../../../../docs/wire.md");
    let (_, section) = page.split_once("\n## 18. Limits\n").unwrap();
    let (_, found) = section.split_once("|---|---|---|\n").unwrap();
    assert_eq!(found.split("\n\n").next().unwrap(), table.trim_end());
}

#[test]
fn integers_end_below_2_to_the_53() {
    for (text, fits) in [
        ("9007199254740991", true),
        ("9007199254740992", false),
        ("-9007199254740991", true),
        ("-9007199254740992", false),
    ] {
        let value = read::<i64>(text.as_bytes(), 64);
        assert_eq!(value.is_ok(), fits, "reading {text}");
        let number: i64 = text.parse().unwrap();
        assert_eq!(canonical(&number).is_ok(), fits, "writing {text}");
        let properties = [(String::from("n"), json!(number))].into();
        assert_eq!(
            write_properties(&properties).is_ok(),
            fits,
            "property {text}"
        );
    }
}

#[test]
fn a_device_id_has_at_most_128_bytes() {
    let id = |bytes: usize| "a1".repeat(64) + &"x".repeat(bytes - 128);
    assert_eq!(check_id(&id(128)), Ok(()));
    for id in [String::new(), id(129)] {
        let error = check_id(&id).unwrap_err().to_string();
        assert!(error.contains("1 to 128 bytes"), "{error}");
    }
}

/// A config with notes and files trimmed away, so that each part's own edge can be met.
fn bare() -> ReleaseConfig {
    let mut config = config();
    config.notes.clear();
    config
}

fn rule(config: &ReleaseConfig) -> Result<(), String> {
    match config.write() {
        Ok(bytes) => ReleaseConfig::read(&bytes)
            .map(drop)
            .map_err(|error| error.to_string()),
        Err(ConfigError::Rule { field, rule }) => Err(format!("{field} {rule}")),
        Err(other) => Err(other.to_string()),
    }
}

fn refused(config: &ReleaseConfig, wanted: &str) {
    let error = rule(config).unwrap_err();
    assert!(error.contains(wanted), "wanted {wanted:?}, got {error:?}");
}

#[test]
fn a_release_config_is_written_up_to_256_kib() {
    let mut full = bare();
    let fill = |config: &mut ReleaseConfig, bytes: usize| {
        let text = json!("x".repeat(bytes));
        config.config.properties.insert("fill".into(), text);
    };
    fill(&mut full, 0);
    let missing = limit::CONFIG_BYTES - full.write().unwrap().len();
    fill(&mut full, missing);
    assert_eq!(full.write().unwrap().len(), limit::CONFIG_BYTES);
    assert_eq!(rule(&full), Ok(()));
    fill(&mut full, missing + 1);
    refused(&full, "has 262145 bytes, at most 262144 fit");
    // A client takes what a later publisher may write.
    assert_eq!(
        ReleaseConfig::read(&canonical(&full).unwrap()),
        Ok(full.clone())
    );
    fill(&mut full, missing + limit::CONFIG_BYTES_CLIENT);
    assert!(ReleaseConfig::read(&canonical(&full).unwrap()).is_err());
}

#[test]
fn a_properties_file_is_written_up_to_256_kib() {
    let of = |bytes: usize| [(String::from("a"), json!("x".repeat(bytes - 8)))].into();
    let full = of(limit::CONFIG_BYTES);
    let bytes = write_properties(&full).unwrap();
    assert_eq!(bytes.len(), limit::CONFIG_BYTES);
    assert_eq!(read_properties(&bytes), Ok(full));
    let error = write_properties(&of(limit::CONFIG_BYTES + 1)).unwrap_err();
    assert!(error.to_string().contains("have 262145 bytes"), "{error}");
}

#[test]
fn the_parts_of_a_release_config_have_limits_of_their_own() {
    let with = |change: fn(&mut ReleaseConfig)| {
        let mut config = bare();
        change(&mut config);
        config
    };
    refused(&with(|c| c.v = 2), "must be 1, without crit");
    refused(
        &with(|c| c.crit = vec!["delta".into()]),
        "must be 1, without crit",
    );

    let manifest = |size: u64| {
        let mut config = bare();
        config.manifest.size = size;
        config
    };
    assert_eq!(rule(&manifest(limit::MANIFEST_BYTES as u64)), Ok(()));
    refused(
        &manifest(limit::MANIFEST_BYTES as u64 + 1),
        "manifest.size must be at most 128 MiB",
    );

    let notes = |bytes: usize| {
        let mut config = bare();
        config.notes.insert("en".into(), "x".repeat(bytes - 2));
        config
    };
    assert_eq!(rule(&notes(4096)), Ok(()));
    refused(&notes(4097), "notes have 4097 bytes, at most 4096 fit");

    let tag = |chars: usize| {
        let mut config = bare();
        config.notes.insert("x".repeat(chars), String::from("text"));
        config
    };
    assert_eq!(rule(&tag(35)), Ok(()));
    refused(&tag(36), "language tags");
    refused(&tag(0), "language tags");
}

#[test]
fn a_release_config_lists_at_most_256_files_wherever_they_stand() {
    let file = config().resources[0].clone();
    for place in 0..3 {
        // One index, and one in each other list but the one that is filled.
        let with = |files: usize| {
            let mut config = bare();
            let package = &mut config.package;
            let lists = [
                &mut package.important,
                &mut package.lazy,
                &mut config.resources,
            ];
            for (list, count) in lists.into_iter().zip([1, 0, 0]) {
                *list = vec![file.clone(); count];
            }
            let list = match place {
                0 => &mut config.package.important,
                1 => &mut config.package.lazy,
                _ => &mut config.resources,
            };
            list.resize(files, file.clone());
            config
        };
        let others = if place == 0 { 1 } else { 2 };
        assert_eq!(rule(&with(256 - others)), Ok(()), "list {place}");
        refused(&with(257 - others), "at most 256 files");
    }

    let sized = |size: u64| {
        let mut config = bare();
        config.resources[0].size = size;
        config
    };
    assert_eq!(rule(&sized(limit::FILE_BYTES)), Ok(()));
    refused(
        &sized(limit::FILE_BYTES + 1),
        "resources.size must be at most 16 GiB",
    );
}

#[test]
fn an_envelope_has_at_most_64_signatures() {
    let body = Publication::new(7, 1).timestamp_body(b"{}");
    let open = |count: usize| {
        let signatures: Vec<_> = (0..count)
            .map(|n| Signature::new(wavecast_wire::hash::Sha256::of(&n.to_be_bytes()), &[0; 64]))
            .collect();
        let bytes = seal(&body, &signatures).unwrap();
        Envelope::<TimestampBody>::read(&bytes, TimestampBody::MAX_BYTES).map(drop)
    };
    assert_eq!(open(64), Ok(()));
    let error = open(65).unwrap_err().to_string();
    assert!(error.contains("at most 64 signatures"), "{error}");
}

#[test]
fn each_line_of_a_poll_has_its_limit_and_so_has_the_whole() {
    let full = [
        limit::TIMESTAMP_BYTES,
        limit::SNAPSHOT_BYTES_CLIENT,
        limit::TARGETS_BYTES_CLIENT,
    ];
    let file = |lengths: [usize; 3]| {
        let [timestamp, snapshot, targets] = lengths.map(|bytes| vec![b'x'; bytes]);
        latest::join(Lines {
            timestamp: &timestamp,
            snapshot: &snapshot,
            targets: &targets,
        })
    };
    let lengths = |bytes: &[u8]| {
        latest::split(bytes)
            .map(|lines| [lines.timestamp, lines.snapshot, lines.targets].map(<[u8]>::len))
            .map_err(|error| error.to_string())
    };
    assert_eq!(lengths(&file(full)), Ok(full));
    for line in 0..3 {
        let mut longer = full;
        longer[line] += 1;
        let error = lengths(&file(longer)).unwrap_err();
        assert!(error.contains("a line above its limit"), "{line}: {error}");
    }

    // What stands after the third line is a later format's, and counts for the whole alone.
    let mut whole = file([1, 1, 1]);
    whole.resize(limit::LATEST_BYTES_CLIENT - 1, b'x');
    whole.push(b'\n');
    assert_eq!(lengths(&whole), Ok([1, 1, 1]));
    whole.insert(0, b'x');
    let error = lengths(&whole).unwrap_err();
    assert!(error.contains("at most 384 KiB"), "{error}");
}

#[test]
fn a_package_has_at_most_64_gib() {
    let mut manifest = bundle();
    let file = manifest.variants[0].files[0].clone();
    manifest.variants[0].files = ["a", "b", "c", "d"]
        .map(|path| {
            let mut file = file.clone();
            (file.path, file.size) = (path.into(), limit::FILE_BYTES);
            file
        })
        .to_vec();
    assert_eq!(manifest.check(), Ok(()));
    let mut more = file;
    (more.path, more.size) = ("e".into(), 1);
    manifest.variants[0].files.push(more);
    let error = manifest.check().unwrap_err().to_string();
    assert!(error.contains("at most 64 GiB in all files"), "{error}");
}

//! Names, times, hashes, device ids and object paths: a text is accepted exactly when a naive
//! reading of the specification accepts it, and is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fmt::Display;
use std::str::FromStr;
use wavecast_fuzz::text;
use wavecast_wire::bucket::{bucket, check_id, list_hash};
use wavecast_wire::hash::{Sha256, from_hex, to_hex};
use wavecast_wire::name::{
    AppName, ChannelName, DimensionName, LayerName, OrgName, PackageName, ReleaseId, Salt, Scope,
    TargetName,
};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    names(text);
    scope(text);
    time(text);
    hex(text);
    object(text);
    id(text);
});

/// Whether `T` accepts the text; it is written as it was read.
fn accepts<T: FromStr + Display>(text: &str) -> bool {
    let read = text.parse::<T>().ok();
    read.is_some_and(|value| {
        assert_eq!(value.to_string(), text);
        true
    })
}

fn names(text: &str) {
    let of = |more: &str| text.chars().all(|c| more.contains(c));
    let digits = "0123456789";
    let lower = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    let any = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    let slug = of(lower) && !text.starts_with(['.', '_', '-']) && (1..=64).contains(&text.len());
    let token = of(any) && (1..=255).contains(&text.len()) && text != "." && text != "..";
    assert_eq!(accepts::<OrgName>(text), slug);
    assert_eq!(accepts::<AppName>(text), slug);
    assert_eq!(
        accepts::<ChannelName>(text),
        slug && text != "targets" && text != "files"
    );
    let numbered = text
        .split('-')
        .skip(1)
        .any(|part| part.starts_with(|c| digits.contains(c)));
    assert_eq!(accepts::<PackageName>(text), slug && !numbered);
    assert_eq!(accepts::<DimensionName>(text), token);
    assert_eq!(accepts::<ReleaseId>(text), token);
    assert_eq!(accepts::<LayerName>(text), token);
    assert_eq!(accepts::<TargetName>(text), token && text.len() <= 190);
    let printable = text.chars().all(|c| (' '..='~').contains(&c));
    assert_eq!(
        accepts::<Salt>(text),
        printable && (1..=64).contains(&text.len())
    );
}

fn scope(text: &str) {
    let parts: Vec<_> = text.split('/').collect();
    let fits = parts.len() == 3
        && accepts::<OrgName>(parts[0])
        && accepts::<AppName>(parts[1])
        && accepts::<ChannelName>(parts[2]);
    assert_eq!(accepts::<Scope>(text), fits);
}

/// Against another calendar.
fn time(text: &str) {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    // The other calendar knows leap seconds; metadata has none.
    let plain = shape == "0000-00-00T00:00:00Z" && !text.ends_with(":60Z");
    let theirs = plain
        .then(|| text.parse::<jiff::Timestamp>().ok())
        .flatten();
    let ours = text.parse::<Timestamp>().ok();
    assert_eq!(
        ours.map(|time| time.0),
        theirs.map(jiff::Timestamp::as_second)
    );
    assert_eq!(accepts::<Timestamp>(text), ours.is_some());
}

fn hex(text: &str) {
    let is_hex = text.len() % 2 == 0 && text.chars().all(|c| "0123456789abcdef".contains(c));
    let bytes = from_hex(text);
    assert_eq!(bytes.is_some(), is_hex);
    assert!(bytes.is_none_or(|bytes| to_hex(&bytes) == text));
    assert_eq!(accepts::<Sha256>(text), is_hex && text.len() == 64);
}

/// A path that has a key is that key's path, with or without one leading slash.
fn object(text: &str) {
    let bare = text.strip_prefix('/').unwrap_or(text);
    if let Some(key) = ObjectKey::parse(text) {
        assert_eq!(key.path(), bare);
        assert_eq!(ObjectKey::parse(bare), Some(key.clone()));
        assert!(!bare.split('/').any(|part| matches!(part, "" | "." | "..")));
        let forever = key.cache_control(900).contains("immutable");
        assert_eq!(forever, !key.is_mutable());
    }
}

fn id(text: &str) {
    if check_id(text).is_ok() {
        assert!((1..=128).contains(&text.len()) && !text.contains('\0') && !text.trim().is_empty());
    }
    assert!(bucket("salt", text) < 10_000);
    assert_eq!(list_hash("salt", text).len(), 16);
}

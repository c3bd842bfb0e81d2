//! Names, keys of objects and hex: what is taken, what is refused, and at which length.

use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::name::{
    AppName, ChannelName, DimensionName, LayerName, OrgName, PackageName, ReleaseId, Salt, Scope,
    TargetName,
};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::Role;
use wavecast_wire::version::Version;

/// Whether each text is a name of this kind, which then is written as it was read.
fn takes<N>(text: &str) -> bool
where
    N: std::str::FromStr + std::fmt::Display + Into<String>,
{
    let Ok(name) = text.parse::<N>() else {
        return false;
    };
    assert_eq!(name.to_string(), text);
    assert_eq!(name.into(), text);
    true
}

#[test]
fn slugs_are_short_lower_case_words() {
    let (longest, longer) = ("a".repeat(64), "a".repeat(65));
    for slug in ["a", "0", "lamp", "a.b_c-d", "0-", longest.as_str()] {
        assert!(takes::<OrgName>(slug) && takes::<AppName>(slug), "{slug}");
        assert!(takes::<ChannelName>(slug), "{slug}");
        assert!(takes::<PackageName>(slug), "{slug}");
    }
    for other in [
        "", "A", "aB", ".a", "_a", "-a", "a b", "a/b", "ä", "a\0", &longer,
    ] {
        assert!(!takes::<OrgName>(other), "{other:?}");
        assert!(!takes::<AppName>(other), "{other:?}");
        assert!(!takes::<ChannelName>(other), "{other:?}");
        assert!(!takes::<PackageName>(other), "{other:?}");
    }
}

#[test]
fn a_channel_is_no_folder_that_stands_beside_it() {
    for folder in ["targets", "files"] {
        assert!(takes::<AppName>(folder) && !takes::<ChannelName>(folder));
        assert!(format!("acme/lamp/{folder}").parse::<Scope>().is_err());
    }
    assert!(takes::<ChannelName>("targets2"));
}

#[test]
fn a_packages_name_can_be_told_from_its_version() {
    for name in ["lamp-fw", "a1-b2", "lamp1", "1lamp", "a--b"] {
        assert!(takes::<PackageName>(name), "{name}");
    }
    for name in ["lamp-1", "lamp-1-fw", "a-b-2", "a--2"] {
        assert!(
            takes::<OrgName>(name) && !takes::<PackageName>(name),
            "{name}"
        );
    }
}

#[test]
fn tokens_are_words_of_any_case() {
    let (longest, longer) = ("A".repeat(255), "A".repeat(256));
    for token in ["a", "Z9", ".a", "-", "...", "01JD8W3K", longest.as_str()] {
        assert!(takes::<DimensionName>(token), "{token}");
        assert!(
            takes::<ReleaseId>(token) && takes::<LayerName>(token),
            "{token}"
        );
    }
    for other in ["", ".", "..", "a b", "a/b", "ä", &longer] {
        assert!(!takes::<DimensionName>(other), "{other:?}");
        assert!(
            !takes::<ReleaseId>(other) && !takes::<LayerName>(other),
            "{other:?}"
        );
        assert!(!takes::<TargetName>(other), "{other:?}");
    }
    // A target is a file name with its hash before it.
    assert!(takes::<TargetName>(&"t".repeat(190)));
    assert!(!takes::<TargetName>(&"t".repeat(191)));
}

#[test]
fn a_salt_is_printable() {
    for salt in [" ", "~", "a b", &"s".repeat(64)] {
        assert!(takes::<Salt>(salt), "{salt:?}");
    }
    for other in ["", "\u{1f}", "\u{7f}", "é", &"s".repeat(65)] {
        assert!(!takes::<Salt>(other), "{other:?}");
    }
}

#[test]
fn a_refusal_names_what_was_named() {
    let error = "Lamp".parse::<AppName>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "application must be 1 to 64 of a-z, 0-9, '.', '_', '-' and begin with a letter or a digit"
    );
    let error = "acme/lamp".parse::<Scope>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "scope must be organization/application/channel"
    );
}

#[test]
fn an_object_is_served_with_its_type() {
    let hash = Sha256::of(b"lamp");
    for (path, content_type) in [
        ("acme/lamp/stable/timestamp.json", "application/json"),
        ("acme/lamp/stable/1.root.json", "application/json"),
        ("acme/lamp/stable/7.snapshot.json", "application/json"),
        ("acme/lamp/stable/7.targets.json", "application/json"),
        ("acme/lamp/stable/latest.ndjson", "text/plain"),
        (
            &format!("acme/lamp/files/{hash}"),
            "application/octet-stream",
        ),
        (
            &format!("acme/lamp/targets/{hash}.release-01A.json"),
            "application/json",
        ),
        (
            &format!("acme/lamp/targets/{hash}.image-fw-1-0-0.bin"),
            "application/octet-stream",
        ),
    ] {
        let key = ObjectKey::parse(path).unwrap();
        assert_eq!(key.content_type(), content_type, "{path}");
    }
}

#[test]
fn a_role_is_called_as_metadata_calls_it() {
    let names = Role::ALL.map(|role| role.to_string());
    assert_eq!(names, ["root", "timestamp", "snapshot", "targets"]);
}

#[test]
fn a_version_has_four_parts() {
    let parts = |text: &str| text.parse::<Version>().unwrap().parts();
    assert_eq!(parts("7"), [7, 0, 0, 0]);
    assert_eq!(parts("1.2.3.4-rc.1+5"), [1, 2, 3, 4]);
}

#[test]
fn a_stream_hashes_as_its_bytes_in_one_piece() {
    let mut hasher = Hasher::default();
    for piece in ["", "sof", "t ", "light"] {
        hasher.update(piece.as_bytes());
    }
    let hash = hasher.finish();
    assert_eq!(hash, Sha256::of(b"soft light"));
    // FIPS 180-4's own example.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Sha256::of(b"abc").to_string(), abc);
    assert_eq!(
        format!("{:?}", Sha256::of(b"abc")),
        format!("Sha256({abc})")
    );
}

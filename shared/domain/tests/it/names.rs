//! Names of people, secrets, roles and permissions: each rule of each has its own case.

use std::str::FromStr;

use wavecast_domain::name::{SecretId, UserId};
use wavecast_domain::org::{Org, OrgCommand};
use wavecast_domain::permission::Permission;
use wavecast_domain::role::OrgRole;

use crate::acme::{Acme, permissions};

/// The rule that refuses a text, or what was read, written again.
fn read<T: FromStr<Err: ToString> + ToString>(text: &str) -> Result<String, String> {
    let read = text.parse::<T>().map(|name| name.to_string());
    read.map_err(|error| error.to_string())
}

#[test]
fn a_persons_id() {
    let longest = "x".repeat(128);
    for id in [
        "a",
        "Z",
        "0",
        "auth0:7",
        "ada@example.com",
        "A.b_c-d",
        &longest,
    ] {
        assert_eq!(read::<UserId>(id), Ok(id.to_owned()));
    }
    let too_long = "x".repeat(129);
    for id in [
        "", &too_long, "_a", ".", "@", "-x", ":x", "a b", "a/b", "a|b", "é", "aé", "a\n",
    ] {
        let rule = read::<UserId>(id).expect_err(id);
        assert!(rule.contains("must be 1 to 128 letters"), "{id}: {rule}");
    }
}

#[test]
fn the_id_of_a_secret() {
    for id in ["0123456789abcdef", "ghjkmnpqrstvwxyz", "zzzzzzzzzzzzzzzz"] {
        assert_eq!(read::<SecretId>(id), Ok(id.to_owned()));
    }
    let (short, long) = ("z".repeat(15), "z".repeat(17));
    let others = ["i", "l", "o", "u", "A", "Z", "-", " ", "_"];
    let others = others.map(|other| format!("{}{other}", "z".repeat(15)));
    for id in ["", &short, &long]
        .into_iter()
        .chain(others.each_ref().map(String::as_str))
    {
        let rule = read::<SecretId>(id).expect_err(id);
        assert!(rule.contains("must be 16 of 0-9 and a-z"), "{id}: {rule}");
    }
}

#[test]
fn a_role_in_an_organization() {
    for role in OrgRole::ALL {
        assert_eq!(role.name().parse(), Ok(role));
    }
    for text in ["", "Owner", "write", "owner "] {
        assert_eq!(
            text.parse::<OrgRole>(),
            Err("must be owner, admin or member")
        );
    }
}

#[test]
fn a_permission_that_can_be_held_is_read_and_the_others_are_named() {
    let rule = "must be one of see, organize, members, machines, own, read, package, release, \
                yank, configure, keys, approve";
    for text in ["tend", "write", "", "Read"] {
        assert_eq!(text.parse::<Permission>(), Err(rule.to_owned()));
    }
}

/// Roles stand in records by their names, built-in ones and those of an organization's own.
#[test]
fn an_organization_is_read_back_as_it_was_kept() {
    let mut acme = Acme::new();
    let set = OrgCommand::SetRole {
        name: "releaser".parse().unwrap(),
        title: "Moves releases".into(),
        permissions: permissions("read release"),
    };
    acme.run("ada", set).unwrap();
    acme.join("bob", OrgRole::Member, "*: approver, lamp: releaser");
    let (_, invite) = acme.invitation(OrgRole::Owner, "bulb: write");
    acme.run("ada", invite).unwrap();
    let kept = serde_json::to_string(&acme.org).unwrap();
    for role in [r#""every":"approver""#, r#""lamp":"releaser""#] {
        assert!(kept.contains(role), "{kept}");
    }
    assert_eq!(serde_json::from_str::<Org>(&kept).unwrap(), acme.org);
}

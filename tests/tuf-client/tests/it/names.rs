//! Names that a repository chooses, and what they must not do here.

use crate::client::{accepted, refused};
use crate::repository::Repository;

#[test]
fn a_name_with_folders_stays_in_its_place() {
    let mut repository = Repository::new();
    repository.add("../role", 10);
    repository.delegate("targets", "../role", &["*/*"], false);
    repository.file("../role", "a/b", b"content");
    repository.publish_next();
    accepted(&repository.download(&["a/b"]));
    let metadata = repository.kept("metadata");
    assert_eq!(metadata["..%2Frole.json"], repository.signed("../role"));
    assert_eq!(repository.kept("targets")["a%2Fb"], b"content");
}

#[test]
fn a_delegation_cannot_take_a_top_level_place() {
    let mut repository = Repository::new();
    repository.delegate("targets", "timestamp", &["*"], false);
    repository.publish_next();
    let error = refused(&repository.download(&["a"]));
    assert!(
        error.contains("must not take a top-level role's name"),
        "{error}"
    );
    let kept = repository.kept("metadata");
    assert_eq!(kept["timestamp.json"], repository.signed("timestamp"));
}

#[test]
fn a_role_that_the_snapshot_leaves_out_is_not_used() {
    let mut repository = Repository::new();
    repository.add("left-out", 10);
    repository.delegate("targets", "left-out", &["*"], false);
    repository.roles.remove("left-out");
    repository.publish_next();
    let error = refused(&repository.download(&["a"]));
    assert!(
        error.contains("the snapshot doesn't announce it"),
        "{error}"
    );
}

//! The client workflow: what is asked for, what is kept, what is refused.

use crate::client::{accepted, refused};
use crate::repository::{Repository, key};

#[test]
fn trusted_bytes_are_kept_as_they_came() {
    let repository = Repository::new();
    accepted(&repository.refresh());
    let asked = ["2.root", "timestamp", "1.snapshot", "1.targets"];
    assert_eq!(
        repository.web.asked(),
        asked.map(|name| format!("metadata/{name}.json"))
    );
    let kept = repository.kept("metadata");
    assert_eq!(kept.len(), 4);
    for role in ["root", "timestamp", "snapshot", "targets"] {
        assert_eq!(kept[&format!("{role}.json")], repository.signed(role));
    }
}

#[test]
fn what_is_there_is_not_fetched_again() {
    let mut repository = Repository::new();
    repository.file("targets", "a/b.txt", b"content");
    repository.publish_next();
    accepted(&repository.download(&["a/b.txt"]));
    assert_eq!(repository.web.asked().len(), 5);
    accepted(&repository.download(&["a/b.txt"]));
    assert_eq!(
        repository.web.asked(),
        ["metadata/2.root.json", "metadata/timestamp.json"]
    );
    let kept = repository.kept("targets");
    assert_eq!(kept["a%2Fb.txt"], b"content");
}

#[test]
fn a_step_that_fails_keeps_the_steps_before_it() {
    let mut repository = Repository::new();
    accepted(&repository.refresh());
    let before = repository.kept("metadata");
    repository.role("snapshot").expires = "2001-01-01T00:00:00Z";
    repository.publish_next();
    assert!(refused(&repository.refresh()).contains("snapshot: expired"));
    let after = repository.kept("metadata");
    assert_eq!(after["timestamp.json"], repository.signed("timestamp"));
    assert_eq!(after["snapshot.json"], before["snapshot.json"]);
    assert_eq!(after["targets.json"], before["targets.json"]);
}

#[test]
fn versions_never_fall() {
    let mut repository = Repository::new();
    repository.publish_next();
    accepted(&repository.refresh());
    let before = repository.kept("metadata");
    for name in ["targets", "snapshot", "timestamp"] {
        repository.role(name).version = 1;
    }
    repository.publish();
    assert!(refused(&repository.refresh()).contains("timestamp: version 1 is below 2"));
    // A new timestamp can't bring the old snapshot back.
    repository.role("timestamp").version = 3;
    repository.publish();
    assert!(refused(&repository.refresh()).contains("snapshot: version 1 is below 2"));
    assert_eq!(repository.kept("metadata"), before);
}

#[test]
fn new_keys_end_the_memory_of_old_versions() {
    let mut repository = Repository::new();
    for name in ["targets", "snapshot", "timestamp"] {
        repository.role(name).version = 100;
    }
    repository.publish();
    accepted(&repository.refresh());
    for (seed, name) in (20..).zip(["snapshot", "timestamp"]) {
        repository.role(name).key = key(seed);
    }
    for name in ["targets", "snapshot", "timestamp"] {
        repository.role(name).version = 1;
    }
    repository.role("root").version = 2;
    repository.publish();
    accepted(&repository.refresh());
    let kept = repository.kept("metadata");
    assert_eq!(kept["timestamp.json"], repository.signed("timestamp"));
    assert_eq!(kept["root.json"], repository.signed("root"));
}

#[test]
fn other_bytes_than_were_signed_are_not_kept() {
    let mut repository = Repository::new();
    repository.file("targets", "a.txt", b"content");
    repository.publish_next();
    let hash = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    repository
        .web
        .put(&format!("targets/{hash}.a.txt"), b"changed".to_vec());
    assert!(refused(&repository.download(&["a.txt"])).contains("sha256 differs"));
    repository.web.put(
        &format!("targets/{hash}.a.txt"),
        b"content and more".to_vec(),
    );
    assert!(refused(&repository.download(&["a.txt"])).contains("more than the allowed 7 bytes"));
    assert!(repository.kept("targets").is_empty());
}

//! Delegations: in which order roles are searched, and by whose keys each is verified.

use crate::client::{accepted, refused};
use crate::repository::{Repository, key};

/// `targets` and what it delegates to, each of `edges` from one role to the next.
fn tree(edges: &[(&str, &str, &[&str], bool)]) -> Repository {
    let mut repository = Repository::new();
    for (seed, (_, to, _, _)) in (10..).zip(edges) {
        if !repository.roles.contains_key(*to) {
            repository.add(to, seed);
        }
    }
    for (from, to, paths, terminating) in edges {
        repository.delegate(from, to, paths, *terminating);
    }
    repository.publish_next();
    repository
}

/// The delegated roles that a search in vain asks for.
fn visited(repository: &Repository, target: &str) -> Vec<String> {
    repository.web.asked();
    assert!(refused(&repository.download(&[target])).contains("no role knows it"));
    let asked = repository.web.asked();
    let role = |path: &String| {
        let name = path.strip_prefix("metadata/1.")?.strip_suffix(".json")?;
        Some(String::from(name))
    };
    asked.iter().filter_map(role).collect()
}

const ALL: &[&str] = &["*"];

#[test]
fn roles_are_searched_depth_first_and_once() {
    let repository = tree(&[
        ("targets", "a", ALL, false),
        ("targets", "b", ALL, false),
        ("a", "c", ALL, false),
        ("c", "a", ALL, false),
        ("b", "c", ALL, false),
        ("b", "d", &["*.py"], false),
    ]);
    assert_eq!(visited(&repository, "nothing"), ["a", "c", "b"]);
}

#[test]
fn a_terminating_role_ends_the_search_below_it() {
    let repository = tree(&[
        ("targets", "a", ALL, false),
        ("targets", "b", ALL, false),
        ("a", "c", ALL, true),
        ("a", "d", ALL, false),
    ]);
    assert_eq!(visited(&repository, "nothing"), ["a", "c"]);
}

#[test]
fn a_role_has_only_the_paths_that_every_role_above_gave_it() {
    let mut repository = tree(&[
        ("targets", "a", &["x/*"], false),
        ("a", "b", &["*", "x/*"], false),
    ]);
    repository.file("b", "x/in", b"in");
    repository.file("b", "out", b"out");
    repository.role("b").version += 1;
    repository.publish_next();
    accepted(&repository.download(&["x/in"]));
    assert!(refused(&repository.download(&["out"])).contains("no role knows it"));
    let kept = repository.kept("targets");
    assert_eq!(kept.into_values().collect::<Vec<_>>(), [b"in"]);
}

#[test]
fn a_role_is_verified_by_the_keys_of_the_delegation_that_led_to_it() {
    let mut repository = tree(&[
        ("targets", "a", &["a/*"], false),
        ("targets", "b", &["b/*"], false),
        ("a", "shared", &["a/*"], false),
    ]);
    let own = std::mem::replace(&mut repository.role("shared").key, key(99));
    repository.delegate("b", "shared", &["b/*"], false);
    repository.role("shared").key = own;
    repository.file("shared", "a/x", b"by a's key");
    repository.file("shared", "b/x", b"not by b's key");
    for name in ["b", "shared"] {
        repository.role(name).version += 1;
    }
    repository.publish_next();
    let error = refused(&repository.download(&["a/x", "b/x"]));
    assert!(
        error.contains("role \"shared\": targets has 0 of 1 signatures"),
        "{error}"
    );
    let kept = repository.kept("targets");
    assert_eq!(kept.into_values().collect::<Vec<_>>(), [b"by a's key"]);
}

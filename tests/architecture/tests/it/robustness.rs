//! `docs/robustness.md` and `docs/security.md` name tests; each of them must be one.

use std::collections::BTreeSet;
use std::fs;

use crate::tree::{files, name, top};

/// The tests that a table names: between backticks, `crate::module::test`.
fn named(text: &str) -> BTreeSet<&str> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let code = rows.flat_map(|line| line.split('`').skip(1).step_by(2));
    code.filter(|code| code.split("::").count() == 3).collect()
}

/// Whether a source has this test, under whatever attribute makes it one.
fn has_test(source: &str, test: &str) -> bool {
    let mut lines = source.lines().map(str::trim_start);
    let mut marked = false;
    lines.any(|line| {
        let function = line.trim_start_matches("async ").strip_prefix("fn ");
        let rest = function.and_then(|function| function.strip_prefix(test));
        let found = marked && rest.is_some_and(|rest| rest.starts_with('('));
        // Other attributes may stand between the mark and its function.
        let marks = line.starts_with("#[test") || line.starts_with("#[tokio::test");
        marked = marks || (marked && line.starts_with("#["));
        found
    })
}

/// Whether a file is this module of this crate: by its own name, or by its folder's.
fn is_module(path: &str, crate_name: &str, module: &str) -> bool {
    let inside = ["functions", "shared", "tests"].map(|place| format!("{place}/{crate_name}/"));
    let file = [format!("/{module}.rs"), format!("/{module}/mod.rs")];
    inside.iter().any(|place| path.starts_with(place.as_str()))
        && file.iter().any(|end| path.ends_with(end.as_str()))
}

#[test]
fn every_test_that_the_page_names_exists() {
    let page = |name: &str| fs::read_to_string(top().join(name)).expect("the page");
    let text = page("docs/robustness.md") + &page("docs/security.md");
    let sources = files(".rs").into_iter().map(|path| {
        let source = fs::read_to_string(&path).expect("text");
        (name(&path), source)
    });
    let sources: Vec<_> = sources.collect();
    let named = named(&text);
    assert!(named.len() > 50, "the pages name tests: {}", named.len());
    let exists = |test: &str| {
        let parts: Vec<_> = test.split("::").collect();
        let [crate_name, module, function] = parts[..] else {
            return false;
        };
        let mut places = sources.iter();
        places
            .any(|(path, source)| is_module(path, crate_name, module) && has_test(source, function))
    };
    let lost: Vec<_> = named.into_iter().filter(|test| !exists(test)).collect();
    assert!(lost.is_empty(), "the pages name no tests: {lost:#?}");
}

#[test]
fn every_line_of_the_pages_names_a_test() {
    for page in ["docs/robustness.md", "docs/security.md"] {
        let text = fs::read_to_string(top().join(page)).expect("the page");
        let mut rows = text.lines().filter(|line| line.starts_with("| "));
        let bare = rows.find(|line| named(line).is_empty() && !line.ends_with("| tried by |"));
        assert_eq!(bare, None, "{page}");
    }
}

#[test]
fn only_tests_count() {
    let source = "#[test]\nfn one() {}\n#[tokio::test]\nasync fn two() {}\nfn three() {}\n";
    assert!(has_test(source, "one") && has_test(source, "two"));
    assert!(!has_test(source, "three") && !has_test(source, "on"));
    assert!(is_module("shared/wire/src/json/mod.rs", "wire", "json"));
    assert!(!is_module("shared/wired/src/json.rs", "wire", "json"));
    assert_eq!(named("| x | y `a` | `c::m::t` |").len(), 1);
}

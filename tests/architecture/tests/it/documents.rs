//! Every page can be reached, and every link leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::tree::{files, name, top};

/// Targets of the Markdown links in a text, outside code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Every other piece between backticks is code.
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let rest = prose.split("](").skip(1);
        found.extend(
            rest.filter_map(|rest| rest.split_once(')'))
                .map(|(target, _)| target.to_owned()),
        );
    }
    found
}

/// The file that a relative link of a page names; `None` for the web and for the page itself.
fn destination(page: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split_once('#').map_or(target, |(path, _)| path);
    let path = path.split(' ').next().unwrap_or_default();
    let elsewhere = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
    (!elsewhere).then(|| page.parent().expect("a folder").join(path))
}

/// GitHub's anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

#[test]
fn relative_links_lead_somewhere() {
    let mut lost = Vec::new();
    for page in files(".md") {
        let text = fs::read_to_string(&page).expect("text");
        for target in links(&text) {
            let place = destination(&page, &target);
            if place.as_ref().is_some_and(|place| !place.exists()) {
                lost.push(format!("{}: {target}", name(&page)));
                continue;
            }
            let Some((path, part)) = target.split_once('#').filter(|_| !target.contains("://"))
            else {
                continue;
            };
            let there = if path.is_empty() {
                page.clone()
            } else {
                place.expect("a relative link")
            };
            let there = fs::read_to_string(there).unwrap_or_default();
            if !anchors(&there).contains(part) {
                lost.push(format!("{}: no heading for {target}", name(&page)));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn every_page_is_linked_from_the_front() {
    let mut reached = BTreeSet::new();
    for front in ["README.md", "docs/ARCHITECTURE.md"] {
        let page = top().join(front);
        let text = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{front}: {error}"));
        let places = links(&text)
            .into_iter()
            .filter_map(|target| destination(&page, &target));
        reached.extend(places.filter_map(|place| place.canonicalize().ok()));
        reached.insert(page);
    }
    let pages = files(".md")
        .into_iter()
        .filter(|page| page.starts_with(top().join("docs")));
    let lonely: Vec<_> = pages
        .filter(|page| !reached.contains(page))
        .map(|page| name(&page))
        .collect();
    assert!(
        lonely.is_empty(),
        "link these from README.md or docs/ARCHITECTURE.md: {lonely:#?}"
    );
}

#[test]
fn links_are_read_as_a_browser_reads_them() {
    let text =
        "[a](x.md) and [b](y.md#part) but `[c](z.md)`\n```\n[d](w.md)\n```\n![e](p.svg \"t\")";
    assert_eq!(links(text), ["x.md", "y.md#part", "p.svg \"t\""]);
    let page = Path::new("/docs/page.md");
    assert_eq!(destination(page, "p.svg \"t\""), Some("/docs/p.svg".into()));
    assert_eq!(destination(page, "#part"), None);
    assert_eq!(destination(page, "https://example.org/x"), None);
    assert_eq!(
        anchor(" What a client does, and `why`"),
        "what-a-client-does-and-why"
    );
}

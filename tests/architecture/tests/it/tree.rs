//! The repository: its packages, and its files as git knows them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Node, PackageId};

/// The top of the repository.
pub fn top() -> PathBuf {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    top.canonicalize().expect("the top of the repository")
}

/// What `cargo metadata` says of the workspace and all that it uses.
pub fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(top().join("Cargo.toml"));
    command.exec().expect("cargo metadata")
}

/// The resolved graph, by package.
pub fn nodes(metadata: &Metadata) -> BTreeMap<&PackageId, &Node> {
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    resolve.nodes.iter().map(|node| (&node.id, node)).collect()
}

/// The packages that a package is built with: dependencies of its own, not of its tests.
pub fn built_with(node: &Node) -> impl Iterator<Item = &PackageId> {
    node.deps
        .iter()
        .filter(|dep| {
            dep.dep_kinds
                .iter()
                .any(|kind| kind.kind != DependencyKind::Development)
        })
        .map(|dep| &dep.pkg)
}

/// Files with this ending below the top: tracked, and new ones that no rule ignores. Outside a
/// git checkout (a release's archive) it walks the folders instead.
pub fn files(ending: &str) -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(top())
        .output();
    let mut found: Vec<_> = match listed {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8(output.stdout).expect("paths of text");
            text.lines().map(|line| top().join(line)).collect()
        }
        _ => walk(&top()),
    };
    found.retain(|path| path.is_file() && path.to_string_lossy().ends_with(ending));
    assert!(!found.is_empty(), "no file ends with {ending}");
    found
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"));
    let visible = entries.filter(|entry| {
        entry.file_name() != "target" && !entry.file_name().to_string_lossy().starts_with(".git")
    });
    visible
        .flat_map(|entry| {
            if entry.path().is_dir() {
                walk(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect()
}

/// A path as a reader of the repository names it.
pub fn name(path: &Path) -> String {
    path.strip_prefix(top())
        .unwrap_or(path)
        .display()
        .to_string()
}

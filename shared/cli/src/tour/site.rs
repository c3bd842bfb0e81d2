//! The bundle of the tour: a small site in two versions, as `tour/site/` has it.

use std::path::{Path, PathBuf};

use crate::error::{Failure, Result};

/// A file: its path, and its bytes.
type SiteFile = (&'static str, &'static str);

/// What both versions have.
const COMMON: &[SiteFile] = &[
    (
        "colours.json",
        include_str!("../../tour/site/common/colours.json"),
    ),
    (
        "img/lamp.svg",
        include_str!("../../tour/site/common/img/lamp.svg"),
    ),
    (
        "site.webmanifest",
        include_str!("../../tour/site/common/site.webmanifest"),
    ),
    (
        "style.css",
        include_str!("../../tour/site/common/style.css"),
    ),
];

/// What differs.
const VERSIONS: &[(&str, &[SiteFile])] = &[
    (
        "1.0.0",
        &[
            ("app.js", include_str!("../../tour/site/1.0.0/app.js")),
            (
                "index.html",
                include_str!("../../tour/site/1.0.0/index.html"),
            ),
        ],
    ),
    (
        "1.1.0",
        &[
            ("app.js", include_str!("../../tour/site/1.1.0/app.js")),
            (
                "index.html",
                include_str!("../../tour/site/1.1.0/index.html"),
            ),
        ],
    ),
];

/// Writes each version into a directory of its own; answers version and directory.
///
/// # Errors
/// The disk refuses.
pub fn write(place: &Path) -> Result<Vec<(&'static str, PathBuf)>> {
    let version = |(version, own): &(&'static str, &[SiteFile])| {
        let directory = place.join(version);
        for (path, text) in COMMON.iter().chain(*own) {
            write_file(&directory.join(path), text)?;
        }
        Ok((*version, directory))
    };
    VERSIONS.iter().map(version).collect()
}

fn write_file(path: &Path, text: &str) -> Result {
    let failed = |error: &std::io::Error| Failure::file("write", path, error);
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent).map_err(|error| failed(&error))?;
    std::fs::write(path, text).map_err(|error| failed(&error))
}

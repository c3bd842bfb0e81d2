//! What a file is for, and its media type.

use wavecast_wire::manifest::{FileRole, Kind};

use super::Glob;

/// How roles are given.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Patterns of files that may arrive later.
    pub lazy: Vec<Glob>,
    /// Where the app starts; `index.html` if not said.
    pub index: Option<String>,
}

impl Roles {
    /// The role of a file in a package of a kind.
    pub fn of(&self, kind: Kind, path: &str) -> FileRole {
        match kind {
            Kind::Firmware => FileRole::Image,
            Kind::Bundle if path == self.index.as_deref().unwrap_or("index.html") => {
                FileRole::Index
            }
            Kind::Bundle if self.lazy.iter().any(|glob| glob.matches(path)) => FileRole::Lazy,
            Kind::Bundle => FileRole::Important,
        }
    }
}

/// Media types by extension; what isn't here is `application/octet-stream`.
const TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

/// The media type of a path.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let known = |extension: String| {
        let place = TYPES
            .binary_search_by(|(known, _)| (*known).cmp(&extension))
            .ok()?;
        Some(TYPES[place].1)
    };
    extension
        .and_then(known)
        .unwrap_or("application/octet-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_whatever_the_case() {
        assert!(TYPES.is_sorted());
        assert_eq!(content_type("a/B.HTML"), "text/html; charset=utf-8");
        assert_eq!(content_type("app.wasm"), "application/wasm");
        assert_eq!(content_type("a.b/none"), "application/octet-stream");
        assert_eq!(content_type(".html"), "text/html; charset=utf-8");
    }

    #[test]
    fn the_start_is_index_html_unless_said() {
        let roles = Roles {
            lazy: vec!["*.html".parse().unwrap()],
            index: None,
        };
        assert_eq!(roles.of(Kind::Bundle, "index.html"), FileRole::Index);
        assert_eq!(roles.of(Kind::Bundle, "sub/index.html"), FileRole::Lazy);
        assert_eq!(roles.of(Kind::Bundle, "app.js"), FileRole::Important);
        assert_eq!(roles.of(Kind::Firmware, "index.html"), FileRole::Image);
    }
}

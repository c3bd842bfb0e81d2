//! Paths inside a package, which must mean the same file on every system.

use alloc::string::String;

use crate::json::is_signable;
use crate::limit;

/// What Windows can't hold in a name; `:` also keeps drive letters and streams out.
const FORBIDDEN: [char; 8] = ['\\', ':', '*', '?', '"', '<', '>', '|'];
/// Names that Windows gives to devices, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Bytes of one segment: what common file systems hold.
const SEGMENT_BYTES: usize = 255;

/// Checks a path of a package: relative, NFC, no `..`, no device name, no control character, at
/// most 512 bytes, `/`-separated.
///
/// # Errors
/// The rule that it breaks.
pub fn check_path(path: &str) -> Result<(), &'static str> {
    if path.is_empty() || path.len() > limit::PATH_BYTES {
        return Err("must have 1 to 512 bytes");
    }
    if path.starts_with('/') {
        return Err("must be relative");
    }
    if !is_signable(path) {
        return Err("must be NFC, without control characters");
    }
    if path.contains(FORBIDDEN) {
        return Err("must not contain any of \\ : * ? \" < > |");
    }
    path.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), &'static str> {
    match segment {
        "" => return Err("must not have an empty segment"),
        "." | ".." => return Err("must not have a segment '.' or '..'"),
        _ => {}
    }
    if segment.len() > SEGMENT_BYTES {
        return Err("must not have a segment of more than 255 bytes");
    }
    if segment.ends_with(['.', ' ']) {
        return Err("must not have a segment that ends with a dot or a space");
    }
    let stem = segment
        .split('.')
        .next()
        .unwrap_or(segment)
        .trim_end_matches(' ')
        .to_lowercase();
    if DEVICES.contains(&stem.as_str()) || is_port(&stem) {
        return Err("must not have a segment that Windows takes for a device, such as CON or COM1");
    }
    Ok(())
}

/// `com0` to `com9`, `lpt0` to `lpt9`, and the same with a superscript digit.
fn is_port(stem: &str) -> bool {
    let digit = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"))
        .unwrap_or_default();
    let mut digits = digit.chars();
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
    digits.next().is_some_and(is_digit) && digits.next().is_none()
}

/// A path as a file system that ignores case compares it: two paths of one variant must differ here.
#[must_use]
pub fn fold_path(path: &str) -> String {
    path.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_ordinary_paths() {
        for path in [
            "index.html",
            "a/b/c.txt",
            ".well-known/x",
            "süß/ö.png",
            "a b/c d",
            "console.log",
            "com10.txt",
            "lpt/x",
            "...a",
            "[id].html",
            "a'b!@#$%^&()_+={};,~`",
            &"a/".repeat(255),
        ] {
            let path = path.trim_end_matches('/');
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn refuses_paths_that_mean_something_else_somewhere() {
        for path in [
            "",
            "/a",
            "a//b",
            "a/",
            "./a",
            "a/..",
            "../a",
            "a/../b",
            "a\\b",
            "C:a",
            "c:/a",
            "a:b",
            "a\0b",
            "a\nb",
            "a\u{7f}",
            "e\u{301}",
            "con",
            "CON.txt",
            "a/Nul.tar.gz",
            "com1",
            "LPT9.x",
            "com².a",
            "aux .txt",
            "a.",
            "a ",
            "a./b",
            "a /b",
            "a*",
            "a?",
            "a|b",
            "a<b>",
            "\"a\"",
            &"a".repeat(256),
            &"a/".repeat(257),
        ] {
            assert!(check_path(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_refusal_says_which_rule() {
        let longest = ["a".repeat(255), "b".repeat(255), String::from("c")].join("/");
        let segments = |last: &str| [&"a".repeat(255), &"b".repeat(254), last].join("/");
        assert_eq!((longest.len(), check_path(&segments("c"))), (513, Ok(())));
        for (path, rule) in [
            ("", "1 to 512 bytes"),
            (longest.as_str(), "1 to 512 bytes"),
            (&"a".repeat(256), "a segment of more than 255 bytes"),
            ("a/./b", "'.' or '..'"),
            ("a/../b", "'.' or '..'"),
            ("a/...", "ends with a dot"),
            ("a//b", "an empty segment"),
        ] {
            let error = check_path(path).unwrap_err();
            assert!(error.contains(rule), "{path:?}: {error}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_path_stays_inside(path in "[a./\\\\ :Cc]{0,12}") {
            if check_path(&path).is_ok() {
                prop_assert!(!path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")));
            }
        }
    }
}

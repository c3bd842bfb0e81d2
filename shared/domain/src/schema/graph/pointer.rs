//! JSON pointers (RFC 6901), and as they stand in the fragment of a URI.

/// A name as a part of a pointer.
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The pointer that a fragment spells, its percent signs resolved; `None` if that is no text.
pub(super) fn decode(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                after
            }
            (byte, after) => {
                bytes.push(*byte);
                after
            }
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_read_as_they_are_spelled() {
        for (fragment, pointer) in [
            ("/$defs/a", Some("/$defs/a")),
            ("/%24defs/a%25b", Some("/$defs/a%b")),
            ("/a~1b", Some("/a~1b")),
            ("/%C3%A9", Some("/é")),
            ("/%C3", None),
            ("/%zz", None),
            ("/%2", Some("/%2")),
        ] {
            assert_eq!(decode(fragment).as_deref(), pointer, "{fragment}");
        }
        assert_eq!(escape("a/b~c"), "a~1b~0c");
    }
}

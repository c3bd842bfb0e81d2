//! `Range` (RFC 9110 §14): one range of bytes. Several at once are answered with the whole, as
//! object stores do.

/// What of the content is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    /// All of it.
    Whole,
    /// From the first to the last byte, both included.
    Part {
        /// Offset of the first byte.
        first: u64,
        /// Offset of the last byte, below the length.
        last: u64,
    },
    /// Nothing that exists.
    Unsatisfiable,
}

impl Wanted {
    /// Reads a header against content of `length` bytes. What isn't understood is ignored, as the
    /// specification asks: the client then gets the whole.
    pub(crate) fn parse(header: &str, length: u64) -> Self {
        Self::read(header.trim(), length).unwrap_or(Self::Whole)
    }

    fn read(header: &str, length: u64) -> Option<Self> {
        let (unit, range) = header.split_once('=')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (first, last) = range.trim().split_once('-')?;
        let end = length.checked_sub(1);
        match (first.trim(), last.trim()) {
            ("", suffix) => {
                let wanted = number(suffix)?.min(length);
                Some(match end {
                    Some(last) if wanted > 0 => Self::Part {
                        first: length - wanted,
                        last,
                    },
                    _ => Self::Unsatisfiable,
                })
            }
            (first, last) => {
                let first = number(first)?;
                let last = if last.is_empty() {
                    u64::MAX
                } else {
                    number(last)?
                };
                if last < first {
                    return None;
                }
                Some(match end {
                    Some(end) if first <= end => Self::Part {
                        first,
                        last: last.min(end),
                    },
                    _ => Self::Unsatisfiable,
                })
            }
        }
    }
}

/// Decimal digits only; what is too large for a number lies behind the end of every file.
fn number(digits: &str) -> Option<u64> {
    let decimal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    decimal.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Wanted::{self, Part, Unsatisfiable, Whole};

    #[test]
    fn one_range_is_understood() {
        for (header, wanted) in [
            ("bytes=0-0", Part { first: 0, last: 0 }),
            ("bytes=2-5", Part { first: 2, last: 5 }),
            ("BYTES = 2-5", Part { first: 2, last: 5 }),
            ("bytes=4-", Part { first: 4, last: 9 }),
            (
                "bytes=4-99999999999999999999999",
                Part { first: 4, last: 9 },
            ),
            ("bytes=-3", Part { first: 7, last: 9 }),
            ("bytes=-99", Part { first: 0, last: 9 }),
            ("bytes=10-", Unsatisfiable),
            ("bytes=99999999999999999999999-", Unsatisfiable),
            ("bytes=-0", Unsatisfiable),
        ] {
            assert_eq!(Wanted::parse(header, 10), wanted, "{header}");
        }
    }

    #[test]
    fn anything_else_is_ignored() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=0-1,3-4",
            "items=0-1",
            "bytes=0x1-2",
            "bytes=1 2-3",
            "bytes=--1",
        ] {
            assert_eq!(Wanted::parse(header, 10), Whole, "{header}");
        }
    }

    #[test]
    fn an_empty_file_has_no_range() {
        assert_eq!(Wanted::parse("bytes=0-", 0), Unsatisfiable);
        assert_eq!(Wanted::parse("bytes=-5", 0), Unsatisfiable);
    }
}

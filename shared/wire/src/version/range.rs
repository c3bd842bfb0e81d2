//! Ranges: comma-joined conjunctions of comparisons.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Version, VersionError};

/// A comma-joined conjunction of comparisons, such as `>=1.4.0,<3`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Range {
    text: String,
    terms: Vec<Term>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Term {
    operator: Operator,
    version: Version,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Operator {
    AtLeast,
    Above,
    AtMost,
    Below,
    Exactly,
}

/// Longer ones first, so that `>=` isn't read as `>`.
const OPERATORS: [(&str, Operator); 5] = [
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Exactly),
];

impl Range {
    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a version lies within.
    #[must_use]
    pub fn contains(&self, version: &Version) -> bool {
        self.terms.iter().all(|term| match term.operator {
            Operator::AtLeast => version >= &term.version,
            Operator::Above => version > &term.version,
            Operator::AtMost => version <= &term.version,
            Operator::Below => version < &term.version,
            Operator::Exactly => version == &term.version,
        })
    }

    /// Both at once, comma-joined; `None` when nothing can lie within both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for (term, text) in other.terms.iter().zip(other.text.split(',')) {
            if !both.terms.contains(term) {
                both.terms.push(term.clone());
                both.text = format!("{},{text}", both.text);
            }
        }
        (!both.is_empty()).then_some(both)
    }

    /// Whether no version can lie within.
    ///
    /// Exact: versions have gaps (nothing lies between `1-a` and `1-a.0`), so every bound is first
    /// moved to the nearest version that satisfies it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let mut lowest = Version::lowest();
        for term in &self.terms {
            let bound = match term.operator {
                Operator::AtLeast | Operator::Exactly => term.version.clone(),
                Operator::Above => match term.version.next() {
                    Some(next) => next,
                    None => return true,
                },
                Operator::AtMost | Operator::Below => continue,
            };
            lowest = lowest.max(bound);
        }
        !self.contains(&lowest)
    }
}

impl Version {
    /// `0-0`: nothing compares lower.
    fn lowest() -> Self {
        Self {
            text: String::from("0-0"),
            parts: [0; 4],
            parts_end: 1,
            build_start: 3,
        }
    }

    /// The version directly above this one; `None` above the highest.
    fn next(&self) -> Option<Self> {
        const PART_END: u64 = 1_000_000_000_000_000_000;
        let mut parts = self.parts;
        let text = if self.prerelease().is_some() {
            format!("{}.0", self.without_build())
        } else {
            let place = parts.iter().rposition(|part| part + 1 < PART_END)?;
            parts[place] += 1;
            parts[place + 1..].fill(0);
            let [a, b, c, d] = parts;
            format!("{a}.{b}.{c}.{d}-0")
        };
        let parts_end = text.find('-')?;
        Some(Self {
            parts,
            parts_end,
            build_start: text.len(),
            text,
        })
    }
}

impl FromStr for Range {
    type Err = VersionError;
    fn from_str(text: &str) -> Result<Self, VersionError> {
        let terms = text.split(',').map(read_term).collect::<Result<_, _>>()?;
        Ok(Self {
            text: String::from(text),
            terms,
        })
    }
}

fn read_term(text: &str) -> Result<Term, VersionError> {
    for (sign, operator) in OPERATORS {
        if let Some(version) = text.strip_prefix(sign) {
            return Ok(Term {
                operator,
                version: version.parse()?,
            });
        }
    }
    Err(VersionError(
        "a range must be comparisons with >=, >, <, <= or = joined by commas, such as >=1.4,<3",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::GRAMMAR;
    use super::*;
    use proptest::prelude::*;

    fn range(text: &str) -> Range {
        text.parse().unwrap()
    }

    #[test]
    fn compares_plainly_without_a_prerelease_exception() {
        let range = range(">=1.4.0,<3");
        for (text, within) in [
            ("1.4", true),
            ("2.99.1-rc.1", true),
            ("3-0", true),
            ("3", false),
            ("1.4-rc", false),
            ("1.4+x", true),
        ] {
            assert_eq!(range.contains(&text.parse().unwrap()), within, "{text}");
        }
    }

    #[test]
    fn refuses_other_grammars() {
        for text in [
            "", "1.0", "^1", "~1", "*", ">=1,", ",>=1", ">= 1", ">=1 ,<2", "==1", "!=1", ">=1||<0",
            "=<1",
        ] {
            assert!(text.parse::<Range>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn knows_what_is_empty() {
        let top = "999999999999999999.999999999999999999.999999999999999999.999999999999999999";
        for text in [
            "<0-0",
            ">=2,<1",
            ">1,<1",
            ">=1,<1",
            "=1,=2",
            ">1-a,<1-a.0",
            ">1,<1.0.0.1-0",
            &format!(">{top}"),
            ">1.2.3.999999999999999999,<1.2.4-0",
        ] {
            assert!(range(text).is_empty(), "{text}");
        }
        for text in [
            "<=0-0",
            ">=1,<=1",
            "=1,=1.0",
            ">1-a,<=1-a.0",
            "<0",
            ">1,<1.0.0.1",
            &format!(">={top}"),
        ] {
            assert!(!range(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn joins_without_repeating() {
        assert_eq!(
            range(">=1,<3").and(&range("<3,>=2")).unwrap().as_str(),
            ">=1,<3,>=2"
        );
        assert_eq!(range(">=3").and(&range("<3")), None);
    }

    prop_compose! {
        fn ranges()(terms in prop::collection::vec(("(>=|<=|>|<|=)", GRAMMAR), 1..4)) -> Range {
            let texts: Vec<_> = terms.into_iter().map(|(sign, version)| sign + &version).collect();
            range(&texts.join(","))
        }
    }

    proptest! {
        #[test]
        fn a_conjunction_holds_where_both_hold(a in ranges(), b in ranges(), v in GRAMMAR) {
            let v = v.parse().unwrap();
            let both = a.and(&b).is_some_and(|both| both.contains(&v));
            prop_assert_eq!(both, a.contains(&v) && b.contains(&v));
        }

        #[test]
        fn nothing_lies_within_an_empty_range(a in ranges(), v in GRAMMAR) {
            prop_assert!(!(a.is_empty() && a.contains(&v.parse().unwrap())));
        }

        #[test]
        fn nothing_lies_between_a_version_and_the_next(a in GRAMMAR, b in GRAMMAR) {
            let (a, b): (Version, Version) = (a.parse().unwrap(), b.parse().unwrap());
            let next = a.next().unwrap();
            prop_assert!(a < next);
            prop_assert!(b <= a || b >= next);
        }
    }
}

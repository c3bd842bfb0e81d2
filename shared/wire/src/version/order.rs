//! Precedence: as in SemVer, over four parts.

use core::cmp::Ordering;

use super::{Version, is_number};

/// SemVer §11: numbers below words, numbers by value, words by ASCII, fewer identifiers first.
fn compare_prereleases(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => match (is_number(left), is_number(right)) {
                // Without leading zeros the longer number is the larger one, of any length.
                (true, true) => left.len().cmp(&right.len()).then_with(|| left.cmp(right)),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => left.cmp(right),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts
            .cmp(&other.parts)
            .then_with(|| match (self.prerelease(), other.prerelease()) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(left), Some(right)) => compare_prereleases(left, right),
            })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests {
    use super::super::tests::GRAMMAR;
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn orders_as_semver_does() {
        let ascending = [
            "0-0",
            "0",
            "0.0.0.1",
            "1-0",
            "1-9",
            "1-10",
            "1-18446744073709551617",
            "1--",
            "1-alpha",
            "1-alpha.1",
            "1-alpha.beta",
            "1-beta",
            "1-beta.2",
            "1-beta.11",
            "1-rc.1",
            "1",
            "1.0.1",
            "1.4",
            "1.10",
            "2",
            "999999999999999999.999999999999999999.999999999999999999.999999999999999999",
        ];
        for pair in ascending.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn equal_precedence_is_the_same_version() {
        assert_eq!(version("1"), version("1.0.0.0"));
        assert_eq!(version("1.2+a"), version("1.2.0+b.7"));
        assert_eq!(version("1.2-rc+a"), version("1.2.0-rc"));
        assert_eq!(version("1.2-rc.1+a-b").without_build(), "1.2-rc.1");
        assert_eq!(version("1.2-rc-2.1+a").prerelease(), Some("rc-2.1"));
    }

    proptest! {
        #[test]
        fn order_is_total(a in GRAMMAR, b in GRAMMAR, c in GRAMMAR) {
            let (a, b, c) = (version(&a), version(&b), version(&c));
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
            prop_assert_eq!(&version(a.without_build()), &a);
        }
    }
}

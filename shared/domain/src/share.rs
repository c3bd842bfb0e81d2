//! A share of an audience, in permyriad.

use serde::{Deserialize, Serialize};

/// 0 to 10,000 permyriad, written `12.5%`; a bare number is refused, so that 100 is never 1 %.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Share(u16);

/// Why a share was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a share {0}")]
pub struct ShareError(pub String);

impl Share {
    /// Nobody.
    pub const NONE: Self = Self(0);
    /// Everybody.
    pub const ALL: Self = Self(10_000);

    /// A share of so many permyriad; `None` above 10,000.
    #[must_use]
    pub const fn permyriad(value: u16) -> Option<Self> {
        if value <= 10_000 {
            Some(Self(value))
        } else {
            None
        }
    }

    /// In permyriad.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// How much more this is than another share; nothing if it is less.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The buckets of this share, inclusive: a prefix, so that a higher share never loses one.
    /// `None` for nobody.
    #[must_use]
    pub const fn buckets(self) -> Option<(u16, u16)> {
        match self.0.checked_sub(1) {
            Some(last) => Some((0, last)),
            None => None,
        }
    }
}

impl std::str::FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let refuse = |rule: &str| Err(ShareError(format!("{rule}, such as 5% or 12.5%")));
        let Some(number) = text.strip_suffix('%') else {
            return refuse("must be written with a percent sign");
        };
        if number.starts_with('-') {
            return refuse("must not be below 0%");
        }
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |digits: &str| {
            !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit())
        };
        if !is_number(whole) || !is_number(part) {
            return refuse("must be a number and a percent sign");
        }
        let part = part.trim_end_matches('0');
        if part.len() > 2 {
            return refuse("must be a multiple of 0.01%");
        }
        let digits = format!("{whole}{part:0<2}");
        match digits
            .parse::<u64>()
            .ok()
            .and_then(|value| u16::try_from(value).ok())
        {
            Some(value) if value <= 10_000 => Ok(Self(value)),
            _ => refuse("must not be above 100%"),
        }
    }
}

impl TryFrom<String> for Share {
    type Error = ShareError;
    fn try_from(text: String) -> Result<Self, ShareError> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}%"),
            _ if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            _ => write!(f, "{whole}.{part:02}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_percentages() {
        let read = |text: &str| text.parse::<Share>().map(Share::value);
        assert_eq!(read("0%"), Ok(0));
        assert_eq!(read("0.01%"), Ok(1));
        assert_eq!(read("5%"), Ok(500));
        assert_eq!(read("12.5%"), Ok(1250));
        assert_eq!(read("12.50%"), Ok(1250));
        assert_eq!(read("33.3300%"), Ok(3333));
        assert_eq!(read("100%"), Ok(10_000));
        assert_eq!(read("100.00%"), Ok(10_000));
    }

    #[test]
    fn refuses_the_rest_with_its_reason() {
        for (text, rule) in [
            ("100", "must be written with a percent sign"),
            ("0.5", "must be written with a percent sign"),
            ("", "must be written with a percent sign"),
            ("-1%", "must not be below 0%"),
            ("101%", "must not be above 100%"),
            ("100.01%", "must not be above 100%"),
            ("999999999%", "must not be above 100%"),
            ("33.333%", "must be a multiple of 0.01%"),
            ("%", "must be a number"),
            (".5%", "must be a number"),
            ("5.%", "must be a number"),
            ("+5%", "must be a number"),
            ("5 %", "must be a number"),
            ("1e2%", "must be a number"),
            ("5%%", "must be a number"),
        ] {
            let error = text.parse::<Share>().expect_err(text).to_string();
            assert!(error.contains(rule), "{text}: {error}");
        }
    }

    #[test]
    fn stands_in_json_as_it_is_written() {
        let share = Share::permyriad(1250).expect("in range");
        assert_eq!(serde_json::to_string(&share).expect("JSON"), "\"12.5%\"");
        let read = |text: &str| serde_json::from_str::<Share>(text).ok();
        assert_eq!(read("\"12.5%\""), Some(share));
        for other in ["\"12.5\"", "12.5", "1250", "\"101%\""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(value in 0u16..=10_000) {
            let share = Share::permyriad(value).expect("in range");
            prop_assert_eq!(share.to_string().parse(), Ok(share));
        }

        #[test]
        fn buckets_are_as_many_as_the_share(value in 0u16..=10_000) {
            let share = Share::permyriad(value).expect("in range");
            let count = share.buckets().map_or(0, |(first, last)| last - first + 1);
            prop_assert_eq!(count, value);
        }
    }
}

//! Seconds since 1970, written `YYYY-MM-DDTHH:MM:SSZ`.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(pub i64);

/// The text is not `YYYY-MM-DDTHH:MM:SSZ`, or no such day exists.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a time must be YYYY-MM-DDTHH:MM:SSZ")]
pub struct TimeError;

const DAY: i64 = 24 * 60 * 60;
/// Days of 400 years, after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the earliest time that can be written.
    pub const MIN: Self = Self(-62_167_219_200);
    /// 9999-12-31T23:59:59Z, the latest time that can be written.
    pub const MAX: Self = Self(253_402_300_799);

    /// This many seconds later; saturates.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

/// Years begin in March here, so that the leap day is the last of its year.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA_DAYS + day_of_era - EPOCH_DAYS
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH_DAYS;
    let era = days.div_euclid(ERA_DAYS);
    let day_of_era = days.rem_euclid(ERA_DAYS);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl fmt::Display for Timestamp {
    /// What lies outside [`Timestamp::MIN`] and [`Timestamp::MAX`] is written as the nearer of them,
    /// so that what was written can always be read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.clamp(Self::MIN.0, Self::MAX.0);
        let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
        let second = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bytes = text.as_bytes();
        let shape = b"0000-00-00T00:00:00Z";
        let fits = |(byte, form): (&u8, &u8)| match form {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        };
        if bytes.len() != shape.len() || !bytes.iter().zip(shape).all(fits) {
            return Err(TimeError);
        }
        let number = |from: usize, to: usize| {
            bytes[from..to]
                .iter()
                .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'))
        };
        let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
        let (hour, minute, second) = (number(11, 13), number(14, 16), number(17, 19));
        let days = days_from_civil(year, month, day);
        // A day that doesn't exist comes back as another one.
        let exists = (1..=12).contains(&month) && civil_from_days(days) == (year, month, day);
        if !exists || hour > 23 || minute > 59 || second > 59 {
            return Err(TimeError);
        }
        Ok(Self(days * DAY + hour * 3600 + minute * 60 + second))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimeError;
    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        alloc::format!("{time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn reads_known_times() {
        let parse = |text: &str| text.parse::<Timestamp>().map(|time| time.0);
        assert_eq!(parse("1970-01-01T00:00:00Z"), Ok(0));
        assert_eq!(parse("2000-02-29T12:30:15Z"), Ok(951_827_415));
        assert_eq!(parse("2026-11-21T09:00:00Z"), Ok(1_795_251_600));
        assert_eq!(parse("0000-01-01T00:00:00Z"), Ok(Timestamp::MIN.0));
        assert_eq!(parse("9999-12-31T23:59:59Z"), Ok(Timestamp::MAX.0));
    }

    /// Every day of the 400 years after which the calendar repeats, counted on one by one.
    #[test]
    fn knows_every_day_of_the_calendar() {
        let (mut year, mut month, mut day) = (1900, 1, 1);
        let mut at = Timestamp(-25_567 * 86_400);
        for _ in 0..146_097 {
            let text = format!("{year}-{month:02}-{day:02}T00:00:00Z");
            assert_eq!((at.to_string(), text.parse()), (text, Ok(at)));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > last {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
            at = at.plus(86_400);
        }
        assert_eq!((year, month, day), (2300, 1, 1));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "2026-11-21",
            "2026-11-21T09:00:00",
            "2026-11-21T09:00:00+00:00",
            "2026-11-21t09:00:00z",
            "2026-11-21T09:00:60Z",
            "2026-11-21T24:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-11-21T09:00:00.5Z",
            "+026-11-21T09:00:00Z",
            "２026-11-21T09:00:0Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimeError), "{text}");
        }
    }

    #[test]
    fn writes_what_is_out_of_range_as_the_nearest_time() {
        assert_eq!(Timestamp(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(
            Timestamp(i64::MIN).plus(-1).to_string(),
            "0000-01-01T00:00:00Z"
        );
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(seconds in Timestamp::MIN.0..=Timestamp::MAX.0) {
            prop_assert_eq!(Timestamp(seconds).to_string().parse(), Ok(Timestamp(seconds)));
        }
    }
}

//! Conditions on devices, as people write them.

use std::collections::BTreeMap;

use wavecast_client::types;
use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{Matcher, When};

/// One condition: `os=ios,android` or `app_version=>=2,<3`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    name: String,
    says: Says,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Says {
    Among(Vec<String>),
    Within(String),
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rule = "a condition is written name=value,value or name=>=1.4,<3";
        let (name, value) = text.split_once('=').ok_or(rule)?;
        let name: DimensionName = name.parse().map_err(|error| format!("{error}"))?;
        if value.is_empty() {
            return Err(rule.to_owned());
        }
        let says = if value.starts_with(['<', '>', '=']) {
            let range: wavecast_wire::version::Range =
                value.parse().map_err(|error| format!("{error}"))?;
            Says::Within(range.as_str().to_owned())
        } else {
            Says::Among(value.split(',').map(str::to_owned).collect())
        };
        Ok(Self {
            name: name.into(),
            says,
        })
    }
}

/// All that must hold together, as the API takes it.
pub fn matchers(said: &[Condition]) -> BTreeMap<String, types::Matcher> {
    let matcher = |says: &Says| match says {
        Says::Among(values) => types::Matcher::Array(values.clone()),
        Says::Within(range) => types::Matcher::String(range.clone()),
    };
    said.iter()
        .map(|one| (one.name.clone(), matcher(&one.says)))
        .collect()
}

/// Which variants of a release are meant: all, where nothing is said.
pub fn some(only: &[Condition]) -> types::SomeVariants {
    types::SomeVariants {
        only: matchers(only),
    }
}

/// The same of a condition that was read from a file.
pub fn whom(when: &When) -> BTreeMap<String, types::Matcher> {
    let matcher = |matcher: &Matcher| match matcher {
        Matcher::Among(values) => types::Matcher::Array(values.clone()),
        Matcher::Within(range) => types::Matcher::String(range.as_str().to_owned()),
    };
    when.iter()
        .map(|(name, one)| (name.to_string(), matcher(one)))
        .collect()
}

/// `os: ios, android; app_version: >=2`.
pub fn shown(when: &BTreeMap<String, types::Matcher>) -> String {
    let said = |(name, matcher): (&String, &types::Matcher)| match matcher {
        types::Matcher::Array(values) => format!("{name}: {}", values.join(", ")),
        types::Matcher::String(range) => format!("{name}: {range}"),
    };
    when.iter().map(said).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_ranges_are_told_apart() {
        let read = |text: &str| text.parse::<Condition>().map(|one| one.says);
        assert_eq!(
            read("os=ios,android"),
            Ok(Says::Among(vec!["ios".into(), "android".into()]))
        );
        assert_eq!(
            read("app_version=>=2,<3"),
            Ok(Says::Within(">=2,<3".into()))
        );
        assert_eq!(read("app_version==2"), Ok(Says::Within("=2".into())));
        for text in ["os", "os=", "=ios", "app_version=>=x"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

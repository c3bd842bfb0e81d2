//! Who creates organizations here, and what they begin with, by the function's environment.

use std::env::VarError;
use std::fmt::Display;
use std::str::FromStr;

use wavecast_domain::org::Founding;
use wavecast_engine::port::PortError;

/// Who may create organizations: `anyone` (if not said), or `installation`.
const BY: &str = "WAVECAST_ORGS_BY";
/// What one that a person creates may hold, such as `apps=20,storage=50GB`.
const QUOTA: &str = "WAVECAST_NEW_ORG_QUOTA";

/// As the environment says.
///
/// # Errors
/// [`PortError::Setup`], naming the variable: with a wrong one nobody is served, rather than by
/// limits that nobody meant.
pub(crate) fn founding() -> Result<Founding, PortError> {
    read(|name| std::env::var(name))
}

fn read(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Founding, PortError> {
    Ok(Founding {
        by: one(&get, BY)?,
        quota: one(&get, QUOTA)?,
    })
}

fn one<T: FromStr<Err: Display> + Default>(
    get: impl Fn(&str) -> Result<String, VarError>,
    name: &str,
) -> Result<T, PortError> {
    let wrong = |rule: String| PortError::Setup(format!("{name}: {rule}"));
    match get(name) {
        Ok(text) if text.is_empty() => Ok(T::default()),
        Ok(text) => text.parse().map_err(|rule: T::Err| wrong(rule.to_string())),
        Err(VarError::NotPresent) => Ok(T::default()),
        Err(error @ VarError::NotUnicode(_)) => Err(wrong(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use wavecast_domain::org::{Founders, Held};

    use super::*;

    fn told(by: &str, quota: &str) -> Result<Founding, String> {
        let get = |name: &str| match name {
            BY => Ok(by.to_owned()),
            _ if quota == "-" => Err(VarError::NotPresent),
            _ => Ok(quota.to_owned()),
        };
        read(get).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_says_how_organizations_begin() {
        assert_eq!(told("", "-").unwrap(), Founding::default());
        let said = told("installation", "apps=2,storage=1GB").unwrap();
        assert_eq!(said.by, Founders::Installation);
        assert_eq!(said.quota.limit(Held::Apps), Some(2));
        assert_eq!(said.quota.limit(Held::Storage), Some(1_000_000_000));
    }

    #[test]
    fn a_wrong_variable_is_named() {
        for (by, quota, named) in [("me", "-", BY), ("anyone", "apps=many", QUOTA)] {
            let told = told(by, quota).unwrap_err();
            assert!(told.contains(named), "{told}");
        }
    }
}

//! Bounds of settings and dimensions.

use std::collections::{BTreeMap, BTreeSet};

use wavecast_wire::json;
use wavecast_wire::limit;
use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::DimensionName;

use crate::app::{Dimension, Settings};
use crate::channel::ChannelSettings;
use crate::refusal::{Reason, Refusal};
use crate::share::Share;

const DAY: u32 = 24 * 60 * 60;
/// Dimensions of an application.
const MOST_DIMENSIONS: usize = 32;
/// Values of an enumerated dimension.
const MOST_VALUES: usize = 256;
/// Seconds in which a package must confirm its health: ten seconds to a week.
const CONFIRM: std::ops::RangeInclusive<u32> = 10..=7 * DAY;

/// Checks a channel's settings.
pub fn check_channel(settings: &ChannelSettings) -> Result<(), Refusal> {
    let bounds = [
        ("poll_idle", settings.poll_idle, 60, DAY),
        ("poll_active", settings.poll_active, 30, 900),
        ("jitter", settings.jitter.into(), 0, 5000),
        (
            "timestamp_lifetime",
            settings.timestamp_lifetime,
            60 * 60,
            90 * DAY,
        ),
        (
            "targets_lifetime",
            settings.targets_lifetime,
            DAY,
            2 * 365 * DAY,
        ),
        (
            "root_lifetime",
            settings.root_lifetime,
            30 * DAY,
            10 * 365 * DAY,
        ),
    ];
    for (field, value, least, most) in bounds {
        if !(least..=most).contains(&value) {
            let rule = format!("{field} must be {least} to {most}, not {value}");
            return Err(Refusal::invalid(field, rule, "the default suits most"));
        }
    }
    let growing = [
        (
            "poll_active",
            settings.poll_active,
            "poll_idle",
            settings.poll_idle,
        ),
        (
            "timestamp_lifetime",
            settings.timestamp_lifetime,
            "targets_lifetime",
            settings.targets_lifetime,
        ),
    ];
    for (field, value, above, most) in growing {
        if value > most {
            let rule = format!("{field} must not be above {above}, which is {most}");
            return Err(Refusal::invalid(
                field,
                rule,
                format!("lower it, or raise {above}"),
            ));
        }
    }
    Ok(())
}

/// Checks an application's settings.
pub fn check_settings(settings: &Settings) -> Result<(), Refusal> {
    if settings.first_step == Share::NONE {
        let rule = "the first step must reach somebody";
        return Err(Refusal::invalid("first_step", rule, "5% suits most"));
    }
    check_confirm(settings.confirm_seconds)
}

/// Checks the seconds in which a new package must confirm its health.
pub fn check_confirm(seconds: u32) -> Result<(), Refusal> {
    if CONFIRM.contains(&seconds) {
        return Ok(());
    }
    let rule = format!(
        "confirm_seconds must be {} to {}, not {seconds}",
        CONFIRM.start(),
        CONFIRM.end()
    );
    Err(Refusal::invalid(
        "confirm_seconds",
        rule,
        "ten minutes (600) suit most",
    ))
}

/// Checks declared dimensions.
pub fn check_dimensions(dimensions: &BTreeMap<DimensionName, Dimension>) -> Result<(), Refusal> {
    if dimensions.len() > MOST_DIMENSIONS {
        let rule = format!(
            "{} dimensions are too many; {MOST_DIMENSIONS} are allowed",
            dimensions.len()
        );
        return Err(Refusal::new(
            Reason::Limit,
            "dimensions",
            rule,
            "leave out what no rule uses",
        ));
    }
    for (name, dimension) in dimensions {
        let field = format!("dimensions.{name}");
        if name.as_str() == PACKAGE_VERSION {
            let rule =
                format!("dimension {PACKAGE_VERSION} is reserved: devices set it themselves");
            return Err(Refusal::invalid(field, rule, "choose another name"));
        }
        let Dimension::Enum { values } = dimension else {
            continue;
        };
        if values.is_empty() || values.len() > MOST_VALUES {
            let rule = format!("dimension {name} must have 1 to {MOST_VALUES} values");
            return Err(Refusal::invalid(
                field,
                rule,
                "use type `string` for open sets",
            ));
        }
        let is_usable = |value: &String| {
            !value.is_empty() && value.len() <= limit::ATTRIBUTE_BYTES && json::is_signable(value)
        };
        if let Some(value) = values.iter().find(|value| !is_usable(value)) {
            let rule = format!(
                "value {value:?} of dimension {name} must be 1 to {} bytes of NFC text without control characters",
                limit::ATTRIBUTE_BYTES,
            );
            return Err(Refusal::invalid(field, rule, "shorten or normalize it"));
        }
        let unique: BTreeSet<_> = values.iter().collect();
        if unique.len() < values.len() {
            let rule = format!("dimension {name} names a value twice");
            return Err(Refusal::invalid(field, rule, "name each value once"));
        }
    }
    Ok(())
}

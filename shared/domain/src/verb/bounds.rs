//! Bounds of settings.

use wavecast_wire::config::Policy;
use wavecast_wire::json;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::app::Settings;
use crate::channel::ChannelSettings;
use crate::refusal::Refusal;
use crate::share::Share;

const DAY: u32 = 24 * 60 * 60;
/// Seconds in which a package must confirm its health: ten seconds to a week.
const CONFIRM: std::ops::RangeInclusive<u32> = 10..=7 * DAY;

/// Characters of what somebody says.
const WORDS_CHARS: usize = 500;

/// Checks why somebody does something, for those who read it later.
pub fn check_reason(reason: &str) -> Result<(), Refusal> {
    check_words("reason", reason)
}

/// Checks what somebody says in a field, for those who read it later.
pub fn check_words(field: &str, words: &str) -> Result<(), Refusal> {
    let length = words.chars().count();
    if (1..=WORDS_CHARS).contains(&length) && json::is_signable(words) {
        return Ok(());
    }
    let rule = format!("the {field} must be 1 to {WORDS_CHARS} characters on one line");
    let hint = match field {
        "reason" => "say in a sentence why",
        _ => "say it shorter",
    };
    Err(Refusal::invalid(field, rule, hint))
}

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

/// Checks how devices are told to take a version.
pub fn check_policy(policy: &Policy, version: &Version, now: Timestamp) -> Result<(), Refusal> {
    check_confirm(policy.confirm_seconds)?;
    // Their app would wait for ever for something newer.
    if let Some(below) = policy.force_below.as_ref().filter(|below| *below > version) {
        let rule = format!(
            "devices that installed {version} would still have to leave what is below {below}"
        );
        let hint = format!("say {version} at most, or ship {below}");
        return Err(Refusal::invalid("policy.force_below", rule, hint));
    }
    if let Some(past) = policy.deadline.filter(|deadline| *deadline <= now) {
        let rule =
            format!("{past} is past by then: neither window nor question would hold devices back");
        let hint = "say a later time, or none; what was scheduled has to be unscheduled first";
        return Err(Refusal::invalid("policy.deadline", rule, hint));
    }
    Ok(())
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

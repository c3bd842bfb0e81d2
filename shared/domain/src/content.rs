//! Checks of what a release carries to devices: policy, notes, properties.

use std::collections::BTreeMap;

use serde_json::Value;
use wavecast_wire::config::{Policy, Properties};
use wavecast_wire::{json, limit};

use crate::refusal::{Reason, Refusal};

/// Seconds in which a package must confirm its health: ten seconds to a week.
const CONFIRM: std::ops::RangeInclusive<u32> = 10..=7 * 24 * 60 * 60;
/// Characters of a store's address.
const URL_CHARS: usize = 2048;
/// Properties of a release.
const MOST_PROPERTIES: usize = 1000;
/// Nesting of a property's value; the release config adds two levels of its own.
const DEPTH: usize = limit::JSON_DEPTH - 4;

/// Checks the seconds in which a new package must confirm its health.
pub(crate) fn check_confirm(seconds: u32) -> Result<(), Refusal> {
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

/// Checks how devices are to go about a release.
pub(crate) fn check_policy(policy: &Policy) -> Result<(), Refusal> {
    check_confirm(policy.confirm_seconds)?;
    if let Some(window) = &policy.window
        && !is_window(window)
    {
        let rule = format!("window must be two local times such as 02:00-05:00, not {window:?}");
        return Err(Refusal::invalid(
            "policy.window",
            rule,
            "leave it out to activate at any time",
        ));
    }
    if let Some(url) = &policy.store_url {
        let known = ["https://", "market://", "itms-apps://"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        if !known || url.chars().count() > URL_CHARS || !json::is_signable(url) {
            let rule = format!(
                "store_url must begin with https://, market:// or itms-apps:// and have at most {URL_CHARS} characters"
            );
            return Err(Refusal::invalid(
                "policy.store_url",
                rule,
                "use the store's own link",
            ));
        }
    }
    Ok(())
}

/// `HH:MM-HH:MM`; it may run over midnight.
fn is_window(text: &str) -> bool {
    let is_time = |time: &str| {
        time.split_once(':').is_some_and(|(hour, minute)| {
            let within = |part: &str, below: u8| {
                part.len() == 2
                    && part.bytes().all(|b| b.is_ascii_digit())
                    && part.parse::<u8>().is_ok_and(|number| number < below)
            };
            within(hour, 24) && within(minute, 60)
        })
    };
    text.split_once('-')
        .is_some_and(|(from, to)| is_time(from) && is_time(to) && from != to)
}

/// Checks localized notes.
pub(crate) fn check_notes(notes: &BTreeMap<String, String>) -> Result<(), Refusal> {
    for (language, text) in notes {
        let is_tag = (2..=35).contains(&language.len())
            && language
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_tag {
            let rule =
                format!("notes are named by language tags such as en or pt-BR, not {language:?}");
            return Err(Refusal::invalid("notes", rule, "use a BCP 47 language tag"));
        }
        if !json::is_signable(text) {
            let rule =
                format!("the notes in {language} must be NFC text without control characters");
            return Err(Refusal::invalid(
                "notes",
                rule,
                "write paragraphs on one line each",
            ));
        }
    }
    let bytes: usize = notes
        .iter()
        .map(|(language, text)| language.len() + text.len())
        .sum();
    if bytes > limit::NOTES_BYTES {
        let rule = format!(
            "notes have {bytes} bytes; at most {} are allowed",
            limit::NOTES_BYTES
        );
        return Err(Refusal::new(
            Reason::Limit,
            "notes",
            rule,
            "link to longer notes",
        ));
    }
    Ok(())
}

/// Checks properties: signable text, no fractions, no deep nesting.
pub(crate) fn check_properties(properties: &Properties) -> Result<(), Refusal> {
    if properties.len() > MOST_PROPERTIES {
        let rule = format!(
            "{} properties are too many; {MOST_PROPERTIES} are allowed",
            properties.len()
        );
        return Err(Refusal::new(
            Reason::Limit,
            "properties",
            rule,
            "move large values into files of the package",
        ));
    }
    for (key, value) in properties {
        check_text(key, key)?;
        check_value(key, value, DEPTH)?;
    }
    Ok(())
}

fn check_value(key: &str, value: &Value, depth: usize) -> Result<(), Refusal> {
    let Some(deeper) = depth.checked_sub(1) else {
        let rule = format!("property {key} nests deeper than {DEPTH} levels");
        return Err(Refusal::invalid(
            format!("properties.{key}"),
            rule,
            "flatten it",
        ));
    };
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::String(text) => check_text(key, text),
        Value::Number(number) => {
            let largest = limit::JSON_INTEGER;
            if number
                .as_i64()
                .is_some_and(|n| (-largest..=largest).contains(&n))
            {
                return Ok(());
            }
            let rule = format!("property {key} must be an integer below 2^53, not {number}");
            Err(Refusal::invalid(
                format!("properties.{key}"),
                rule,
                "use a string or a scaled integer",
            ))
        }
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| check_value(key, item, deeper)),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            check_text(key, name)?;
            check_value(key, value, deeper)
        }),
    }
}

fn check_text(key: &str, text: &str) -> Result<(), Refusal> {
    if json::is_signable(text) {
        return Ok(());
    }
    let rule = format!("property {key:?} must be NFC text without control characters");
    Err(Refusal::invalid("properties", rule, "normalize it to NFC"))
}

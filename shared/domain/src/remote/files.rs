//! The properties files of a channel's configuration, made from its state alone.

use wavecast_wire::config::{Properties, overlay, write_properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::NameError;

use super::{ConfigFile, ConfigVersion, PlacedConfig, own_values, unwritable};
use crate::app::AppHead;
use crate::channel::{Channel, Rule, RuleName};
use crate::package::TargetEntry;
use crate::record::TargetBytes;
use crate::refusal::Refusal;
use crate::schema;

/// Makes the files of everything at the edge anew: rules and what live releases set themselves may
/// have changed. Answers their bytes.
pub(crate) fn refresh(head: &AppHead, channel: &mut Channel) -> Result<Vec<TargetBytes>, Refusal> {
    let defaults = match &head.schema {
        Some(schema) => schema::read(&schema.document)?,
        None => Properties::new(),
    };
    let mut targets = Vec::new();
    let mut stack = std::mem::take(&mut channel.config.stack);
    for placed in &mut stack {
        if let Some(version) = channel.config.version(&placed.version).cloned() {
            let made = files(&defaults, channel, &version, placed)?;
            placed.files = made.iter().map(|(file, _)| file.clone()).collect();
            targets.extend(made.into_iter().map(|(file, bytes)| TargetBytes {
                entry: file.entry,
                bytes,
            }));
        }
    }
    channel.config.stack = stack;
    Ok(targets)
}

/// Per rule in priority order, what its releases set themselves first: a release's values go
/// before the rule's, the rule's before everyone's, and those before the defaults.
fn files(
    defaults: &Properties,
    channel: &Channel,
    version: &ConfigVersion,
    placed: &PlacedConfig,
) -> Result<Vec<(ConfigFile, Vec<u8>)>, Refusal> {
    let says =
        |rule: &Rule| version.rules.contains_key(&rule.name.0) || !own_values(rule).is_empty();
    let last = channel.rules.iter().rposition(says);
    let mut made = Vec::new();
    for (place, rule) in channel.rules.iter().enumerate() {
        let is_everyone = rule.name == RuleName::everyone();
        // A rule decides for its devices even where it sets nothing: one beneath it may.
        if !is_everyone && last.is_none_or(|last| last < place) {
            continue;
        }
        let seen = overlay(defaults, [&version.of_rule(&rule.name)]);
        for (runs, own) in own_values(rule) {
            let seen = overlay(&seen, [&own]);
            let name = format!(
                "{}-{}-{}",
                placed.version,
                rule.name.0,
                runs.without_build()
            );
            made.push(file(&name, &rule.name, Some(runs), &seen)?);
        }
        let name = match is_everyone {
            true => placed.version.to_string(),
            false => format!("{}-{}", placed.version, rule.name.0),
        };
        made.push(file(&name, &rule.name, None, &seen)?);
    }
    Ok(made)
}

fn file(
    name: &str,
    rule: &RuleName,
    runs: Option<wavecast_wire::version::Version>,
    seen: &Properties,
) -> Result<(ConfigFile, Vec<u8>), Refusal> {
    let bytes = write_properties(seen).map_err(|error| unwritable("config", &error))?;
    let name = format!("properties-{name}.json");
    let entry = TargetEntry {
        name: name.parse().map_err(|error: NameError| {
            Refusal::invalid("config", error.to_string(), "shorten the rule's name")
        })?,
        sha256: Sha256::of(&bytes),
        length: bytes.len() as u64,
    };
    let file = ConfigFile {
        rule: rule.clone(),
        runs,
        entry,
    };
    Ok((file, bytes))
}

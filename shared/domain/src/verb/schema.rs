//! An application's schema, changed only as far as what is live keeps to it.

use serde_json::Value;
use wavecast_wire::config::overlay;

use crate::channel::ChannelState;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::schema::{self, Rules, Schema};

/// Sets the schema, or takes it away.
pub fn set(plan: &mut Plan<'_>, document: Option<&Value>) -> Result<Outcome, Refusal> {
    let Some(document) = document else {
        plan.app.head.schema = None;
        return Ok(Outcome::App);
    };
    let rules = schema::read(document)?;
    let mut broken = Vec::new();
    for (name, channel) in &plan.app.channels {
        if plan.app.head.channels.get(name) == Some(&ChannelState::Deleted) {
            continue;
        }
        for placed in &channel.config.stack {
            if let Some(version) = channel.config.version(&placed.version) {
                let what = format!("version {} in {name}", version.id);
                broken.extend(why_not(&rules, &what, &version.values, &[]));
                for (rule, values) in &version.rules {
                    let what = format!("{what}, rule {rule}");
                    broken.extend(why_not(&rules, &what, values, &[&version.values]));
                }
            }
        }
        for placement in channel.rules.iter().flat_map(|rule| &rule.stack) {
            let what = format!(
                "release {} ({}) in {name}",
                placement.release, placement.version
            );
            let found = rules.check("properties", &placement.properties).err();
            broken.extend(found.map(|refusal| format!("{what}: {}", refusal.rule)));
        }
    }
    if !broken.is_empty() {
        let rule = format!("live values break the new schema: {}", broken.join("; "));
        let hint = "set them to what both schemas allow first, or widen the new one";
        return Err(Refusal::state("schema", rule, hint));
    }
    let before = plan.app.head.schema.as_ref();
    if before.is_some_and(|schema| schema.document == *document) {
        return Ok(Outcome::App);
    }
    plan.app.head.schema = Some(Schema {
        version: before.map_or(1, |schema| schema.version.saturating_add(1)),
        document: document.clone(),
        at: plan.cx.now,
        by: plan.cx.principal.to_string(),
    });
    Ok(Outcome::App)
}

fn why_not(
    rules: &Rules,
    what: &str,
    values: &wavecast_wire::config::Properties,
    beneath: &[&wavecast_wire::config::Properties],
) -> Option<String> {
    let seen = overlay(&rules.defaults(), beneath.iter().copied().chain([values]));
    let checked = rules
        .check("config", values)
        .and_then(|()| rules.check_whole("config", &seen));
    checked
        .err()
        .map(|refusal| format!("{what}: {}", refusal.rule))
}

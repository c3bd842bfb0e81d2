//! An application's schema, changed only as far as what is live keeps to it; and what verbs set, held
//! against the schema as it is.

use serde_json::Value;
use wavecast_wire::config::Properties;
use wavecast_wire::name::ChannelName;

use crate::channel::{Channel, ChannelState, RuleName};
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Release;
use crate::remote::views;
use crate::schema::{self, Schema, View};

/// Sets the schema, or takes it away.
pub fn set(plan: &mut Plan<'_>, document: Option<&Value>) -> Result<Outcome, Refusal> {
    let Some(document) = document else {
        plan.app.head.schema = None;
        return Ok(Outcome::App);
    };
    schema::accept(plan.cx.judge, document)?;
    let states = &plan.app.head.channels;
    let channels = plan.app.channels.values();
    let live = channels.filter(|one| states.get(&one.name) != Some(&ChannelState::Deleted));
    let seen: Vec<View<'_>> = live
        .flat_map(|channel| views::live(&plan.app.head.dimensions, channel))
        .collect();
    let faults = schema::faults(plan.cx.judge, document, &seen)?;
    if !faults.is_empty() {
        let told = schema::sentence(&faults);
        let rule = format!("live values break the new schema: {told}");
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

/// Holds what apps would see against the schema, if there is one.
pub fn check(plan: &Plan<'_>, field: &str, seen: &[View<'_>]) -> Result<(), Refusal> {
    let Some(schema) = &plan.head().schema else {
        return Ok(());
    };
    let faults = schema::faults(plan.cx.judge, &schema.document, seen)?;
    let Some(first) = faults.first() else {
        return Ok(());
    };
    let field = match &first.property {
        Some(property) => format!("{field}.{property}"),
        None => field.to_owned(),
    };
    let hint = "`wavecast config schema` shows the schema";
    Err(Refusal::invalid(field, schema::sentence(&faults), hint))
}

/// Holds what a release sets itself against the schema, over what its rule sets.
pub fn check_release(plan: &Plan<'_>, release: &Release) -> Result<(), Refusal> {
    check_own(plan, release, "the release")
}

/// What was accepted once may break the schema as it is by now; nobody gets it back unseen.
pub fn check_return(plan: &Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let who = format!("release {} ({})", release.id, release.version);
    check_own(plan, release, &who).map_err(|refusal| {
        let rule = format!("what it sets itself breaks the schema: {}", refusal.rule);
        let hint = "name another release with `wavecast rollback --to`, ship its package again with other properties, or widen the schema with `wavecast config schema`";
        Refusal::state("to", rule, hint)
    })
}

/// Nothing set is nothing wrong.
fn check_own(plan: &Plan<'_>, release: &Release, who: &str) -> Result<(), Refusal> {
    match plan.app.channels.get(&release.channel) {
        Some(channel) if !release.properties.is_empty() => {
            let seen = views::with_release(channel, &release.rule, who, &release.properties);
            check(plan, "properties", &seen)
        }
        _ => Ok(()),
    }
}

/// Holds what a variant of an experiment would set against the schema, over what is set for its
/// devices; nothing set is nothing wrong.
pub fn check_variant(
    plan: &Plan<'_>,
    field: &str,
    (channel, rule): (&ChannelName, &RuleName),
    who: &str,
    own: &Properties,
) -> Result<(), Refusal> {
    match plan.app.channels.get(channel) {
        Some(channel) if !own.is_empty() => {
            let dimensions = &plan.head().dimensions;
            let seen = views::with_variant(dimensions, channel, rule, who, own);
            check(plan, field, &seen)
        }
        _ => Ok(()),
    }
}

/// Devices that belong to several rules see what the first of them sets, and over it the experiments
/// of the others: other audiences or another order lay them over each other anew.
pub fn check_rules(plan: &Plan<'_>, channel: &Channel) -> Result<(), Refusal> {
    let Some(schema) = &plan.head().schema else {
        return Ok(());
    };
    let seen = views::live(&plan.head().dimensions, channel);
    let faults = schema::faults(plan.cx.judge, &schema.document, &seen)?;
    if faults.is_empty() {
        return Ok(());
    }
    let told = schema::sentence(&faults);
    let rule = format!("devices of several rules would see what the schema refuses: {told}");
    let hint = "stop or conclude the experiment first, or order the rules otherwise";
    Err(Refusal::state("rules", rule, hint))
}

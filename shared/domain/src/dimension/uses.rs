//! What live releases use of the dimensions, so that none changes beneath them.

use std::collections::BTreeSet;

use wavecast_wire::name::DimensionName;
use wavecast_wire::table::When;

use super::{Dimension, Dimensions, check_audience, check_variant, expand};
use crate::app::App;
use crate::channel::{ChannelState, Placement};
use crate::refusal::Refusal;

/// Refuses dimensions under which what a live release says of its devices would read otherwise:
/// one that it names is gone, has another type, or no longer has a value or group that it names.
/// What only adds values, patterns or later groups changes nobody's devices.
pub(crate) fn check_live_uses(app: &App, after: &Dimensions) -> Result<(), Refusal> {
    let before = &app.head.dimensions;
    let changed: BTreeSet<&DimensionName> = before
        .keys()
        .filter(|name| before.get(*name) != after.get(*name))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut uses: Vec<String> = Vec::new();
    let mut named: BTreeSet<&DimensionName> = BTreeSet::new();
    for (channel, part) in &app.channels {
        if app.head.channels.get(channel) == Some(&ChannelState::Deleted) {
            continue;
        }
        for rule in &part.rules {
            let audience_breaks =
                !rule.audience.is_empty() && breaks(before, after, &rule.audience);
            if audience_breaks && rule.stack.is_empty() {
                uses.push(format!("rule {} in {channel}", rule.name.0));
            }
            let tried = part.experiments.placements();
            let tried = tried.filter(|(of, _)| **of == rule.name);
            let tried = tried.map(|(_, placement)| placement);
            let placed: Vec<&Placement> = rule.stack.iter().chain(tried).collect();
            for placement in &placed {
                let mut whens = placement.variants.iter().map(|variant| &variant.when);
                if audience_breaks || whens.any(|when| breaks_variant(before, after, when)) {
                    let (id, version) = (&placement.release, &placement.version);
                    uses.push(format!("release {id} ({version}) in {channel}"));
                }
            }
            let in_use = |name: &&DimensionName| is_named(&rule.audience, &placed, name, before);
            named.extend(changed.iter().copied().filter(in_use));
        }
    }
    if uses.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = named.iter().map(|name| name.as_str()).collect();
    let rule = format!(
        "dimension {} is in use as it is: {}",
        names.join(", "),
        uses.join(", ")
    );
    let hint = "end those releases and rules first, or add another dimension beside it";
    Err(Refusal::state(
        format!("dimensions.{}", names.first().copied().unwrap_or_default()),
        rule,
        hint,
    ))
}

/// Whether an audience would become other conditions, or could no longer be said.
fn breaks(before: &Dimensions, after: &Dimensions, audience: &When) -> bool {
    changes_type(before, after, audience)
        || expand(before, audience) != expand(after, audience)
        || (check_audience(before, audience).is_ok() && check_audience(after, audience).is_err())
}

fn breaks_variant(before: &Dimensions, after: &Dimensions, when: &When) -> bool {
    changes_type(before, after, when)
        || (check_variant(before, when).is_ok() && check_variant(after, when).is_err())
}

fn changes_type(before: &Dimensions, after: &Dimensions, when: &When) -> bool {
    let kind = |dimension: Option<&Dimension>| dimension.map(Dimension::kind);
    when.keys()
        .any(|name| kind(before.get(name)) != kind(after.get(name)))
}

/// Whether a rule's devices depend on a dimension, by its name or by one derived from it: for its
/// audience, or for a variant of what is placed in it.
fn is_named(
    audience: &When,
    placed: &[&Placement],
    name: &DimensionName,
    dimensions: &Dimensions,
) -> bool {
    let reaches = |used: &DimensionName| {
        let derives =
            matches!(dimensions.get(used), Some(Dimension::Derived { of, .. }) if of == name);
        used == name || derives
    };
    let variants = placed.iter().flat_map(|placement| &placement.variants);
    audience.keys().any(reaches)
        || variants
            .flat_map(|variant| variant.when.keys())
            .any(reaches)
}

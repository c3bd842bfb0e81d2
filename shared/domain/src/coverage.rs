//! Which rules share devices, and which are never reached.

use serde::{Deserialize, Serialize};
use wavecast_wire::table::{self, When};

use crate::app::AppHead;
use crate::audience::covers;
use crate::channel::{Channel, Rule, RuleName};
use crate::dimension::{Dimensions, expand};

/// How a rule stands to one before it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleName,
    /// The one before it.
    pub before: RuleName,
    /// How they stand.
    pub kind: FindingKind,
    /// What the devices that belong to both say of themselves: one of these.
    pub shared: Vec<When>,
}

/// How two rules stand.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Some devices belong to both; the one before decides what they get.
    Overlaps,
    /// Every device belongs to the one before, which gives all of its devices something: this rule
    /// reaches nobody.
    Shadowed,
}

/// Whether every device of `narrow` surely belongs to `wide` as well.
#[must_use]
pub fn covers_rule(dimensions: &Dimensions, wide: &Rule, narrow: &Rule) -> bool {
    let same_devices = wide.devices.is_none() || wide.devices == narrow.devices;
    same_devices && covers_audience(dimensions, &wide.audience, &narrow.audience)
}

fn covers_audience(dimensions: &Dimensions, wide: &When, narrow: &When) -> bool {
    let wide = expand(dimensions, wide);
    expand(dimensions, narrow)
        .iter()
        .all(|narrow| wide.iter().any(|wide| covers(wide, narrow)))
}

/// Whether some device may belong to both.
pub(crate) fn may_share(dimensions: &Dimensions, one: &Rule, other: &Rule) -> bool {
    !shared(dimensions, one, other).is_empty()
}

/// What devices say that may belong to both. Two groups of devices may always share some: their
/// hashes tell nothing.
fn shared(dimensions: &Dimensions, one: &Rule, other: &Rule) -> Vec<When> {
    let others = expand(dimensions, &other.audience);
    let ones = expand(dimensions, &one.audience);
    let both = ones.iter().flat_map(|one| {
        let others = others.iter();
        others.filter_map(move |other| table::join(&[one, other]))
    });
    both.collect()
}

/// Whether a rule lets no device of its audience go on to the next one.
fn is_closed(rule: &Rule) -> bool {
    let concluded = rule.stack.iter().filter(|p| rule.is_concluded(p));
    let mut variants = concluded.flat_map(|placement| &placement.variants);
    (rule.embedded.is_some() && rule.embeds_at_once)
        || variants.any(|variant| variant.when.is_empty() && variant.stopped.is_none())
}

/// Every pair of rules, `everyone` aside, of which the first takes devices from the second.
#[must_use]
pub fn findings(app: &AppHead, channel: &Channel) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, rule) in channel.rules.iter().enumerate() {
        for before in &channel.rules[..place] {
            let shared = shared(&app.dimensions, before, rule);
            let kind = if covers_rule(&app.dimensions, before, rule) && is_closed(before) {
                FindingKind::Shadowed
            } else if rule.name != RuleName::everyone() && !shared.is_empty() {
                FindingKind::Overlaps
            } else {
                continue;
            };
            findings.push(Finding {
                rule: rule.name.clone(),
                before: before.name.clone(),
                kind,
                shared,
            });
        }
    }
    findings
}

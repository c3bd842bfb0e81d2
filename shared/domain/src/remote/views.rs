//! What the apps of a channel see, for a schema to be held against.

use wavecast_wire::config::Properties;

use super::ConfigVersion;
use crate::channel::{Channel, Rule, RuleName};
use crate::experiment::Treatment;
use crate::schema::View;

/// What apps see under every version at the edge; without one, what releases and experiments set
/// by themselves.
pub(crate) fn live(channel: &Channel) -> Vec<View<'_>> {
    match placed(channel)[..] {
        [] => under(channel, None, ""),
        ref versions => versions
            .iter()
            .flat_map(|version| under(channel, Some(version), &named(channel, version)))
            .collect(),
    }
}

/// What apps see under one version, which is called `what`: everyone, the devices of each rule that
/// sets something, those that run a release which does, and those that have a variant of an
/// experiment. Two experiments at once, or one on such a release, aren't tried together.
pub(crate) fn under<'a>(
    channel: &'a Channel,
    version: Option<&'a ConfigVersion>,
    what: &str,
) -> Vec<View<'a>> {
    let mut views = Vec::new();
    for rule in &channel.rules {
        let base = base(version, rule, what);
        let speaks = speaks(version, rule);
        if speaks && version.is_some() {
            views.push(base.clone());
        }
        for one in rule.stack.iter().filter(|one| !one.properties.is_empty()) {
            let who = format!(
                "release {} ({}) in {}",
                one.release, one.version, channel.name
            );
            views.push(base.with(who, &one.properties));
        }
        for (_, experiment) in channel.experiments.running() {
            let is_of_all = experiment.rule == RuleName::everyone();
            if experiment.rule != rule.name && !(is_of_all && speaks) {
                continue;
            }
            for variant in &experiment.variants {
                let Treatment::Properties { properties, .. } = &variant.treatment else {
                    continue;
                };
                let (name, variant_name) = (&experiment.name, &variant.name);
                let who = format!(
                    "experiment {name} in {}, variant {variant_name}",
                    channel.name
                );
                views.push(base.with(who, properties));
            }
        }
    }
    views
}

/// What devices of a rule would see with something more laid over it: a release's own values, or
/// with `everywhere` an experiment's, which reaches the devices of all rules if it is everyone's.
pub(crate) fn with<'a>(
    channel: &'a Channel,
    rule: &RuleName,
    everywhere: bool,
    who: &str,
    own: &'a Properties,
) -> Vec<View<'a>> {
    let versions = match placed(channel) {
        none if none.is_empty() => vec![None],
        some => some.into_iter().map(Some).collect(),
    };
    let everywhere = everywhere && *rule == RuleName::everyone();
    let mut views = Vec::new();
    for version in versions {
        let what = version.map_or_else(String::new, |version| named(channel, version));
        let rules = channel.rules.iter();
        let reached = rules.filter(|one| one.name == *rule || (everywhere && speaks(version, one)));
        views.extend(reached.map(|rule| base(version, rule, &what).with(who, own)));
    }
    views
}

fn placed(channel: &Channel) -> Vec<&ConfigVersion> {
    let config = &channel.config;
    let stack = config.stack.iter();
    stack
        .filter_map(|placed| config.version(&placed.version))
        .collect()
}

fn named(channel: &Channel, version: &ConfigVersion) -> String {
    format!("version {} in {}", version.id, channel.name)
}

/// Whether a rule's devices see something of their own.
fn speaks(version: Option<&ConfigVersion>, rule: &Rule) -> bool {
    rule.name == RuleName::everyone()
        || version.is_some_and(|version| version.rules.contains_key(&rule.name.0))
}

fn base<'a>(version: Option<&'a ConfigVersion>, rule: &Rule, what: &str) -> View<'a> {
    let Some(version) = version else {
        return View::default();
    };
    let all = View::default().with(what, &version.values);
    match version.rules.get(&rule.name.0) {
        Some(values) => all.with(format!("{what}, rule {}", rule.name.0), values),
        None => all,
    }
}

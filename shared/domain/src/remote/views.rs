//! What the apps of a channel see, for a schema to be held against.

use wavecast_wire::config::Properties;

use super::ConfigVersion;
use crate::channel::{Channel, Rule, RuleName};
use crate::coverage::may_share;
use crate::dimension::Dimensions;
use crate::experiment::Treatment;
use crate::schema::View;

/// What apps see under every version at the edge; without one, what releases and experiments set
/// by themselves.
pub(crate) fn live<'a>(dimensions: &Dimensions, channel: &'a Channel) -> Vec<View<'a>> {
    match placed(channel)[..] {
        [] => under(dimensions, channel, None, ""),
        ref versions => versions
            .iter()
            .flat_map(|version| {
                let what = named(channel, version);
                under(dimensions, channel, Some(version), &what)
            })
            .collect(),
    }
}

/// What apps see under one version, which is called `what`: the devices of each rule, those that run
/// a release which sets something, and those that have a variant of an experiment. Two experiments at once, or one on such a release, aren't tried together.
pub(crate) fn under<'a>(
    dimensions: &Dimensions,
    channel: &'a Channel,
    version: Option<&'a ConfigVersion>,
    what: &str,
) -> Vec<View<'a>> {
    let mut views = Vec::new();
    for rule in &channel.rules {
        let base = base(version, rule, what);
        if version.is_some() {
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
            if !is_reached(dimensions, channel, version, rule, &experiment.rule) {
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

/// What devices of a rule would see with a release's own values laid over it.
pub(crate) fn with_release<'a>(
    channel: &'a Channel,
    rule: &RuleName,
    who: &str,
    own: &'a Properties,
) -> Vec<View<'a>> {
    with(channel, |_, one| one.name == *rule, who, own)
}

/// What devices would see with a variant of a rule's experiment laid over it: those of the rule, and
/// those of it for whom a rule before it decides.
pub(crate) fn with_variant<'a>(
    dimensions: &Dimensions,
    channel: &'a Channel,
    rule: &RuleName,
    who: &str,
    own: &'a Properties,
) -> Vec<View<'a>> {
    let reached =
        |version: Option<&_>, one: &Rule| is_reached(dimensions, channel, version, one, rule);
    with(channel, reached, who, own)
}

fn with<'a>(
    channel: &'a Channel,
    is_reached: impl Fn(Option<&ConfigVersion>, &Rule) -> bool,
    who: &str,
    own: &'a Properties,
) -> Vec<View<'a>> {
    let versions = match placed(channel) {
        none if none.is_empty() => vec![None],
        some => some.into_iter().map(Some).collect(),
    };
    let mut views = Vec::new();
    for version in versions {
        let what = version.map_or_else(String::new, |version| named(channel, version));
        let rules = channel.rules.iter();
        let reached = rules.filter(|one| is_reached(version, one));
        views.extend(reached.map(|rule| base(version, rule, &what).with(who, own)));
    }
    views
}

/// Whether an experiment of a rule lies over what another one says: of the devices that belong to
/// both, the first rule decides what lies beneath. One that says the same is tried already.
fn is_reached(
    dimensions: &Dimensions,
    channel: &Channel,
    version: Option<&ConfigVersion>,
    rule: &Rule,
    of: &RuleName,
) -> bool {
    if rule.name == *of {
        return true;
    }
    let said = |rule: &RuleName| version.and_then(|version| version.rules.get(&rule.0));
    if said(&rule.name) == said(of) {
        return false;
    }
    let mut later = channel.rules.iter().skip_while(|one| one.name != rule.name);
    let experiments = later.find(|one| one.name == *of);
    experiments.is_some_and(|experiments| may_share(dimensions, rule, experiments))
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

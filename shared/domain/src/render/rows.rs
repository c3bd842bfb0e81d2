//! From rules and their stacks to rows.

use std::collections::BTreeMap;

use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::{ReleaseId, Salt, TargetName};
use wavecast_wire::table::{self, Answer, Devices, KnownRow, Matcher, Row, When};
use wavecast_wire::tuf::TargetFile;
use wavecast_wire::version::Range;

use crate::app::AppHead;
use crate::channel::{Channel, Pin, Pinned, PlacedVariant, Placement, Rule};
use crate::device_group::GroupName;
use crate::dimension::expand;
use crate::experiment::{Experiment, ExperimentLayer};
use crate::package::TargetEntry;
use crate::remote::PlacedConfig;

/// The rows of all rules, in priority order; then what shipped in the binary, for devices that find
/// nothing in any of them.
pub(super) fn rows(app: &AppHead, channel: &Channel) -> Vec<Row> {
    let rows = owned(app, channel);
    rows.into_iter().map(|(_, row)| Row::Known(row)).collect()
}

/// The same, each with the rule that it is of; without one it is of a pin.
pub(crate) fn owned<'a>(app: &AppHead, channel: &'a Channel) -> Vec<(Option<&'a Rule>, KnownRow)> {
    let pins = channel.pins.iter().rev();
    let pins = pins.flat_map(|pin| of_pin(app, pin));
    let rules = channel.rules.iter();
    let last = channel.rules.iter().filter(|rule| !rule.embeds_at_once);
    let of = |rule: &'a Rule| move |row| (Some(rule), row);
    pins.map(|row| (None, row))
        .chain(rules.flat_map(|rule| of_rule(app, channel, rule).into_iter().map(of(rule))))
        .chain(last.flat_map(|rule| {
            let rows = of_embedded(&Audience::of(app, rule), rule);
            rows.into_iter().map(of(rule))
        }))
        .collect()
}

/// Configs, manifests, images and device lists of everything that has a row.
pub(super) fn targets(app: &AppHead, channel: &Channel) -> BTreeMap<TargetName, TargetFile> {
    let mut targets = BTreeMap::new();
    let mut add = |entry: &TargetEntry| {
        targets.insert(
            entry.name.clone(),
            TargetFile::new(entry.length, entry.sha256),
        );
    };
    for placed in &channel.config.stack {
        placed
            .files
            .iter()
            .map(|file| &file.entry)
            .for_each(&mut add);
    }
    for (_, experiment) in channel.experiments.running() {
        let variants = experiment.variants.iter();
        let mut entries = variants.filter_map(|variant| variant.entry()).peekable();
        if entries.peek().is_some() {
            channel.experiments.nothing.iter().for_each(&mut add);
        }
        entries.for_each(&mut add);
    }
    for pin in &channel.pins {
        if !of_pin(app, pin).is_empty() {
            add(&pin.manifest);
            pin.variants.iter().flat_map(entries).for_each(&mut add);
        }
        if let Pinned::Group { group } = &pin.who
            && let Some(group) = app.groups.get(group)
        {
            group.lists.iter().for_each(&mut add);
        }
    }
    for rule in &channel.rules {
        let audience = Audience::of(app, rule);
        let has_config = |placed: &PlacedConfig| placed.files.iter().any(|f| f.rule == rule.name);
        let mut is_used = rule.embedded.is_some() || channel.config.stack.iter().any(has_config);
        let placed = rule.stack.iter().map(|placement| {
            let has_rows = !of_placement(&audience, rule, placement).is_empty();
            (placement, has_rows)
        });
        // What a floor's own placement says while nothing stands above it is the same.
        let floors = rule.floors.iter().map(|floor| {
            let has_rows = !of_floor(&audience, rule, floor, true).is_empty();
            (floor, has_rows)
        });
        let tried = channel.experiments.placements();
        let tried = tried.filter(|(of, _)| **of == rule.name);
        let tried = tried.map(|(_, placement)| (placement, true));
        let all = placed.chain(floors).chain(tried);
        for (placement, _) in all.filter(|(_, has_rows)| *has_rows) {
            is_used = true;
            add(&placement.manifest);
            let variants = placement.variants.iter();
            variants.flat_map(entries).for_each(&mut add);
        }
        let group = rule.devices.as_ref().filter(|_| is_used);
        if let Some(group) = group.and_then(|name| app.groups.get(name)) {
            group.lists.iter().for_each(&mut add);
        }
    }
    targets
}

/// A rule's audience in what a table can say: a device of it meets exactly one pair.
pub(super) struct Audience {
    whens: Vec<When>,
    /// Lists of devices, with the salt of their hashes.
    lists: Vec<Option<(Devices, Salt)>>,
}

fn entries(variant: &PlacedVariant) -> impl Iterator<Item = &TargetEntry> {
    std::iter::once(&variant.config).chain(&variant.images)
}

impl Audience {
    pub(super) fn of(app: &AppHead, rule: &Rule) -> Self {
        let lists = match &rule.devices {
            None => vec![None],
            Some(name) => lists_of(app, name),
        };
        Self {
            whens: expand(&app.dimensions, &rule.audience),
            lists,
        }
    }

    /// One row per condition and list that some device can meet together with a variant's.
    pub(super) fn rows(&self, variant: &When, row: impl Fn(When) -> KnownRow) -> Vec<KnownRow> {
        let joined = self.whens.iter();
        let joined = joined.filter_map(|when| table::join(&[when, variant]));
        joined
            .flat_map(|when| {
                self.lists.iter().map({
                    let row = &row;
                    move |list| {
                        let mut row = row(when.clone());
                        if let Some((devices, salt)) = list {
                            row.devices = Some(devices.clone());
                            // A row has one salt: devices of a list fall into buckets under it too.
                            row.salt = Some(salt.clone());
                        }
                        row
                    }
                })
            })
            .collect()
    }
}

/// A group's lists. A rule whose group is gone is for nobody; groups in use can't be deleted.
fn lists_of(app: &AppHead, group: &GroupName) -> Vec<Option<(Devices, Salt)>> {
    let Some(group) = app.groups.get(group) else {
        return Vec::new();
    };
    let listed = |devices| Some((devices, group.salt.clone()));
    group.rows().into_iter().map(listed).collect()
}

/// Whoever is pinned, whatever else holds.
fn of_pin(app: &AppHead, pin: &Pin) -> Vec<KnownRow> {
    let lists = match &pin.who {
        Pinned::Device { salt, hash } => {
            vec![Some((Devices::Inline(vec![hash.clone()]), salt.clone()))]
        }
        Pinned::Group { group } => lists_of(app, group),
    };
    let audience = Audience {
        whens: vec![When::new()],
        lists,
    };
    let variants = pin.variants.iter();
    variants
        .flat_map(|variant| {
            let answer = Answer::Config(Some(variant.config.name.clone()));
            audience.rows(&variant.when, |when| {
                plain(&pin.release.release, when, answer.clone())
            })
        })
        .collect()
}

/// The floors, what is tried, the stack top down, then what shipped in the binary where that was
/// asked for. What moves in the stack goes on among the devices that no experiment has, so who has
/// a variant keeps it.
fn of_rule(app: &AppHead, channel: &Channel, rule: &Rule) -> Vec<KnownRow> {
    let audience = Audience::of(app, rule);
    let mut placements = channel.experiments.placements();
    let is_tried = placements.any(|(of, _)| *of == rule.name);
    let floors = rule.floors.iter();
    let floors = floors.flat_map(|floor| of_floor(&audience, rule, floor, is_tried));
    let running = channel.experiments.running();
    let tried = running
        .filter(|(_, experiment)| experiment.rule == rule.name)
        .flat_map(|(layer, experiment)| of_experiment(&audience, layer, experiment));
    let stack = rule.stack.iter();
    let stack = stack.flat_map(|placement| of_placement(&audience, rule, placement));
    let mut rows: Vec<KnownRow> = floors.chain(tried).chain(stack).collect();
    if rule.embeds_at_once {
        rows.extend(of_embedded(&audience, rule));
    }
    rows
}

/// What shipped in the binary, where a rule has devices that go back to it.
fn of_embedded(audience: &Audience, rule: &Rule) -> Vec<KnownRow> {
    let rows = |release| audience.rows(&When::new(), |when| plain(release, when, Answer::Embedded));
    rule.embedded.as_ref().map(rows).unwrap_or_default()
}

/// Devices that run something below a floor get it first. While nothing stands above it, neither
/// newer nor tried, its own placement says so. A variant that was stopped is no floor.
fn of_floor(audience: &Audience, rule: &Rule, floor: &Placement, is_tried: bool) -> Vec<KnownRow> {
    let top = rule.stack.first();
    let is_newest = !is_tried && top.is_some_and(|top| top.release == floor.release);
    let below = format!("<{}", floor.version.without_build()).parse::<Range>();
    let (false, Ok(below), Ok(name)) = (is_newest, below, PACKAGE_VERSION.parse()) else {
        return Vec::new();
    };
    let below = When::from([(name, Matcher::Within(below))]);
    let variants = floor.variants.iter();
    variants
        .filter(|variant| variant.stopped.is_none())
        .filter_map(|variant| Some((variant, table::join(&[&below, &variant.when])?)))
        .flat_map(|(variant, when)| {
            let answer = Answer::Config(Some(variant.config.name.clone()));
            audience.rows(&when, |when| plain(&floor.release, when, answer.clone()))
        })
        .collect()
}

/// The packages of an experiment, each in the buckets that its variant reached.
fn of_experiment(
    audience: &Audience,
    layer: &ExperimentLayer,
    experiment: &Experiment,
) -> Vec<KnownRow> {
    let mut rows = Vec::new();
    for (first, last, variant) in experiment.ranges() {
        let Some(placement) = variant.placement() else {
            continue;
        };
        for placed in &placement.variants {
            let answer = Answer::Ranges(vec![(first, last, placed.config.name.clone())]);
            rows.extend(audience.rows(&placed.when, |when| KnownRow {
                salt: Some(layer.salt.clone()),
                hold: experiment.held,
                ..plain(&placement.release, when, answer.clone())
            }));
        }
    }
    rows
}

/// Rows per variant that some device of the audience can meet.
fn of_placement(audience: &Audience, rule: &Rule, placement: &Placement) -> Vec<KnownRow> {
    let variants = placement.variants.iter();
    variants
        .flat_map(|variant| {
            let Some((salt, answer)) = answer(rule, placement, variant) else {
                return Vec::new();
            };
            audience.rows(&variant.when, |when| KnownRow {
                salt: salt.clone(),
                hold: placement.is_held(variant),
                ..plain(&placement.release, when, answer.clone())
            })
        })
        .collect()
}

/// Concluded: one config for all. Else the share's buckets; a share of nobody makes no row.
fn answer(
    rule: &Rule,
    placement: &Placement,
    variant: &PlacedVariant,
) -> Option<(Option<Salt>, Answer)> {
    let config = variant.config.name.clone();
    if rule.is_concluded(placement) {
        return Some((None, Answer::Config(Some(config))));
    }
    let (first, last) = placement.share_of(variant).buckets()?;
    let ranges = Answer::Ranges(vec![(first, last, config)]);
    Some((Some(placement.salt.clone()), ranges))
}

pub(super) fn plain(release: &ReleaseId, when: When, answer: Answer) -> KnownRow {
    KnownRow {
        release: release.clone(),
        when,
        devices: None,
        salt: None,
        hold: false,
        answer,
    }
}

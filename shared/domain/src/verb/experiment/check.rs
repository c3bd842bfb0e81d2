//! What an experiment must be.

use std::collections::BTreeSet;

use wavecast_wire::config::write_properties;
use wavecast_wire::name::ChannelName;

use crate::channel::RuleName;
use crate::command::{NewExperiment, NewVariant};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::remote::unwritable;
use crate::schema::check_public;
use crate::verb::schema;

/// Variants of an experiment.
const VARIANTS: std::ops::RangeInclusive<usize> = 2..=8;

/// Checks a new experiment by itself.
pub fn check(plan: &mut Plan<'_>, new: &NewExperiment, rule: &RuleName) -> Result<(), Refusal> {
    check_name("name", "an experiment's name", &new.name, "checkout-button")?;
    if let Some(group) = &plan.rule(&new.channel, rule)?.devices {
        let sentence = format!(
            "rule {} is for group {group}, whose devices fall into buckets of their own",
            rule.0
        );
        let hint = "run it in a rule that goes by dimensions";
        return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
    }
    if plan
        .open(&new.channel)?
        .experiments
        .named(&new.name)
        .is_some()
    {
        let sentence = format!("experiment {} runs", new.name);
        let hint = "choose another name";
        return Err(Refusal::new(Reason::Exists, "name", sentence, hint));
    }
    if new.reserve.value() == 0 {
        let sentence = "an experiment that reserves nobody reaches nobody";
        return Err(Refusal::invalid("reserve", sentence, "such as 20%"));
    }
    check_weights(new)?;
    check_kind(new)?;
    let mut each = new.variants.iter();
    each.try_for_each(|variant| check_variant(plan, new, rule, variant))
}

fn check_name(field: &str, what: &str, name: &str, such_as: &str) -> Result<(), Refusal> {
    let parsed = name.parse::<ChannelName>().map(drop);
    parsed.map_err(|error| {
        Refusal::invalid(
            field,
            format!("{what} {}", error.rule),
            format!("such as {such_as}"),
        )
    })
}

fn check_weights(new: &NewExperiment) -> Result<(), Refusal> {
    let count = new.variants.len();
    if !VARIANTS.contains(&count) {
        let rule = format!("an experiment has 2 to 8 variants, not {count}");
        return Err(Refusal::invalid("variants", rule, "such as off and on"));
    }
    let weights = new.variants.iter().map(|v| u32::from(v.weight.value()));
    let sum: u32 = weights.sum();
    if sum != 10_000 {
        let made = match (sum / 100, sum % 100) {
            (whole, 0) => format!("{whole}%"),
            (whole, part) => format!("{whole}.{part:02}%"),
        };
        let rule = format!("the weights make {made}, not 100%");
        return Err(Refusal::invalid("variants", rule, "such as 50% and 50%"));
    }
    let names: BTreeSet<&str> = new.variants.iter().map(|v| v.name.as_str()).collect();
    if names.len() < count {
        let rule = "two variants have the same name";
        return Err(Refusal::invalid("variants", rule, "name each once"));
    }
    let reserved = u32::from(new.reserve.value());
    let is_empty = |v: &&NewVariant| reserved * u32::from(v.weight.value()) < 10_000;
    match new.variants.iter().find(is_empty) {
        None => Ok(()),
        Some(variant) => {
            let field = format!("variants.{}", variant.name);
            let rule = format!("variant {} would get less than one bucket", variant.name);
            let hint = "reserve more, or weigh it higher";
            Err(Refusal::invalid(field, rule, hint))
        }
    }
}

/// An experiment is on packages or on properties: who has both would see the values of one package
/// while the other is on its way.
fn check_kind(new: &NewExperiment) -> Result<(), Refusal> {
    let is_on_packages = new.variants.iter().any(|variant| variant.package.is_some());
    if !is_on_packages && (new.policy.is_some() || new.notes.is_some()) {
        let rule = format!(
            "experiment {} has no package that it could go with",
            new.name
        );
        let hint = "leave it out, or give variants packages";
        return Err(Refusal::invalid("policy", rule, hint));
    }
    let mut variants = new.variants.iter();
    let Some(both) = variants.find(|v| is_on_packages && !v.properties.is_empty()) else {
        return Ok(());
    };
    let field = format!("variants.{}", both.name);
    let rule = format!(
        "experiment {} is on packages, and variant {} sets properties",
        new.name, both.name
    );
    let hint = "put the values into the package, or make an experiment on values of its own";
    Err(Refusal::invalid(field, rule, hint))
}

fn check_variant(
    plan: &Plan<'_>,
    new: &NewExperiment,
    rule: &RuleName,
    variant: &NewVariant,
) -> Result<(), Refusal> {
    let field = format!("variants.{}", variant.name);
    check_name(&field, "a variant's name", &variant.name, "on")?;
    for name in variant.properties.keys() {
        check_public(&format!("{field}.{name}"), name)?;
    }
    write_properties(&variant.properties).map_err(|error| unwritable(&field, &error))?;
    let who = format!("variant {}", variant.name);
    let place = (&new.channel, rule);
    schema::check_variant(plan, &field, place, &who, &variant.properties)
}

//! What apps would see, held against a schema.

use std::collections::BTreeSet;

use serde_json::Value;
use wavecast_wire::config::{Properties, overlay};

use super::{Judge, read, unfit};
use crate::refusal::Refusal;

/// Faults that one sentence tells.
const MOST_TOLD: usize = 100;

/// What some devices' app sees: properties laid over each other, each with who sets them.
#[derive(Clone, Debug, Default)]
pub(crate) struct View<'a>(Vec<(String, &'a Properties)>);

/// A rule of the schema that what an app would see doesn't keep to.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Fault {
    /// Who sets what is wrong; where that is no single property, the nearest word of all.
    pub who: String,
    /// Which property, if it is one.
    pub property: Option<String>,
    /// What is wrong with it.
    pub rule: String,
}

impl Fault {
    /// The same, set by somebody else.
    fn by(&self, who: &str) -> Self {
        Self {
            who: who.to_owned(),
            ..self.clone()
        }
    }
}

impl<'a> View<'a> {
    /// The same, with other properties laid over it.
    #[must_use]
    pub fn with(&self, who: impl Into<String>, properties: &'a Properties) -> Self {
        let mut layers = self.0.clone();
        layers.push((who.into(), properties));
        Self(layers)
    }

    fn seen(&self, defaults: &Properties) -> Value {
        let seen = overlay(defaults, self.0.iter().map(|(_, layer)| *layer));
        Value::Object(seen.into_iter().collect())
    }

    fn fault(&self, (at, what): (String, String)) -> Fault {
        let property = at.strip_prefix('/').map(unescape);
        let nearest = self.0.iter().rev();
        let who = match &property {
            None => nearest.map(|(who, _)| who.as_str()).next(),
            Some(name) => nearest
                .filter(|(_, layer)| layer.contains_key(name))
                .map(|(who, _)| who.as_str())
                .next(),
        };
        Fault {
            who: who.unwrap_or("the default").to_owned(),
            rule: match &property {
                Some(name) => format!("{name}: {what}"),
                None => what,
            },
            property,
        }
    }
}

/// What is wrong with what apps would see, each once.
///
/// # Errors
/// The document is no schema.
pub(crate) fn faults(
    judge: Judge,
    document: &Value,
    views: &[View<'_>],
) -> Result<BTreeSet<Fault>, Refusal> {
    let defaults = read(document)?;
    let seen: Vec<Value> = views.iter().map(|view| view.seen(&defaults)).collect();
    let complaints = judge(document, &seen).map_err(|why| unfit(&why))?;
    let told = views.iter().zip(complaints);
    let told: Vec<(&View<'_>, Fault)> = told
        .flat_map(|(view, complaints)| {
            complaints
                .into_iter()
                .map(move |one| (view, view.fault(one)))
        })
        .collect();
    let all: BTreeSet<Fault> = told.iter().map(|(_, fault)| fault.clone()).collect();
    // What is wrong beneath with all of them together is told once, not of whatever lies over it.
    let is_beneath = |(view, fault): &(&View<'_>, Fault)| {
        let mut others = view.0.iter().filter(|(who, _)| *who != fault.who);
        fault.property.is_none() && others.any(|(who, _)| all.contains(&fault.by(who)))
    };
    let own = told.into_iter().filter(|one| !is_beneath(one));
    Ok(own.map(|(_, fault)| fault).collect())
}

/// Several faults in one sentence.
pub(crate) fn sentence(faults: &BTreeSet<Fault>) -> String {
    let told = faults.iter().take(MOST_TOLD);
    let mut told: Vec<String> = told
        .map(|fault| format!("{}: {}", fault.who, fault.rule))
        .collect();
    if faults.len() > MOST_TOLD {
        told.push(format!("and {} more", faults.len() - MOST_TOLD));
    }
    told.join("; ")
}

/// The property that a JSON pointer begins with.
fn unescape(pointer: &str) -> String {
    let first = pointer.split('/').next().unwrap_or_default();
    first.replace("~1", "/").replace("~0", "~")
}

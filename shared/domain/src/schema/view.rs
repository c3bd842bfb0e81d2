//! What apps would see, held against a schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wavecast_wire::config::{Properties, overlay};
use wavecast_wire::hash::Sha256;

use super::{Judge, read, unfit};
use crate::refusal::Refusal;

/// Faults that one sentence tells.
const MOST_TOLD: usize = 100;
/// Objects that a judge is asked about at once. A channel may have thousands of views, and each is
/// all that its app sees: they are never held together.
const AT_ONCE: usize = 32;

/// Where in an object, and what is wrong there.
type Complaints = Vec<(String, String)>;

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
    let (places, complaints) = ask(judge, document, &defaults, views)?;
    let told = views.iter().zip(places);
    let told: Vec<(&View<'_>, Fault)> = told
        .flat_map(|(view, place)| {
            let complaints = complaints[place].iter().cloned();
            complaints.map(move |one| (view, view.fault(one)))
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

/// What is wrong with each different object that some app would see, and which of them each view is.
fn ask(
    judge: Judge,
    document: &Value,
    defaults: &Properties,
    views: &[View<'_>],
) -> Result<(Vec<usize>, Vec<Complaints>), Refusal> {
    let ask = |seen: &[Value]| judge(document, seen).map_err(|why| unfit(&why));
    let mut known: BTreeMap<Sha256, usize> = BTreeMap::new();
    let (mut places, mut complaints) = (Vec::with_capacity(views.len()), Vec::new());
    let mut asked = Vec::with_capacity(AT_ONCE);
    for view in views {
        let seen = view.seen(defaults);
        let next = known.len();
        let hash = Sha256::of(seen.to_string().as_bytes());
        let place = *known.entry(hash).or_insert(next);
        places.push(place);
        if place == next {
            asked.push(seen);
        }
        if asked.len() == AT_ONCE {
            complaints.extend(ask(&asked)?);
            asked.clear();
        }
    }
    if !asked.is_empty() {
        complaints.extend(ask(&asked)?);
    }
    Ok((places, complaints))
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use serde_json::json;

    use super::*;

    thread_local! {
        /// How many objects the judge was asked about each time.
        static ASKED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    }

    fn judge(_: &Value, seen: &[Value]) -> Result<Vec<Complaints>, String> {
        ASKED.with_borrow_mut(|asked| asked.push(seen.len()));
        let told = |one: &Value| vec![("/page".to_owned(), format!("not {}", one["page"]))];
        Ok(seen.iter().map(told).collect())
    }

    #[test]
    fn a_judge_is_asked_about_few_objects_at_once_and_about_each_once() {
        let page = |number: usize| Properties::from([("page".to_owned(), json!(number % 70))]);
        let all: Vec<Properties> = (0..200).map(page).collect();
        let views = all.iter().enumerate();
        let views = views.map(|(number, own)| View::default().with(format!("rule {number}"), own));
        let views: Vec<View<'_>> = views.collect();
        let found = faults(judge, &json!({}), &views).expect("judged");
        assert_eq!(ASKED.take(), [32, 32, 6]);
        let told: BTreeSet<(String, String)> =
            found.into_iter().map(|one| (one.who, one.rule)).collect();
        let expected = (0..200).map(|n| (format!("rule {n}"), format!("page: not {}", n % 70)));
        assert_eq!(told, expected.collect());
    }
}

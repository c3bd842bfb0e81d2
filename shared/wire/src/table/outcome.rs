//! What a device ends up with: what the rows and every layer answer, and the values that its app
//! sees of it. Whoever asks brings the files, one by one, from wherever it has them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::choose::{Asker, Choice, Lists};
use super::explain::Explanation;
use super::list::DeviceList;
use super::{Layer, Table};
use crate::config::{ConfigError, Properties, ReleaseConfig, read_properties};
use crate::limit;
use crate::manifest::PACKAGE_VERSION;
use crate::name::{LayerName, TargetName};

/// A file that must be read before there is an outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Need {
    /// Its target name.
    pub target: TargetName,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    List,
    Config,
    Properties,
}

/// The files that were read so far.
#[derive(Clone, Debug, Default)]
pub struct Known {
    lists: Lists,
    configs: BTreeMap<TargetName, Base>,
    properties: BTreeMap<TargetName, Properties>,
    missing: BTreeSet<TargetName>,
}

/// What a release config says of values.
#[derive(Clone, Debug)]
struct Base {
    package_version: String,
    properties: Properties,
}

/// What a device ends up with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// What the rows answer.
    pub explanation: Explanation,
    /// The package version with which the layers are asked: that of the release config, else what
    /// the device says.
    pub package_version: Option<String>,
    /// What each layer answers, in the table's order.
    pub layers: Vec<LayerOutcome>,
    /// What the app sees, by name.
    pub values: Vec<Seen>,
    /// Files that couldn't be read, so that what they say isn't known.
    pub missing: Vec<TargetName>,
}

/// What one layer answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LayerOutcome {
    /// Its name.
    pub layer: LayerName,
    /// Its answer.
    pub explanation: Explanation,
}

/// A value that an app sees.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seen {
    /// The property's name.
    pub name: String,
    /// All that was said of it, never empty: the first is seen, the others lie beneath.
    pub said: Vec<Said>,
}

/// A value, and who says it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// The layer; `None` for the release config.
    pub layer: Option<LayerName>,
    /// The value.
    pub value: Value,
}

impl Need {
    /// The most bytes that a client reads of such a file.
    #[must_use]
    pub const fn most_bytes(&self) -> usize {
        match self.kind {
            Kind::List => limit::DEVICE_LIST_BYTES_CLIENT,
            Kind::Config | Kind::Properties => limit::CONFIG_BYTES_CLIENT,
        }
    }
}

impl Known {
    /// Learns a file, whose hash its caller has compared with the signed one.
    ///
    /// # Errors
    /// Not readable as what it should be.
    pub fn learn(&mut self, need: &Need, bytes: &[u8]) -> Result<(), ConfigError> {
        let name = need.target.clone();
        match need.kind {
            Kind::List => {
                let list = DeviceList::read(bytes)?;
                self.lists.insert(name, list.devices);
            }
            Kind::Config => {
                let config = ReleaseConfig::read(bytes)?;
                let base = Base {
                    package_version: config.manifest.version.as_str().into(),
                    properties: config.config.properties,
                };
                self.configs.insert(name, base);
            }
            Kind::Properties => {
                self.properties.insert(name, read_properties(bytes)?);
            }
        }
        Ok(())
    }

    /// Notes that a file isn't to be had.
    pub fn lack(&mut self, need: &Need) {
        self.missing.insert(need.target.clone());
    }

    /// What is needed of a target, unless it is known, or known to be missing.
    fn need(&self, target: &TargetName, kind: Kind) -> Result<(), Need> {
        let is_known = match kind {
            Kind::List => self.lists.contains_key(target),
            Kind::Config => self.configs.contains_key(target),
            Kind::Properties => self.properties.contains_key(target),
        };
        if is_known || self.missing.contains(target) {
            return Ok(());
        }
        Err(Need {
            target: target.clone(),
            kind,
        })
    }

    /// What an answer leads to, as far as it can be read.
    fn follow(&self, choice: &Choice, kind: Kind) -> Result<(), Need> {
        match choice {
            Choice::Config { target, .. } => self.need(target, kind),
            Choice::NeedsList(target) => self.need(target, Kind::List),
            _ => Ok(()),
        }
    }
}

impl Table {
    /// What a device ends up with once it follows this table. A device that applied nothing of a
    /// layer yet is meant: what a paused experiment gave it before, the table doesn't say.
    ///
    /// # Errors
    /// The next file that must be read: learn it, or say that it is missing, and ask again.
    pub fn outcome(&self, asker: &Asker<'_>, known: &Known) -> Result<Outcome, Need> {
        let explanation = self.explain(asker, &known.lists);
        known.follow(&explanation.choice, Kind::Config)?;
        let base = match &explanation.choice {
            Choice::Config { target, .. } => known.configs.get(target),
            _ => None,
        };
        let mut attributes = asker.attributes.clone();
        if let Some(base) = base {
            attributes.insert(PACKAGE_VERSION.into(), base.package_version.clone());
        }
        let follower = Asker {
            attributes: &attributes,
            active: None,
            ..*asker
        };
        let mut layers = Vec::new();
        for layer in &self.properties {
            let explanation = self.explain_in(layer, &follower, &known.lists);
            known.follow(&explanation.choice, Kind::Properties)?;
            layers.push(LayerOutcome {
                layer: layer.layer.clone(),
                explanation,
            });
        }
        Ok(Outcome {
            package_version: attributes.get(PACKAGE_VERSION).cloned(),
            values: seen(base, &layers, known),
            missing: known.missing.iter().cloned().collect(),
            explanation,
            layers,
        })
    }

    /// A layer's choice with its reasons: what holds the table goes for its layers too.
    fn explain_in(&self, layer: &Layer, asker: &Asker<'_>, lists: &Lists) -> Explanation {
        match self.before_rows() {
            Some(choice) => Explanation {
                rows: Vec::new(),
                choice,
            },
            None => layer.explain(asker, lists),
        }
    }
}

/// All values, with what lies beneath each: the last layer that speaks of one is seen.
fn seen(base: Option<&Base>, layers: &[LayerOutcome], known: &Known) -> Vec<Seen> {
    let overlays = layers.iter().rev().filter_map(|one| {
        let Choice::Config { target, .. } = &one.explanation.choice else {
            return None;
        };
        Some((Some(&one.layer), known.properties.get(target)?))
    });
    let beneath = base.map(|base| (None, &base.properties));
    let mut all: BTreeMap<&String, Vec<Said>> = BTreeMap::new();
    for (layer, properties) in overlays.chain(beneath) {
        for (name, value) in properties {
            all.entry(name).or_default().push(Said {
                layer: layer.cloned(),
                value: value.clone(),
            });
        }
    }
    let seen = all.into_iter().map(|(name, said)| Seen {
        name: name.clone(),
        said,
    });
    seen.collect()
}

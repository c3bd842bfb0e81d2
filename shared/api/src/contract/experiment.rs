//! Experiments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::decide::Named;
use wavecast_domain::experiment;

use super::change::NamedRelease;
use super::policy::Policy;

/// A channel's experiments.
#[derive(Debug, Serialize, ToSchema)]
pub struct Experiments {
    /// The share of all devices that gets none, for good.
    #[schema(example = "5%")]
    pub holdout: String,
    /// What runs.
    pub running: Vec<Experiment>,
}

/// An experiment that runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Experiment {
    /// Its id.
    pub id: String,
    /// Its name.
    #[schema(example = "checkout-button")]
    pub name: String,
    /// Whose devices take part.
    pub rule: String,
    /// Experiments of one layer exclude each other.
    pub layer: String,
    /// How much of the layer it may ever reach.
    #[schema(example = "20%")]
    pub reserve: String,
    /// How much of that it reaches.
    #[schema(example = "50%")]
    pub share: String,
    /// Whether only those who have a variant keep it.
    pub held: bool,
    /// Its variants.
    pub variants: Vec<ExperimentVariant>,
    /// Since when.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// One variant of an experiment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExperimentVariant {
    /// Its name.
    #[schema(example = "on")]
    pub name: String,
    /// Its share of the experiment; all of them make 100 %.
    #[schema(example = "50%")]
    pub weight: String,
    /// How much of the audience it reaches now.
    #[schema(example = "12.5%")]
    pub reaches: String,
    /// What it sets.
    pub properties: BTreeMap<String, serde_json::Value>,
    /// The release that it gives, in an experiment on packages; absent for a variant that gives
    /// whatever the rule does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<NamedRelease>,
}

/// An experiment to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateExperiment {
    /// As a channel's name.
    #[schema(example = "checkout-button")]
    pub name: String,
    /// Whose devices take part; everyone's if not said.
    pub rule: Option<String>,
    /// Experiments of one layer exclude each other, those of different layers are independent. If
    /// not said: a layer of its own name, or the one in which packages are tried.
    pub layer: Option<String>,
    /// How much of the layer it may ever reach.
    #[schema(example = "20%")]
    pub reserve: String,
    /// How much of that it reaches at first; all of it if not said.
    #[schema(example = "50%")]
    pub share: Option<String>,
    /// Two to eight, with packages or with properties.
    pub variants: Vec<CreateVariant>,
    /// How devices go about packages; the application's settings if not said.
    pub policy: Option<Policy>,
    /// Notes by language tag that go with packages; at most 4 KiB.
    pub notes: Option<BTreeMap<String, String>>,
}

/// A variant to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateVariant {
    /// As a channel's name.
    #[schema(example = "on")]
    pub name: String,
    /// Its share of the experiment; all of them make 100 %.
    #[schema(example = "50%")]
    pub weight: String,
    /// What it sets; nothing for one that changes nothing.
    #[serde(default)]
    pub properties: BTreeMap<String, serde_json::Value>,
    /// The package that it gives; without one, beside variants that have one, whatever the rule
    /// gives.
    pub package: Option<VariantPackage>,
}

/// The package of a variant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantPackage {
    /// Its name.
    #[schema(example = "lamp")]
    pub name: String,
    /// Its version.
    #[schema(example = "1.2.0")]
    pub version: String,
}

/// How far an experiment goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RampExperiment {
    /// The share of what it reserves; it only grows.
    #[schema(example = "100%")]
    pub to: String,
}

/// Which variant an experiment chose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcludeExperiment {
    /// The variant that everybody gets; one with a package becomes the rule's release.
    #[schema(example = "on")]
    pub variant: String,
}

/// The standing hold-out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldOut {
    /// The share of all devices that gets no experiment.
    #[schema(example = "5%")]
    pub share: String,
}

impl From<experiment::Experiments> for Experiments {
    fn from(experiments: experiment::Experiments) -> Self {
        Self {
            holdout: experiments.holdout.to_string(),
            running: running(&experiments),
        }
    }
}

/// What runs in the layers of a channel.
pub(crate) fn running(experiments: &experiment::Experiments) -> Vec<Experiment> {
    let running = experiments.running();
    running
        .map(|(layer, one)| of_layer(layer.name.as_str(), one.clone()))
        .collect()
}

fn of_layer(layer: &str, one: experiment::Experiment) -> Experiment {
    let reserve = wavecast_domain::share::Share::permyriad(one.width);
    let variant = |variant: &experiment::ExperimentVariant| ExperimentVariant {
        name: variant.name.clone(),
        weight: variant.weight.to_string(),
        reaches: one.reach(&variant.name).to_string(),
        properties: match &variant.treatment {
            experiment::Treatment::Properties { properties, .. } => properties.clone(),
            _ => BTreeMap::new(),
        },
        release: variant.placement().map(|placed| Named::from(placed).into()),
    };
    Experiment {
        variants: one.variants.iter().map(variant).collect(),
        id: one.id.into(),
        name: one.name,
        rule: one.rule.0,
        layer: layer.to_owned(),
        reserve: reserve.unwrap_or_default().to_string(),
        share: one.share.to_string(),
        held: one.held,
        at: one.at.into(),
        by: one.by,
    }
}

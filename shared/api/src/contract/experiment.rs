//! Experiments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::experiment;

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
    /// Its variants.
    pub variants: Vec<ExperimentVariant>,
    /// Since when.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// One variant of an experiment.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperimentVariant {
    /// Its name.
    #[schema(example = "on")]
    pub name: String,
    /// Its share of the experiment; all of them make 100 %.
    #[schema(example = "50%")]
    pub weight: String,
    /// What it sets; nothing for one that changes nothing.
    #[serde(default)]
    pub properties: BTreeMap<String, serde_json::Value>,
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
    /// Experiments of one layer exclude each other, those of different layers are independent; a
    /// layer of its own name if not said.
    pub layer: Option<String>,
    /// How much of the layer it may ever reach.
    #[schema(example = "20%")]
    pub reserve: String,
    /// How much of that it reaches at first; all of it if not said.
    #[schema(example = "50%")]
    pub share: Option<String>,
    /// Two to eight.
    pub variants: Vec<ExperimentVariant>,
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
    /// The variant that everybody gets.
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
        let running = experiments.layers.into_iter().flat_map(|layer| {
            let name = layer.name;
            layer
                .running
                .into_iter()
                .map(move |one| of_layer(name.as_str(), one))
        });
        Self {
            running: running.collect(),
            holdout: experiments.holdout.to_string(),
        }
    }
}

fn of_layer(layer: &str, one: experiment::Experiment) -> Experiment {
    let reserve = wavecast_domain::share::Share::permyriad(one.width);
    let variants = one.variants.into_iter().map(|variant| ExperimentVariant {
        name: variant.name,
        weight: variant.weight.to_string(),
        properties: variant.properties,
    });
    Experiment {
        id: one.id.into(),
        name: one.name,
        rule: one.rule.0,
        layer: layer.to_owned(),
        reserve: reserve.unwrap_or_default().to_string(),
        share: one.share.to_string(),
        variants: variants.collect(),
        at: one.at.into(),
        by: one.by,
    }
}

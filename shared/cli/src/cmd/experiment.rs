//! `wavecast experiment`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::{ChannelName, LayerName};

use super::channel::changed;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Experiments: variants of the remote configuration for random parts of an audience
#[derive(Debug, Subcommand)]
pub enum Experiment {
    /// Lists what runs
    List,
    Create(Create),
    /// Lets it reach more of what it reserves; who has a variant keeps it
    Ramp {
        /// Which
        name: ChannelName,
        /// The share of what it reserves
        to: Share,
    },
    /// Ends it: everybody sees again what they saw without it
    Stop {
        /// Which
        name: ChannelName,
    },
    /// Ends it with one variant for all of its audience
    Conclude {
        /// Which
        name: ChannelName,
        /// The variant that was chosen
        variant: String,
    },
    /// Keeps a share of all devices out of every experiment, for good
    Holdout {
        /// The share
        share: Share,
    },
}

/// Makes an experiment
#[derive(Debug, Args)]
pub struct Create {
    /// Its name
    name: ChannelName,
    /// How much of its layer it may ever reach
    #[arg(long, value_name = "SHARE")]
    reserve: Share,
    /// How much of that it reaches at first [default: 100%]
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Experiments of one layer exclude each other [default: a layer of its own]
    #[arg(long)]
    layer: Option<LayerName>,
    /// The devices of this rule take part [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    /// A variant: NAME:WEIGHT and what it sets, such as on:50%:button=big,page=30; two to eight
    #[arg(long = "variant", value_name = "VARIANT", required = true)]
    variants: Vec<Variant>,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    name: String,
    weight: Share,
    sets: Vec<String>,
}

impl std::str::FromStr for Variant {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = "a variant is written NAME:WEIGHT or NAME:WEIGHT:name=value,name=value";
        let mut parts = text.splitn(3, ':');
        let name = parts.next().filter(|name| !name.is_empty()).ok_or(rule)?;
        let weight = parts.next().ok_or(rule)?;
        let weight = weight.parse().map_err(|error| format!("{error}"))?;
        let sets = parts.next().unwrap_or_default().split(',');
        Ok(Self {
            name: name.to_owned(),
            weight,
            sets: sets
                .filter(|set| !set.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

impl Experiment {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let client = &app.remote.client;
        let (org, of) = (&app.org, &app.app);
        match self {
            Self::List => {
                let get = || client.list_experiments().org(org).app(of).channel(&channel);
                let found = app.remote.read(async || sent!(get())).await?;
                run.out.result(&found, |out| list(out, &found))
            }
            Self::Create(create) => {
                let body = create.body()?;
                let make = || {
                    client
                        .create_experiment()
                        .org(org)
                        .app(of)
                        .channel(&channel)
                };
                let verb = async |ask: &Ask| {
                    let send = make().body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Ramp { name, to } => {
                let body = types::RampExperiment { to: to.to_string() };
                let ramp = || client.ramp_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = ramp().experiment(name.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Stop { name } => {
                let stop = || client.stop_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = stop().experiment(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Conclude { name, variant } => {
                let body = types::ConcludeExperiment { variant };
                let end = || {
                    client
                        .conclude_experiment()
                        .org(org)
                        .app(of)
                        .channel(&channel)
                };
                let verb = async |ask: &Ask| {
                    let send = end().experiment(name.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Holdout { share } => {
                let body = types::HoldOut {
                    share: share.to_string(),
                };
                let hold = || client.hold_out().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = hold().body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
        }
    }
}

impl Create {
    fn body(self) -> Result<types::CreateExperiment> {
        let variant = |variant: Variant| {
            Ok(types::ExperimentVariant {
                name: variant.name,
                weight: variant.weight.to_string(),
                properties: super::release::properties(&variant.sets)?,
            })
        };
        let variants = self.variants.into_iter().map(variant);
        Ok(types::CreateExperiment {
            name: self.name.to_string(),
            rule: self.rule.map(|rule| rule.to_string()),
            layer: self.layer.map(Into::into),
            reserve: self.reserve.to_string(),
            share: self.to.map(|to| to.to_string()),
            variants: variants.collect::<Result<_>>()?,
        })
    }
}

fn list(out: &Out, found: &types::Experiments) {
    let mut table = Table::new(&[
        "experiment",
        "layer",
        "rule",
        ">reserves",
        ">reaches",
        "variants",
    ]);
    for one in &found.running {
        let variants: Vec<String> = one
            .variants
            .iter()
            .map(|variant| format!("{} {}", variant.name, variant.weight))
            .collect();
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.layer),
            Cell::from(&one.rule),
            Cell::from(&one.reserve),
            Cell::from(&one.share),
            Cell::from(variants.join(", ")),
        ]);
    }
    if table.is_empty() {
        out.line("no experiment runs");
    } else {
        out.table(&table);
    }
    out.line(format_args!("  held out of all of them: {}", found.holdout));
}

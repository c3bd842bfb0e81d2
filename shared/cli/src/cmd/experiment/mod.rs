//! `wavecast experiment`.

mod create;

use clap::Subcommand;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::channel::changed;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;
use create::Create;

/// Experiments: variants of packages or of the configuration for random parts of an audience
#[derive(Debug, Subcommand)]
pub enum Experiment {
    /// Lists what runs
    List,
    Create(Box<Create>),
    /// Lets it reach more of what it reserves; who has a variant keeps it
    Ramp {
        /// Which
        name: ChannelName,
        /// The share of what it reserves
        to: Share,
    },
    /// Holds it: who has a variant keeps it, nobody new gets one
    Pause {
        /// Which
        name: ChannelName,
    },
    /// Opens it again
    Resume {
        /// Which
        name: ChannelName,
    },
    /// Ends it: everybody gets again what they would get without it
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
                let body = create.body(run, &app)?;
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
            Self::Pause { name } => {
                let hold = || client.pause_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = hold().experiment(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Resume { name } => {
                let open = || {
                    client
                        .resume_experiment()
                        .org(org)
                        .app(of)
                        .channel(&channel)
                };
                let verb = async |ask: &Ask| {
                    let send = open().experiment(name.as_str());
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
        let held = if one.held { ", paused" } else { "" };
        let variants: Vec<String> = one.variants.iter().map(shown).collect();
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.layer),
            Cell::from(&one.rule),
            Cell::from(&one.reserve),
            Cell::from(format!("{}{held}", one.share)),
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

/// `on 50%`, or `new 50% of 1.2.0`.
fn shown(variant: &types::ExperimentVariant) -> String {
    let (name, weight) = (&variant.name, &variant.weight);
    match &variant.release {
        Some(release) => format!("{name} {weight} of {}", release.version),
        None => format!("{name} {weight}"),
    }
}

/// `experiment button of everyone: off 25%, on 25%`.
pub fn running_line(out: &Out, one: &types::Experiment) -> String {
    let reaches = |variant: &types::ExperimentVariant| {
        let release = variant.release.as_ref();
        let release = release.map(|release| format!(" of {}", release.version));
        let release = release.unwrap_or_default();
        format!("{} {}{release}", variant.name, variant.reaches)
    };
    let variants: Vec<String> = one.variants.iter().map(reaches).collect();
    let held = if one.held { " (paused)" } else { "" };
    format!(
        "  experiment {}{held} of {}: {}",
        out.paint(Tone::Strong, &one.name),
        one.rule,
        variants.join(", ")
    )
}

//! `wavecast experiment`.

mod create;
mod show;

use clap::Subcommand;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::approval::Asking;
use super::channel::changed;
use crate::error::Result;
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;
use create::Create;
pub use show::running_line;
use show::{left, list, named, one};

/// Experiments: variants of packages or of the configuration for random parts of an audience
#[derive(Debug, Subcommand)]
pub enum Experiment {
    /// Lists what runs
    List,
    /// Shows one: its variants, and what each gives
    Show {
        /// Which
        name: ChannelName,
    },
    Create(Box<Create>),
    /// Lets it reach more of what it reserves; who has a variant keeps it
    Ramp {
        /// Which
        name: ChannelName,
        /// The share of what it reserves
        to: Share,
        #[command(flatten)]
        asking: Asking,
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
        #[command(flatten)]
        asking: Asking,
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
            Self::Show { name } => {
                let found = named(&app, &channel, name.as_str()).await?;
                run.out.result(&found, |out| one(out, &found))
            }
            Self::Create(create) => {
                let (name, asking) = (create.name.clone(), create.asking);
                let body = create.body(run, &app)?;
                let make = || {
                    client
                        .create_experiment()
                        .org(org)
                        .app(of)
                        .channel(&channel)
                };
                let verb = async |ask: &Ask| {
                    let send = make().body(body.clone()).ask(asking.for_approval);
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                left(run, &app, &channel, name.as_str(), verb).await
            }
            Self::Ramp { name, to, asking } => {
                let body = types::RampExperiment { to: to.to_string() };
                let ramp = || client.ramp_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = ramp().experiment(name.as_str()).body(body.clone());
                    let send = send.ask(asking.for_approval);
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                left(run, &app, &channel, name.as_str(), verb).await
            }
            Self::Pause { name } => {
                let hold = || client.pause_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = hold().experiment(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                left(run, &app, &channel, name.as_str(), verb).await
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
                left(run, &app, &channel, name.as_str(), verb).await
            }
            Self::Stop { name } => {
                let stop = || client.stop_experiment().org(org).app(of).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = stop().experiment(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Conclude {
                name,
                variant,
                asking,
            } => conclude(run, &app, &channel, &name, variant, asking).await,
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

async fn conclude(
    run: &Run,
    app: &RemoteApp,
    channel: &str,
    name: &ChannelName,
    variant: String,
    asking: Asking,
) -> Result {
    let body = types::ConcludeExperiment { variant };
    let end = || {
        let end = app.remote.client.conclude_experiment();
        end.org(&app.org).app(&app.app).channel(channel)
    };
    let verb = async |ask: &Ask| {
        let send = end().experiment(name.as_str()).body(body.clone());
        let send = send.ask(asking.for_approval);
        sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
    };
    changed(run, app, verb).await
}

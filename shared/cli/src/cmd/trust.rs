//! `wavecast trust`.

use clap::{Args, Subcommand};
use wavecast_client::types;

use super::people::{In, done};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Workflows elsewhere that get short-lived tokens of a service account, with no secret kept there
#[derive(Debug, Subcommand)]
pub enum Trust {
    /// Lists the rules
    List {
        #[command(flatten)]
        place: In,
    },
    Set(Set),
    /// Ends a rule, and the tokens that it gave
    Delete {
        /// Its name
        name: String,
        #[command(flatten)]
        place: In,
    },
}

/// Makes a rule, or changes it; tokens that it gave before end
#[derive(Debug, Args)]
pub struct Set {
    /// Its name
    name: String,
    /// The service account whose tokens it gives
    #[arg(long, value_name = "NAME")]
    account: String,
    /// The repository whose workflows it trusts
    #[arg(long, value_name = "OWNER/NAME")]
    repository: String,
    /// On this branch or tag, such as refs/heads/main, or on all beneath one: refs/tags/*
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// In this environment
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Minutes for which a token works: 5 to 60
    #[arg(long, default_value_t = 60, value_name = "N", value_parser = clap::value_parser!(u16).range(5..=60))]
    minutes: u16,
    /// Who vouches for the workflow
    #[arg(
        long,
        value_name = "URL",
        default_value = "https://token.actions.githubusercontent.com"
    )]
    issuer: String,
    #[command(flatten)]
    place: In,
}

impl Trust {
    pub async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        match self {
            Self::List { place } => {
                let all = remote.trusts(&place.name(run)?).await?;
                run.out.result(&all, |out| list(out, &all))
            }
            Self::Set(set) => set.run(run).await,
            Self::Delete { name, place } => {
                let org = place.name(run)?;
                let delete = || remote.client.delete_trust().org(&org).trust(&name);
                let send =
                    async |ask: &Ask| sent!(delete().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(run, &change, &format!("trust {name} of {org} is gone"))
            }
        }
    }
}

impl Set {
    async fn run(self, run: &Run) -> Result {
        let (remote, org) = (run.remote()?, self.place.name(run)?);
        let body = types::SetTrust {
            account: self.account,
            issuer: self.issuer,
            repository: self.repository,
            ref_: self.reference,
            environment: self.environment,
            minutes: Some(self.minutes.into()),
        };
        let set = || remote.client.set_trust().org(&org).trust(&self.name);
        let send = async |ask: &Ask| {
            let set = set().body(body.clone());
            sent!(set.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = remote.change(send).await?;
        done(
            run,
            &change,
            &format!("trust {} of {org} is set", self.name),
        )
    }
}

fn list(out: &Out, all: &[types::Trust]) {
    let heads = [
        "trust",
        "account",
        "repository",
        "ref",
        "environment",
        "minutes",
        "issuer",
    ];
    let mut table = Table::new(&heads);
    for one in all {
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.account),
            Cell::from(&one.repository),
            Cell::from(one.ref_.as_deref().unwrap_or("any")),
            Cell::from(one.environment.as_deref().unwrap_or("any")),
            Cell::from(one.minutes.to_string()),
            Cell::from(&one.issuer),
        ]);
    }
    out.table(&table);
}

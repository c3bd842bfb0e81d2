//! `wavecast account`.

use clap::Subcommand;
use wavecast_client::types;

use super::people::{GrantArgs, In, done, shown};
use crate::error::Result;
use crate::output::{Cell, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Service accounts: machines that act for nobody in particular
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Lists them
    List {
        #[command(flatten)]
        place: In,
    },
    /// Makes a service account, or changes its roles
    Set {
        /// Its name
        name: String,
        /// For people
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        grants: GrantArgs,
        #[command(flatten)]
        place: In,
    },
    /// Ends a service account; its tokens stop working at once
    Delete {
        /// Its name
        name: String,
        #[command(flatten)]
        place: In,
    },
}

impl Account {
    pub async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        match self {
            Self::List { place } => {
                let all = remote.accounts(&place.name(run)?).await?;
                run.out.result(&all, |out| {
                    let mut table = Table::new(&["account", "title", "grants", "since"]);
                    for one in &all {
                        table.row([
                            Cell::toned(Tone::Strong, &one.name),
                            Cell::from(&one.title),
                            Cell::from(shown(&one.grants)),
                            Cell::from(&one.created),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::Set {
                name,
                title,
                grants,
                place,
            } => {
                let org = place.name(run)?;
                let body = types::SetAccount {
                    title,
                    grants: grants.all(),
                };
                let set = || remote.client.set_account().org(&org).account(&name);
                let send = async |ask: &Ask| {
                    let set = set().body(body.clone());
                    sent!(set.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                let change = remote.change(send).await?;
                done(
                    run,
                    &change,
                    &format!("service account {name} of {org} is set"),
                )
            }
            Self::Delete { name, place } => {
                let org = place.name(run)?;
                let delete = || remote.client.delete_account().org(&org).account(&name);
                let send =
                    async |ask: &Ask| sent!(delete().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(
                    run,
                    &change,
                    &format!("service account {name} of {org} is gone"),
                )
            }
        }
    }
}

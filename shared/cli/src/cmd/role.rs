//! `wavecast org role`.

use clap::Subcommand;
use wavecast_client::types;

use super::people::{In, done};
use crate::error::Result;
use crate::output::{Cell, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// Roles that an organization makes: names for permissions on applications
#[derive(Debug, Subcommand)]
pub enum Role {
    /// Lists them; admin, write, read and approver are built in
    List {
        #[command(flatten)]
        place: In,
    },
    /// Makes a role, or changes what it permits to all who have it
    Set {
        /// Its name
        name: String,
        /// What it permits, read among it; may repeat
        #[arg(long = "permission", value_name = "NAME", required = true)]
        permissions: Vec<String>,
        /// For people
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        place: In,
    },
    /// Forgets a role that nobody has
    Delete {
        /// Its name
        name: String,
        #[command(flatten)]
        place: In,
    },
}

impl Role {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        match self {
            Self::List { place } => {
                let all = remote.roles(&place.name(run)?).await?;
                run.out.result(&all, |out| {
                    let mut table = Table::new(&["role", "title", "permissions"]);
                    for one in &all {
                        table.row([
                            Cell::toned(Tone::Strong, &one.name),
                            Cell::from(&one.title),
                            Cell::from(one.permissions.join(", ")),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::Set {
                name,
                permissions,
                title,
                place,
            } => {
                let org = place.name(run)?;
                let body = types::SetRole { title, permissions };
                let set = || remote.client.set_role().org(&org).role(&name);
                let send = async |ask: &Ask| {
                    let set = set().body(body.clone());
                    sent!(set.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                let change = remote.change(send).await?;
                done(run, &change, &format!("role {name} of {org} is set"))
            }
            Self::Delete { name, place } => {
                let org = place.name(run)?;
                let delete = || remote.client.delete_role().org(&org).role(&name);
                let send =
                    async |ask: &Ask| sent!(delete().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(run, &change, &format!("role {name} of {org} is gone"))
            }
        }
    }
}

//! `wavecast org member`, `wavecast org transfer`.

use clap::{Args, Subcommand};
use wavecast_client::types;

use super::people::{GrantArgs, In, done, org_role, shown};
use crate::error::Result;
use crate::output::{Cell, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// Makes a member an owner, and you an admin
#[derive(Debug, Args)]
pub struct Transfer {
    /// The member's id; `wavecast org member list` shows them
    to: String,
    #[command(flatten)]
    place: In,
}

impl Transfer {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        let org = self.place.name(run)?;
        let body = types::TransferOwnership {
            to: self.to.clone(),
        };
        let transfer = || remote.client.transfer_ownership().org(&org);
        let send = async |ask: &Ask| {
            let transfer = transfer().body(body.clone());
            sent!(transfer.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = remote.change(send).await?;
        done(run, &change, &format!("{} owns {org}", self.to))
    }
}

/// The people in an organization
#[derive(Debug, Subcommand)]
pub enum Member {
    /// Lists them, with their ids
    List {
        #[command(flatten)]
        place: In,
    },
    /// Gives a member other roles
    Set {
        /// The member's id
        id: String,
        /// In the organization: owner, admin or member
        #[arg(long, default_value = "member", value_parser = org_role)]
        role: types::OrgRole,
        #[command(flatten)]
        grants: GrantArgs,
        #[command(flatten)]
        place: In,
    },
    /// Lets a member go, with all their tokens; your own id leaves
    Remove {
        /// The member's id
        id: String,
        #[command(flatten)]
        place: In,
    },
}

impl Member {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        match self {
            Self::List { place } => {
                let all = remote.members(&place.name(run)?).await?;
                run.out.result(&all, |out| {
                    let mut table = Table::new(&["member", "name", "role", "grants", "since"]);
                    for one in &all {
                        table.row([
                            Cell::toned(Tone::Strong, &one.id),
                            Cell::from(&one.name),
                            Cell::from(one.role),
                            Cell::from(shown(&one.grants)),
                            Cell::from(&one.since),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::Set {
                id,
                role,
                grants,
                place,
            } => {
                let org = place.name(run)?;
                let body = types::SetMember {
                    role,
                    grants: grants.all(),
                };
                let set = || remote.client.set_member().org(&org).user(&id);
                let send = async |ask: &Ask| {
                    let set = set().body(body.clone());
                    sent!(set.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                let change = remote.change(send).await?;
                done(run, &change, &format!("member {id} is set"))
            }
            Self::Remove { id, place } => {
                let org = place.name(run)?;
                let remove = || remote.client.remove_member().org(&org).user(&id);
                let send =
                    async |ask: &Ask| sent!(remove().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(
                    run,
                    &change,
                    &format!("{id} doesn't belong to {org} any more"),
                )
            }
        }
    }
}

//! `wavecast org`.

use clap::Subcommand;
use wavecast_client::types;
use wavecast_wire::name::OrgName;

use super::invitation::{Accept, Decline, Invitation, Invite};
use super::member::{Member, Transfer};
use super::org_groups::Groups;
use super::people::Access;
use super::quota::Quota;
use super::role::Role;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::sent;
use crate::run::Run;

/// Organizations: who owns which applications
#[derive(Debug, Subcommand)]
pub enum Org {
    /// Creates an organization
    Create {
        /// Its name: a-z, 0-9, '.', '_', '-'
        name: OrgName,
        /// For people
        #[arg(long)]
        title: Option<String>,
    },
    /// Lists organizations
    List,
    /// Shows an organization and its applications
    Show {
        /// Which
        name: OrgName,
    },
    Invite(Invite),
    Accept(Accept),
    Decline(Decline),
    Transfer(Transfer),
    #[command(subcommand)]
    Invitation(Invitation),
    #[command(subcommand)]
    Member(Member),
    #[command(subcommand)]
    Role(Role),
    #[command(subcommand)]
    Groups(Groups),
    #[command(subcommand)]
    Quota(Quota),
    Access(Access),
}

impl Org {
    pub async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        match self {
            Self::Create { name, title } => {
                let body = types::CreateOrg {
                    name: name.to_string(),
                    title,
                };
                let create = || remote.client.create_org().body(body.clone());
                let change = remote
                    .change(async |ask| sent!(create().dry_run(ask.dry).idempotency_key(&ask.key)))
                    .await?;
                run.out.result(&change, |out| match change.dry_run {
                    true => out.line("dry run: nothing was created"),
                    false => out.line(format_args!("created organization {name}")),
                })
            }
            Self::List => {
                let orgs = remote.orgs(10_000).await?;
                run.out.result(&orgs, |out| {
                    let mut table = Table::new(&["organization", "title", ">applications"]);
                    for org in &orgs {
                        table.row([
                            Cell::toned(Tone::Strong, &org.name),
                            Cell::from(&org.title),
                            Cell::from(org.apps.len()),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::Show { name } => {
                let get = || remote.client.get_org().org(name.as_str());
                let org = remote.read(async || sent!(get())).await?;
                run.out.result(&org, |out| show(out, &org))
            }
            Self::Invite(invite) => invite.run(run, &remote).await,
            Self::Accept(accept) => accept.run(run, &remote).await,
            Self::Decline(decline) => decline.run(run, &remote).await,
            Self::Transfer(transfer) => transfer.run(run, &remote).await,
            Self::Invitation(invitation) => invitation.run(run, &remote).await,
            Self::Member(member) => member.run(run, &remote).await,
            Self::Role(role) => role.run(run, &remote).await,
            Self::Groups(groups) => groups.run(run, &remote).await,
            Self::Quota(quota) => quota.run(run, &remote).await,
            Self::Access(access) => access.run(run, &remote).await,
        }
    }
}

fn show(out: &Out, org: &types::Org) {
    out.line(format_args!(
        "{}  {}, since {}",
        out.paint(Tone::Strong, &org.name),
        org.title,
        org.created
    ));
    let mut table = Table::new(&["application", "kind", "since"]);
    for app in &org.apps {
        table.row([
            Cell::from(&app.name),
            Cell::from(app.kind),
            Cell::from(&app.created),
        ]);
    }
    out.table(&table);
}

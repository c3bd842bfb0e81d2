//! `wavecast org invite`, `accept`, `decline`, `invitation`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_wire::name::OrgName;

use super::people::{GrantArgs, In, done, in_days, org_role, shown};
use crate::error::{Failure, Result};
use crate::output::{Cell, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// Invites somebody; prints what to give them
#[derive(Debug, Args)]
pub struct Invite {
    /// Whom, such as an address; for people
    whom: String,
    /// In the organization: owner, admin or member
    #[arg(long, default_value = "member", value_parser = org_role)]
    role: types::OrgRole,
    #[command(flatten)]
    grants: GrantArgs,
    /// For how long it is good: 1 to 30
    #[arg(long, default_value_t = 7, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=30))]
    days: u16,
    #[command(flatten)]
    place: In,
}

impl Invite {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        let org = self.place.name(run)?;
        let body = types::CreateInvitation {
            whom: self.whom.clone(),
            role: Some(self.role),
            grants: self.grants.all(),
            expires: Some(in_days(self.days)),
        };
        let create = || remote.client.create_invitation().org(&org);
        let send = async |ask: &Ask| {
            let create = create().body(body.clone());
            sent!(create.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let made = remote.change(send).await?;
        run.out.result(&made, |out| match (&made.invitation, &made.code) {
            (Some(invitation), Some(code)) => {
                let (whom, expires) = (&invitation.whom, &invitation.expires);
                out.line(format_args!(
                    "invited {whom} until {expires}; give them this, it is shown once:"
                ));
                out.line(format_args!("  wavecast org accept {org} {code}"));
                out.line(format_args!("or, in a browser:"));
                out.line(format_args!(
                    "  {}/sign-in#org={org}&code={code}",
                    run.config.url().trim_end_matches('/')
                ));
            }
            (Some(invitation), None) => out.line(format_args!(
                "invitation {} was made, but its code was lost on the way: revoke it and make another",
                invitation.id
            )),
            _ => out.line("dry run: nobody was invited"),
        })
    }
}

/// Accepts an invitation: you become a member
#[derive(Debug, Args)]
pub struct Accept {
    /// The organization
    org: OrgName,
    /// The code that you were given
    code: String,
}

impl Accept {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        let (id, body) = code(&self.code)?;
        let accept = || {
            remote
                .client
                .accept_invitation()
                .org(self.org.as_str())
                .id(&id)
        };
        let send = async |ask: &Ask| {
            let accept = accept().body(body.clone());
            sent!(accept.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = remote.change(send).await?;
        done(run, &change, &format!("you belong to {}", self.org))
    }
}

/// Declines an invitation; its code is worth nothing then
#[derive(Debug, Args)]
pub struct Decline {
    /// The organization
    org: OrgName,
    /// The code that you were given
    code: String,
}

impl Decline {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        let (id, body) = code(&self.code)?;
        let decline = || {
            remote
                .client
                .decline_invitation()
                .org(self.org.as_str())
                .id(&id)
        };
        let send = async |ask: &Ask| {
            let decline = decline().body(body.clone());
            sent!(decline.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = remote.change(send).await?;
        done(
            run,
            &change,
            &format!("the invitation of {} is declined", self.org),
        )
    }
}

/// The id in a code, and the code.
fn code(text: &str) -> Result<(String, types::AnswerInvitation)> {
    let id = text.strip_prefix("wci_").and_then(|rest| rest.get(..16));
    let id = id.ok_or_else(|| {
        Failure::usage("the code of an invitation begins with wci_ and has 59 characters")
            .hint("copy it again, all of it")
    })?;
    let code = text.to_owned();
    Ok((id.to_owned(), types::AnswerInvitation { code }))
}

/// Invitations that wait for an answer
#[derive(Debug, Subcommand)]
pub enum Invitation {
    /// Lists them
    List {
        #[command(flatten)]
        place: In,
    },
    /// Takes one back
    Revoke {
        /// Its id
        id: String,
        #[command(flatten)]
        place: In,
    },
}

impl Invitation {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        match self {
            Self::List { place } => {
                let all = remote.invitations(&place.name(run)?).await?;
                run.out.result(&all, |out| {
                    let mut table = Table::new(&["invitation", "of", "role", "grants", "until"]);
                    for one in &all {
                        let until = if one.expired { "expired" } else { &one.expires };
                        table.row([
                            Cell::toned(Tone::Strong, &one.id),
                            Cell::from(&one.whom),
                            Cell::from(one.role),
                            Cell::from(shown(&one.grants)),
                            Cell::from(until),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::Revoke { id, place } => {
                let org = place.name(run)?;
                let revoke = || remote.client.revoke_invitation().org(&org).id(&id);
                let send =
                    async |ask: &Ask| sent!(revoke().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(run, &change, &format!("invitation {id} is taken back"))
            }
        }
    }
}

//! `wavecast token`.

use clap::{Args, Subcommand};
use wavecast_client::types;

use super::people::{In, done, in_days};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Tokens: of your own, and of service accounts
#[derive(Debug, Subcommand)]
pub enum Token {
    Create(Create),
    /// Lists those that work, with when each was last used: your own, or all as an admin
    List {
        #[command(flatten)]
        place: In,
    },
    /// Ends a token, at once
    Revoke {
        /// Its id: the 16 characters after its prefix
        id: String,
        #[command(flatten)]
        place: In,
    },
}

/// Makes a token, and prints it this once
#[derive(Debug, Args)]
pub struct Create {
    /// What it is for; for people
    label: String,
    /// For a service account; for you if not said
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// What it may do; may repeat
    #[arg(long = "permission", value_name = "NAME", default_value = "read")]
    permissions: Vec<String>,
    /// In this application alone; may repeat; in all of its holder's if not said
    #[arg(long = "only", value_name = "APP")]
    apps: Vec<String>,
    /// How long it works: 1 to 366
    #[arg(long, default_value_t = 90, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=366))]
    days: u16,
    #[command(flatten)]
    place: In,
}

impl Token {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Create(create) => create.run(run).await,
            Self::List { place } => {
                let all = run.remote()?.tokens(&place.name(run)?).await?;
                run.out.result(&all, |out| list(out, &all))
            }
            Self::Revoke { id, place } => {
                let (remote, org) = (run.remote()?, place.name(run)?);
                let revoke = || remote.client.revoke_token().org(&org).id(&id);
                let send =
                    async |ask: &Ask| sent!(revoke().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                done(run, &change, &format!("token {id} is revoked"))
            }
        }
    }
}

impl Create {
    async fn run(self, run: &Run) -> Result {
        let (remote, org) = (run.remote()?, self.place.name(run)?);
        let body = types::CreateToken {
            account: self.account,
            label: self.label,
            permissions: self.permissions,
            apps: self.apps,
            expires: Some(in_days(self.days)),
        };
        let create = || remote.client.create_token().org(&org);
        let send = async |ask: &Ask| {
            let create = create().body(body.clone());
            sent!(create.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let made = remote.change(send).await?;
        run.out
            .result(&made, |out| match (&made.token, &made.secret) {
                (Some(token), Some(secret)) => {
                    let (id, expires) = (&token.id, &token.expires);
                    out.line(format_args!(
                        "token {id} works until {expires}; it is shown once:"
                    ));
                    out.line(secret);
                }
                (Some(token), None) => out.line(format_args!(
                    "token {} was made, but it was lost on the way: revoke it and make another",
                    token.id
                )),
                _ => out.line("dry run: no token was made"),
            })
    }
}

fn list(out: &Out, all: &[types::Token]) {
    let heads = [
        "token",
        "what for",
        "of",
        "permissions",
        "applications",
        "until",
        "last used",
    ];
    let mut table = Table::new(&heads);
    for one in all {
        let account = one
            .account
            .as_ref()
            .map(|account| format!("service {account}"));
        let of = account.or_else(|| one.user.clone()).unwrap_or_default();
        let apps = if one.apps.is_empty() {
            "*".to_owned()
        } else {
            one.apps.join(", ")
        };
        table.row([
            Cell::toned(Tone::Strong, &one.id),
            Cell::from(&one.label),
            Cell::from(of),
            Cell::from(one.permissions.join(", ")),
            Cell::from(apps),
            Cell::from(&one.expires),
            Cell::from(one.used.as_deref().unwrap_or("never")),
        ]);
    }
    out.table(&table);
}

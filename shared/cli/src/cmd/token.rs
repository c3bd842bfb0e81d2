//! `wavecast token`.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_identity::Http;

use super::people::{In, done, in_days};
use crate::error::{Failure, Result};
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// Tokens: of your own, and of service accounts
#[derive(Debug, Subcommand)]
pub enum Token {
    Create(Create),
    Exchange(Exchange),
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

/// Exchanges the token of a workflow for a short-lived one of a service account, and prints it
#[derive(Debug, Args)]
pub struct Exchange {
    /// The service account
    #[arg(long, value_name = "NAME")]
    account: String,
    /// The workflow's token; asked of GitHub Actions if not said
    #[arg(long, value_name = "FILE")]
    subject_token_file: Option<PathBuf>,
    /// Whom the workflow's token is for, where it is asked for: the server's public URL, if not --url
    #[arg(long, value_name = "URL")]
    audience: Option<String>,
    #[command(flatten)]
    place: In,
}

impl Token {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Create(create) => create.run(run).await,
            Self::Exchange(exchange) => exchange.run(run).await,
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

impl Exchange {
    async fn run(self, run: &Run) -> Result {
        let (url, org) = (run.config.url(), self.place.name(run)?);
        if run.is_dry() {
            let asked = serde_json::json!({"url": url, "org": org, "account": self.account});
            return run
                .out
                .result(&asked, |out| out.line("dry run: no token was exchanged"));
        }
        let subject = match &self.subject_token_file {
            Some(path) => fs::read_to_string(path)
                .map_err(|error| Failure::file("read the workflow's token in", path, &error))?,
            None => job_token(self.audience.as_deref().unwrap_or(&url)).await?,
        };
        let body = types::TokenExchange {
            grant_type: "urn:ietf:params:oauth:grant-type:token-exchange".to_owned(),
            subject_token: subject.trim().to_owned(),
            subject_token_type: "urn:ietf:params:oauth:token-type:jwt".to_owned(),
            audience: format!("{org}/{}", self.account),
        };
        // What it sends proves who asks: that needs no token of ours.
        let remote = Remote::new(&url, "none", false)?;
        let exchange = || remote.client.exchange_token();
        let got = remote
            .read(async || sent!(exchange().body(body.clone())))
            .await?;
        run.out.result(&got, |out| out.line(&got.access_token))
    }
}

/// The token of the job that runs, where GitHub Actions gives it one.
async fn job_token(audience: &str) -> Result<String> {
    let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let place = said("ACTIONS_ID_TOKEN_REQUEST_URL").zip(said("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    let (url, bearer) = place.ok_or_else(|| {
        Failure::usage("no workflow's token is at hand").hint(
            "in GitHub Actions give the job `permissions: {id-token: write}`; elsewhere say --subject-token-file",
        )
    })?;
    let http = Http::new()?;
    Ok(wavecast_identity::job_token(&http, &url, &bearer, audience).await?)
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

//! `wavecast org quota`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_domain::org::{Held, Quota as Limits};
use wavecast_wire::name::OrgName;

use super::people::{In, done};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// How much an organization may hold, and how much it does
#[derive(Debug, Subcommand)]
pub enum Quota {
    /// Shows what it holds, and of how much
    Show {
        #[command(flatten)]
        place: In,
    },
    /// Sets limits, with the installation's own token; the others stay
    Set(Set),
}

/// What to set, and where.
#[derive(Debug, Args)]
pub struct Set {
    /// Which organization
    org: OrgName,
    #[command(flatten)]
    said: Said,
}

/// The limits that are said.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Said {
    /// Applications; none for the bound that is built in, as for the others
    #[arg(long, value_name = "N", value_parser = |text: &str| limit(Held::Apps, text))]
    apps: Option<Limit>,
    /// Members, waiting invitations included
    #[arg(long, value_name = "N", value_parser = |text: &str| limit(Held::Members, text))]
    members: Option<Limit>,
    /// Service accounts
    #[arg(long, value_name = "N", value_parser = |text: &str| limit(Held::Accounts, text))]
    accounts: Option<Limit>,
    /// Tokens that work
    #[arg(long, value_name = "N", value_parser = |text: &str| limit(Held::Tokens, text))]
    tokens: Option<Limit>,
    /// Packages
    #[arg(long, value_name = "N", value_parser = |text: &str| limit(Held::Packages, text))]
    packages: Option<Limit>,
    /// Bytes of all packages, such as 500MB, 100GB or 1TiB
    #[arg(long, value_name = "SIZE", value_parser = |text: &str| limit(Held::Storage, text))]
    storage: Option<Limit>,
}

/// A limit, or none.
#[derive(Clone, Copy, Debug)]
struct Limit(Option<u64>);

/// What doesn't go beyond the bound that is built in.
fn limit(of: Held, text: &str) -> std::result::Result<Limit, String> {
    let limit = of.limit(text)?;
    let quota = Limits::default().with(of, limit);
    quota.check().map_err(|refusal| refusal.rule)?;
    Ok(Limit(limit))
}

impl Quota {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        match self {
            Self::Show { place } => {
                let org = place.name(run)?;
                let found = look(remote, &org).await?;
                run.out.result(&found, |out| show(out, &found))
            }
            Self::Set(set) => set.run(run, remote).await,
        }
    }
}

impl Set {
    async fn run(self, run: &Run, remote: &Remote) -> Result {
        let org = self.org.to_string();
        let before = look(remote, &org).await?;
        let stays = |said: Option<Limit>, line: &types::QuotaLine| match said {
            Some(Limit(limit)) => limit,
            None => line.limit,
        };
        let body = types::SetQuota {
            apps: stays(self.said.apps, &before.apps),
            members: stays(self.said.members, &before.members),
            accounts: stays(self.said.accounts, &before.accounts),
            tokens: stays(self.said.tokens, &before.tokens),
            packages: stays(self.said.packages, &before.packages),
            storage: stays(self.said.storage, &before.storage),
        };
        // All of them are written back, so nobody else may have changed them in between.
        let etag = format!("\"{}\"", before.revision);
        let set = || remote.client.set_quota().org(&org);
        let send = async |ask: &Ask| {
            let set = set().body(body.clone()).if_match(&etag);
            sent!(set.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = remote.change(send).await?;
        done(run, &change, &format!("the quota of {org} is set"))
    }
}

async fn look(remote: &Remote, org: &str) -> Result<types::OrgQuota> {
    let get = || remote.client.show_quota().org(org);
    remote.read(async || sent!(get())).await
}

fn show(out: &Out, quota: &types::OrgQuota) {
    let lines = [
        ("applications", &quota.apps),
        ("members", &quota.members),
        ("service accounts", &quota.accounts),
        ("tokens", &quota.tokens),
        ("packages", &quota.packages),
        ("bytes of packages", &quota.storage),
    ];
    let mut table = Table::new(&["what", ">used", ">of", "limit"]);
    for (what, line) in lines {
        let limit = match (line.limit, line.most) {
            (Some(_), _) => "set",
            (None, Some(_)) => "built in",
            (None, None) => "none",
        };
        let most = line.most.map(|most| most.to_string());
        table.row([
            Cell::toned(Tone::Strong, what),
            Cell::from(line.used.to_string()),
            Cell::from(most.unwrap_or_default()),
            Cell::from(limit),
        ]);
    }
    out.table(&table);
}

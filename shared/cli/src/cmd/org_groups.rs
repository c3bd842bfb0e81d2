//! `wavecast org groups`.

use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use wavecast_client::types;

use super::people::In;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// Groups in Keycloak that give roles here, made for an organization and its applications
#[derive(Debug, Subcommand)]
pub enum Groups {
    /// Shows them, and how they stand
    Show {
        #[command(flatten)]
        place: In,
    },
    /// Has them made, now and for every application to come; tries again what couldn't be made
    Create {
        #[command(flatten)]
        wait: Wait,
        #[command(flatten)]
        place: In,
    },
    /// Has them taken away: nobody has a role by them from then on
    Remove {
        #[command(flatten)]
        wait: Wait,
        #[command(flatten)]
        place: In,
    },
}

/// How long to wait.
#[derive(Clone, Copy, Debug, Args)]
pub struct Wait {
    /// Seconds to wait at most until it is done
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

impl Groups {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        match self {
            Self::Show { place } => {
                let org = place.name(run)?;
                let found = look(remote, &org).await?;
                run.out.result(&found, |out| show(out, &org, &found))
            }
            Self::Create { wait, place } => {
                let org = place.name(run)?;
                let make = || remote.client.make_org_groups().org(&org);
                let send =
                    async |ask: &Ask| sent!(make().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                told(run, remote, &org, &change, wait).await
            }
            Self::Remove { wait, place } => {
                let org = place.name(run)?;
                let remove = || remote.client.remove_org_groups().org(&org);
                let send =
                    async |ask: &Ask| sent!(remove().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                told(run, remote, &org, &change, wait).await
            }
        }
    }
}

async fn look(remote: &Remote, org: &str) -> Result<types::OrgGroups> {
    let get = || remote.client.show_org_groups().org(org);
    remote.read(async || sent!(get())).await
}

/// Waits until what was asked for is done, and says how it ended.
async fn told(
    run: &Run,
    remote: &Remote,
    org: &str,
    change: &types::OrgChange,
    wait: Wait,
) -> Result {
    if change.dry_run {
        return run.out.result(change, |out| {
            out.line("dry run: it would be begun; nothing was changed");
        });
    }
    let progress = run.out.waiting("waiting for Keycloak");
    let begun = Instant::now();
    let mut found = look(remote, org).await?;
    while is_under_way(&found) && begun.elapsed() < Duration::from_secs(wait.timeout) {
        tokio::time::sleep(PAUSE).await;
        found = look(remote, org).await?;
    }
    drop(progress);
    run.out.result(&found, |out| show(out, org, &found))?;
    ended(org, &found)
}

fn is_under_way(found: &types::OrgGroups) -> bool {
    use types::GroupsState::{Making, Removing};
    matches!(found.state, Making | Removing)
}

/// Whether it is done.
fn ended(org: &str, found: &types::OrgGroups) -> Result {
    if is_under_way(found) {
        let hint = format!("wavecast org groups show --org {org}");
        return Err(Failure::new(Exit::Pending, "asked for, but not done yet").hint(hint));
    }
    match found.state {
        types::GroupsState::Refused => {
            let why = found.trouble.clone().unwrap_or_default();
            let hint = "clear that, then wavecast org groups create";
            Err(Failure::new(Exit::Refused, why).hint(hint))
        }
        _ => Ok(()),
    }
}

fn show(out: &Out, org: &str, found: &types::OrgGroups) {
    use types::GroupsState::{Making, None, Refused, Removing, Standing};
    let words = match found.state {
        None => "has no groups",
        Making => "has its groups made",
        Standing => "has its groups",
        Refused => "has not all of its groups: some were refused",
        Removing => "has its groups taken away; they give nothing any more",
    };
    out.line(format_args!("{} {words}", out.paint(Tone::Strong, org)));
    if let Some(trouble) = &found.trouble {
        let next = found.next.as_deref();
        let next = next.map(|next| format!(" (again at {next})"));
        out.line(format_args!("  {trouble}{}", next.unwrap_or_default()));
    }
    if found.units.is_empty() {
        return;
    }
    let mut table = Table::new(&["group", "of", "there"]);
    for unit in &found.units {
        for group in &unit.groups {
            table.row([
                Cell::from(group),
                Cell::from(unit.app.as_deref().unwrap_or("the organization")),
                Cell::from(if unit.stands { "yes" } else { "no" }),
            ]);
        }
    }
    out.table(&table);
}

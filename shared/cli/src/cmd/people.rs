//! What commands about people and machines share, and `wavecast org access`.

use std::collections::BTreeMap;

use clap::Args;
use wavecast_client::types;
use wavecast_wire::name::OrgName;

use crate::clock;
use crate::error::Result;
use crate::output::{Cell, Table};
use crate::remote::{Remote, sent};
use crate::run::Run;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// In which organization.
#[derive(Debug, Args)]
pub struct In {
    /// The organization; the application's if not said
    #[arg(long, value_name = "NAME")]
    org: Option<OrgName>,
}

impl In {
    /// Its name.
    ///
    /// # Errors
    /// Nobody says it.
    pub fn name(&self, run: &Run) -> Result<String> {
        match &self.org {
            Some(org) => Ok(org.to_string()),
            None => Ok(run.config.app()?.org.to_string()),
        }
    }
}

/// Roles in applications.
#[derive(Debug, Args)]
pub struct GrantArgs {
    /// A role in an application, such as lamp=write; * stands for every one; may repeat
    #[arg(long = "grant", value_name = "APP=ROLE", value_parser = grant)]
    grants: Vec<(String, String)>,
}

fn grant(text: &str) -> std::result::Result<(String, String), String> {
    let rule = || "a role in an application is written lamp=write, or *=read".to_owned();
    let (app, role) = text.split_once('=').ok_or_else(rule)?;
    Ok((app.to_owned(), role.to_owned()))
}

impl GrantArgs {
    /// By application.
    pub fn all(self) -> BTreeMap<String, String> {
        self.grants.into_iter().collect()
    }
}

/// So many days from now, as the API takes it.
pub fn in_days(days: u16) -> String {
    clock::now().plus(i64::from(days) * DAY).to_string()
}

/// Roles for people to read.
pub fn shown(grants: &BTreeMap<String, String>) -> String {
    let all: Vec<_> = grants
        .iter()
        .map(|(app, role)| format!("{app}={role}"))
        .collect();
    all.join(" ")
}

/// Says that something of an organization was done.
pub fn done(run: &Run, change: &types::OrgChange, what: &str) -> Result {
    run.out.result(change, |out| match change.dry_run {
        true => out.line(format_args!(
            "dry run: {what} would be so; nothing was changed"
        )),
        false => out.line(what),
    })
}

/// A role in an organization.
pub fn org_role(text: &str) -> std::result::Result<types::OrgRole, String> {
    text.parse()
        .map_err(|_| "owner, admin or member".to_owned())
}

/// Shows who you are and what you may do
#[derive(Debug, Args)]
pub struct Access {
    #[command(flatten)]
    place: In,
}

impl Access {
    pub async fn run(self, run: &Run, remote: &Remote) -> Result {
        let org = self.place.name(run)?;
        let get = || remote.client.get_access().org(&org);
        let access = remote.read(async || sent!(get())).await?;
        run.out.result(&access, |out| {
            out.line(format_args!("{} in {org}", access.caller.name));
            let mut table = Table::new(&["where", "permissions"]);
            table.row([Cell::from(&org), Cell::from(access.organization.join(", "))]);
            let every = format!("{org}/*");
            table.row([Cell::from(every), Cell::from(access.everywhere.join(", "))]);
            for (app, held) in &access.apps {
                let place = format!("{org}/{app}");
                table.row([Cell::from(place), Cell::from(held.join(", "))]);
            }
            out.table(&table);
        })
    }
}

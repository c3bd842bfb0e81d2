//! `wavecast config`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value};
use wavecast_client::{ClientError, types};
use wavecast_domain::share::Share;
use wavecast_wire::name::{ChannelName, ReleaseId};

use super::act::{publication_line, settled};
use super::app;
use super::channel::{carry_out, report};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// What is said of a channel without a configuration.
const NOTHING: &str = "nothing was set yet: wavecast config set NAME=VALUE";

/// Remote configuration: values that reach apps without a package
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Shows the values, what rules set differently, and what is on its way
    Show,
    Set(Set),
    /// Lets what is on its way reach more; 100% settles it
    Ramp {
        /// The share, such as 50%
        to: Share,
        /// Release configs of held placements carry it too
        #[arg(long)]
        now: bool,
    },
    /// Takes back what is on its way, else returns to the version before
    Rollback {
        /// To this version
        #[arg(long, value_name = "VERSION")]
        to: Option<ReleaseId>,
        /// Release configs of held placements carry it too
        #[arg(long)]
        now: bool,
    },
    /// Lists the versions that are kept, the newest first
    History,
    /// Says what differs between two versions
    Diff {
        /// From this one
        from: ReleaseId,
        /// To this one [default: the newest]
        to: Option<ReleaseId>,
    },
    /// Shows the application's schema, or sets it: JSON Schema 2020-12
    Schema {
        /// The new schema; live values must keep to it
        file: Option<PathBuf>,
        /// Take the schema away
        #[arg(long, conflicts_with = "file")]
        none: bool,
    },
}

/// Sets values; they need no package and wait for none
#[derive(Debug, Args)]
pub struct Set {
    /// name=value; a value that is JSON is taken as such, else as text
    values: Vec<String>,
    /// Take a value away; may repeat
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// For the devices of this rule [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    /// For this share of the channel at first [default: 100%]
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Release configs of held placements carry it too
    #[arg(long)]
    now: bool,
    /// Why, for those who read the history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Config {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Schema { file, none } => schema(run, file, none).await,
            Self::Set(set) => set.run(run).await,
            Self::Ramp { to, now } => ramp(run, to, now).await,
            Self::Rollback { to, now } => rollback(run, to, now).await,
            Self::Show => {
                let found = read(run).await?;
                run.out.result(&found, |out| show(out, &found))
            }
            Self::History => {
                let mut found = read(run).await?;
                found.history.reverse();
                run.out.result(&found.history, |out| history(out, &found))
            }
            Self::Diff { from, to } => {
                let found = read(run).await?;
                let from = version(&found, Some(&from))?;
                let to = version(&found, to.as_ref())?;
                let differs = differences(from, to);
                run.out.result(&differs, |out| diff(out, &differs))
            }
        }
    }
}

impl Set {
    async fn run(self, run: &Run) -> Result {
        let (app, name) = run.place()?;
        let body = types::SetConfig {
            rule: self.rule.map(|rule| rule.to_string()),
            set: super::release::properties(&self.values)?,
            unset: self.unset,
            share: self.to.map(|share| share.to_string()),
            now: Some(self.now),
            reason: self.reason,
        };
        let client = &app.remote.client;
        let set = || client.set_remote_config().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = set().channel(&name).body(body.clone());
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        left(run, &app, &name, verb).await
    }
}

async fn ramp(run: &Run, to: Share, now: bool) -> Result {
    let (app, name) = run.place()?;
    let body = types::RampConfig {
        to: to.to_string(),
        now: Some(now),
    };
    let client = &app.remote.client;
    let ramp = || client.ramp_remote_config().org(&app.org).app(&app.app);
    let verb = async |ask: &Ask| {
        let send = ramp().channel(&name).body(body.clone());
        sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
    };
    left(run, &app, &name, verb).await
}

async fn rollback(run: &Run, to: Option<ReleaseId>, now: bool) -> Result {
    let (app, name) = run.place()?;
    let body = types::RevertConfig {
        to: to.map(Into::into),
        now: Some(now),
    };
    let client = &app.remote.client;
    let revert = || client.revert_remote_config().org(&app.org).app(&app.app);
    let verb = async |ask: &Ask| {
        let send = revert().channel(&name).body(body.clone());
        sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
    };
    left(run, &app, &name, verb).await
}

/// A change, and the configuration that it left.
#[derive(serde::Serialize)]
struct Left {
    #[serde(flatten)]
    change: types::ChannelChange,
    config: types::RemoteConfig,
}

/// Carries a verb out, and shows the configuration as it stands then.
async fn left(
    run: &Run,
    app: &RemoteApp,
    name: &str,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::ChannelChange, ClientError>,
) -> Result {
    let Some(change) = carry_out(run, app, verb).await? else {
        return Ok(());
    };
    let config = match of_channel(app, name).await {
        Ok(config) => config,
        // It is done, whatever can't be shown of it.
        Err(failure) => {
            run.out
                .note(format_args!("what it left can't be read: {failure}"));
            return report(run, &change);
        }
    };
    let left = Left { change, config };
    run.out.result(&left, |out| {
        show(out, &left.config);
        for publication in &left.change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&left.change.publications)
}

async fn schema(run: &Run, file: Option<PathBuf>, none: bool) -> Result {
    let app = run.app()?;
    let client = &app.remote.client;
    let document = match file {
        Some(file) => {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| Failure::file("read", &file, &error))?;
            let document: Map<String, Value> = serde_json::from_str(&text)
                .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
            document
        }
        None if none => Map::new(),
        None => {
            let get = || client.get_schema().org(&app.org).app(&app.app);
            let found = app.remote.read(async || sent!(get())).await?;
            let text = serde_json::to_string_pretty(&found.document).unwrap_or_default();
            return run.out.result(&found, |out| out.line(&text));
        }
    };
    let body = types::SetSchema { document };
    let set = || client.set_schema().org(&app.org).app(&app.app);
    let verb = async |ask: &Ask| {
        let send = set().body(body.clone());
        sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
    };
    app::changed(run, &app, verb).await
}

async fn read(run: &Run) -> Result<types::RemoteConfig> {
    let (app, name) = run.place()?;
    of_channel(&app, &name).await
}

async fn of_channel(app: &RemoteApp, name: &str) -> Result<types::RemoteConfig> {
    let client = &app.remote.client;
    let get = || client.get_remote_config().org(&app.org).app(&app.app);
    app.remote.read(async || sent!(get().channel(name))).await
}

/// A version by its id; the newest if none is named.
fn version<'a>(
    found: &'a types::RemoteConfig,
    id: Option<&ReleaseId>,
) -> Result<&'a types::ConfigVersion> {
    let version = match id {
        Some(id) => found.history.iter().find(|one| one.id == id.as_str()),
        None => found.history.last(),
    };
    version.ok_or_else(|| {
        let what = id.map_or("nothing was set yet".to_owned(), |id| {
            format!("no version {id}")
        });
        Failure::new(Exit::NotFound, what).hint("wavecast config history")
    })
}

/// One value in two versions.
#[derive(serde::Serialize)]
struct Difference {
    rule: String,
    name: String,
    from: Option<Value>,
    to: Option<Value>,
}

fn differences(from: &types::ConfigVersion, to: &types::ConfigVersion) -> Vec<Difference> {
    let (from, to) = (by_rule(from), by_rule(to));
    let mut names: Vec<&(String, String)> = from.keys().chain(to.keys()).collect();
    names.sort();
    names.dedup();
    let differing = names
        .into_iter()
        .filter(|name| from.get(*name) != to.get(*name));
    differing
        .map(|name| Difference {
            rule: name.0.clone(),
            name: name.1.clone(),
            from: from.get(name).cloned(),
            to: to.get(name).cloned(),
        })
        .collect()
}

/// All values by rule and name.
fn by_rule(version: &types::ConfigVersion) -> BTreeMap<(String, String), Value> {
    let all = version.values.iter();
    let all = all.map(|(name, value)| (("everyone".to_owned(), name.clone()), value.clone()));
    let rules = version.rules.iter().flat_map(|(rule, values)| {
        let values = values.iter();
        values.map(move |(name, value)| ((rule.clone(), name.clone()), value.clone()))
    });
    all.chain(rules).collect()
}

fn show(out: &Out, found: &types::RemoteConfig) {
    let Some(newest) = found.history.last() else {
        return out.line(NOTHING);
    };
    let mut table = Table::new(&["property", "value", "for"]);
    for ((rule, name), value) in by_rule(newest) {
        table.row([
            Cell::toned(Tone::Strong, name),
            Cell::from(value),
            Cell::from(rule),
        ]);
    }
    out.table(&table);
    for placed in &found.placed {
        out.line(format_args!(
            "  version {} reaches {}",
            placed.version, placed.share
        ));
    }
}

/// Versions, the newest first.
fn history(out: &Out, found: &types::RemoteConfig) {
    if found.history.is_empty() {
        return out.line(NOTHING);
    }
    let mut table = Table::new(&["version", "since", "by", "reaches", "why"]);
    for version in &found.history {
        let placed = found
            .placed
            .iter()
            .find(|placed| placed.version == version.id);
        table.row([
            Cell::toned(Tone::Strong, &version.id),
            Cell::from(&version.at),
            Cell::from(&version.by),
            Cell::from(placed.map_or("", |placed| placed.share.as_str())),
            Cell::from(version.reason.as_deref().unwrap_or_default()),
        ]);
    }
    out.table(&table);
}

fn diff(out: &Out, differs: &[Difference]) {
    let mut table = Table::new(&["property", "for", "from", "to"]);
    let said = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), ToString::to_string);
    for one in differs {
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.rule),
            Cell::from(said(&one.from)),
            Cell::from(said(&one.to)),
        ]);
    }
    if table.is_empty() {
        out.line("nothing differs");
    } else {
        out.table(&table);
    }
}

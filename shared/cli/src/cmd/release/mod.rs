//! `wavecast release`.

use clap::Subcommand;
use serde_json::{Map, Value};
use wavecast_client::types;
use wavecast_wire::limit;
use wavecast_wire::name::ReleaseId;

use super::act::{Wait, act, release_line, tone};
use crate::error::{Failure, Result};
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

mod draft;
mod schedule;
mod verbs;

/// Releases: a package, its audience, and how far it goes
#[derive(Debug, Subcommand)]
pub enum Release {
    Create(draft::Create),
    /// Shows a release
    Show {
        /// Its id, or the version of the channel's newest
        release: String,
    },
    /// Lists releases, the newest first
    List {
        /// Only of this status
        #[arg(long)]
        status: Option<types::ReleaseStatus>,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    Edit(draft::Edit),
    Delete(verbs::Delete),
    Start(verbs::Start),
    Ramp(verbs::Ramp),
    Pause(verbs::Pause),
    Resume(verbs::Resume),
    Conclude(verbs::Conclude),
    Abort(verbs::Abort),
    Revert(verbs::Revert),
    Supersede(draft::Supersede),
    Clone(draft::Clone),
    Retry(verbs::Retry),
    Schedule(schedule::Schedule),
    Unschedule(schedule::Unschedule),
}

impl Release {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Create(create) => create.run(run).await,
            Self::Show { release } => {
                let (app, channel) = run.place()?;
                let found = app.release(&channel, &release).await?;
                run.out.result(&found, |out| show(out, &found))
            }
            Self::List { status, limit } => {
                let app = run.app()?;
                let channel = run.config.globals.channel.as_ref().map(ToString::to_string);
                let found = app.releases(channel.as_deref(), status, limit).await?;
                run.out.result(&found, |out| list(out, &found))
            }
            Self::Edit(edit) => edit.run(run).await,
            Self::Delete(delete) => delete.run(run).await,
            Self::Start(start) => start.run(run).await,
            Self::Ramp(ramp) => ramp.run(run).await,
            Self::Pause(pause) => pause.run(run).await,
            Self::Resume(resume) => resume.run(run).await,
            Self::Conclude(conclude) => conclude.run(run).await,
            Self::Abort(abort) => abort.run(run).await,
            Self::Revert(revert) => revert.run(run).await,
            Self::Supersede(supersede) => supersede.run(run).await,
            Self::Clone(clone) => clone.run(run).await,
            Self::Retry(retry) => retry.run(run).await,
            Self::Schedule(schedule) => schedule.run(run).await,
            Self::Unschedule(unschedule) => unschedule.run(run).await,
        }
    }
}

fn list(out: &Out, releases: &[types::Release]) {
    let mut table = Table::new(&[
        "release", "channel", "package", "version", ">share", "status", "created",
    ]);
    for release in releases {
        table.row([
            Cell::from(&release.id),
            Cell::from(&release.channel),
            Cell::from(&release.package),
            Cell::toned(Tone::Strong, &release.version),
            Cell::from(&release.share),
            Cell::toned(tone(release.status), release.status),
            Cell::from(&release.created),
        ]);
    }
    out.table(&table);
}

fn show(out: &Out, release: &types::Release) {
    out.line(release_line(out, release));
    let optional = [
        ("started", &release.started),
        ("moved", &release.moved),
        ("ended", &release.ended),
        ("replaced", &release.replaced),
        ("made from", &release.origin),
    ];
    out.line(format_args!(
        "  created    {} by {}",
        release.created, release.created_by
    ));
    for (label, value) in optional {
        if let Some(value) = value {
            out.line(format_args!("  {label:<9}  {value}"));
        }
    }
    out.line(format_args!("  attempt    {}", release.attempt));
    for (language, notes) in &release.notes {
        out.line(format_args!("  notes      {language}: {notes}"));
    }
}

/// Properties as `name=value`; a value that is JSON is taken as such, else as text.
pub fn properties(said: &[String]) -> Result<Map<String, Value>> {
    let property = |text: &String| {
        let rule = || Failure::usage(format!("{text:?}: a property is written name=value"));
        let (name, value) = text.split_once('=').ok_or_else(rule)?;
        if name.is_empty() {
            return Err(rule());
        }
        let value: Value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        if value
            .as_number()
            .is_some_and(|number| !is_published(number))
        {
            let rule =
                format!("{name}: no published JSON holds {value}: numbers are integers below 2^53");
            let hint = format!("write a text, such as {name}='\"{value}\"', or a scaled integer");
            return Err(Failure::usage(rule).hint(hint));
        }
        Ok((name.to_owned(), value))
    };
    said.iter().map(property).collect()
}

/// Whether published JSON holds a number.
fn is_published(number: &serde_json::Number) -> bool {
    let whole = number.as_i64();
    whole.is_some_and(|whole| whole.unsigned_abs() <= limit::JSON_INTEGER.unsigned_abs())
}

/// Which release, and whether to wait.
#[derive(Debug, clap::Args)]
struct Target {
    /// Its id
    release: ReleaseId,
    #[command(flatten)]
    wait: Wait,
}

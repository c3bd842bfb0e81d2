//! How verbs that move devices go: who moves, yes or no, the verb, what came of it.

use std::time::Duration;

use clap::Args;
use wavecast_client::{ClientError, types};
use wavecast_wire::time::Timestamp;

use super::preview::dry;
use super::status::duration;
use crate::clock;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Out, Tone};
use crate::remote::{Ask, RemoteApp};
use crate::run::Run;

/// Whether and how long to wait.
#[derive(Clone, Copy, Debug, Args)]
pub struct Wait {
    /// Wait until the edge shows it
    #[arg(long)]
    wait: bool,
    /// Seconds to wait at most
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
}

/// Says who moves, asks a person, carries the verb out, and says what came of it.
///
/// # Errors
/// The server refuses, the person says no, or the publication is pending.
pub async fn act(
    run: &Run,
    app: &RemoteApp,
    wait: Wait,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::ReleaseChange, ClientError>,
) -> Result {
    let plan = app.remote.deciding_only().change(&verb).await?;
    foretell(run, &plan.movements)?;
    if run.is_dry() {
        return dry(run, app, &plan, &plan.previews).await;
    }
    let change = app.remote.change(&verb).await?;
    finish(run, app, wait, change).await
}

/// Says who moves, and asks a person.
///
/// # Errors
/// The person says no.
pub fn foretell(run: &Run, movements: &[types::Movement]) -> Result {
    for movement in movements {
        run.out
            .note(format_args!("moves: {}", movement_line(movement)));
    }
    if movements.is_empty() {
        Ok(())
    } else {
        run.confirm("Devices will move.")
    }
}

/// `at most 5% of everyone in stable, from 1.0.0 to 1.1.0`.
pub fn movement_line(movement: &types::Movement) -> String {
    let version = |named: &Option<types::NamedRelease>, none: &str| {
        named
            .as_ref()
            .map_or_else(|| none.to_owned(), |named| named.version.clone())
    };
    format!(
        "at most {} of {} in {}, from {} to {}",
        movement.share,
        movement.rule,
        movement.channel,
        version(&movement.from, "what they run"),
        version(&movement.to, "what shipped with them"),
    )
}

/// Waits if told to, and says what came of it.
///
/// # Errors
/// The publication is pending: accepted, but not at the edge yet.
pub async fn finish(
    run: &Run,
    app: &RemoteApp,
    wait: Wait,
    mut change: types::ReleaseChange,
) -> Result {
    if wait.wait {
        let progress = run.out.waiting("waiting for the edge");
        let patience = Duration::from_secs(wait.timeout);
        change.publications = app.published(change.publications, patience).await?;
        drop(progress);
    }
    run.out.result(&change, |out| {
        if let Some(release) = &change.release {
            out.line(release_line(out, release));
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

/// `lamp 1.1.0 is active, at 5% of stable (release 01K…)`.
pub fn release_line(out: &Out, release: &types::Release) -> String {
    format!(
        "{} {} is {}, at {} of {} (release {})",
        release.package,
        out.paint(Tone::Strong, &release.version),
        toned(out, release.status),
        release.share,
        release.channel,
        release.id,
    )
}

/// A release's status in its colour.
pub fn toned(out: &Out, status: types::ReleaseStatus) -> String {
    out.paint(tone(status), status)
}

/// The tone of a release's status.
pub fn tone(status: types::ReleaseStatus) -> Tone {
    use types::ReleaseStatus::{Aborted, Active, Concluded, Missed, Paused, Reverted};
    match status {
        Active | Concluded => Tone::Good,
        Paused | Missed => Tone::Warn,
        Aborted | Reverted => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// Where a publication stands, and how long until devices know.
pub fn publication_line(out: &Out, publication: &types::Publication) -> String {
    if publication.seq.is_none() {
        let why = publication.trouble.as_deref().unwrap_or("it is on its way");
        let pending = out.paint(Tone::Warn, "not at the edge yet");
        return format!(
            "{pending}: {why} (wavecast publication watch {})",
            publication.id
        );
    }
    let by = publication.visible_by.as_deref();
    let by = by.and_then(|by| Some((by, by.parse::<Timestamp>().ok()?)));
    match by {
        Some((by, at)) if at > clock::now() => {
            let left = u64::try_from(at.0 - clock::now().0).unwrap_or(0);
            format!(
                "published; every online device knows by {by} (in {})",
                duration(left)
            )
        }
        _ => "published; every online device knows".to_owned(),
    }
}

/// Whether all is at the edge.
///
/// # Errors
/// Something isn't.
pub fn settled(publications: &[types::Publication]) -> Result {
    match publications
        .iter()
        .find(|publication| publication.seq.is_none())
    {
        None => Ok(()),
        Some(pending) => Err(
            Failure::new(Exit::Pending, "accepted, but not at the edge yet")
                .hint(format!("wavecast publication watch {}", pending.id)),
        ),
    }
}

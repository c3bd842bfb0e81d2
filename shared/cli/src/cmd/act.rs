//! How verbs that move devices go: who moves, yes or no, the verb, what came of it.

use std::time::Duration;

use clap::Args;
use wavecast_client::{ClientError, types};
use wavecast_wire::time::Timestamp;

use super::approval::asked_line;
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
        if let Some(approval) = &change.approval {
            out.line(asked_line(out, approval));
        }
        if let Some(release) = &change.release {
            out.line(release_line(out, release));
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

/// `lamp 1.1.0 is active, at 5% of testers in stable (release 01K…)`; of the rule everyone, just
/// `of stable`.
pub fn release_line(out: &Out, release: &types::Release) -> String {
    let whom = match release.rule.as_str() {
        "everyone" => String::new(),
        rule => format!("{rule} in "),
    };
    format!(
        "{} {} is {}, at {} of {whom}{} (release {})",
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
    let known = match by {
        Some((by, at)) if at > clock::now() => {
            let left = u64::try_from(at.0 - clock::now().0).unwrap_or(0);
            format!(
                "published; every online device knows by {by} (in {})",
                duration(left)
            )
        }
        _ => "published; every online device knows".to_owned(),
    };
    match cdn_words(publication) {
        Some(cdn) => format!("{known}; {}", out.paint(Tone::Warn, cdn)),
        None => known,
    }
}

/// What the CDN hasn't been told yet, or wasn't; nothing where all is well.
pub fn cdn_words(publication: &types::Publication) -> Option<String> {
    let cdn = publication.cdn.as_ref()?;
    match cdn.state {
        types::CdnStage::Asked => None,
        types::CdnStage::Queued => Some("the CDN is told later (queued)".to_owned()),
        types::CdnStage::Failed => {
            let why = cdn.trouble.as_deref().unwrap_or("it can't be asked");
            Some(format!("the CDN wasn't told: {why}"))
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{cdn_words, types};

    #[test]
    fn only_a_cdn_that_was_not_told_is_worth_a_word() {
        for (cdn, words) in [
            (json!(null), None),
            (json!({"state": "asked"}), None),
            (
                json!({"state": "queued"}),
                Some("the CDN is told later (queued)"),
            ),
            (
                json!({"state": "failed", "trouble": "access is denied"}),
                Some("the CDN wasn't told: access is denied"),
            ),
        ] {
            let publication: types::Publication = serde_json::from_value(json!({
                "id": "01KAJ5W3M0Q8Z4T7V2X6Y9B1CE",
                "channel": "stable",
                "state": "published",
                "revision": 1,
                "wanted": "2026-11-21T09:00:00Z",
                "seq": 1,
                "cdn": cdn,
            }))
            .unwrap();
            assert_eq!(cdn_words(&publication).as_deref(), words);
        }
    }
}

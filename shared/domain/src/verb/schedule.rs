//! What a release does by itself: it starts, grows by stages, or misses its start.

use wavecast_wire::time::Timestamp;

use crate::channel::DueKind;
use crate::command::ReleaseRef;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::{Release, Schedule, Stage, Status};
use crate::verb::bounds::check_policy;
use crate::verb::{about, release_in};

/// Scheduled releases of one channel.
const MOST_SCHEDULED: usize = 64;
/// Stages of one release.
const MOST_STAGES: usize = 32;
/// Seconds between two stages, at most: ninety days.
const LONGEST_STAGE: u32 = 90 * 24 * 60 * 60;
/// Seconds that a start may be late: one minute, so that a tick can be in time, to a week.
const WINDOW: std::ops::RangeInclusive<u32> = 60..=7 * 24 * 60 * 60;
/// Seconds by which a start may lie ahead: a year.
const FARTHEST: i64 = 365 * 24 * 60 * 60;

/// Lets a draft start by itself.
pub fn schedule(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    start: Timestamp,
    window: u32,
    stages: &[Stage],
) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "schedule it", &[Status::Draft])?;
    plan.ready(&release.package, &release.version)?;
    check_start(plan.cx.now, start, window)?;
    // It may start as late as its window ends.
    let latest = start.plus(i64::from(window));
    check_policy(&release.policy, &release.version, latest)?;
    check_stages(stages)?;
    let channel = plan.open(&release.channel)?;
    let scheduled = |what: &DueKind| matches!(what, DueKind::Start { .. });
    if channel
        .agenda
        .iter()
        .filter(|due| scheduled(&due.what))
        .count()
        >= MOST_SCHEDULED
    {
        let rule = format!(
            "channel {} has {MOST_SCHEDULED} scheduled releases, as many as allowed",
            release.channel
        );
        return Err(Refusal::new(
            Reason::Limit,
            "start",
            rule,
            "unschedule one of them",
        ));
    }
    channel.plan(
        start,
        DueKind::Start {
            release: release.id.clone(),
        },
    );
    release.status = Status::Scheduled;
    release.schedule = Some(Schedule {
        start: Some(start),
        window,
        stages: stages.to_vec(),
        reached: 0,
    });
    let outcome = about(&release);
    plan.put_release(release);
    Ok(outcome)
}

/// Makes a scheduled or missed release a draft again.
pub fn unschedule(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let release = release_in(
        plan,
        which,
        "unschedule it",
        &[Status::Scheduled, Status::Missed],
    )?;
    let outcome = about(&release);
    back_to_draft(plan, release)?;
    Ok(outcome)
}

/// Takes a release from the agenda and makes it a draft.
pub fn back_to_draft(plan: &mut Plan<'_>, mut release: Release) -> Result<(), Refusal> {
    plan.open(&release.channel)?.unplan(&release.id);
    release.status = Status::Draft;
    release.schedule = None;
    plan.put_release(release);
    Ok(())
}

/// A start that came too late asks instead of starting; upkeep's alone.
pub fn miss(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "miss its start", &[Status::Scheduled])?;
    if let Some((_, last)) = window(&release)
        && plan.cx.now <= last
    {
        let rule = format!("release {} may start until {last}", release.id);
        return Err(Refusal::state("start", rule, "start it"));
    }
    plan.open(&release.channel)?.unplan(&release.id);
    release.status = Status::Missed;
    let outcome = about(&release);
    plan.put_release(release);
    Ok(outcome)
}

/// Refuses the start of a scheduled release before it is due, or after its window.
pub fn check_due(plan: &Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let now = plan.cx.now;
    match window(release) {
        Some((first, last)) if now < first || now > last => {
            let rule = format!("release {} starts between {first} and {last}", release.id);
            Err(Refusal::state(
                "start",
                rule,
                "unschedule it to start it at another time",
            ))
        }
        _ => Ok(()),
    }
}

/// The first and the last moment at which a scheduled release may start.
fn window(release: &Release) -> Option<(Timestamp, Timestamp)> {
    let schedule = release.schedule.as_ref()?;
    schedule
        .start
        .map(|start| (start, start.plus(i64::from(schedule.window))))
}

fn check_start(now: Timestamp, start: Timestamp, window: u32) -> Result<(), Refusal> {
    if start < now || start > now.plus(FARTHEST) {
        let rule = format!("start {start} must lie ahead, within a year");
        return Err(Refusal::invalid(
            "start",
            rule,
            "to start at once, use `wavecast release start`",
        ));
    }
    if !WINDOW.contains(&window) {
        let rule = format!(
            "window must be {} to {} seconds, not {window}",
            WINDOW.start(),
            WINDOW.end()
        );
        return Err(Refusal::invalid(
            "window",
            rule,
            "an hour (3600) suits most",
        ));
    }
    Ok(())
}

fn check_stages(stages: &[Stage]) -> Result<(), Refusal> {
    let hint = "such as 5% at first, 25% after 3600, 100% after 86400 seconds";
    if stages.len() > MOST_STAGES {
        let rule = format!(
            "{} stages are too many; {MOST_STAGES} are allowed",
            stages.len()
        );
        return Err(Refusal::invalid("stages", rule, hint));
    }
    if !stages.is_sorted_by(|a, b| a.share < b.share) {
        return Err(Refusal::invalid(
            "stages",
            "each stage must reach more than the one before",
            hint,
        ));
    }
    if stages.iter().any(|stage| stage.after > LONGEST_STAGE) {
        let rule = format!("a stage must follow within {LONGEST_STAGE} seconds");
        return Err(Refusal::invalid("stages", rule, hint));
    }
    if stages.iter().skip(1).any(|stage| stage.after == 0) {
        return Err(Refusal::invalid(
            "stages",
            "only the first stage may follow at once",
            hint,
        ));
    }
    Ok(())
}

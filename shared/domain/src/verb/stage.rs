//! Growing by stages.

use crate::channel::DueKind;
use crate::command::ReleaseRef;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::verb::{ramp, release_in};

/// Reaches the next stage of an active release; upkeep's alone. A late stage is late, never skipped.
pub fn next_stage(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let release = release_in(plan, which, "reach its next stage", &[Status::Active])?;
    let what = DueKind::Stage {
        release: release.id.clone(),
    };
    let now = plan.cx.now;
    let is_due = plan
        .open(&release.channel)?
        .agenda
        .iter()
        .any(|due| due.what == what && due.at <= now);
    let next = release
        .schedule
        .as_ref()
        .and_then(|s| s.stages.iter().find(|stage| stage.share > release.share));
    match next {
        Some(stage) if is_due => {
            let to = stage.share;
            ramp::reach(plan, release, to, None)
        }
        _ => {
            let rule = format!("no stage of release {} is due", release.id);
            Err(Refusal::state(
                "stage",
                rule,
                "`wavecast release show` tells when the next one is",
            ))
        }
    }
}

/// Counts the stages that an active release reached, and plans the next one.
pub fn realign(plan: &mut Plan<'_>, release: &mut Release) -> Result<(), Refusal> {
    let before = release.schedule.as_ref().map(|schedule| schedule.reached);
    count(release);
    let Some(schedule) = &release.schedule else {
        return Ok(());
    };
    let reached = usize::try_from(schedule.reached).unwrap_or(usize::MAX);
    let next = schedule.stages.get(reached).map(|stage| stage.after);
    let moved_on = before != Some(schedule.reached);
    let what = DueKind::Stage {
        release: release.id.clone(),
    };
    let now = plan.cx.now;
    let channel = plan.open(&release.channel)?;
    let is_planned = channel.agenda.iter().any(|due| due.what == what);
    if moved_on {
        channel.unplan(&release.id);
    }
    if let Some(after) = next
        && (moved_on || !is_planned)
    {
        channel.plan(now.plus(i64::from(after)), what);
    }
    Ok(())
}

/// Counts the stages that a release's share has reached.
pub fn count(release: &mut Release) {
    let share = release.share;
    if let Some(schedule) = &mut release.schedule {
        let stages = schedule.stages.iter();
        let reached = stages.take_while(|stage| stage.share <= share).count();
        schedule.reached = u32::try_from(reached).unwrap_or(u32::MAX);
    }
}

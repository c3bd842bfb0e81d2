//! Reverting: a rule stands again on a release that was there before.

use wavecast_wire::name::{ChannelName, ReleaseId};

use crate::channel::RuleName;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::verb::stand::{stand_on, stand_on_nothing};
use crate::verb::{abort, guard};

/// Returns to a named release, or from the current one to what it replaced.
pub fn revert(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
    to: Option<&ReleaseId>,
) -> Result<Outcome, Refusal> {
    let present = plan.rule(channel, rule)?;
    let moving = present.moving.clone();
    let serving = present.serving().map(|placement| placement.release.clone());
    let moving = moving.and_then(|id| plan.find_release(&id));
    let serving = serving.and_then(|id| plan.find_release(&id));
    let target = match to {
        Some(id) => {
            let target = named(plan, channel, rule, id)?;
            guard::come_back(plan, &target)?;
            Some(target)
        }
        None => match (&moving, &serving) {
            (Some(moving), _) => return abort::take_back(plan, moving.clone()),
            (None, Some(serving)) => replaced_by(plan, serving)?,
            (None, None) => return Err(nothing_placed(channel)),
        },
    };
    match (target, moving, serving) {
        (Some(target), Some(moving), Some(serving)) if target.id == serving.id => {
            abort::take_back(plan, moving)
        }
        (Some(target), moving, serving) => {
            stand_on(plan, target, moving.as_ref(), serving.as_ref())
        }
        (None, _, Some(serving)) => stand_on_nothing(plan, serving),
        (None, _, None) => Err(nothing_placed(channel)),
    }
}

/// Returns from what most of the audience runs to what it replaced, and from what moves above it.
pub fn past_serving(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
) -> Result<(), Refusal> {
    let present = plan.rule(channel, rule)?;
    let moving = present.moving.clone();
    let serving = present.serving().map(|placement| placement.release.clone());
    let moving = moving.and_then(|id| plan.find_release(&id));
    let Some(serving) = serving.and_then(|id| plan.find_release(&id)) else {
        return Err(nothing_placed(channel));
    };
    match replaced_by(plan, &serving)? {
        Some(target) => stand_on(plan, target, moving.as_ref(), Some(&serving)).map(drop),
        None => stand_on_nothing(plan, serving).map(drop),
    }
}

/// A release by name that may be returned to.
fn named(
    plan: &Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
    id: &ReleaseId,
) -> Result<Release, Refusal> {
    let field = format!("release {id}");
    let missing = || {
        let hint =
            format!("`wavecast release list --channel {channel}` shows what was there before");
        Refusal::missing(&field, hint)
    };
    let release = plan.find_release(id).ok_or_else(missing)?;
    if release.channel != *channel || release.rule != *rule {
        return Err(missing());
    }
    let was_there = matches!(
        release.status,
        Status::Superseded | Status::Reverted | Status::Aborted | Status::Concluded
    );
    if !was_there || release.placement.is_none() {
        let rule = format!(
            "{field} is {}; a revert returns to one that ended",
            release.status.as_str()
        );
        return Err(Refusal::state(field, rule, super::way_out(release.status)));
    }
    Ok(release)
}

/// What a release replaced, if anything.
pub fn replaced_by(plan: &Plan<'_>, release: &Release) -> Result<Option<Release>, Refusal> {
    let Some(id) = &release.replaced else {
        return Ok(None);
    };
    let missing = || {
        let hint = "name another release with `wavecast rollback --to`";
        Refusal::missing(format!("release {id}"), hint)
    };
    plan.find_release(id).map(Some).ok_or_else(missing)
}

pub fn nothing_placed(channel: &ChannelName) -> Refusal {
    let rule = format!("nothing is placed in {channel} that could be taken back");
    Refusal::state(
        format!("channel {channel}"),
        rule,
        "`wavecast ship` starts the first release",
    )
}

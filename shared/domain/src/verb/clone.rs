//! Cloning: a new draft like a release that exists.

use wavecast_wire::name::ChannelName;

use crate::channel::RuleName;
use crate::command::ReleaseRef;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Release;
use crate::verb::{about, draft};

/// Makes a draft like a release, in its own or another channel.
pub fn clone(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    into: Option<&ChannelName>,
) -> Result<Outcome, Refusal> {
    let source = plan.release(which)?;
    let channel = into.unwrap_or(&source.channel);
    let release = like(plan, &source, channel)?;
    draft::check(plan, &release)?;
    let outcome = about(&release);
    plan.put_release(release);
    Ok(outcome)
}

/// A release with another's package, policy (but a deadline that is past), notes and properties, and an id and salt of its own.
pub fn like(
    plan: &mut Plan<'_>,
    source: &Release,
    channel: &ChannelName,
) -> Result<Release, Refusal> {
    let same_rule = plan.open(channel)?.rule(&source.rule).is_some();
    let rule = if same_rule {
        source.rule.clone()
    } else {
        RuleName::everyone()
    };
    let blank = draft::blank(plan, channel, &rule, &source.package, &source.version)?;
    let mut policy = source.policy.clone();
    // The other's day: past, it would undo windows and questions from the first device on.
    policy.deadline = policy.deadline.filter(|deadline| *deadline > plan.cx.now);
    Ok(Release {
        policy,
        notes: source.notes.clone(),
        properties: source.properties.clone(),
        keep_open: source.keep_open,
        floor: source.floor,
        origin: Some(source.id.clone()),
        ..blank
    })
}

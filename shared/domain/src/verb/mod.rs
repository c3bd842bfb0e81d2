//! The verbs, one file per family.

mod abort;
mod app;
mod approval;
mod audience;
pub(crate) mod bounds;
mod channel;
mod clone;
mod conclude;
mod draft;
mod embed;
pub(crate) mod experiment;
mod group;
pub(crate) mod guard;
mod only;
mod package;
mod pause;
mod pin;
mod promote;
mod ramp;
pub(crate) mod remote;
mod retry;
mod revert;
mod rule;
mod schedule;
pub(crate) mod schema;
mod stage;
mod stand;
mod start;
mod supersede;
mod variants;
mod vault;
mod yank;

use crate::command::{Command, ReleaseRef};
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};

/// Carries out a command on a plan.
#[allow(
    clippy::too_many_lines,
    reason = "a table of all verbs: cut in two, the compiler no longer sees that none is missing"
)]
pub(crate) fn apply(plan: &mut Plan<'_>, command: &Command) -> Result<Outcome, Refusal> {
    match command {
        Command::ConfigureApp {
            settings,
            dimensions,
        } => app::configure(plan, settings.as_ref(), dimensions.as_ref()),
        Command::SetGroup { group, devices } => group::set(plan, group, devices),
        Command::DeleteGroup { group } => group::delete(plan, group),
        Command::CreateRule(new) => rule::create(plan, new),
        Command::EditRule(change) => audience::edit(plan, change),
        Command::MoveRule {
            channel,
            rule,
            before,
        } => rule::reorder(plan, channel, rule, before.as_ref()),
        Command::DeleteRule { channel, rule } => rule::delete(plan, channel, rule),
        Command::Pin {
            release,
            who,
            until,
            reason,
        } => pin::pin(plan, release, who, *until, reason),
        Command::Unpin { channel, who } => pin::unpin(plan, channel, who),
        Command::ExpirePin { channel, pin } => pin::expire(plan, channel, pin),
        Command::Embed { channel, rule } => embed::embed(plan, channel, rule),
        Command::SetSchema { document } => schema::set(plan, document.as_ref()),
        Command::SetConfig {
            channel,
            change,
            share,
            now,
        } => remote::set(plan, channel, change, *share, *now),
        Command::RampConfig { channel, to, now } => remote::ramp(plan, channel, *to, *now),
        Command::RevertConfig { channel, to, now } => {
            remote::revert(plan, channel, to.as_ref(), *now)
        }
        Command::CreateExperiment(new) => experiment::create(plan, new),
        Command::RampExperiment { channel, name, to } => experiment::ramp(plan, channel, name, *to),
        Command::HoldExperiment {
            channel,
            name,
            held,
        } => experiment::hold(plan, channel, name, *held),
        Command::StopExperiment { channel, name } => experiment::stop(plan, channel, name),
        Command::ConcludeExperiment {
            channel,
            name,
            variant,
        } => experiment::conclude(plan, channel, name, variant),
        Command::HoldOut { channel, share } => experiment::hold_out(plan, channel, *share),
        Command::CreateChannel { channel, settings } => channel::create(plan, channel, *settings),
        Command::ConfigureChannel { channel, settings } => {
            channel::configure(plan, channel, *settings)
        }
        Command::MoveChannel { channel, to } => channel::move_to(plan, channel, to),
        Command::RetireChannel { channel } => channel::retire(plan, channel),
        Command::DeleteChannel { channel } => channel::delete(plan, channel),
        Command::Calm { channel } => channel::calm(plan, channel),
        Command::CreatePackage(new) => package::create(plan, new),
        Command::YankPackage {
            name,
            version,
            reason,
            now,
        } => yank::yank(plan, name, version, reason, now),
        Command::CreateRelease(new) => draft::create(plan, new),
        Command::EditRelease { release, edit } => draft::edit(plan, release, edit),
        Command::DeleteRelease(release) => draft::delete(plan, release),
        Command::Schedule {
            release,
            start,
            window,
            stages,
        } => schedule::schedule(plan, release, *start, *window, stages),
        Command::Unschedule(release) => schedule::unschedule(plan, release),
        Command::Start {
            release,
            share,
            only,
            replace,
        } => start::start(plan, release, *share, only.as_ref(), *replace),
        Command::Miss(release) => schedule::miss(plan, release),
        Command::Ramp {
            release,
            to,
            only,
            keep_open,
        } => ramp::ramp(plan, release, *to, only.as_ref(), *keep_open),
        Command::NextStage(release) => stage::next_stage(plan, release),
        Command::Pause(release) => pause::pause(plan, release),
        Command::Resume(release) => pause::resume(plan, release),
        Command::Conclude(release) => conclude::conclude(plan, release),
        Command::Abort { release, keep } => abort::abort(plan, release, *keep),
        Command::Variants {
            release,
            only,
            verb,
        } => variants::apply(plan, release, only, *verb),
        Command::RevertVariants {
            channel,
            rule,
            only,
        } => variants::revert(plan, channel, rule, only),
        Command::Revert { channel, rule, to } => revert::revert(plan, channel, rule, to.as_ref()),
        Command::Clone { release, into } => clone::clone(plan, release, into.as_ref()),
        Command::Promote {
            from,
            to,
            share,
            replace,
        } => promote::promote(plan, from, to, *share, *replace),
        Command::Retry(release) => retry::retry(plan, release),
        Command::SetSecret(new) => vault::set(plan, new),
        Command::UseSecret { name, version } => vault::choose(plan, name, *version),
        Command::RemoveSecret { name } => vault::remove(plan, name),
        Command::SetApprovals { policy } => approval::set_policy(plan, policy.as_ref()),
        Command::Ask(asked) => approval::ask(plan, asked),
        Command::Approve {
            request,
            digest,
            comment,
        } => approval::approve(plan, request, *digest, comment.as_deref()),
        Command::Reject { request, comment } => approval::reject(plan, request, comment.as_deref()),
        Command::Comment { request, text } => approval::comment(plan, request, text),
    }
}

/// A release in a channel that serves, in one of the states in which a verb is allowed.
fn release_in(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    verb: &str,
    allowed: &[Status],
) -> Result<Release, Refusal> {
    plan.open(&which.channel)?;
    let release = plan.release(which)?;
    if allowed.contains(&release.status) {
        return Ok(release);
    }
    let states: Vec<_> = allowed.iter().map(|status| status.as_str()).collect();
    let rule = format!(
        "release {} is {}; to {verb} takes one that is {}",
        release.id,
        release.status.as_str(),
        states.join(" or "),
    );
    Err(Refusal::state(
        format!("release {}", release.id),
        rule,
        way_out(release.status),
    ))
}

/// What may be done with a release instead.
const fn way_out(status: Status) -> &'static str {
    match status {
        Status::Draft => "start it with `wavecast release start`, or delete it",
        Status::Scheduled => "`wavecast release unschedule` makes it a draft again",
        Status::Missed => "start it with `wavecast release start`, or unschedule it",
        Status::Active => {
            "it moves: `wavecast ramp`, `wavecast pause`, `wavecast rollback` or `wavecast ship --replace`"
        }
        Status::Paused => "`wavecast resume` opens it again, `wavecast rollback` takes it back",
        Status::Experimental => {
            "it is a variant of an experiment: `wavecast experiment ramp`, `pause`, `conclude` or `stop` decides about it"
        }
        Status::Concluded => {
            "`wavecast rollback` returns from it, `wavecast ship` starts the next one"
        }
        Status::Aborted | Status::Superseded | Status::Reverted => {
            "`wavecast rollback --to` places it again, `wavecast release clone` makes a new one like it"
        }
    }
}

/// Refuses to let a release reach further devices when its package was yanked.
pub(crate) fn check_may_grow(plan: &Plan<'_>, release: &Release) -> Result<(), Refusal> {
    if !plan.is_yanked(release) {
        return Ok(());
    }
    let rule = format!(
        "package {} {} of release {} was yanked, so it reaches nobody new",
        release.package, release.version, release.id
    );
    let hint =
        "take it back with `wavecast rollback`, or replace it with `wavecast ship --replace`";
    Err(Refusal::state(
        format!("release {}", release.id),
        rule,
        hint,
    ))
}

/// The answer about a release.
fn about(release: &Release) -> Outcome {
    Outcome::Release {
        channel: release.channel.clone(),
        release: release.id.clone(),
    }
}

/// Writes a release with its placement as it stands in the stack.
fn put(plan: &mut Plan<'_>, mut release: Release) -> Result<(), Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(placement) = rule.placement(&release.id) {
        release.placement = Some(placement.clone());
        release.share = placement.share;
    }
    plan.put_release(release);
    Ok(())
}

/// Ends releases that no longer stand at the edge. One that was stopped before stays as it is.
fn end(plan: &mut Plan<'_>, gone: &[crate::channel::Placement], as_status: Status) {
    let now = plan.cx.now;
    for placement in gone {
        let Some(mut release) = plan.find_release(&placement.release) else {
            continue;
        };
        if release.status != Status::Aborted {
            release.status = as_status;
            release.times.ended = Some(now);
        }
        plan.put_release(release);
    }
}

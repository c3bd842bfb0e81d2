//! Retrying: devices on which a release failed try it again.

use crate::command::ReleaseRef;
use crate::config;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Status;
use crate::verb::{about, put, release_in};

/// Raises the attempt of a release at the edge; its configs are made anew.
pub fn retry(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let allowed = [
        Status::Active,
        Status::Paused,
        Status::Experimental,
        Status::Concluded,
    ];
    let mut release = release_in(plan, which, "retry it", &allowed)?;
    let (package, ready) = plan.ready(&release.package, &release.version)?;
    release.attempt = release.attempt.saturating_add(1);
    let values = plan.open(&release.channel)?.settled_values(&release.rule);
    let made = config::make(&plan.app.head, &release, &package, &ready, &values)?;
    plan.put_targets(made.configs);
    let channel = plan.open(&release.channel)?;
    channel.take_configs(&made.placement, true);
    if let Some(placed) = channel.placement(&release.rule, &release.id) {
        release.placement = Some(placed.clone());
    }
    release.times.moved = Some(plan.cx.now);
    let outcome = about(&release);
    put(plan, release)?;
    Ok(outcome)
}

//! Superseding: in one publication a release takes another's place, salt and share, so that
//! exactly those who may run the bad one get the fix.

use wavecast_wire::name::ReleaseId;

use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{guard, start};

/// Starts a release in the place of the moving one.
pub fn take_over(
    plan: &mut Plan<'_>,
    mut release: Release,
    share: Option<Share>,
    moving: &ReleaseId,
) -> Result<Outcome, Refusal> {
    let (package, ready) = plan.ready(&release.package, &release.version)?;
    let (channel, rule) = (release.channel.clone(), release.rule.clone());
    let found = plan.rule(&channel, &rule)?.placement(moving).cloned();
    let (Some(replaced), Some(mut old)) = (found, plan.find_release(moving)) else {
        return Err(Refusal::missing(
            format!("release {moving}"),
            "`wavecast status` shows what moves",
        ));
    };
    if share.is_some_and(|share| share < replaced.share) {
        let rule = format!(
            "release {moving} reaches {}; what replaces it can't reach less",
            replaced.share
        );
        return Err(Refusal::state(
            "share",
            rule,
            "leave the share out, or name a greater one",
        ));
    }
    start::check_version(plan, &release)?;
    start::check_index(plan, &package, &release)?;
    let reached = share.unwrap_or(replaced.share);
    guard::start(plan, &release, reached, None, Some(&replaced))?;
    release.salt = replaced.salt.clone();
    release.share = reached;
    release.replaced = old.replaced.clone();
    release.origin = Some(moving.clone());
    release.keep_open |= old.keep_open;
    old.status = Status::Superseded;
    old.times.ended = Some(plan.cx.now);
    plan.put_release(old);
    let open = plan.open(&channel)?;
    open.unplan(moving);
    open.withdraw([moving.clone()]);
    plan.rule(&channel, &rule)?.remove(moving);
    start::place(plan, &mut release, &package, &ready)?;
    if let Some(placement) = plan.rule(&channel, &rule)?.placement_mut(&release.id) {
        placement.reach_as(&replaced);
        release.share = placement.share;
    }
    let beneath = plan.serving(&channel, &rule)?;
    let to = Some(Named::from(&release));
    plan.moves(
        &release,
        replaced.widest(),
        Some(Named::from(&replaced)),
        to.clone(),
    );
    plan.moves(&release, release.share.beyond(replaced.share), beneath, to);
    start::settle(plan, release)
}

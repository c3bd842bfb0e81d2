//! Promoting: what one channel concluded is released in another.

use wavecast_wire::name::{ChannelName, ReleaseId};

use crate::channel::Rule;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Release;
use crate::share::Share;
use crate::verb::{clone, start};

/// Releases in `to` what `from` concluded last.
pub fn promote(
    plan: &mut Plan<'_>,
    from: &ChannelName,
    to: &ChannelName,
    share: Option<Share>,
    replace: bool,
) -> Result<Outcome, Refusal> {
    if from == to {
        return Err(Refusal::invalid(
            "to",
            "a channel can't be promoted to itself",
            "name two channels",
        ));
    }
    plan.open(to)?;
    let served = plan
        .open(from)?
        .rules
        .iter()
        .rev()
        .find_map(Rule::serving)
        .map(|p| p.release.clone());
    let source = served
        .and_then(|id| plan.find_release(&id))
        .ok_or_else(|| {
            let rule = format!("nothing is concluded in {from} that could be promoted");
            Refusal::state(
                "from",
                rule,
                "bring a release there to 100% with `wavecast ramp 100%`",
            )
        })?;
    if let Some(already) = promoted_before(plan, &source, to)? {
        let rule = format!(
            "release {already} in {to} was promoted from {} already",
            source.id
        );
        return Err(Refusal::state(
            "from",
            rule,
            "`wavecast ramp` lets it reach more",
        ));
    }
    let release = clone::like(plan, &source, to)?;
    start::begin(plan, release, share, None, replace)
}

/// The release at the edge of a channel that came from this one.
fn promoted_before(
    plan: &mut Plan<'_>,
    source: &Release,
    to: &ChannelName,
) -> Result<Option<ReleaseId>, Refusal> {
    let rules = &plan.open(to)?.rules;
    let placed: Vec<_> = rules
        .iter()
        .flat_map(|rule| &rule.stack)
        .filter(|p| !p.held)
        .map(|p| p.release.clone())
        .collect();
    let came_from_it = |id: &ReleaseId| {
        plan.find_release(id)
            .is_some_and(|release| release.origin.as_ref() == Some(&source.id))
    };
    Ok(placed.into_iter().find(came_from_it))
}

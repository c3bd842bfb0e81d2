//! Back to embedded: a rule's devices return to what shipped in their binary.

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;

use crate::channel::RuleName;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::verb::{about, stand};

/// Takes everything back that a rule placed, held ones aside, until it next concludes something.
pub fn embed(plan: &mut Plan<'_>, name: &ChannelName, rule: &RuleName) -> Result<Outcome, Refusal> {
    let present = plan.rule(name, rule)?;
    let moving = present.moving.clone();
    let serving = present.serving().map(|placement| placement.release.clone());
    let is_firmware = plan.app.head.kind == Kind::Firmware;
    if is_firmware {
        let sentence = "firmware has nothing embedded to go back to";
        let hint = "hold what moves with `wavecast pause`, or ship a fixed version";
        return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
    }
    let of = serving.or_else(|| moving.clone());
    let Some(of) = of.and_then(|id| plan.find_release(&id)) else {
        let sentence = format!("nothing is placed in {name} by rule {}", rule.0);
        let hint = "devices that run nothing of it run what shipped with them";
        return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
    };
    if let Some(moving) = moving.and_then(|id| plan.find_release(&id))
        && moving.id != of.id
    {
        plan.moves(&moving, moving.reached(), Some(Named::from(&moving)), None);
    }
    let all = crate::share::Share::ALL;
    plan.moves(&of, all, Some(Named::from(&of)), None);
    stand::leave_all(plan, &of)?;
    let rule = plan.rule(name, rule)?;
    rule.embedded = Some(of.id.clone());
    rule.embeds_at_once = true;
    Ok(about(&of))
}

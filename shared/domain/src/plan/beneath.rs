//! What the rules beneath one give to its devices.

use wavecast_wire::name::ChannelName;

use super::Plan;
use crate::channel::{Placement, RuleName};
use crate::coverage::covers_rule;
use crate::decide::Named;
use crate::refusal::Refusal;

impl Plan<'_> {
    /// The concluded placements of lower rules that every device of a rule belongs to as well,
    /// highest rule first: where its devices go when nothing of its own matches.
    pub fn beneath(
        &mut self,
        channel: &ChannelName,
        rule: &RuleName,
    ) -> Result<Vec<Placement>, Refusal> {
        let dimensions = self.head().dimensions.clone();
        let channel = self.open(channel)?;
        let Some(place) = channel.rules.iter().position(|one| one.name == *rule) else {
            return Ok(Vec::new());
        };
        let (above, lower) = channel.rules.split_at(place + 1);
        let wider = lower
            .iter()
            .filter(|one| covers_rule(&dimensions, one, &above[place]));
        let placed = wider.flat_map(|one| one.stack.iter().filter(|p| one.is_concluded(p)));
        Ok(placed.cloned().collect())
    }

    /// What most of a rule's devices run: its own newest concluded placement, else that of a rule
    /// beneath.
    pub fn serving(
        &mut self,
        channel: &ChannelName,
        rule: &RuleName,
    ) -> Result<Option<Named>, Refusal> {
        if let Some(own) = self.rule(channel, rule)?.serving() {
            return Ok(Some(own.into()));
        }
        let beneath = self.beneath(channel, rule)?;
        Ok(beneath.first().map(Named::from))
    }
}

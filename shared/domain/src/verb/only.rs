//! Variants of a package that move together, or one by one.

use wavecast_wire::table::{self, When};

use crate::audience::covers;
use crate::channel::{PlacedVariant, Placement};
use crate::refusal::Refusal;
use crate::release::Release;
use crate::share::Share;

impl Placement {
    /// How much of a variant's devices it reaches.
    #[must_use]
    pub fn share_of(&self, variant: &PlacedVariant) -> Share {
        variant.share.unwrap_or(self.share)
    }

    /// How much of the audience it reaches at most.
    #[must_use]
    pub fn widest(&self) -> Share {
        let shares = self.variants.iter().map(|variant| self.share_of(variant));
        shares.max().unwrap_or(self.share)
    }

    /// Lets variants reach a share, those that reach more stay. A share never falls.
    pub(crate) fn reach(&mut self, to: Share, only: Option<&When>) {
        let is_meant = |when: &When| only.is_none_or(|only| covers(only, when));
        let present: Vec<Share> = self.variants.iter().map(|v| self.share_of(v)).collect();
        let next = self.variants.iter().zip(&present);
        let next = next.map(|(variant, share)| match is_meant(&variant.when) {
            true => to.max(*share),
            false => *share,
        });
        let next: Vec<Share> = next.collect();
        self.set_shares(&next);
    }

    /// Reaches at least what another placement reached, variant by variant.
    pub(crate) fn reach_as(&mut self, other: &Self) {
        let reached = |when: &When| {
            let meeting = other
                .variants
                .iter()
                .filter(|variant| table::join(&[when, &variant.when]).is_some());
            meeting.map(|variant| other.share_of(variant)).max()
        };
        let next = self.variants.iter().map(|variant| {
            let own = self.share_of(variant);
            reached(&variant.when).map_or(own, |share| share.max(own))
        });
        let next: Vec<Share> = next.collect();
        self.set_shares(&next);
    }

    fn set_shares(&mut self, shares: &[Share]) {
        let least = shares.iter().min().copied().unwrap_or(self.share);
        self.share = least;
        let differ = shares.iter().any(|share| *share != least);
        for (variant, share) in self.variants.iter_mut().zip(shares) {
            variant.share = differ.then_some(*share);
        }
    }
}

impl Release {
    /// How much of the audience it reaches at most.
    #[must_use]
    pub fn reached(&self) -> Share {
        let placed = self.placement.as_ref().map(Placement::widest);
        placed.map_or(self.share, |widest| widest.max(self.share))
    }
}

/// Refuses what picks no variant of a placement, or a part of one.
pub(super) fn check_only(placement: &Placement, only: Option<&When>) -> Result<(), Refusal> {
    let Some(only) = only else {
        return Ok(());
    };
    let whens = || placement.variants.iter().map(|variant| &variant.when);
    let shown = || {
        let shown = whens().map(|when| serde_json::to_string(when).unwrap_or_default());
        shown.collect::<Vec<_>>().join(" and ")
    };
    if let Some(partly) =
        whens().find(|when| !covers(only, when) && table::join(&[only, when]).is_some())
    {
        let partly = serde_json::to_string(partly).unwrap_or_default();
        let rule = format!("the variant for {partly} reaches beyond what `only` says");
        let hint = format!("variants move as a whole; there are those for {}", shown());
        return Err(Refusal::invalid("only", rule, hint));
    }
    if whens().any(|when| covers(only, when)) {
        return Ok(());
    }
    let hint = format!("there are variants for {}", shown());
    Err(Refusal::invalid(
        "only",
        "no variant of the package is for these devices alone",
        hint,
    ))
}

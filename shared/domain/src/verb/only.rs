//! Variants of a package that move together, or one by one.

use wavecast_wire::table::{self, When};

use crate::audience::{covers, in_words};
use crate::channel::{PlacedVariant, Placement, Stopped};
use crate::refusal::Refusal;
use crate::release::Release;
use crate::share::Share;

impl PlacedVariant {
    /// Whether a command that says `only` means it: all of its devices meet that.
    pub(crate) fn is_meant(&self, only: Option<&When>) -> bool {
        only.is_none_or(|only| covers(only, &self.when))
    }

    /// Whether it reaches further when its release does.
    pub(crate) const fn goes_on(&self) -> bool {
        self.stopped.is_none()
    }
}

impl Placement {
    /// Whether only those who run a variant keep it.
    #[must_use]
    pub const fn is_held(&self, variant: &PlacedVariant) -> bool {
        self.held || variant.stopped.is_some()
    }

    /// Whether some of its variants wait to be resumed while others go on.
    pub(crate) fn is_partly_paused(&self) -> bool {
        let mut variants = self.variants.iter();
        variants.any(|variant| variant.stopped == Some(Stopped::Paused))
    }

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

    /// Lets variants reach a share; those that reach more, or were stopped, stay. A share never
    /// falls.
    pub(crate) fn reach(&mut self, to: Share, only: Option<&When>) {
        let next = self.variants.iter().map(|variant| {
            let present = self.share_of(variant);
            match variant.is_meant(only) && variant.goes_on() {
                true => to.max(present),
                false => present,
            }
        });
        let next: Vec<Share> = next.collect();
        self.set_shares(&next);
    }

    /// Works out anew what it reaches, once variants were stopped, resumed or taken away.
    pub(crate) fn recount(&mut self) {
        let shares: Vec<Share> = self.variants.iter().map(|v| self.share_of(v)).collect();
        self.set_shares(&shares);
    }

    /// Opens paused variants again; says how many of the devices at most get it anew.
    pub(crate) fn open_paused(&mut self, only: Option<&When>) -> Share {
        let mut most = Share::NONE;
        let all = self.share;
        let paused = self.variants.iter_mut();
        let paused = paused.filter(|v| v.stopped == Some(Stopped::Paused) && v.is_meant(only));
        for variant in paused {
            variant.stopped = None;
            most = most.max(variant.share.unwrap_or(all));
        }
        self.recount();
        most
    }

    /// Takes variants away; answers them at a place of their own.
    pub(crate) fn split_off(&mut self, only: &When) -> Self {
        let mut gone = self.clone();
        gone.variants.retain(|variant| variant.is_meant(Some(only)));
        self.variants
            .retain(|variant| !variant.is_meant(Some(only)));
        self.partly_withdrawn = true;
        self.recount();
        gone
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
        let all = self.variants.iter().zip(shares);
        let going = all.filter(|(variant, _)| variant.goes_on());
        let least = going.map(|(_, share)| share).min();
        let least = least.or_else(|| shares.iter().min()).copied();
        let least = least.unwrap_or(self.share);
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
        let shown = whens().map(in_words);
        shown.collect::<Vec<_>>().join(" and ")
    };
    if let Some(partly) =
        whens().find(|when| !covers(only, when) && table::join(&[only, when]).is_some())
    {
        let partly = in_words(partly);
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

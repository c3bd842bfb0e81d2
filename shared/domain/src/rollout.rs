//! What verbs do to a rule's stack, and to what its channel remembers. No verb touches a stack
//! in another way, so that the invariants of a release's life are kept in one place.

use wavecast_wire::limit;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::audience;
use crate::channel::{Channel, Due, DueKind, PlacedVariant, Placement, Rule, RuleName, Stopped};
use crate::decide::Named;
use crate::share::Share;

/// Concluded placements of a rule that are kept to be reverted to.
const KEPT: usize = 5;

impl Placement {
    /// As it stands once it reached everybody.
    pub(crate) fn concluded(&self) -> Self {
        let mut placement = self.clone();
        placement.share = Share::ALL;
        placement.held = false;
        for variant in &mut placement.variants {
            variant.share = None;
            variant.stopped = variant.stopped.filter(|how| *how == Stopped::Kept);
        }
        placement
    }

    /// Takes over configs that were made anew, by their names: how far each variant got stays, and
    /// one that was taken back stays away. Devices of a stopped one were promised that nothing
    /// changes, unless `stopped_too`.
    fn take_configs(&mut self, made: &Self, stopped_too: bool) -> bool {
        let mut changed = false;
        let variants = self.variants.iter_mut();
        for variant in variants.filter(|v| stopped_too || v.stopped.is_none()) {
            let mut anew = made.variants.iter();
            if let Some(anew) = anew.find(|anew| anew.config.name == variant.config.name) {
                changed |= variant.config != anew.config;
                variant.config = anew.config.clone();
            }
        }
        changed
    }

    /// Whether some device that it fits is surely served by none of the others.
    pub(crate) fn reaches_beyond(&self, others: &[Self]) -> bool {
        let served = |when: &When| {
            let open = others.iter().filter(|placement| !placement.held);
            let variants = open.flat_map(|placement| &placement.variants);
            let mut wide = variants.filter(|variant| variant.stopped.is_none());
            wide.any(|variant| audience::covers(&variant.when, when))
        };
        self.variants.iter().any(|variant| !served(&variant.when))
    }
}

impl Channel {
    /// Takes over a release's configs that were made anew wherever it stands: at its place, where
    /// it may be returned to, as a floor, and as what is tried. Says whether any differed.
    pub(crate) fn take_configs(&mut self, made: &Placement, stopped_too: bool) -> bool {
        let of_rules = self.rules.iter_mut().flat_map(|rule| {
            let kept = rule.concluded.iter_mut().chain(&mut rule.floors);
            rule.stack.iter_mut().chain(kept)
        });
        let tried = self.experiments.placement_mut(&made.release);
        let all = of_rules.chain(tried);
        let own = all.filter(|placement| placement.release == made.release);
        own.fold(false, |changed, placement| {
            placement.take_configs(made, stopped_too) | changed
        })
    }

    /// What a rule or an experiment of it gives of a release, else its floor.
    pub(crate) fn placement(&self, rule: &RuleName, release: &ReleaseId) -> Option<&Placement> {
        let rule = self.rule(rule)?;
        let tried = self.experiments.placements();
        let tried = tried.map(|(_, placement)| placement);
        let mut all = rule.stack.iter().chain(tried).chain(&rule.floors);
        all.find(|placement| placement.release == *release)
    }
}

impl Rule {
    /// Whether devices have anything of ours to return to.
    pub(crate) fn is_fresh(&self) -> bool {
        self.stack.is_empty() && self.embedded.is_none()
    }

    /// The newest version that the audience runs, one release left out.
    pub(crate) fn newest_version(&self, except: Option<&ReleaseId>) -> Option<&Version> {
        let others = self
            .stack
            .iter()
            .filter(|placement| Some(&placement.release) != except);
        others.map(|placement| &placement.version).max()
    }

    /// Puts a release on top; it moves from now on.
    pub(crate) fn start(&mut self, placement: Placement) {
        self.remember_start(&placement);
        self.moving = Some(placement.release.clone());
        self.stack.insert(0, placement);
    }

    /// Takes a release from the stack.
    pub(crate) fn remove(&mut self, release: &ReleaseId) -> Option<Placement> {
        if self.moving.as_ref() == Some(release) {
            self.moving = None;
        }
        let at = self
            .stack
            .iter()
            .position(|placement| placement.release == *release)?;
        Some(self.stack.remove(at))
    }

    /// A release's placement, to change it.
    pub(crate) fn placement_mut(&mut self, release: &ReleaseId) -> Option<&mut Placement> {
        self.stack
            .iter_mut()
            .find(|placement| placement.release == *release)
    }

    /// Concludes the moving release: what is beneath goes, except what still serves binaries that
    /// it doesn't support. Returns what went.
    pub(crate) fn conclude(&mut self) -> Vec<Placement> {
        let Some(release) = self.moving.take() else {
            return Vec::new();
        };
        let (top, beneath): (Vec<_>, Vec<_>) = std::mem::take(&mut self.stack)
            .into_iter()
            .partition(|p| p.release == release);
        let mut gone = Vec::new();
        self.stack = top.iter().map(Placement::concluded).collect();
        for placement in beneath {
            if !placement.held && placement.reaches_beyond(&self.stack) {
                self.stack.push(placement);
            } else {
                gone.push(placement);
            }
        }
        if let Some(top) = self.stack.first().cloned() {
            self.set_floor(&top);
            let is_for_all = |v: &PlacedVariant| v.when.is_empty() && v.stopped.is_none();
            self.embeds_at_once = false;
            if top.variants.iter().any(is_for_all) {
                self.embedded = None;
            }
            self.remember_concluded(top);
        }
        gone
    }

    /// Stands on concluded placements again, newest first, beneath those that are held.
    /// Returns what went.
    pub(crate) fn stand_on(&mut self, placements: Vec<Placement>) -> Vec<Placement> {
        let is_held = |p: &Placement| p.held && self.moving.as_ref() != Some(&p.release);
        let is_back = |p: &Placement| placements.iter().any(|back| back.release == p.release);
        let stack = std::mem::take(&mut self.stack);
        let (held, others): (Vec<_>, Vec<_>) =
            stack.into_iter().partition(|p| is_held(p) && !is_back(p));
        let gone = others.into_iter().filter(|p| !is_back(p)).collect();
        self.moving = None;
        self.stack = held;
        // Devices go down to what is placed again: a floor above it would send them up at once.
        let target = placements.first();
        self.floors
            .retain(|floor| target.is_some_and(|target| floor.version <= target.version));
        if let Some(target) = target {
            self.set_floor(target);
        }
        for placement in placements.iter().rev() {
            self.remember_start(placement);
            self.remember_concluded(placement.clone());
        }
        self.stack.extend(placements);
        gone
    }

    /// What a revert to a release withdraws, oldest first: all that was started after it, and
    /// whatever else devices must go down from. Not what is held for those who have it.
    pub(crate) fn left_by(&self, target: Option<&Placement>) -> Vec<ReleaseId> {
        let leaves = |named: &&Named| match target {
            Some(target) => {
                let is_it = named.release == target.release;
                let is_later = self.started_before(&target.release, &named.release);
                !is_it && (is_later || named.version > target.version)
            }
            None => true,
        };
        let left = self
            .placed
            .iter()
            .filter(leaves)
            .map(|named| named.release.clone());
        left.filter(|id| !self.is_kept(id)).collect()
    }

    /// Whether a release was first started before another.
    pub(crate) fn started_before(&self, one: &ReleaseId, other: &ReleaseId) -> bool {
        self.started_at(one) < self.started_at(other)
    }

    /// When a release was first started, counted up. What is no longer remembered is older than what is.
    pub(crate) fn started_at(&self, release: &ReleaseId) -> Option<usize> {
        self.started.iter().position(|started| started == release)
    }

    /// Whether some device of a placement that went finds only lower versions in the stack.
    pub(crate) fn strands(&self, gone: &Placement) -> bool {
        let higher = self.stack.iter().filter(|p| p.version >= gone.version);
        gone.reaches_beyond(&higher.cloned().collect::<Vec<_>>())
    }

    /// What it started and no longer has at the edge, oldest first.
    pub(crate) fn started_outside_stack(&self) -> Vec<ReleaseId> {
        let gone = self
            .started
            .iter()
            .filter(|id| self.placement(id).is_none());
        gone.cloned().collect()
    }

    /// Whether a release was aborted and is held for those who have it.
    fn is_kept(&self, id: &ReleaseId) -> bool {
        self.moving.as_ref() != Some(id) && self.placement(id).is_some_and(|p| p.held)
    }

    fn remember_start(&mut self, placement: &Placement) {
        if !self.started.contains(&placement.release) {
            self.started.push(placement.release.clone());
        }
        self.placed
            .retain(|named| named.release != placement.release);
        self.placed.push(Named::from(placement));
        // A revert names at most so many, newest kept, so older ones can never matter.
        keep_last(&mut self.started, limit::WITHDRAWN);
        keep_last(&mut self.placed, limit::WITHDRAWN);
    }

    /// Keeps a concluded release as a floor, if it is one, for whom it is one by now; in place of
    /// another of the same version that stands for nobody else.
    pub(crate) fn set_floor(&mut self, placement: &Placement) {
        if placement.floor {
            let own = std::slice::from_ref(placement);
            let is_another =
                |floor: &Placement| floor.version != placement.version || floor.reaches_beyond(own);
            self.floors
                .retain(|floor| floor.release != placement.release && is_another(floor));
            self.floors.push(placement.clone());
            self.floors
                .sort_by(|one, other| one.version.cmp(&other.version));
        }
    }

    pub(crate) fn remember_concluded(&mut self, placement: Placement) {
        self.concluded
            .retain(|kept| kept.release != placement.release);
        self.concluded.push(placement);
        keep_last(&mut self.concluded, KEPT);
    }
}

impl Channel {
    /// Lets devices leave these releases for a lower version.
    pub(crate) fn withdraw(&mut self, releases: impl IntoIterator<Item = ReleaseId>) {
        for release in releases {
            self.withdrawn.retain(|id| *id != release);
            self.withdrawn.push(release);
        }
        keep_last(&mut self.withdrawn, limit::WITHDRAWN);
    }

    /// What is placed again is no longer withdrawn.
    pub(crate) fn readmit(&mut self, release: &ReleaseId) {
        self.withdrawn.retain(|id| id != release);
    }

    /// Puts something on the agenda, in place of the same thing at another time.
    pub(crate) fn plan(&mut self, at: Timestamp, what: DueKind) {
        self.agenda.retain(|due| due.what != what);
        self.agenda.push(Due { at, what });
        self.agenda.sort();
    }

    /// Takes a pin's end from the agenda.
    pub(crate) fn unplan_pin(&mut self, id: &str) {
        self.agenda
            .retain(|due| !matches!(&due.what, DueKind::Unpin { pin } if pin == id));
    }

    /// Takes a release from the agenda.
    pub(crate) fn unplan(&mut self, release: &ReleaseId) {
        self.agenda.retain(|due| due.release() != Some(release));
    }
}

impl Due {
    /// The release concerned.
    pub(crate) const fn release(&self) -> Option<&ReleaseId> {
        match &self.what {
            DueKind::Start { release } | DueKind::Stage { release } => Some(release),
            DueKind::Unpin { .. } | DueKind::Calm => None,
        }
    }
}

fn keep_last<T>(list: &mut Vec<T>, most: usize) {
    list.drain(..list.len().saturating_sub(most));
}

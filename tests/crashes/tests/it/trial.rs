//! One write of one scene with one fate: what is left, and how it heals.

use std::sync::Arc;

use wavecast_engine::control::PageAsk;
use wavecast_engine::testing::faulty::{Faults, Point};
use wavecast_engine::testing::world::World;
use wavecast_wire::name::Scope;

use crate::act::Answer;
use crate::fate::Fate;
use crate::keyless::without_keys;
use crate::prepared::Prepared;
use crate::site::{Process, Site, run};
use crate::state::{masked, state};
use crate::witness::{Observer, Watch};

/// What was tried in one trial.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tried {
    /// Polls of devices.
    pub polls: u64,
    /// Publications that were finished without a key.
    pub keyless: u64,
    /// Looks at a new root whose publication had still to come.
    pub waited: u64,
    /// Whether the act was there after recovery, before anybody asked again.
    pub there: bool,
}

/// A trial under way.
struct Trial<'a> {
    of: &'a Prepared,
    observers: Vec<Observer>,
    tried: Tried,
    /// Where devices are at last.
    ends: Vec<String>,
}

/// Does the act with this fault, or with none; then recovers, and asks again.
///
/// # Errors
/// What was wrong, for people.
pub fn attempt(of: &Prepared, fault: Option<(&Point, Fate)>) -> Result<Tried, String> {
    let mut trial = Trial {
        of,
        observers: of.observers(),
        tried: Tried::default(),
        ends: Vec::new(),
    };
    let (site, answer) = trial.act(fault)?;
    trial.finish_sealed(&site)?;
    trial.recover(&site, answer.as_ref().ok())?;
    trial.ask_again(&site)?;
    trial.tried.waited = trial.observers.iter().map(|one| one.waited).sum();
    // However it came there, devices end where they would have without the fault.
    let ends = of.ends.get_or_init(|| trial.ends.clone());
    if trial.ends != *ends {
        return Err(format!("devices end at {:?}, not at {ends:?}", trial.ends));
    }
    Ok(trial.tried)
}

impl Trial<'_> {
    /// One process: the act, and clients that look on. Answers what it leaves.
    fn act(
        &mut self,
        fault: Option<(&Point, Fate)>,
    ) -> Result<(Site, Result<Answer, String>), String> {
        let site = self.of.site.copy();
        let kills = fault.is_some_and(|(_, fate)| fate.kills());
        let (answer, killed) = run(async {
            let process = site.start();
            let (watch, faults) = self.watch(&process, &site, self.of.damaged);
            if let Some((point, fate)) = fault {
                fate.plan(&faults, point);
            }
            let answer = self
                .of
                .act
                .run(&process.with(&faults), &self.of.scope)
                .await;
            if fault.is_some() && !faults.was_met() {
                return Err("the write wasn't reached".to_owned());
            }
            self.seen(&watch).await?;
            // The process is still there: this is what a kill leaves, not what an end does.
            Ok((answer, kills.then(|| site.copy())))
        })?;
        if fault.is_none() && answer.is_err() {
            return Err(format!("without a fault: {answer:?}"));
        }
        if let Ok(answer) = &answer {
            self.check_told(answer)?;
        }
        Ok((killed.unwrap_or(site), answer))
    }

    /// An answer never says more than happened.
    fn check_told(&self, answer: &Answer) -> Result<(), String> {
        for told in &answer.wanted {
            let seen = self.observers.iter();
            let mut of = seen.filter(|observer| observer.scope.channel == told.channel);
            let shown = of.next().map_or(0, |observer| observer.seq);
            if told.seq.is_some_and(|seq| seq > shown) {
                return Err(format!("told {told:?}, and the edge is at {shown}"));
            }
        }
        Ok(())
    }

    /// What was sealed is finished by a process without any key.
    fn finish_sealed(&mut self, site: &Site) -> Result<(), String> {
        run(async {
            let process = site.start();
            let mut sealed = Vec::new();
            for scope in &self.of.scopes {
                if let Some((seq, false)) = head(&process.world(), scope).await {
                    sealed.push((scope, seq));
                }
            }
            if sealed.is_empty() {
                return Ok(());
            }
            let (watch, faults) = self.watch(&process, site, false);
            let world = process.over(without_keys(faults.around(process.ports.clone())));
            let report = world.upkeep.tick().await;
            self.seen(&watch).await?;
            for (scope, seq) in sealed {
                self.tried.keyless += 1;
                let written = head(&world, scope).await;
                let seen = self.observers.iter();
                let shown = seen.filter(|observer| observer.scope == *scope);
                let shown = shown.map(|observer| observer.seq).max();
                if written != Some((seq, true)) || shown != Some(seq) {
                    return Err(format!(
                        "{seq} of {scope} was sealed; without a key it came to {written:?}, the edge to {shown:?}: {report:?}"
                    ));
                }
            }
            Ok(())
        })
    }

    /// Another process, and the ordinary tick: the act is there wholly, or not at all.
    fn recover(&mut self, site: &Site, answer: Option<&Answer>) -> Result<(), String> {
        let of = self.of;
        let state = run(async {
            let process = site.start();
            let (watch, faults) = self.watch(&process, site, false);
            let world = process.with(&faults);
            let report = world.upkeep.tick().await;
            self.seen(&watch).await?;
            let state = state(&*process.ports.ledger, &of.scope, &site.clock).await;
            let state = masked(&state, &of.known);
            let there = state == of.new;
            self.tried.there = there;
            if !there && state != of.old {
                return Err(format!(
                    "it is there by halves: {}",
                    differences(&state, of)
                ));
            }
            if !there && of.fenced {
                return Ok(state);
            }
            if !report.troubles.is_empty() {
                return Err(format!("the tick has troubles: {report:?}"));
            }
            let pending = pending(&world, &of.scopes).await;
            if pending > 0 {
                return Err(format!("{pending} publications are pending after the tick"));
            }
            Ok(state)
        })?;
        let there = state == of.new;
        if !there && answer.is_some() && !of.act.is_by_itself() {
            return Err("it was answered with success, and isn't there".to_owned());
        }
        if !there && of.act.is_by_itself() {
            return Err("the next tick doesn't do it".to_owned());
        }
        let shown = there && (of.shows_in_ledger() || of.act.is_by_itself());
        self.settled(site, shown)
    }

    /// Whoever asked asks again, in another process: it happens once, however often it is asked.
    fn ask_again(&mut self, site: &Site) -> Result<(), String> {
        let of = self.of;
        run(async {
            let process = site.start();
            let (watch, faults) = self.watch(&process, site, false);
            let world = process.with(&faults);
            let again = of.act.run(&world, &of.scope).await;
            let again = again.map_err(|error| format!("asked again: {error}"))?;
            let there = self.tried.there && of.shows_in_ledger();
            if again.replayed.is_some_and(|replayed| replayed != there) {
                return Err(format!(
                    "asked again it says {again:?}; it was there: {there}"
                ));
            }
            world.upkeep.tick().await;
            self.seen(&watch).await?;
            self.check_told(&again)?;
            let state = state(&*process.ports.ledger, &of.scope, &site.clock).await;
            let state = masked(&state, &of.known);
            if state != of.new {
                return Err(format!("asked again: {}", differences(&state, of)));
            }
            let report = world.upkeep.tick().await;
            if !report.is_idle() {
                return Err(format!("it isn't at rest: {report:?}"));
            }
            Ok(())
        })?;
        if self.tried.there {
            // Nothing has changed: they all have seen it.
            return Ok(());
        }
        self.settled(site, true)
    }

    /// Every client finds the edge whole, at this state.
    fn settled(&mut self, site: &Site, new: bool) -> Result<(), String> {
        run(async {
            let objects = site.start().ports.objects;
            let now = site.now();
            let mut wrong = Vec::new();
            self.ends.clear();
            for observer in &mut self.observers {
                wrong.extend(observer.settled(&*objects, now, new).await);
                match observer.end(&*objects, now).await {
                    Ok(end) => self.ends.push(end),
                    Err(why) => wrong.push(why),
                }
            }
            if wrong.is_empty() {
                return Ok(());
            }
            Err(wrong.join("\n    "))
        })
    }

    /// The clients look on in this process.
    fn watch(&mut self, process: &Process, site: &Site, unseen: bool) -> (Arc<Watch>, Faults) {
        let observers = std::mem::take(&mut self.observers);
        let watch = Watch::new(
            process.ports.objects.clone(),
            &site.clock,
            observers,
            unseen,
        );
        (watch.clone(), Faults::seen_by(watch))
    }

    /// What they saw.
    async fn seen(&mut self, watch: &Watch) -> Result<(), String> {
        let (observers, polls) = watch.end().await?;
        self.observers = observers;
        self.tried.polls += polls;
        Ok(())
    }
}

/// The number that was sealed last, and whether the edge holds all of it.
async fn head(world: &World, scope: &Scope) -> Option<(u64, bool)> {
    let view = world.control.channel(scope).await.unwrap()?;
    let head = view.head.filter(|head| head.sealed.is_some())?;
    head.fence.is_none().then_some((head.seq, head.written))
}

async fn pending(world: &World, scopes: &[Scope]) -> usize {
    let mut pending = 0;
    for scope in scopes {
        let ask = PageAsk {
            limit: 200,
            ..PageAsk::default()
        };
        let listed = world.control.publications(scope, &ask).await.unwrap();
        pending += listed.items.iter().filter(|one| one.seq.is_none()).count();
    }
    pending
}

/// The lines that neither the old state nor the new one has, and those of the new one that lack.
fn differences(state: &[String], of: &Prepared) -> String {
    let odd = state
        .iter()
        .filter(|line| !of.new.contains(line))
        .map(|line| format!("\n    has   {line}"));
    let lacks = of.new.iter().filter(|line| !state.contains(line));
    odd.chain(lacks.map(|line| format!("\n    lacks {line}")))
        .collect()
}

//! Schedules: all of them, all with few preemptions, or very many by chance.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::play::{Choice, Run};
use super::scene::Scene;

/// What a search may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// How often the turn is taken from an actor that could go on; `None` for as often as it can.
    pub preemptions: Option<u32>,
    /// How many processes die.
    pub kills: u32,
    /// How many answers are lost.
    pub losses: u32,
}

/// What was tried.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Schedules that were run.
    pub schedules: u64,
    /// Of these, those that were run to their end: the others met a known state.
    pub ended: u64,
    /// Steps, those at the beginnings of schedules included.
    pub steps: u64,
    /// Different states.
    pub states: u64,
}

/// A schedule that broke a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What was wrong.
    pub what: String,
    /// The schedule up to there; [`replay`] runs it again.
    pub schedule: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nschedule: {}", self.what, self.schedule)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            schedules,
            ended,
            steps,
            states,
        } = self;
        write!(
            f,
            "{schedules} schedules ({ended} to their end), {steps} steps, {states} states"
        )
    }
}

pub(super) fn failure(run: &Run<'_>, what: String) -> Failure {
    let steps: Vec<String> = run.path.iter().map(ToString::to_string).collect();
    Failure {
        what,
        schedule: steps.join(" "),
    }
}

/// Applies a choice, and looks.
pub(super) async fn step(
    run: &mut Run<'_>,
    choice: Choice,
    tally: &mut Tally,
) -> Result<(), Failure> {
    run.apply(choice).await;
    tally.steps += 1;
    match run.stand.watch.complaint() {
        Some(what) => Err(failure(run, what)),
        None => Ok(()),
    }
}

/// Runs every schedule within the limits. A schedule that comes to a state from which all of the
/// rest was run already goes no further: what follows is the same.
///
/// # Errors
/// The first schedule that breaks a rule.
pub async fn exhaust(scene: &Scene, limits: Limits) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut ends = HashSet::new();
    let most = limits.preemptions.unwrap_or(0);
    let mut open: Vec<(Vec<Choice>, u32)> = vec![(Vec::new(), most)];
    while let Some((begin, left)) = open.pop() {
        let mut run = Run::begin(scene, limits.kills, limits.losses).await;
        tally.schedules += 1;
        for choice in begin {
            step(&mut run, choice, &mut tally).await?;
        }
        loop {
            let place = run.fingerprint(limits.preemptions.is_some());
            if known.get(&place).is_some_and(|before| *before >= left) {
                break;
            }
            known.insert(place, left);
            let mut choices = run.choices().into_iter();
            let Some((first, _)) = choices.next() else {
                tally.ended += 1;
                if ends.insert(place) {
                    run.end().await.map_err(|what| failure(&run, what))?;
                }
                break;
            };
            for (choice, preempts) in choices {
                let cost = u32::from(preempts && limits.preemptions.is_some());
                if let Some(rest) = left.checked_sub(cost) {
                    let mut other = run.path.clone();
                    other.push(choice);
                    open.push((other, rest));
                }
            }
            step(&mut run, first, &mut tally).await?;
        }
        tally.states = known.len() as u64;
    }
    Ok(tally)
}

/// Runs one schedule again, and then to the end in turn.
///
/// # Errors
/// What it breaks.
pub async fn replay(scene: &Scene, schedule: &str, limits: Limits) -> Result<(), Failure> {
    let mut run = Run::begin(scene, limits.kills, limits.losses).await;
    let mut tally = Tally::default();
    for word in schedule.split_whitespace() {
        let choice = word.parse().expect("a choice, such as 0, 1+, 2- or 1x");
        step(&mut run, choice, &mut tally).await?;
    }
    while let Some((first, _)) = run.choices().first().copied() {
        step(&mut run, first, &mut tally).await?;
    }
    run.end().await.map_err(|what| failure(&run, what))
}

//! Schedules by chance: the same seed makes the same schedule.

use super::explore::{Failure, Limits, Tally, failure, step};
use super::play::{Choice, Run};
use super::scene::Scene;

/// How the next actor is chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Manner {
    /// Anybody, at every step.
    Uniform,
    /// Whoever has the highest priority, which falls to the lowest at so many moments: races that
    /// need few, far apart preemptions are found more often.
    Priorities(u32),
}

/// Numbers from a seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below this one, which isn't 0.
    pub fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % many as u64).unwrap_or(0)
    }
}

/// Steps of a schedule that a moment of falling priority is chosen among.
const LENGTH: usize = 120;
/// One in so many steps meets a fault, while there are any left.
const FAULTS: usize = 25;

/// Runs one schedule for each seed.
///
/// # Errors
/// The first that breaks a rule, with its seed.
pub async fn chance(
    scene: &Scene,
    limits: Limits,
    manner: Manner,
    seeds: std::ops::Range<u64>,
) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for seed in seeds {
        let played = play(scene, limits, manner, seed, &mut tally).await;
        played.map_err(|failed| Failure {
            what: format!("{} (seed {seed}, {manner:?})", failed.what),
            ..failed
        })?;
    }
    Ok(tally)
}

async fn play(
    scene: &Scene,
    limits: Limits,
    manner: Manner,
    seed: u64,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut dice = Dice(seed);
    let mut run = Run::begin(scene, limits.kills, limits.losses).await;
    tally.schedules += 1;
    let mut priorities: Vec<usize> = (0..scene.parts.len())
        .map(|_| 1000 + dice.below(1000))
        .collect();
    let falls: Vec<usize> = match manner {
        Manner::Uniform => Vec::new(),
        Manner::Priorities(many) => (0..many).map(|_| dice.below(LENGTH)).collect(),
    };
    for moment in 0.. {
        let choices = run.choices();
        let (go, faults): (Vec<Choice>, Vec<Choice>) = choices
            .into_iter()
            .map(|(choice, _)| choice)
            .partition(|choice| matches!(choice, Choice::Go(_)));
        if go.is_empty() {
            break;
        }
        let choice = if !faults.is_empty() && dice.below(FAULTS) == 0 {
            faults[dice.below(faults.len())]
        } else {
            match manner {
                Manner::Uniform => go[dice.below(go.len())],
                Manner::Priorities(_) => highest(&go, &priorities),
            }
        };
        if let Choice::Go(number) = choice
            && falls.contains(&moment)
        {
            priorities[number] = LENGTH - moment;
        }
        step(&mut run, choice, tally).await?;
    }
    tally.ended += 1;
    run.end().await.map_err(|what| failure(&run, what))
}

fn highest(go: &[Choice], priorities: &[usize]) -> Choice {
    let priority = |choice: &&Choice| match choice {
        Choice::Go(number) => priorities[*number],
        _ => 0,
    };
    *go.iter().max_by_key(priority).expect("somebody can go on")
}

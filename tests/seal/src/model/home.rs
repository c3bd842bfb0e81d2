//! Whether rest can be reached from everywhere.

use std::collections::HashMap;

use stateright::{Model, Representative as _};

use super::act::Act;
use super::rules::Protocol;
use super::state::State;

/// What a search for the way home found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Home {
    /// States that can be reached.
    pub states: usize,
    /// States at rest.
    pub at_rest: usize,
    /// How one comes to a state from which no rest can be reached, if there is one.
    pub lost: Option<Vec<Act>>,
}

/// Searches all states; then, from those at rest, backwards along ordinary steps: no fault, and no
/// new work. With its keys gone a publisher rests when what was sealed is finished.
#[must_use]
pub fn home(protocol: &Protocol) -> Home {
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut came: Vec<(u32, Option<Act>)> = Vec::new();
    let mut before: Vec<Vec<u32>> = Vec::new();
    let mut resting = Vec::new();
    let mut open = Vec::new();
    for first in protocol.init_states() {
        known.insert(name(&first), 0);
        came.push((0, None));
        before.push(Vec::new());
        open.push((0, first));
    }
    while let Some((number, state)) = open.pop() {
        let rests = if state.keys {
            state.is_at_rest()
        } else {
            state.is_finished()
        };
        if rests {
            resting.push(number);
        }
        let mut acts = Vec::new();
        protocol.actions(&state, &mut acts);
        for act in acts {
            let Some(next) = protocol.next_state(&state, act) else {
                continue;
            };
            let fresh = u32::try_from(came.len()).expect("fewer than four thousand million");
            let there = *known.entry(name(&next)).or_insert(fresh);
            if there == fresh {
                came.push((number, Some(act)));
                before.push(Vec::new());
                open.push((fresh, next));
            }
            if act.is_ordinary() {
                before[there as usize].push(number);
            }
        }
    }
    let at_rest = resting.len();
    let mut comes_home = vec![false; came.len()];
    while let Some(number) = resting.pop() {
        if !std::mem::replace(&mut comes_home[number as usize], true) {
            resting.append(&mut before[number as usize]);
        }
    }
    let lost = comes_home.iter().position(|home| !home);
    Home {
        states: came.len(),
        at_rest,
        lost: lost.map(|number| way(&came, number)),
    }
}

/// A state's name: the same for all that differ only by who is who.
fn name(state: &State) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    state.representative().hash(&mut hasher);
    hasher.finish()
}

fn way(came: &[(u32, Option<Act>)], to: usize) -> Vec<Act> {
    let (mut acts, mut place) = (Vec::new(), to);
    while let (before, Some(act)) = came[place] {
        acts.push(act);
        place = before as usize;
    }
    acts.reverse();
    acts
}

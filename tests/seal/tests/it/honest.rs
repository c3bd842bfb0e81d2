//! The model is honest: walks through it are played on the real publisher, call by call. Each
//! step of the model must be the very call that the publisher waits to make, and after each the
//! ledger and the edge must be as the model says.

use stateright::Model as _;
use wavecast_seal::model::act::Act;
use wavecast_seal::model::rules::{Bounds, Protocol, Without};
use wavecast_seal::model::state::{At, Pointer, State};
use wavecast_seal::run::chance::Dice;
use wavecast_seal::run::scene::Stage;

use crate::scenes::alone;
use crate::stand::{Set, Stand};

/// Acts of one walk, at most.
const LENGTH: usize = 400;
/// One act in so many isn't a publisher's ordinary step, where there is a choice.
const OTHERS: usize = 10;

/// The call that a publisher makes at a step of the model.
pub fn call(at: &At) -> String {
    let pointer = |pointer: &Pointer| match pointer {
        Pointer::Timestamp => "timestamp",
        Pointer::Latest => "latest",
    };
    match at {
        At::Look | At::LateTimestamp(_) => "objects get timestamp".to_owned(),
        At::LookLatest(_) | At::LateLatest(_) => "objects get latest".to_owned(),
        At::Read(_) => "ledger get AH".to_owned(),
        At::SealRead(..)
        | At::SwapNotLower(..)
        | At::SwapMissing(..)
        | At::GoAboveRead
        | At::FenceRead(..) => "ledger get H".to_owned(),
        At::Wanted(_) | At::WantedAfter(_) | At::Trouble(_) => "ledger page P".to_owned(),
        At::Seal(..) => "ledger commit HJ".to_owned(),
        At::GoAbove(..) | At::Fence(..) => "ledger commit H".to_owned(),
        At::Targets(_) => "objects create targets".to_owned(),
        At::Snapshot(_) => "objects create snapshot".to_owned(),
        At::TargetsRead(_) | At::TargetsLook(_) => "objects get targets".to_owned(),
        At::SnapshotRead(_) | At::SnapshotLook(_) => "objects get snapshot".to_owned(),
        At::Swap(_, which) | At::Back(_, which) => format!("objects get {}", pointer(which)),
        At::SwapWrite(_, which, None) => format!("objects create {}", pointer(which)),
        At::SwapWrite(_, which, Some(_)) => format!("objects replace {}", pointer(which)),
        At::Mark(view, marks, _) => {
            let head = if view.head.written { "" } else { "H" };
            let publications = if marks.is_empty() { "" } else { "P" };
            format!("ledger commit {head}{publications}")
        }
        At::Adopted(..) => "ledger get A".to_owned(),
        At::Complain(..) => "ledger commit P".to_owned(),
    }
}

/// Chooses what happens next; `None` at the end of a walk.
fn choose(protocol: &Protocol, state: &State, dice: &mut Dice) -> Option<Act> {
    let mut acts = Vec::new();
    protocol.actions(state, &mut acts);
    // A call that is still on its way when its sender goes on is the model's alone.
    acts.retain(|act| !matches!(act, Act::Arrives(_)));
    let (steps, others): (Vec<Act>, Vec<Act>) = acts
        .into_iter()
        .partition(|act| matches!(act, Act::Step(_)));
    let from = match (steps.is_empty(), others.is_empty()) {
        (true, true) => return None,
        (false, false) if dice.below(OTHERS) > 0 => steps,
        (_, true) => steps,
        _ => others,
    };
    Some(from[dice.below(from.len())])
}

async fn walk(stage: &Stage, bounds: Bounds, seed: u64) -> usize {
    let without = Without::Nothing;
    let protocol = Protocol { bounds, without };
    let mut state = protocol.init_states().remove(0);
    let set = Set::of(stage, bounds.publishers);
    let mut stand = Stand::begin(&set, bounds.published).await;
    stand.compare(&state, seed, 0);
    let mut dice = Dice(seed);
    for count in 0..LENGTH {
        let Some(act) = choose(&protocol, &state, &mut dice) else {
            return count;
        };
        let next = protocol.next_state(&state, act).expect("a state");
        stand.play(&state, act, &next, seed).await;
        stand.compare(&next, seed, count);
        state = next;
    }
    LENGTH
}

/// Plays so many walks, and says how many steps they had.
fn walks(name: &str, stage: impl Future<Output = Stage>, bounds: Bounds, many: u64) {
    alone(async {
        let stage = stage.await;
        let mut steps = 0;
        for seed in 0..many {
            steps += walk(&stage, bounds, seed).await;
        }
        println!("{name}: {many} walks of the model, {steps} steps, each as the publisher's");
        assert!(steps > usize::try_from(many).unwrap() * 20, "{steps}");
    });
}

const PUBLISHED: Bounds = Bounds {
    publishers: 3,
    published: true,
    commits: 2,
    renewals: 1,
    crashes: 2,
    losses: 2,
    outages: 0,
    restores: 0,
    damages: 0,
};

async fn shipped() -> Stage {
    Stage::shipped().await.0
}

#[test]
fn walks_with_faults() {
    walks("faults", shipped(), PUBLISHED, 150);
}

#[test]
fn walks_of_a_new_channel() {
    let bounds = Bounds {
        published: false,
        commits: 0,
        renewals: 0,
        ..PUBLISHED
    };
    walks("a new channel", Stage::opened(), bounds, 100);
}

#[test]
fn walks_with_a_restored_ledger() {
    let bounds = Bounds {
        restores: 1,
        renewals: 0,
        ..PUBLISHED
    };
    walks("a restored ledger", shipped(), bounds, 150);
}

#[test]
fn walks_without_keys() {
    let bounds = Bounds {
        outages: 1,
        ..PUBLISHED
    };
    walks("keys lost", shipped(), bounds, 100);
}

#[test]
fn walks_with_a_pointer_removed() {
    let bounds = Bounds {
        damages: 1,
        ..PUBLISHED
    };
    walks("a pointer removed", shipped(), bounds, 100);
}

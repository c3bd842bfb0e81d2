//! Publishers of one channel run against each other, with pauses between any two calls.

use wavecast_seal::run::explore::Limits;

use crate::scenes::{
    all, change, changes, first, keyless, orphaned, removed, renewal, restored, rotation,
    sealed_and_removed, some,
};

/// Every schedule in which a turn is taken once from a publisher that could go on.
const ONE: Limits = Limits {
    preemptions: Some(1),
    kills: 0,
    losses: 0,
};

/// Twice.
const TWO: Limits = Limits {
    preemptions: Some(2),
    ..ONE
};

#[test]
fn two_publish_one_change() {
    let tally = all("one change, 2 publishers", change(2), TWO);
    assert!(tally.states > 500, "{tally}");
}

#[test]
fn two_publish_for_the_first_time() {
    all("first publication, 2 publishers", first(2), ONE);
}

#[test]
fn two_publish_while_an_admin_goes_on() {
    all("changes, 2 publishers", changes(2, 1), ONE);
}

#[test]
fn two_publish_while_freshness_runs_out() {
    all("renewal, 2 publishers", renewal(2), TWO);
}

#[test]
fn two_publish_while_a_root_is_made() {
    all("a new root, 2 publishers", rotation(2), TWO);
}

#[test]
fn what_was_sealed_is_finished_by_one_without_keys() {
    all("one without keys, 2 publishers", keyless(1), ONE);
}

#[test]
fn two_publish_while_a_pointer_is_removed() {
    all("a pointer removed, 2 publishers", removed(2), ONE);
}

#[test]
fn two_finish_what_was_sealed_while_a_pointer_is_removed() {
    let scene = sealed_and_removed(2);
    all("sealed, and a pointer removed, 2 publishers", scene, ONE);
}

#[test]
fn two_meet_an_edge_ahead_of_a_restored_ledger() {
    all("a restored ledger, 2 publishers", restored(2), TWO);
}

#[test]
fn two_meet_what_a_lost_ledger_left_half_done() {
    all("left half done, 2 publishers", orphaned(2), TWO);
}

#[test]
fn one_of_two_dies_at_any_step() {
    let limits = Limits { kills: 1, ..ONE };
    all("a death, 2 publishers", change(2), limits);
}

#[test]
fn an_answer_is_lost_at_any_write() {
    let limits = Limits { losses: 1, ..ONE };
    all("a lost answer, 2 publishers", change(2), limits);
}

/// Deaths, lost answers and every other disturbance at once.
const ROUGH: Limits = Limits {
    preemptions: None,
    kills: 2,
    losses: 2,
};

#[test]
fn three_by_chance() {
    some("first publication by chance", first(3), ROUGH, 200);
    some("changes by chance", changes(3, 2), ROUGH, 400);
    some("a pointer removed by chance", removed(3), ROUGH, 200);
    some("renewal by chance", renewal(3), ROUGH, 200);
    some("a new root by chance", rotation(3), ROUGH, 200);
    some("keyless by chance", keyless(2), ROUGH, 200);
    some("restored by chance", restored(3), ROUGH, 200);
}

//! The searches see what each rule of the ports prevents: with one rule broken they find a
//! schedule that does harm, and that schedule does it every time.

use wavecast_seal::run::explore::{Failure, Limits, exhaust, replay};
use wavecast_seal::run::scene::{Broken, Scene};

use crate::scenes::{alone, change, changes, orphaned, sealed_and_removed};

/// Every schedule in which a turn is taken once from an actor that could go on.
const ONE: Limits = Limits {
    preemptions: Some(1),
    kills: 0,
    losses: 0,
};

/// What the first harmful schedule does.
fn harm(scene: impl Future<Output = Scene>, broken: Broken) -> String {
    alone(async {
        let scene = scene.await.breaking(broken);
        let found: Failure = exhaust(&scene, ONE).await.expect_err("a rule is broken");
        println!("{broken:?}: {found}");
        let again = replay(&scene, &found.schedule, ONE).await;
        assert_eq!(
            again,
            Err(found.clone()),
            "the same schedule, the same harm"
        );
        found.what
    })
}

#[test]
fn a_ledger_that_takes_any_head() {
    let harm = harm(changes(2, 1), Broken::Seal);
    let twice = harm.contains("was sealed twice");
    assert!(twice || harm.contains("the head fell"), "{harm}");
}

#[test]
fn an_edge_that_replaces_whatever_the_etag() {
    let harm = harm(changes(2, 1), Broken::ETag);
    assert!(harm.contains("fell from"), "{harm}");
}

#[test]
fn an_edge_that_creates_over_what_is_there() {
    let harm = harm(orphaned(1), Broken::Create);
    assert!(harm.contains("rewritten"), "{harm}");
}

/// Where a pointer is missing, nothing but the head says whether a slow publisher may make it.
#[test]
fn a_head_that_is_never_read_again() {
    let harm = harm(sealed_and_removed(2), Broken::Reread);
    assert!(harm.contains("fell from"), "{harm}");
}

#[test]
fn nothing_broken_does_no_harm() {
    alone(async {
        let scene = change(2).await.breaking(Broken::Nothing);
        exhaust(&scene, ONE).await.expect("no rule is broken");
    });
}

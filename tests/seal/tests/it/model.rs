//! The model, searched exhaustively; and without each of its rules, to see that the search finds
//! what that rule prevents.

use stateright::{Checker as _, HasDiscoveries, Model as _};
use wavecast_seal::model::home::home;
use wavecast_seal::model::rules::{Bounds, Protocol, Without};

/// A channel that shows its first publication.
const PUBLISHED: Bounds = Bounds {
    publishers: 3,
    published: true,
    commits: 0,
    renewals: 0,
    crashes: 0,
    losses: 0,
    outages: 0,
    restores: 0,
    damages: 0,
};

/// Searches all states; every property must hold in each.
fn holds(name: &str, bounds: Bounds, without: Without) {
    let checker = Protocol { bounds, without }
        .checker()
        .threads(2)
        .symmetry()
        .spawn_dfs()
        .join();
    println!(
        "{name}: {} states, {} steps deep at most; {bounds:?}",
        checker.unique_state_count(),
        checker.max_depth()
    );
    checker.assert_properties();
}

#[test]
fn a_pointer_is_removed() {
    let bounds = Bounds {
        publishers: 2,
        commits: 1,
        crashes: 1,
        damages: 1,
        ..PUBLISHED
    };
    holds("2 publishers, a pointer removed", bounds, Without::Nothing);
}

/// Rest can be reached from everywhere.
fn comes_home(name: &str, bounds: Bounds) {
    let without = Without::Nothing;
    let found = home(&Protocol { bounds, without });
    println!(
        "{name}: {} states, {} at rest; {bounds:?}",
        found.states, found.at_rest
    );
    assert_eq!(found.lost, None);
    assert!(found.at_rest > 0);
}

#[test]
fn three_publishers_with_crashes() {
    let bounds = Bounds {
        commits: 2,
        crashes: 2,
        ..PUBLISHED
    };
    holds("3 publishers, crashes", bounds, Without::Nothing);
}

#[test]
fn three_publishers_with_a_lost_answer() {
    let bounds = Bounds {
        commits: 1,
        crashes: 1,
        losses: 1,
        ..PUBLISHED
    };
    holds("3 publishers, a lost answer", bounds, Without::Nothing);
}

#[test]
fn three_publishers_with_a_restored_ledger() {
    let bounds = Bounds {
        commits: 1,
        restores: 1,
        ..PUBLISHED
    };
    holds("3 publishers, a restored ledger", bounds, Without::Nothing);
}

#[test]
fn three_publishers_of_a_new_channel() {
    let bounds = Bounds {
        published: false,
        crashes: 1,
        ..PUBLISHED
    };
    holds("3 publishers, a new channel", bounds, Without::Nothing);
}

#[test]
fn two_publishers_two_changes_and_lost_answers() {
    let bounds = Bounds {
        publishers: 2,
        commits: 2,
        crashes: 1,
        losses: 1,
        ..PUBLISHED
    };
    holds("2 publishers, lost answers", bounds, Without::Nothing);
}

#[test]
fn a_restored_ledger() {
    let bounds = Bounds {
        publishers: 2,
        commits: 1,
        crashes: 1,
        restores: 1,
        ..PUBLISHED
    };
    holds("2 publishers, a restored ledger", bounds, Without::Nothing);
}

#[test]
fn rest_can_be_reached_from_everywhere() {
    let two = Bounds {
        publishers: 2,
        commits: 1,
        crashes: 1,
        ..PUBLISHED
    };
    let lost = Bounds { losses: 1, ..two };
    let renewed = Bounds { renewals: 1, ..two };
    let keyless = Bounds { outages: 1, ..two };
    let restored = Bounds { restores: 1, ..two };
    comes_home("home, lost answers", lost);
    comes_home("home, renewals", renewed);
    comes_home("home, keys lost", keyless);
    comes_home("home, a restored ledger", restored);
}

/// The shortest way to break a rule once another rule is taken away.
fn breaks(without: Without, bounds: Bounds) -> String {
    let checker = Protocol { bounds, without }
        .checker()
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let found = checker.discoveries();
    let (property, path) = found
        .iter()
        .min_by_key(|(property, _)| **property)
        .unwrap_or_else(|| panic!("nothing breaks without {without:?}"));
    let broken = path.last_state().broken.unwrap_or(property);
    println!(
        "without {without:?}: {broken}, after {:?}",
        path.clone().into_actions()
    );
    broken.to_owned()
}

/// Two changes, two publishers, one crash: where most rules are needed.
const SMALL: Bounds = Bounds {
    publishers: 2,
    commits: 2,
    crashes: 1,
    ..PUBLISHED
};

#[test]
fn without_the_seals_comparison_one_number_is_sealed_twice() {
    let broken = breaks(Without::SealCompares, SMALL);
    assert_eq!(broken, "one number sealed twice");
}

#[test]
fn without_the_etag_the_edge_falls() {
    let broken = breaks(Without::SwapCompares, SMALL);
    assert_eq!(broken, "a number at the edge fell");
}

#[test]
fn without_a_look_at_the_number_the_edge_falls() {
    let broken = breaks(Without::SwapLooks, SMALL);
    assert_eq!(broken, "a number at the edge fell");
}

#[test]
fn without_finishing_first_a_number_is_left_behind() {
    let broken = breaks(Without::FinishFirst, SMALL);
    assert_eq!(broken, "marked as published, and not at the edge");
}

/// The comparison of a fence or a seal with the head that was read finds out too; the order only
/// saves the work, and a second look at the head.
#[test]
fn with_the_ledger_read_before_the_edge_nothing_breaks() {
    let restored = Bounds {
        restores: 1,
        commits: 1,
        ..SMALL
    };
    holds("the ledger first", SMALL, Without::EdgeFirst);
    holds("the same, restored", restored, Without::EdgeFirst);
}

#[test]
fn without_the_head_a_slow_publisher_brings_back_what_was_replaced() {
    let damaged = Bounds {
        damages: 1,
        ..SMALL
    };
    let broken = breaks(Without::MissingLooks, damaged);
    assert_eq!(broken, "a number at the edge fell");
}

#[test]
fn without_content_first_a_pointer_names_nothing() {
    let broken = breaks(Without::ContentFirst, SMALL);
    assert_eq!(broken, "a pointer names what isn't there");
}

#[test]
fn without_the_fence_a_restored_ledger_writes_into_another_line() {
    let restored = Bounds {
        restores: 1,
        ..SMALL
    };
    let broken = breaks(Without::Fence, restored);
    assert_eq!(broken, "a pointer names what isn't there");
}

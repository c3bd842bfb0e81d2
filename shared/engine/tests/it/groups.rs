//! Groups at whoever signs people in: made, refused, taken away and swept.

use std::sync::Arc;

use wavecast_domain::org::{OrgCommand, Unit};
use wavecast_domain::saga::Mark;
use wavecast_engine::groups::{GroupKeeper, GroupsReport};
use wavecast_engine::port::Groups as _;
use wavecast_engine::testing::group_trials::{GroupTrial, every_fault};
use wavecast_engine::testing::memory::MemoryGroups;
use wavecast_wire::manifest::Kind;

const OTHER: &str = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD";

async fn acme() -> (Arc<MemoryGroups>, GroupTrial, GroupKeeper) {
    let groups = Arc::new(MemoryGroups::default());
    let trial = GroupTrial::new(groups.clone(), "acme").await;
    let keeper = trial.keeper();
    (groups, trial, keeper)
}

/// The same, with groups that stand.
async fn standing() -> (Arc<MemoryGroups>, GroupTrial, GroupKeeper) {
    let (groups, trial, keeper) = acme().await;
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    assert_eq!(groups.paths(), trial.all());
    (groups, trial, keeper)
}

#[tokio::test]
async fn every_point_fails_both_ways_and_nothing_is_doubled_or_left() {
    let groups = Arc::new(MemoryGroups::default());
    let look = async |org: &str| {
        let mut paths = groups.paths();
        paths.retain(|path| path.split('/').next() == Some(org));
        paths
    };
    let trials = every_fault(groups.clone(), |_| true, look).await;
    println!("{trials} trials");
    assert!(trials > 300, "{trials}");
}

#[tokio::test]
async fn nothing_is_asked_where_nobody_wants_groups() {
    let (groups, _, keeper) = acme().await;
    assert_eq!(keeper.tick().await, GroupsReport::default());
    assert!(groups.paths().is_empty());
}

#[tokio::test]
async fn a_new_application_gets_its_groups() {
    let (groups, trial, keeper) = standing().await;
    let create = OrgCommand::CreateApp {
        name: "bulb".parse().unwrap(),
        kind: Kind::Bundle,
        settings: None,
        dimensions: None,
    };
    trial.order(create).await;
    trial.settle(&keeper).await;
    let bulb = Unit::App("bulb".parse().unwrap());
    for (path, _) in bulb.groups(&trial.org) {
        assert!(groups.paths().contains(&path.to_string()), "{path}");
    }
    assert!(trial.state().await.stands(&bulb).is_some());
}

#[tokio::test]
async fn a_group_of_somebody_else_is_left_alone_and_named() {
    let (groups, trial, keeper) = acme().await;
    groups.put("acme");
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    assert_eq!(groups.paths(), ["acme"]);
    let refused = trial.state().await.groups.unwrap().refused.unwrap();
    assert_eq!(refused.unit, Unit::Org);
    assert!(refused.why.contains("a group acme"), "{}", refused.why);
    // Once it is out of the way, asking again is enough.
    groups.take_away("acme");
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    assert_eq!(groups.paths(), trial.all());
}

#[tokio::test]
async fn what_is_refused_in_the_middle_is_taken_back_whole() {
    let (groups, trial, keeper) = acme().await;
    groups.forbid("acme/apps/lamp/read");
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    // The organization's own stand; of the application's none is left.
    let own = Unit::Org.groups(&trial.org).into_iter();
    let mut own: Vec<_> = own.map(|(path, _)| path.to_string()).collect();
    own.sort();
    assert_eq!(groups.paths(), own);
    let org = trial.state().await;
    let lamp = Unit::App("lamp".parse().unwrap());
    assert!(org.stands(&Unit::Org).is_some() && org.stands(&lamp).is_none());
    assert_eq!(org.groups.unwrap().refused.unwrap().unit, lamp);
    trial.order(OrgCommand::RemoveGroups).await;
    trial.settle(&keeper).await;
    assert!(groups.paths().is_empty());
    assert!(trial.state().await.groups.is_none());
}

#[tokio::test]
async fn what_lies_in_a_group_of_ours_and_is_not_ours_keeps_it() {
    let (groups, trial, keeper) = standing().await;
    groups.put("acme/apps/lamp/testers");
    trial.order(OrgCommand::RemoveGroups).await;
    for _ in 0..5 {
        let report = keeper.tick().await;
        trial.memory.clock.advance(301);
        let told = report.troubles.join(" ");
        assert!(told.is_empty() || told.contains("lamp/testers"), "{told}");
    }
    let kept = groups.paths();
    assert!(kept.contains(&"acme/apps/lamp".to_owned()), "{kept:?}");
    assert!(kept.contains(&"acme/apps/lamp/testers".to_owned()));
    // Nobody has a role by them any more, though.
    assert!(trial.state().await.groups.unwrap().leaving);
    groups.take_away("acme/apps/lamp/testers");
    trial.settle(&keeper).await;
    assert!(groups.paths().is_empty());
}

#[tokio::test]
async fn two_at_once_make_each_group_once() {
    let (groups, trial, _) = acme().await;
    trial.order(OrgCommand::MakeGroups).await;
    let (one, other) = (trial.keeper(), trial.keeper());
    tokio::join!(trial.settle(&one), trial.settle(&other));
    assert_eq!(groups.paths(), trial.all());
}

#[tokio::test]
async fn a_group_that_lands_late_is_swept_unless_people_are_in_it() {
    let (groups, trial, keeper) = standing().await;
    trial.order(OrgCommand::RemoveGroups).await;
    trial.settle(&keeper).await;
    let mark: Mark = trial.mark(OTHER).await;
    groups.create(&trial.path(""), &mark).await.unwrap();
    groups.create(&trial.path("admins"), &mark).await.unwrap();
    groups.join("acme/admins");
    groups.put("nova");
    trial.memory.clock.advance(700);
    let report = keeper.tick().await;
    assert_eq!(report.swept, 0);
    let told = report.troubles.join(" ");
    assert!(
        told.contains("acme/admins") && told.contains("people"),
        "{told}"
    );
    groups.take_away("acme/admins");
    trial.memory.clock.advance(700);
    assert_eq!(keeper.tick().await.swept, 1);
    assert_eq!(groups.paths(), ["nova"]);
}

//! A change that renews more release configs than one commit takes.

use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{ConfigChange, NewRelease, NewRule, ReleaseEdit, StartWhen};
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_wire::config::read_properties;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::When;

use crate::stage::{Stage, share};

/// As many rules as a channel has, with two releases in each.
const RULES: usize = 31;

fn set(page: u64, rule: Option<String>) -> ConfigChange {
    ConfigChange {
        rule: rule.map(RuleName),
        set: [("page".to_owned(), page.into())].into(),
        ..ConfigChange::default()
    }
}

fn command(stage: &Stage, change: ConfigChange) -> Command {
    Command::SetConfig {
        channel: stage.scope.channel.clone(),
        change,
        share: None,
        now: false,
    }
}

async fn crowded() -> Stage {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    for number in 0..RULES {
        let name = RuleName(format!("rule-{number}"));
        let audience = format!(r#"{{"os":["os-{number}"]}}"#);
        let audience: When = serde_json::from_str(&audience).unwrap();
        let new = NewRule {
            channel: stage.scope.channel.clone(),
            name: name.clone(),
            audience,
            devices: None,
            before: None,
        };
        stage.run(Command::CreateRule(new)).await;
        for (version, to) in [("1.0.0", None), ("1.1.0", Some(share(5000)))] {
            stage
                .run(Command::CreateRelease(NewRelease {
                    channel: stage.scope.channel.clone(),
                    rule: Some(name.clone()),
                    package: "lamp".parse().unwrap(),
                    version: version.parse().unwrap(),
                    edit: ReleaseEdit::default(),
                    start: StartWhen::Now(to),
                    replace: false,
                    only: None,
                }))
                .await;
        }
    }
    stage
}

/// How many properties files at the edge say this page.
async fn files(stage: &Stage, page: u64) -> usize {
    let look = stage.look().await;
    let named = look.table.properties.iter().flat_map(|layer| &layer.rows);
    assert_eq!(named.count(), RULES + 1);
    let objects = stage.memory.objects.dump();
    let scope = &stage.scope;
    let targets = look.targets.targets.iter().filter_map(|(name, file)| {
        let key = ObjectKey::Target(
            scope.org.clone(),
            scope.app.clone(),
            file.sha256()?,
            name.clone(),
        );
        let is_one = name.as_str().starts_with("properties-");
        let bytes = is_one.then(|| objects.get(&key.path()))??;
        read_properties(bytes).ok()
    });
    targets
        .filter(|values| values["page"] == serde_json::json!(page))
        .count()
}

#[tokio::test]
async fn a_value_reaches_as_many_rules_as_a_channel_has() {
    let stage = crowded().await;
    let last = format!("rule-{}", RULES - 1);
    // A rule's own value makes a file for each rule before it.
    stage.run(command(&stage, set(7, Some(last.clone())))).await;
    stage.run(command(&stage, set(8, None))).await;
    assert_eq!(files(&stage, 8).await, RULES);
    assert_eq!(files(&stage, 7).await, 1);
}

/// The commits that such a change makes, in order.
async fn commits(stage: &Stage, change: &Command) -> Vec<Point> {
    let faults = Faults::default();
    let recorded = stage.with_faults(&faults).world;
    recorded.run(&stage.scope, change.clone()).await.unwrap();
    let points = faults.points().into_iter();
    points.filter(|point| point.port == "ledger").collect()
}

#[tokio::test]
async fn what_went_ahead_of_a_commit_that_was_lost_changes_nothing() {
    let stage = crowded().await;
    let last = format!("rule-{}", RULES - 1);
    stage.run(command(&stage, set(7, Some(last)))).await;
    let points = commits(&stage, &command(&stage, set(9, None))).await;
    let [ahead, main, ..] = &points[..] else {
        panic!("{points:?}");
    };
    assert!(
        ahead.kind.len() == 1 && main.kind.len() > 1,
        "small targets, then the change: {points:?}"
    );
    let (revision, seq) = (stage.revision().await, stage.head().await.seq);
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(Plan {
        point: main.clone(),
        landed: false,
        dead: true,
    });
    let change = command(&stage, set(8, None));
    let died = faulty.world.run(&stage.scope, change.clone()).await;
    assert!(died.is_err(), "{died:?}");
    assert_eq!(
        (stage.revision().await, stage.head().await.seq),
        (revision, seq)
    );
    assert_eq!(files(&stage, 8).await, 0);
    stage.run(change).await;
    assert_eq!(files(&stage, 8).await, RULES);
}

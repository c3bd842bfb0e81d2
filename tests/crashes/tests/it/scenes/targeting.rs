//! Rules, groups, pins, remote configuration and experiments.

use serde_json::json;
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::command::{
    ConfigChange, NewExperiment, NewRule, NewVariant, PackageRef, RuleEdit, StartWhen, Who,
};
use wavecast_domain::share::Share;

use super::stage::share;
use super::{Scene, Set, Stage, Then, scenes};
use crate::act::Act;

pub const SET_GROUP: &[Scene] = scenes! { "group is changed": change_group };
pub const DELETE_GROUP: &[Scene] = scenes! { "group is deleted": delete_group };
pub const CREATE_RULE: &[Scene] = scenes! { "rule is added": add_rule };
pub const EDIT_RULE: &[Scene] = scenes! { "rule gets another audience": edit_rule };
pub const MOVE_RULE: &[Scene] = scenes! { "rule gets another priority": move_rule };
pub const DELETE_RULE: &[Scene] = scenes! { "rule is deleted": delete_rule };
pub const PIN: &[Scene] = scenes! { "device is pinned": pin };
pub const UNPIN: &[Scene] = scenes! { "pin is ended": unpin };
pub const EXPIRE_PIN: &[Scene] = scenes! { "pin ends by itself": expire };
pub const EMBED: &[Scene] = scenes! { "devices go back to what shipped": embed };
pub const SET_SCHEMA: &[Scene] = scenes! { "schema is set": set_schema };
pub const SET_CONFIG: &[Scene] = scenes! { "configuration is set": set_config };
pub const RAMP_CONFIG: &[Scene] = scenes! { "configuration is ramped": ramp_config };
pub const REVERT_CONFIG: &[Scene] = scenes! { "configuration is taken back": revert_config };
pub const CREATE_EXPERIMENT: &[Scene] = scenes! {
    "experiment is made": make_experiment,
    "experiment on packages is made": try_package,
};
pub const RAMP_EXPERIMENT: &[Scene] = scenes! { "experiment is ramped": ramp_experiment };
pub const HOLD_EXPERIMENT: &[Scene] = scenes! { "experiment is paused": hold_experiment };
pub const STOP_EXPERIMENT: &[Scene] = scenes! { "experiment is stopped": stop_experiment };
pub const CONCLUDE_EXPERIMENT: &[Scene] = scenes! {
    "experiment is concluded": end_experiment,
    "experiment on packages is concluded": choose_package,
};
pub const HOLD_OUT: &[Scene] = scenes! { "devices are held out": hold_out };

const DAY: i64 = 86_400;

fn group(ids: &[&str]) -> Command {
    Command::SetGroup {
        group: "testers".parse().unwrap(),
        devices: DevicesInput::Ids(ids.iter().map(|id| (*id).to_owned()).collect()),
    }
}

fn rule(stage: &Stage, name: &str, audience: &str) -> NewRule {
    NewRule {
        channel: stage.channel(),
        name: RuleName(name.to_owned()),
        audience: serde_json::from_str(audience).unwrap(),
        devices: None,
        before: None,
    }
}

fn testers() -> Who {
    Who::Device("lamp-17".to_owned())
}

fn values(stage: &Stage, page: u32, to: Option<Share>) -> Command {
    Command::SetConfig {
        channel: stage.channel(),
        change: ConfigChange {
            set: serde_json::from_value(json!({ "page": page })).unwrap(),
            ..ConfigChange::default()
        },
        share: to,
        now: false,
    }
}

fn experiment(stage: &Stage) -> Command {
    let variant = |name: &str| NewVariant {
        name: name.to_owned(),
        weight: share(5000),
        properties: serde_json::from_value(json!({ "button": name })).unwrap(),
        package: None,
    };
    Command::CreateExperiment(NewExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
        rule: None,
        layer: Some("look".parse().unwrap()),
        reserve: share(5000),
        share: share(5000),
        variants: vec![variant("big"), variant("red")],
        policy: None,
        notes: None,
    })
}

/// 1.1.0 for a half of those that take part, what everyone has for the others.
fn on_packages(stage: &Stage) -> Command {
    let Command::CreateExperiment(mut new) = experiment(stage) else {
        panic!("no experiment");
    };
    for variant in &mut new.variants {
        variant.properties.clear();
    }
    new.layer = None;
    new.variants[1].package = Some(PackageRef {
        name: "lamp".parse().unwrap(),
        version: "1.1.0".parse().unwrap(),
    });
    Command::CreateExperiment(new)
}

async fn change_group(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(group(&["lamp-1", "lamp-2"])).await;
    let mut of_group = rule(stage, "testers", "{}");
    of_group.devices = Some("testers".parse().unwrap());
    stage.run(Command::CreateRule(of_group)).await;
    group(&["lamp-1", "lamp-3"]).into()
}

async fn delete_group(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(group(&["lamp-1"])).await;
    Command::DeleteGroup {
        group: "testers".parse().unwrap(),
    }
    .into()
}

async fn add_rule(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Command::CreateRule(rule(stage, "ios", r#"{"os":["ios"]}"#)).into()
}

async fn move_rule(stage: &mut Stage) -> Set {
    stage.shipped().await;
    for (name, audience) in [
        ("ios", r#"{"os":["ios"]}"#),
        ("new", r#"{"app_version":">=2"}"#),
    ] {
        stage
            .run(Command::CreateRule(rule(stage, name, audience)))
            .await;
    }
    Command::MoveRule {
        channel: stage.channel(),
        rule: RuleName("new".to_owned()),
        before: Some(RuleName("ios".to_owned())),
    }
    .into()
}

async fn edit_rule(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let ios = rule(stage, "ios", r#"{"os":["ios"]}"#);
    stage.run(Command::CreateRule(ios)).await;
    stage.package("1.1.0").await;
    let mut new = stage.new_release("1.1.0", StartWhen::Now(None));
    new.rule = Some(RuleName("ios".to_owned()));
    stage.run(Command::CreateRelease(new)).await;
    Command::EditRule(RuleEdit {
        channel: stage.channel(),
        rule: RuleName("ios".to_owned()),
        audience: serde_json::from_str(r#"{"os":["android"]}"#).unwrap(),
        devices: None,
    })
    .into()
}

async fn delete_rule(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage
        .run(Command::CreateRule(rule(stage, "ios", r#"{"os":["ios"]}"#)))
        .await;
    Command::DeleteRule {
        channel: stage.channel(),
        rule: RuleName("ios".to_owned()),
    }
    .into()
}

async fn pin(stage: &mut Stage) -> Set {
    let release = stage.moving().await;
    pinned(stage, release).into()
}

fn pinned(stage: &Stage, release: wavecast_domain::command::ReleaseRef) -> Command {
    Command::Pin {
        release,
        who: testers(),
        until: stage.world.control.clock.now().plus(DAY),
        reason: "looks closer".to_owned(),
    }
}

async fn unpin(stage: &mut Stage) -> Set {
    let release = stage.moving().await;
    stage.run(pinned(stage, release)).await;
    Command::Unpin {
        channel: stage.channel(),
        who: testers(),
    }
    .into()
}

async fn expire(stage: &mut Stage) -> Set {
    let release = stage.moving().await;
    stage.run(pinned(stage, release)).await;
    Set {
        act: Act::Tick,
        then: Then::Wait(DAY),
    }
}

async fn embed(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Command::Embed {
        channel: stage.channel(),
        rule: RuleName::everyone(),
    }
    .into()
}

async fn set_schema(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(values(stage, 20, None)).await;
    Command::SetSchema {
        document: Some(
            json!({"properties": {"page": {"type": "integer"}, "size": {"default": 3}}}),
        ),
    }
    .into()
}

async fn set_config(stage: &mut Stage) -> Set {
    stage.shipped().await;
    values(stage, 20, None).into()
}

async fn ramp_config(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(values(stage, 20, None)).await;
    stage.run(values(stage, 30, Some(share(1000)))).await;
    Command::RampConfig {
        channel: stage.channel(),
        to: Share::ALL,
        now: false,
    }
    .into()
}

async fn revert_config(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(values(stage, 20, None)).await;
    stage.run(values(stage, 30, None)).await;
    Command::RevertConfig {
        channel: stage.channel(),
        to: None,
        now: false,
    }
    .into()
}

async fn make_experiment(stage: &mut Stage) -> Set {
    stage.shipped().await;
    experiment(stage).into()
}

async fn ramp_experiment(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(experiment(stage)).await;
    Command::RampExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
        to: Share::ALL,
    }
    .into()
}

async fn try_package(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    on_packages(stage).into()
}

async fn choose_package(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    stage.run(on_packages(stage)).await;
    Command::ConcludeExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
        variant: "red".to_owned(),
    }
    .into()
}

async fn hold_experiment(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(experiment(stage)).await;
    Command::HoldExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
        held: true,
    }
    .into()
}

async fn stop_experiment(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(experiment(stage)).await;
    Command::StopExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
    }
    .into()
}

async fn end_experiment(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(experiment(stage)).await;
    Command::ConcludeExperiment {
        channel: stage.channel(),
        name: "button".to_owned(),
        variant: "red".to_owned(),
    }
    .into()
}

async fn hold_out(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(experiment(stage)).await;
    Command::HoldOut {
        channel: stage.channel(),
        share: share(1000),
    }
    .into()
}

//! What a change would do, before it is made.

use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;
use wavecast_domain::command::Who;
use wavecast_domain::decide::Decision;
use wavecast_domain::foreseen::{Foreseen, ForeseenVariant};
use wavecast_domain::preview::{Asked, Comparison, Gets};
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Lists;

use super::{attributes, group, rule};
use crate::fleet::Fleet;
use crate::world::{World, rollback, share};

fn uniform(decision: &Decision) -> Comparison {
    decision.previews[0].uniform()
}

#[test]
fn a_ramp_moves_its_share_of_a_uniform_fleet() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("1.1", Some("5%"));
    let found = uniform(&world.ramp(&release, "30%"));
    assert_eq!(found.asked, 10_000);
    assert!((2300..2700).contains(&found.moved), "{found:?}");
    let cohort = &found.cohorts[0];
    assert_eq!(
        cohort.to,
        Gets::Release {
            release: release.id
        }
    );
    assert!(cohort.attributes.is_empty());
}

#[test]
fn cohorts_are_told_apart_by_what_they_say_of_themselves() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"],"app_version":">=2"}"#);
    world.package("2.0");
    let mut new = world.new_release(
        "2.0",
        wavecast_domain::command::StartWhen::Now(Some(share("100%"))),
    );
    new.rule = Some(rule("ios"));
    let decision = world.run(Command::CreateRelease(new));
    let found = uniform(&decision);
    assert_eq!(found.cohorts.len(), 2, "{:?}", found.cohorts);
    // Eight combinations share twice the fleet of one.
    assert_eq!(found.asked, 20_000);
    for cohort in &found.cohorts {
        assert_eq!(cohort.attributes["os"], "ios");
        assert!(["2", "2.0.0.1"].contains(&cohort.attributes["app_version"].as_str()));
        assert_eq!(
            cohort.from,
            Gets::Release {
                release: all.id.clone()
            }
        );
        assert_eq!((cohort.devices, cohort.of), (2_500, 2_500));
    }
}

/// All combinations would be too many: there is one for each row at least, with what changes first.
#[test]
fn a_rule_among_many_is_met_by_some_of_the_uniform_fleet() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    for number in 0..30 {
        let audience = format!(
            r#"{{"os":["os-{number}"],"device_type":["type-{number}"],"app_version":">={number}.5"}}"#
        );
        world.rule_for(&format!("rule-{number}"), &audience);
    }
    world.package("2.0");
    world.release_in("rule-29", "1.0", Some("100%"));
    let release = world.release_in("rule-29", "2.0", Some("10%"));
    let found = uniform(&world.ramp(&release, "60%"));
    let cohort = &found.cohorts[0];
    assert_eq!(cohort.attributes["os"], "os-29");
    assert_eq!(cohort.attributes["device_type"], "type-29");
    let share = cohort.devices * 100 / cohort.of;
    assert!((44..56).contains(&share), "{cohort:?}");
    assert!(found.asked <= 32_000, "{}", found.asked);
}

#[test]
fn a_list_of_devices_is_counted_as_it_will_go() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("1.1", Some("20%"));
    let mut fleet = Fleet::new(300);
    fleet.poll(&world);
    let before = fleet.running();
    let decision = world.ramp(&release, "60%");
    let asked = fleet.devices.iter().map(|device| Asked {
        id: device.id.clone(),
        attributes: device.attributes.clone(),
    });
    let found = decision.previews[0].compare(asked, &Lists::new());
    fleet.poll(&world);
    let came = fleet.running()[release.id.as_str()] - before[release.id.as_str()];
    assert_eq!((found.asked, found.moved), (300, came));
}

#[test]
fn a_pause_moves_nobody_and_a_rollback_everybody_who_has_it() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    let release = world.ship("1.1", Some("40%"));
    let paused = world.run(Command::Pause(release.clone()));
    assert_eq!(uniform(&paused).moved, 0);
    let back = uniform(&world.run(rollback(None)));
    assert!((3800..4200).contains(&back.moved), "{back:?}");
    assert_eq!(
        back.cohorts[0].from,
        Gets::Release {
            release: release.id
        }
    );
    assert_eq!(back.cohorts[0].to, Gets::Release { release: all.id });
}

#[test]
fn a_device_that_keeps_a_higher_version_isnt_said_to_move() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.rule_for("new", r#"{"app_version":">=2"}"#);
    world.ship_in("ios", "3.0", None);
    world.ship_in("new", "2.0", None);
    let decision = world.run(Command::MoveRule {
        channel: crate::world::channel("stable"),
        rule: rule("new"),
        before: Some(rule("ios")),
    });
    let found = uniform(&decision);
    assert_eq!(found.moved, 0, "3.0 is kept: {:?}", found.cohorts);
    let both = attributes(&[("os", "ios"), ("app_version", "2")]);
    assert!(super::of(&world.gets("a", &both)).is_some());
}

#[test]
fn devices_above_a_version_of_four_parts_are_asked_for() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("new", r#"{"app_version":">1.2.3.4"}"#);
    let release = world.ship_in("new", "2.0", Some("50%"));
    let found = uniform(&world.ramp(&release, "100%"));
    assert_eq!(found.cohorts.len(), 1, "{found:?}");
    assert_eq!(found.cohorts[0].attributes["app_version"], "1.2.3.5");
}

#[test]
fn a_pin_takes_its_device_down_and_nobody_else() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    world.ship("2.0", Some("100%"));
    let decision = world.run(Command::Pin {
        release: old.clone(),
        who: Who::Device("a".into()),
        until: world.now.plus(3600),
        reason: "reproduces the flicker".into(),
    });
    let asked = ["a", "b"].map(|id| Asked {
        id: id.into(),
        attributes: attributes(&[]),
    });
    let found = decision.previews[0].compare(asked.into_iter(), &Lists::new());
    assert_eq!((found.asked, found.moved), (2, 1));
    assert_eq!(found.cohorts[0].to, Gets::Release { release: old.id });
}

#[test]
fn a_uniform_fleet_is_on_no_list_and_goes_by_the_rules_beneath() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let ids = (0..101).map(|number| format!("lamp-{number}"));
    world.run(Command::SetGroup {
        group: group("testers"),
        devices: DevicesInput::Ids(ids.collect()),
    });
    let mut testers = world.new_rule("testers", "{}");
    testers.devices = Some(group("testers"));
    world.run(Command::CreateRule(testers));
    world.ship_in("testers", "1.1", Some("100%"));
    assert_eq!(world.render("stable").table.lists().len(), 1);
    let release = world.ship("2.0", Some("30%"));
    let found = uniform(&world.ramp(&release, "100%"));
    assert!((6_700..7_300).contains(&found.moved), "{found:?}");
}

fn of_values(name: &str, variants: [(&str, &str); 2]) -> wavecast_domain::command::NewExperiment {
    let mut new = crate::experiments::halves(name, name, "100%");
    for (variant, (name, values)) in new.variants.iter_mut().zip(variants) {
        variant.name = name.into();
        variant.properties = serde_json::from_str(values).expect("properties");
    }
    new
}

/// A variant that sets nothing shows its devices what they saw before.
#[test]
fn values_that_say_nothing_are_no_other_values() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let new = of_values("button", [("off", "{}"), ("on", r#"{"button":"big"}"#)]);
    let made = uniform(&world.run(Command::CreateExperiment(new)));
    assert!((4_800..5_200).contains(&made.values), "{}", made.values);
    let stop = Command::StopExperiment {
        channel: crate::world::channel("stable"),
        name: "button".into(),
    };
    assert_eq!(uniform(&world.run(stop)).values, made.values);
    // The hold-out's file says nothing either: of those it takes, half saw nothing before.
    let new = of_values("button", [("off", "{}"), ("on", r#"{"button":"big"}"#)]);
    world.run(Command::CreateExperiment(new));
    let held = uniform(&world.run(Command::HoldOut {
        channel: crate::world::channel("stable"),
        share: share("20%"),
    }));
    assert!((850..1_150).contains(&held.values), "{}", held.values);
}

/// A new version under which a rule's devices see what they saw is nothing new to them.
#[test]
fn the_same_values_under_another_name_are_no_other_values() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.run(crate::remote::set(serde_json::json!({"page": 1})));
    let of_ios = crate::remote::set_for(Some("ios"), serde_json::json!({"page": 2}), None);
    let found = uniform(&world.run(of_ios));
    assert_eq!((found.asked, found.values), (20_000, 10_000));
    // The same file with other bytes, as another default makes it, is told by its bytes.
    let schema = serde_json::json!({"properties": {"theme": {"default": "dark"}}});
    let found = uniform(&world.run(crate::remote::schema(schema)));
    assert_eq!((found.asked, found.values), (20_000, 20_000));
}

/// A package that isn't there yet takes as much room as it will: its images are targets, too.
#[test]
fn the_images_of_what_is_foreseen_count_for_what_fits() {
    let mut world = World::new(Kind::Firmware);
    world.ship("1.0", None);
    let of = |images: usize| Foreseen {
        name: "app".parse().expect("a name"),
        version: "2.0".parse().expect("a version"),
        requires: Default::default(),
        rollback_index: 0,
        variants: vec![ForeseenVariant {
            when: Default::default(),
            images,
        }],
    };
    let start = wavecast_domain::command::StartWhen::Now(Some(share("20%")));
    let ship = Command::CreateRelease(world.new_release("2.0", start));
    let decided = world.foresee(ship.clone(), &of(3)).expect("decided");
    let found = uniform(&decided);
    assert!((1_800..2_200).contains(&found.moved), "{found:?}");
    let refusal = world.foresee(ship, &of(1_000)).expect_err("too many");
    super::refuses(
        &refusal,
        &["the targets line would have", "at most 131072 fit"],
    );
}

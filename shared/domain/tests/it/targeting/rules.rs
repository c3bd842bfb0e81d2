//! Several rollouts at once: rules in priority order, each with its own stack.

use wavecast_domain::Command;
use wavecast_domain::decide::{Decision, Named};
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Choice;

use super::{attributes, of, refuses, rule};
use crate::fleet::Fleet;
use crate::world::{World, channel, rollback};

fn ios() -> wavecast_wire::table::Attributes {
    attributes(&[("os", "ios")])
}

fn android() -> wavecast_wire::table::Attributes {
    attributes(&[("os", "android")])
}

fn order(world: &World) -> Vec<&str> {
    let rules = &world.channels[&channel("stable")].rules;
    rules.iter().map(|rule| rule.name.0.as_str()).collect()
}

#[test]
fn each_rule_ramps_pauses_and_ends_by_itself() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let apple = world.ship_in("ios", "2.0", Some("50%"));
    world.package("1.1");
    let rest = world.release("1.1", Some("20%"));
    let mut fleet = Fleet::new(400).with("os", "ios");
    for device in fleet.devices.iter_mut().step_by(2) {
        device.attributes = android();
    }
    fleet.poll(&world);
    let (on_apple, on_rest) = (fleet.runs(&apple.id), fleet.runs(&rest.id));
    assert!(on_apple.len() > 60 && on_rest.len() > 30);
    assert!(
        on_apple.iter().all(|number| number % 2 == 1),
        "only its audience"
    );
    // What one rule does moves nobody of another.
    world.run(Command::Pause(rest.clone()));
    world.run(Command::Resume(rest.clone()));
    world.abort(&rest, false);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&apple.id), on_apple);
    assert!(fleet.runs(&rest.id).is_empty());
    // An abort of a rule's only release falls to the rules beneath, not to what shipped.
    world.abort(&apple, false);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&all.id).len(), 400);
    assert_eq!(world.channels[&channel("stable")].rules[0].embedded, None);
}

#[test]
fn an_abort_says_that_its_devices_go_to_the_rule_beneath() {
    let mut world = World::new(Kind::Firmware);
    let all = world.ship("1.0", None);
    world.rule_for("testers", r#"{"group":["testers"]}"#);
    let test = world.ship_in("testers", "2.0", Some("100%"));
    let decision = world.run(Command::Revert {
        channel: channel("stable"),
        rule: rule("testers"),
        to: None,
    });
    let movement = &decision.movements[0];
    assert_eq!(movement.from.as_ref().map(|n| &n.release), Some(&test.id));
    assert_eq!(movement.to.as_ref().map(|n| &n.release), Some(&all.id));
    let tester = attributes(&[("group", "testers")]);
    assert_eq!(of(&world.gets("a", &tester)), Some(all.id.as_str()));
}

#[test]
fn a_version_below_what_the_rules_beneath_give_is_refused() {
    let mut world = World::new(Kind::Bundle);
    world.ship("2.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.package("1.0");
    let mut new = world.new_release("1.0", wavecast_domain::command::StartWhen::Now(None));
    new.rule = Some(rule("ios"));
    refuses(&world.refused(Command::CreateRelease(new)), &["below 2.0"]);
}

#[test]
fn rules_have_an_order() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.rule_for("new", r#"{"app_version":">=2"}"#);
    assert_eq!(order(&world), ["ios", "new", "everyone"]);
    let first = world.ship_in("ios", "1.0", None);
    let second = world.ship_in("new", "1.1", None);
    let both = attributes(&[("os", "ios"), ("app_version", "2.1")]);
    assert_eq!(of(&world.gets("a", &both)), Some(first.id.as_str()));
    let reorder = |name: &str, before: Option<&str>| Command::MoveRule {
        channel: channel("stable"),
        rule: rule(name),
        before: before.map(rule),
    };
    world.run(reorder("new", Some("ios")));
    assert_eq!(order(&world), ["new", "ios", "everyone"]);
    assert_eq!(of(&world.gets("a", &both)), Some(second.id.as_str()));
    world.run(reorder("new", None));
    assert_eq!(order(&world), ["ios", "new", "everyone"]);
    refuses(
        &world.refused(reorder("new", Some("new"))),
        &["before itself"],
    );
    refuses(
        &world.refused(reorder("new", Some("gone"))),
        &["rule gone", "doesn't exist"],
    );
    refuses(
        &world.refused(reorder("everyone", Some("ios"))),
        &["stands last"],
    );
}

#[test]
fn what_would_never_be_reached_is_refused_with_the_way_out() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("phones", r#"{"os":["ios","android"]}"#);
    let narrow = world.new_rule("ios", r#"{"os":["ios"],"app_version":">=2"}"#);
    refuses(
        &world.refused(Command::CreateRule(narrow.clone())),
        &[
            "every device of rule ios belongs to rule phones",
            "--before phones",
        ],
    );
    let mut before = narrow;
    before.before = Some(rule("phones"));
    world.run(Command::CreateRule(before.clone()));
    assert_eq!(order(&world), ["ios", "phones", "everyone"]);
    refuses(&world.refused(Command::CreateRule(before)), &["exists"]);
    let back = Command::MoveRule {
        channel: channel("stable"),
        rule: rule("ios"),
        before: None,
    };
    refuses(&world.refused(back), &["every device of rule ios"]);
    let named = world.new_rule("Not A Name", r#"{"os":["ios"]}"#);
    refuses(
        &world.refused(Command::CreateRule(named)),
        &["a rule's name"],
    );
}

#[test]
fn a_deleted_rules_devices_go_down_to_the_rule_beneath() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let apple = world.ship_in("ios", "2.0", None);
    let mut fleet = Fleet::new(20).with("os", "ios");
    fleet.poll(&world);
    assert_eq!(fleet.runs(&apple.id).len(), 20);
    let delete = |name: &str| Command::DeleteRule {
        channel: channel("stable"),
        rule: rule(name),
    };
    let decision = world.run(delete("ios"));
    assert_eq!(decision.movements.len(), 1);
    assert_eq!(decision.movements[0].share, Share::ALL);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&all.id).len(), 20);
    refuses(&world.refused(delete("everyone")), &["stays"]);
    refuses(
        &world.refused(delete("ios")),
        &["rule ios", "doesn't exist"],
    );
}

#[test]
fn a_rule_in_which_something_moves_or_is_scheduled_stays() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let moving = world.ship_in("ios", "1.1", Some("5%"));
    let delete = Command::DeleteRule {
        channel: channel("stable"),
        rule: rule("ios"),
    };
    refuses(
        &world.refused(delete.clone()),
        &[moving.id.as_str(), "moves"],
    );
    world.abort(&moving, false);
    world.package("1.2");
    let mut new = world.new_release("1.2", wavecast_domain::command::StartWhen::Draft);
    new.rule = Some(rule("ios"));
    let draft = crate::world::released(&world.run(Command::CreateRelease(new)));
    world.run(Command::Schedule {
        release: draft.clone(),
        start: world.now.plus(3600),
        window: 3600,
        stages: Vec::new(),
    });
    refuses(
        &world.refused(delete.clone()),
        &[draft.id.as_str(), "scheduled"],
    );
    world.run(Command::Unschedule(draft));
    world.run(delete);
}

#[test]
fn back_to_what_shipped_is_a_verb_of_its_own() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let moving = world.ship("1.1", Some("50%"));
    let embed = Command::Embed {
        channel: channel("stable"),
        rule: rule("everyone"),
    };
    let embedded = world.run(embed.clone());
    let moves = |decision: &Decision| -> Vec<String> {
        let version = |one: &Option<Named>| {
            one.as_ref()
                .map_or("-".into(), |named| named.version.to_string())
        };
        let said = decision.movements.iter();
        said.map(|one| format!("{} {} {}", version(&one.from), version(&one.to), one.share))
            .collect()
    };
    assert_eq!(moves(&embedded), ["1.1 - 50%", "1.0 - 100%"]);
    assert!(matches!(world.gets("a", &ios()), Choice::Embedded { .. }));
    assert_eq!(
        world.status(&moving),
        wavecast_domain::release::Status::Aborted
    );
    refuses(&world.refused(embed.clone()), &["nothing is placed"]);
    let next = world.ship("1.2", Some("100%"));
    assert_eq!(of(&world.gets("a", &ios())), Some(next.id.as_str()));
    assert_eq!(world.rule().embedded, None);
    let mut alone = World::new(Kind::Bundle);
    alone.ship("1.0", Some("50%"));
    assert_eq!(moves(&alone.run(embed.clone())), ["1.0 - 100%"]);
    let mut lamps = World::new(Kind::Firmware);
    lamps.ship("1.0", None);
    refuses(&lamps.refused(embed), &["firmware has nothing embedded"]);
    assert_eq!(
        lamps.refused(rollback(None)).reason,
        wavecast_domain::refusal::Reason::State
    );
}

/// Shelter is for whom no rule has anything: those beneath go before it, whatever part of the
/// devices they serve.
#[test]
fn devices_go_to_the_rules_beneath_before_they_go_to_what_shipped() {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.0", &[], &[r#"{"os":["ios"]}"#]);
    let on_ios = world.release("1.0", None);
    world.rule_for("new", r#"{"app_version":">=2"}"#);
    let new = world.ship_in("new", "2.0", None);
    let says = |os| attributes(&[("os", os), ("app_version", "2.1")]);
    let of_new = |world: &World, os| world.gets("a", &says(os));
    assert_eq!(of(&of_new(&world, "ios")), Some(new.id.as_str()));
    world.run(Command::Revert {
        channel: channel("stable"),
        rule: rule("new"),
        to: None,
    });
    assert_eq!(of(&of_new(&world, "ios")), Some(on_ios.id.as_str()));
    let sheltered = of_new(&world, "android");
    assert!(
        matches!(sheltered, Choice::Embedded { .. }),
        "{sheltered:?}"
    );
    // What only moves beneath reaches its share of them too.
    let all = world.ship("1.1", Some("50%"));
    let salt = world.release_record(&all).salt;
    let mut ids = (0..).map(|number| format!("device-{number}"));
    let within = |id: &String| wavecast_wire::bucket::bucket(salt.as_str(), id) < 5000;
    let reached = ids.find(within).expect("one of two");
    let choice = world.gets(&reached, &says("android"));
    assert_eq!(of(&choice), Some(all.id.as_str()));
}

/// What was asked for by name holds before the rules beneath, until the rule concludes something.
#[test]
fn back_to_what_shipped_goes_before_the_rules_beneath() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.ship_in("ios", "1.1", None);
    let embed = Command::Embed {
        channel: channel("stable"),
        rule: rule("ios"),
    };
    world.run(embed);
    assert!(matches!(world.gets("a", &ios()), Choice::Embedded { .. }));
    assert_eq!(of(&world.gets("a", &android())), Some(all.id.as_str()));
    // It concludes for some of them alone; the others are no longer kept from what is beneath.
    world.package_of("1.2", &[("app_version", ">=2")], &["{}"]);
    let mut next = world.new_release(
        "1.2",
        wavecast_domain::command::StartWhen::Now(Some(Share::ALL)),
    );
    next.rule = Some(rule("ios"));
    world.run(Command::CreateRelease(next));
    assert_eq!(of(&world.gets("a", &ios())), Some(all.id.as_str()));
}

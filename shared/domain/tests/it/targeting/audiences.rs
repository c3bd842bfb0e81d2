//! Changing whom a rule is for, while it places what it places.

use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;
use wavecast_domain::command::{NewExperiment, NewVariant, RuleEdit, StartWhen};
use wavecast_domain::coverage::FindingKind;
use wavecast_domain::decide::{Decision, Named};
use wavecast_domain::preview::Gets;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Attributes;

use super::{attributes, configure, dimension, group, of, refuses, rule, values};
use crate::fleet::Fleet;
use crate::world::{World, channel, released, share, when};

fn edit(name: &str, audience: &str) -> Command {
    Command::EditRule(RuleEdit {
        channel: channel("stable"),
        rule: rule(name),
        audience: when(audience),
        devices: None,
    })
}

fn of_group(name: &str, devices: &str) -> Command {
    Command::EditRule(RuleEdit {
        channel: channel("stable"),
        rule: rule(name),
        audience: when("{}"),
        devices: Some(group(devices)),
    })
}

fn on(os: &str) -> Attributes {
    attributes(&[("os", os)])
}

#[test]
fn who_leaves_goes_down_and_who_joins_gets_the_rules_release() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let apple = world.ship_in("ios", "2.0", None);
    let mut fleets = ["ios", "android"].map(|os| Fleet::new(50).with("os", os));
    for fleet in &mut fleets {
        fleet.poll(&world);
    }
    assert_eq!(fleets[0].runs(&apple.id).len(), 50);
    let decision = world.run(edit("ios", r#"{"os":["android"]}"#));
    // The dry run says the same: by cohort, from what to what.
    let told = decision.previews[0].uniform();
    let cohort = |os: &str| {
        let found = told.cohorts.iter().find(|one| one.attributes == on(os));
        let cohort = found.unwrap_or_else(|| panic!("{os} in {:?}", told.cohorts));
        (
            cohort.from.clone(),
            cohort.to.clone(),
            cohort.devices == cohort.of,
        )
    };
    let release = |id: &wavecast_wire::name::ReleaseId| Gets::Release {
        release: id.clone(),
    };
    assert_eq!(cohort("ios"), (release(&apple.id), release(&all.id), true));
    assert_eq!(
        cohort("android"),
        (release(&all.id), release(&apple.id), true)
    );
    let moved: Vec<_> = decision.movements.iter().map(|one| one.share).collect();
    assert_eq!(
        moved,
        [share("100%"), share("100%")],
        "some leave, some join"
    );
    for fleet in &mut fleets {
        fleet.poll(&world);
    }
    assert_eq!(
        fleets[0].runs(&all.id).len(),
        50,
        "down to the lower version"
    );
    assert_eq!(fleets[1].runs(&apple.id).len(), 50);
    // Whoever slept through it may still go down after the release was returned to.
    let next = world.ship_in("ios", "2.1", Some("100%"));
    world.run(Command::Revert {
        channel: channel("stable"),
        rule: rule("ios"),
        to: None,
    });
    assert!(world.withdrawn().contains(&apple.id) && world.withdrawn().contains(&next.id));
    assert_eq!(
        of(&world.gets("a", &on("android"))),
        Some(apple.id.as_str())
    );
}

#[test]
fn a_wider_audience_keeps_who_has_it_and_a_ramp_goes_on() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("apps", r#"{"os":["ios"]}"#);
    let release = world.ship_in("apps", "2.0", Some("40%"));
    let mut fleets = ["ios", "android"].map(|os| Fleet::new(200).with("os", os));
    for fleet in &mut fleets {
        fleet.poll(&world);
    }
    let had = fleets[0].runs(&release.id);
    let decision = world.run(edit("apps", r#"{"os":["ios","android"]}"#));
    assert!(world.withdrawn().is_empty(), "nobody leaves");
    assert_eq!(decision.movements, [], "nothing is served by it yet");
    for fleet in &mut fleets {
        fleet.poll(&world);
    }
    assert_eq!(fleets[0].runs(&release.id), had);
    assert_eq!(fleets[1].runs(&release.id), had, "the same buckets");
}

#[test]
fn the_answer_says_which_rules_share_devices_then() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let added = world.rule_for("new", r#"{"os":["android"]}"#);
    assert!(added.findings.is_empty());
    let edited = world.run(edit("new", r#"{"app_version":">=2"}"#));
    let finding = &edited.findings[0];
    assert_eq!(
        (&finding.rule, &finding.before),
        (&rule("new"), &rule("ios"))
    );
    assert_eq!(finding.kind, FindingKind::Overlaps);
    assert_eq!(
        finding.shared,
        [when(r#"{"app_version":">=2","os":["ios"]}"#)]
    );
    refuses(
        &world.refused(edit("new", r#"{"os":["ios"],"app_version":">=2"}"#)),
        &[
            "every device of rule new belongs to rule ios too",
            "--before ios",
        ],
    );
    // A release elsewhere says nothing of rules.
    world.package("1.0");
    let new = world.new_release("1.0", StartWhen::Now(None));
    assert!(world.run(Command::CreateRelease(new)).findings.is_empty());
}

#[test]
fn an_audience_of_nobody_or_everybody_is_refused() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.5", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let mut dimensions = world.head.dimensions.clone();
    let model = wavecast_domain::app::Dimension::Enum {
        values: values(&["lamp-1"]),
    };
    dimensions.insert(dimension("model"), model);
    world.run(configure(dimensions));
    for (audience, words) in [
        ("{}", &["everyone"][..]),
        (r#"{"os":[]}"#, &["1 to 256 values"]),
        (r#"{"model":["lamp-9"]}"#, &["no value of dimension model"]),
        (r#"{"app_version":">3,<2"}"#, &["no version lies within"]),
        (r#"{"shade":["red"]}"#, &["isn't declared"]),
    ] {
        refuses(&world.refused(edit("ios", audience)), words);
    }
    refuses(
        &world.refused(edit("everyone", r#"{"os":["ios"]}"#)),
        &["is for everyone"],
    );
    refuses(
        &world.refused(edit("gone", r#"{"os":["ios"]}"#)),
        &["rule gone"],
    );
    refuses(&world.refused(of_group("ios", "gone")), &["group gone"]);
}

#[test]
fn who_joins_must_be_able_to_take_it() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.ship_in("ios", "1.5", None);
    world.ship("2.0", Some("100%"));
    refuses(
        &world.refused(edit("ios", r#"{"os":["ios","android"]}"#)),
        &["places version 1.5", "run 2.0"],
    );
    // Fewer devices is no trouble.
    world.run(edit("ios", r#"{"os":["ios"],"app_version":">=2"}"#));
}

#[test]
fn an_experiment_or_a_ramp_among_other_buckets_holds_an_audience() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.run(Command::SetGroup {
        group: group("testers"),
        devices: DevicesInput::Ids(vec!["device-0001".into()]),
    });
    let release = world.ship_in("ios", "2.0", Some("10%"));
    refuses(
        &world.refused(of_group("ios", "testers")),
        &["is being ramped", "other buckets"],
    );
    world.ramp(&release, "100%");
    let variant = |name: &str| NewVariant {
        name: name.into(),
        weight: share("50%"),
        properties: Default::default(),
        package: None,
    };
    world.run(Command::CreateExperiment(NewExperiment {
        channel: channel("stable"),
        name: "look".into(),
        rule: Some(rule("ios")),
        layer: None,
        reserve: share("10%"),
        share: share("100%"),
        variants: vec![variant("a"), variant("b")],
        policy: None,
        notes: None,
    }));
    refuses(
        &world.refused(of_group("ios", "testers")),
        &["experiment look runs in rule ios"],
    );
    world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "look".into(),
    });
    world.run(of_group("ios", "testers"));
    let tester = attributes(&[]);
    assert_eq!(
        of(&world.gets("device-0001", &tester)),
        Some(release.id.as_str())
    );
}

#[test]
fn who_leaves_goes_down_from_an_older_release_too() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.rule_for("apps", r#"{"os":["ios"]}"#);
    let older = world.ship_in("apps", "1.5", None);
    let mut sleepers = Fleet::new(20).with("os", "ios");
    sleepers.poll(&world);
    assert_eq!(sleepers.runs(&older.id).len(), 20);
    world.ship_in("apps", "2.0", Some("100%"));
    world.run(edit("apps", r#"{"os":["android"]}"#));
    sleepers.poll(&world);
    assert_eq!(sleepers.runs(&all.id).len(), 20);
}

/// The same version in a rule and beneath it is nothing that devices would refuse, nor anything that
/// they must leave.
#[test]
fn devices_join_and_leave_at_one_version() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let mut same = world.new_release("1.0", StartWhen::Now(Some(share("100%"))));
    same.rule = Some(rule("ios"));
    let same = released(&world.run(Command::CreateRelease(same)));
    world.run(edit("ios", r#"{"os":["ios","web"]}"#));
    let newer = world.ship_in("ios", "1.1", Some("100%"));
    world.run(edit("ios", r#"{"os":["ios"]}"#));
    assert_eq!(world.withdrawn(), [newer.id]);
    assert!(!world.withdrawn().contains(&same.id));
}

#[test]
fn an_edit_tells_who_joins_and_who_leaves_for_something() {
    let moves = |decision: &Decision| -> Vec<(Option<String>, Option<String>)> {
        let version = |one: &Option<Named>| one.as_ref().map(|named| named.version.to_string());
        let said = decision.movements.iter();
        said.map(|one| (version(&one.from), version(&one.to)))
            .collect()
    };
    let (low, high) = (Some("1.0".to_owned()), Some("2.0".to_owned()));
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("apps", r#"{"os":["ios"]}"#);
    world.ship_in("apps", "2.0", None);
    let wider = world.run(edit("apps", r#"{"os":["ios","android"]}"#));
    assert_eq!(moves(&wider), [(low.clone(), high.clone())]);
    let narrower = world.run(edit("apps", r#"{"os":["ios"]}"#));
    assert_eq!(moves(&narrower), [(high.clone(), low)]);
    // With nothing beneath, those that leave keep what they have.
    let mut world = World::new(Kind::Bundle);
    world.rule_for("apps", r#"{"os":["ios","android"]}"#);
    world.ship_in("apps", "2.0", None);
    assert_eq!(moves(&world.run(edit("apps", r#"{"os":["ios"]}"#))), []);
}

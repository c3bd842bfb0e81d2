//! Experiments on packages: a device runs one, and can always go back.

use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewExperiment, NewVariant, PackageRef, ReleaseRef, StartWhen, Who};
use wavecast_domain::decide::Decision;
use wavecast_domain::release::Status;
use wavecast_wire::bucket::bucket;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ReleaseId;

use super::{create, halves, hold_out, ramp, refuses};
use crate::fleet::Fleet;
use crate::world::{World, channel, package_key, released, share, when};

const DEVICES: usize = 400;

/// Variants by name, weight and, unless they give what everybody has, version.
pub fn on_packages(
    name: &str,
    reserve: &str,
    variants: &[(&str, &str, Option<&str>)],
) -> NewExperiment {
    let variant = |(variant, weight, version): &(&str, &str, Option<&str>)| NewVariant {
        name: (*variant).into(),
        weight: share(weight),
        properties: Default::default(),
        package: version.map(|version| PackageRef {
            name: "app".parse().expect("a name"),
            version: version.parse().expect("a version"),
        }),
    };
    NewExperiment {
        channel: channel("stable"),
        name: name.into(),
        rule: None,
        layer: None,
        reserve: share(reserve),
        share: share("100%"),
        variants: variants.iter().map(variant).collect(),
        policy: None,
        notes: None,
    }
}

fn two(name: &str, reserve: &str) -> NewExperiment {
    on_packages(
        name,
        reserve,
        &[("old", "50%", None), ("new", "50%", Some("1.1"))],
    )
}

/// 1.0 at everybody, and 1.1 and 1.2 to try.
fn world() -> (World, ReleaseRef, Fleet) {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.package("1.1");
    world.package("1.2");
    let mut fleet = Fleet::new(DEVICES);
    fleet.poll(&world);
    (world, all, fleet)
}

fn variant(world: &World, experiment: &str, name: &str) -> ReleaseId {
    let part = &world.channels[&channel("stable")];
    let experiment = part.experiments.named(experiment).expect("it runs");
    let variant = experiment.variant(name).expect("a variant");
    variant.placement().expect("a package").release.clone()
}

fn release(id: ReleaseId) -> ReleaseRef {
    ReleaseRef {
        channel: channel("stable"),
        id,
    }
}

fn named(name: &str) -> (wavecast_wire::name::ChannelName, String) {
    (channel("stable"), name.into())
}

fn stop(name: &str) -> Command {
    let (channel, name) = named(name);
    Command::StopExperiment { channel, name }
}

fn hold(name: &str, held: bool) -> Command {
    let (channel, name) = named(name);
    Command::HoldExperiment {
        channel,
        name,
        held,
    }
}

fn conclude(name: &str, variant: &str) -> Command {
    let (channel, name) = named(name);
    Command::ConcludeExperiment {
        channel,
        name,
        variant: variant.into(),
    }
}

/// Each variant is a release of its own: its salt decides who gets it first once it is the rule's,
/// and its devices go about packages as the experiment says.
#[test]
fn the_release_of_a_variant_has_its_own_salt_and_the_policy_of_the_experiment() {
    let (mut world, _, _) = world();
    let variants = [("one", "50%", Some("1.1")), ("two", "50%", Some("1.2"))];
    let mut new = on_packages("both", "100%", &variants);
    let policy = Policy {
        confirm_seconds: 77,
        ..Policy::default()
    };
    new.policy = Some(policy.clone());
    world.run(create(new));
    for name in ["one", "two"] {
        let id = variant(&world, "both", name);
        let made = world.release_record(&release(id.clone()));
        assert_eq!(made.salt.as_str(), id.as_str(), "{name}");
        assert_eq!(made.policy, policy, "{name}");
    }
}

/// From what version to what, and how much of everyone.
fn movements(decision: &Decision) -> Vec<(String, String, String)> {
    let version = |named: &Option<wavecast_domain::decide::Named>| {
        named
            .as_ref()
            .map_or("-".into(), |named| named.version.to_string())
    };
    let said = decision.movements.iter();
    said.map(|one| (version(&one.from), version(&one.to), one.share.to_string()))
        .collect()
}

#[test]
fn variants_get_their_weights_and_keep_them_whatever_is_ramped() {
    let (mut world, all, mut fleet) = world();
    let mut new = on_packages(
        "size",
        "60%",
        &[
            ("plain", "50%", None),
            ("small", "25%", Some("1.1")),
            ("big", "25%", Some("1.2")),
        ],
    );
    new.share = share("20%");
    let made = world.run(create(new));
    let step = |to: &str| ("1.0".to_owned(), to.to_owned(), "3%".to_owned());
    assert_eq!(movements(&made), [step("1.1"), step("1.2")]);
    let (small, big) = (
        variant(&world, "size", "small"),
        variant(&world, "size", "big"),
    );
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); 2];
    for to in ["20%", "50%", "100%"] {
        world.run(ramp("size", to));
        fleet.poll(&world);
        let after = [&small, &big].map(|id| fleet.runs(id));
        for (was, is) in before.iter().zip(&after) {
            assert!(was.iter().all(|number| is.contains(number)), "kept at {to}");
        }
        before = after.into();
    }
    assert!((40..85).contains(&before[0].len()), "{before:?}");
    assert!((40..85).contains(&before[1].len()), "{before:?}");
    assert_eq!(
        world.release_record(&release(small.clone())).share,
        share("15%")
    );
    // A rollout goes on among all the others; who has a variant keeps it, even when it concludes.
    let next = world.ship("2.0", Some("50%"));
    fleet.poll(&world);
    world.ramp(&next, "100%");
    fleet.poll(&world);
    assert_eq!([&small, &big].map(|id| fleet.runs(id)), before[..]);
    assert_eq!(fleet.runs(&next.id).len(), DEVICES - before.concat().len());
    assert!(fleet.runs(&all.id).is_empty());
    // Nobody who runs 2.0 would take 1.1: it reaches nobody new, and can't be chosen any more.
    refuses(&world.refused(conclude("size", "small")), &["below 2.0"]);
    let ended = world.run(stop("size"));
    let back = |from: &str| (from.to_owned(), "2.0".to_owned(), "15%".to_owned());
    assert_eq!(movements(&ended), [back("1.1"), back("1.2")]);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&next.id).len(), DEVICES);
}

#[test]
fn a_ramp_that_nobody_new_would_take_is_refused() {
    let (mut world, ..) = world();
    let mut new = two("size", "50%");
    new.share = share("10%");
    world.run(create(new));
    let next = world.ship("2.0", Some("10%"));
    refuses(
        &world.refused(ramp("size", "20%")),
        &["below 2.0", "moves in rule everyone"],
    );
    world.abort(&next, false);
    world.run(ramp("size", "20%"));
    world.ship("2.1", Some("100%"));
    refuses(&world.refused(ramp("size", "30%")), &["below 2.1"]);
}

#[test]
fn the_chosen_variant_becomes_the_rules_release() {
    let (mut world, all, mut fleet) = world();
    world.run(hold_out("10%"));
    let mut new = on_packages(
        "size",
        "80%",
        &[("small", "50%", Some("1.1")), ("big", "50%", Some("1.2"))],
    );
    new.share = share("100%");
    world.run(create(new));
    fleet.poll(&world);
    let (small, big) = (
        variant(&world, "size", "small"),
        variant(&world, "size", "big"),
    );
    let had = fleet.runs(&small);
    let chosen = world.run(conclude("size", "small"));
    let said = |from: &str, share: &str| (from.to_owned(), "1.1".to_owned(), share.to_owned());
    assert_eq!(movements(&chosen), [said("1.2", "40%"), said("1.0", "20%")]);
    let configs = world.render("stable").targets;
    fleet.poll(&world);
    assert_eq!(
        fleet.runs(&small).len(),
        DEVICES,
        "down from 1.2, and the hold-out too"
    );
    assert!(had.iter().all(|number| fleet.runs(&small).contains(number)));
    assert_eq!(world.status(&release(small.clone())), Status::Concluded);
    assert_eq!(world.status(&release(big)), Status::Aborted);
    assert_eq!(world.status(&all), Status::Superseded);
    assert!(
        configs
            .keys()
            .any(|name| name.as_str() == format!("release-{small}.json"))
    );
    // An ordinary release from here: it is returned from to what was there before.
    world.rollback(None);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&all.id).len(), DEVICES);
}

/// The chosen variant runs on fewer binaries than another one: those devices find no row of it.
#[test]
fn devices_that_the_chosen_variant_does_not_fit_go_back_to_what_shipped() {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.1", &[], &[r#"{"os":["ios"]}"#]);
    world.package("1.2");
    let variants = [("small", "50%", Some("1.1")), ("big", "50%", Some("1.2"))];
    world.run(create(on_packages("size", "100%", &variants)));
    let mut fleets = ["ios", "android"].map(|os| Fleet::new(DEVICES).with("os", os));
    fleets.iter_mut().for_each(|fleet| fleet.poll(&world));
    let big = variant(&world, "size", "big");
    assert!((140..260).contains(&fleets[1].runs(&big).len()));
    let small = variant(&world, "size", "small");
    world.run(conclude("size", "small"));
    fleets.iter_mut().for_each(|fleet| fleet.poll(&world));
    assert_eq!(fleets[0].runs(&small).len(), DEVICES);
    assert_eq!(fleets[1].running(), [(String::new(), DEVICES)].into());
}

/// A chosen variant that reaches everybody it could meet leaves nobody to be sheltered.
#[test]
fn a_chosen_variant_for_all_needs_no_shelter() {
    let (mut world, ..) = world();
    let variants = [("small", "50%", Some("1.1")), ("big", "50%", Some("1.2"))];
    world.run(create(on_packages("size", "100%", &variants)));
    world.run(conclude("size", "small"));
    assert_eq!(world.rule().embedded, None);
}

/// Going nowhere new asks nothing of a package that was yanked meanwhile.
#[test]
fn the_same_share_again_reaches_nobody_new() {
    let (mut world, ..) = world();
    let mut new = two("size", "50%");
    new.share = share("20%");
    world.run(create(new));
    world.run(Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.1".parse().expect("a version"),
        reason: "bad".into(),
        now: Vec::new(),
    });
    world.run(ramp("size", "20%"));
    refuses(&world.refused(ramp("size", "20.01%")), &["was yanked"]);
}

#[test]
fn variants_of_one_name_are_refused() {
    let (mut world, ..) = world();
    let variants = [("new", "50%", Some("1.1")), ("new", "50%", Some("1.2"))];
    refuses(
        &world.refused(create(on_packages("size", "50%", &variants))),
        &[
            "variants",
            "two variants have the same name",
            "name each once",
        ],
    );
}

#[test]
fn the_variant_without_a_package_is_what_everybody_has() {
    let (mut world, all, mut fleet) = world();
    world.run(create(two("size", "100%")));
    fleet.poll(&world);
    assert!((140..260).contains(&fleet.runs(&all.id).len()));
    world.run(conclude("size", "old"));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&all.id).len(), DEVICES);
    assert!(
        world.channels[&channel("stable")]
            .experiments
            .layers
            .is_empty()
    );
}

#[test]
fn a_paused_experiment_keeps_who_has_it_and_takes_nobody() {
    let (mut world, all, mut fleet) = world();
    let mut new = two("size", "100%");
    new.share = share("40%");
    world.run(create(new));
    let mut late = fleet.clone();
    fleet.poll(&world);
    let id = variant(&world, "size", "new");
    let had = fleet.runs(&id);
    assert_eq!(movements(&world.run(hold("size", true))), []);
    for fleet in [&mut fleet, &mut late] {
        fleet.poll(&world);
    }
    assert_eq!(fleet.runs(&id), had);
    assert_eq!(late.runs(&all.id).len(), DEVICES);
    refuses(
        &world.refused(ramp("size", "50%")),
        &["paused", "experiment resume"],
    );
    refuses(&world.refused(hold("size", true)), &["paused already"]);
    let opened = world.run(hold("size", false));
    assert_eq!(
        movements(&opened),
        [("1.0".into(), "1.1".into(), "20%".into())]
    );
    late.poll(&world);
    assert_eq!(late.runs(&id), had);
    refuses(&world.refused(hold("size", false)), &["not paused"]);
}

#[test]
fn the_hold_out_gets_no_package_and_stays_beside_them() {
    let (mut world, all, mut fleet) = world();
    world.run(hold_out("20%"));
    refuses(
        &world.refused(create(two("size", "81%"))),
        &["no room", "the hold-out (20%)"],
    );
    world.run(create(two("size", "80%")));
    fleet.poll(&world);
    let salt = world.channels[&channel("stable")].experiments.salt.clone();
    let salt = salt.expect("a salt");
    for number in fleet.below(salt.as_str(), 2000) {
        let running = fleet.devices[number].active.as_ref().map(|(id, _)| id);
        assert_eq!(running, Some(&all.id), "held out");
    }
    world.run(hold_out("20%"));
    refuses(
        &world.refused(hold_out("20.01%")),
        &["experiment size reserves", "20% at most"],
    );
    world.run(stop("size"));
    world.run(hold_out("30%"));
    assert!(
        fleet
            .devices
            .iter()
            .any(|device| bucket(salt.as_str(), &device.id) < 3000)
    );
}

#[test]
fn packages_exclude_each_other_where_devices_may_be_of_both() {
    let (mut world, _, mut fleet) = world();
    world.run(create(two("one", "50%")));
    let mut other = two("two", "50%");
    other.layer = Some("elsewhere".parse().expect("a layer"));
    refuses(
        &world.refused(create(other.clone())),
        &["run in layer one", "say one"],
    );
    other.layer = None;
    other.variants[1]
        .package
        .as_mut()
        .expect("a package")
        .version = "1.2".parse().expect("a version");
    world.run(create(other));
    refuses(
        &world.refused(create(two("three", "1%"))),
        &["no room", "one (50%), two (50%)"],
    );
    // One on values may stand in the same line, or independently in another.
    refuses(
        &world.refused(create(halves("look", "one", "1%"))),
        &["no room"],
    );
    world.run(create(halves("look", "look", "100%")));
    let part = &world.channels[&channel("stable")];
    let is_on_packages = |name| {
        let experiment = part.experiments.named(name).expect("it runs");
        experiment.placements().next().is_some()
    };
    assert_eq!(["one", "look"].map(is_on_packages), [true, false]);
    fleet.poll(&world);
    let counts = ["one", "two"].map(|name| fleet.runs(&variant(&world, name, "new")).len());
    assert!(
        counts.iter().all(|count| (60..140).contains(count)),
        "{counts:?}"
    );
    // A layer with a line of its own isn't one for packages.
    world.run(stop("one"));
    world.run(stop("two"));
    let mut taken = two("one", "50%");
    taken.layer = Some("look".parse().expect("a layer"));
    refuses(
        &world.refused(create(taken)),
        &["layer look has experiments on values"],
    );
}

#[test]
fn audiences_that_share_nothing_each_have_the_whole_line() {
    let (mut world, ..) = world();
    for os in ["ios", "android"] {
        world.run(Command::CreateRule(wavecast_domain::command::NewRule {
            channel: channel("stable"),
            name: RuleName(os.into()),
            audience: when(&format!(r#"{{"os":["{os}"]}}"#)),
            devices: None,
            before: None,
        }));
        let mut new = two(os, "100%");
        new.rule = Some(RuleName(os.into()));
        world.run(create(new));
    }
    let mut everyone = two("all", "1%");
    refuses(
        &world.refused(create(everyone.clone())),
        &["ios (100%), android (100%)"],
    );
    everyone.rule = Some(RuleName("gone".into()));
    refuses(
        &world.refused(create(everyone)),
        &["rule gone", "doesn't exist"],
    );
    let mut fleet = Fleet::new(DEVICES).with("os", "ios");
    fleet.poll(&world);
    assert!((140..260).contains(&fleet.runs(&variant(&world, "ios", "new")).len()));
}

#[test]
fn an_audience_may_be_a_derived_group() {
    use wavecast_domain::app::Dimension;
    let (mut world, ..) = world();
    let mut dimensions = world.head.dimensions.clone();
    let values = ["lamp-1", "lamp-2", "strip-1"].map(String::from);
    let model = Dimension::Enum {
        values: values.into(),
    };
    dimensions.insert("model".parse().expect("a dimension"), model);
    let kind = r#"{"type":"derived","of":"model","groups":[{"name":"lamps","prefix":"lamp-"}]}"#;
    let kind: Dimension = serde_json::from_str(kind).expect("a dimension");
    dimensions.insert("kind".parse().expect("a dimension"), kind);
    let configure = |dimensions| Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    };
    world.run(configure(dimensions.clone()));
    world.run(Command::CreateRule(wavecast_domain::command::NewRule {
        channel: channel("stable"),
        name: RuleName("lamps".into()),
        audience: when(r#"{"kind":["lamps"]}"#),
        devices: None,
        before: None,
    }));
    let mut new = two("size", "100%");
    new.rule = Some(RuleName("lamps".into()));
    world.run(create(new));
    let mut lamps = Fleet::new(DEVICES).with("model", "lamp-2");
    let mut strips = Fleet::new(DEVICES).with("model", "strip-1");
    lamps.poll(&world);
    strips.poll(&world);
    let id = variant(&world, "size", "new");
    assert!((140..260).contains(&lamps.runs(&id).len()));
    assert!(strips.runs(&id).is_empty());
    dimensions.remove(&"kind".parse().expect("a dimension"));
    refuses(&world.refused(configure(dimensions)), &["kind", "in use"]);
}

#[test]
fn what_could_never_be_left_again_is_not_tried() {
    let mut firmware = World::new(Kind::Firmware);
    firmware.package("1.1");
    let new = two("size", "50%");
    refuses(
        &firmware.refused(create(new.clone())),
        &["nothing to return to"],
    );
    firmware.ship("1.0", None);
    firmware.run(create(new));
    let (mut world, ..) = world();
    let mut higher = world.new_package("1.3", &[]);
    higher.rollback_index = 1;
    world.run(Command::CreatePackage(higher));
    world.check("1.3", &["{}"]);
    let new = on_packages(
        "size",
        "50%",
        &[("a", "50%", None), ("b", "50%", Some("1.3"))],
    );
    refuses(
        &world.refused(create(new)),
        &["rollback index 1", "nothing goes below"],
    );
}

#[test]
fn what_is_no_experiment_on_packages_is_refused() {
    let (mut world, ..) = world();
    world.package("0.9");
    let lower = on_packages("x", "50%", &[("a", "50%", None), ("b", "50%", Some("0.9"))]);
    refuses(&world.refused(create(lower)), &["below 1.0"]);
    let missing = on_packages("x", "50%", &[("a", "50%", None), ("b", "50%", Some("7.0"))]);
    refuses(
        &world.refused(create(missing)),
        &["package app 7.0", "doesn't exist"],
    );
    let mut both = two("x", "50%");
    both.variants[0].properties = serde_json::from_str(r#"{"page":1}"#).expect("properties");
    refuses(
        &world.refused(create(both)),
        &["is on packages", "variant old sets properties"],
    );
}

#[test]
fn nothing_else_moves_a_variant() {
    let (mut world, all, mut fleet) = world();
    world.run(create(two("size", "100%")));
    fleet.poll(&world);
    let id = release(variant(&world, "size", "new"));
    for verb in [
        Command::Pause(id.clone()),
        Command::Conclude(id.clone()),
        Command::Abort {
            release: id.clone(),
            keep: false,
        },
        Command::DeleteRelease(id.clone()),
    ] {
        refuses(
            &world.refused(verb),
            &["is experimental", "wavecast experiment"],
        );
    }
    // Devices may be pinned to it, and try again what failed.
    world.run(Command::Pin {
        release: id.clone(),
        who: Who::Device("device-0001".into()),
        until: world.now.plus(3600),
        reason: "looks".into(),
    });
    world.run(Command::Unpin {
        channel: channel("stable"),
        who: Who::Device("device-0001".into()),
    });
    assert!(!world.withdrawn().contains(&id.id));
    world.run(Command::Retry(id.clone()));
    assert_eq!(world.release_record(&id).attempt, 2);
    let moving = world.ship("1.3", Some("10%"));
    refuses(
        &world.refused(conclude("size", "new")),
        &["is active at 10%"],
    );
    world.abort(&moving, false);
    // Yanked with `now`: who tried it returns.
    let yanked = world.run(Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.1".parse().expect("a version"),
        reason: "bad".into(),
        now: vec![channel("stable")],
    });
    assert_eq!(yanked.uses[0].rule, RuleName("experiment size".into()));
    assert_eq!(world.status(&id), Status::Aborted);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&all.id).len(), DEVICES);
    assert!(world.records.contains_key(&package_key("1.1")));
}

#[test]
fn a_yanked_package_reaches_nobody_new() {
    let (mut world, ..) = world();
    let mut new = two("size", "100%");
    new.share = share("10%");
    world.run(create(new));
    world.run(Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.1".parse().expect("a version"),
        reason: "bad".into(),
        now: Vec::new(),
    });
    refuses(&world.refused(ramp("size", "20%")), &["was yanked"]);
    refuses(&world.refused(conclude("size", "new")), &["was yanked"]);
    world.run(hold("size", true));
    refuses(&world.refused(hold("size", false)), &["was yanked"]);
    world.run(stop("size"));
}

#[test]
fn a_floor_goes_before_what_is_tried() {
    let (mut world, ..) = world();
    world.run(create(two("size", "50%")));
    world.package("2.0");
    let mut floor = world.new_release("2.0", StartWhen::Now(Some(share("100%"))));
    floor.edit.floor = Some(true);
    refuses(
        &world.refused(Command::CreateRelease(floor.clone())),
        &["experiment size gives version 1.1", "below the floor 2.0"],
    );
    world.run(stop("size"));
    released(&world.run(Command::CreateRelease(floor)));
    refuses(
        &world.refused(create(two("size", "50%"))),
        &["a floor that every device passes"],
    );
}

#[test]
fn a_device_that_slept_passes_the_floor_before_what_is_tried() {
    let (mut world, _, mut sleepers) = world();
    world.package("2.0");
    let mut floor = world.new_release("2.0", StartWhen::Now(Some(share("100%"))));
    floor.edit.floor = Some(true);
    let floor = released(&world.run(Command::CreateRelease(floor)));
    world.package("2.1");
    world.package("2.2");
    let variants = [("one", "50%", Some("2.1")), ("two", "50%", Some("2.2"))];
    world.run(create(on_packages("size", "100%", &variants)));
    sleepers.poll(&world);
    assert_eq!(sleepers.runs(&floor.id).len(), DEVICES);
    sleepers.poll(&world);
    assert_eq!(sleepers.runs(&floor.id).len(), 0);
}

#[test]
fn configuration_reaches_the_release_configs_of_variants() {
    let (mut world, ..) = world();
    world.run(create(two("size", "50%")));
    let config = |world: &World| {
        let id = release(variant(world, "size", "new"));
        let placement = world.release_record(&id).placement.expect("placed");
        placement.variants[0].config.sha256
    };
    let before = config(&world);
    world.run(Command::SetConfig {
        channel: channel("stable"),
        change: wavecast_domain::command::ConfigChange {
            set: serde_json::from_str(r#"{"page":1}"#).expect("properties"),
            ..Default::default()
        },
        share: None,
        now: false,
    });
    assert_ne!(config(&world), before);
    let part = &world.channels[&channel("stable")];
    let placed = part.experiments.placements().next().expect("a package").1;
    assert_eq!(placed.variants[0].config.sha256, config(&world));
}

/// To try what is on its way already, or what is to be a floor, sends nobody down.
#[test]
fn the_version_of_what_moves_or_of_a_floor_may_be_tried() {
    let (mut world, ..) = world();
    let moving = world.release("1.1", Some("10%"));
    world.run(create(two("size", "50%")));
    world.abort(&moving, false);
    let mut floor = world.new_release("1.1", StartWhen::Now(Some(share("100%"))));
    floor.edit.floor = Some(true);
    world.run(Command::CreateRelease(floor));
    let part = &world.channels[&channel("stable")];
    assert!(part.experiments.named("size").is_some());
    assert_eq!(part.rules[0].floors.len(), 1);
}

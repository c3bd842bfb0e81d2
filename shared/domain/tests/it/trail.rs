//! The audit trail of a whole life, as people read it.

use std::fmt::Write as _;

use wavecast_domain::Command;
use wavecast_domain::app::{ChannelSettings, DevicesInput, Dimension, GroupName, Pinned, RuleName};
use wavecast_domain::command::{ConfigChange, NewRule, ReleaseEdit, StartWhen, VariantVerb, Who};
use wavecast_domain::decide::Decision;
use wavecast_domain::event::Change;
use wavecast_domain::package::{Package, PackageStatus};
use wavecast_wire::manifest::{DsseSignature, Kind};

use crate::world::{World, channel, released, share, when};

/// An event, a line for each change: `field: before → after`.
fn told(decision: &Decision) -> String {
    let event = &decision.event;
    let channels: Vec<_> = event.channels.iter().map(|name| name.as_str()).collect();
    let mut text = format!(
        "{} {} [{}] by {}\n",
        event.verb,
        event.subject,
        channels.join(" "),
        event.actor
    );
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
    for Change {
        field,
        before,
        after,
    } in &event.changes
    {
        writeln!(text, "  {field}: {} → {}", said(before), said(after)).expect("written");
    }
    text
}

/// In the form of one; nobody checks it here.
fn signature() -> DsseSignature {
    DsseSignature {
        keyid: "5a".repeat(32),
        sig: "c2lnbmVk".into(),
    }
}

#[test]
fn a_whole_life_as_the_trail_tells_it() {
    let mut world = World::new(Kind::Bundle);
    let mut story = String::new();
    let mut run = |world: &mut World, command: Command| {
        let decision = world.run(command);
        story.push_str(&told(&decision));
        decision
    };
    let mut settings = world.head.settings.clone();
    settings.first_step = share("1%");
    let mut dimensions = world.head.dimensions.clone();
    dimensions.insert("tier".parse().expect("a name"), Dimension::text());
    run(
        &mut world,
        Command::ConfigureApp {
            settings: Some(settings),
            dimensions: Some(dimensions),
        },
    );
    run(
        &mut world,
        Command::CreateChannel {
            channel: channel("pr-7"),
            settings: None,
        },
    );
    let slower = ChannelSettings {
        poll_active: 600,
        ..ChannelSettings::default()
    };
    run(
        &mut world,
        Command::ConfigureChannel {
            channel: channel("pr-7"),
            settings: slower,
        },
    );
    let mut package = world.new_package("1.0", &[("app_version", ">=3")]);
    package.signatures.push(signature());
    run(&mut world, Command::CreatePackage(package));
    world.check("1.0", &["{}"]);
    let new = world.new_release("1.0", StartWhen::Now(None));
    run(&mut world, Command::CreateRelease(new));

    world.package("2.0");
    let new = world.new_release("2.0", StartWhen::Draft);
    let second = released(&run(&mut world, Command::CreateRelease(new)));
    let edit = ReleaseEdit {
        notes: Some([("en".to_string(), "brighter ".repeat(40))].into()),
        properties: Some([("theme".to_string(), "dark".into())].into()),
        ..ReleaseEdit::default()
    };
    run(
        &mut world,
        Command::EditRelease {
            release: second.clone(),
            edit,
        },
    );
    // What is emptied again is absent.
    let edit = ReleaseEdit {
        properties: Some(Default::default()),
        ..ReleaseEdit::default()
    };
    run(
        &mut world,
        Command::EditRelease {
            release: second.clone(),
            edit,
        },
    );
    run(
        &mut world,
        Command::Start {
            release: second.clone(),
            share: None,
            replace: false,
            only: None,
        },
    );
    world.package("3.0");
    let mut new = world.new_release("3.0", StartWhen::Now(Some(share("10%"))));
    new.replace = true;
    // Another release than the subject ends with it.
    let third = released(&run(&mut world, Command::CreateRelease(new)));
    run(&mut world, Command::Conclude(third));
    run(&mut world, crate::world::rollback(None));
    run(
        &mut world,
        Command::YankPackage {
            name: "app".parse().expect("a name"),
            version: "3.0".parse().expect("a version"),
            reason: "it drains batteries".into(),
            now: Vec::new(),
        },
    );
    run(
        &mut world,
        Command::RetireChannel {
            channel: channel("pr-7"),
        },
    );
    insta::assert_snapshot!(story);
}

/// What an event says of a field, before and after.
fn change(decision: &Decision, field: &str) -> (Option<String>, Option<String>) {
    let mut changes = decision.event.changes.iter();
    let found = changes.find(|change| change.field == field);
    let found = found.unwrap_or_else(|| panic!("no {field} in {}", told(decision)));
    (found.before.clone(), found.after.clone())
}

fn from_to(before: Option<&str>, after: Option<&str>) -> (Option<String>, Option<String>) {
    (before.map(str::to_owned), after.map(str::to_owned))
}

#[test]
fn the_trail_tells_rules_in_their_order() {
    let mut world = World::new(Kind::Bundle);
    let rule = |name: &str, audience: &str| {
        Command::CreateRule(NewRule {
            channel: channel("stable"),
            name: RuleName(name.into()),
            audience: when(audience),
            devices: None,
            before: None,
        })
    };
    let (ios, new) = (r#"{"os":["ios"]}"#, r#"{"app_version":">=2"}"#);
    let first = world.run(rule("ios", ios));
    let one = format!("ios {ios}, everyone {{}}");
    assert_eq!(
        change(&first, "stable rules"),
        from_to(Some("everyone {}"), Some(&one))
    );
    world.run(rule("new", new));
    let decision = world.run(Command::MoveRule {
        channel: channel("stable"),
        rule: RuleName("new".into()),
        before: Some(RuleName("ios".into())),
    });
    let before = format!("ios {ios}, new {new}, everyone {{}}");
    let after = format!("new {new}, ios {ios}, everyone {{}}");
    assert_eq!(
        change(&decision, "stable rules"),
        from_to(Some(&before), Some(&after))
    );
}

#[test]
fn the_trail_tells_values_and_how_far_they_got() {
    let mut world = World::new(Kind::Bundle);
    let set = |page: u32, to: Option<&str>| Command::SetConfig {
        channel: channel("stable"),
        change: ConfigChange {
            set: [("page".to_owned(), page.into())].into(),
            ..ConfigChange::default()
        },
        share: to.map(share),
        now: false,
    };
    world.run(set(20, None));
    let second = world.run(set(30, Some("10%")));
    assert_eq!(
        change(&second, "stable config page"),
        from_to(Some("20"), Some("30"))
    );
    let history = world.channels[&channel("stable")].config.history.clone();
    let at = |place: usize, share: &str| format!("{} at {share}", history[place].id);
    assert_eq!(
        change(&second, "stable config reaches"),
        from_to(Some(&at(0, "100%")), Some(&at(1, "10%")))
    );
    let ramp = world.run(Command::RampConfig {
        channel: channel("stable"),
        to: share("50%"),
        now: false,
    });
    assert_eq!(
        change(&ramp, "stable config reaches"),
        from_to(Some(&at(1, "10%")), Some(&at(1, "50%")))
    );
    let is_value = |change: &Change| change.field == "stable config page";
    assert!(!ramp.event.changes.iter().any(is_value), "{}", told(&ramp));
}

#[test]
fn the_trail_tells_experiments_and_the_hold_out() {
    let mut world = World::new(Kind::Bundle);
    let held = world.run(Command::HoldOut {
        channel: channel("stable"),
        share: share("10%"),
    });
    assert_eq!(
        change(&held, "stable experiments"),
        from_to(None, Some("10% held out"))
    );
    let button = crate::experiments::halves("button", "look", "50%");
    let created = world.run(Command::CreateExperiment(button));
    assert_eq!(
        change(&created, "stable experiments"),
        from_to(
            Some("10% held out"),
            Some("button in look at 100%, 10% held out")
        )
    );
}

#[test]
fn a_verb_on_some_variants_is_told_as_the_one_on_the_release() {
    let mut world = World::new(Kind::Bundle);
    let whens = [r#"{"os":["ios"]}"#, r#"{"os":["android"]}"#];
    for version in ["1.0", "2.0"] {
        world.package_of(version, &[], &whens);
    }
    world.release("1.0", None);
    let release = world.release("2.0", Some("30%"));
    let story = [
        (whens[0], VariantVerb::Pause, "release.pause"),
        (whens[0], VariantVerb::Resume, "release.resume"),
        (
            whens[1],
            VariantVerb::Abort { keep: false },
            "release.abort",
        ),
        (whens[0], VariantVerb::Conclude, "release.conclude"),
        (whens[0], VariantVerb::Revert, "release.revert"),
    ];
    for (only, verb, told_as) in story {
        let decision = world.run(Command::Variants {
            release: release.clone(),
            only: when(only),
            verb,
        });
        assert_eq!(decision.event.verb, told_as);
    }
}

#[test]
fn the_trail_tells_who_is_pinned_to_what() {
    let mut world = World::new(Kind::Bundle);
    let release = world.ship("1.0", None);
    let group: GroupName = "testers".parse().expect("a group");
    world.run(Command::SetGroup {
        group: group.clone(),
        devices: DevicesInput::Ids(vec!["lamp-1".into()]),
    });
    let until = world.now.plus(3_600);
    let pin = |who: Who| Command::Pin {
        release: release.clone(),
        who,
        until,
        reason: "reproduces the flicker".into(),
    };
    let first = world.run(pin(Who::Device("lamp-2".into())));
    let Pinned::Device { hash, .. } = world.channels[&channel("stable")].pins[0].who.clone() else {
        panic!("a device is pinned");
    };
    let one = format!("device {hash} to 1.0 until {until}: reproduces the flicker");
    assert_eq!(change(&first, "stable pins"), from_to(None, Some(&one)));
    let second = world.run(pin(Who::Group(group)));
    let both = format!("{one}; group testers to 1.0 until {until}: reproduces the flicker");
    let (before, after) = change(&second, "stable pins");
    assert_eq!(before.as_deref(), Some(one.as_str()));
    assert_eq!(after, Some(both));
}

/// What is empty isn't there: a trail of nothing but empty lists would tell nothing.
#[test]
fn what_is_empty_is_not_told() {
    let mut world = World::new(Kind::Bundle);
    let created = world.run(Command::CreatePackage(world.new_package("1.0", &[])));
    let fields: Vec<_> = created.event.changes.iter().map(|one| &one.field).collect();
    assert_eq!(
        fields,
        [
            "kind",
            "list",
            "name",
            "rollback_index",
            "version",
            "status"
        ]
    );
}

#[test]
fn a_package_that_was_refused_may_be_created_anew_and_the_trail_says_so() {
    let mut world = World::new(Kind::Bundle);
    let new = world.new_package("1.0", &[]);
    world.run(Command::CreatePackage(new.clone()));
    let key = crate::world::package_key("1.0");
    let refused = Package {
        status: PackageStatus::Refused {
            reason: "no file is there".into(),
        },
        ..world.package_record("1.0")
    };
    let record = wavecast_domain::record::Record::Package(Box::new(refused));
    world.records.insert(key, record);
    let mut mended = new;
    mended.list = wavecast_wire::hash::Sha256::of(b"mended");
    let decision = world.run(Command::CreatePackage(mended));
    let fields: Vec<_> = decision
        .event
        .changes
        .iter()
        .map(|change| {
            (
                change.field.as_str(),
                change.before.is_some(),
                change.after.is_some(),
            )
        })
        .collect();
    assert_eq!(fields, [("list", true, true), ("status", true, true)]);
}

//! Variants that move together, or one by one.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseRef, StartWhen};
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;

use super::{attributes, refuses};
use crate::fleet::Fleet;
use crate::world::{World, released, share, when};

const BOTH: [&str; 2] = [r#"{"os":["ios"]}"#, r#"{"os":["android"]}"#];

fn world() -> (World, Fleet) {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.0", &[], &BOTH);
    world.release("1.0", None);
    world.package_of("2.0", &[], &BOTH);
    let mut fleet = Fleet::new(400).with("os", "ios");
    for device in fleet.devices.iter_mut().step_by(2) {
        device.attributes = attributes(&[("os", "android")]);
    }
    fleet.poll(&world);
    (world, fleet)
}

fn start(world: &mut World, to: &str, only: Option<&str>) -> ReleaseRef {
    let mut new = world.new_release("2.0", StartWhen::Now(Some(share(to))));
    new.only = only.map(when);
    released(&world.run(Command::CreateRelease(new)))
}

fn ramp(release: &ReleaseRef, to: &str, only: Option<&str>) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: share(to),
        only: only.map(when),
        keep_open: false,
    }
}

/// How many run it, ios first.
fn runs(fleet: &Fleet, release: &ReleaseRef) -> (usize, usize) {
    let (ios, android): (Vec<_>, Vec<_>) = fleet
        .runs(&release.id)
        .into_iter()
        .partition(|number| number % 2 == 1);
    (ios.len(), android.len())
}

#[test]
fn one_variant_goes_first_and_the_other_catches_up() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "50%", Some(BOTH[0]));
    fleet.poll(&world);
    let (ios, android) = runs(&fleet, &release);
    assert!(ios > 60 && android == 0, "{ios} {android}");
    assert_eq!(world.release_record(&release).share, share("0%"));
    // Together from here: who has it keeps it, the others come to the same share.
    world.run(ramp(&release, "20%", None));
    fleet.poll(&world);
    let (still, android) = runs(&fleet, &release);
    assert_eq!(still, ios, "a higher share is never lost");
    assert!((15..70).contains(&android), "{android}");
    assert_eq!(world.release_record(&release).share, share("20%"));
    world.run(ramp(&release, "100%", Some(BOTH[1])));
    assert_eq!(world.status(&release), Status::Active, "ios is at 50 %");
    world.run(ramp(&release, "100%", None));
    assert_eq!(world.status(&release), Status::Concluded);
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (200, 200));
    assert!(
        world.rule().stack[0]
            .variants
            .iter()
            .all(|variant| variant.share.is_none())
    );
}

#[test]
fn what_all_variants_reached_concludes() {
    let (mut world, _) = world();
    let release = start(&mut world, "100%", Some(BOTH[0]));
    assert_eq!(world.status(&release), Status::Active);
    world.run(ramp(&release, "100%", Some(BOTH[1])));
    assert_eq!(world.status(&release), Status::Concluded);
}

#[test]
fn a_fix_reaches_whom_each_variant_reached() {
    let (mut world, mut fleet) = world();
    let bad = start(&mut world, "40%", Some(BOTH[0]));
    fleet.poll(&world);
    let reached = fleet.runs(&bad.id);
    world.package_of("2.1", &[], &BOTH);
    let mut new = world.new_release("2.1", StartWhen::Now(None));
    new.replace = true;
    let fix = released(&world.run(Command::CreateRelease(new.clone())));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&fix.id), reached);
    new.only = Some(when(BOTH[0]));
    refuses(
        &world.refused(Command::CreateRelease(new)),
        &["only", "leave it out"],
    );
}

#[test]
fn only_picks_whole_variants() {
    let (mut world, _) = world();
    let release = start(&mut world, "10%", None);
    refuses(
        &world.refused(ramp(&release, "20%", Some(r#"{"os":["web"]}"#))),
        &["no variant"],
    );
    refuses(
        &world.refused(ramp(
            &release,
            "20%",
            Some(r#"{"os":["ios"],"app_version":">=2"}"#),
        )),
        &["reaches beyond"],
    );
    refuses(
        &world.refused(ramp(&release, "5%", Some(BOTH[0]))),
        &["reaches 10%", "only grows"],
    );
    let mut draft = world.new_release("2.0", StartWhen::Draft);
    draft.only = Some(when(BOTH[0]));
    refuses(
        &world.refused(Command::CreateRelease(draft)),
        &["until it starts"],
    );
}

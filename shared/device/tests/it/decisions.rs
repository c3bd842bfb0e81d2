//! Whatever the table says and the device remembers: no decision breaks a rule that protects it.

use proptest::prelude::*;
use wavecast_device::trust::{Clock, Source, TrustedState};
use wavecast_device::{Decision, Device, Fallback, Keep, Verified};
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::FileRole;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

use crate::forge::{Forge, everyone, release};
use crate::updates::now;

const NOW: i64 = 1_800_000_000;

/// One release of a channel's life, and what happened to it on the device.
#[derive(Clone, Debug)]
struct Step {
    major: u8,
    rollback_index: u32,
    downgrade: bool,
    withdraws: bool,
    needs_binary: Option<u8>,
    binary: u8,
    fails: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let binary = (prop::option::of(1u8..4), 1u8..4);
    (1u8..6, 0u32..4, flags, binary).prop_map(|(major, rollback_index, flags, binary)| Step {
        major,
        rollback_index,
        downgrade: flags.0,
        withdraws: flags.1,
        needs_binary: binary.0,
        binary: binary.1,
        fails: flags.2,
    })
}

fn publish(forge: &mut Forge, id: &str, step: &Step, running: Option<&str>) -> Verified {
    let files = [("index.html", FileRole::Index, id.as_bytes())];
    let version = format!("{}.0.0", step.major);
    let packed = forge.bundle_with(&version, &files, |manifest| {
        manifest.rollback_index = step.rollback_index;
        let requires = step
            .needs_binary
            .map(|least| format!(">={least}").parse().unwrap());
        manifest.requires = requires
            .into_iter()
            .map(|range| ("app_version".parse().unwrap(), range))
            .collect();
    });
    let policy = Policy {
        downgrade: step.downgrade,
        ..now()
    };
    let target = forge.release(id, &packed, policy);
    let withdrawn = running.filter(|_| step.withdraws).map(release);
    forge.table.withdrawn = withdrawn.into_iter().collect();
    forge.place(vec![everyone(id, target)]);
    let mut trusted = TrustedState::provision(forge.scope.clone(), &forge.root_bytes(1)).unwrap();
    let clock = Clock {
        now: Timestamp(NOW),
        build: Timestamp(0),
    };
    trusted
        .poll(Source::Network, &forge.latest(), None, clock)
        .unwrap();
    trusted.verified(Source::Network).unwrap()
}

fn decide(
    device: &Device,
    verified: &mut Verified,
    attributes: &Attributes,
    forge: &Forge,
) -> Decision {
    loop {
        match device.decide(verified, attributes) {
            Decision::Needs(need) => {
                let bytes = forge.edge[&verified.object(&need).path()].clone();
                verified.learn(&need, &bytes).unwrap();
            }
            decision => return decision,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_decision_breaks_a_rule(steps in prop::collection::vec(step(), 1..8)) {
        let mut forge = Forge::new("acme/site/stable", NOW);
        let mut device = Device::new("a device".into());
        let mut confirmed = 0;
        for (slot, step) in (1u64..).zip(&steps) {
            let binary = format!("{}.5", step.binary);
            let attributes = Attributes::from([("app_version".into(), binary)]);
            let running = device.running.clone();
            let active = running.as_ref().map(|running| running.release.as_str());
            let mut verified = publish(&mut forge, &format!("r{slot}"), step, active);
            let fitted = device.running_fits(&attributes);
            let decision = decide(&device, &mut verified, &attributes, &forge);
            prop_assert_eq!(&decision, &decide(&device, &mut verified, &attributes, &forge));
            if let Decision::Install(install) = decision {
                let version = install.package.version().clone();
                prop_assert!(step.rollback_index >= confirmed, "never below a confirmed index");
                prop_assert!(step.needs_binary.is_none_or(|least| least <= step.binary));
                prop_assert!(!device.has_failed(&install.package.sha256, install.attempt));
                let lower = running.as_ref().is_some_and(|running| version < *running.package.version());
                prop_assert!(!lower || step.downgrade || step.withdraws || !fitted);
                let package = install.package.sha256;
                device.begin(*install, slot);
                if step.fails {
                    device.fail();
                    prop_assert_eq!(&device.running, &running, "back to what ran before");
                    let again = decide(&device, &mut verified, &attributes, &forge);
                    prop_assert_eq!(again, Decision::Keep(Keep::FailedBefore));
                    prop_assert!(device.has_failed(&package, 1));
                } else {
                    device.confirm();
                    confirmed = confirmed.max(step.rollback_index);
                    let again = decide(&device, &mut verified, &attributes, &forge);
                    prop_assert_eq!(again, Decision::Keep(Keep::Current));
                }
            }
            prop_assert_eq!(device.floor, confirmed);
            if !device.running_fits(&attributes) {
                let to = device.fallback(&attributes);
                device.leave(to);
                prop_assert!(device.running_fits(&attributes));
                prop_assert_eq!(device.running.is_none(), to == Fallback::Embedded);
                let index = device.running.as_ref().map(|r| r.package.manifest.rollback_index);
                prop_assert!(index.is_none_or(|index| index >= confirmed));
            }
        }
    }
}

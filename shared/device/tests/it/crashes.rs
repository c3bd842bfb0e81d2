//! Any order of events, with the device dying after any action: its state stays whole, and it
//! ends where the channel says.

use proptest::prelude::*;
use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::table::Row;

use crate::forge::{Forge, everyone};
use crate::lab::Lab;
use crate::updates::{now, site};

#[derive(Clone, Debug)]
enum Event {
    Ship { sick: bool, activate: Activate },
    Hold(bool),
    Pass(i64),
    Online(bool),
    Start,
}

fn event() -> impl Strategy<Value = Event> {
    let activate = prop_oneof![
        Just(Activate::Now),
        Just(Activate::NextStart),
        Just(Activate::Idle)
    ];
    prop_oneof![
        (any::<bool>(), activate).prop_map(|(sick, activate)| Event::Ship { sick, activate }),
        any::<bool>().prop_map(Event::Hold),
        (0..100_000i64).prop_map(Event::Pass),
        any::<bool>().prop_map(Event::Online),
        Just(Event::Start),
    ]
}

fn hold(lab: &mut Lab, held: bool) {
    for row in &mut lab.forge.table.rows {
        if let Row::Known(row) = row {
            row.hold = held;
        }
    }
    lab.forge.publish();
}

fn check(lab: &Lab) -> Result<(), TestCaseError> {
    let state = lab.agent.state();
    for slot in state.device.slots() {
        prop_assert!(lab.slots.contains_key(&slot), "a remembered slot stands");
    }
    if !state.returning && state.trial.is_none_or(|trial| trial.activated) {
        let running = state.device.running.as_ref().map(|running| running.slot);
        prop_assert_eq!(lab.current, running, "what is remembered to run runs");
        prop_assert_eq!(
            &lab.properties,
            &state.properties,
            "the app sees what is remembered"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_device_that_dies_anywhere_ends_where_the_channel_says(
        events in prop::collection::vec((event(), prop::option::of(1usize..40)), 1..12),
    ) {
        let mut lab = Lab::new(Forge::new("acme/site/stable", 1_800_000_000));
        lab.forge.seconds_to_live = 400 * 86_400;
        lab.start();
        let mut version = 0;
        for (event, dies_after) in events {
            lab.dies_after = dies_after;
            match event {
                Event::Ship { sick, activate } => {
                    version += 1;
                    let text = format!("{version}.0.0");
                    if sick {
                        lab.sick.insert(text.clone());
                    }
                    let packed = site(&mut lab.forge, &text);
                    let policy = Policy { activate, ..now() };
                    let id = format!("r{version}");
                    let target = lab.forge.release_with(&id, &packed, policy, |config| {
                        let seen = serde_json::json!({ "version": version });
                        config.config.properties = serde_json::from_value(seen).unwrap();
                    });
                    lab.forge.place(vec![everyone(&id, target)]);
                    lab.poll();
                }
                Event::Hold(held) => {
                    hold(&mut lab, held);
                    lab.poll();
                }
                Event::Pass(seconds) => lab.pass(seconds),
                Event::Online(online) => lab.online = online,
                Event::Start => lab.start(),
            }
            check(&lab)?;
        }
        lab.dies_after = None;
        lab.online = true;
        let packed = site(&mut lab.forge, "99.0.0");
        lab.forge.ship("final", &packed, now());
        lab.pass(2_000);
        lab.poll();
        prop_assert_eq!(lab.runs(), Some("final"));
        prop_assert!(lab.agent.is_settled());
        check(&lab)?;
    }
}

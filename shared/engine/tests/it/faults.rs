//! Every write of every verb fails: landed or not, with an error or with the process.

use wavecast_domain::Command;
use wavecast_domain::package::PackageStatus;
use wavecast_engine::control::Request;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_engine::testing::look::{Look, look, look_at_latest};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole};

use crate::stage::{Stage, share};

/// A verb whose every write is failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verb {
    Open,
    Package,
    Release,
    Ramp,
    Pause,
    Abort,
    Supersede,
    Retire,
}

impl Verb {
    /// A scene in which the verb is next.
    async fn scene(self) -> (Stage, Command) {
        let mut stage = Stage::shipped().await;
        if self == Self::Open {
            stage.scope.channel = "beta".parse().unwrap();
            let create = Command::CreateChannel {
                channel: stage.scope.channel.clone(),
                settings: None,
            };
            return (stage, create);
        }
        if self == Self::Package {
            let create = Command::CreatePackage(new_package(&stage).await);
            return (stage, create);
        }
        stage.package("1.1.0").await;
        let create = stage.new_release("1.1.0", Some(share(1000)));
        if self == Self::Release {
            return (stage, create);
        }
        let release = stage.release("1.1.0", Some(share(1000))).await;
        let command = match self {
            Self::Ramp => Command::Ramp {
                release,
                to: share(5000),
                keep_open: false,
            },
            Self::Pause => Command::Pause(release),
            Self::Abort => Command::Abort {
                release,
                keep: false,
            },
            Self::Supersede => {
                stage.package("1.2.0").await;
                let Command::CreateRelease(mut new) = stage.new_release("1.2.0", None) else {
                    unreachable!()
                };
                new.replace = true;
                Command::CreateRelease(new)
            }
            _ => Command::RetireChannel {
                channel: stage.scope.channel.clone(),
            },
        };
        (stage, command)
    }

    /// Whether it changes what devices see.
    fn moves(self) -> bool {
        self != Self::Package
    }
}

async fn new_package(stage: &Stage) -> wavecast_domain::command::NewPackage {
    let mut files = Vec::new();
    for (path, role) in [("index.html", FileRole::Index), ("app.js", FileRole::Lazy)] {
        files.push(FileEntry {
            path: path.to_owned(),
            role,
            sha256: stage
                .world
                .upload(&stage.scope, path.as_bytes())
                .await
                .unwrap(),
            size: path.len() as u64,
            content_type: "text/plain".to_owned(),
            target: None,
        });
    }
    let version = "2.0.0".parse().unwrap();
    stage
        .world
        .new_package(&stage.scope, &version, files)
        .await
        .unwrap()
}

fn keyed() -> Request {
    Request {
        idempotency: Some(("key".to_owned(), Sha256::of(b"body"))),
        ..request()
    }
}

async fn points_of(verb: Verb) -> Vec<Point> {
    let (stage, command) = verb.scene().await;
    let faults = Faults::default();
    stage.with_faults(&faults).run(command).await;
    faults.points()
}

#[tokio::test]
async fn verbs_pass_the_writes_of_the_straight_line() {
    let mut lines = Vec::new();
    for verb in [Verb::Open, Verb::Package, Verb::Release, Verb::Ramp] {
        lines.push(format!("{verb:?}"));
        for point in points_of(verb).await {
            lines.push(format!("  {} {} {}", point.port, point.method, point.kind));
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    Open
      ledger commit AEIP
      maker make root
      maker make timestamp
      maker make snapshot
      maker make targets
      maker sign_root 
      ledger commit NPS
      signer sign targets
      signer sign snapshot
      signer sign timestamp
      ledger commit H
      objects create root
      objects create targets
      objects create snapshot
      objects create timestamp
      objects create latest
      ledger commit HP
    Package
      ledger commit AEIK
      uploads promote file
      uploads promote file
      ledger commit F
      objects create target
      uploads discard 
      uploads discard 
      ledger commit KT
    Release
      ledger commit AEIPRT
      objects create target
      signer sign targets
      signer sign snapshot
      signer sign timestamp
      ledger commit H
      objects create targets
      objects create snapshot
      objects replace timestamp
      objects replace latest
      ledger commit HP
    Ramp
      ledger commit AEIPR
      signer sign targets
      signer sign snapshot
      signer sign timestamp
      ledger commit H
      objects create targets
      objects create snapshot
      objects replace timestamp
      objects replace latest
      ledger commit HP
    ");
}

macro_rules! survives {
    ($($name:ident $verb:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $name() {
            survive_all(Verb::$verb).await;
        }
    )*};
}

survives!(
    opening_a_channel_survives_every_fault Open,
    creating_a_package_survives_every_fault Package,
    releasing_survives_every_fault Release,
    ramping_survives_every_fault Ramp,
    pausing_survives_every_fault Pause,
    aborting_survives_every_fault Abort,
    superseding_survives_every_fault Supersede,
    retiring_a_channel_survives_every_fault Retire,
);

async fn survive_all(verb: Verb) {
    let points = points_of(verb).await;
    assert!(points.len() > 5, "{points:?}");
    for point in points {
        for (landed, dead) in [(true, false), (false, false), (true, true), (false, true)] {
            let plan = Plan {
                point: point.clone(),
                landed,
                dead,
            };
            survive(verb, plan).await;
        }
    }
}

async fn survive(verb: Verb, plan: Plan) {
    let (stage, command) = verb.scene().await;
    let (before, revision) = (shown(&stage).await, stage.revision().await);
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(plan.clone());
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let control = &faulty.world.control;
    let answer = control.execute(org, app, keyed(), command.clone()).await;
    assert!(faults.was_met(), "{plan:?}");

    // Whatever happened, devices see the old state or the new one, whole.
    let seen = look_at_latest(&*stage.memory.objects, &stage.scope).await;
    let seen = seen.unwrap_or_else(|error| panic!("{plan:?}: {error}"));
    let (old, new) = (seq(before.as_ref()), seq(seen.as_ref()));
    assert!((old..=old + 1).contains(&new), "{plan:?}");
    assert_eq!(
        table(seen.as_ref()) == table(before.as_ref()),
        new == old,
        "{plan:?}"
    );

    // An answer never says more than happened.
    let committed = stage.revision().await > revision;
    if let Ok(done) = &answer {
        assert!(committed, "{plan:?}");
        let told = done.publications.iter().filter_map(|state| state.seq).max();
        assert!(told.unwrap_or(0) <= new, "{plan:?}");
    }

    // Another process, and the ordinary tick.
    let stage = stage.restarted();
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new(), "{plan:?}");
    let healed = shown(&stage).await;
    let moved = table(healed.as_ref()) != table(before.as_ref());
    assert_eq!(moved, committed && verb.moves(), "{plan:?}");
    assert_eq!(stage.pending().await, 0, "{plan:?}");

    // The client asks again: it happens once, however often it is asked.
    let again = stage
        .world
        .control
        .execute(org, app, keyed(), command)
        .await;
    let again = again.unwrap_or_else(|error| panic!("{plan:?}: {error}"));
    assert_eq!(again.replayed, committed, "{plan:?}");
    assert_eq!(stage.revision().await, revision + 1, "{plan:?}");
    let after = shown(&stage).await;
    for state in &again.publications {
        assert_eq!(state.seq, Some(seq(after.as_ref())), "{plan:?}");
    }
    if verb == Verb::Package {
        assert!(is_ready(&stage).await, "{plan:?}");
    }
    assert!(
        stage.world.upkeep.tick().await.is_idle(),
        "{plan:?}: it is at rest"
    );
}

async fn shown(stage: &Stage) -> Option<Look> {
    look(&*stage.memory.objects, &stage.scope).await.unwrap()
}

fn seq(look: Option<&Look>) -> u64 {
    look.map_or(0, |look| look.seq)
}

fn table(look: Option<&Look>) -> Option<&wavecast_wire::table::Table> {
    look.map(|look| &look.table)
}

async fn is_ready(stage: &Stage) -> bool {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let (name, version) = ("lamp".parse().unwrap(), "2.0.0".parse().unwrap());
    let found = stage
        .world
        .control
        .package(org, app, &name, &version)
        .await
        .unwrap();
    matches!(found.expect("created").status, PackageStatus::Ready(_))
}

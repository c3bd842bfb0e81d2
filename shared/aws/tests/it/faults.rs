//! Every write of representative verbs fails on the wire, both ways: before it leaves, and with its
//! answer lost after it arrived; with the SDK's retries and without; with the error and with the
//! process. Then other answers stand in: 409, 412 after a success, 500, throttles.

use wavecast_aws::testing::bed::Retries;
use wavecast_aws::testing::http::Fault;
use wavecast_domain::Command;
use wavecast_domain::command::{NewPackage, ReleaseRef};
use wavecast_engine::testing::look::Look;
use wavecast_wire::manifest::{FileEntry, FileRole};

use crate::stage::{Stage, share};

/// A verb, and what it needs besides the stage.
enum Verb {
    Ramp(ReleaseRef),
    Open,
    Package,
}

/// A fault of one attempt of one verb.
#[derive(Clone, Debug)]
struct Trial {
    operation: String,
    occurrence: usize,
    fault: Fault,
    retries: Retries,
    dead: bool,
}

impl Verb {
    /// The `n`th command of this verb: always another one, on the same stage.
    async fn command(&self, stage: &mut Stage, n: u16) -> Command {
        match self {
            Self::Ramp(release) => Command::Ramp {
                release: release.clone(),
                to: share(100 + 10 * n),
                keep_open: false,
                only: None,
            },
            Self::Open => {
                stage.scope.channel = format!("channel-{n}").parse().unwrap();
                Command::CreateChannel {
                    channel: stage.scope.channel.clone(),
                    settings: None,
                }
            }
            Self::Package => Command::CreatePackage(new_package(stage, n).await),
        }
    }
}

async fn new_package(stage: &Stage, n: u16) -> NewPackage {
    let mut files = Vec::new();
    for (path, role) in [("index.html", FileRole::Index), ("app.js", FileRole::Lazy)] {
        let bytes = format!("{path} of {n}");
        files.push(FileEntry {
            path: path.to_owned(),
            role,
            sha256: stage
                .world
                .upload(&stage.scope, bytes.as_bytes())
                .await
                .unwrap(),
            size: bytes.len() as u64,
            content_type: "text/plain".to_owned(),
            target: None,
        });
    }
    let version = format!("2.0.{n}").parse().unwrap();
    stage
        .world
        .new_package(&stage.scope, &version, files)
        .await
        .unwrap()
}

/// What changes something, or signs.
fn is_write(operation: &str) -> bool {
    ![
        "Get",
        "Head",
        "List",
        "Query",
        "Batch",
        "TransactGet",
        "Describe",
    ]
    .iter()
    .any(|begin| {
        operation
            .split(':')
            .nth(1)
            .is_some_and(|name| name.starts_with(begin))
    })
}

/// The writes of a verb, each with its number among those of its operation.
async fn points(stage: &mut Stage, verb: &Verb) -> Vec<(String, usize)> {
    let command = verb.command(stage, 0).await;
    let other = stage.again(Retries::Off).await;
    // The checks of a new process are no part of the verb.
    other.revision().await;
    other.look().await;
    other.bed.wire.clear();
    other.run("points", command).await.unwrap();
    let mut points = Vec::new();
    for operation in other.bed.wire.attempts() {
        let occurrence = points
            .iter()
            .filter(|(other, _)| *other == operation)
            .count();
        if is_write(&operation) {
            points.push((operation, occurrence));
        }
    }
    points
}

async fn survive_all(mut stage: Stage, verb: Verb) {
    let points = points(&mut stage, &verb).await;
    assert!(points.len() > 5, "{points:?}");
    let mut n = 0;
    for (operation, occurrence) in points {
        for (fault, retries, dead) in [
            (Fault::BeforeSend, Retries::Off, false),
            (Fault::AnswerLost, Retries::Off, false),
            (Fault::BeforeSend, Retries::On, false),
            (Fault::AnswerLost, Retries::On, false),
            (Fault::AnswerLost, Retries::Off, true),
        ] {
            let operation = operation.clone();
            let trial = Trial {
                operation,
                occurrence,
                fault,
                retries,
                dead,
            };
            n += 1;
            survive(&mut stage, &verb, n, trial).await;
        }
    }
}

async fn survive(stage: &mut Stage, verb: &Verb, n: u16, trial: Trial) {
    let command = verb.command(stage, n).await;
    let (before, revision) = (stage.look().await, stage.revision().await);
    let faulty = stage.again(trial.retries).await;
    // A process that just started asks after its buckets and its table first.
    faulty.revision().await;
    let wire = &faulty.bed.wire;
    wire.plan(&trial.operation, trial.occurrence, 1, trial.fault.clone());
    if trial.dead {
        wire.die_with_it();
    }
    let key = format!("key-{n}");
    let answer = faulty.run(&key, command.clone()).await;
    assert_eq!(wire.met(), 1, "{trial:?}");

    // Whatever happened, devices see the old state or the new one, whole.
    let seen = stage.look_at_latest().await;
    let seen = seen.unwrap_or_else(|error| panic!("{trial:?}: {error}"));
    let (old, new) = (seq(before.as_ref()), seq(seen.as_ref()));
    assert!((old..=old + 1).contains(&new), "{trial:?}: {old} to {new}");

    // An answer never says more than happened.
    let committed = stage.revision().await > revision;
    if let Ok(done) = &answer {
        assert!(committed, "{trial:?}");
        let told = done.publications.iter().filter_map(|state| state.seq).max();
        assert!(told.unwrap_or(0) <= new, "{trial:?}");
    }
    if trial.retries == Retries::On {
        let done = answer.unwrap_or_else(|error| panic!("{trial:?}: {error}"));
        assert!(
            done.publications.iter().all(|state| state.seq.is_some()),
            "{trial:?}: {done:?}"
        );
    }

    // The ordinary tick of another process heals the rest.
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new(), "{trial:?}");
    assert_eq!(stage.pending().await, 0, "{trial:?}");

    // The client asks again: it happens once, however often it is asked.
    let again = stage.run(&key, command).await;
    let again = again.unwrap_or_else(|error| panic!("{trial:?}: {error}"));
    assert_eq!(again.replayed, committed, "{trial:?}");
    assert_eq!(stage.revision().await, revision + 1, "{trial:?}");
    assert_eq!(stage.pending().await, 0, "{trial:?}");
    let after = stage.look().await;
    let moved = seq(after.as_ref()) > old;
    assert_eq!(moved, !matches!(verb, Verb::Package), "{trial:?}");
}

fn seq(look: Option<&Look>) -> u64 {
    look.map_or(0, |look| look.seq)
}

async fn ramping() -> (Stage, Verb) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(50))).await;
    (stage, Verb::Ramp(release))
}

#[tokio::test(flavor = "multi_thread")]
async fn ramping_survives_every_fault() {
    let (stage, verb) = ramping().await;
    survive_all(stage, verb).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_channel_survives_every_fault() {
    survive_all(Stage::open().await, Verb::Open).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn creating_a_package_survives_every_fault() {
    survive_all(Stage::open().await, Verb::Package).await;
}

/// Answers that MiniStack never gives by itself.
#[tokio::test(flavor = "multi_thread")]
async fn ramping_survives_other_answers() {
    let (mut stage, verb) = ramping().await;
    let answer = |status, code| Fault::Answer { status, code };
    let after = |status, code| Fault::AnswerAfter { status, code };
    let transaction = "dynamodb:TransactWriteItems";
    let mut trials = Vec::new();
    for (operation, last, faults) in [
        (
            transaction,
            2,
            vec![
                answer(400, "ThrottlingException"),
                answer(400, "ProvisionedThroughputExceededException"),
                answer(500, "InternalServerError"),
                after(500, "InternalServerError"),
                after(400, "TransactionInProgressException"),
            ],
        ),
        (
            "s3:PutObject",
            3,
            vec![
                answer(409, "ConditionalRequestConflict"),
                answer(503, "SlowDown"),
                answer(500, "InternalError"),
                after(500, "InternalError"),
                after(412, "PreconditionFailed"),
                after(409, "ConditionalRequestConflict"),
            ],
        ),
        (
            "kms:Decrypt",
            0,
            vec![
                answer(400, "ThrottlingException"),
                answer(500, "KMSInternalException"),
            ],
        ),
    ] {
        for occurrence in [0, last] {
            for fault in faults.clone() {
                let operation = operation.to_owned();
                trials.push(Trial {
                    operation,
                    occurrence,
                    fault,
                    retries: Retries::Off,
                    dead: false,
                });
            }
        }
    }
    for (n, trial) in (1..).zip(trials) {
        survive(&mut stage, &verb, n, trial).await;
    }
}

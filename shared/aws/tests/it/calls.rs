//! What verbs ask of AWS: counted on the wire.

use std::fmt::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use wavecast_aws::testing::bed::{Bed, Retries};
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_engine::control::{Control, Done, Founding, Hints, PublicationState, Sightings};
use wavecast_engine::local::Machine;
use wavecast_engine::port::{Doorbell, PortError, Wake, Work};
use wavecast_engine::publisher::Publisher;
use wavecast_engine::testing::act::request;
use wavecast_wire::name::ChannelName;

use crate::stage::{Stage, ports, share};

/// Rings a publisher whose calls go over a wire of their own.
struct Bell(Publisher);

#[async_trait]
impl Doorbell for Bell {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        match self.0.answer(&wake).await.unwrap() {
            Work::Published(work) => Ok(work.marked),
            // A package that was yanked is looked at too.
            Work::Checked => Ok(Vec::new()),
            Work::Mended(_) | Work::Signed(_) => panic!("not wanted here: {wake:?}"),
        }
    }
}

/// A publisher and a control, each in a process of its own, whose calls are counted.
struct Processes {
    stage: Stage,
    of_control: Bed,
    of_publisher: Bed,
    control: Control,
}

impl Processes {
    async fn of(stage: Stage) -> Self {
        let of_control = stage.bed.again(Retries::Off).await;
        let of_publisher = stage.bed.again(Retries::Off).await;
        let clock = &stage.world.clock;
        let publisher = Machine::new(ports(&of_publisher, clock), 0).publisher;
        let ports = ports(&of_control, clock);
        let control = Control {
            ledger: ports.ledger,
            uploads: ports.uploads,
            bell: Arc::new(Bell(publisher)),
            clock: ports.clock,
            ids: ports.ids,
            shown: wavecast_engine::shown::Shown::default(),
            hints: Hints::default(),
            secrets: None,
            sightings: Sightings::default(),
            message_limit: None,
            founding: Founding::default(),
        };
        Self {
            stage,
            of_control,
            of_publisher,
            control,
        }
    }

    /// Carries out a command that reaches devices, and nothing is left to do after it.
    async fn run(&self, command: Command) -> Done {
        self.of_control.wire.clear();
        self.of_publisher.wire.clear();
        let (org, app) = (&self.stage.scope.org, &self.stage.scope.app);
        let done = self.control.execute(org, app, request(), command);
        let done = done.await.unwrap();
        let published = |state: &PublicationState| state.seq.is_some();
        assert!(done.publications.iter().all(published), "{done:?}");
        done
    }

    /// What the last command asked of AWS, a line for each function.
    fn asked(&self) -> [String; 2] {
        [&self.of_control, &self.of_publisher].map(|bed| {
            let counts = bed.wire.counts();
            let all = counts.iter().map(|(call, count)| format!("{count} {call}"));
            all.collect::<Vec<_>>().join(", ")
        })
    }
}

fn ramp(release: &ReleaseRef, to: u16) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: share(to),
        keep_open: false,
        only: None,
    }
}

/// The goal: in control one reading and one transaction; in the publisher two readings and two
/// conditional writes of the table, four readings of the edge and its four objects.
#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_asks_this_of_aws() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(100))).await;
    let processes = Processes::of(stage).await;
    // The first in a process: its checks of table and bucket, and readings that follow each other.
    processes.run(ramp(&release, 200)).await;
    let [control, publisher] = processes.asked();
    assert_eq!(
        control,
        "1 dynamodb:GetItem, 3 dynamodb:TransactGetItems, 1 dynamodb:TransactWriteItems"
    );
    assert_eq!(
        publisher,
        "1 dynamodb:GetItem, 2 dynamodb:Query, 2 dynamodb:TransactGetItems, 2 dynamodb:TransactWriteItems, 3 kms:Decrypt, 1 s3:GetBucketVersioning, 4 s3:GetObject, 4 s3:PutObject"
    );
    processes.run(ramp(&release, 300)).await;
    let [control, publisher] = processes.asked();
    assert_eq!(
        control,
        "1 dynamodb:TransactGetItems, 1 dynamodb:TransactWriteItems"
    );
    assert_eq!(
        publisher,
        "1 dynamodb:Query, 1 dynamodb:TransactGetItems, 2 dynamodb:TransactWriteItems, 3 kms:Decrypt, 4 s3:GetObject, 4 s3:PutObject"
    );
}

/// Every verb that reaches devices, in processes that did a ramp before, and published each channel.
#[tokio::test(flavor = "multi_thread")]
async fn every_verb_asks_this_of_aws() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    stage.package("1.2.0").await;
    let first = stage.release("1.1.0", Some(share(100))).await;
    let (stable, next) = (
        stage.scope.channel.clone(),
        "next".parse::<ChannelName>().unwrap(),
    );
    let open = Command::CreateChannel {
        channel: next.clone(),
        settings: None,
    };
    stage.world.run(&stage.scope, open).await.unwrap();
    let processes = Processes::of(stage).await;
    processes.run(ramp(&first, 200)).await;
    processes.run(ship(&next, "1.0.0", false)).await;
    let mut told = String::new();
    let mut tell = async |verb: &str, command: Command| {
        let done = processes.run(command).await;
        let [control, publisher] = processes.asked();
        writeln!(
            told,
            "{verb}\n  control    {control}\n  publisher  {publisher}"
        )
        .unwrap();
        done.outcome
    };
    tell("ramp", ramp(&first, 300)).await;
    tell("pause", Command::Pause(first.clone())).await;
    tell("resume", Command::Resume(first.clone())).await;
    tell("retry", Command::Retry(first.clone())).await;
    let fix = released(tell("supersede", ship(&stable, "1.2.0", true)).await);
    let (release, keep) = (fix, false);
    tell("abort", Command::Abort { release, keep }).await;
    let second = released(tell("ship", ship(&stable, "1.1.0", false)).await);
    tell("conclude", Command::Conclude(second)).await;
    let promote = Command::Promote {
        from: stable.clone(),
        to: next.clone(),
        share: Some(share(1000)),
        replace: true,
    };
    tell("promote", promote).await;
    let revert = Command::Revert {
        channel: stable,
        rule: RuleName("everyone".to_owned()),
        to: None,
    };
    tell("revert", revert).await;
    let yank = Command::YankPackage {
        name: "lamp".parse().unwrap(),
        version: "1.1.0".parse().unwrap(),
        reason: "it burns".to_owned(),
        now: vec![next],
    };
    tell("yank", yank).await;
    insta::assert_snapshot!(told);
}

fn ship(channel: &ChannelName, version: &str, replace: bool) -> Command {
    Command::CreateRelease(NewRelease {
        channel: channel.clone(),
        rule: None,
        package: "lamp".parse().unwrap(),
        version: version.parse().unwrap(),
        edit: ReleaseEdit::default(),
        start: StartWhen::Now(Some(share(1000))),
        replace,
        only: None,
    })
}

fn released(outcome: Outcome) -> ReleaseRef {
    match outcome {
        Outcome::Release { channel, release } => ReleaseRef {
            channel,
            id: release,
        },
        other => panic!("no release: {other:?}"),
    }
}

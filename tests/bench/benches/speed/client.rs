//! One poll of one device: verify, choose, decide.

use wavecast_bench::heap::{Taken, taken};
use wavecast_bench::poll::{Client, Looker};
use wavecast_bench::stage::{Stage, share};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::latest;
use wavecast_wire::limit;
use wavecast_wire::tuf::{Role, Root};

use crate::report::{Table, bytes, number, time};
use crate::runtime;
use crate::sample::{Sample, cpu_seconds};

/// Publications that a device sees one after the other.
const PUBLICATIONS: usize = 400;

pub fn run() {
    let mut table = Table::new(
        "One poll of one device (goal at 10 rows: below 100 µs and 64 KiB)",
        &[
            "rows",
            "what came",
            "latest.ndjson",
            "verify, choose, decide",
            "peak memory",
            "allocations",
            "with the whole agent",
        ],
    );
    let mut signatures = Vec::new();
    for rows in [10, 256] {
        let mut channel = Channel::of(rows);
        for row in channel.measure() {
            table.row(row);
        }
        signatures.push((rows, channel.signatures()));
    }
    table.print();
    let mut table = Table::new(
        "Of that, the signatures themselves: one `verify_strict` of Ed25519 for each",
        &[
            "rows",
            "timestamp",
            "snapshot",
            "targets",
            "sum of the medians",
        ],
    );
    for (rows, [timestamp, snapshot, targets]) in signatures {
        let sum = timestamp.median() + snapshot.median() + targets.median();
        let cells = [timestamp, snapshot, targets].map(|sample| sample.show(time));
        let [timestamp, snapshot, targets] = cells;
        table.row([
            number(f64::from(rows)),
            timestamp,
            snapshot,
            targets,
            time(sum),
        ]);
    }
    table.print();
}

/// A channel, and what it published one after the other.
struct Channel {
    rows: u32,
    root: Vec<u8>,
    last: Vec<u8>,
    client: Client,
    looker: Looker,
    /// A share changed: targets, snapshot and timestamp are new.
    changes: Vec<Vec<u8>>,
    /// Freshness was renewed: the timestamp alone is new.
    renewals: Vec<Vec<u8>>,
}

impl Channel {
    fn of(rows: u32) -> Self {
        runtime().block_on(async {
            let stage = Stage::memory().await;
            let (world, scope) = (&stage.world, &stage.scope);
            stage.moving().await;
            world.crowd(scope, rows as usize, 1).await.expect("a crowd");
            let publish = async |to: u16| {
                world.nudge(scope, share(to)).await.expect("a ledger");
                world.publisher.publish(scope).await.expect("an edge");
                stage.latest().await.to_vec()
            };
            publish(5_000).await;
            let (client, looker) = (Client::settled(&stage).await, Looker::started(&stage).await);
            let (mut changes, mut renewals) = (Vec::new(), Vec::new());
            let last = 5_000 + u16::try_from(PUBLICATIONS).unwrap_or(0);
            for to in 5_001..=last {
                changes.push(publish(to).await);
            }
            for _ in 0..PUBLICATIONS {
                renewals.push(publish(last).await);
            }
            Self {
                rows,
                root: stage.root().await.to_vec(),
                last: stage.latest().await.to_vec(),
                client,
                looker,
                changes,
                renewals,
            }
        })
    }

    /// A newer state, a renewal, and nothing new.
    fn measure(&mut self) -> [[String; 7]; 3] {
        let changes = std::mem::take(&mut self.changes);
        let renewals = std::mem::take(&mut self.renewals);
        [
            self.polls("a changed share", Some(&changes)),
            self.polls("a renewal", Some(&renewals)),
            self.polls("304", None),
        ]
    }

    fn polls(&mut self, what: &str, came: Option<&[Vec<u8>]>) -> [String; 7] {
        let mut most = Taken {
            peak: 0,
            kept: 0,
            count: 0,
        };
        let core = cpu_seconds(
            PUBLICATIONS,
            |turn| came.map(|came| came[turn].as_slice()),
            |latest| {
                let (decision, took) = taken(|| match latest {
                    Some(latest) => self.client.changed(latest),
                    None => self.client.unchanged(),
                });
                most.peak = most.peak.max(took.peak);
                most.count = most.count.max(took.count);
                decision
            },
        );
        let agent = cpu_seconds(
            PUBLICATIONS,
            |turn| {
                (
                    came.map(|came| came[turn].clone()),
                    format!("\"{what}{turn}\""),
                )
            },
            |(latest, etag)| {
                self.looker.ask();
                self.looker.polled(latest, &etag);
            },
        );
        assert_eq!(self.client.seq(), self.looker.seq(), "both saw all of them");
        let length = came.and_then(|came| came.last()).map_or(0, Vec::len);
        [
            self.rows.to_string(),
            what.to_owned(),
            bytes(length as f64),
            core.show(time),
            bytes(most.peak as f64),
            most.count.to_string(),
            agent.show(time),
        ]
    }

    fn signatures(&self) -> [Sample; 3] {
        let root = Envelope::<Root>::read(&self.root, limit::ROOT_BYTES_CLIENT);
        let root = root.expect("a root").signed;
        let lines = latest::split(self.last.as_slice()).expect("three lines");
        [
            (Role::Timestamp, lines.timestamp),
            (Role::Snapshot, lines.snapshot),
            (Role::Targets, lines.targets),
        ]
        .map(|(role, line)| {
            let keys = root.role(role).expect("keys");
            let envelope = Envelope::<serde_json::Value>::read(line, limit::TARGETS_BYTES_CLIENT);
            let envelope = envelope.expect("an envelope");
            let key = keys.keys.values().next().expect("a key");
            let signature = envelope.signatures[0].bytes().expect("a signature");
            cpu_seconds(
                PUBLICATIONS,
                |_| (),
                |()| assert!(key.verifies(&envelope.message, &signature)),
            )
        })
    }
}

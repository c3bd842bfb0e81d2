//! Very many channels under the real scheduler, and workers who renew what it hands over.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use wavecast_domain::head::{Head, Sealed};
use wavecast_domain::{Publication, stamp};
use wavecast_engine::control::Control;
use wavecast_engine::local::Ports;
use wavecast_engine::port::{Clock as _, Expect, Handed, Ledger, PortError, Wake, Workers, Write};
use wavecast_engine::publisher::PublishError;
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::counted::{Counter, Counts};
use wavecast_engine::testing::world::{Memory, World};
use wavecast_engine::upkeep::{Pace, Upkeep};
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use super::ledger::Indexed;
use crate::sample::Sample;

/// Writes of one commit.
const BATCH: usize = 100;
/// Messages that workers take from the queue in a minute: five at a time, a fifth of a second each.
const A_MINUTE: usize = 1500;

/// Channels, their scheduler, and the queue between it and the workers.
pub struct Fleet {
    /// The clock of all.
    pub clock: TestClock,
    ledger: Arc<Indexed>,
    counter: Counter,
    upkeep: Upkeep,
    queue: Arc<Queue>,
    publication: Publication,
}

/// What was seen of some minutes.
pub struct Watched {
    /// Renewals of each hour.
    pub hours: Sample,
    /// Things that each tick handed over.
    pub handed: Sample,
    /// Readings of each tick, by key or page.
    pub readings: Sample,
    /// All renewals.
    pub renewals: usize,
    /// Minutes after which no renewal was overdue any more.
    pub overdue: usize,
    /// Minutes that were looked at.
    pub minutes: usize,
    /// What all ticks asked of the ledger.
    pub counts: Counts,
}

impl Fleet {
    /// So many channels, all published at the same moment.
    pub async fn new(channels: usize, publication: Publication) -> Self {
        let memory = Memory::default();
        let (ledger, counter) = (Arc::new(Indexed::default()), Counter::default());
        let ports = counter.around(Ports {
            ledger: ledger.clone(),
            ..memory.ports()
        });
        let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
        let queue = Arc::new(Queue::default());
        let control: Control = world.control;
        let upkeep = Upkeep::new(control, queue.clone(), 86_400, Pace::BILLED);
        let clock = memory.clock.clone();
        let fleet = Self {
            clock,
            ledger,
            counter,
            upkeep,
            queue,
            publication,
        };
        let scope = |n: usize| -> Scope {
            let text = format!("acme/lamp-{}/pr-{}", n / 100, n % 100);
            text.parse().expect("a scope")
        };
        let scopes: Vec<Scope> = (0..channels).map(scope).collect();
        for some in scopes.chunks(BATCH) {
            fleet.renew(some).await;
        }
        fleet
    }

    /// Looks on for so many minutes.
    pub async fn watch(&self, minutes: usize) -> Watched {
        let (mut hours, mut handed, mut readings) = (Vec::new(), Vec::new(), Vec::new());
        let (mut all, mut overdue) = (Counts::default(), 0);
        self.counter.take();
        for minute in 0..minutes {
            if minute % 60 == 0 {
                hours.push(0.0);
            }
            self.clock.advance(60);
            let report = self.upkeep.tick().await;
            assert_eq!(
                report.troubles,
                Vec::<String>::new(),
                "a tick without trouble"
            );
            let counts = self.counter.take();
            if report.overdue > 0 {
                overdue = minute + 1;
            }
            handed.push(f64::from(report.handed));
            readings.push((counts.pages + counts.gets) as f64);
            all.pages += counts.pages;
            all.gets += counts.gets;
            all.entries += counts.entries;
            let renewed = self.work().await;
            if let Some(hour) = hours.last_mut() {
                *hour += renewed as f64;
            }
        }
        Watched {
            renewals: hours.iter().sum::<f64>() as usize,
            hours: Sample::new(hours),
            handed: Sample::new(handed),
            readings: Sample::new(readings),
            overdue,
            minutes,
            counts: all,
        }
    }

    /// What the workers do in a minute.
    async fn work(&self) -> usize {
        let taken = self.queue.take(A_MINUTE);
        let of = |wake: Wake| match wake {
            Wake::Renew(scope) => Some(scope),
            _ => None,
        };
        let scopes: Vec<Scope> = taken.into_iter().filter_map(of).collect();
        let mut renewed = 0;
        for some in scopes.chunks(BATCH) {
            renewed += self.renew(some).await;
        }
        renewed
    }

    /// The next head of each, if it is due, as a publisher seals and marks it.
    async fn renew(&self, scopes: &[Scope]) -> usize {
        let keys: Vec<_> = scopes.iter().map(key::head).collect();
        let found = self.ledger.get(&keys).await.expect("a ledger");
        let now = self.clock.now();
        let mut writes = Vec::new();
        for (scope, found) in scopes.iter().zip(found) {
            let before: Head = match &found {
                Some(found) => entry::read(found).expect("a head"),
                None => Head::default(),
            };
            if found.is_none() || before.renew <= now {
                let expect = found.map_or(Expect::Absent, |found| Expect::Revision(found.revision));
                let head = self.next(scope, &before, now);
                let put = entry::head(scope, &head).expect("an entry");
                writes.push(Write::Put(put, expect));
            }
        }
        let renewed = writes.len();
        if renewed > 0 {
            self.ledger.commit(writes).await.expect("a ledger");
        }
        renewed
    }

    fn next(&self, scope: &Scope, before: &Head, now: Timestamp) -> Head {
        let publication = Publication {
            scope: scope.clone(),
            ..self.publication.clone()
        };
        let unsigned = stamp(&publication, before, 1, now);
        Head {
            seq: unsigned.seq,
            issued: unsigned.issued,
            renew: unsigned.renew_at(),
            root: 1,
            revision: 1,
            written: true,
            fence: None,
            // What the bytes say doesn't matter to a scheduler.
            sealed: Some(Sealed {
                timestamp: String::new(),
                snapshot: String::new(),
                snapshot_seq: 1,
                targets: String::new(),
                targets_seq: 1,
                targets_expires: now,
            }),
        }
    }
}

/// What waits for the workers.
#[derive(Default)]
struct Queue(Mutex<Vec<Wake>>);

impl Queue {
    fn take(&self, most: usize) -> Vec<Wake> {
        let mut waiting = self.0.lock().expect("nobody panics with it");
        let most = most.min(waiting.len());
        waiting.drain(..most).collect()
    }
}

#[async_trait]
impl Workers for Queue {
    async fn waiting(&self) -> Result<usize, PortError> {
        Ok(self.0.lock().expect("nobody panics with it").len())
    }

    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let mut waiting = self.0.lock().expect("nobody panics with it");
        waiting.extend(wakes.iter().cloned());
        vec![Ok(Handed::Over); wakes.len()]
    }

    async fn queue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        self.hand(wakes).await
    }
}

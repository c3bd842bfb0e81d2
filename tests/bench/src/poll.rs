//! A device between two polls, in two shapes: the core alone, and the whole agent around it.

use std::collections::BTreeMap;

use wavecast_device::agent::{Action, Agent, Answer, Goal, Input, Settings, State};
use wavecast_device::trust::{Clock, Polled, Source, TrustedState};
use wavecast_device::{Decision, Device, Keep, Verified};
use wavecast_engine::port::Clock as _;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

use crate::stage::Stage;

/// The core of a device: what it trusts, what it read, what it runs.
#[derive(Clone)]
pub struct Client {
    trusted: TrustedState,
    verified: Verified,
    device: Device,
    attributes: Attributes,
    clock: Clock,
}

impl Client {
    /// A device that polled once and runs what it was offered, all of it.
    ///
    /// Its group matches the last rule of a crowd, so it reads every row; its id lies in the ramp
    /// of the rule `everyone`.
    pub async fn settled(stage: &Stage) -> Self {
        let (root, latest) = (stage.root().await, stage.latest().await);
        let clock = Clock {
            now: stage.world.clock.now(),
            build: Timestamp(0),
        };
        let mut trusted =
            TrustedState::provision(stage.scope.clone(), &root).expect("a root that is trusted");
        let polled = trusted.poll(Source::Network, &latest, Some("\"first\""), clock);
        assert_eq!(polled, Ok(Polled::Newer));
        let verified = trusted.verified(Source::Network).expect("a publication");
        let attributes = attributes();
        let device = reached(&verified, &attributes);
        let mut client = Self {
            trusted,
            verified,
            device,
            attributes,
            clock,
        };
        client.settle(stage).await;
        client
    }

    /// Learns and installs until nothing is left to do.
    async fn settle(&mut self, stage: &Stage) {
        loop {
            match self.device.decide(&self.verified, &self.attributes) {
                Decision::Needs(need) => {
                    let bytes = stage.object(&self.verified.object(&need)).await;
                    self.verified.learn(&need, &bytes).expect("what was signed");
                }
                Decision::Install(install) => {
                    self.device.begin(*install, 1);
                    self.device.confirm();
                    let running = self.device.running.as_mut().expect("an install");
                    running.complete = true;
                }
                Decision::Keep(Keep::Current) => return,
                other => panic!("a device that is offered a release decides {other:?}"),
            }
        }
    }

    /// The poll that brings a newer publication: verify all of it, read it, choose, decide.
    pub fn changed(&mut self, latest: &[u8]) -> Decision {
        let etag = Some("\"next\"");
        let polled = self
            .trusted
            .poll_verified(Source::Network, latest, etag, self.clock);
        let (polled, next) = polled.expect("a publication");
        assert_eq!(polled, Polled::Newer);
        let older = std::mem::replace(&mut self.verified, next);
        self.verified.inherit(older);
        self.device.decide(&self.verified, &self.attributes)
    }

    /// The poll that brings a 304: still fresh, choose, decide.
    pub fn unchanged(&self) -> Decision {
        let fresh = self.trusted.not_modified(Source::Network, self.clock);
        assert_eq!(fresh, Ok(()));
        self.device.decide(&self.verified, &self.attributes)
    }

    /// The number of the publication that it goes by.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.verified.seq()
    }
}

/// What the devices of benches say of themselves: the last group of a crowd.
fn attributes() -> Attributes {
    BTreeMap::from([("group".to_owned(), "group-8".to_owned())])
}

/// The first device that the publication leads to a config.
fn reached(verified: &Verified, attributes: &Attributes) -> Device {
    let mut devices = (0..100_000).map(|n| Device::new(format!("bench-{n}")));
    let reached = |device: &Device| {
        matches!(
            device.decide(verified, attributes),
            Decision::Needs(_) | Decision::Install(_)
        )
    };
    devices.find(reached).expect("a ramp that reaches somebody")
}

/// The whole agent of a device that only looks: the core, and what is saved, asked and reported.
pub struct Looker {
    agent: Agent,
    now: Timestamp,
    asked: Option<ObjectKey>,
}

impl Looker {
    /// A device that polled once.
    pub async fn started(stage: &Stage) -> Self {
        let root = stage.root().await;
        let state = State::provision(stage.scope.clone(), &root, "bench-1".to_owned(), 1);
        let settings = Settings {
            goal: Goal::Check,
            ..Settings::default()
        };
        let agent = Agent::new(state.expect("a root"), settings, attributes());
        let mut looker = Self {
            agent,
            now: stage.world.clock.now(),
            asked: None,
        };
        looker.feed(Input::Start);
        looker.answer(stage).await;
        looker
    }

    /// Answers from the edge until nothing more is asked.
    async fn answer(&mut self, stage: &Stage) {
        while let Some(object) = self.asked.take() {
            let found = stage.world.ports.objects.get(&object).await;
            let found = found.expect("an edge");
            let answer = Answer {
                status: if found.is_some() { 200 } else { 404 },
                etag: found.as_ref().map(|found| format!("\"{}\"", found.etag.0)),
                body: found.map_or_else(Vec::new, |found| found.bytes.to_vec()),
                retry_after: None,
            };
            self.feed(Input::Answer { object, answer });
        }
    }

    /// Feeds an input, and stores what is to be stored.
    fn feed(&mut self, input: Input) {
        let mut actions = self.agent.step(self.now, input);
        while !actions.is_empty() {
            let mut saved = false;
            for action in actions {
                match action {
                    Action::Save(_) => saved = true,
                    Action::Get { object, .. } => self.asked = Some(object),
                    _ => {}
                }
            }
            actions = if saved {
                self.agent.step(self.now, Input::Saved)
            } else {
                Vec::new()
            };
        }
    }

    /// Asks: what stands between two polls.
    pub fn ask(&mut self) {
        self.feed(Input::Poll);
    }

    /// Takes what a poll answered; nothing new means a 304.
    pub fn polled(&mut self, latest: Option<Vec<u8>>, etag: &str) {
        let object = self.asked.take().expect("a poll");
        let answer = Answer {
            status: if latest.is_some() { 200 } else { 304 },
            etag: Some(etag.to_owned()),
            body: latest.unwrap_or_default(),
            retry_after: None,
        };
        self.feed(Input::Answer { object, answer });
    }

    /// The number of the publication that it goes by.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.agent.verified().map_or(0, Verified::seq)
    }
}

//! A device in memory: a driver that executes every action at once, and may die after any.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wavecast_device::agent::{
    Action, Agent, Answer, Failed, Health, Input, Report, Settings, State,
};
use wavecast_device::download::{Download, Item};
use wavecast_wire::config::Properties;
use wavecast_wire::hash::Sha256;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

use crate::forge::Forge;

pub struct Lab {
    pub forge: Forge,
    pub agent: Agent,
    pub disk: State,
    pub now: i64,
    pub settings: Settings,
    pub attributes: Attributes,
    /// Paths by slot, as built.
    pub slots: BTreeMap<u64, BTreeSet<String>>,
    pub current: Option<u64>,
    pub cache: BTreeSet<Sha256>,
    pub properties: Properties,
    /// Versions that are sick.
    pub sick: BTreeSet<String>,
    pub online: bool,
    pub requests: Vec<String>,
    /// The most bytes that it would have read of a small object.
    pub most_read: u64,
    pub reports: Vec<Report>,
    pub wake_at: Option<i64>,
    /// Dies after this many more actions.
    pub dies_after: Option<usize>,
    /// Dies this many times when it is asked for its health.
    pub dies_at_health: usize,
}

impl Lab {
    pub fn new(forge: Forge) -> Self {
        Self::with(forge, Settings::default())
    }

    pub fn with(forge: Forge, settings: Settings) -> Self {
        let id = String::from("3f9c2c5e8a7b4d1f9e6a0b1c2d3e4f50");
        let disk = State::provision(forge.scope.clone(), &forge.root_bytes(1), id, 7).unwrap();
        let attributes = Attributes::new();
        Self {
            agent: Agent::new(disk.clone(), settings, attributes.clone()),
            now: forge.now.0,
            forge,
            disk,
            settings,
            attributes,
            slots: BTreeMap::new(),
            current: None,
            cache: BTreeSet::new(),
            properties: Properties::new(),
            sick: BTreeSet::new(),
            online: true,
            requests: Vec::new(),
            most_read: 0,
            reports: Vec::new(),
            wake_at: None,
            dies_after: None,
            dies_at_health: 0,
        }
    }

    /// Starts the device from what is on disk; again if it dies on the way.
    pub fn start(&mut self) {
        self.agent = Agent::new(self.disk.clone(), self.settings, self.attributes.clone());
        self.feed(Input::Start);
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: i64) {
        self.now += seconds;
        self.feed(Input::Tick);
    }

    /// Publishes time with the device's, so that nothing expires, and polls.
    pub fn poll(&mut self) {
        self.feed(Input::Poll);
    }

    pub fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let actions = self.agent.step(Timestamp(self.now), input);
            let saves = actions
                .iter()
                .filter(|action| matches!(action, Action::Save(_)))
                .count();
            assert!(
                saves == 0 || actions.len() == 1,
                "what follows a save waits for it"
            );
            for action in actions {
                if self.dies_at_health > 0 && matches!(action, Action::CheckHealth { .. }) {
                    self.dies_at_health -= 1;
                    return self.start();
                }
                inputs.extend(self.execute(action));
                if let Some(left) = &mut self.dies_after {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        self.dies_after = None;
                        return self.start();
                    }
                }
            }
        }
    }

    fn execute(&mut self, action: Action) -> Vec<Input> {
        match action {
            Action::Save(state) => {
                let text = serde_json::to_string(&state).unwrap();
                self.disk = serde_json::from_str(&text).unwrap();
                vec![Input::Saved]
            }
            Action::Get {
                object,
                if_none_match,
                max_bytes,
            } => {
                let path = object.path();
                self.requests.push(path.clone());
                if !self.online {
                    return vec![Input::Failed(Failed::Get {
                        object,
                        why: "offline".into(),
                    })];
                }
                let answer = self.answer(&path, if_none_match.as_deref());
                self.most_read = self.most_read.max(max_bytes);
                if answer.body.len() as u64 > max_bytes {
                    let why = format!("more than the allowed {max_bytes} bytes came");
                    return vec![Input::Failed(Failed::Get { object, why })];
                }
                vec![Input::Answer { object, answer }]
            }
            Action::Download { items } => items.iter().map(|item| self.download(item)).collect(),
            Action::Stage { slot, items } => {
                assert!(
                    !self.disk.device.slots().contains(&slot),
                    "a slot in use is never rebuilt"
                );
                self.slots.insert(slot, self.place(&items));
                vec![Input::Staged { slot }]
            }
            Action::Place { slot, items } => {
                let paths = self.place(&items);
                self.slots.get_mut(&slot).unwrap().extend(paths);
                vec![Input::Staged { slot }]
            }
            Action::Activate(installed) => {
                assert!(
                    self.disk.trial.is_some(),
                    "no release runs before its trial is on disk"
                );
                assert!(self.slots.contains_key(&installed.slot));
                self.current = Some(installed.slot);
                vec![Input::Activated {
                    slot: installed.slot,
                }]
            }
            Action::GoBack(installed) => {
                self.current = installed.map(|installed| installed.slot);
                assert!(
                    self.current
                        .is_none_or(|slot| self.slots.contains_key(&slot))
                );
                vec![Input::WentBack]
            }
            Action::CheckHealth { seconds } => {
                let version = self
                    .agent
                    .state()
                    .device
                    .running
                    .as_ref()
                    .unwrap()
                    .package
                    .version();
                if self.sick.contains(version.as_str()) {
                    self.now += i64::from(seconds);
                    return vec![Input::Health(Health::Timeout)];
                }
                vec![Input::Health(Health::Ok)]
            }
            Action::Prune { slots } => {
                self.slots.retain(|slot, _| slots.contains(slot));
                vec![]
            }
            Action::Properties(properties) => {
                self.properties = *properties;
                vec![]
            }
            Action::WakeAt(at) => {
                self.wake_at = Some(at.0);
                vec![]
            }
            Action::Report(report) => {
                self.reports.push(report);
                vec![]
            }
            Action::Cancel | Action::Confirm => vec![],
        }
    }

    fn answer(&self, path: &str, if_none_match: Option<&str>) -> Answer {
        let Some(body) = self.forge.edge.get(path) else {
            return Answer {
                status: 404,
                ..Answer::default()
            };
        };
        let etag = format!("\"{}\"", Sha256::of(body));
        if if_none_match == Some(&etag) {
            return Answer {
                status: 304,
                etag: Some(etag),
                ..Answer::default()
            };
        }
        Answer {
            status: 200,
            etag: Some(etag),
            body: body.clone(),
            retry_after: None,
        }
    }

    fn download(&mut self, item: &Item) -> Input {
        let failed = |why: String| {
            Input::Failed(Failed::Download {
                sha256: item.sha256,
                why,
                retry_after: None,
            })
        };
        let cached = self.cache.contains(&item.sha256);
        if !cached {
            self.requests.push(item.object.clone());
        }
        let Some(bytes) = self
            .forge
            .edge
            .get(&item.object)
            .filter(|_| self.online || cached)
        else {
            return failed("not there".into());
        };
        let mut download = Download::new(item.sha256, item.size);
        if let Err(error) = download.feed(bytes) {
            return failed(error.to_string());
        }
        match download.finish() {
            Ok(file) => {
                self.cache.insert(item.sha256);
                Input::Fetched(file)
            }
            Err(error) => failed(error.to_string()),
        }
    }

    fn place(&self, items: &[Item]) -> BTreeSet<String> {
        assert!(
            items.iter().all(|item| self.cache.contains(&item.sha256)),
            "only whole files are placed"
        );
        items.iter().map(|item| item.path.clone()).collect()
    }

    pub fn runs(&self) -> Option<&str> {
        let running = self.agent.state().device.running.as_ref()?;
        Some(running.release.as_str())
    }

    /// What was told, as one word and a release each: short enough for a snapshot.
    pub fn told(&mut self) -> Vec<String> {
        let words = self.reports.drain(..).map(|report| {
            let json = serde_json::to_value(&report).unwrap();
            let event = json["event"].as_str().unwrap().to_owned();
            let detail = ["release", "gate", "why", "seq", "version"];
            let detail = detail.iter().find_map(|key| json.get(key));
            detail.map_or(event.clone(), |detail| {
                format!("{event} {detail}").replace('"', "")
            })
        });
        words.collect()
    }
}

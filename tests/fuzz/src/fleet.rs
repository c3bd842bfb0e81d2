//! One device under a lying edge: the real core, a driver that executes its actions and checks each
//! against what was ever signed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wavecast_device::Installed;
use wavecast_device::agent::{Action, Agent, Failed, Health, Input, Settings, State};
use wavecast_device::download::{Download, Item};
use wavecast_device::trust::Source;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::forge::Forge;
use crate::hostile::{History, Lie, answer, honest};

/// Inputs that one event may lead to before it counts as a loop.
const INPUTS: usize = 2_000;
/// Bytes of what a device remembers: a publication is a few thousand.
const STATE_BYTES: usize = 256 << 10;

/// What the channel's keys ever signed.
#[derive(Default)]
pub struct Signed {
    /// Files of each manifest, by the manifest's hash.
    pub manifests: BTreeMap<Sha256, BTreeSet<Sha256>>,
    /// Hashes of release configs, and whether each allows a downgrade.
    pub configs: BTreeMap<Sha256, bool>,
    /// Releases that were ever withdrawn.
    pub withdrawn: BTreeSet<ReleaseId>,
}

/// A device and what it can reach.
pub struct Subject {
    /// The device's core.
    pub agent: Agent,
    /// The time, the same for all.
    pub now: i64,
    /// Lies for the next requests.
    pub lies: VecDeque<Lie>,
    /// Whether what is activated falls ill.
    pub sick: bool,
    /// All that was ever at the edge.
    pub history: History,
    /// All that was ever signed.
    pub signed: Signed,
    disk: State,
    cache: BTreeSet<Sha256>,
    ran: Option<Installed>,
}

fn settings() -> Settings {
    Settings::default()
}

impl Subject {
    /// A device with the channel's first root.
    #[must_use]
    pub fn new(forge: &Forge) -> Self {
        let id = String::from("3f9c2c5e8a7b4d1f9e6a0b1c2d3e4f50");
        let disk = State::provision(forge.scope.clone(), &forge.root_bytes(1), id, 7);
        let disk = disk.expect("a root");
        Self {
            agent: Agent::new(disk.clone(), settings(), Attributes::new()),
            now: forge.now.0,
            lies: VecDeque::new(),
            sick: false,
            history: vec![forge.edge.clone()],
            signed: Signed::default(),
            disk,
            cache: BTreeSet::new(),
            ran: None,
        }
    }

    /// It dies, and starts from what is on disk.
    pub fn restart(&mut self, forge: &Forge) {
        self.agent = Agent::new(self.disk.clone(), settings(), Attributes::new());
        self.feed(forge, Input::Start);
    }

    /// Takes one input and all that follows from it.
    pub fn feed(&mut self, forge: &Forge, input: Input) {
        let before = self.trust();
        let mut inputs = VecDeque::from([input]);
        let mut count = 0;
        while let Some(input) = inputs.pop_front() {
            count += 1;
            assert!(count < INPUTS, "it never comes to rest");
            for action in self.agent.step(Timestamp(self.now), input) {
                inputs.extend(self.execute(forge, action));
            }
        }
        self.check_trust(&before);
        let remembered = serde_json::to_vec(self.agent.state()).expect("JSON");
        assert!(remembered.len() < STATE_BYTES, "{} bytes", remembered.len());
    }

    /// The keys below the root, and the highest `seq` under them.
    fn trust(&self) -> (Vec<String>, Option<u64>) {
        let trusted = self.agent.state().trusted().expect("its channel");
        let root = trusted.root().expect("a root");
        let lower = Role::ALL.into_iter().skip(1);
        let keys = lower.flat_map(|role| root.roles[role.as_str()].keyids.clone());
        (
            keys.collect(),
            trusted.seq(Source::Network).expect("whole bytes"),
        )
    }

    /// `seq` goes down only when keys below the root were replaced.
    fn check_trust(&self, (keys, seq): &(Vec<String>, Option<u64>)) {
        let (keys_now, seq_now) = self.trust();
        assert!(
            *keys != keys_now || seq_now >= *seq,
            "{seq:?} became {seq_now:?}"
        );
    }

    fn execute(&mut self, forge: &Forge, action: Action) -> Vec<Input> {
        match action {
            Action::Save(state) => {
                let text = serde_json::to_string(&state).expect("JSON");
                self.disk = serde_json::from_str(&text).expect("what was saved is read");
                vec![Input::Saved]
            }
            Action::Get {
                object,
                if_none_match,
                max_bytes,
            } => {
                assert!(
                    max_bytes <= 512 << 10,
                    "{object:?} may have {max_bytes} bytes"
                );
                let path = object.path();
                let came = self.ask(forge, &path, if_none_match.as_deref());
                let came = came.filter(|answer| answer.body.len() as u64 <= max_bytes);
                vec![match came {
                    Some(answer) => Input::Answer { object, answer },
                    None => Input::Failed(Failed::Get {
                        object,
                        why: "no answer".into(),
                    }),
                }]
            }
            Action::Download { items } => self.download(forge, &items),
            Action::Stage { slot, items } => {
                self.check_items(&items);
                vec![Input::Staged { slot }]
            }
            Action::Place { slot, items } => {
                self.check_items(&items);
                vec![Input::Staged { slot }]
            }
            Action::Activate(installed) => {
                self.check_install(&installed);
                let slot = installed.slot;
                self.ran = Some(*installed);
                vec![Input::Activated { slot }]
            }
            Action::GoBack(installed) => {
                if let Some(installed) = &installed {
                    self.check_signed(installed);
                }
                self.ran = installed.map(|installed| *installed);
                vec![Input::WentBack]
            }
            Action::CheckHealth { seconds } => {
                self.now += if self.sick { i64::from(seconds) } else { 0 };
                let health = if self.sick {
                    Health::Timeout
                } else {
                    Health::Ok
                };
                vec![Input::Health(health)]
            }
            _ => vec![],
        }
    }

    fn ask(
        &mut self,
        forge: &Forge,
        path: &str,
        tag: Option<&str>,
    ) -> Option<wavecast_device::agent::Answer> {
        match self.lies.pop_front() {
            Some(lie) => answer(&lie, path, &self.history, forge),
            None => Some(honest(path, tag, &self.history)),
        }
    }

    /// One after the other, until one fails.
    fn download(&mut self, forge: &Forge, items: &[Item]) -> Vec<Input> {
        let mut inputs = Vec::new();
        for item in items {
            let came = self
                .ask(forge, &item.object, None)
                .filter(|answer| answer.status == 200);
            let mut download = Download::new(item.sha256, item.size);
            let body = came.map(|answer| answer.body).unwrap_or_default();
            let fed = download.feed(&body).and_then(|()| download.finish());
            match fed {
                Ok(file) => {
                    self.cache.insert(item.sha256);
                    inputs.push(Input::Fetched(file));
                }
                Err(error) => {
                    let (sha256, why) = (item.sha256, error.to_string());
                    inputs.push(Input::Failed(Failed::Download {
                        sha256,
                        why,
                        retry_after: None,
                    }));
                    break;
                }
            }
        }
        inputs
    }

    /// Only whole files that stand in one signed manifest are put together.
    fn check_items(&self, items: &[Item]) {
        assert!(items.iter().all(|item| self.cache.contains(&item.sha256)));
        let mut manifests = self.signed.manifests.values();
        let of_one = |files: &BTreeSet<_>| items.iter().all(|item| files.contains(&item.sha256));
        assert!(manifests.any(of_one), "no signed manifest has these files");
    }

    fn check_signed(&self, installed: &Installed) {
        assert!(
            self.signed
                .manifests
                .contains_key(&installed.package.sha256)
        );
        assert!(self.signed.configs.contains_key(&installed.config));
    }

    /// Nothing lower runs, unless the channel's keys said that it may.
    fn check_install(&self, new: &Installed) {
        self.check_signed(new);
        let floor = self.agent.state().device.floor;
        assert!(new.package.manifest.rollback_index >= floor);
        let Some(old) = &self.ran else { return };
        let lower = new.package.version() < old.package.version();
        let allowed =
            self.signed.configs[&new.config] || self.signed.withdrawn.contains(&old.release);
        assert!(
            !lower || allowed,
            "{} after {}",
            new.package.version(),
            old.package.version()
        );
    }
}

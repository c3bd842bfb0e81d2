//! Many devices, each the real core, that share what they verified.

use std::time::UNIX_EPOCH;

use wavecast_device::trust::{Clock, Source, TrustError, TrustedState};
use wavecast_device::{Decision, Device, Fallback, Verified};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

use super::Place;
use super::place::{DEVICE_TYPE, channel_verb};

/// The devices of one channel.
pub struct Fleet {
    edge: String,
    scope: Scope,
    http: reqwest::Client,
    trusted: TrustedState,
    devices: Vec<Device>,
    attributes: Attributes,
    /// A version on which no device is well.
    pub sick: Option<String>,
    /// How far the devices' clocks go before the true time, in seconds.
    pub ahead: i64,
}

impl Fleet {
    /// So many devices, provisioned as an admin would.
    pub async fn follow(place: &Place, channel: &str, devices: usize) -> Self {
        let given = channel_verb!(place, get_device_config, channel).unwrap();
        let scope: Scope = given.scope.parse().unwrap();
        // Connections that are kept would be to a server that the scenario may have killed.
        let http = reqwest::Client::builder().pool_max_idle_per_host(0);
        let http = http.build().unwrap();
        // The admin's answer names the root; devices get its exact bytes.
        let key = ObjectKey::Root(scope.clone(), given.root_version);
        let root = fetch(&http, &place.at.edge, &key).await.unwrap();
        let device = |number| Device::new(format!("device-{number}"));
        Self {
            edge: place.at.edge.clone(),
            trusted: TrustedState::provision(scope.clone(), &root).unwrap(),
            scope,
            http,
            devices: (0..devices).map(device).collect(),
            attributes: [("device_type".to_owned(), DEVICE_TYPE.to_owned())].into(),
            sick: None,
            ahead: 0,
        }
    }

    /// All poll, and do what they decide until nothing is left to do; answers the `seq`.
    pub async fn update(&mut self) -> u64 {
        self.try_update().await.unwrap()
    }

    /// As [`Fleet::update`]; or why what the edge shows isn't trusted.
    pub async fn try_update(&mut self) -> Result<u64, TrustError> {
        let mut verified = self.poll().await?;
        let attributes = self.attributes.clone();
        for number in 0..self.devices.len() {
            while self.decide(number, &mut verified, &attributes).await {}
        }
        Ok(verified.seq())
    }

    async fn poll(&mut self) -> Result<Verified, TrustError> {
        let clock = self.clock();
        let key = ObjectKey::Latest(self.scope.clone());
        let bytes = fetch(&self.http, &self.edge, &key).await.unwrap();
        if self
            .trusted
            .poll(Source::Network, &bytes, None, clock)
            .is_err()
        {
            self.walk_roots().await?;
            self.trusted.poll(Source::Network, &bytes, None, clock)?;
        }
        self.trusted.verified(Source::Network)
    }

    async fn walk_roots(&mut self) -> Result<(), TrustError> {
        loop {
            let next = self.trusted.root_version()? + 1;
            let key = ObjectKey::Root(self.scope.clone(), next);
            let Some(root) = fetch(&self.http, &self.edge, &key).await else {
                return self.trusted.settle_roots().map(|_| ());
            };
            self.trusted.update_root(&root)?;
        }
    }

    /// One step of one device; whether there is more to do.
    async fn decide(&mut self, number: usize, verified: &mut Verified, at: &Attributes) -> bool {
        let device = &mut self.devices[number];
        match device.decide(verified, at) {
            Decision::Needs(need) => {
                let key = verified.object(&need);
                let bytes = fetch(&self.http, &self.edge, &key).await.unwrap();
                verified.learn(&need, &bytes).unwrap();
                true
            }
            Decision::Install(install) => {
                let version = install.package.version().to_string();
                device.begin(*install, 1);
                if self.sick.as_ref() == Some(&version) {
                    device.fail();
                } else {
                    device.confirm();
                }
                true
            }
            Decision::Adopt(install) => {
                device.adopt(*install);
                false
            }
            Decision::Embedded { .. } => {
                device.leave(Fallback::Embedded);
                false
            }
            Decision::Keep(_) | Decision::Hold { .. } | Decision::Moved(_) | Decision::Retired => {
                false
            }
        }
    }

    fn clock(&self) -> Clock {
        let true_time = UNIX_EPOCH.elapsed().unwrap().as_secs();
        Clock {
            now: Timestamp(i64::try_from(true_time).unwrap() + self.ahead),
            build: Timestamp(0),
        }
    }

    /// How many run this version; `None` is what shipped in the binary.
    pub fn run(&self, version: Option<&str>) -> usize {
        let runs = |device: &&Device| {
            let running = device.running.as_ref();
            running
                .map(|running| running.package.version().to_string())
                .as_deref()
                == version
        };
        self.devices.iter().filter(runs).count()
    }
}

/// An object of the edge; `None` where there is none.
async fn fetch(http: &reqwest::Client, edge: &str, key: &ObjectKey) -> Option<Vec<u8>> {
    let path = key.path();
    let url = format!("{edge}/{}", path.trim_start_matches('/'));
    let answer = http.get(url).send().await.unwrap();
    if answer.status() == reqwest::StatusCode::NOT_FOUND {
        return None;
    }
    let answer = answer.error_for_status().unwrap();
    Some(answer.bytes().await.unwrap().to_vec())
}

//! Model devices: they poll a rendered table and go where it says, as far as they may.

use std::collections::BTreeMap;

use wavecast_domain::Publication;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::bucket::bucket;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists, Move};
use wavecast_wire::version::Version;

use crate::world::World;

#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    pub id: String,
    pub attributes: Attributes,
    /// The release that it runs, and its package's version.
    pub active: Option<(ReleaseId, Version)>,
    /// What the last table chose for it.
    pub chosen: Option<Choice>,
}

/// Devices by id.
#[derive(Clone)]
pub struct Fleet {
    pub devices: Vec<Device>,
}

impl Fleet {
    pub fn new(count: usize) -> Self {
        let device = |number| Device {
            id: format!("device-{number:04}"),
            attributes: Attributes::new(),
            active: None,
            chosen: None,
        };
        Self {
            devices: (0..count).map(device).collect(),
        }
    }

    /// The same devices with an attribute.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        for device in &mut self.devices {
            device.attributes.insert(name.into(), value.into());
        }
        self
    }

    /// Every device for which `online` holds polls and does what it may.
    pub fn poll_some(&mut self, world: &World, channel: &str, online: impl Fn(usize) -> bool) {
        let publication = world.render(channel);
        for (number, device) in self.devices.iter_mut().enumerate() {
            if online(number) {
                device.poll(world, &publication);
            }
        }
    }

    pub fn poll(&mut self, world: &World) {
        self.poll_some(world, "stable", |_| true);
    }

    /// How many run each release; those that run none of ours under the empty name.
    pub fn running(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for device in &self.devices {
            let name = device
                .active
                .as_ref()
                .map(|(id, _)| id.to_string())
                .unwrap_or_default();
            *counts.entry(name).or_default() += 1;
        }
        counts
    }

    /// The numbers of those that run a release.
    pub fn runs(&self, release: &ReleaseId) -> Vec<usize> {
        let runs = |device: &Device| device.active.as_ref().is_some_and(|(id, _)| id == release);
        (0..self.devices.len())
            .filter(|number| runs(&self.devices[*number]))
            .collect()
    }

    /// The numbers of those whose bucket under a salt lies below a share in permyriad.
    pub fn below(&self, salt: &str, permyriad: u16) -> Vec<usize> {
        let within = |device: &Device| bucket(salt, &device.id) < permyriad;
        (0..self.devices.len())
            .filter(|number| within(&self.devices[*number]))
            .collect()
    }
}

impl Device {
    fn poll(&mut self, world: &World, publication: &Publication) {
        let active = self.active.as_ref().map(|(id, _)| id);
        let mut attributes = self.attributes.clone();
        if let Some((_, version)) = &self.active {
            attributes.insert("package_version".into(), version.to_string());
        }
        let asker = Asker {
            id: &self.id,
            attributes: &attributes,
            active,
        };
        let choice = publication.table.choose(&asker, &Lists::new());
        let explained = publication.table.explain(&asker, &Lists::new()).choice;
        assert_eq!(choice, explained, "the explanation is of the choice");
        match &choice {
            Choice::Config { release, target } => {
                assert!(
                    publication.targets.contains_key(target),
                    "{target} is a target"
                );
                self.go(world, publication, release.clone(), target.as_str());
            }
            Choice::Embedded { .. } => self.active = None,
            Choice::Keep | Choice::Retired | Choice::Moved(_) => {}
            Choice::Hold { .. } | Choice::NeedsList(_) => panic!("unexpected {choice:?}"),
        }
        self.chosen = Some(choice);
    }

    fn go(&mut self, world: &World, publication: &Publication, to: ReleaseId, config: &str) {
        let Some(Record::Release(release)) = world.records.get(&RecordKey::Release(to.clone()))
        else {
            panic!("a table names a release without a record: {to}")
        };
        let may = Move {
            running: self.active.as_ref().map(|(id, _)| id),
            running_version: self.active.as_ref().map(|(_, version)| version),
            running_fits: true,
            confirmed_index: 0,
            chosen_version: &release.version,
            chosen_index: 0,
            // The configs of pins let devices go down.
            downgrade: release.policy.downgrade || config.contains("-pin"),
            withdrawn: &publication.table.withdrawn,
        };
        if may.check().is_ok() {
            self.active = Some((to, release.version.clone()));
        }
    }
}

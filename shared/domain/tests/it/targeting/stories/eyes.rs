//! What a device sees of a table's layers, as the real core of a device applies them.

use std::collections::BTreeMap;

use wavecast_domain::Publication;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::config::{Properties, overlay};
use wavecast_wire::name::{LayerName, ReleaseId, TargetName};
use wavecast_wire::table::{Asker, Choice, Lists};

use crate::fleet::Device;
use crate::world::World;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Eyes {
    /// What was last applied of each layer, which `hold` compares with.
    pub applied: BTreeMap<LayerName, (ReleaseId, TargetName)>,
    /// All layers on each other.
    pub values: Properties,
}

impl Eyes {
    pub fn look(&mut self, world: &World, publication: &Publication, device: &Device) {
        let mut attributes = device.attributes.clone();
        if let Some((_, version)) = &device.active {
            attributes.insert("package_version".into(), version.to_string());
        }
        let mut applied = BTreeMap::new();
        let mut files = Vec::new();
        let table = &publication.table;
        for layer in &table.properties {
            let asker = Asker {
                id: &device.id,
                attributes: &attributes,
                active: self.applied.get(&layer.layer).map(|(release, _)| release),
            };
            match table.choose_in(layer, &asker, &Lists::new()) {
                Choice::Config { release, target } => {
                    files.push(read(world, publication, &target));
                    applied.insert(layer.layer.clone(), (release, target));
                }
                Choice::Keep => {}
                other => panic!("unexpected {other:?}"),
            }
        }
        self.applied = applied;
        self.values = overlay(&Properties::new(), files.iter());
    }
}

/// A properties file, from the record that its bytes are made of.
fn read(world: &World, publication: &Publication, name: &TargetName) -> Properties {
    let wanted = publication.targets.get(name).expect("a target").sha256();
    let key = RecordKey::Target(wanted.expect("a hash"), name.clone());
    match world.records.get(&key) {
        Some(Record::Target(target)) => serde_json::from_slice(&target.bytes).expect("JSON"),
        other => panic!("no record of {name}: {other:?}"),
    }
}
